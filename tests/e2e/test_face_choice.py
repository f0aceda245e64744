"""Two faces in one video: the reviewer chooses which one is analysed, by mouse and by key, and the choice is kept."""

from pathlib import Path

import av
import cv2
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QMenu, QMessageBox

from metst_gui.window.main_window import MainWindow
from tests.e2e.conftest import TIMEOUT
from tests.engine.scenes import room, two_people

pytestmark = [pytest.mark.e2e, pytest.mark.qt_log_ignore("This plugin does not support", extend=True)]
N = 80
# Middle of the faces in px: the portrait's face is right of the middle of its picture.
LARGE, SMALL, WALL = (150, 145), (490, 150), (330, 20)


def write(path: Path, frames: list) -> Path:
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=30, options={"crf": "12", "threads": "1"})
        stream.height, stream.width = frames[0].shape
        stream.pix_fmt = "yuv420p"
        for gray in frames:
            picture = cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        output.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people who cross, then stand still: at the end one stands near where the other one began."""
    frames = two_people(N, step=5.0)
    return write(tmp_path_factory.mktemp("pair") / "pair.mp4", frames + frames[-1:] * (240 - N))


def opened(desk, qtbot, clip: Path) -> MainWindow:
    window = desk()
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        window.desk.opener.open_video(clip)
    qtbot.waitUntil(lambda: window.video.index == 0, timeout=TIMEOUT)
    return window


def on_screen(window: MainWindow, place: tuple[float, float]) -> QPoint:
    whole = window.video.zoom.camera.target(QRectF(window.video.rect()), 640, 360)
    scale = whole.width() / 640
    return QPoint(round(whole.left() + place[0] * scale), round(whole.top() + place[1] * scale))


def choose_here(qtbot, window: MainWindow, place: tuple[float, float]) -> None:
    window.features.face_choice.show_menu(on_screen(window, place))
    menu = window.findChild(QMenu, "face_menu")
    next(one for one in menu.actions() if one.objectName() == "this_face").trigger()
    menu.close()
    menu.deleteLater()
    qtbot.wait(1)


def wait_run(qtbot, window: MainWindow, action) -> tuple[float, float] | None:
    with qtbot.waitSignal(window.desk.analysis.ended, timeout=TIMEOUT):
        action()
    place = window.desk.document.view.run.settings["face_at"]
    return None if place is None else tuple(place)


def test_a_right_click_on_the_other_face_analyses_it_and_keeps_it(desk, said, qtbot, pair: Path) -> None:
    window = opened(desk, qtbot, pair)
    assert window.desk.document.view.run.settings["face_at"] is None
    assert not window.features.face_choice.label.isVisible()
    before = [one.id for one in window.desk.document.view.proposals]
    x, y = wait_run(qtbot, window, lambda: choose_here(qtbot, window, SMALL))
    assert abs(x - SMALL[0]) < 40
    assert abs(y - SMALL[1]) < 40
    assert [one.id for one in window.desk.document.view.proposals] == before
    assert window.features.face_choice.label.isVisible()
    assert window.features.face_choice.label.text() == f"face chosen at ({x:.0f}, {y:.0f}) px"
    assert window.video._mark[0] == 0
    # Ctrl+R, and another window on the same video, keep it.
    assert wait_run(qtbot, window, window.desk.analysis.start) == (x, y)
    window.close()
    again = desk()
    with qtbot.waitSignal(again.desk.session.opened, timeout=TIMEOUT):
        again.desk.opener.open_video(pair)
    assert again.desk.face.at == (x, y)
    assert wait_run(qtbot, again, again.desk.analysis.start) == (x, y)
    sentences = said(again)
    assert wait_run(qtbot, again, again.features.face_choice.follow_largest) is None
    assert not again.features.face_choice.label.isVisible()
    again.book.trigger("largest_face")
    assert sentences[-1] == "The largest face is analysed already."


def test_a_face_is_found_again_where_the_analysis_begins(desk, qtbot, pair: Path) -> None:
    window = opened(desk, qtbot, pair)
    window.desk.playback.seek(N - 1)
    qtbot.waitUntil(lambda: window.video.index == N - 1, timeout=TIMEOUT)
    moved = SMALL[0] - 5 * (N - 1)
    x, _ = wait_run(qtbot, window, lambda: choose_here(qtbot, window, (moved, SMALL[1])))
    assert abs(x - SMALL[0]) < 40, "the place in the first frame, not in the frame shown"


def test_the_key_goes_round_and_a_click_beside_says_so(desk, said, qtbot, pair: Path) -> None:
    window = opened(desk, qtbot, pair)
    sentences = said(window)
    press = lambda: qtbot.keyClick(  # noqa: E731
        window.video, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    second = wait_run(qtbot, window, press)
    assert abs(second[0] - SMALL[0]) < 40
    first = wait_run(qtbot, window, press)
    assert abs(first[0] - LARGE[0]) < 40
    choose_here(qtbot, window, WALL)
    qtbot.waitUntil(lambda: sentences[-1].startswith("No face is seen there in frame 0"), timeout=TIMEOUT)
    choose_here(qtbot, window, LARGE)
    qtbot.waitUntil(lambda: sentences[-1] == "This face is analysed already.", timeout=TIMEOUT)
    assert window.desk.face.at == first


def test_verdicts_stay_and_are_asked_about(desk, qtbot, pair: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened(desk, qtbot, pair)
    decided = window.desk.document.view.proposals[0]
    window.desk.document.reject(decided, "")
    questions, answers = [], [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *a: questions.append(a[2]) or answers[len(questions) - 1])
    choose_here(qtbot, window, SMALL)
    qtbot.waitUntil(lambda: len(questions) == 1, timeout=TIMEOUT)
    assert window.desk.face.at is None
    assert questions[0].startswith("1 verdict of this video is on the face")
    assert wait_run(qtbot, window, lambda: choose_here(qtbot, window, SMALL)) is not None
    assert window.desk.document.view.verdict(decided.id) == "rejected"


def test_a_picture_without_a_face(desk, said, qtbot, tmp_path: Path) -> None:
    window = opened(desk, qtbot, write(tmp_path / "wall.mp4", [room(360, 640)] * 240))
    sentences = said(window)
    window.features.face_choice.follow_next()
    qtbot.waitUntil(lambda: bool(sentences), timeout=TIMEOUT)
    assert sentences == ["No face is seen in frame 0."]
