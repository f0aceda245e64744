"""The ruler above the curves: minutes and seconds of what is in view, with the playhead; a click goes there."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from typing_extensions import override

from engine.types import Float64, VideoInfo
from metst_gui.language import tr
from metst_gui.timeline.axis import ruler_text, tick_frames
from metst_gui.timeline.time_strip import TimeStrip
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme

HEIGHT = 20
_TICK, _SPACE = 5.0, 14.0
_HEAD = QPolygonF([QPointF(-5.5, 2), QPointF(5.5, 2), QPointF(0, 12)])


class TimeRuler(TimeStrip):
    """Paints ticks with their times on the x range of the plots."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, HEIGHT)
        self.setAccessibleName(tr("Time"))
        self._times: Float64 = np.zeros(0)
        self._metrics = QFontMetricsF(self.small)

    @override
    def set_info(self, info: VideoInfo | None) -> None:
        super().set_info(info)
        self.set_times(np.zeros(0) if info is None else info.times)

    def set_times(self, times: Float64) -> None:
        """Seconds of each frame (float64 [N]); empty for no video."""
        self._times, self.n_frames = times, len(times)
        self.update()

    def ticks(self) -> list[tuple[float, str]]:
        """Pixel column and text of each tick in view."""
        if not self.n_frames:
            return []
        room = self._metrics.horizontalAdvance("0:00:00.000") + _SPACE
        frames = tick_frames(
            self.span.first, self.span.last, times=self._times, most=max(1, int(self.area.width() / room))
        )
        near = len(frames) > 1 and float(self._times[frames[1]] - self._times[frames[0]]) < 0.95
        return [(self.column(frame), ruler_text(float(self._times[frame]), exact=near)) for frame in frames]

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.area
        with QPainter(self) as painter:
            self.paint_ground(painter)
            for x, text in self.ticks():
                painter.setPen(QPen(QColor(self.theme.muted), 1))
                painter.drawLine(QLineF(int(x) + 0.5, 0, int(x) + 0.5, _TICK))
                place = QRectF(x + 4, 1, self._metrics.horizontalAdvance(text) + 1, self.height() - 2)
                if place.right() <= area.right():
                    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            self.paint_playhead(painter)
            if self.n_frames and self.span.contains(self.playhead):
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.theme.playhead))
                painter.drawPolygon(_HEAD.translated(int(self.column(self.playhead)) + 0.5, 0))
