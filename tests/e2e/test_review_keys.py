"""The review desk by its keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from tests.e2e.test_journeys import open_and_analyse, press


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_up_and_down_go_through_open_items_and_reasons_are_kept(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.session.document
    first, second, third, fourth = (("proposal", one.id) for one in document.proposals)
    press(window, qtbot, Qt.Key.Key_Down)
    press(window, qtbot, Qt.Key.Key_Backspace, modifier=Qt.KeyboardModifier.ShiftModifier)
    menu = window.findChild(QMenu, "reason_menu")
    qtbot.keyClick(menu, Qt.Key.Key_H)
    assert document.project.verdicts[first[1]].reason == "head"
    assert window.session.selection.item == second
    press(window, qtbot, Qt.Key.Key_Return, Qt.Key.Key_Up)
    assert window.session.selection.item == third, "both before it are decided"
    press(window, qtbot, Qt.Key.Key_Up, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.session.selection.item == second
    press(window, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert window.session.selection.item == fourth
    press(window, qtbot, Qt.Key.Key_0, modifier=Qt.KeyboardModifier.ControlModifier)
    assert document.annotation_of(fourth[1]).emotion is None
    assert document.annotation_of(fourth[1]).kind is None
    press(window, qtbot, Qt.Key.Key_Up, modifier=Qt.KeyboardModifier.ControlModifier)
    window.review.select(*fourth)
    press(window, qtbot, Qt.Key.Key_T)
    assert document.annotation_of(fourth[1]).kind == "macro"
    press(window, qtbot, Qt.Key.Key_T)
    assert document.annotation_of(fourth[1]).kind is None
