"""What a second coder gets of a project, and what both had in common when it comes back; see `hand_over`."""

from pathlib import Path
from typing import Any

from engine.journal.chain import empty_state
from engine.journal.items import Forms
from engine.journal.topics import parts_of

# The only layer of a hand-over file: there is nobody else whose marks could be seen.
CODER = "1"
# The layer that a project begins with.
FIRST = "1"
# Settings that say what is coded, and how; all others are somebody's marks, or habits of a window.
_CONVENTIONS = frozenset({"definition", "coding scheme", "dataset"})
_OF_VIDEOS = frozenset({"face"})
# Where a file lies is true on one computer only.
_PLACE = ("path", "relative")


def handed_state(state: Forms, to: str, *, runs: bool) -> dict[str, dict[str, Any]]:
    """What a hand-over file begins with: videos and conventions, and one layer of somebody who works blind.

    Args:
        state: what the project holds.
        to: name of the second coder.
        runs: whether the analysis runs go along, their proposals too; blind work hides them.
    """
    found: dict[str, dict[str, Any]] = empty_state()
    for id_, form in state["videos"].items():
        name = Path(form["ref"]["path"]).name
        ref = {**form["ref"], **dict.fromkeys(_PLACE, name)}
        found["videos"][id_] = {**form, "ref": ref, "run": form["run"] if runs else None}
    for key, form in state["settings"].items():
        name, parts = parts_of(key)
        if name in (_OF_VIDEOS if parts else _CONVENTIONS):
            found["settings"][key] = form
    found["settings"]["annotator"] = CODER
    found["layers"][CODER] = {"id": CODER, "name": to, "blind": True, "revealed": "", "labels": ""}
    if runs:
        found["runs"] = dict(state["runs"])
    return found


def common_state(handed: Forms, home: Forms) -> dict[str, dict[str, Any]]:
    """What both had when a file was handed over: all it began with but its layer, which was not there.

    Args:
        handed: see `handed_state`.
        home: what the project holds now, where the videos lie as it says.
    """
    found = {**placed(handed, home), "layers": {}}
    found["settings"] = {key: form for key, form in handed["settings"].items() if key != "annotator"}
    # Whoever works here goes on: the first one where nobody was ever chosen.
    found["settings"]["annotator"] = home["settings"].get("annotator", FIRST)
    return found


def placed(state: Forms, home: Forms) -> dict[str, dict[str, Any]]:
    """The same, with every video where the project has it."""
    videos = dict(state["videos"])
    for id_ in videos.keys() & home["videos"].keys():
        theirs = home["videos"][id_]["ref"]
        there = {name: theirs[name] for name in _PLACE if name in theirs}
        videos[id_] = {**videos[id_], "ref": {**videos[id_]["ref"], **there}}
    return {**{kind: dict(rows) for kind, rows in state.items()}, "videos": videos}


def has_worked(state: Forms, name: str) -> bool:
    """Whether an annotator of that name said anything in a project."""
    layers = {id_ for id_, form in state["layers"].items() if form["name"] == name}
    forms = (form for kind in ("annotations", "verdicts") for form in state[kind].values())
    settings = (parts_of(key) for key in state["settings"])
    return any(form["layer"] in layers for form in forms) or any(
        parts[1:2] and parts[1] in layers for _, parts in settings
    )
