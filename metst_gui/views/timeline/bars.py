"""Narrow intervals as bars, and how a comparison's marks differ from each other without colour."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QRectF, Qt

from engine.types import Float64

# Top and bottom of a bar within its sub-lane where bars are too narrow for a glyph: the place tells the verdict too.
# A hit fills the lane; of the errors a false alarm keeps the lower half, a missed event the upper one.
BAR_SHARES: Mapping[str, tuple[float, float]] = {
    "pending": (0.2, 0.8),
    "accepted": (0.0, 1.0),
    "rejected": (0.7, 1.0),
    "unsure": (0.0, 0.4),
    "human": (0.0, 1.0),
    "default_bounds": (0.2, 0.8),
    "near": (0.0, 0.15),
    "other": (0.0, 1.0),
    "TP": (0.0, 1.0),
    "FP": (0.5, 1.0),
    "FN": (0.0, 0.5),
}
# A hit is solid, a false alarm hatched and dashed, a missed event hollow and dotted; each carries its letters too.
MARK_LINES: Mapping[str, Qt.PenStyle] = {
    "TP": Qt.PenStyle.SolidLine,
    "FP": Qt.PenStyle.DashLine,
    "FN": Qt.PenStyle.DotLine,
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
    if not len(x0):
        return []
    heights = np.append(0, np.cumsum((np.diff(y0) != 0) | (np.diff(y1) != 0)))
    # Heights are put one behind the other, so that one running maximum serves all of them.
    away = heights * (int(x1.max()) - int(x0.min()) + 2)
    reach = np.maximum.accumulate(x1 + away)
    begin = np.flatnonzero(np.append(True, (x0 + away)[1:] > reach[:-1]))
    end = np.append(begin[1:], len(x0)) - 1
    edges = zip(x0[begin].tolist(), y0[begin].tolist(), (reach - away)[end].tolist(), y1[begin].tolist(), strict=True)
    return [QRectF(a, b, c - a, max(1, d - b)) for a, b, c, d in edges]
