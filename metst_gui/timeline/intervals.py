"""Intervals of one lane as sorted arrays: sub-lanes, visible range and hit-testing without a window."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import numpy as np

from engine.types import Bounds, Int64, UInt8

# These two are always there; further lanes show other annotators' layers.
MODEL_LANE = 0
MINE_LANE = 1
NO_APEX = -1
_LANE_PAD = 0.08

# How an interval is drawn. The first four are the verdicts of proposals, in this order.
STYLES: tuple[str, ...] = (
    "pending",
    "accepted",
    "rejected",
    "unsure",
    "human",
    "default_bounds",
    "near",
    "other",
    "point",
    "second",
)
# Proposals whose handles can be dragged: what is rejected must be accepted first.
OPEN_STYLES = frozenset({"pending", "unsure", "near", "second"})
# No proposals of the run under review, before they are decided: drawn hollow, and not counted.
ASIDE_STYLES = ("near", "second")
# What a comparison says of an interval: nothing, hit, proposed or marked where nothing is, missed, not yet decided.
Mark = Literal["", "TP", "FP", "FN", "open"]
MARKS: tuple[Mark, ...] = ("", "TP", "FP", "FN", "open")


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One interval to show.

    Attributes:
        id: id of the proposal or annotation.
        onset, apex, offset: frame indices, inclusive; `apex` may be missing.
        style: one of `STYLES`.
        label: words drawn inside where there is room.
        mark: what a comparison says of it.
    """

    id: str
    onset: int
    apex: int | None
    offset: int
    style: str
    label: str = ""
    mark: Mark = ""

    @property
    def bounds(self) -> Bounds:
        """Onset, apex and offset."""
        return Bounds(self.onset, self.apex, self.offset)


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """Intervals of one lane in the order of their onsets.

    Overlapping rows form a cluster; a cluster's height is shared by `parts` sub-lanes and a row lies in sub-lane
    `part`, so that nothing is hidden and lonely intervals keep the whole height.

    Attributes:
        ids: id of each interval.
        onset, apex, offset: int64 [N]; `apex` is `NO_APEX` where missing.
        style: uint8 [N], index into `STYLES`.
        mark: uint8 [N], index into `MARKS`.
        part, parts: int64 [N].
        longest: largest offset - onset of the lane in frames.
        label: words of an interval, asked for only where they are drawn.
        index: id -> number.
    """

    ids: tuple[str, ...]
    onset: Int64
    apex: Int64
    offset: Int64
    style: UInt8
    mark: UInt8
    part: Int64
    parts: Int64
    longest: int
    label: Callable[[int], str]
    index: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, number: int) -> IntervalRow:
        """One interval."""
        apex = int(self.apex[number])
        return IntervalRow(
            self.ids[number],
            int(self.onset[number]),
            None if apex == NO_APEX else apex,
            int(self.offset[number]),
            STYLES[self.style[number]],
            self.label(number),
            MARKS[self.mark[number]],
        )

    def visible(self, first: float, last: float) -> Int64:
        """int64 [V], indices of the rows that touch the frame positions ``[first, last]``."""
        begin = int(np.searchsorted(self.onset, first - self.longest - 1, "left"))
        end = int(np.searchsorted(self.onset, last + 1, "right"))
        return begin + np.flatnonzero(self.offset[begin:end] >= first - 1)

    def find(self, id_: str) -> int | None:
        """Index of the row with this id, or None."""
        return self.index.get(id_)

    def hit(self, position: float, height: float, *, slack: float) -> int | None:
        """Index of the row under a point, or None.

        Args:
            position: frame position.
            height: 0 (top) to 1 (bottom) within the lane.
            slack: half of the narrowest drawn width, in frames: short intervals stay clickable when zoomed out.

        Returns:
            The shortest row that covers the point in its sub-lane; among equals the one with the nearest middle.
        """
        near = self.visible(position - slack, position + slack)
        middle = (self.onset[near] + self.offset[near]) / 2
        reach = np.maximum((self.offset[near] - self.onset[near] + 1) / 2, slack)
        inside = np.abs(position - middle) <= reach
        share = min(max(0.0, (height - _LANE_PAD) / (1 - 2 * _LANE_PAD)), 0.999)
        inside &= (share * self.parts[near]).astype(np.int64) == self.part[near]
        if not inside.any():
            return None
        near, middle, reach = near[inside], middle[inside], reach[inside]
        return int(near[np.lexsort((np.abs(position - middle), reach))[0]])


def build_lane(rows: Iterable[IntervalRow]) -> Lane:
    """Lane of `rows`, sorted by onset, then by offset."""
    ordered = sorted(rows, key=lambda row: (row.onset, row.offset, row.id))
    return lane_of(
        [row.id for row in ordered],
        np.array(
            [(row.onset, NO_APEX if row.apex is None else row.apex, row.offset) for row in ordered], np.int64
        ).reshape(-1, 3),
        [STYLES.index(row.style) for row in ordered],
        label=lambda number: ordered[number].label,
        marks=[MARKS.index(row.mark) for row in ordered],
    )


def lane_of(
    ids: Sequence[str],
    bounds: Int64,
    styles: Sequence[int],
    *,
    label: Callable[[int], str],
    marks: Sequence[int] | None = None,
) -> Lane:
    """Lane of intervals given column by column, for thousands that change with every step of a threshold.

    Args:
        ids: id of each.
        bounds: int64 [N, 3], onset, apex (`NO_APEX`: none) and offset of each.
        styles: index into `STYLES` of each.
        label: words of one, by its number in these sequences.
        marks: index into `MARKS` of each; None: nothing is compared.
    """
    order = np.lexsort((bounds[:, 2], bounds[:, 0]))
    onset, apex, offset = np.ascontiguousarray(bounds[order].T)
    numbers = order.tolist()
    names = tuple(map(ids.__getitem__, numbers))
    part, parts = _sub_lanes(onset, offset)
    return Lane(
        ids=names,
        onset=onset,
        apex=apex,
        offset=offset,
        style=np.array(styles, np.uint8)[order] if len(numbers) else np.zeros(0, np.uint8),
        mark=np.zeros(len(numbers), np.uint8) if marks is None else np.array(marks, np.uint8)[order],
        part=part,
        parts=parts,
        longest=int((offset - onset).max()) if len(numbers) else 0,
        label=lambda number: label(numbers[number]),
        index=dict(zip(names, range(len(names)), strict=True)),
    )


Number = TypeVar("Number", int, Int64)


def sub_lane(lane: int, part: Number, parts: Number) -> tuple[Any, Any]:
    """Top and bottom of a sub-lane, or of arrays of them, in lane units: lane n lies between n and n + 1, downwards."""
    height = (1 - 2 * _LANE_PAD) / parts
    top = lane + _LANE_PAD + part * height
    return top, top + height


def _sub_lanes(onset: Int64, offset: Int64) -> tuple[Int64, Int64]:
    """Sub-lane and number of sub-lanes of each interval; onsets ascending."""
    part, parts = np.zeros(len(onset), np.int64), np.ones(len(onset), np.int64)
    if not len(onset):
        return part, parts
    first = np.flatnonzero(np.append(True, onset[1:] > np.maximum.accumulate(offset)[:-1]))
    last = np.append(first[1:], len(onset))
    for begin, end in zip(first[last - first > 1].tolist(), last[last - first > 1].tolist(), strict=True):
        ends: list[int] = []
        for number, (start, stop) in enumerate(zip(onset[begin:end].tolist(), offset[begin:end].tolist(), strict=True)):
            free = next((place for place, taken in enumerate(ends) if taken < start), len(ends))
            ends[free : free + 1] = [stop]
            part[begin + number] = free
        parts[begin:end] = len(ends)
    return part, parts
