"""The picture: draws one frame at a time without copying it, with zoom and pan."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from engine.types import FaceOverlay, UInt8
from metst_gui.language import mark, tr
from metst_gui.picture.overlay_paint import Box, overlay_words, paint_box, paint_overlay
from metst_gui.picture.stage_paint import Words, paint_banner, paint_invitation, paint_picture
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import LIGHT, Theme

EMPTY_TITLE = mark("Open or drop a face video")
EMPTY_DETAIL = mark("A video file or a folder of images. Everything stays on this computer.")
MAX_ZOOM = 32.0
# From this magnification on, pixels are shown as they are, so that nothing is invented between them.
_NEAREST_FROM = 2.0
_ZOOM_A_NOTCH = 1.25
_NOTCH = 120.0


@dataclass(frozen=True, slots=True)
class Camera:
    """Which part of the picture is shown.

    Attributes:
        zoom: magnification relative to the whole picture fitting into the view, 1 to `MAX_ZOOM`.
        x, y: picture position in the middle of the view, in shares of width and height (0..1).
    """

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def target(self, view: QRectF, width: int, height: int) -> QRectF:
        """Where the whole picture (`width` x `height` px) lies in view coordinates; it may be larger than `view`."""
        scale = min(view.width() / width, view.height() / height) * self.zoom
        w, h = width * scale, height * scale
        left = view.center().x() - self.x * w if w > view.width() else view.center().x() - w / 2
        top = view.center().y() - self.y * h if h > view.height() else view.center().y() - h / 2
        left = min(view.left(), max(left, view.right() - w)) if w > view.width() else left
        top = min(view.top(), max(top, view.bottom() - h)) if h > view.height() else top
        return QRectF(left, top, w, h)

    def zoomed(self, factor: float, at: QPointF, view: QRectF, width: int, height: int) -> "Camera":
        """Camera magnified by `factor`, the picture position under `at` staying where it is."""
        before = self.target(view, width, height)
        zoom = min(max(self.zoom * factor, 1.0), MAX_ZOOM)
        ratio = zoom / self.zoom
        w, h = before.width() * ratio, before.height() * ratio
        left = at.x() - (at.x() - before.left()) * ratio
        top = at.y() - (at.y() - before.top()) * ratio
        return Camera(zoom, (view.center().x() - left) / w, (view.center().y() - top) / h).settled(view, width, height)

    def panned(self, shift: QPointF, view: QRectF, width: int, height: int) -> "Camera":
        """Camera with the picture moved by `shift` view pixels."""
        rect = self.target(view, width, height)
        moved = Camera(self.zoom, self.x - shift.x() / rect.width(), self.y - shift.y() / rect.height())
        return moved.settled(view, width, height)

    def settled(self, view: QRectF, width: int, height: int) -> "Camera":
        """The same picture, with the middle clipped to what can be reached: a later drag starts without slack."""
        rect = self.target(view, width, height)
        x = (view.center().x() - rect.left()) / rect.width()
        y = (view.center().y() - rect.top()) / rect.height()
        return Camera(self.zoom, x, y)


class VideoView(QWidget):
    """Shows the current frame, or a message where there is none.

    The last picture stays until the next one is handed over: no flash between frames. Ctrl + wheel zooms at the
    mouse, a drag pans, a double click zooms in by 2 or back to the whole picture.

    Signals:
        zoom_changed: magnification relative to the fitted picture.
        open_requested: the invitation to open a video was clicked.
    """

    zoom_changed = Signal(float)
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
        self._camera = Camera()
        self._drag: QPointF | None = None
        self._overlay: FaceOverlay | None = None
        self._level = 0
        self._mark: tuple[int, Box, str] | None = None
        self._title, self._detail = tr(EMPTY_TITLE), tr(EMPTY_DETAIL)

    @property
    def index(self) -> int | None:
        """Frame index of the picture shown, or None."""
        return self._index

    @property
    def zoom(self) -> float:
        """Magnification relative to the fitted picture."""
        return self._camera.zoom

    @property
    def message(self) -> tuple[str, str]:
        """Title and detail of the message; both empty where there is none."""
        return self._title, self._detail

    def show_frame(self, index: int, bgr: UInt8, damaged: bool) -> None:
        """Show a frame; its pixels are not copied and must not change afterwards.

        Args:
            index: frame index.
            bgr: uint8 [H, W, 3], rows contiguous.
            damaged: the frame cannot be decoded and this is the nearest earlier picture.

        Raises:
            ValueError: `bgr` is no picture.
        """
        if bgr.ndim != 3 or bgr.shape[2] != 3 or not bgr.size or bgr.strides[1:] != (3, 1):
            raise ValueError(f"expected uint8 [H, W, 3] with contiguous rows, got {bgr.shape} {bgr.strides}")
        height, width = bgr.shape[:2]
        if self._image is None or (self._image.width(), self._image.height()) != (width, height):
            self._set_camera(Camera())
        self._pixels = bgr
        self._image = QImage(bgr.data, width, height, bgr.strides[0], QImage.Format.Format_BGR888)
        self._index, self._damaged = index, damaged
        self._title = self._detail = ""
        self.update()

    def clear(self) -> None:
        """No video: the invitation to open one."""
        self._image = self._pixels = self._index = None
        self._damaged = False
        self._set_camera(Camera())
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

    def picture_place(self, at: QPointF) -> tuple[float, float] | None:
        """Place (x, y) in px of the picture under a place of the view; None: beside the picture, or there is none."""
        if self._image is None:
            return None
        size = self._image.width(), self._image.height()
        whole = self._camera.target(QRectF(self.rect()), *size)
        if not whole.contains(at):
            return None
        scale = size[0] / whole.width()
        return (at.x() - whole.left()) * scale, (at.y() - whole.top()) * scale

    def look_at(self, x: float, y: float, width: float) -> None:
        """Put a place of the picture into the middle; a view that is not zoomed in yet is, to show `width` px.

        Args:
            x: column in px of the picture.
            y: row in px of the picture.
            width: extent in px that should fill the view where the whole picture is shown now.
        """
        if self._image is None or self._drag is not None:
            return
        size, view = (self._image.width(), self._image.height()), QRectF(self.rect())
        zoom = self._camera.zoom
        if zoom <= 1.0:
            fitted = Camera().target(view, *size)
            zoom = min(max(min(view.width(), view.height()) / (width * fitted.width() / size[0]), 1.0), MAX_ZOOM)
        self._set_camera(Camera(zoom, x / size[0], y / size[1]).settled(view, *size))

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self._theme = theme
        self.update()

    def reset_zoom(self) -> None:
        """Show the whole picture."""
        self._set_camera(Camera())

    @property
    def smooth(self) -> bool:
        """Whether the picture is interpolated."""
        return not self._playing and self._camera.zoom < _NEAREST_FROM

    def _set_camera(self, camera: Camera) -> None:
        changed = camera.zoom != self._camera.zoom
        self._camera = camera
        resting = Qt.CursorShape.ArrowCursor if self._image is not None else Qt.CursorShape.PointingHandCursor
        self.setCursor(Qt.CursorShape.OpenHandCursor if camera.zoom > 1 else resting)
        self.update()
        if changed:
            self.zoom_changed.emit(camera.zoom)

    def _zoom(self, factor: float, at: QPointF) -> None:
        if self._image is not None:
            view = QRectF(self.rect())
            self._set_camera(self._camera.zoomed(factor, at, view, self._image.width(), self._image.height()))

    @override
    @safe_override(default=QSize(640, 360))
    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    @override
    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._image is not None and self._camera.zoom > 1:
            settled = self._camera.settled(QRectF(self.rect()), self._image.width(), self._image.height())
            self._set_camera(settled)

    @override
    @safe_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        along = event.angleDelta().y()
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or not along:
            event.ignore()
            return
        self._zoom(_ZOOM_A_NOTCH ** (along / _NOTCH), event.position())
        event.accept()

    @override
    @safe_override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._image is not None:
            self._drag = None
            if self._camera.zoom > 1:
                self.reset_zoom()
            else:
                self._zoom(2.0, event.position())

    @override
    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._camera.zoom > 1:
            self._drag = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    @safe_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None or self._image is None:
            return
        shift, self._drag = event.position() - self._drag, event.position()
        size = self._image.width(), self._image.height()
        self._camera = self._camera.panned(shift, QRectF(self.rect()), *size)
        self.update()

    @override
    @safe_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag = None
            self._set_camera(self._camera)
        elif self._image is None and self._title and event.button() is Qt.MouseButton.LeftButton:
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
            paint_picture(painter, self._image, QRectF(self.rect()), self._whole(self._image), smooth=self.smooth)
            self._paint_overlay(painter, self._image)
            if self._title:
                words = f"{self._title}: {self._detail}" if self._detail else self._title
                paint_banner(painter, self.rect(), words, self._theme, top=False)
            if self._damaged:
                words = tr("Frame {index} is damaged: the nearest earlier picture is shown", index=self._index)
                paint_banner(painter, self.rect(), words, self._theme, top=True)

    def _whole(self, image: QImage) -> QRectF:
        """Where the whole picture lies, beyond the view too."""
        return self._camera.target(QRectF(self.rect()), image.width(), image.height())

    def _paint_overlay(self, painter: QPainter, image: QImage) -> None:
        overlay, mark = self._overlay, self._mark
        if mark is not None and mark[0] == self._index:
            place = self._whole(image)
            paint_box(painter, mark[1], mark[2], place, place.width() / image.width())
        if overlay is None or overlay.frame != self._index or not self._level:
            return
        place = self._whole(image)
        paint_overlay(painter, overlay, self._level, place, place.width() / image.width())
        words = overlay_words(overlay, self._level)
        if words and not self._damaged:
            paint_banner(painter, self.rect(), words, self._theme, top=True)
