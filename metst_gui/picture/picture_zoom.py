"""Zoom and pan of the picture: which part of it is shown, and what wheel, drag and double click make of that."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QWidget

MAX_ZOOM = 32.0
_ZOOM_A_NOTCH = 1.25
_NOTCH = 120.0
_DOUBLE_CLICK = 2.0


@dataclass(frozen=True, slots=True)
class ShownPart:
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

    def zoomed(self, factor: float, at: QPointF, view: QRectF, width: int, height: int) -> "ShownPart":
        """Part magnified by `factor`, the picture position under `at` staying where it is."""
        before = self.target(view, width, height)
        zoom = min(max(self.zoom * factor, 1.0), MAX_ZOOM)
        ratio = zoom / self.zoom
        w, h = before.width() * ratio, before.height() * ratio
        left = at.x() - (at.x() - before.left()) * ratio
        top = at.y() - (at.y() - before.top()) * ratio
        return ShownPart(zoom, (view.center().x() - left) / w, (view.center().y() - top) / h).settled(
            view, width, height
        )

    def panned(self, shift: QPointF, view: QRectF, width: int, height: int) -> "ShownPart":
        """Part with the picture moved by `shift` view pixels."""
        rect = self.target(view, width, height)
        moved = ShownPart(self.zoom, self.x - shift.x() / rect.width(), self.y - shift.y() / rect.height())
        return moved.settled(view, width, height)

    def settled(self, view: QRectF, width: int, height: int) -> "ShownPart":
        """The same picture, with the middle clipped to what can be reached: a later drag starts without slack."""
        rect = self.target(view, width, height)
        x = (view.center().x() - rect.left()) / rect.width()
        y = (view.center().y() - rect.top()) / rect.height()
        return ShownPart(self.zoom, x, y)


class PictureZoom:
    """Zoom and pan of the picture a view shows; it repaints the view and sets its cursor.

    Attributes:
        camera: what is shown.
    """

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self._size: tuple[int, int] | None = None
        self._drag: QPointF | None = None
        self.camera = ShownPart()

    @property
    def factor(self) -> float:
        """Magnification relative to the fitted picture, 1 to `MAX_ZOOM`."""
        return self.camera.zoom

    @property
    def dragging(self) -> bool:
        """Whether the picture is being dragged."""
        return self._drag is not None

    def set_size(self, size: tuple[int, int] | None) -> None:
        """Width and height of the picture in px, None for none; another size is shown as a whole."""
        if size is None or size != self._size:
            self._size = size
            self.reset()

    def reset(self) -> None:
        """Show the whole picture."""
        self._set(ShownPart())

    def whole(self) -> QRectF:
        """Where the whole picture lies in view coordinates, beyond the view too; empty without a picture."""
        return QRectF() if self._size is None else self.camera.target(self._area(), *self._size)

    def place(self, at: QPointF) -> tuple[float, float] | None:
        """Place (x, y) in px of the picture under a place of the view; None: beside the picture, or there is none."""
        whole = self.whole()
        if self._size is None or not whole.contains(at):
            return None
        scale = self._size[0] / whole.width()
        return (at.x() - whole.left()) * scale, (at.y() - whole.top()) * scale

    def look_at(self, x: float, y: float, width: float) -> None:
        """Put a place of the picture into the middle; a view that is not zoomed in yet is, to show `width` px.

        Args:
            x: column in px of the picture.
            y: row in px of the picture.
            width: extent in px that should fill the view where the whole picture is shown now.
        """
        if self._size is None or self.dragging:
            return
        size, view, zoom = self._size, self._area(), self.camera.zoom
        if zoom <= 1.0:
            fitted = ShownPart().target(view, *size)
            zoom = min(max(min(view.width(), view.height()) / (width * fitted.width() / size[0]), 1.0), MAX_ZOOM)
        self._set(ShownPart(zoom, x / size[0], y / size[1]).settled(view, *size))

    def turn(self, angle: float, at: QPointF) -> None:
        """Zoom in, or out, at a place of the view by a turn of the wheel (eighths of a degree)."""
        self._zoom(_ZOOM_A_NOTCH ** (angle / _NOTCH), at)

    def toggle(self, at: QPointF) -> None:
        """Back to the whole picture, or in by 2 at a place of the view where the whole is shown."""
        self._drag = None
        if self.camera.zoom > 1:
            self.reset()
        else:
            self._zoom(_DOUBLE_CLICK, at)

    def grab(self, at: QPointF) -> None:
        """Begin a drag, where there is something out of view."""
        if self.camera.zoom > 1:
            self._drag = at
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)

    def drag_to(self, at: QPointF) -> None:
        """Go on with the drag, where there is one."""
        if self._drag is None or self._size is None:
            return
        shift, self._drag = at - self._drag, at
        self.camera = self.camera.panned(shift, self._area(), *self._size)
        self._view.update()

    def let_go(self) -> bool:
        """End the drag; False where there is none."""
        if self._drag is None:
            return False
        self._drag = None
        self._set(self.camera)
        return True

    def settle(self) -> None:
        """The view has a new size."""
        if self._size is not None and self.camera.zoom > 1:
            self._set(self.camera.settled(self._area(), *self._size))

    def _zoom(self, factor: float, at: QPointF) -> None:
        if self._size is not None:
            self._set(self.camera.zoomed(factor, at, self._area(), *self._size))

    def _set(self, camera: ShownPart) -> None:
        self.camera = camera
        resting = Qt.CursorShape.ArrowCursor if self._size is not None else Qt.CursorShape.PointingHandCursor
        self._view.setCursor(Qt.CursorShape.OpenHandCursor if camera.zoom > 1 else resting)
        self._view.update()

    def _area(self) -> QRectF:
        return QRectF(self._view.rect())
