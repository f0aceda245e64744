"""Intervals of one lane as sorted arrays: sub-lanes, visible range and hit-testing without a window."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from engine.types import Int64, UInt8

MODEL_LANE = 0
MINE_LANE = 1
NO_APEX = -1
_LANE_PAD = 0.08

# How an interval is drawn. The first four are the verdicts of proposals, in this order.
STYLES: tuple[str, ...] = ("pending", "accepted", "rejected", "unsure", "human", "default_bounds", "near")
# Proposals whose handles can be dragged: what is rejected must be accepted first.
OPEN_STYLES = frozenset({"pending", "unsure", "near"})


@dataclass(frozen=True, slots=True)
class Row:
    """One interval to show.

    Attributes:
        id: id of the proposal or annotation.
        onset, apex, offset: frame indices, inclusive; `apex` may be missing.
        style: one of `STYLES`.
        label: words drawn inside where there is room.
    """

    id: str
    onset: int
    apex: int | None
    offset: int
    style: str
    label: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """Rows of one lane in the order of their onsets.

    Overlapping rows form a cluster; a cluster's height is shared by `parts` sub-lanes and a row lies in sub-lane
    `part`, so that nothing is hidden and lonely intervals keep the whole height.

    Attributes:
        rows: the intervals.
        onset, apex, offset: int64 [N]; `apex` is `NO_APEX` where missing.
        style: uint8 [N], index into `STYLES`.
        part, parts: int64 [N].
        longest: largest offset - onset of the lane in frames.
    """

    rows: tuple[Row, ...]
    onset: Int64
    apex: Int64
    offset: Int64
    style: UInt8
    part: Int64
    parts: Int64
    longest: int
    index: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

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


def build_lane(rows: Iterable[Row]) -> Lane:
    """Lane of `rows`, sorted by onset, then by offset."""
    ordered = tuple(sorted(rows, key=lambda row: (row.onset, row.offset, row.id)))
    onset = np.array([row.onset for row in ordered], np.int64)
    offset = np.array([row.offset for row in ordered], np.int64)
    part, parts = _sub_lanes(onset.tolist(), offset.tolist())
    return Lane(
        rows=ordered,
        onset=onset,
        apex=np.array([NO_APEX if row.apex is None else row.apex for row in ordered], np.int64),
        offset=offset,
        style=np.array([STYLES.index(row.style) for row in ordered], np.uint8),
        part=np.array(part, np.int64),
        parts=np.array(parts, np.int64),
        longest=int((offset - onset).max()) if len(ordered) else 0,
        index={row.id: number for number, row in enumerate(ordered)},
    )


Number = TypeVar("Number", int, Int64)


def sub_lane(lane: int, part: Number, parts: Number) -> tuple[Any, Any]:
    """Top and bottom of a sub-lane, or of arrays of them, in lane units: lane n lies between n and n + 1, downwards."""
    height = (1 - 2 * _LANE_PAD) / parts
    top = lane + _LANE_PAD + part * height
    return top, top + height


def _sub_lanes(onsets: Sequence[int], offsets: Sequence[int]) -> tuple[list[int], list[int]]:
    """Sub-lane and number of sub-lanes of each interval; onsets ascending."""
    part: list[int] = []
    parts: list[int] = []
    ends: list[int] = []
    cluster_end = -1
    for onset, offset in zip(onsets, offsets, strict=True):
        if onset > cluster_end:
            parts.extend([max(1, len(ends))] * (len(part) - len(parts)))
            ends = []
        free = next((number for number, end in enumerate(ends) if end < onset), len(ends))
        ends[free : free + 1] = [offset]
        part.append(free)
        cluster_end = max(cluster_end, offset)
    parts.extend([max(1, len(ends))] * (len(part) - len(parts)))
    return part, parts
