"""Which decoded proposals are decided ones again, found by another run or another threshold. Qt-free."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from engine.types import Proposal

# Two intervals are the same expression from here on, as in the field's protocols.
SAME_IOU = 0.5


def iou(one: Proposal, other: Proposal) -> float:
    """Intersection over union of two inclusive frame intervals, in [0, 1]."""
    shared = min(one.offset, other.offset) - max(one.onset, other.onset) + 1
    hull = max(one.offset, other.offset) - min(one.onset, other.onset) + 1
    return max(0, shared) / hull


def without_decided(decoded: Iterable[Proposal], decided: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """The decoded proposals that share neither id nor (IoU >= 0.5) place with a decided one, in their order."""
    known = sorted(decided, key=lambda one: one.onset)
    ids = {one.id for one in known}
    onsets = [one.onset for one in known]

    def is_decided(proposal: Proposal) -> bool:
        # IoU >= 0.5 means a hull of at most twice the proposal: the other onset is at most its length before it.
        first = bisect_left(onsets, 2 * proposal.onset - proposal.offset - 1)
        last = bisect_right(onsets, proposal.offset)
        return any(iou(proposal, other) >= SAME_IOU for other in known[first:last])

    return tuple(one for one in decoded if one.id not in ids and not is_decided(one))
