"""The comparison of two moments, and what is drawn over the picture."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from engine.types import FaceComparison, FaceOverlay
from metst_gui.picture.compare_view import GAIN, CompareView, difference_picture
from metst_gui.picture.overlay_paint import LEVELS, overlay_words, paint_overlay
from metst_gui.picture.video_view import VideoView
from tests.kit.hands import move_mouse

RED, BLUE = (0, 0, 200), (200, 0, 0)


def comparison(**fields) -> FaceComparison:
    crops = tuple(np.full((32, 32, 3), colour, np.uint8) for colour in (RED, BLUE))
    values = {
        "first": 12,
        "second": 18,
        "crops": crops,
        "difference": np.zeros((32, 32), np.float32),
        "moved": 3.0,
        "turned": -1.25,
        "residual": 0.12,
    }
    return FaceComparison(**{**values, **fields})


@pytest.fixture
def view(qtbot) -> CompareView:
    widget = CompareView()
    qtbot.addWidget(widget)
    widget.resize(300, 360)
    widget.start("Wait…")
    widget._timer.stop()
    return widget


def colour_at(widget: CompareView, x: float) -> tuple[int, int, int]:
    stage = widget.stage
    image = stage.grab().toImage()
    at = QColor(image.pixel(QPoint(int(x * image.width()), image.height() // 3)))
    return at.blue(), at.green(), at.red()


def test_flicker_alternates_and_names_the_frames(view: CompareView) -> None:
    assert view.stage.caption == "Wait…"
    view.show_comparison(comparison())
    assert (colour_at(view, 0.5), view.stage.caption) == (RED, "frame 12 (onset)")
    view._turn()
    assert (colour_at(view, 0.5), view.stage.caption) == (BLUE, "frame 18")
    view._turn()
    assert colour_at(view, 0.5) == RED
    assert view.words == "residual 0.12 px · head moved 3.0 px, turned 1.2° (taken out)"


def test_the_timer_turns_only_while_seen(view: CompareView, qtbot) -> None:
    view.start("Wait…")
    assert view._timer.isActive()
    view.stop()
    assert not view._timer.isActive()
    assert not view.isVisible()


def test_wipe_follows_the_mouse(view: CompareView) -> None:
    view.show_comparison(comparison())
    view.set_mode("wipe")
    stage = view.stage
    place = stage._place()
    move_mouse(stage, QPoint(int(place.left() + 0.25 * place.width()), 50))
    assert stage.wipe == pytest.approx(0.25, abs=0.02)
    left = (place.left() + 0.1 * place.width()) / stage.width()
    right = (place.left() + 0.6 * place.width()) / stage.width()
    assert (colour_at(view, left), colour_at(view, right)) == (RED, BLUE)
    assert stage.caption == "frame 12 | frame 18"


def test_difference_is_signed() -> None:
    shown = difference_picture(np.array([[0.0, 10.0, -10.0, 200.0]], np.float32))
    gray, brighter, darker, most = shown[0].astype(int)
    assert gray.tolist() == [128, 128, 128]
    assert brighter[2] - 128 == 10 * GAIN == 128 - brighter[0]
    assert darker[0] - 128 == 10 * GAIN == 128 - darker[2]
    assert most[2] == 255


def test_a_large_residual_is_a_warning(view: CompareView) -> None:
    view.show_comparison(comparison(residual=1.7))
    assert view.words.startswith("⚠ residual 1.70 px, as much as an expression moves")
    view.show_comparison(comparison(residual=float("nan")))
    assert view.words.startswith("⚠ residual cannot be measured")


def test_no_face_is_said(view: CompareView) -> None:
    view.show_comparison(comparison(crops=None, difference=None, note="No face is seen in frame 18."))
    assert view.stage.caption == view.words == "No face is seen in frame 18."


def overlay(frame: int = 5, *, reference: int | None = 2, note: str = "") -> FaceOverlay:
    boxes = np.array([[[10, 10], [30, 10], [30, 25], [10, 25]]], np.float32)
    return FaceOverlay(
        frame, reference, np.array([[20, 40]], np.float32), boxes, ("brow",), np.array([[60.0, 60.0, 2.0, 0.0]]), note
    )


def drawn(level: int) -> QImage:
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor(0, 0, 0))
    with QPainter(image) as painter:
        paint_overlay(painter, overlay(), level, QRectF(0, 0, 200, 200), 2.0)
    return image


def test_overlay_is_drawn_in_px_of_the_picture() -> None:
    def lit(image: QImage, x: int, y: int) -> bool:
        around = [QColor(image.pixel(x + dx, y + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        return max(max(one.red(), one.green(), one.blue()) for one in around) > 120

    point, edge, tip = (40, 80), (40, 20), (120 + 30, 120)
    assert [[lit(drawn(level), *at) for at in (point, edge, tip)] for level in (1, 2, 3)] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


def test_overlay_says_what_is_missing() -> None:
    assert "since frame 2" in overlay_words(overlay(), 3)
    assert overlay_words(overlay(), 1) == ""
    assert "needs a selected item" in overlay_words(overlay(reference=None), 3)
    assert overlay_words(overlay(note="No face is seen in this frame."), 1) == "No face is seen in this frame."
    assert LEVELS[0] == "no overlay"


def test_overlay_is_shown_on_its_own_frame_only(qtbot) -> None:
    video = VideoView()
    qtbot.addWidget(video)
    video.resize(400, 300)
    picture = np.zeros((100, 100, 3), np.uint8)
    video.show_frame(5, picture, damaged=False)
    plain = video.grab().toImage()
    video.set_overlay(overlay(5), 2)
    assert video.grab().toImage() != plain
    video.show_frame(6, picture, damaged=False)
    assert video.grab().toImage() == plain


def test_the_view_follows_a_place(qtbot) -> None:
    video = VideoView()
    qtbot.addWidget(video)
    video.resize(400, 400)
    video.show_frame(0, np.zeros((100, 100, 3), np.uint8), damaged=False)
    video.zoom.look_at(70, 40, 25)
    assert video.zoom.factor == pytest.approx(4)
    assert (video.zoom.camera.x, video.zoom.camera.y) == pytest.approx((0.7, 0.4))
    video.zoom.look_at(60, 50, 5)
    assert video.zoom.factor == pytest.approx(4)
    assert video.zoom.camera.x == pytest.approx(0.6)
    qtbot.mouseDClick(video, Qt.MouseButton.LeftButton)
    assert video.zoom.factor == 1


def test_the_hand_of_the_invitation_is_gone_over_the_first_picture(qtbot) -> None:
    video = VideoView()
    qtbot.addWidget(video)
    video.clear()
    assert video.cursor().shape() == Qt.CursorShape.PointingHandCursor
    video.show_frame(0, np.zeros((100, 100, 3), np.uint8), damaged=False)
    assert video.cursor().shape() == Qt.CursorShape.ArrowCursor
