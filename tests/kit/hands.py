"""What a user's hands do: keys and buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton


def press(window, qtbot, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(window.video, key, modifier)


def button(widget, text):
    return next(one for one in widget.findChildren(QAbstractButton) if text in one.text())
