"""Curves brought in from files, each in a row of its own on the time axis, with its scale and its value here."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip
from typing_extensions import override

from engine.foreign.placing import PlacedCurve
from engine.types import Float64, VideoInfo
from metst_gui.language import tr
from metst_gui.timeline.time_strip import TimeStrip
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme

ROW = 24
# Rows that a low screen still has room for; more are chosen among in the menu of lanes.
MOST_ROWS = 6
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True, eq=False)
class CurveRow:
    """One row.

    Attributes:
        name: as it is shown.
        about: tool tip: file, digest, unit.
        curve: what is drawn.
    """

    name: str
    about: str
    curve: PlacedCurve


class CurveStrip(TimeStrip):
    """Paints the rows over the frames in view; hidden while there are none.

    Signals:
        grown: it has another height.
    """

    grown = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ROW)
        self.setAccessibleName(tr("Curves brought in from files"))
        self._rows: tuple[CurveRow, ...] = ()
        self._ranges: tuple[tuple[float, float], ...] = ()
        self.hide()

    @property
    def rows(self) -> tuple[CurveRow, ...]:
        """What is shown, from above."""
        return self._rows

    @override
    def set_info(self, info: VideoInfo | None) -> None:
        """Begin with another source; its curves come with `set_rows`."""
        super().set_info(info)
        self.set_rows(())

    def set_rows(self, rows: Sequence[CurveRow]) -> None:
        """Show these rows; none hides the strip."""
        self._rows = tuple(rows[:MOST_ROWS])
        self._ranges = tuple(_range(one.curve) for one in self._rows)
        self.setFixedHeight(max(1, ROW * len(self._rows)))
        self.setVisible(bool(self._rows))
        self.grown.emit()
        self.update()

    def value_at(self, row: int, frame: int) -> float:
        """Value of a row at a frame: of the last sample before the frame ends; NaN where the file has none near."""
        curve = self._rows[row].curve
        place = int(np.searchsorted(curve.positions, frame + 1 - 1e-6, "left")) - 1
        if place < 0:
            return float("nan")
        spacing = float(np.median(np.diff(curve.positions))) if len(curve.positions) > 1 else 1.0
        return float(curve.numbers[place]) if frame - curve.positions[place] < max(1.0, 1.5 * spacing) else float("nan")

    def columns(self, row: int) -> tuple[Float64, Float64, Float64]:
        """Places in pixels and smallest and largest value of what is drawn of a row; NaN breaks the line."""
        curve, area = self._rows[row].curve, self.area
        first = max(0, int(np.searchsorted(curve.positions, self.span.first)) - 1)
        last = int(np.searchsorted(curve.positions, self.span.last)) + 1
        x = area.left() + (curve.positions[first:last] - self.span.first) / self.span.width * area.width()
        numbers = curve.numbers[first:last].astype(np.float64)
        width = int(area.width())
        if len(x) <= 2 * width:
            return x, numbers, numbers
        # One column a pixel with its extremes: a peak of one sample stays visible.
        starts = np.unique(np.searchsorted(x, area.left() + np.arange(width)))
        starts = starts[starts < len(x)]
        return x[starts], np.fmin.reduceat(numbers, starts), np.fmax.reduceat(numbers, starts)

    @override
    @safe_override
    def set_playhead(self, frame: int) -> None:
        super().set_playhead(frame)
        self.update(0, 0, int(self.area.left()), self.height())

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self.paint_ground(painter)
            for number in range(len(self._rows)):
                self._paint_row(painter, number)
            self.paint_playhead(painter)

    def _paint_row(self, painter: QPainter, number: int) -> None:
        row, (low, high), top = self._rows[number], self._ranges[number], number * ROW
        value = self.value_at(number, self.playhead)
        shown = "" if np.isnan(value) else f"{value:.3g}"
        left = QRectF(4, top, self.area.left() - 9, ROW)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(left, _RIGHT, shown)
        room = left.width() - painter.fontMetrics().horizontalAdvance(shown) - 6
        painter.setPen(QColor(self.theme.muted))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(left, _LEFT, name)
        painter.setPen(QPen(QColor(self.theme.border), 1))
        painter.drawLine(QPointF(self.area.left(), top + 0.5), QPointF(self.area.right(), top + 0.5))
        painter.save()
        painter.setClipRect(QRectF(self.area.left(), top, self.area.width(), ROW))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.accent), 1))
        x, least, most = self.columns(number)
        scale = (ROW - 5) / max(high - low, 1e-12)
        for begin, end in _runs(np.isfinite(least)):
            points = []
            for at, one, other in zip(
                x[begin:end].tolist(), least[begin:end].tolist(), most[begin:end].tolist(), strict=True
            ):
                points.append(QPointF(at, top + ROW - 2 - (one - low) * scale))
                if other != one:
                    points.append(QPointF(at, top + ROW - 2 - (other - low) * scale))
            if len(points) == 1:
                painter.drawPoint(points[0])
            painter.drawPolyline(QPolygonF(points))
        painter.restore()

    def hint(self, y: float) -> str:
        """What the row at a height is; empty where there is none."""
        number = int(y // ROW)
        if not 0 <= number < len(self._rows):
            return ""
        low, high = self._ranges[number]
        return tr("{about}\nfrom {low} to {high}", about=self._rows[number].about, low=f"{low:.4g}", high=f"{high:.4g}")

    @override
    @safe_override(default=False)
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.hint(event.pos().y()), self)
            return True
        return super().event(event)


def _range(curve: PlacedCurve) -> tuple[float, float]:
    known = curve.numbers[np.isfinite(curve.numbers)]
    return (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)


def _runs(known: np.ndarray) -> list[tuple[int, int]]:
    """First and behind-last place of each unbroken stretch."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
