"""What a command that is not possible says, by key and by the program."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMainWindow, QToolButton, QVBoxLayout, QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.commands.refusals import Refusals
from metst_gui.commands.table import ACTIONS
from metst_gui.widgets.typing_guard import TextFieldGuard
from tests.gui.commands import Nothing


class Window(QMainWindow):
    """Every command, a picture and a line of text; what was done and what was said."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.said: list[str] = []
        self.state = Nothing()
        self.book = CommandBook(self.state, self)
        self.book.bind({spec.id: lambda name=spec.id: self.done.append(name) for spec in ACTIONS})
        self.book.finish()
        self.book.refused.connect(self.said.append)
        self.picture, self.line = QWidget(), QLineEdit()
        central = QWidget()
        column = QVBoxLayout(central)
        column.addWidget(self.picture)
        column.addWidget(self.line)
        self.setCentralWidget(central)
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.filters = Refusals(self.book, self), TextFieldGuard(self)
        for one in self.filters:
            QApplication.instance().installEventFilter(one)

    def forbid(self, *needs: str) -> None:
        self.state.missing = set(needs)
        self.state.changed.emit()


@pytest.fixture
def window(qtbot):
    made = Window()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.picture.setFocus()
    yield made
    for one in made.filters:
        QApplication.instance().removeEventFilter(one)


def test_what_is_missing_disables_and_what_holds_enables_again(window) -> None:
    window.forbid("video")
    assert {name for name, action in window.book.actions.items() if not action.isEnabled()} == {
        spec.id for spec in ACTIONS if "video" in spec.needs
    }
    window.forbid()
    assert all(action.isEnabled() for action in window.book.actions.values())


def test_every_key_of_what_is_not_possible_says_what_to_do_first(window, qtbot) -> None:
    window.forbid(*window.state.needs)
    for spec in ACTIONS:
        for sequence in window.book.actions[spec.id].shortcuts():
            combination = sequence[0]
            window.done.clear()
            window.said.clear()
            qtbot.keyClick(window.picture, combination.key(), combination.keyboardModifiers())
            told = [f"First the {spec.needs[0]}."] if spec.needs else []
            assert (window.done, window.said) == ([] if spec.needs else [spec.id], told), sequence.toString()


def test_the_first_need_that_does_not_hold_is_told(window, qtbot) -> None:
    window.forbid("item", "proposal")
    qtbot.keyClick(window.picture, Qt.Key.Key_Backspace)
    qtbot.keyClick(window.picture, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    window.book.trigger("emotion_1")
    window.book.actions["zoom_item"].trigger()
    assert window.said == ["First the proposal.", *["First the item."] * 3]
    assert window.done == []


def test_what_changes_after_the_book_has_heard_of_it_is_seen_too(window, qtbot) -> None:
    window.forbid("item")
    window.state.changed.emit()
    window.state.missing = set()
    assert not window.book.actions["accept"].isEnabled()
    qtbot.waitUntil(window.book.actions["accept"].isEnabled)


def test_what_became_possible_unheard_is_done_all_the_same(window, qtbot) -> None:
    window.forbid("item")
    window.state.missing = set()
    qtbot.keyClick(window.picture, Qt.Key.Key_Return)
    assert (window.done, window.said) == (["accept"], [])
    window.forbid("item")
    window.state.missing = set()
    window.book.trigger("accept")
    assert (window.done, window.said) == (["accept", "accept"], [])
    window.state.missing = {"item"}
    qtbot.keyClick(window.picture, Qt.Key.Key_Return)
    assert (window.done, window.said) == (["accept", "accept"], ["First the item."])


def test_a_text_field_keeps_its_keys_and_a_held_key_says_it_once(window, qtbot) -> None:
    window.forbid("video")
    window.line.setFocus()
    qtbot.keyClicks(window.line, "s 1=")
    qtbot.keyClick(window.line, Qt.Key.Key_Backspace)
    assert (window.line.text(), window.said) == ("s 1", [])
    qtbot.keyClick(window.line, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.said == ["First the video."]
    window.picture.setFocus()
    window.said.clear()
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_S, Qt.KeyboardModifier.NoModifier, "s", repeated)
        QApplication.sendEvent(window.picture, event)
    assert window.said == ["First the video."]


def test_other_windows_and_other_keys_are_left_alone(window, qtbot) -> None:
    window.forbid("video")
    dialog = QDialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_S)
    qtbot.keyClick(window.picture, Qt.Key.Key_Y)
    assert (window.done, window.said) == ([], [])


def test_own_keys_are_heard_too(window, qtbot) -> None:
    window.book.actions["accept"].setShortcuts([QKeySequence("Y")])
    window.forbid("item")
    qtbot.keyClick(window.picture, Qt.Key.Key_Y)
    qtbot.keyClick(window.picture, Qt.Key.Key_Return)
    assert window.said == ["First the item."]


def test_the_tip_of_a_button_or_menu_entry_says_it_when_it_is_asked_for(window, qtbot) -> None:
    window.book.actions["accept"].setShortcuts([QKeySequence("Y")])
    window.forbid("item")
    button = QToolButton(window)
    button.setDefaultAction(window.book.actions["accept"])
    # Shown for real, a tip needs a platform that has them.
    ask = QHelpEvent(QEvent.Type.ToolTip, QPoint(), QPoint())
    assert not window.filters[0].eventFilter(button, ask)
    assert button.toolTip() == "Accept the proposal and go to the next (Y)\nFirst the item."
    window.forbid()
    assert not window.filters[0].eventFilter(button, ask)
    assert button.toolTip() == "Accept the proposal and go to the next (Y)"
