"""Keeps the catalogue of visible strings: ``python -m tools.catalogue ["English" "Chinese"] ...``.

Reads every literal given to `tr`, `mark` and `plural` in the window, to `Said` and `template` in the engine, the
tables of names and the model cards;
writes ``resources/i18n/metst_zh_CN.ts`` (for Qt Linguist, one message a line) with the pairs given, compiles it with
Qt's lrelease, and lists what has no Chinese yet.
"""

import ast
import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import get_args
from xml.sax.saxutils import escape

import PySide6
from PySide6.QtCore import QProcess

from engine.coding_scheme import PRESETS, USUAL_TIERS
from engine.datasets import FORMAT_TABLE
from engine.definitions import Kind
from engine.explain.movement import DIRECTIONS, FINE_GROUPS, FINE_REGIONS, GROUPS, REGIONS
from engine.inspection.overlay import NAMES
from engine.types import CLASSES
from metst_gui.commands.table import ACTIONS, MENUS
from metst_gui.desk.queue_rows import FILTERS
from metst_gui.document.annotation import EMOTION_LABELS, REJECT_REASONS, Verdict
from metst_gui.language import CHINESE, CONTEXT, ENGINE
from metst_gui.wording.facs import Side

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "i18n"
TS, QM = FOLDER / f"metst_{CHINESE}.ts", FOLDER / f"metst_{CHINESE}.qm"
WINDOW_FUNCTIONS = {"tr": (0,), "mark": (0,), "plural": (1, 2)}
ENGINE_FUNCTIONS = {"Said": (0,), "template": (0,)}
# Sentences of a model card; its other values are names, numbers and settings, shown as they are.
CARD_TEXTS = (
    *("title", "statement", "needs", "blind", "not_assessed", "class_accuracy", "falls_short", "licence"),
    *("architecture", "input"),
)
# What is told of a model's making and trials, in parts of parts; what bears a name there is called the same everywhere.
CARD_PARTS = ("training", "portraits", "footage", "guard_rails", "seeds", "fine_tuning")
CARD_NAMES = frozenset({"name", "person", "package", "versions"})
Catalogue = dict[tuple[str, str], str]


def _scheme_words() -> set[str]:
    """Words of the coding schemes that METST brings along, as they are shown."""
    found = {word for scheme in PRESETS.values() for word in scheme.emotions}
    for modifier in (one for scheme in PRESETS.values() for one in scheme.modifiers):
        # Letters of the Facial Action Coding System are the same in every language.
        found |= {modifier.name, *(word for word in modifier.values if len(word) > 1)}
    return found.union(*({tier.name, *tier.codes} for tier in USUAL_TIERS))


def literals(node: ast.expr) -> Iterator[str]:
    """The strings an argument may be: a literal, or a choice between literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (text for part in (node.body, node.orelse) for text in literals(part))
    elif isinstance(node, ast.BoolOp):
        yield from (text for part in node.values for text in literals(part))


def marked(folder: Path, functions: Mapping[str, tuple[int, ...]]) -> Iterator[str]:
    """Every literal of a folder's modules given to one of these functions, at these places."""
    for path in sorted(folder.rglob("*.py")):
        yield from _marked(ast.parse(path.read_text(encoding="utf-8")), functions)


def _marked(tree: ast.AST, functions: Mapping[str, tuple[int, ...]]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
            for place in functions[node.func.id]:
                if place < len(node.args):
                    yield from literals(node.args[place])


def table_strings() -> Iterator[str]:
    """Strings of the table of actions, and the values that are shown by their names."""
    yield from (
        *MENUS,
        *EMOTION_LABELS,
        *_scheme_words(),
        *CLASSES,
        *REJECT_REASONS,
        *Verdict,
        *FILTERS,
        *get_args(Kind),
        *get_args(Side),
        "manual",
        *(one.title for one in FORMAT_TABLE.values()),
    )
    for spec in ACTIONS:
        yield spec.text
        yield spec.tip
        yield from spec.menu.split("/")


def window_strings() -> set[str]:
    """Every string of the window."""
    found = {*table_strings(), *marked(ROOT / "metst_gui", WINDOW_FUNCTIONS)}
    return {str(one) for one in found if one}


def engine_strings() -> set[str]:
    """What the engine and the document may say, names of what they measure, and the sentences of the model cards."""
    found = {text for folder in ("engine", "metst_gui") for text in marked(ROOT / folder, ENGINE_FUNCTIONS)}
    found.update((*REGIONS, *FINE_REGIONS, *GROUPS, *FINE_GROUPS, *DIRECTIONS, *NAMES))
    for path in sorted((ROOT / "weights").glob("*.json")):
        card = json.loads(path.read_text(encoding="utf-8"))
        said = [*(card.get(key) for key in CARD_TEXTS), *card.get("bench", {}).values()]
        said += (text for key in CARD_PARTS for text in _texts_in(card.get(key)))
        found.update(text for text in said if isinstance(text, str) and " " in text)
    return found


def _texts_in(value: object) -> Iterator[str]:
    """Every text of a part of a card, however deep, but for names."""
    if isinstance(value, dict):
        yield from (text for key, one in value.items() if key not in CARD_NAMES for text in _texts_in(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _texts_in(one))
    elif isinstance(value, str):
        yield value


@cache
def sources() -> tuple[tuple[str, str], ...]:
    """(context, English) of all that can be shown, sorted."""
    found = [(CONTEXT, text) for text in window_strings()]
    found += [(ENGINE, text) for text in engine_strings()]
    return tuple(sorted(found))


def read(path: Path = TS) -> Catalogue:
    """(context, English) -> Chinese of a .ts file; what is unfinished is left out."""
    if not path.is_file():
        return {}
    result: Catalogue = {}
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            text = message.findtext("translation") or ""
            if text:
                result[context.findtext("name") or "", message.findtext("source") or ""] = text
    return result


def write(known: Mapping[tuple[str, str], str], keys: Iterable[tuple[str, str]], path: Path = TS) -> None:
    """Write a .ts file, one message a line, so that two branches rarely touch the same line."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>", f'<TS version="2.1" language="{CHINESE}">']
    keys = list(keys)
    for name in (CONTEXT, ENGINE):
        lines += ["<context>", f"<name>{name}</name>"]
        for key in keys:
            if key[0] == name:
                chinese = known.get(key, "")
                state = "" if chinese else ' type="unfinished"'
                lines.append(
                    f"<message><source>{_escaped(key[1])}</source>"
                    f"<translation{state}>{_escaped(chinese)}</translation></message>"
                )
        lines.append("</context>")
    path.write_text("\n".join([*lines, "</TS>"]) + "\n", encoding="utf-8")


def compile_catalogue() -> bool:
    """Make the .qm file of the .ts file; whether it worked."""
    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    return QProcess.execute(str(tool), ["-silent", str(TS), "-qm", str(QM)]) == 0


def main(arguments: Sequence[str]) -> int:
    """Update the catalogue with pairs English, Chinese; returns the exit code."""
    if len(arguments) % 2:
        sys.stderr.write("Give pairs: the English string, then the Chinese.\n")
        return 2
    keys = sources()
    known = read()
    for english, chinese in zip(arguments[::2], arguments[1::2], strict=True):
        hits = [key for key in keys if key[1] == english]
        if not hits:
            sys.stderr.write(f"No source has this string: {english!r}\n")
            return 2
        known.update(dict.fromkeys(hits, chinese))
    write(known, keys)
    open_ = [key for key in keys if key not in known]
    for context, text in open_:
        sys.stdout.write(f"{context}: {text!r}\n")
    sys.stdout.write(f"{len(keys) - len(open_)} of {len(keys)} strings have their Chinese\n")
    return 0 if compile_catalogue() else 1


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "&#10;")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
