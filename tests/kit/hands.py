"""What a user's hands do: keys and buttons."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


def press(window, qtbot, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(window.video, key, modifier)


def button(widget, text):
    return next(one for one in widget.findChildren(QAbstractButton) if text in one.text())


def move_mouse(widget: QWidget, place: QPoint, *, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """The mouse is moved to a place in a widget; QTest moves the cursor, which any other window there may get."""
    local = QPointF(place)
    no_key = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, local, widget.mapToGlobal(local), Qt.MouseButton.NoButton, held, no_key)
    QApplication.sendEvent(widget, event)
