"""The stacked plots of the timeline: score, emotion, lanes and frame axis on one x range."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsItem, QGraphicsLineItem, QGraphicsRectItem
from typing_extensions import override

from engine.types import Float64
from metst_gui.timeline.axis import TimeAxis
from metst_gui.timeline.curves_item import CurvesItem
from metst_gui.timeline.gaps import GapItem, Gaps
from metst_gui.timeline.gestures import Bounds, Span, whole
from metst_gui.timeline.interval_item import IntervalItem
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme, blend

# Plot units of the score and emotion plots: 0..1 with a little air, so that flat lines do not hide on the border.
VALUE_RANGE = (-0.05, 1.05)
_AXIS_HEIGHT = 16
_MESSAGE_HEIGHT = 22
# Least and most of one lane.
_LANE_HEIGHTS = (22, 42)


class MouseSink(Protocol):
    """Receiver of the plots' mouse events."""

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved."""

    def release(self, event: QMouseEvent) -> None:
        """A button went up."""

    def double_click(self, event: QMouseEvent) -> None:
        """Second press of a double click."""

    def menu(self, event: QContextMenuEvent) -> None:
        """Right click or menu key."""

    def wheel(self, event: QWheelEvent) -> None:
        """The wheel turned."""

    def leave(self) -> None:
        """The mouse left the plots."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One plot with its playhead."""

    box: pg.ViewBox
    line: QGraphicsLineItem


class PlotStack(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """Shows curves, intervals and playhead; hands every mouse event to `mouse` and keeps no meaning itself.

    Signals:
        resized: the plots have a new size.
    """

    resized = Signal()
    _threshold: Any = None  # resizeEvent comes while the base class is being made

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.mouse: MouseSink | None = None
        self._theme = theme
        self._span = Span(-0.5, 0.5)
        self.ci.layout.setSpacing(0)
        self.ci.layout.setVerticalSpacing(3)
        self.ci.layout.setContentsMargins(0, 0, 8, 0)
        self.score = self._add_row(0, VALUE_RANGE, downwards=False)
        self.emotion = self._add_row(1, VALUE_RANGE, downwards=False)
        self.lanes = self._add_row(2, (0.0, 2.0), downwards=True)
        self.score_curves = CurvesItem(theme, select=lambda store: store.score)
        self.emotion_curves = CurvesItem(theme, select=lambda store: store.probabilities)
        self.intervals = IntervalItem(theme)
        self._gaps = (GapItem(theme), GapItem(theme))
        self._bands = (QGraphicsRectItem(), QGraphicsRectItem())
        self._apexes = (QGraphicsLineItem(), QGraphicsLineItem())
        self._fill_rows()
        self._axis = TimeAxis()
        self._axis.linkToView(self.lanes.box)
        self.addItem(self._axis, row=3, col=0)
        self._threshold = self._make_threshold()
        self._lay_out()
        self.set_theme(theme)
        self.set_extent(np.zeros(0))

    def _add_row(self, row: int, values: tuple[float, float], *, downwards: bool) -> _Row:
        box = pg.ViewBox(enableMouse=False, enableMenu=False, invertY=downwards, defaultPadding=0)
        box.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsFocusable, enabled=False)
        box.disableAutoRange()
        box.setYRange(*values, padding=0)
        self.addItem(box, row=row, col=0)
        line = QGraphicsLineItem(0, values[0], 0, values[1])
        line.setZValue(50)
        box.addItem(line, ignoreBounds=True)
        return _Row(box, line)

    def _fill_rows(self) -> None:
        value_rows = zip((self.score, self.emotion), self._gaps, self._bands, self._apexes, strict=True)
        for (row, gaps, band, apex), curves in zip(value_rows, (self.score_curves, self.emotion_curves), strict=True):
            band.setZValue(-10)
            apex.setZValue(-9)
            for item in (gaps, band, apex, curves):
                row.box.addItem(item, ignoreBounds=True)
            band.setVisible(False)
            apex.setVisible(False)
        self.lanes.box.addItem(self.intervals, ignoreBounds=True)

    def _make_threshold(self) -> pg.InfiniteLine:
        line = pg.InfiniteLine(
            angle=0,
            movable=False,
            label="",
            labelOpts={"position": 0.995, "anchors": [(1, -0.05), (1, 1.05)], "fill": (0, 0, 0, 0)},
        )
        line.setZValue(40)
        self.score.box.addItem(line, ignoreBounds=True)
        line.setVisible(False)
        return line

    def _lay_out(self) -> None:
        layout = self.ci.layout
        for row, (stretch, least) in enumerate(((6, 48), (5, 52), (3, 44))):
            layout.setRowMinimumHeight(row, least)
            layout.setRowStretchFactor(row, stretch)
        self.set_lane_count(2)
        layout.setRowFixedHeight(3, _AXIS_HEIGHT)
        self._axis.setHeight(_AXIS_HEIGHT)
        small = QFont()
        small.setPointSizeF(8.0)
        self._axis.setTickFont(small)
        self._threshold.label.setFont(small)

    def set_theme(self, theme: Theme) -> None:
        """Colours of every part."""
        self._theme = theme
        self.setBackground(theme.window)
        playhead = QPen(QColor(theme.playhead), 1)
        playhead.setCosmetic(True)
        apex_pen = QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine)
        apex_pen.setCosmetic(True)
        for row in (self.score, self.emotion, self.lanes):
            row.box.setBackgroundColor(theme.base)
            row.box.border = pg.mkPen(theme.border)
            row.line.setPen(playhead)
        for part in (self.score_curves, self.emotion_curves, self.intervals, *self._gaps):
            part.set_theme(theme)
        for band, apex in zip(self._bands, self._apexes, strict=True):
            band.setPen(QPen(Qt.PenStyle.NoPen))
            band.setBrush(blend(theme.accent, theme.base, 0.18))
            apex.setPen(apex_pen)
        self._axis.setPen(pg.mkPen(theme.border))
        self._axis.setTextPen(pg.mkPen(theme.text))
        self._threshold.setPen(pg.mkPen(theme.threshold, width=1))
        self._threshold.label.setColor(theme.threshold)
        backdrop = pg.mkColor(theme.base)
        backdrop.setAlpha(150)  # the curve must stay visible behind the words
        self._threshold.label.fill = pg.mkBrush(backdrop)
        self.update()

    def set_extent(self, times: Float64) -> None:
        """Frames of the video, by their times (float64 [N], seconds)."""
        full = whole(len(times))
        values = QRectF(full.first, VALUE_RANGE[0], full.width, VALUE_RANGE[1] - VALUE_RANGE[0])
        for item in (self.score_curves, self.emotion_curves, *self._gaps):
            item.set_bounds(values)
        self.intervals.set_extent(len(times))
        self._axis.set_times(times)
        shown = bool(len(times))
        for row in (self.score, self.emotion, self.lanes):
            row.line.setVisible(shown)

    def set_lane_count(self, count: int) -> None:
        """Give the lanes room for this many, 2 or more."""
        layout = self.ci.layout
        layout.setRowMinimumHeight(2, _LANE_HEIGHTS[0] * count)
        layout.setRowMaximumHeight(2, _LANE_HEIGHTS[1] * count)
        layout.setRowStretchFactor(2, 1 + count)
        self.lanes.box.setYRange(0.0, float(count), padding=0)
        self.lanes.line.setLine(0, 0, 0, count)
        layout.activate()

    def axis_area(self) -> QRectF:
        """Rectangle of the axis in pixels of this widget."""
        rect: QRectF = self._axis.sceneBoundingRect()
        return rect

    @property
    def span(self) -> Span:
        """Visible range in frame positions."""
        return self._span

    def set_span(self, span: Span) -> None:
        """Show this range in all plots."""
        self._span = span
        for part in (self.score_curves, self.emotion_curves, self.intervals):
            part.set_span(span)
        for row in (self.score, self.emotion, self.lanes):
            row.box.setXRange(span.first, span.last, padding=0)
        self._place_label()

    def set_gaps(self, gaps: Gaps) -> None:
        """Shade these spans."""
        for item in self._gaps:
            item.set_gaps(gaps)

    def set_playhead(self, frame: int) -> None:
        """Move the playhead."""
        for row in (self.score, self.emotion, self.lanes):
            row.line.setX(frame)

    def set_threshold(self, value: float | None, text: str) -> None:
        """Threshold line (0..1) with its label; None hides it."""
        self._threshold.setVisible(value is not None)
        if value is not None:
            self._threshold.label.setFormat(text)
            self._threshold.setValue(value)
            self._place_label()

    def _place_label(self) -> None:
        # A label that was out of the picture once is never painted again, and only painting corrects its scale.
        if self._threshold is not None:
            self._threshold.label.updateTransform(force=True)

    def set_band(self, bounds: Bounds | None) -> None:
        """Mark the selected interval in the curves."""
        for band, apex in zip(self._bands, self._apexes, strict=True):
            band.setVisible(bounds is not None)
            apex.setVisible(bounds is not None and bounds.apex is not None)
            if bounds is not None:
                height = VALUE_RANGE[1] - VALUE_RANGE[0]
                band.setRect(bounds.onset - 0.5, VALUE_RANGE[0], bounds.offset - bounds.onset + 1, height)
                if bounds.apex is not None:
                    apex.setLine(bounds.apex, VALUE_RANGE[0], bounds.apex, VALUE_RANGE[1])

    def set_emotion_shown(self, *, shown: bool) -> None:
        """Give the emotion plot its height, or only a line of text."""
        layout = self.ci.layout
        layout.setRowMinimumHeight(1, 66 if shown else _MESSAGE_HEIGHT)
        layout.setRowMaximumHeight(1, 10_000 if shown else _MESSAGE_HEIGHT)
        layout.setRowStretchFactor(1, 5 if shown else 0)
        layout.activate()

    def area(self, row: _Row) -> QRectF:
        """Rectangle of a plot in pixels of this widget."""
        rect: QRectF = row.box.sceneBoundingRect()
        return rect

    def position_at(self, x: float) -> float:
        """Frame position of a pixel column."""
        area = self.area(self.score)
        return self._span.first + (x - area.left()) / max(1.0, area.width()) * self._span.width

    def column_of(self, position: float) -> float:
        """Pixel column of a frame position."""
        area = self.area(self.score)
        return area.left() + (position - self._span.first) / max(1e-9, self._span.width) * area.width()

    def value_at(self, y: float) -> float:
        """Value of the score plot (0..1, beyond at the borders) at a pixel row."""
        area = self.area(self.score)
        low, high = VALUE_RANGE
        return high - (y - area.top()) / max(1.0, area.height()) * (high - low)

    def frames_a_pixel(self) -> float:
        """Frames a pixel column."""
        return self._span.width / max(1.0, self.area(self.score).width())

    def _give(self, handler: Callable[[MouseSink], None]) -> None:
        if self.mouse is not None:
            handler(self.mouse)

    @override
    @safe_override
    def mousePressEvent(self, ev: QMouseEvent) -> None:
        self._give(lambda mouse: mouse.press(ev))

    @override
    @safe_override
    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        self._give(lambda mouse: mouse.move(ev))

    @override
    @safe_override
    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        self._give(lambda mouse: mouse.release(ev))

    @override
    @safe_override
    def mouseDoubleClickEvent(self, ev: QMouseEvent) -> None:
        self._give(lambda mouse: mouse.double_click(ev))

    @override
    @safe_override
    def contextMenuEvent(self, ev: QContextMenuEvent) -> None:
        self._give(lambda mouse: mouse.menu(ev))

    @override
    @safe_override
    def wheelEvent(self, ev: QWheelEvent) -> None:
        self._give(lambda mouse: mouse.wheel(ev))

    @override
    @safe_override
    def leaveEvent(self, ev: QEvent) -> None:
        self._give(lambda mouse: mouse.leave())

    @override
    @safe_override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        ev.ignore()

    @override
    @safe_override
    def resizeEvent(self, ev: QResizeEvent | None) -> None:
        super().resizeEvent(ev)
        self._place_label()
        self.resized.emit()
