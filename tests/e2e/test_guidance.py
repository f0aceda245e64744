"""What a first-time user is told: where to begin, what a key did, how an analysis ended, what stays in sight."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu

from metst_gui.document.annotation import Verdict
from metst_gui.timeline import timeline_view
from tests.e2e import fakes
from tests.e2e.conftest import TIMEOUT
from tests.kit.hands import press
from tests.kit.windows import open_and_analyse


def test_a_click_on_the_invitation_opens_a_video(desk, qtbot, clip, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(clip)], ""))
    window = desk()
    assert "demo" in window.video.message[1]
    with qtbot.waitSignals([window.desk.session.opened, window.desk.analysis.ended], timeout=TIMEOUT):
        qtbot.mouseClick(window.video, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(window.video.open_requested):
        qtbot.mouseClick(window.video, Qt.MouseButton.LeftButton)


def test_the_demo_can_be_cancelled_and_begun_again(desk, qtbot, said, monkeypatch) -> None:
    monkeypatch.setattr("metst_gui.demo.render", fakes.slow_demo)
    window = desk()
    sentences = said(window)
    for count in (1, 2):
        window.book.actions["open_demo"].trigger()
        window.book.actions["open_demo"].trigger()
        qtbot.waitUntil(lambda: "Rendering" in window.messages._stage.toolTip(), timeout=TIMEOUT)
        qtbot.mouseClick(window.messages._cancel, Qt.MouseButton.LeftButton)
        assert window.messages._cancel.isHidden()
        assert len(sentences) == count
        assert sentences[-1] == window.messages.message
        assert "begins again" in sentences[-1]


def test_a_demo_that_fails_says_why_in_one_sentence(desk, qtbot, said, monkeypatch) -> None:
    monkeypatch.setattr("metst_gui.demo.render", fakes.failed_demo)
    window = desk()
    sentences = said(window)
    window.book.actions["open_demo"].trigger()
    qtbot.waitUntil(lambda: bool(sentences), timeout=TIMEOUT)
    assert sentences == ["There is no room for the demo clip: free some space."]


def test_an_old_error_is_gone_with_the_next_video(desk, qtbot, clip, tmp_path) -> None:
    window = desk()
    window.desk.opener.open_path(tmp_path / "missing.mp4")
    qtbot.waitUntil(lambda: "missing.mp4" in window.messages.message, timeout=TIMEOUT)
    open_and_analyse(window, qtbot, clip)
    assert window.messages.message == "Analysis finished: 4 proposals to review, ↓ shows the first. A note."
    window.messages.dismiss()
    assert window.messages.message == ""
    assert "96% of the video analysable" in window.status.model.text()


def test_compiling_is_told_as_what_the_analysis_waits_for(desk, qtbot, clip) -> None:
    window = desk("compiles")
    window.desk.opener.open_path(clip)
    stage = window.messages._stage
    qtbot.waitUntil(lambda: stage.text().startswith("Preparing the measurement for this computer"), timeout=TIMEOUT)
    assert window.messages._bar.value() == 50
    window.desk.analysis.cancel()
    assert stage.text() == ""


def test_cancelling_says_so_and_the_curves_are_called_incomplete(desk, qtbot, clip, said) -> None:
    window = desk("endless")
    with qtbot.waitSignal(window.desk.analysis.progress_changed, timeout=TIMEOUT):
        window.desk.opener.open_path(clip)
    qtbot.waitUntil(lambda: "Endless" in window.messages._stage.toolTip(), timeout=TIMEOUT)
    assert "provisional" in window.timeline.header.state
    sentences = said(window)
    window.book.actions["cancel_analysis"].trigger()
    assert len(sentences) == 1
    assert "Ctrl+R starts it again" in sentences[0]
    assert "incomplete" in window.timeline.header.state
    window.desk.analysis.inference._factory = "tests.e2e.fakes:quick"
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        window.book.actions["analyse"].trigger()
    assert window.timeline.header.state == ""


def test_a_failed_analysis_is_not_called_provisional(desk, qtbot, clip) -> None:
    window = desk("refuses")
    open_and_analyse(window, qtbot, clip)
    assert window.timeline.header.state == timeline_view._INCOMPLETE
    assert "choose another video" in window.messages.message


def test_a_change_of_a_proposal_says_that_it_accepted_it(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    sentences = said(window)
    press(window, qtbot, Qt.Key.Key_Down)
    press(window, qtbot, Qt.Key.Key_Left, modifier=Qt.KeyboardModifier.AltModifier)
    proposal = window.desk.document.view.proposals[0]
    assert window.desk.document.view.verdict(proposal.id) is Verdict.ACCEPTED
    assert "Accepted by your change" in " ".join(label.text() for label in window.card.findChildren(QLabel))
    assert window.timeline.mouse.selection[0] == 1, "its edges can be dragged now"
    press(window, qtbot, Qt.Key.Key_Left, modifier=Qt.KeyboardModifier.AltModifier)
    assert len([one for one in sentences if "accepted" in one.lower()]) <= 1, "said once"


def test_an_interval_begun_by_key_shows_how_to_go_on(desk, qtbot, clip) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.desk.playback.seek(60)
    press(window, qtbot, Qt.Key.Key_I)
    assert "onset 60" in window.card._nothing.text()
    press(window, qtbot, Qt.Key.Key_Escape)
    assert "onset 60" not in window.card._nothing.text()


def test_keys_without_a_video_ask_for_one(desk, qtbot, said) -> None:
    window = desk()
    sentences = said(window)
    for name in ("next_item", "accept", "reject", "unsure", "goto_onset", "nudge_back", "zoom_item", "emotion_1"):
        window.book.actions[name].trigger()
    assert set(sentences) == {"Open a video first."}


def test_the_timeline_menu_has_the_commands_of_the_item(desk, qtbot, clip, monkeypatch) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)  # the offscreen platform has no popups
    window = desk()
    open_and_analyse(window, qtbot, clip)
    proposal = window.desk.document.view.proposals[1]
    shown = []
    for kind, id_ in (("proposal", proposal.id), ("", "")):
        window.timeline.context_requested.emit(60, kind, id_, QPoint(10, 10))
        menu = window.findChildren(QMenu, "item_menu")[-1]
        shown.append([action.objectName() for action in menu.actions()])
    assert shown == [["accept", "reject", "unsure", "zoom_item"], ["why_here", "set_onset", "set_apex", "set_offset"]]
    assert window.desk.playback.frame == 60
    assert window.desk.document.view.verdict(proposal.id) is Verdict.PENDING, "opening a menu decides nothing"


def test_menus_open_by_key(desk, qtbot, monkeypatch) -> None:
    window = desk()
    opened = []
    monkeypatch.setattr(window.menuBar(), "setActiveAction", opened.append)
    window.book.actions["menus"].trigger()
    assert opened == [window.menuBar().actions()[0]]


def test_a_dropped_video_opens_and_a_link_is_refused(desk, qtbot, clip, said) -> None:
    window = desk()
    sentences = said(window)
    drop(window, ["https://example.org/clip.mp4"])
    assert sentences == ["Only files and folders on this computer can be opened."]
    with qtbot.waitSignals([window.desk.session.opened, window.desk.analysis.ended], timeout=TIMEOUT):
        drop(window, [QUrl.fromLocalFile(str(clip))])


def drop(window, urls) -> None:
    data = QMimeData()
    data.setUrls([QUrl(one) for one in urls])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_what_an_analysis_could_not_do_is_told_again_with_its_stored_run(desk, qtbot, clip, said) -> None:
    window = desk()
    open_and_analyse(window, qtbot, clip)
    window.close()
    again = desk()
    sentences = said(again)
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_path(clip)
    assert sentences == ["A note."]
