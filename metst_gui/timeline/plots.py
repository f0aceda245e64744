"""The stacked plots of the timeline: score, emotion, lanes and frame axis on one x range."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsLineItem, QGraphicsRectItem
from typing_extensions import override

from engine.types import Bounds, Float64
from metst_gui.timeline.axis import TimeAxis
from metst_gui.timeline.curves_item import CurvesItem
from metst_gui.timeline.gaps import GapItem, Gaps
from metst_gui.timeline.gestures import Span, whole
from metst_gui.timeline.interval_item import IntervalItem
from metst_gui.timeline.spread_item import SpreadItem
from metst_gui.timeline.threshold_line import ThresholdLine
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme, blend

# Plot units of the score and emotion plots: 0..1 with a little air, so that flat lines do not hide on the border.
VALUE_RANGE = (-0.05, 1.05)
_AXIS_HEIGHT = 16
_MESSAGE_HEIGHT = 22
# Least of the emotion plot, of which five names stand beside it, and of the score plot above it.
_EMOTION_HEIGHT, _LOW_SCORE_HEIGHT = 60, 32
# Least and most of one lane.
_LANE_HEIGHTS = (20, 42)
# Of more lanes than this each may be lower: on a low screen the axis below must stay whole.
_FEW_LANES, _MANY_LANES_HEIGHT = 3, 16


@dataclass(frozen=True, slots=True)
class _Row:
    """One plot with its playhead."""

    box: pg.ViewBox
    line: QGraphicsLineItem


class PlotStack(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """Shows curves, intervals and playhead; what the mouse does on them is for who installs a `MouseForwarder`.

    Signals:
        resized: the plots have a new size.
    """

    resized = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._theme = theme
        self.emotion_shown = True
        self._lane_count = 2
        self._span = Span(-0.5, 0.5)
        self.ci.layout.setSpacing(0)
        self.ci.layout.setVerticalSpacing(3)
        self.ci.layout.setContentsMargins(0, 0, 8, 0)
        self.score = self._add_row(0, VALUE_RANGE, downwards=False)
        self.emotion = self._add_row(1, VALUE_RANGE, downwards=False)
        self.lanes = self._add_row(2, (0.0, 2.0), downwards=True)
        self.score_curves = CurvesItem(theme, select=lambda store: store.score)
        self.second_curves = CurvesItem(theme, select=lambda store: store.score)
        self.spread = SpreadItem(theme, select=lambda store: store.band)
        self.emotion_curves = CurvesItem(theme, select=lambda store: store.probabilities)
        self.intervals = IntervalItem(theme)
        self._gaps = (GapItem(theme), GapItem(theme))
        self._bands = (QGraphicsRectItem(), QGraphicsRectItem())
        self._apexes = (QGraphicsLineItem(), QGraphicsLineItem())
        self._fill_rows()
        self._axis = TimeAxis()
        self._axis.linkToView(self.lanes.box)
        self.addItem(self._axis, row=3, col=0)
        self.threshold = ThresholdLine()
        self.score.box.addItem(self.threshold, ignoreBounds=True)
        self.resized.connect(self.threshold.place_label)
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
        # Under the current run, which is the one that is reviewed.
        self.second_curves.setZValue(-1)
        self.score.box.addItem(self.second_curves, ignoreBounds=True)
        self.spread.setZValue(-2)
        self.score.box.addItem(self.spread, ignoreBounds=True)
        self.lanes.box.addItem(self.intervals, ignoreBounds=True)

    def _lay_out(self) -> None:
        layout = self.ci.layout
        for row, (stretch, least) in enumerate(((6, 40), (5, 52), (3, 40))):
            layout.setRowMinimumHeight(row, least)
            layout.setRowStretchFactor(row, stretch)
        self.set_lane_count(2)
        layout.setRowFixedHeight(3, _AXIS_HEIGHT)
        self._axis.setHeight(_AXIS_HEIGHT)
        small = QFont()
        small.setPointSizeF(8.0)
        self._axis.setTickFont(small)

    def set_theme(self, theme: Theme) -> None:
        """Colours of every part."""
        self._theme = theme
        self.setBackground(theme.window)
        # A cosmetic pen counts pixels of the screen: as wide as the line in the strips.
        playhead = QPen(QColor(theme.playhead), self.devicePixelRatioF())
        playhead.setCosmetic(True)
        apex_pen = QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine)
        apex_pen.setCosmetic(True)
        for row in (self.score, self.emotion, self.lanes):
            row.box.setBackgroundColor(theme.base)
            row.box.border = pg.mkPen(theme.border)
            row.line.setPen(playhead)
        for part in (
            self.score_curves,
            self.second_curves,
            self.spread,
            self.emotion_curves,
            self.intervals,
            *self._gaps,
        ):
            part.set_theme(theme)
        for band, apex in zip(self._bands, self._apexes, strict=True):
            band.setPen(QPen(Qt.PenStyle.NoPen))
            band.setBrush(blend(theme.accent, theme.base, 0.18))
            apex.setPen(apex_pen)
        self._axis.setPen(pg.mkPen(theme.border))
        self._axis.setTextPen(pg.mkPen(theme.text))
        self.threshold.set_theme(theme)
        self.update()

    def set_extent(self, times: Float64) -> None:
        """Frames of the video, by their times (float64 [N], seconds)."""
        full = whole(len(times))
        values = QRectF(full.first, VALUE_RANGE[0], full.width, VALUE_RANGE[1] - VALUE_RANGE[0])
        for item in (self.score_curves, self.second_curves, self.spread, self.emotion_curves, *self._gaps):
            item.set_bounds(values)
        self.intervals.set_extent(len(times))
        self._axis.set_times(times)
        shown = bool(len(times))
        for row in (self.score, self.emotion, self.lanes):
            row.line.setVisible(shown)

    def set_lane_count(self, count: int) -> None:
        """Give the lanes room for this many, 2 or more."""
        layout = self.ci.layout
        self._lane_count = count
        least = _LANE_HEIGHTS[0] if count <= _FEW_LANES and not self.emotion_shown else _MANY_LANES_HEIGHT
        layout.setRowMinimumHeight(2, least * count)
        layout.setRowMaximumHeight(2, _LANE_HEIGHTS[1] * count)
        layout.setRowStretchFactor(2, 2 + count)
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
        for part in (self.score_curves, self.second_curves, self.spread, self.emotion_curves, self.intervals):
            part.set_span(span)
        for row in (self.score, self.emotion, self.lanes):
            row.box.setXRange(span.first, span.last, padding=0)
        self.threshold.place_label()

    def set_gaps(self, gaps: Gaps) -> None:
        """Shade these spans."""
        for item in self._gaps:
            item.set_gaps(gaps)

    def set_playhead(self, frame: int) -> None:
        """Move the playhead."""
        for row in (self.score, self.emotion, self.lanes):
            row.line.setX(frame)

    def set_band(self, bounds: Bounds | None) -> None:
        """Mark this interval in the curves; None for none."""
        for band, apex in zip(self._bands, self._apexes, strict=True):
            band.setVisible(bounds is not None)
            apex.setVisible(bounds is not None and bounds.apex is not None)
            if bounds is not None:
                height = VALUE_RANGE[1] - VALUE_RANGE[0]
                band.setRect(bounds.onset - 0.5, VALUE_RANGE[0], bounds.offset - bounds.onset + 1, height)
                if bounds.apex is not None:
                    apex.setLine(bounds.apex, VALUE_RANGE[0], bounds.apex, VALUE_RANGE[1])

    def show_selected(self) -> None:
        """Mark the selected interval of the lanes in the curves, or none."""
        row = self.intervals.selected_row()
        self.set_band(None if row is None else row.bounds)

    def set_emotion_shown(self, *, shown: bool) -> None:
        """Give the emotion plot its height, or only a line of text."""
        self.emotion_shown = shown
        layout = self.ci.layout
        layout.setRowMinimumHeight(0, _LOW_SCORE_HEIGHT if shown else 40)
        layout.setRowMinimumHeight(1, _EMOTION_HEIGHT if shown else _MESSAGE_HEIGHT)
        layout.setRowMaximumHeight(1, 10_000 if shown else _MESSAGE_HEIGHT)
        layout.setRowStretchFactor(1, 5 if shown else 0)
        self.set_lane_count(self._lane_count)

    def area(self, row: _Row) -> QRectF:
        """Rectangle of a plot in pixels of this widget."""
        # Not the bounding rectangle: that is half a pixel wider, for the border.
        rect: QRectF = row.box.mapRectToScene(row.box.rect())
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

    @override
    @safe_override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        ev.ignore()

    @override
    @safe_override
    def resizeEvent(self, ev: QResizeEvent | None) -> None:
        super().resizeEvent(ev)
        self.resized.emit()
