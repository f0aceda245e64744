"""Which videos, annotators, runs and annotations of two projects are the same, and what they are called together.

Everything here is the same whichever of the two is named first (ADR 0030).
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import Enum
from itertools import zip_longest
from pathlib import Path
from typing import Any

from engine.errors import ProjectError
from engine.journal.chain import canonical
from engine.journal.items import Forms, item_of, said
from engine.journal.names import Names
from engine.messages import Said

# The layer a project has before anybody is named.
NOBODY: Mapping[str, Any] = {"id": "1", "name": "", "blind": False, "revealed": "", "labels": ""}
# Layers of one name and label file, lowest number first, by side: 0 the common ancestor, 1 and 2 the projects.
_Class = dict[int, str]


class Kinship(Enum):
    """Where the common ancestor of two projects stands."""

    NONE = "no row in common"
    BOTH = "both journals begin with it"
    FIRST = "a former state of the first, which the second had merged"
    SECOND = "a former state of the second, which the first had merged"


def unite(base: Forms, first: Forms, second: Forms, kinship: Kinship, *, parent: int = 0) -> tuple[Names, Names, Names]:
    """New ids for the ancestor and for both projects.

    Args:
        base: what both had.
        first: one project.
        second: the other.
        kinship: where the ancestor stands.
        parent: 1 or 2, of which the other one was handed over to a second coder, and whose numbers of layers stay;
            0: neither.

    Raises:
        ProjectError: what cannot be told without the user: two unnamed annotators, contents that are not known.
    """
    videos = _videos(first["videos"], second["videos"])
    layers = _layers([_named(one["layers"]) for one in (base, first, second)], kinship, (first, second), parent)
    names = [Names(videos=videos, layers=one) for one in layers]
    states = [one.state(state) for one, state in zip(names, (base, first, second), strict=True)]
    runs = _runs(states[1]["runs"], states[2]["runs"])
    twins, parted = _twins(*(one["annotations"] for one in states)), _parted(states[1], states[2])
    base_names, *sides = names
    named = [
        replace(one, runs=own, annotations={**twins, **apart})
        for one, own, apart in zip(sides, runs, parted, strict=True)
    ]
    return base_names, named[0], named[1]


def _named(layers: Mapping[str, Any]) -> dict[str, Any]:
    return {NOBODY["id"]: NOBODY, **layers}


def _videos(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, str]:
    """Videos of the same content have one id: the smaller.

    Raises:
        ProjectError: a video has another content in each, or a content that nobody computed yet.
    """
    for id_ in sorted(first.keys() & second.keys()):
        one, other = first[id_]["ref"], second[id_]["ref"]
        if any(one.get(name) and other.get(name) and one[name] != other[name] for name in ("sha256", "fast")):
            raise ProjectError(
                Said(
                    "The video “{name}” has another content in each of the two projects: let both name the same file "
                    "(File, Find moved video…), then merge them.",
                    name=Path(one["path"]).name,
                )
            )
    own = [{id_: form for id_, form in one.items() if id_ not in first or id_ not in second} for one in (first, second)]
    by_content: list[dict[str, list[str]]] = [defaultdict(list), defaultdict(list)]
    for found, side, other_side in zip(by_content, own, (second, first), strict=True):
        for id_, form in sorted(side.items()):
            if form["ref"].get("sha256"):
                found[form["ref"]["sha256"]].append(id_)
            elif other_side:
                raise ProjectError(
                    Said(
                        "The content of “{name}” was not computed yet, so nobody can tell whether both projects hold "
                        "it: open its project until the video was read once, then merge.",
                        name=Path(form["ref"]["path"]).name,
                    )
                )
    pairs = [
        (ids[0], by_content[1][content][0])
        for content, ids in by_content[0].items()
        if len(ids) == 1 == len(by_content[1].get(content, ()))
    ]
    return {max(pair): min(pair) for pair in pairs}


def _layers(
    layers: list[dict[str, Any]], kinship: Kinship, projects: tuple[Forms, Forms], parent: int
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Ids of the annotators' layers together: those of one origin, else of one name, are one."""
    classes, left = _of_one_origin(layers, kinship)
    if kinship is Kinship.NONE:
        _refuse_unnamed(layers, projects)
    n_known = len(classes)
    _by_name(classes if kinship in (Kinship.FIRST, Kinship.SECOND) else [], classes, layers, left)
    maps: tuple[dict[str, str], dict[str, str], dict[str, str]] = ({}, {}, {})
    taken: set[int] = set()
    last = max(int(id_) for side in layers[1:] for id_ in side)
    kept = kinship is Kinship.BOTH

    def order(at: tuple[int, _Class]) -> tuple[bool, bool, tuple[int, list[tuple[str, str]]]]:
        return kept and at[0] >= n_known, bool(parent) and parent not in at[1], _order(at[1], layers)

    for number, one in sorted(enumerate(classes), key=order):
        sides = (parent,) if parent and parent in one else (1, 2)
        numbers = [int(one[side]) for side in sides if side in one]
        wanted = min(numbers) if numbers else -1
        if wanted in taken:
            last += 1
            wanted = last
        taken.add(wanted)
        # What only the ancestor had goes by a name that nobody else has.
        new = str(wanted) if numbers else f"ancestor {number}"
        for side, id_ in one.items():
            maps[side][id_] = new
    return maps


def _of_one_origin(layers: list[dict[str, Any]], kinship: Kinship) -> tuple[list[_Class], list[set[str]]]:
    """Layers the ancestor had, and on each side the ids of those it had not.

    Two copies that named one annotator differently were worked on by two people: their layers part.
    """
    left = [set(one) for one in layers]
    classes: list[_Class] = []
    sides = {Kinship.BOTH: (1, 2), Kinship.FIRST: (1,), Kinship.SECOND: (2,), Kinship.NONE: ()}[kinship]
    for id_ in sorted(layers[0], key=int) if sides else ():
        there = [side for side in sides if id_ in layers[side]]
        was, are = _name(layers[0][id_]), {_name(layers[side][id_]) for side in there}
        if len(are) == 2 and was not in are:
            continue
        classes.append({0: id_, **dict.fromkeys(there, id_)})
        left[0].discard(id_)
        for side in there:
            left[side].discard(id_)
    if not sides:
        left[0] = set()
    return classes, left


def _by_name(known: list[_Class], classes: list[_Class], layers: list[dict[str, Any]], left: list[set[str]]) -> None:
    """Bring layers of one name together that have no common origin; `left` of the ancestor stays alone."""
    for one in known:
        side = next((side for side in (1, 2) if side in one), None)
        if side is None:
            continue
        wanted = (_name(layers[0][one[0]]), _name(layers[side][one[side]]))
        other = 3 - side
        found = sorted((id_ for id_ in left[other] if _name(layers[other][id_]) in wanted), key=int)
        if found:
            one[other] = found[0]
            left[other].discard(found[0])
    classes.extend({0: id_} for id_ in sorted(left[0]))
    names = sorted({_name(layers[side][id_]) for side in (1, 2) for id_ in left[side]})
    for name in names:
        ids = [sorted((id_ for id_ in left[side] if _name(layers[side][id_]) == name), key=int) for side in (1, 2)]
        classes.extend({side: id_ for side, id_ in zip((1, 2), pair, strict=True) if id_} for pair in zip_longest(*ids))


def _refuse_unnamed(layers: list[dict[str, Any]], projects: tuple[Forms, Forms]) -> None:
    """Refuse to take two people for one.

    Raises:
        ProjectError: in both projects somebody worked who is not named.
    """

    def worked(side: int) -> bool:
        nameless = {id_ for id_, form in layers[side].items() if _name(form) == ("", "")}
        forms = (form for kind in ("annotations", "verdicts") for form in projects[side - 1][kind].values())
        return any(form["layer"] in nameless for form in forms)

    if worked(1) and worked(2):
        raise ProjectError(
            Said(
                "In both projects an annotator without a name has worked: name them (File, Project settings…), so "
                "that it is known whether they are one person, then merge."
            )
        )


def _name(form: Mapping[str, Any]) -> tuple[str, str]:
    return str(form["name"]), str(form.get("labels", ""))


def _order(one: _Class, layers: list[dict[str, Any]]) -> tuple[int, list[tuple[str, str]]]:
    sides = [side for side in one if side]
    return min((int(one[side]) for side in sides), default=0), sorted(_name(layers[side][one[side]]) for side in sides)


def _runs(first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Two runs under one id get an id each, made of what they are."""
    clash = [id_ for id_ in first.keys() & second.keys() if first[id_] != second[id_]]
    return {id_: _run_id(first[id_]) for id_ in clash}, {id_: _run_id(second[id_]) for id_ in clash}


def _run_id(form: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(form).encode("ascii")).hexdigest()[:32]


def _parted(first: Forms, second: Forms) -> tuple[dict[str, str], dict[str, str]]:
    """Annotations of two people who were one in the ancestor: each of them has their own."""
    there = first["annotations"].keys() & second["annotations"].keys()
    ids = [id_ for id_ in there if first["annotations"][id_]["layer"] != second["annotations"][id_]["layer"]]
    return {id_: _own_id(first, id_) for id_ in ids}, {id_: _own_id(second, id_) for id_ in ids}


def _own_id(state: Forms, id_: str) -> str:
    layer = state["layers"].get(state["annotations"][id_]["layer"], NOBODY)
    return hashlib.sha256(canonical([id_, *_name(layer)]).encode("ascii")).hexdigest()[:32]


def _twins(base: Mapping[str, Any], first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, str]:
    """What both sides added, each under an id of its own, has one id: the smaller.

    That is the annotation that came of the same proposal, or, of the annotator's own, one that says the same.
    """
    found: dict[str, str] = {}
    theirs = _grouped(second, second.keys() - first.keys() - base.keys())
    for group, ids in _grouped(first, first.keys() - second.keys() - base.keys()).items():
        for pair in zip(ids, theirs.get(group, ()), strict=False):
            found[max(pair)] = min(pair)
    return found


def _grouped(forms: Mapping[str, Any], ids: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    order: Callable[[str], Any] = lambda id_: (forms[id_]["onset"], forms[id_]["offset"], id_)  # noqa: E731
    for id_ in sorted(ids, key=order):
        item = item_of("annotations", id_, forms[id_])
        own = item[0] == "annotations"
        groups[said({"annotations": {id_: forms[id_]}}) if own else canonical(list(item))].append(id_)
    return groups
