"""Why a proposal is rejected: the words and the keys of the reasons, the same wherever one is asked for."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from metst_gui.document.annotation import REJECT_REASONS
from metst_gui.language import mark, tr
from metst_gui.widgets.qt_guard import safe_override

# Digit -> reason, on the menu and on the contact sheet; 0 rejects without one.
DIGITS = {**dict(enumerate(REJECT_REASONS, start=1)), 0: ""}
WORDS = {"nothing": mark("nothing moves"), "": mark("no reason given")}
_NO_REASON_LETTER = "O"


def reason_text(reason: str) -> str:
    """A reason in words; empty: none is given."""
    return tr(WORDS.get(reason, reason))


def reason_list() -> str:
    """The digits with their reasons in one line."""
    return ", ".join(f"{digit} {reason_text(reason)}" for digit, reason in DIGITS.items())


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


def with_letter(reason: str) -> str:
    """A reason as a menu's text: its English letter chooses it in every language."""
    letter, name = (reason[0] if reason else _NO_REASON_LETTER).upper(), reason_text(reason)
    at = name.upper().find(letter)
    name = name[:1].upper() + name[1:]
    return f"{name[:at]}&{name[at:]}" if at >= 0 else f"{name}(&{letter})"
