"""The message line: what stays, what leaves, and where it can be read again."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from metst_gui.widgets.message_bar import HISTORY, MessageBar
from metst_gui.window.help_dialogs import MessageDialog
from tests.kit.hands import button

LEFT = Qt.MouseButton.LeftButton


def test_messages_stay_or_leave(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show()
    bar._timer.setInterval(10)
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
    assert bar.history[-1] == ("warning", str(HISTORY + 4))


def test_progress(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show()
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
    dialog = MessageDialog([("info", "First."), ("error", "Second.")], Path("metst.log"))
    qtbot.addWidget(dialog)
    assert dialog.text == "✖ Second.\nℹ First."
    assert any("metst.log" in one.text() for one in dialog.findChildren(QLabel))
    empty = MessageDialog([], Path("metst.log"))
    qtbot.addWidget(empty)
    assert empty.text == "No message yet."
