"""Frame axis below the plots, and what ticks of the time axis say."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from typing_extensions import override

from engine.clock import time_text
from engine.types import Float64
from metst_gui.widgets.qt_guard import safe_override

# Steps people read at a glance, in seconds.
_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
_FRAMES = tuple(digit * 10**power for power in range(7) for digit in (1, 2, 5))


# Sizes of labels are kept up to this many; another video starts anew.
_MOST_SIZES = 2000
_TEXT_FLAGS = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip
_Line = tuple[QPen, QPointF, QPointF]
_Specs = tuple[_Line, list[_Line], list[tuple[QRectF, int, str]]]


def tick_frames(first: float, last: float, *, times: Float64, most: int) -> list[int]:
    """Frame indices for at most `most` ticks between two frame positions.

    Ticks lie on whole seconds where they are a second or more apart, else on round frame indices.

    Args:
        first: left end of what is visible, a frame position.
        last: right end.
        times: float64 [N], seconds of each frame, increasing.
        most: number of ticks there is room for, >= 1.
    """
    lo, hi = max(0, int(np.ceil(first))), min(len(times) - 1, int(np.floor(last)))
    if hi < lo:
        return []
    seconds = float(times[hi] - times[lo])
    step = next((step for step in _SECONDS if seconds / step <= most), _SECONDS[-1])
    if seconds / most >= 0.5 and seconds >= step:
        marks = np.arange(np.ceil(times[lo] / step) * step, times[hi] + 1e-9, step)
        return [int(index) for index in np.searchsorted(times, marks - 1e-6, "left")]
    step = next((step for step in _FRAMES if (hi - lo + 1) / step <= most), _FRAMES[-1])
    return list(range(-(-lo // step) * step, hi + 1, step))


def ruler_text(seconds: float, *, exact: bool) -> str:
    """``m:ss`` (``h:mm:ss`` from one hour on), with milliseconds where `exact`."""
    text = time_text(seconds if exact else int(seconds + 1e-3))
    return text if exact else text.rpartition(".")[0]


class TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """Bottom axis of the timeline: frame indices; the ruler above the plots tells the times."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self._times: Float64 = np.zeros(0)
        self._room_px = 92.0
        self._sizes: dict[str, tuple[float, float]] = {}
        self.enableAutoSIPrefix(False)  # there is no unit to scale, and looking for one costs at every pan
        self.setStyle(tickLength=-4, tickTextOffset=2, autoReduceTextSpace=False)

    def set_times(self, times: Float64) -> None:
        """Seconds of each frame (float64 [N]); empty for no video."""
        self._times = times
        self._sizes = {}
        self.picture = None
        self.update()

    @override
    @safe_override(default=[])
    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[int]]]:
        if not len(self._times):
            return []
        frames = tick_frames(minVal, maxVal, times=self._times, most=max(1, int(size / self._room_px)))
        spacing = float(frames[1] - frames[0]) if len(frames) > 1 else 1.0
        return [(spacing, frames)]

    @override
    @safe_override(default=[])
    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [str(int(value)) for value in values]

    @override
    @safe_override
    def generateDrawSpecs(self, p: QPainter) -> _Specs | None:
        """What the base class works out for one row of ticks with text below, at a fraction of its time."""
        bounds: QRectF = self.mapRectFromParent(self.geometry())
        first, last = self.range
        if bounds.width() <= 0 or last <= first:
            return None
        frames = [frame for _, level in self.tickValues(first, last, bounds.width() + 2) for frame in level]
        scale = bounds.width() / (last - first)
        ticks = [
            ((frame - first) * scale, text)
            for frame, text in zip(frames, self.tickStrings(frames, 1.0, 1.0), strict=True)
        ]
        top, end = bounds.top(), bounds.top() + self.style["tickLength"]
        pen = self.tickPen()
        lines = [(pen, QPointF(x, top), QPointF(x, end)) for x, _ in ticks if 0 <= x <= bounds.width()]
        texts = []
        below = top + max(0, self.style["tickLength"]) + self.style["tickTextOffset"][1]
        room = self.boundingRect()
        for x, text in ticks:
            width, height = self._size(p, text)
            place = QRectF(x - width / 2, below, width, height)
            if room.contains(place):
                texts.append((place, int(_TEXT_FLAGS), text))
        axis = (self.pen(), bounds.topLeft() + QPointF(-1, 1), bounds.topRight() + QPointF(1, 1))
        return axis, lines, texts

    def _size(self, painter: QPainter, text: str) -> tuple[float, float]:
        if text not in self._sizes:
            if len(self._sizes) > _MOST_SIZES:
                self._sizes = {}
            around = painter.boundingRect(QRectF(0, 0, 100, 100), Qt.AlignmentFlag.AlignCenter, text)
            self._sizes[text] = (around.width(), around.height() * 0.8)
        return self._sizes[text]
