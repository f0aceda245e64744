"""Landmarks, motion and comparison of two moments in the real window, on a face whose brows go up."""

from pathlib import Path

import av
import cv2
import pytest
from PySide6.QtCore import Qt

from metst_gui.window.main_window import MainWindow
from tests.e2e.conftest import TIMEOUT
from tests.engine import portrait_clip

pytestmark = pytest.mark.e2e
ONSET, APEX, OFFSET = 12, 18, 30


@pytest.fixture(scope="module")
def face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("face") / "face.mp4"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=30, options={"crf": "12", "threads": "1"})
        stream.width = stream.height = 360
        stream.pix_fmt = "yuv420p"
        for gray in portrait_clip.frames():
            picture = cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR)
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        output.mux(stream.encode(None))
    return path


@pytest.fixture
def window(desk, face: Path, qtbot) -> MainWindow:
    window = desk()
    window.desk.settings.update(analyse_on_open=False)
    with qtbot.waitSignal(window.desk.session.opened, timeout=TIMEOUT):
        window.desk.opener.open_video(face)
    window.desk.review.create(ONSET, OFFSET, APEX)
    window.video.setFocus()
    return window


def show(qtbot, window: MainWindow, frame: int) -> None:
    window.desk.playback.seek(frame)
    qtbot.waitUntil(lambda: window.video.index == frame, timeout=TIMEOUT)


def test_overlays_belong_to_the_frame_shown(window: MainWindow, qtbot) -> None:
    show(qtbot, window, APEX)
    for level in (1, 2, 3):
        qtbot.keyClick(window.video, Qt.Key.Key_V)
        assert window.features.overlays.level == level
    overlay = lambda: window.video._overlay  # noqa: E731
    qtbot.waitUntil(lambda: overlay() is not None and overlay().reference == ONSET, timeout=TIMEOUT)
    assert overlay().frame == APEX
    assert (overlay().arrows[:2, 3] < -0.4).all(), "both brows go up"
    show(qtbot, window, 40)
    qtbot.waitUntil(lambda: overlay().frame == 40, timeout=TIMEOUT)
    qtbot.keyClick(window.video, Qt.Key.Key_V)
    assert overlay() is None


def test_the_face_stays_in_the_middle(window: MainWindow, qtbot) -> None:
    qtbot.keyClick(window.video, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.video.zoom.factor > 1, timeout=TIMEOUT)
    window.video.setFocus()
    qtbot.mouseDClick(window.video, Qt.MouseButton.LeftButton)
    assert not window.features.overlays.follows
    assert window.video.zoom.factor == 1


def test_holding_the_key_compares_and_a_press_keeps_it(window: MainWindow, qtbot) -> None:
    compare, shown = window.compare, lambda: window.compare.stage._found
    compare.set_mode("flicker")
    show(qtbot, window, APEX)
    qtbot.keyPress(window.video, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: shown() is not None, timeout=TIMEOUT)
    assert (shown().first, shown().second) == (ONSET, APEX)
    assert shown().residual < 0.5
    qtbot.wait(400)
    qtbot.keyRelease(window.video, Qt.Key.Key_F)
    assert not compare.isVisible()
    qtbot.keyClick(window.video, Qt.Key.Key_F)
    assert compare.isVisible()
    # On the onset itself the apex is the other moment; any other frame stands for itself.
    show(qtbot, window, ONSET)
    qtbot.waitUntil(lambda: shown() is not None and shown().second == APEX, timeout=TIMEOUT)
    show(qtbot, window, 25)
    qtbot.waitUntil(lambda: shown().second == 25, timeout=TIMEOUT)
    qtbot.keyClick(window.video, Qt.Key.Key_F)
    assert not compare.isVisible()


def test_without_an_item_there_is_nothing_to_compare(window: MainWindow, said, qtbot) -> None:
    sentences = said(window)
    qtbot.keyClick(window.video, Qt.Key.Key_Escape)
    qtbot.keyClick(window.video, Qt.Key.Key_F)
    assert not window.compare.isVisible()
    assert "Select an item first" in sentences[-1]


def test_the_face_loops_beside_the_picture_while_an_item_is_selected(window: MainWindow, qtbot) -> None:
    compare, stage = window.compare, window.compare.stage
    assert not compare.isVisible()
    window.desk.settings.update(face_pane=True)
    qtbot.keyClick(window.video, Qt.Key.Key_Escape)
    (made,) = window.desk.document.view.annotations
    window.desk.tour.select("annotation", made.id)
    assert compare.isVisible()
    assert compare.mode == "loop"
    context = round(0.25 * 30)
    qtbot.waitUntil(lambda: stage.n_loop == OFFSET + context - (ONSET - context) + 1, timeout=TIMEOUT)
    assert f"frame {ONSET - context} · loop at 0.25×" == stage.caption
    before = stage.grab().toImage()
    stage.shown = APEX - (ONSET - context)
    assert stage.caption.startswith(f"frame {APEX} ")
    assert stage.grab().toImage() != before, "the brows have moved"
    qtbot.waitUntil(lambda: stage.shown > APEX - (ONSET - context), timeout=TIMEOUT)
    compare.set_mode("difference")
    qtbot.waitUntil(lambda: stage._found is not None, timeout=TIMEOUT)
    window.desk.selection.clear()
    assert not compare.isVisible(), "nothing is selected"
    window.desk.tour.select("annotation", made.id)
    assert compare.isVisible()
    qtbot.keyClick(window.video, Qt.Key.Key_F)
    assert not compare.isVisible()
    window.desk.selection.clear()
    window.desk.tour.select("annotation", made.id)
    assert not compare.isVisible(), "closed, it stays closed"
    assert not window.desk.settings.value.face_pane
