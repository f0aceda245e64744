"""Two states of a project made one: nothing that was said is lost, and of two answers the later is in effect.

A three-way merge by items (see `items`): what only one side changed since the common ancestor is taken from it. What
both changed differently is a conflict: the later is in effect, the earlier is kept as a statement of the project until
somebody decides. Nothing depends on which of the two is named first (ADR 0030).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.journal.chain import canonical, empty_state
from engine.journal.flat import flat, whole
from engine.journal.items import Forms, Item, Key, conflict_key, items_of, part_of, said
from engine.journal.names import Names
from engine.journal.removed import with_removed, without_lost
from engine.journal.topics import parts_of
from engine.journal.unite import NOBODY, Kinship, unite

# What a project says of itself where nothing is stored: without an ancestor its absence is a choice, too.
CONVENTIONS = frozenset({"definition", "coding scheme", "dataset"})


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the two projects.

    Attributes:
        state: what it holds.
        touched: key, of parts of videos and layers too (see `flat`), -> UTC time it was changed last.
    """

    state: Forms
    touched: Mapping[Key, str] = field(default_factory=dict)

    def renamed(self, names: Names) -> "Branch":
        """The same under other ids, in parts (see `flat`)."""
        layers = {NOBODY["id"]: NOBODY, **self.state["layers"]}
        state = flat(names.state({**self.state, "layers": layers}))
        touched: dict[Key, str] = {}
        for (kind, id_), at in self.touched.items():
            key = names.key(kind, id_)
            touched[key] = max(at, touched.get(key, ""))
        return Branch(state, touched)

    def at(self, keys: list[Key]) -> str:
        """When any of these was changed last."""
        return max((self.touched.get(key, "") for key in keys), default="")


@dataclass(frozen=True, slots=True)
class Joined:
    """Both together.

    Attributes:
        state: what the project holds then.
        touched: see `Branch`.
        names: new ids of the first and of the second project.
        conflicts: names, in the settings, of what is to be decided.
    """

    state: dict[str, dict[str, Any]]
    touched: Mapping[Key, str]
    names: tuple[Names, Names]
    conflicts: tuple[str, ...]


def merge_states(base: Forms, first: Branch, second: Branch, kinship: Kinship, *, parent: int = 0) -> Joined:
    """Both states as one.

    Args:
        base: what both had; empty where they share nothing.
        first: one project.
        second: the other.
        kinship: where the ancestor stands.
        parent: 1 or 2, of which the other one was handed over; 0: neither.

    Raises:
        ProjectError: what cannot be told without the user.
        ValueError, KeyError, TypeError, AttributeError: a form is none of METST's.
    """
    base_names, *names = unite(base, first.state, second.state, kinship, parent=parent)
    ancestor = Branch(base).renamed(base_names).state
    one, two = first.renamed(names[0]), second.renamed(names[1])
    ancestor = without_lost(ancestor, one.state, two.state)
    sides = (
        replace(one, state=with_removed(ancestor, one.state, two.state)),
        replace(two, state=with_removed(ancestor, two.state, one.state)),
    )
    state, touched, others = empty_state(), dict[Key, str](), dict[str, Any]()
    strangers = kinship is Kinship.NONE and not parent
    items = items_of(ancestor, sides[0].state, sides[1].state)
    for item, keys in items.items():
        part, other, whose = _joined(item, keys, ancestor, sides, strangers=strangers)
        for kind, rows in part.items():
            state[kind] |= rows
        # Of whoever is in effect: the other may have come back, later, to what was.
        times = {key: max(side.touched.get(key, "") for side in whose) for key in keys}
        touched |= {key: at for key, at in times.items() if at}
        if other is not None:
            others[conflict_key(item, other["forms"])] = other
    for key, form in others.items():
        known = state["settings"].get(key)
        state["settings"][key] = form if known is None else max(known, form, key=canonical)
    _forget_agreed(state, items)
    found = tuple(sorted(key for key in state["settings"] if parts_of(key)[0] == "conflict" and parts_of(key)[1]))
    return Joined(whole(state), touched, (names[0], names[1]), found)


def _joined(
    item: Item, keys: list[Key], base: Forms, sides: tuple[Branch, Branch], *, strangers: bool
) -> tuple[Mapping[str, Mapping[str, Any]], dict[str, Any] | None, tuple[Branch, ...]]:
    """What is in effect of an item, what was said otherwise, and who said what is in effect."""
    was = part_of(base, keys)
    told = [(side.at(keys), canonical(part_of(side.state, keys)), side) for side in sides]
    (_at, _text, later), (at, _text, earlier) = sorted(told, key=lambda one: one[:2], reverse=True)
    parts = part_of(later.state, keys), part_of(earlier.state, keys)
    rule = _rule_of(item)
    if rule is not None:
        kind, id_ = keys[0]
        form = rule(*(part.get(kind, {}).get(id_) for part in (was, *parts)))
        return ({} if form is None else {kind: {id_: form}}), None, sides
    one, other = map(said, parts)
    ancestor = said(was) if not (strangers and item[-1] in CONVENTIONS) else None
    if other in (one, ancestor):
        return parts[0], None, (later,)
    if one == ancestor:
        return parts[1], None, (earlier,)
    return parts[0], _other(item, (at, parts[1])), (later,)


def _other(item: Item, side: tuple[str, Any]) -> dict[str, Any]:
    return {"item": list(item), "at": side[0], "forms": side[1]}


def _forget_agreed(state: dict[str, dict[str, Any]], items: Mapping[Item, list[Key]]) -> None:
    """Drop what is in effect after all from what is to be decided."""
    for key, form in list(state["settings"].items()):
        name, parts = parts_of(key)
        if name == "conflict" and parts:
            now = part_of(state, items.get(tuple(form["item"]), []))
            if said(now) == said(form["forms"]):
                del state["settings"][key]


# Rules of their own: of what was, the later and the earlier form (None: absent).


def _present(_was: Any, later: Any, earlier: Any) -> Any:
    """Runs, and what is measured of them, stay, whoever has them."""
    return earlier if later is None else later


def _in_use(was: Any, later: Any, earlier: Any) -> Any:
    """The layer in use is no statement: the one that was, else the lowest."""
    found = [one for one in (was, later, earlier) if isinstance(one, str)]
    return was if isinstance(was, str) else min(found, key=lambda one: (len(one), one), default=None)


def _looked(_was: Any, later: Any, earlier: Any) -> Any:
    """What either copy showed was looked at."""
    return _where(lambda one, other: one or other, later, earlier)


def _artefacts(was: Any, later: Any, earlier: Any) -> Any:
    """A frame is marked where one side marked it, or neither took its mark away."""
    found = _where(lambda before, one, other: (one and other) or ((one or other) and not before), was, later, earlier)
    return found or None


def _where(holds: Callable[..., bool], *forms: Any) -> list[list[int]]:
    """Spans of the frames for which it holds, asked with whether each of some lists of spans has the frame.

    Goes from edge to edge: a span in a foreign file may be of any length.
    """
    edges: dict[int, list[int]] = defaultdict(lambda: [0] * len(forms))
    for at, form in enumerate(forms):
        for first, last in form or ():
            edges[int(first)][at] += 1
            edges[int(last) + 1][at] -= 1
    depths, spans, inside = [0] * len(forms), list[list[int]](), False
    for edge in sorted(edges):
        depths = [depth + step for depth, step in zip(depths, edges[edge], strict=True)]
        before, inside = inside, holds(*(depth > 0 for depth in depths))
        if inside and not before:
            spans.append([edge, edge])
        elif before and not inside:
            spans[-1][1] = edge - 1
    return spans


def _sight(_was: Any, later: Any, earlier: Any) -> Any:
    """Who has seen the marks in one copy has seen them."""
    if later is None or earlier is None:
        return earlier if later is None else later
    told = [one["revealed"] for one in (later, earlier) if one["revealed"]]
    return {"blind": later["blind"] and earlier["blind"], "revealed": min(told, default="")}


def _first(_was: Any, later: Any, earlier: Any) -> Any:
    """Places in a list."""
    return min(one for one in (later, earlier) if one is not None)


def _newest(was: Any, later: Any, earlier: Any) -> Any:
    """What is shown, and where a file lies: nobody's statement."""
    return earlier if later in (was, None) and earlier is not None else later


def _open(was: Any, later: Any, earlier: Any) -> Any:
    """What is to be decided stays until somebody decides it."""
    if later is None or earlier is None:
        return (earlier if later is None else later) if was is None else None
    return max(later, earlier, key=canonical)


_Rule = Callable[[Any, Any, Any], Any]
_RULES: Mapping[str, _Rule] = {
    "annotator": _in_use,
    "looked": _looked,
    "artefacts": _artefacts,
    "conflict": _open,
    # Measured, not said by anybody.
    "sensitivity": _present,
}
# Of the parts of videos and layers.
_PART_RULES: Mapping[str, _Rule] = {"sight": _sight, "added": _first, "shown": _newest, "place": _newest}


def _rule_of(item: Item) -> _Rule | None:
    if item[0] == "runs":
        return _present
    if item[0] == "settings":
        return _RULES.get(parts_of(item[1])[0])
    return _PART_RULES.get(item[1].rpartition("/")[2]) if item[0] in ("videos", "layers") else None
