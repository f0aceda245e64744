"""A command that is not possible now says what to do first: on its key, and in its tip."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from typing_extensions import override

from metst_gui.commands.book import CommandBook
from metst_gui.commands.digit_row import DigitRow
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.typing_guard import belongs_to_field, text_field


class Refusals(QObject):
    """Event filter of the application, for the commands of one window.

    Install it before a `TextFieldGuard`: filters run last in, first out, and what was typed is committed first.

    Args:
        book: the commands.
        window: their keys work in it.
        digits: the digit row, in every window of the application; None: another filter has it.
    """

    def __init__(self, book: CommandBook, window: QWidget, *, digits: DigitRow | None = None) -> None:
        super().__init__(window)
        self._digits = digits
        self._book = book
        self._window = window

    def install(self) -> None:
        """Watch the application."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    @override
    @safe_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ToolTip and isinstance(watched, QToolButton | QMenu):
            self._book.explain()
            return False
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget):
            return False
        if self._digits is not None and self._digits.takes(watched, event):
            return True
        if watched.window() is not self._window or watched.property("keeps_keys"):
            return False
        if text_field(watched) is not None and belongs_to_field(event):
            return False
        if kind == QEvent.Type.ShortcutOverride:
            # Qt looks next for a key of an action that is possible: what is possible must be true now.
            self._book.refresh()
            return False
        return self._refuse(event)

    def _refuse(self, event: QKeyEvent) -> bool:
        """Whether the key is one of a command that is not possible; Qt has looked for a possible one before."""
        wanted = [QKeySequence(one) for one in _combinations(event)]
        for id_, action in self._book.actions.items():
            if not action.isEnabled() and any(key in wanted for key in action.shortcuts()):
                if not event.isAutoRepeat():
                    self._book.trigger(id_)
                return True
        return False


def _combinations(event: QKeyEvent) -> Iterator[QKeyCombination]:
    """What a shortcut of this key may be called: a sign may be typed with or without Shift."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    yield QKeyCombination(modifiers, key)
    if event.text().isprintable() and event.text() and not event.text().isalpha():
        yield QKeyCombination(modifiers & ~Qt.KeyboardModifier.ShiftModifier, key)
