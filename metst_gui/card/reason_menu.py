"""The menu that asks why a proposal is rejected."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from metst_gui.widgets.qt_guard import safe_override
from metst_gui.wording.reasons import DIGITS, with_letter


class ReasonMenu(QMenu):
    """Asks for a reason: by its digit, its letter, or a click.

    Args:
        choose: called with the reason; empty: none is given.
        suggested: reason that Return chooses; empty: none.
        parent: window it belongs to.
    """

    def __init__(self, choose: Callable[[str], object], suggested: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reason_menu")
        self._by_digit: dict[str, QAction] = {}
        for digit, reason in DIGITS.items():
            action = self.addAction(f"{with_letter(reason)}\t{digit}")
            action.triggered.connect(lambda _checked=False, reason=reason: choose(reason))
            self._by_digit[str(digit)] = action
            if reason and reason == suggested:
                self.setActiveAction(action)

    @override
    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._by_digit.get(event.text())
        if action is None:
            super().keyPressEvent(event)
            return
        self.close()
        action.trigger()
