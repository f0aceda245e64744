"""The message line: what stays, what leaves, and where it can be read again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLabel

from metst_gui.widgets.message_bar import HISTORY, MessageBar, Told
from metst_gui.widgets.message_stack import MOST_NOTICES, MS_A_CHARACTER, SHOW_MS, MessageStack
from metst_gui.window.help_dialogs import MessageDialog
from tests.kit.hands import button

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot) -> MessageBar:
    """A line whose messages leave after 10 ms and more."""
    bar = MessageBar(pace=10 / SHOW_MS)
    qtbot.addWidget(bar)
    bar.resize(700, 30)
    # Nothing leaves while the pointer is on it.
    QCursor.setPos(bar.mapToGlobal(QPoint(0, 400)))
    bar.show()
    return bar


def test_messages_stay_or_leave(bar, qtbot):
    bar.show_message("info", "Saved.")
    assert bar.message == "Saved."
    qtbot.waitUntil(lambda: bar.message == "")
    bar.show_message("error", "Broken.")
    bar.show_message("info", "Later.")
    assert bar.message == "Later.", "an error hides nothing that comes after it"
    qtbot.waitUntil(lambda: bar.message == "Broken.")
    qtbot.wait(50)
    assert bar.message == "Broken."
    bar.show_message("info", "Later.")
    bar.dismiss()
    assert bar.message == "Broken.", "only the message shown was dismissed"
    qtbot.mouseClick(button(bar, "×"), LEFT)
    assert bar.message == ""
    bar.show_message("error", "Broken.")
    bar.clear()
    assert bar.message == ""
    for number in range(HISTORY + 5):
        bar.show_message("warning", str(number))
    assert len(bar.history) == HISTORY
    assert bar.history[-1][:2] == ("warning", str(HISTORY + 4))


def test_what_opening_says_is_not_lost_behind_what_is_said_next(bar, qtbot) -> None:
    bar.show_message("notice", "The file has no usable time stamps.")
    bar.show_message("notice", "Analysis finished: 4 proposals to review.")
    bar.show_message("info", "Open a video first.")
    assert bar.message == "Open a video first.", "the answer to the last key is seen at once"
    qtbot.waitUntil(lambda: bar.message == "Analysis finished: 4 proposals to review.")
    qtbot.waitUntil(lambda: bar.message == "The file has no usable time stamps.")
    qtbot.waitUntil(lambda: bar.message == "")


def test_several_errors_stand_until_each_is_answered(bar, qtbot) -> None:
    bar.show_message("error", "The disk is full.")
    bar.offer("Save elsewhere")
    assert bar._offer.text() == "Save elsewhere"
    bar.show_message("error", "The video was moved.")
    assert not bar._offer.isVisible(), "that is of the other error"
    more = bar._more
    qtbot.waitUntil(lambda: more.isVisible() and more.text() == "1 more")
    with qtbot.waitSignal(bar.all_requested):
        qtbot.mouseClick(more, LEFT)
    bar.settle("The disk is full.")
    assert bar.message == "The video was moved."
    bar.show_message("error", "The disk is full.")
    bar.show_message("info", "Saved.")
    bar.settle("The disk is full.")
    assert bar.message == "Saved."
    bar.dismiss()
    assert bar.message == "The video was moved.", "what is no longer true does not come again"


def test_the_same_is_not_said_twice_and_old_notices_make_room() -> None:
    stack = MessageStack()
    for _ in range(3):
        stack.put("notice", "Exported.", 0)
    assert stack.waiting == 0
    for number in range(2 * MOST_NOTICES):
        stack.put("notice", str(number), 0)
    assert stack.waiting == MOST_NOTICES - 1
    stack.put("info", "Key.", 20_000)
    assert stack.waiting == MOST_NOTICES - 1, "the notice below it was read"


def test_a_longer_sentence_stays_for_longer_and_can_be_read_whole(bar, qtbot) -> None:
    stack = MessageStack()
    stack.put("info", "Short.", 0)
    assert stack.top.left == SHOW_MS
    stack.put("info", "word " * 60, 0)
    assert stack.top.left == MS_A_CHARACTER * 300
    bar.show_message("error", "word " * 60)
    qtbot.waitUntil(lambda: button(bar, "More").isVisible())
    with qtbot.waitSignal(bar.all_requested):
        qtbot.mouseClick(bar, LEFT, pos=bar._text.geometry().center())
    bar.show_message("error", "Short.")
    bar.settle("word " * 60)
    qtbot.waitUntil(lambda: not bar._more.isVisible())


def test_each_message_is_listed_with_the_time_it_was_said_last(bar) -> None:
    begun = datetime.now(UTC)
    bar.show_message("info", "Saved.")
    first = bar.history[-1].at
    bar.show_message("info", "Saved.")
    assert [one[:2] for one in bar.history] == [("info", "Saved.")]
    assert begun <= first <= bar.history[-1].at <= datetime.now(UTC)


def test_progress(bar, qtbot):
    cancel = button(bar, "Cancel")
    assert not cancel.isVisible()
    bar.show_progress("Analysing 50 %", 50, tip="Default model: 5 of 10", stop_tip="Stop it")
    assert bar._bar.value() / bar._bar.maximum() == 0.5
    assert bar._stage.text() == "Analysing 50 %"
    assert bar._bar.toolTip() == "Default model: 5 of 10"
    with qtbot.waitSignal(bar.cancel_requested):
        qtbot.mouseClick(cancel, LEFT)
    bar.show_progress("Writing the report", None)
    assert not cancel.isVisible(), "it cannot be stopped"
    assert bar._bar.maximum() == 0, "how far it is is not known"
    bar.hide_progress()
    assert not bar._bar.isVisible()
    assert not cancel.isVisible()


def test_the_dialog_lists_the_newest_first_and_names_the_log(qtbot):
    noon = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
    said = [Told("info", "First.", noon), Told("error", "Second.", noon + timedelta(hours=3, seconds=4))]
    dialog = MessageDialog(said, Path("metst.log"))
    qtbot.addWidget(dialog)
    assert dialog.text == "15:00:09 ✖ Second.\n12:00:05 ℹ First."
    assert any("metst.log" in one.text() for one in dialog.findChildren(QLabel))
    empty = MessageDialog([], Path("metst.log"))
    qtbot.addWidget(empty)
    assert empty.text == "No message yet."
