"""Edit keys act on what is in view: an interval that the reviewer left is never changed unseen."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.types import OriginKind
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse


def click(window, frame: int, *, lanes: bool = False) -> None:
    """Press and release the left button on the timeline at a frame: on the curves, or low among the lanes."""
    plots = window.timeline.plots
    QApplication.processEvents()
    area = plots.area(plots.lanes if lanes else plots.score)
    point = QPoint(round(plots.column_of(frame)), round(area.top() + area.height() * (0.9 if lanes else 0.15)))
    QTest.mouseClick(plots.viewport(), Qt.MouseButton.LeftButton, pos=point)
    QApplication.processEvents()


def said_of(document) -> tuple:
    return dict(document.view.verdicts), document.view.annotations


@pytest.mark.parametrize("lanes", [False, True])
def test_onset_and_offset_after_a_click_elsewhere_are_a_new_interval(desk, qtbot, clip, lanes) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    first = document.view.proposals[0]
    press(window, qtbot, Qt.Key.Key_Down)
    assert window.desk.selection.item == ("proposal", first.id)
    click(window, 120, lanes=lanes)
    assert window.desk.selection.item is None, "a click on an empty place selects nothing"
    press(window, qtbot, Qt.Key.Key_I)
    click(window, 130, lanes=lanes)
    press(window, qtbot, Qt.Key.Key_O)
    (made,) = document.view.annotations
    assert (made.onset, made.offset, made.proposal_id) == (120, 130, None)
    assert {made.origins.onset.kind, made.origins.offset.kind} == {OriginKind.HUMAN}
    assert document.view.proposal(first.id) == first
    assert dict(document.view.verdicts) == {}


def test_onset_and_offset_far_from_the_selected_item_are_a_new_interval(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    press(window, qtbot, Qt.Key.Key_Down)
    window.desk.playback.seek(180)
    press(window, qtbot, Qt.Key.Key_I)
    window.desk.playback.seek(190)
    press(window, qtbot, Qt.Key.Key_O)
    (made,) = document.view.annotations
    assert (made.onset, made.offset, made.proposal_id) == (180, 190, None)
    assert dict(document.view.verdicts) == {}


KEYS = (
    *((key, Qt.KeyboardModifier.NoModifier) for key in (Qt.Key.Key_3, Qt.Key.Key_0, Qt.Key.Key_C, Qt.Key.Key_T)),
    (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
)


@pytest.mark.parametrize(("key", "modifier"), KEYS)
def test_other_keys_show_what_they_would_change_and_ask(desk, qtbot, clip, said, key, modifier) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document, playback = window.desk.document, window.desk.playback
    press(window, qtbot, Qt.Key.Key_Down)
    before, rows, sentences = said_of(document), document.ledger.store.rows, said(window)
    playback.seek(180)
    press(window, qtbot, key, modifier=modifier)
    assert (said_of(document), document.ledger.store.rows) == (before, rows)
    assert playback.frame == document.view.proposals[0].onset, "it is shown"
    assert "Press the key again" in sentences[-1]
    press(window, qtbot, key, modifier=modifier)
    assert document.ledger.store.rows > rows


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
def test_a_line_of_the_card_is_not_opened_for_what_is_out_of_view(desk, qtbot, clip, modifier) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down)
    window.desk.playback.seek(180)
    press(window, qtbot, Qt.Key.Key_A, modifier=modifier)
    assert QApplication.focusWidget() not in window.card.lines.lines
    press(window, qtbot, Qt.Key.Key_A, modifier=modifier)
    assert QApplication.focusWidget() in window.card.lines.lines


def test_an_item_beside_the_visible_part_of_the_timeline_is_not_in_view(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down)
    assert window.desk.tour.in_view
    window.timeline.zoom.by(8)
    window.timeline.zoom.pan(2)
    assert not window.desk.tour.sees(window.desk.current.proposal.onset, window.desk.current.proposal.offset)
    assert not window.desk.tour.in_view


def test_a_click_on_the_curves_above_the_item_keeps_it(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    document = window.desk.document
    first = document.view.proposals[0]
    press(window, qtbot, Qt.Key.Key_Down)
    click(window, first.apex + 1)
    assert window.desk.selection.item == ("proposal", first.id)
    press(window, qtbot, Qt.Key.Key_P)
    (made,) = document.view.annotations
    assert (made.apex, made.origins.apex.kind, made.origins.onset.kind) == (
        first.apex + 1,
        OriginKind.HUMAN,
        OriginKind.MODEL,
    )


def test_the_card_says_that_a_change_accepted_the_proposal(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down)
    sentences = said(window)
    press(window, qtbot, Qt.Key.Key_Right, modifier=Qt.KeyboardModifier.AltModifier)
    words = "Your change accepted this proposal; Enter goes on, Ctrl+Z takes it back."
    assert window.card._remark.text() == words
    assert not window.card._remark.isHidden()
    assert words not in sentences, "not in a line that passes"
    press(window, qtbot, Qt.Key.Key_Right, modifier=Qt.KeyboardModifier.AltModifier)
    assert window.card._remark.text() == words, "as long as it is shown"
    press(window, qtbot, Qt.Key.Key_Return)
    press(window, qtbot, Qt.Key.Key_Up, modifier=Qt.KeyboardModifier.ControlModifier)
    assert window.card._remark.text() != words
