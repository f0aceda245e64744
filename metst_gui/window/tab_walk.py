"""Tab goes to every control of the window, although a click on one never takes the keyboard from the review."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from metst_gui.widgets.qt_guard import safe_override

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractItemView, QAbstractSlider)
_PRESS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ARROWS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right})
_RING = 2


class _Ring(QWidget):
    """Drawn over the control that has the keyboard, a little larger than it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def put_around(self, control: QWidget) -> None:
        """Show it there."""
        place = QRect(control.mapTo(self._window, QPoint(0, 0)), control.size())
        self.setGeometry(place.adjusted(-_RING, -_RING, _RING, _RING))
        self.show()
        self.raise_()

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().highlight().color(), _RING))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 7, 7)


class TabWalk(QObject):
    """Moves the keyboard from control to control, in the order in which they are read.

    A control that was reached by Tab gets Space and Return (press), and the arrow keys where it has a use for them;
    every other key keeps its meaning for the review, and Esc goes back to it. Nothing of that holds after a click.

    Args:
        window: whose controls.
        regions: parts of the window in the order in which Tab goes through them; what lies in none comes last.

    Signals:
        left: Esc on a control: the keyboard goes back to the review.
    """

    left = Signal()

    def __init__(self, window: QWidget, regions: Sequence[QWidget]) -> None:
        super().__init__(window)
        self._window = window
        self._regions = tuple(regions)
        self._ring = _Ring(window)
        self._at: QWidget | None = None

    def controls(self) -> list[QWidget]:
        """What can be used now, in the order of Tab."""
        found = [one for one in self._window.findChildren(QWidget) if _can_be_used(one)]
        return sorted(found, key=self._place)

    def step(self, *, forward: bool) -> bool:
        """Go to the next control, or the one before; False where there is none."""
        order = self.controls()
        if not order:
            return False
        now = self._window.focusWidget()
        at = order.index(now) if now in order else (-1 if forward else 0)
        self._go(order[(at + (1 if forward else -1)) % len(order)])
        return True

    def _place(self, control: QWidget) -> tuple[int, int, int]:
        regions = self._regions
        inside = (n for n, one in enumerate(regions) if one is control or one.isAncestorOf(control))
        corner = control.mapTo(self._window, QPoint(0, control.height() // 2))
        return next(inside, len(regions)), corner.y() // 8, corner.x()

    def _go(self, control: QWidget) -> None:
        self._leave()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        self._at = control
        control.installEventFilter(self)
        self._ring.put_around(control)

    def _leave(self) -> None:
        if self._at is not None:
            self._at.removeEventFilter(self)
            self._at = None
        self._ring.hide()

    @override
    @safe_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._leave()
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize) and self._at is not None:
            self._ring.put_around(self._at)
        elif isinstance(event, QKeyEvent) and not event.modifiers() and not _types(watched):
            if kind == QEvent.Type.ShortcutOverride and _wants(watched, event.key()):
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress:
                return self._press(watched, event.key())
        return False

    def _press(self, control: QObject, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif isinstance(control, QComboBox) and key in _PRESS:
            control.showPopup()
        elif isinstance(control, QToolButton) and control.menu() is not None and key == Qt.Key.Key_Down:
            control.showMenu()
        elif isinstance(control, QAbstractButton) and key in _PRESS:
            control.click()
        else:
            return False
        return True


def _can_be_used(one: QWidget) -> bool:
    """Whether it is a control in sight; what Qt puts inside of a control of its own belongs to that control."""
    if not isinstance(one, CONTROLS) or isinstance(one, QScrollBar) or not one.isVisible() or not one.isEnabled():
        return False
    inside = isinstance(one.parentWidget(), CONTROLS)
    is_in_a_line = isinstance(one, QToolButton) and isinstance(one.parentWidget(), QLineEdit)  # a button of ours there
    return (not inside or is_in_a_line) and not one.objectName().startswith("qt_")


def _types(control: QObject) -> bool:
    return isinstance(control, (QLineEdit, QAbstractSpinBox))


def _wants(control: QObject, key: int) -> bool:
    """Whether a control that has the keyboard gets this key before the commands of the review."""
    if key == Qt.Key.Key_Escape or key in _PRESS:
        return True
    if isinstance(control, QToolButton) and control.menu() is not None:
        return key == Qt.Key.Key_Down
    return key in _ARROWS and isinstance(control, (QComboBox, QAbstractSlider))
