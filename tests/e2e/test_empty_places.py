"""The buttons of an empty place do what they say."""

import pytest
from PySide6.QtCore import Qt

from metst_gui.desk.queue_rows import FILTERS
from tests.kit.hands import button
from tests.kit.windows import open_and_analyse

pytestmark = pytest.mark.e2e
LEFT = Qt.MouseButton.LeftButton


def test_the_card_offers_the_next_steps_with_their_keys(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    place = window.card._nothing
    assert [one.text() for one in place.buttons] == ["Go to the next one (Down)", "Mark by hand: the onset is here (I)"]
    window.desk.threshold.set_value(1.0)
    assert place.text().startswith("The model proposes nothing at this threshold.")
    qtbot.mouseClick(place.buttons[0], LEFT)
    assert window.desk.document.view.proposals != ()
    qtbot.mouseClick(button(place, "Go to the next one"), LEFT)
    assert window.desk.selection.item == window.desk.queue.shown_ids()[0]
    window.desk.selection.clear()
    qtbot.mouseClick(button(place, "Mark by hand"), LEFT)
    assert "onset" in window.desk.draft.text
    assert place.buttons == [], "what is being marked says itself how to go on"


def test_a_queue_whose_filters_hide_everything_shows_it_again(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    shown = window.desk.queue.shown_ids()
    for name in FILTERS:
        window.desk.queue.set_filter(name, shown=False)
    window.desk.queue.set_budget(10)
    place = window.queue._empty
    assert place.isVisible()
    qtbot.mouseClick(button(place, "Show all"), LEFT)
    assert window.desk.queue.shown_ids() == shown
    assert window.desk.queue.minutes == 0
    assert not place.isVisible()


def test_a_read_only_project_offers_no_marking(desk, qtbot, clip) -> None:
    first = desk()
    open_and_analyse(first, qtbot, clip)
    first.desk.document.ledger.withhold("Nothing can be changed.")
    first.desk.selection.changed.emit()
    assert [one.text() for one in first.card._nothing.buttons] == ["Go to the next one (Down)"]
