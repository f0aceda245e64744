"""Keys of a text field stay with the text field."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from typing_extensions import override

from metst_gui.widgets.action_units_field import UnitsField
from metst_gui.widgets.qt_guard import safe_override


class TextFieldGuard(QObject):
    """Event filter of the application: a text field with the focus keeps every key that edits text.

    Install it on the application. Qt asks with ``ShortcutOverride`` before it runs a shortcut; saying yes hands the key
    to the field. Return commits and Esc drops the text; both give the focus back to the window, but Return leaves it
    with action units that cannot be read. A command key or a
    click elsewhere commits first, so that no text reaches an item it was not typed for.

    Signals:
        released: a field of the window gave the focus back.
    """

    released = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    @override
    @safe_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._leave_before_click(watched)
            return False
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not isinstance(event, QKeyEvent):
            return False
        field = text_field(watched)
        if field is None or field.window() is not self._window:
            return False
        return self._decide(field, event) if kind == QEvent.Type.ShortcutOverride else self._press(field, event)

    def _decide(self, field: QWidget, event: QKeyEvent) -> bool:
        if belongs_to_field(event):
            event.accept()
            return True
        if event.key() not in _NEUTRAL_KEYS:
            # A command may change the item shown: what was typed belongs to the item shown now.
            self._release(field)
        return False

    def _press(self, field: QWidget, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if isinstance(field, QLineEdit):
                while field.isUndoAvailable():
                    field.undo()
            self._release(field)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _is_multiline(field):
            field.event(event)
            if field.hasFocus() and not (isinstance(field, UnitsField) and field.keeps_return()):
                self._release(field)
            return True
        return False

    def _leave_before_click(self, watched: QObject) -> None:
        field = text_field(QApplication.focusWidget())
        if field is None or field.window() is not self._window or not isinstance(watched, QWidget):
            return
        if watched.window() is self._window and watched is not field and not field.isAncestorOf(watched):
            self._release(field)

    def _release(self, field: QWidget) -> None:
        # Losing the focus emits editingFinished: the field commits as it does on a click elsewhere.
        field.clearFocus()
        self._window.setFocus(Qt.FocusReason.OtherFocusReason)
        self.released.emit()


def belongs_to_field(event: QKeyEvent) -> bool:
    """Whether a key edits text: printable keys, deletion, cursor keys, Return, Esc, and the clipboard and undo keys."""
    modifiers = event.modifiers()
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    control = bool(modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
    if event.key() in _EDIT_KEYS:
        return not alt
    if control and not alt:
        return any(event.matches(standard) for standard in _EDIT_STANDARD)
    # Ctrl with Alt and a text is AltGr on some platforms.
    return event.text().isprintable() and bool(event.text()) and (control or not alt)


_EDIT_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
    }
)
_NEUTRAL_KEYS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_unknown,
    }
)
_EDIT_STANDARD = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.SelectAll,
)


def _is_multiline(field: QWidget) -> bool:
    return isinstance(field, QTextEdit | QPlainTextEdit)


def text_field(watched: QObject | None) -> QWidget | None:
    """The text field an event goes to, or None; read-only texts are none."""
    if isinstance(watched, QLineEdit | QTextEdit | QPlainTextEdit):
        return None if watched.isReadOnly() else watched
    return watched if isinstance(watched, QAbstractSpinBox) else None
