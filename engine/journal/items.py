"""What two people can decide differently: the items of a project, and what is said of each (ADR 0030).

The verdict on a proposal, the annotation that came of it and the emotion chosen for it are one item: one of them
without the others would say what nobody said.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.journal.chain import KINDS, canonical
from engine.journal.topics import parts_of
from engine.types import Origin

# Kind and what tells it from others of the kind.
Item = tuple[str, ...]
Key = tuple[str, str]
# kind -> id -> form.
Forms = Mapping[str, Mapping[str, Any]]

PROPOSAL, DECISION = "proposal", "decision"


def item_of(kind: str, id_: str, form: Mapping[str, Any]) -> Item:
    """The item an object belongs to.

    Args:
        kind: table.
        id_: in the table.
        form: as it is stored.
    """
    if kind == "annotations" and str(form["origin"]).startswith("proposal:"):
        return (PROPOSAL, form["video"], form["layer"], form["origin"].removeprefix("proposal:"))
    if kind == "verdicts":
        return (PROPOSAL, form["video"], form["layer"], form["proposal"]["id"])
    if kind == "decisions":
        return (DECISION, form["video"], form["first"] or "", form["second"] or "")
    if kind == "settings":
        name, parts = parts_of(id_)
        return (PROPOSAL, *parts) if name == "emotion" and parts else (kind, id_)
    return (kind, id_)


def items_of(*states: Forms) -> dict[Item, list[Key]]:
    """All items of some states, each with the keys of its objects."""
    found: dict[Item, list[Key]] = defaultdict(list)
    for kind in KINDS:
        for id_ in sorted({id_ for state in states for id_ in state[kind]}):
            forms = [state[kind][id_] for state in states if id_ in state[kind]]
            found[min(item_of(kind, id_, form) for form in forms)].append((kind, id_))
    return dict(found)


def part_of(state: Forms, keys: list[Key]) -> dict[str, dict[str, Any]]:
    """The objects of one item that are there."""
    part: dict[str, dict[str, Any]] = {}
    for kind, id_ in keys:
        if id_ in state[kind]:
            part.setdefault(kind, {})[id_] = state[kind][id_]
    return part


def said(part: Forms) -> str:
    """What is said of an item, the same whenever and under whichever id it was said."""
    return canonical(
        sorted(canonical([kind, _words(kind, id_, form)]) for kind, rows in part.items() for id_, form in rows.items())
    )


def conflict_key(item: Item, part: Forms) -> str:
    """Name, in the settings, of what one side said of an item and is not in effect."""
    return "conflict/" + hashlib.sha256(canonical([list(item), said(part)]).encode("ascii")).hexdigest()[:32]


def _words(kind: str, id_: str, form: Any) -> Any:
    if kind == "annotations":
        origins = {name: replace(Origin.of(text), at="").text for name, text in (form.get("origins") or {}).items()}
        plain = {**form, "origins": origins}
        return {name: value for name, value in plain.items() if value and name != "id"}
    if kind == "verdicts":
        return {name: value for name, value in form.items() if name != "at"}
    if kind == "decisions":
        return {name: value for name, value in form.items() if name not in ("id", "at")}
    return [id_, form]
