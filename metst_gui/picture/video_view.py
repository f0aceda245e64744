"""The picture: draws one frame at a time without copying it, with zoom and pan."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from engine.types import FaceOverlay, UInt8
from metst_gui.language import mark, tr
from metst_gui.picture.overlay_paint import Box, overlay_words, paint_box, paint_overlay
from metst_gui.picture.picture_zoom import PictureZoom
from metst_gui.picture.stage_paint import Words, paint_banner, paint_invitation, paint_picture
from metst_gui.widgets.bgr_image import bgr_view
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import LIGHT, Theme

EMPTY_TITLE = mark("Open or drop a face video")
EMPTY_DETAIL = mark("A video file or a folder of images. Everything stays on this computer.")
# From this magnification on, pixels are shown as they are, so that nothing is invented between them.
_NEAREST_FROM = 2.0


class VideoView(QWidget):
    """Shows the current frame, or a message where there is none.

    The last picture stays until the next one is handed over: no flash between frames. Ctrl + wheel zooms at the
    mouse, a drag pans, a double click zooms in by 2 or back to the whole picture.

    Attributes:
        zoom: which part of the picture is shown (`PictureZoom`).

    Signals:
        open_requested: the invitation to open a video was clicked.
    """

    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Video picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 100)
        self._theme = theme
        self._image: QImage | None = None
        self._pixels: UInt8 | None = None
        self._index: int | None = None
        self._damaged = False
        self._playing = False
        self.zoom = PictureZoom(self)
        self._overlay: FaceOverlay | None = None
        self._level = 0
        self._mark: tuple[int, Box, str] | None = None
        self._title, self._detail = tr(EMPTY_TITLE), tr(EMPTY_DETAIL)

    @property
    def index(self) -> int | None:
        """Frame index of the picture shown, or None."""
        return self._index

    @property
    def message(self) -> tuple[str, str]:
        """Title and detail of the message; both empty where there is none."""
        return self._title, self._detail

    def show_frame(self, index: int, bgr: UInt8, damaged: bool) -> None:
        """Show a frame; its pixels are not copied and must not change afterwards.

        Args:
            index: frame index.
            bgr: uint8 [H, W, 3], contiguous.
            damaged: the frame cannot be decoded and this is the nearest earlier picture.

        Raises:
            ValueError: `bgr` is no picture.
        """
        image = bgr_view(bgr)
        self.zoom.set_size((image.width(), image.height()))
        self._pixels, self._image = bgr, image
        self._index, self._damaged = index, damaged
        self._title = self._detail = ""
        self.update()

    def clear(self) -> None:
        """No video: the invitation to open one."""
        self._image = self._pixels = self._index = None
        self._damaged = False
        self.zoom.set_size(None)
        self.set_message(tr(EMPTY_TITLE), tr(EMPTY_DETAIL))

    def set_message(self, title: str, detail: str = "") -> None:
        """Say something: large where there is no picture, as a banner over the last one otherwise; empty ends it."""
        self._title, self._detail = title, detail
        self.update()

    def set_playing(self, playing: bool) -> None:
        """Fast scaling while playing, smooth when paused."""
        if playing != self._playing:
            self._playing = playing
            self.update()

    def set_overlay(self, overlay: FaceOverlay | None, level: int) -> None:
        """Draw what was measured over the picture, only while its very frame is shown.

        Args:
            overlay: None draws nothing.
            level: how much of it, an index of `overlay_paint.LEVELS`.
        """
        self._overlay, self._level = overlay, level
        self.update()

    def set_mark(self, mark: tuple[int, Box, str] | None) -> None:
        """Draw a named box over one frame: frame index, (x0, y0, x1, y1) in px of the picture, name; None: none."""
        self._mark = mark
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self._theme = theme
        self.update()

    @property
    def smooth(self) -> bool:
        """Whether the picture is interpolated."""
        return not self._playing and self.zoom.factor < _NEAREST_FROM

    @override
    @safe_override(default=QSize(640, 360))
    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    @override
    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.zoom.settle()

    @override
    @safe_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        along = event.angleDelta().y()
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or not along:
            event.ignore()
            return
        self.zoom.turn(along, event.position())
        event.accept()

    @override
    @safe_override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._image is not None:
            self.zoom.toggle(event.position())

    @override
    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.zoom.grab(event.position())

    @override
    @safe_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.zoom.drag_to(event.position())

    @override
    @safe_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        invites = self._image is None and bool(self._title)
        if not self.zoom.let_go() and invites and event.button() is Qt.MouseButton.LeftButton:
            self.open_requested.emit()

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self._image is None:
                painter.fillRect(self.rect(), QColor(self._theme.window))
                paint_invitation(painter, self.rect(), Words(self._title, self._detail), self._theme)
                return
            painter.fillRect(self.rect(), QColor(self._theme.stage))
            paint_picture(painter, self._image, QRectF(self.rect()), self.zoom.whole(), smooth=self.smooth)
            self._paint_overlay(painter, self._image)
            if self._title:
                words = f"{self._title}: {self._detail}" if self._detail else self._title
                paint_banner(painter, self.rect(), words, self._theme, top=False)
            if self._damaged:
                words = tr("Frame {index} is damaged: the nearest earlier picture is shown", index=self._index)
                paint_banner(painter, self.rect(), words, self._theme, top=True)

    def _paint_overlay(self, painter: QPainter, image: QImage) -> None:
        overlay, mark = self._overlay, self._mark
        if mark is not None and mark[0] == self._index:
            place = self.zoom.whole()
            paint_box(painter, mark[1], mark[2], place, place.width() / image.width())
        if overlay is None or overlay.frame != self._index or not self._level:
            return
        place = self.zoom.whole()
        paint_overlay(painter, overlay, self._level, place, place.width() / image.width())
        words = overlay_words(overlay, self._level)
        if words and not self._damaged:
            paint_banner(painter, self.rect(), words, self._theme, top=True)
