"""Narrow intervals as bars, and how a comparison's marks differ from each other without colour."""

from collections.abc import Mapping
from typing import cast

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from shiboken6 import wrapInstance

from engine.types import Float64, Int64

# Top and bottom of a bar within its sub-lane where bars are too narrow for a glyph: the place tells the verdict too.
# A hit fills the lane; of the errors a false alarm keeps the lower half, a missed event the upper one; what is not
# yet decided is a band in the middle.
BAR_SHARES: Mapping[str, tuple[float, float]] = {
    "pending": (0.2, 0.8),
    "accepted": (0.0, 1.0),
    "rejected": (0.7, 1.0),
    "unsure": (0.0, 0.4),
    "human": (0.0, 1.0),
    "default_bounds": (0.2, 0.8),
    "near": (0.0, 0.15),
    "second": (0.85, 1.0),
    "other": (0.0, 1.0),
    "point": (0.25, 0.75),
    "TP": (0.0, 1.0),
    "FP": (0.5, 1.0),
    "FN": (0.0, 0.5),
    "open": (0.35, 0.65),
}
ERRORS_AND_HITS = ("TP", "FP", "FN")
# A hit is solid, a false alarm hatched and dashed, a missed event hollow and dotted; each carries its letters too.
# What is not yet decided is hollow, its line thin and dash-dotted, with the circle of an open proposal.
MARK_LINES: Mapping[str, Qt.PenStyle] = {
    "TP": Qt.PenStyle.SolidLine,
    "FP": Qt.PenStyle.DashLine,
    "FN": Qt.PenStyle.DotLine,
    "open": Qt.PenStyle.DashDotLine,
}
MARK_HATCHES: Mapping[str, Qt.BrushStyle] = {"FP": Qt.BrushStyle.BDiagPattern}


def bar_rects(left: Float64, top: Float64, right: Float64, bottom: Float64) -> list[QRectF]:
    """Rectangles of many bars on whole pixels; bars of one height that touch become one, so a crowd costs little.

    Args:
        left: float64 [N], device pixels.
        top: likewise.
        right: likewise.
        bottom: likewise.
    """
    x0, y0, x1, y1 = (np.asarray(edge).round().astype(np.int64) for edge in (left, top, right, bottom))
    order = np.lexsort((x0, y1, y0))
    x0, y0, x1, y1 = x0[order], y0[order], x1[order], y1[order]
    first, reach = joined(x0, x1, np.append(0, np.cumsum((np.diff(y0) != 0) | (np.diff(y1) != 0)))[: len(x0)])
    edges = zip(x0[first].tolist(), y0[first].tolist(), reach.tolist(), y1[first].tolist(), strict=True)
    return [QRectF(a, b, c - a, max(1, d - b)) for a, b, c, d in edges]


def joined(x0: Int64, x1: Int64, group: Int64) -> tuple[Int64, Int64]:
    """Bars of one group that touch, as one: the first of each such run, and how far it reaches.

    Args:
        x0: int64 [N], left pixel, ascending within each group.
        x1: int64 [N], right pixel, exclusive.
        group: int64 [N], ascending.

    Returns:
        Index of the first bar of each run (int64 [M]) and the right pixel of the run (int64 [M]).
    """
    if not len(x0):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    # Groups are put one behind the other, so that one running maximum serves all of them.
    away = group * (int(x1.max()) - int(x0.min()) + 2)
    reach = np.maximum.accumulate(x1 + away)
    first = np.flatnonzero(np.append(True, (x0 + away)[1:] > reach[:-1]))
    last = np.append(first[1:], len(x0)) - 1
    return first, (reach - away)[last]


def draw_rects(painter: QPainter, rects: Float64) -> None:
    """Draw rectangles (float64 [M, 4]: left, top, width, height) without making an object of each."""
    if len(rects):
        block = np.ascontiguousarray(rects, np.float64)
        painter.drawRects(cast(QRectF, wrapInstance(block.ctypes.data, QRectF)), len(block))
