"""A video that was moved, renamed, exchanged or re-encoded."""

import shutil
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PySide6.QtWidgets import QMessageBox

from engine.journal import verify_project
from metst_gui.desk.project_copies import save_as
from metst_gui.project import moved_video as find_video
from tests.e2e.conftest import TIMEOUT
from tests.kit.windows import open_and_analyse


@pytest.fixture
def moved(desk, qtbot, clip, tmp_path) -> tuple[Path, Path, list]:
    """A project whose video lies elsewhere under another name; what was annotated."""
    home, away = tmp_path / "home", tmp_path / "away"
    home.mkdir()
    away.mkdir()
    video = home / "clip.mp4"
    shutil.copyfile(clip, video)
    window = desk()
    open_and_analyse(window, qtbot, video)
    save_as(window.desk.session, home / "p.metst")
    window.desk.review.create(10, 20, 14)
    qtbot.waitUntil(lambda: bool(window.desk.document.video.ref.sha256), timeout=TIMEOUT)
    kept = list(window.desk.document.view.annotations)
    window.close()
    video.rename(away / "other name.mp4")
    return home / "p.metst", away / "other name.mp4", kept


def ask(window, monkeypatch, path: Path, *, answer: bool = False) -> list[str]:
    """Choose a file with the button of the message line; the questions that were asked."""
    asked: list[str] = []
    monkeypatch.setattr(find_video.QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    button = QMessageBox.StandardButton.Yes if answer else QMessageBox.StandardButton.No
    monkeypatch.setattr(find_video.QMessageBox, "question", lambda *told: asked.append(told[2]) or button)
    window.messages._offer.click()
    return asked


def test_the_offer_finds_a_moved_video(desk, qtbot, moved, monkeypatch) -> None:
    project, video, kept = moved
    window = desk()
    window.desk.opener.open_path(project)
    assert window.messages._offer.isVisible()
    assert "File, Find moved video" in window.messages.message
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        assert ask(window, monkeypatch, video) == []
    document = window.desk.document
    assert list(document.view.annotations) == kept
    assert document.video.ref.path == video
    assert window.desk.session.project_path == project
    assert not window.messages._offer.isVisible()
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.show_video(document.video.id)
    assert verify_project(project).ok


def test_a_video_with_other_frames_is_refused_without_a_question(desk, qtbot, moved, monkeypatch, said) -> None:
    project, video, _kept = moved
    shorter = video.with_name("shorter.mp4")
    reencode(video, shorter, frames=100)
    window = desk()
    window.desk.opener.open_path(project)
    sentences = said(window)
    assert ask(window, monkeypatch, shorter) == []
    qtbot.waitUntil(lambda: "has 100 frames" in sentences[-1], timeout=TIMEOUT)
    assert window.desk.session.info is None
    assert window.features.moved_video.missing is not None, "another file can be chosen"


@pytest.mark.parametrize("answer", [False, True])
def test_a_copy_in_another_format_is_the_users_decision(desk, qtbot, moved, monkeypatch, said, answer) -> None:
    project, video, kept = moved
    copy = video.with_name("copy.mp4")
    reencode(video, copy)
    window = desk()
    window.desk.opener.open_path(project)
    sentences = said(window)
    asked = ask(window, monkeypatch, copy, answer=answer)
    qtbot.waitUntil(lambda: bool(asked), timeout=TIMEOUT)
    assert "as many frames (240)" in asked[0]
    if not answer:
        qtbot.waitUntil(lambda: "was not taken" in sentences[-1], timeout=TIMEOUT)
        assert window.desk.session.info is None
        return
    qtbot.waitUntil(lambda: window.desk.session.info is not None, timeout=TIMEOUT)
    document = window.desk.document
    assert list(document.view.annotations) == kept
    qtbot.waitUntil(lambda: bool(document.video.ref.sha256), timeout=TIMEOUT)
    assert document.video.ref.path == copy
    window.close()
    again = desk()
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_path(project)
    assert verify_project(project).ok


def reencode(source: Path, target: Path, *, frames: int = 240) -> None:
    """The first frames in another format."""
    with av.open(str(source)) as old, av.open(str(target), "w") as new:
        video = old.streams.video[0]
        stream = new.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, "yuv420p"
        for number, frame in enumerate(old.decode(video)):
            if number == frames:
                break
            picture = frame.reformat(format="yuv420p")
            picture.pts, picture.time_base, picture.pict_type = number, Fraction(1, 30), 0
            new.mux(stream.encode(picture))
        new.mux(stream.encode())
