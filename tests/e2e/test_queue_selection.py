"""Rows of the queue by mouse and keys: several at once, and the menu of a right click."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from tests.e2e.conftest import TIMEOUT
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse

pytestmark = pytest.mark.e2e
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(desk, qtbot, clip):
    window = desk()
    window.desk.settings.update(arrival="stay")
    open_and_analyse(window, qtbot, clip)
    return window


def place_of(window, row: int) -> QPoint:
    rows = window.queue._list
    return rows.visualRect(rows.model().index(row, 0)).center()


def click(window, qtbot, row: int, modifier=Qt.KeyboardModifier.NoModifier, button=LEFT) -> None:
    qtbot.mouseClick(window.queue._list.viewport(), button, modifier, place_of(window, row))


def verdicts(window) -> list[str]:
    view = window.desk.document.view
    return [view.verdict(one.id).value for one in view.proposals]


def test_rows_are_marked_by_mouse_and_the_card_says_so(window, qtbot) -> None:
    desk, order = window.desk, window.desk.queue.shown_ids()
    click(window, qtbot, 0)
    assert desk.selection.item == order[0]
    click(window, qtbot, 2, SHIFT)
    assert desk.marked.items == tuple(order[:3])
    assert desk.selection.item == order[2]
    assert window.card.several.text().startswith("3 selected:")
    assert "Accept 3" in window.card.verdicts.buttons["accepted"].text()
    click(window, qtbot, 1, CONTROL)
    assert desk.marked.items == (order[0], order[2])
    press(window, qtbot, Qt.Key.Key_Backspace)
    assert verdicts(window) == ["rejected", "pending", "rejected", "pending"]
    assert window.card.several.isHidden()
    assert "Accept 3" not in window.card.verdicts.buttons["accepted"].text()
    press(window, qtbot, Qt.Key.Key_Z, modifier=CONTROL)
    assert verdicts(window) == ["pending"] * 4
    click(window, qtbot, 3)
    assert desk.marked.items == ()


def test_rows_are_marked_by_keys(window, qtbot) -> None:
    order = window.desk.queue.shown_ids()
    press(window, qtbot, Qt.Key.Key_Down)
    press(window, qtbot, Qt.Key.Key_Down, modifier=CONTROL | SHIFT)
    assert window.desk.marked.items == tuple(order[:2])
    press(window, qtbot, Qt.Key.Key_A, modifier=CONTROL)
    assert window.desk.marked.items == tuple(order)
    press(window, qtbot, Qt.Key.Key_Return)
    assert verdicts(window) == ["accepted"] * 4


def test_a_right_click_offers_what_is_possible_for_the_row_below_it(window, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)  # the offscreen platform has no popups
    order, rows = window.desk.queue.shown_ids(), window.queue._list
    click(window, qtbot, 0)
    click(window, qtbot, 1, SHIFT)

    def menu(row: int) -> dict[str, bool]:
        click(window, qtbot, row, button=RIGHT)
        rows.customContextMenuRequested.emit(place_of(window, row))
        found = window.findChildren(QMenu, "queue_menu")[-1]
        return {one.objectName(): one.isEnabled() for one in found.actions() if one.objectName()}

    offered = menu(1)
    assert window.desk.marked.items == tuple(order[:2]), "a click on one of several keeps them"
    assert {name for name, on in offered.items() if not on} == {"delete"}
    assert verdicts(window) == ["pending"] * 4, "opening a menu decides nothing"
    offered = menu(3)
    assert window.desk.marked.items == ()
    assert window.desk.selection.item == order[3]
    window.book.trigger("accept")
    click(window, qtbot, 3)
    assert menu(3)["delete"], "its verdict can be taken back"
    submenu = next(one.menu() for one in window.findChildren(QMenu, "queue_menu")[-1].actions() if one.menu())
    submenu.actions()[4].trigger()
    assert [one.emotion for one in window.desk.document.view.annotations] == ["fear"]


def test_the_order_is_chosen_in_the_menu_of_the_queue(window, qtbot) -> None:
    before = window.desk.queue.shown_ids()
    actions = {one.objectName(): one for one in window.queue.header.sort.menu().actions() if one.objectName()}
    actions["sort_score"].trigger()
    scores = [row.score for row in window.desk.queue.shown]
    assert scores == sorted(scores, reverse=True)
    assert actions["sort_score"].isChecked()
    assert not actions["sort_time"].isChecked()
    actions["sort_reverse"].trigger()
    assert [row.score for row in window.desk.queue.shown] == sorted(scores)
    actions["sort_time"].trigger()
    actions["sort_reverse"].trigger()
    assert window.desk.queue.shown_ids() == before
    qtbot.waitUntil(lambda: not window.desk.analysis.running, timeout=TIMEOUT)
