"""The loudness of the sound over the whole video: speech moves the mouth too."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from engine.types import Float32, VideoInfo
from metst_gui.language import tr
from metst_gui.widgets.qt_guard import safe_override

HEIGHT = 26
MARGIN = 6


class Waveform(QWidget):
    """A strip as wide as the play bar's slider, with the playhead; hidden where there is no sound.

    Signals:
        seek_requested: a place was clicked. arg: frame index.
    """

    seek_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Loudness of the sound"))
        self.setToolTip(tr("Loudness of the sound over the whole video; a click goes there"))
        self._levels: Float32 | None = None
        self._info: VideoInfo | None = None
        self._frame = 0
        self.hide()

    def set_info(self, info: VideoInfo | None) -> None:
        """Show another source; its sound comes with `set_levels`."""
        self._info, self._frame = info, 0
        self.set_levels(None)

    def set_levels(self, levels: Float32 | None) -> None:
        """Show loudness float32 [n] in [0, 1], in equal parts of the video; None hides the strip."""
        self._levels = levels
        self.setVisible(levels is not None)
        self.update()

    def set_frame(self, frame: int) -> None:
        """Show the playhead on a frame index."""
        self._frame = frame
        if self._levels is not None:
            self.update()

    @override
    @safe_override(default=QSize(200, HEIGHT))
    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    @override
    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        info = self._info
        if info is not None and event.button() is Qt.MouseButton.LeftButton:
            share = (event.position().x() - MARGIN) / max(1, self.width() - 2 * MARGIN)
            seconds = share * float(info.times[-1])
            index = int(np.searchsorted(info.times, seconds, side="right")) - 1
            self.seek_requested.emit(min(max(index, 0), info.n_frames - 1))

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._levels is None or self._info is None:
            return
        place = QRectF(self.rect()).adjusted(MARGIN, 1, -MARGIN, -1)
        with QPainter(self) as painter:
            colour = QColor(self.palette().windowText().color())
            colour.setAlpha(110)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(self._outline(place))
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            end = float(self._info.times[-1]) or 1.0
            x = place.left() + place.width() * float(self._info.times[self._frame]) / end
            painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))

    def _outline(self, place: QRectF) -> QPolygonF:
        """The highest level of every px column, mirrored."""
        assert self._levels is not None
        columns = max(2, int(place.width()))
        parts = np.minimum(np.arange(columns + 1) * len(self._levels) // columns, len(self._levels) - 1)
        highest = np.maximum.reduceat(self._levels, parts[:-1])
        half = place.height() / 2
        tops = [
            QPointF(place.left() + i, place.center().y() - half * level) for i, level in enumerate(highest.tolist())
        ]
        lows = [QPointF(one.x(), 2 * place.center().y() - one.y()) for one in reversed(tops)]
        return QPolygonF([*tops, *lows])
