"""The loudness of the sound on the time axis: speech moves the mouth too."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from typing_extensions import override

from engine.types import Float32, Float64, VideoInfo
from metst_gui.language import tr
from metst_gui.timeline.time_strip import TimeStrip
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme, blend

HEIGHT = 24


class LoudnessStrip(TimeStrip):
    """Paints the loudness over the frames in view; hidden where there is no sound.

    Signals:
        grown: it takes room now, or none.
    """

    grown = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, HEIGHT)
        self.setAccessibleName(tr("Loudness of the sound"))
        self.setToolTip(tr("Loudness of the sound; a click goes there"))
        self._levels: Float32 | None = None
        self._times: Float64 = np.zeros(0)
        self.hide()

    @override
    def set_info(self, info: VideoInfo | None) -> None:
        """Show another source; its sound comes with `set_levels`."""
        super().set_info(info)
        self._times = np.zeros(0) if info is None else info.times
        self.set_levels(None)

    def set_levels(self, levels: Float32 | None) -> None:
        """Show loudness float32 [n] in [0, 1], in equal parts of the video; None hides the strip."""
        self._levels = levels
        self.setVisible(levels is not None)
        self.update()
        self.grown.emit()

    def heights(self) -> Float64:
        """The highest loudness of every pixel column in view, float64 [columns] in [0, 1]."""
        columns = max(1, int(self.area.width()))
        if self._levels is None or not self.n_frames or not len(self._levels):
            return np.zeros(columns)
        edges = self.span.first + np.arange(columns + 1) / columns * self.span.width
        seconds = np.interp(edges, np.arange(self.n_frames), self._times)
        end = float(self._times[-1]) or 1.0
        n = len(self._levels)
        parts = np.clip((seconds / end * n).astype(np.int64), 0, n - 1)
        # The last part would reach to the end of the video.
        highest = np.maximum.reduceat(self._levels, parts)[:-1].astype(np.float64)
        highest[(edges[:-1] < -0.5) | (edges[:-1] > self.n_frames - 0.5)] = 0.0
        return highest

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        area, theme = self.area, self.theme
        with QPainter(self) as painter:
            self.paint_ground(painter)
            painter.setPen(QColor(theme.muted))
            painter.drawText(QRectF(4, 0, area.left() - 9, self.height()), Qt.AlignmentFlag.AlignVCenter, tr("sound"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(theme.text, theme.base, 0.45))
            painter.drawPolygon(self._outline(area))
            self.paint_playhead(painter)

    def _outline(self, area: QRectF) -> QPolygonF:
        half, middle = area.height() / 2 - 1, area.center().y()
        tops = [
            QPointF(area.left() + column, middle - half * level) for column, level in enumerate(self.heights().tolist())
        ]
        return QPolygonF([*tops, *(QPointF(one.x(), 2 * middle - one.y()) for one in reversed(tops))])
