"""Which decoded proposals are decided ones again, found by another run or another threshold. Qt-free."""

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter

import numpy as np

from engine.types import Proposal
from metst_gui.document.annotation import Annotation

# Two intervals are the same expression from here on, as in the field's protocols.
SAME_IOU = 0.5
_ID, _ONSET, _OFFSET = attrgetter("id"), attrgetter("onset"), attrgetter("offset")


def overlap(one: Proposal, other: Proposal | Annotation) -> float:
    """Intersection over union of two inclusive frame intervals, in [0, 1]."""
    shared = min(one.offset, other.offset) - max(one.onset, other.onset) + 1
    hull = max(one.offset, other.offset) - min(one.onset, other.onset) + 1
    return max(0, shared) / hull


def without_decided(decoded: Iterable[Proposal], decided: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """The decoded proposals that share neither id nor (IoU >= 0.5) place with a decided one, in their order."""
    known = sorted(decided, key=_ONSET)
    if not known:
        return tuple(decoded)
    ids, decoded = set(map(_ID, known)), tuple(decoded)
    onsets = np.fromiter(map(_ONSET, known), np.int64, len(known))
    begin = np.fromiter(map(_ONSET, decoded), np.int64, len(decoded))
    end = np.fromiter(map(_OFFSET, decoded), np.int64, len(decoded))
    # IoU >= 0.5 means a hull of at most twice the proposal: the other onset is at most its length before it.
    first = np.searchsorted(onsets, 2 * begin - end - 1, "left").tolist()
    last = np.searchsorted(onsets, end, "right").tolist()
    return tuple(
        one
        for one, low, high in zip(decoded, first, last, strict=True)
        if one.id not in ids and (low == high or all(overlap(one, other) < SAME_IOU for other in known[low:high]))
    )


def with_known_ids(decoded: tuple[Proposal, ...], known: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """The decoded proposals, each in the place (IoU >= 0.5, best first) of a known one that is gone with its id.

    So a run that finds the same expression with its peak a frame later is not taken for another one.
    """
    known = tuple(known)
    here, was = set(map(_ID, decoded)), set(map(_ID, known))
    # Most steps of a dragged threshold only add some, or only leave some out.
    if here <= was or was <= here:
        return decoded
    gone = [one for one in known if one.id not in here]
    new = [one for one in decoded if one.id not in was]
    pairs = sorted(
        ((overlap(one, other), one.id, other.id) for one in new for other in gone if one.onset <= other.offset),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    names: dict[str, str] = {}
    for share, id_, old in pairs:
        if share >= SAME_IOU and id_ not in names and old not in names.values():
            names[id_] = old
    return tuple(replace(one, id=names[one.id]) if one.id in names else one for one in decoded)
