"""Many videos in the window: dropped, chosen, named on the command line; how far they are, at its foot."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from metst_gui.app import build_window, parse_arguments
from metst_gui.desk.queue_file import read_queue
from metst_gui.desk.video_state import Stage
from metst_gui.window import adding_videos, close_question
from tests.e2e.conftest import TIMEOUT
from tests.e2e.test_guidance import drop
from tests.kit.many_videos import open_all, write_videos

ORIGINAL = close_question.what_of_queue


@pytest.fixture
def window(qtbot, hooks):
    """A window whose analyses do what the name of the video says."""
    made = build_window(analysis_factory="tests.desk.fakes:by_name")
    made.desk.settings.update(arrival="stay", face_pane=False, analyse_on_open=False, weights="classical")
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    yield made
    made.close()


def test_a_dropped_folder_becomes_a_project_that_is_analysed(window, qtbot, tmp_path: Path) -> None:
    folder = tmp_path / "interviews"
    write_videos(folder, ["a", "b-slow", "c"])
    window.desk.settings.update(analyse_on_open=True)
    with qtbot.waitSignal(window.desk.adder.done, timeout=TIMEOUT):
        drop(window, [folder.as_uri()])
    assert len(window.desk.document.videos) == 3
    line, queue = window.queue_line, window.desk.background
    qtbot.waitUntil(lambda: queue.current == window.desk.document.videos[1].id, timeout=3 * TIMEOUT)
    assert line.isVisible()
    assert line._text.text().startswith("1 of 3 analysed")
    window.book.actions["pause_background"].trigger()
    assert queue.paused
    assert window.book.actions["pause_background"].isChecked()
    assert line._text.text() == "1 of 3 analysed, paused"
    line._pause.click()
    assert not queue.paused
    qtbot.waitUntil(lambda: not queue.active, timeout=3 * TIMEOUT)
    assert not line.isVisible()
    assert window.messages.message == "3 videos were analysed in the background."
    assert not window.book.actions["pause_background"].isEnabled()


@pytest.mark.parametrize(("answer", "videos"), [("here", 3), ("new", 2), ("", 1)])
def test_whether_dropped_files_belong_to_the_open_project_is_asked(
    window, qtbot, tmp_path: Path, monkeypatch, answer: str, videos: int
) -> None:
    paths, asked = write_videos(tmp_path, ["a", "b", "c"]), []
    open_all(window.desk, qtbot, paths[:1])
    monkeypatch.setattr(adding_videos, "where_to", lambda _parent, case: asked.append(case) or answer)
    drop(window, [one.as_uri() for one in paths[1:]])
    if answer:
        qtbot.waitSignal(window.desk.adder.done, timeout=TIMEOUT).wait()
    assert asked == ["a"]
    assert len(window.desk.document.videos) == videos


@pytest.mark.parametrize(("text", "where"), [("Add to “case”", "here"), ("New project", "new"), ("Cancel", "")])
def test_the_question_where_videos_belong(qtbot, text: str, where: str) -> None:
    assert answered(qtbot, text, lambda parent: adding_videos.where_to(parent, "case")) == where


def test_several_files_of_a_dialog_and_a_folder_are_added(window, qtbot, tmp_path: Path, monkeypatch) -> None:
    paths = write_videos(tmp_path, ["a", "b"])
    more = write_videos(tmp_path / "more", ["c", "d", "e", "f"])[2:]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(one) for one in paths], ""))
    with qtbot.waitSignal(window.desk.adder.done, timeout=TIMEOUT):
        window.book.actions["open_video"].trigger()
    assert [one.name for one in window.desk.document.videos] == ["a", "b"]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(more[0].parent))
    with qtbot.waitSignal(window.desk.adder.done, timeout=TIMEOUT):
        window.book.actions["add_folder"].trigger()
    assert [one.name for one in window.desk.document.videos] == ["a", "b", "e", "f"]


def test_what_the_command_line_names() -> None:
    arguments = parse_arguments(["a.mp4", "b.mp4", "folder"])
    assert arguments.paths == [Path("a.mp4"), Path("b.mp4"), Path("folder")]
    assert parse_arguments([]).paths == []


def test_all_videos_are_analysed_by_a_key_and_what_is_done_is_said(window, qtbot, tmp_path: Path) -> None:
    open_all(window.desk, qtbot, write_videos(tmp_path, ["a", "b-fails"]))
    window.book.actions["analyse_all"].trigger()
    assert window.messages.message == "2 videos are analysed in the background."
    qtbot.waitUntil(lambda: not window.desk.background.active, timeout=TIMEOUT)
    assert "1 could not be: the case board says why." in window.messages.message
    window.desk.document.videos.remove([window.desk.document.videos[1].id])
    window.book.actions["analyse_all"].trigger()
    assert [one.sentence for one in window.messages.history][-1] == "Every video of this project is analysed already."


@pytest.mark.parametrize(("answer", "left"), [("later", 2), ("empty", 0)])
def test_closing_keeps_what_waits_or_lets_it_be(
    window, qtbot, tmp_path: Path, monkeypatch, answer: str, left: int
) -> None:
    ids, asked = open_all(window.desk, qtbot, write_videos(tmp_path, ["a", "b-slow", "c"])), []
    window.desk.background.analyse(ids[1:])
    qtbot.waitUntil(lambda: window.desk.background.state_of(ids[1]).stage is Stage.RUNNING, timeout=TIMEOUT)
    project = window.desk.session.project_path
    monkeypatch.setattr(close_question, "what_of_queue", lambda _parent, text: asked.append(text) or "stay")
    window.close()
    assert window.isVisible()
    assert asked[0].startswith("0 of 2 analysed")
    monkeypatch.setattr(close_question, "what_of_queue", lambda _parent, _text: answer)
    window.close()
    assert not window.isVisible()
    assert len(read_queue(project).waiting) == left


@pytest.mark.parametrize(
    ("text", "answer"), [("Close, go on later", "later"), ("Close, do not go on", "empty"), ("Stay", "stay")]
)
def test_the_question_when_videos_wait(qtbot, text: str, answer: str) -> None:
    assert answered(qtbot, text, lambda parent: ORIGINAL(parent, "3 of 200 analysed")) == answer


def answered(qtbot, text: str, ask) -> object:
    """The answer to a question whose button with this text is clicked."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(one for one in box.buttons() if one.text().replace("&", "") == text).click()

    QTimer.singleShot(50, press)
    return ask(parent)
