"""Full screen, the picture in a window of its own, and where everything was last time."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QSplitter

from metst_gui.document.annotation import Verdict
from metst_gui.window.picture_window import PictureWindow
from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _names(qapp) -> Iterator[None]:
    """QSettings need them; the program gives them at its start. Windows of later tests find nothing kept."""
    former = qapp.organizationName(), qapp.applicationName()
    qapp.setOrganizationName("metst")
    qapp.setApplicationName("metst")
    QSettings().clear()
    yield
    QSettings().clear()
    qapp.setOrganizationName(former[0])
    qapp.setApplicationName(former[1])


def test_what_a_window_keeps_is_in_the_home_of_its_test() -> None:
    assert Path(QSettings().fileName()).is_relative_to(os.environ["HOME"])


def apart() -> list[PictureWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, PictureWindow) and one.isVisible()]


def ticked(window, name: str) -> bool:
    window.book.refresh()
    return window.book.actions[name].isChecked()


def test_the_whole_screen_is_left_by_its_key_or_esc(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    proposal = window.desk.document.view.proposals[0]
    window.desk.tour.select("proposal", proposal.id)
    for leave in (Qt.Key.Key_F11, Qt.Key.Key_Escape):
        qtbot.keyClick(window.video, Qt.Key.Key_F11)
        assert window.isFullScreen()
        assert ticked(window, "full_screen")
        qtbot.keyClick(window.video, leave)
        assert not window.isFullScreen()
        assert not ticked(window, "full_screen")
        assert window.desk.selection.item is not None, "the selection stays"
    qtbot.keyClick(window.video, Qt.Key.Key_Escape)
    assert window.desk.selection.item is None


def test_the_picture_in_its_own_window_takes_every_key(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    height = window.timeline.height()
    qtbot.keyClick(window.video, Qt.Key.Key_F11, CONTROL)
    (other,) = apart()
    assert ticked(window, "detach_picture")
    assert window.video.window() is other
    qtbot.waitUntil(lambda: window.timeline.height() > height)
    proposal = window.desk.document.view.proposals[0]
    window.desk.tour.select("proposal", proposal.id)
    other.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is other)
    frame = window.desk.playback.frame
    qtbot.keyClick(other, Qt.Key.Key_Right)
    assert window.desk.playback.frame == frame + 1
    qtbot.keyClick(other, Qt.Key.Key_F11)
    assert (other.isFullScreen(), window.isFullScreen()) == (True, False)
    qtbot.keyClick(other, Qt.Key.Key_Return)
    assert window.desk.document.view.verdict(proposal.id) is Verdict.ACCEPTED
    qtbot.keyClick(other, Qt.Key.Key_Escape)
    assert not other.isFullScreen()
    qtbot.keyClick(other, Qt.Key.Key_Escape)
    assert window.desk.selection.item is None
    assert apart() == [other]
    qtbot.keyClick(other, Qt.Key.Key_Escape)
    assert not apart()
    assert window.video.window() is window
    assert window.video.isVisible()
    assert not ticked(window, "detach_picture")


def test_an_impossible_key_says_why_in_the_other_window_too(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.book.actions["detach_picture"].trigger()
    (other,) = apart()
    other.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is other)
    sentences = said(window)
    qtbot.keyClick(other, Qt.Key.Key_Z, CONTROL)
    assert sentences == ["There is nothing to undo."]
    other.close()
    assert window.video.window() is window


def test_everything_is_where_it_was_last_time(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    whole, left = (window.panes._splitters[name] for name in ("whole", "left"))
    first = whole.sizes(), left.sizes()
    whole.setSizes([first[0][0] - 90, first[0][1] + 90])
    left.setSizes([first[1][0] - 40, first[1][1] + 40])
    chosen = whole.sizes(), left.sizes()
    assert chosen != first
    window.book.actions["detach_picture"].trigger()
    apart()[0].resize(777, 555)
    window.book.actions["network_states"].trigger()
    window.close()
    assert not apart()

    again = desk()
    assert not apart(), "no video, no picture"
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_path(clip)
    (other,) = apart()
    assert (other.width(), other.height()) == (777, 555)
    assert ticked(again, "network_states")
    again.book.actions["network_states"].trigger()
    again.book.actions["detach_picture"].trigger()
    # The dock gives its room back when the window is laid out anew.
    qtbot.waitUntil(lambda: again.panes._splitters["whole"].sizes() == chosen[0])
    assert again.panes._splitters["left"].sizes() == chosen[1]
    again.book.actions["reset_layout"].trigger()
    assert (again.panes._splitters["whole"].sizes(), again.panes._splitters["left"].sizes()) == first
    assert all(min(one.sizes()) > 0 for one in again.panes.findChildren(QSplitter))
