"""A lane with too many intervals in view for words: which bars lie over which, worked out once a lane."""

from dataclasses import dataclass

import numpy as np

from engine.types import Float64, Int64
from metst_gui.timeline.bars import BAR_SHARES
from metst_gui.timeline.intervals import MARKS, STYLES, Lane

# What is painted later lies on top.
PAINT_ORDER: tuple[str, ...] = (
    "near",
    "second",
    "rejected",
    "pending",
    "unsure",
    "accepted",
    "other",
    "default_bounds",
    "human",
    "point",
    "open",
    "TP",
    "FN",
    "FP",
)
# Place in `PAINT_ORDER` of each style and of each mark but none; a mark of a comparison goes before the style.
_OF_STYLE = np.array([PAINT_ORDER.index(style) for style in STYLES], np.int64)
_OF_MARK = np.array([PAINT_ORDER.index(mark) if mark else -1 for mark in MARKS], np.int64)
_UPPER = np.array([BAR_SHARES[look][0] for look in PAINT_ORDER])
_LOWER = np.array([BAR_SHARES[look][1] for look in PAINT_ORDER])


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """What of a lane does not depend on the view.

    Attributes:
        lane: the lane it was made of.
        look: int64 [N], index into `PAINT_ORDER`.
        upper, lower: float64 [N], top and bottom of the bar as shares of its sub-lane.
        group: int64 [N], the same for bars of one look and one sub-lane; ascends in painting order.
        order: int64 [N], rows in painting order: by group, then by onset.
    """

    lane: Lane
    look: Int64
    upper: Float64
    lower: Float64
    group: Int64
    order: Int64

    def in_order(self, rows: Int64) -> Int64:
        """These rows (int64 [V]) in painting order."""
        wanted = np.zeros(len(self.order), np.bool_)
        wanted[rows] = True
        return self.order[wanted[self.order]]


def crowd_of(lane: Lane) -> Crowd:
    """The crowd of a lane."""
    look = np.where(lane.mark > 0, _OF_MARK[lane.mark], _OF_STYLE[lane.style])
    # One number a row, as rows of three are sorted ten times slower; a part is less than its number of parts.
    parts, most = lane.parts.astype(np.int64), int(lane.parts.max(initial=0)) + 1
    key = (look * most + parts) * most + lane.part
    group = np.unique(key, return_inverse=True)[1].astype(np.int64)
    # Rows ascend by onset already, and a stable sort keeps that within a group.
    order = np.argsort(group, kind="stable").astype(np.int64)
    return Crowd(lane, look, _UPPER[look], _LOWER[look], group, order)
