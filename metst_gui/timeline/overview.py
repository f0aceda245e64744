"""Strip of the whole video: where proposals and annotations lie, what is not analysed, which part is in view."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from engine.types import Float64
from metst_gui.language import tr
from metst_gui.timeline.bars import bar_rects
from metst_gui.timeline.curve_store import CurveStore
from metst_gui.timeline.curves_item import curve_path
from metst_gui.timeline.gaps import Gaps, gap_brushes
from metst_gui.timeline.gestures import Span, snap, whole
from metst_gui.timeline.intervals import ASIDE_STYLES, MARKS, MINE_LANE, STYLES, Lane, build_lane
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme, blend

HEIGHT = 22
_TICK_PX = 2.0
_MARK = {"pending": (0.25, 0.6), "accepted": (0.0, 0.6), "rejected": (0.45, 0.6), "unsure": (0.0, 0.3)}
_HUMAN_MARK = (0.68, 1.0)


class Overview(QWidget):
    """Paints the strip; the slow part is kept as a picture until its content or size changes.

    Signals:
        jumped: frame index that was clicked or dragged to.
    """

    jumped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setToolTip(tr("Whole video: click to jump. The line along the bottom: frames looked at, at 1× or slower"))
        self._theme = theme
        self._store = CurveStore()
        self._gaps = Gaps(np.zeros(0), np.zeros(0), np.zeros(0, np.int64))
        self._lanes: tuple[Lane, ...] = (build_lane(()), build_lane(()))
        self._looked: Float64 = np.zeros((0, 2))
        self._n_frames = 0
        self._span = Span(0, 1)
        self._playhead = 0
        self._margins = (0.0, 0.0)
        self._ground: QPixmap | None = None
        self._still: QPixmap | None = None

    def set_curves(self, n_frames: int, store: CurveStore, gaps: Gaps) -> None:
        """Frames of the video, its curves and its gaps."""
        if n_frames != self._n_frames:
            self._looked = np.zeros((0, 2))
        self._n_frames, self._store, self._gaps = n_frames, store, gaps
        self._forget()

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """Model lane, own lane, and lanes of other annotators, of which only the errors are shown."""
        self._lanes = tuple(lanes)
        self._still = None
        self.update()

    def set_looked(self, looked: NDArray[np.bool_]) -> None:
        """Frames that were looked at, bool [F]; a line along the bottom shows them."""
        edges = np.flatnonzero(np.diff(looked.astype(np.int8), prepend=0, append=0))
        self._looked = edges.reshape(-1, 2).astype(np.float64)
        self._still = None
        self.update()

    def _forget(self) -> None:
        self._ground = self._still = None
        self.update()

    def set_margins(self, left: float, right: float) -> None:
        """Pixels left free, so that columns line up with the plots above."""
        if (left, right) != self._margins:
            self._margins = (left, right)
            self._forget()

    def set_span(self, span: Span) -> None:
        """Part of the video in view."""
        self._span = span
        self.update()

    def set_playhead(self, frame: int) -> None:
        """Frame index of the playhead; repaints only the columns it leaves and enters."""
        before, after = int(self._column(self._playhead)), int(self._column(frame))
        self._playhead = frame
        if before != after:
            for column in (before, after):
                self.update(column - 1, 0, 3, self.height())

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self._theme = theme
        self._forget()

    def _area(self) -> QRectF:
        left, right = self._margins
        return QRectF(left, 1, max(1.0, self.width() - left - right), self.height() - 2)

    def _column(self, position: float) -> float:
        area, full = self._area(), whole(self._n_frames)
        return area.left() + (position - full.first) / full.width * area.width()

    def _columns(self, positions: Float64) -> Float64:
        """Whole pixel columns of many frame positions."""
        area, full = self._area(), whole(self._n_frames)
        return (area.left() + (positions - full.first) * (area.width() / full.width)).round()

    @override
    @safe_override(default=QSize(200, HEIGHT))
    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    @override
    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._forget()

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ground is None or self._ground.devicePixelRatioF() != self.devicePixelRatioF():
            self._ground, self._still = self._paint_ground(), None
        if self._still is None:
            self._still = QPixmap(self._ground)
            with QPainter(self._still) as painter:
                self._paint_marks(painter, self._area())
                self._paint_looked(painter, self._area())
                self._paint_errors(painter, self._area())
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._still)
            if self._n_frames:
                self._paint_view(painter)

    def _paint_ground(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._theme.window))
        area = self._area()
        with QPainter(picture) as painter:
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.setBrush(QColor(self._theme.base))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
            painter.setClipRect(area.adjusted(1, 1, -2, -2))
            self._paint_gaps(painter, area)
            self._paint_score(painter, area)
            painter.setClipping(False)
            font = painter.font()
            font.setPointSizeF(8.0)
            painter.setFont(font)
            painter.setPen(QColor(self._theme.muted))
            place = QRectF(4, area.top(), max(0.0, area.left() - 10), area.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, tr("whole video"))
        return picture

    def _paint_gaps(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for bits in np.unique(self._gaps.bits).tolist():
            chosen = self._gaps.bits == bits
            edges = np.stack([self._columns(self._gaps.starts[chosen]), self._columns(self._gaps.ends[chosen])], axis=1)
            columns = np.unique(edges, axis=0).tolist()
            rects = [QRectF(a, area.top(), max(1.0, b - a), area.height()) for a, b in columns]
            for brush in gap_brushes(bits, self._theme):
                painter.setBrush(brush)
                painter.drawRects(rects)

    def _paint_score(self, painter: QPainter, area: QRectF) -> None:
        if not len(self._store):
            return
        density = area.width() / max(1, self._n_frames)
        piece = self._store.envelope(self._store.score, first=0, last=self._n_frames, columns_a_frame=density)
        scale = area.width() / whole(self._n_frames).width
        x = area.left() + (self._store.positions(piece) + 0.5) * scale
        low, high = (area.bottom() - 1 - values[0] * (area.height() - 2) for values in (piece.low, piece.high))
        painter.setPen(QPen(blend(self._theme.score, self._theme.base, 0.55), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(curve_path(x, low, high, paired=piece.width > 1))

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for number, lane in enumerate(self._lanes[: MINE_LANE + 1]):
            columns = self._columns((lane.onset + lane.offset) / 2)
            for code in np.unique(lane.style).tolist():
                style = STYLES[code]
                if style in ASIDE_STYLES:
                    continue
                upper, lower = _HUMAN_MARK if number == MINE_LANE else _MARK.get(style, _HUMAN_MARK)
                middle = columns[lane.style == code]
                top, bottom = (np.full(len(middle), area.top() + edge * area.height()) for edge in (upper, lower))
                colour = (
                    self._theme.human if number == MINE_LANE else self._theme.verdicts.get(style, self._theme.human)
                )
                painter.setBrush(QColor(colour))
                painter.drawRects(bar_rects(middle - _TICK_PX / 2, top, middle + _TICK_PX / 2, bottom))

    def _paint_errors(self, painter: QPainter, area: QRectF) -> None:
        """Errors of a comparison: false alarms point down from the top, missed events up from the bottom."""
        painter.setPen(Qt.PenStyle.NoPen)
        for mark, edge, tip in (("FP", area.top() - 3, area.top() + 5), ("FN", area.bottom() + 3, area.bottom() - 5)):
            code = MARKS.index(mark)
            found = [(lane.onset + lane.offset)[lane.mark == code] / 2 for lane in self._lanes]
            painter.setBrush(QColor(self._theme.marks[mark]))
            for column in np.unique(self._columns(np.concatenate(found))).tolist():
                corners = [QPointF(column - 4, edge), QPointF(column + 4, edge), QPointF(column, tip)]
                painter.drawPolygon(QPolygonF(corners))

    def _paint_looked(self, painter: QPainter, area: QRectF) -> None:
        """A thick line under what was looked at; what was not stays bare."""
        painter.setBrush(QColor(self._theme.text))
        edges = np.stack([self._columns(self._looked[:, 0] - 0.5), self._columns(self._looked[:, 1] - 0.5)], axis=1)
        for first, last in np.unique(edges, axis=0).tolist():
            painter.drawRect(QRectF(first, area.bottom() - 2, max(1.0, last - first), 2))

    def _paint_view(self, painter: QPainter) -> None:
        area = self._area()
        left = max(area.left(), self._column(self._span.first))
        right = min(area.right(), self._column(self._span.last))
        missing = max(0.0, 5.0 - (right - left)) / 2
        box = QRectF(left - missing, area.top() - 2, right - left + 2 * missing, area.height() + 4)
        if box.width() < area.width() - 1:
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.setPen(QPen(QColor(self._theme.playhead), 1))
        column = int(self._column(self._playhead)) + 0.5  # as in the strips above
        painter.drawLine(QLineF(column, area.top() - 2, column, area.bottom() + 2))

    @override
    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._jump(event)

    @override
    @safe_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._jump(event)

    def _jump(self, event: QMouseEvent) -> None:
        if self._n_frames and event.buttons() & Qt.MouseButton.LeftButton:
            area, full = self._area(), whole(self._n_frames)
            position = full.first + (event.position().x() - area.left()) / area.width() * full.width
            self.jumped.emit(snap(position, self._n_frames))
