"""Whether the key of an action is held down, for keys that mean something else meanwhile (K+J, K+L: one frame)."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from typing_extensions import override

from metst_gui.widgets.qt_guard import safe_override

_KEY_EVENTS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class HeldKey(QObject):
    """Event filter of the application.

    Attributes:
        held: True from the press of the action's first key to its release.
    """

    def __init__(self, action: QAction) -> None:
        super().__init__(action)
        self._action = action
        self.held = False

    @override
    @safe_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.WindowDeactivate, QEvent.Type.ApplicationDeactivate):
            self.held = False
        elif isinstance(event, QKeyEvent) and kind in _KEY_EVENTS and not event.isAutoRepeat() and self._is(event):
            self.held = kind is not QEvent.Type.KeyRelease
        return False

    def _is(self, event: QKeyEvent) -> bool:
        return any(shortcut == QKeySequence(event.key()) for shortcut in self._action.shortcuts())
