"""The keyboard alone: Tab reaches every control of the window, presses it, and goes back to the review."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox

from metst_gui.document.annotation import Verdict
from tests.e2e.test_accessible_names import controls, name_of
from tests.kit.hands import button, press
from tests.kit.windows import open_and_analyse

pytestmark = pytest.mark.e2e


def tab(qtbot, window, *, back: bool = False) -> None:
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    qtbot.keyClick(window.focusWidget() or window, key)


def walked(qtbot, window) -> list:
    """Every control that Tab comes to, once round."""
    found = []
    for _ in range(200):
        tab(qtbot, window)
        if window.focusWidget() in found:
            return found
        found.append(window.focusWidget())
    raise AssertionError("Tab never comes back")


def go_to(qtbot, window, name: str):
    for _ in range(200):
        tab(qtbot, window)
        if name in name_of(window.focusWidget(), window):
            return window.focusWidget()
    raise AssertionError(f"Tab does not come to {name}")


def test_tab_reaches_every_control_of_the_start_page(desk, qtbot) -> None:
    window = desk()
    reached = walked(qtbot, window)
    assert {one for one in controls(window) if one.isEnabled()} <= set(reached)


def test_tab_reaches_every_control_with_a_video(desk, qtbot, clip) -> None:
    window = desk("with_evidence")
    open_and_analyse(window, qtbot, clip)
    for name in ("why_panel", "compare"):
        window.book.actions[name].trigger()
    press(window, qtbot, Qt.Key.Key_Down)
    expected = [one for one in controls(window) if one.isEnabled()]
    assert len(expected) > 30
    reached = walked(qtbot, window)
    missing = [name_of(one, window) for one in expected if one not in reached]
    assert missing == []
    assert len(reached) == len(set(reached))
    last = window.focusWidget()
    tab(qtbot, window)
    tab(qtbot, window, back=True)
    assert window.focusWidget() is last


def test_a_control_that_tab_came_to_is_pressed_by_space_and_return_and_esc_goes_back(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down)
    first = window.desk.current.proposal
    reject = go_to(qtbot, window, "Reject")
    assert isinstance(reject, QAbstractButton)
    qtbot.keyClick(reject, Qt.Key.Key_Space)
    assert window.desk.document.view.verdict(first.id) is Verdict.REJECTED, "and the video does not play"
    assert not window.desk.playback.playing
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.focusWidget() is window.video
    second = window.desk.current.proposal
    press(window, qtbot, Qt.Key.Key_Return)
    assert window.desk.document.view.verdict(second.id) is Verdict.ACCEPTED, "Return is Accept again"


def test_other_keys_keep_their_meaning_on_a_control(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down)
    proposal = window.desk.current.proposal
    box = go_to(qtbot, window, "Playback speed")
    assert isinstance(box, QComboBox)
    before = box.currentIndex()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentIndex() == before + 1, "the arrow is the list's"
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    assert window.desk.document.view.verdict(proposal.id) is Verdict.REJECTED


def test_a_click_takes_no_keyboard(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    press(window, qtbot, Qt.Key.Key_Down)
    qtbot.mouseClick(button(window.card, "Reject"), Qt.MouseButton.LeftButton)
    assert window.focusWidget() is window.video
    assert QApplication.focusWidget() in (window.video, None)
