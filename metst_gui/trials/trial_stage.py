"""Plays one clip in a loop: the same transport keys as the player's, and nothing that tells which clip it is."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from engine.types import UInt8
from metst_gui.language import mark, tr
from metst_gui.widgets.bgr_image import bgr_view
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme

RATES = (1.0, 0.5, 0.25, 0.125)
# Nothing is shown for so long between the end of a clip and its beginning, so that the jump is not taken for movement.
PAUSE_MS = 300
WAITING = mark("The clip is being made…")


class TrialStage(QWidget):
    """Paints the pictures of a clip, one after the other.

    Attributes:
        rate: of playing, as a share of the speed at which it was recorded.
        playing: whether it runs.
        at: number of the picture shown; the number of pictures: none, between two rounds.
    """

    def __init__(self, fps: float, theme: Theme) -> None:
        super().__init__()
        self._fps, self._theme = fps, theme
        self._pictures: UInt8 | None = None
        self.rate, self.playing, self.at = RATES[0], True, 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._advance)
        self.setMinimumSize(240, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Clip of the face, in a loop"))

    @override
    @safe_override(default=QSize(512, 512))
    def sizeHint(self) -> QSize:
        return QSize(512, 512)

    def show_clip(self, pictures: UInt8 | None) -> None:
        """Play another clip uint8 [n, S, S, 3] from its beginning; None: it is being made."""
        self._pictures, self.at = pictures, 0
        self.playing = True
        self._start()
        self.update()

    def toggle(self) -> None:
        """Play or pause."""
        self.playing = not self.playing
        if self._pictures is not None:
            self.at %= len(self._pictures)
        self._start()
        self.update()

    def step(self, by: int) -> None:
        """Pause, and go so many pictures on."""
        if self._pictures is not None:
            self.playing = False
            self._timer.stop()
            self.at = (min(self.at, len(self._pictures) - 1) + by) % len(self._pictures)
            self.update()

    def change_rate(self, by: int) -> None:
        """Play faster (-1) or slower (1)."""
        self.rate = RATES[min(max(0, RATES.index(self.rate) + by), len(RATES) - 1)]
        self._start()

    def stop(self) -> None:
        """Stop for good."""
        self._timer.stop()
        self._pictures = None

    def _start(self) -> None:
        self._timer.stop()
        if self._pictures is not None and self.playing:
            self._timer.start(PAUSE_MS if self.at >= len(self._pictures) else max(1, self._interval()))

    def _interval(self) -> int:
        return round(1000 / (self._fps * self.rate))

    @Slot()
    def _advance(self) -> None:
        if self._pictures is None:
            return
        n = len(self._pictures)
        self.at = self.at + 1 if self.at < n else 0
        self._start()
        self.update()

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.stage))
            if self._pictures is None:
                painter.setPen(QColor("#ffffff"))
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr(WAITING))
            elif self.at < len(self._pictures):
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                image: QImage = bgr_view(self._pictures[self.at])
                side = min(self.width(), self.height())
                place = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
                painter.drawImage(place, image)
