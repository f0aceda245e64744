"""A strip on the time axis of the timeline: one left edge, one scale and one playhead with the plots."""

from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from engine.types import VideoInfo
from metst_gui.timeline.gestures import Span, snap
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme


class TimeStrip(QWidget):
    """Keeps what strips share; a click or a drag goes to the frame under the mouse.

    Args:
        theme: colours, until a timeline that it is added to gives it its own.
        height: of the strip, px.

    Signals:
        seek_requested: frame index under the mouse.
    """

    seek_requested = Signal(int)

    def __init__(self, theme: Theme, height: int) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.theme = theme
        self.span = Span(-0.5, 0.5)
        self.n_frames = 0
        self.playhead = 0
        self.small = QFont()
        self.small.setPointSizeF(8.0)
        self._margins = (0.0, 0.0)

    def set_info(self, info: VideoInfo | None) -> None:
        """Begin with another source, or with none; a strip that shows values of the former one drops them here."""
        self.n_frames = 0 if info is None else info.n_frames
        self.playhead = 0
        self.update()

    def set_span(self, span: Span) -> None:
        """Visible range in frame positions."""
        self.span = span
        self.update()

    def set_playhead(self, frame: int) -> None:
        """Frame index of the playhead; repaints only around the columns it leaves and enters."""
        before, after = round(self.column(self.playhead)), round(self.column(frame))
        self.playhead = frame
        if before != after:
            for column in (before, after):
                self.update(column - 7, 0, 15, self.height())

    def set_margins(self, left: float, right: float) -> None:
        """Pixels left free, so that columns line up with the plots."""
        self._margins = (left, right)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self.theme = theme
        self.update()

    @property
    def area(self) -> QRectF:
        """Where frames are, in pixels of this widget."""
        left, right = self._margins
        return QRectF(left, 0, max(1.0, self.width() - left - right), self.height())

    def column(self, position: float) -> float:
        """Pixel column of a frame position."""
        return self.area.left() + (position - self.span.first) / max(1e-9, self.span.width) * self.area.width()

    def frame_at(self, x: float) -> int:
        """Frame index at a pixel column, one of the video."""
        position = self.span.first + (x - self.area.left()) / self.area.width() * self.span.width
        return snap(position, self.n_frames)

    def paint_ground(self, painter: QPainter) -> None:
        """Fill the strip, and where frames are in the base colour; what is written on it is small."""
        painter.fillRect(self.rect(), QColor(self.theme.window))
        painter.fillRect(self.area, QColor(self.theme.base))
        painter.setFont(self.small)

    def paint_playhead(self, painter: QPainter) -> None:
        """Draw the playhead where it is in view."""
        if self.n_frames and self.span.contains(self.playhead):
            painter.setPen(QPen(QColor(self.theme.playhead), 1))
            column = int(self.column(self.playhead)) + 0.5
            painter.drawLine(QLineF(column, 0, column, self.height()))

    @override
    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    @override
    @safe_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        if self.n_frames and event.buttons() & Qt.MouseButton.LeftButton and event.position().x() >= self._margins[0]:
            self.seek_requested.emit(self.frame_at(event.position().x()))
