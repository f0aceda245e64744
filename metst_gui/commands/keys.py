"""The reviewer's own keys on top of the table of actions."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QAction, QKeySequence

from metst_gui.commands.table import ACTIONS, MENUS, ActionSpec, check_conflicts, shown_key, tool_tip
from metst_gui.language import tr

Overrides = Mapping[str, Sequence[str]]


def with_overrides(overrides: Overrides, actions: Sequence[ActionSpec] = ACTIONS) -> tuple[ActionSpec, ...]:
    """The table with other keys; ids that are no action are passed over."""
    return tuple(replace(one, keys=tuple(overrides[one.id])) if one.id in overrides else one for one in actions)


def usable_overrides(overrides: Overrides, actions: Sequence[ActionSpec] = ACTIONS) -> tuple[Overrides, str]:
    """What of the reviewer's own keys can be used at start.

    Returns:
        the overrides, or none of them where two actions would share a key; and a sentence, empty where all is well.
    """
    problems = check_conflicts(with_overrides(overrides, actions))
    if not problems:
        return overrides, ""
    return {}, tr("Your own keys are not in use: {problems} Help, Change keys… sets them right.", problems=problems[0])


def apply_keys(actions_by_id: Mapping[str, QAction], specs: Sequence[ActionSpec]) -> None:
    """Give every action of a window the keys and the tool tip of the table."""
    for spec in specs:
        action = actions_by_id[spec.id]
        action.setShortcuts([QKeySequence(key, QKeySequence.SequenceFormat.PortableText) for key in spec.keys])
        action.setToolTip(tool_tip(spec))


def first_keys(specs: Sequence[ActionSpec]) -> dict[str, str]:
    """Id of an action -> its first key as the platform writes it, empty where it has none."""
    return {spec.id: shown_key(spec.keys[0]) if spec.keys else "" for spec in specs}


def manual(actions: Sequence[ActionSpec] = ACTIONS) -> str:
    """The page of the manual about keys, in Markdown."""
    lines = [
        "# Keys",
        "",
        "Written by `python -m metst_gui.commands.keys docs/keys.md` from the table that drives the menus, the tool",
        "tips and the key sheet (`?`). Help, Change keys… gives an action other keys. A text field with the cursor in",
        "it keeps every key that edits text; Return and Esc give the keyboard back to the video (Return does not with",
        "action units that cannot be read). Alt with the underlined letter opens a menu. Where the keyboard gives the",
        "digits only with Shift (French, for example), the keys of the digit row are digits without it.",
        "",
        "A command that is not possible now is grey; its key says what to do first. Ctrl+Shift+P finds a command, a",
        "word of the glossary or a page of the manual by part of its name.",
    ]
    for menu in MENUS:
        rows = [spec for spec in actions if spec.menu.partition("/")[0] == menu]
        if not rows:
            continue
        lines += ["", f"## {menu}", "", "| key | action | what it does |", "|---|---|---|"]
        lines += [f"| {_cell(spec.keys)} | {spec.text} | {spec.tip} |" for spec in rows]
    return "\n".join(lines) + "\n"


def _cell(keys: Sequence[str]) -> str:
    return " ".join(f"`` {key} ``" if "`" in key else f"`{key}`" for key in keys).replace("|", "\\|") or "(menu)"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(manual(), encoding="utf-8")
