"""The digit row of keyboards that give a digit only with Shift (French, Belgian, Czech, …): its keys are digits."""

import sys

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.widgets.typing_guard import belongs_to_field, text_field

# Codes of the keys 1 to 9 and 0 by their place on the keyboard: X11 and Wayland (evdev + 8), Windows (scan code set 1),
# macOS (kVK_ANSI_1 … of HIToolbox/Events.h; those are virtual keys, which there tell the place).
_EVDEV = {10 + place: (place + 1) % 10 for place in range(10)}
_WINDOWS = {2 + place: (place + 1) % 10 for place in range(10)}
_MACOS = {18: 1, 19: 2, 20: 3, 21: 4, 23: 5, 22: 6, 26: 7, 28: 8, 25: 9, 29: 0}
_OTHER = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.KeypadModifier


def digit_of(event: QKeyEvent, platform: str = sys.platform) -> int | None:
    """Digit on a key of the digit row that gave another sign.

    Args:
        event: a key.
        platform: as `sys.platform` names it.

    Returns:
        0..9; None: another key, Shift or Alt is held, or the keyboard gave the digit itself.
    """
    if event.modifiers() & _OTHER or Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        return None
    if platform == "darwin":
        return _MACOS.get(event.nativeVirtualKey())
    return (_WINDOWS if platform == "win32" else _EVDEV).get(event.nativeScanCode())


class DigitRow:
    """What a digit does in a window, the key of that digit does without Shift; text fields keep the signs.

    Part of the event filter `Refusals`: another filter of every event of the application would cost each its time.

    Args:
        book: the commands that have digits as keys.
    """

    def __init__(self, book: CommandBook) -> None:
        self._book = book

    def takes(self, watched: QWidget, event: QKeyEvent) -> bool:
        """Whether a key on its way to a widget is a digit here; then it is done, and goes nowhere else.

        Args:
            watched: the widget.
            event: ``ShortcutOverride`` or ``KeyPress``.
        """
        digit = digit_of(event)
        if (
            digit is None
            or watched.property("keeps_keys")
            or (text_field(watched) is not None and belongs_to_field(event))
        ):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # Else Qt runs the command of the sign: on a French keyboard the 6 is a minus.
            event.accept()
        else:
            self._press(watched, event, digit)
        return True

    def _press(self, watched: QWidget, event: QKeyEvent, digit: int) -> None:
        key = Qt.Key(Qt.Key.Key_0 + digit)
        wanted = QKeySequence(QKeyCombination(event.modifiers(), key))
        owned = {action.objectName() for action in watched.window().actions() if wanted in action.shortcuts()}
        for id_ in owned & self._book.actions.keys():
            if not event.isAutoRepeat():
                self._book.trigger(id_)
            return
        same = QKeyEvent(QEvent.Type.KeyPress, key, event.modifiers(), str(digit), event.isAutoRepeat())
        QCoreApplication.sendEvent(watched, same)
