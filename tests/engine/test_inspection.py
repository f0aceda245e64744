"""What the reviewer is shown of the measurement, on a face whose movement is known."""

import cv2
import numpy as np
import pytest

from engine.flow.farneback import farneback
from engine.inspection import FaceObserver, compare_faces, face_overlay
from engine.inspection.observer import Seen
from tests.engine import portrait_clip

# The clip raises the brows: onset 12, apex 18; the lip corners: onset 44, apex 50.
BROWS, LIPS = (12, 18), (44, 50)


def colour(index: int) -> np.ndarray:
    return cv2.cvtColor(portrait_clip.frames()[index], cv2.COLOR_GRAY2BGR)


@pytest.fixture(scope="module")
def observer() -> FaceObserver:
    return FaceObserver()


def seen(observer: FaceObserver, index: int) -> Seen:
    return observer.look(index, colour(index))


def moved(picture: np.ndarray, *, shift: tuple[float, float], degrees: float, scale: float = 1.0) -> np.ndarray:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    matrix[:, 2] += shift
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


@pytest.mark.parametrize(
    ("shift", "degrees", "scale"),
    [((0.0, 0.0), 0.0, 1.0), ((6.4, -3.3), 0.0, 1.0), ((2.0, 4.0), 4.0, 1.0), ((0, 0), -3.0, 1.05)],
)
def test_head_movement_is_taken_out(
    observer: FaceObserver, shift: tuple[float, float], degrees: float, scale: float
) -> None:
    first = seen(observer, BROWS[0])
    second = FaceObserver().look(900, moved(colour(BROWS[0]), shift=shift, degrees=degrees, scale=scale))
    found = compare_faces(first, second)
    assert found.crops is not None
    assert found.difference is not None
    assert [crop.shape for crop in found.crops] == [(320, 320, 3)] * 2
    assert not found.crops[1].flags.writeable
    assert found.residual < 0.15
    assert found.turned == pytest.approx(degrees, abs=0.7)
    # All over the face, not only at the bridge, the same point lies in the same place.
    grays = [cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY) for crop in found.crops]
    flow = np.hypot(*np.moveaxis(farneback(*grays)[60:260, 60:260], -1, 0))
    assert np.median(flow) < 0.4
    assert (found.moved > 1) == (shift != (0.0, 0.0) or scale != 1.0)


def test_what_is_left_is_the_expression(observer: FaceObserver) -> None:
    found = compare_faces(seen(observer, BROWS[0]), seen(observer, BROWS[1]))
    assert found.difference is not None
    change = np.abs(found.difference)
    brows, mouth = change[60:150, 40:280].mean(), change[220:290, 90:230].mean()
    assert brows > 1.5 * mouth
    assert found.residual < 0.2


def test_no_face_is_said(observer: FaceObserver) -> None:
    empty = np.full((360, 360, 3), 90, np.uint8)
    found = compare_faces(seen(observer, 0), FaceObserver().look(7, empty))
    assert found.crops is None
    assert "frame 7" in found.note
    assert np.isnan(found.residual)
    nothing = face_overlay(FaceObserver().look(7, empty))
    assert (len(nothing.landmarks), len(nothing.boxes), len(nothing.arrows)) == (0, 0, 0)
    assert nothing.note == "No face is seen in this frame."
    half = face_overlay(seen(observer, 0), FaceObserver().look(7, empty))
    assert len(half.landmarks) == 68
    assert "frame 7" in half.note


def test_overlay_lies_on_the_face(observer: FaceObserver) -> None:
    found = face_overlay(seen(observer, 0))
    assert found.landmarks.shape == (68, 2)
    assert found.boxes.shape == (len(found.names), 4, 2)
    assert len(found.arrows) == 0
    boxes = dict(zip(found.names, found.boxes, strict=True))
    for name, points in (("left brow", range(17, 22)), ("right brow", range(22, 27)), ("mouth", range(48, 67))):
        # The box ends where the last point is, rounded.
        inside = [cv2.pointPolygonTest(boxes[name], found.landmarks[one].tolist(), True) > -1 for one in points]
        assert all(inside), name


def test_arrows_show_what_moved_without_the_head() -> None:
    observer = FaceObserver()  # a new one: the mesh's points shift a little with the picture looked at before
    raised = face_overlay(seen(observer, BROWS[1]), seen(observer, BROWS[0]))
    assert raised.reference == BROWS[0]
    # Parts: left brow, right brow, mouth, two nostrils; y grows downwards.
    motion = raised.arrows[:, 2:]
    assert (motion[:2, 1] < -0.5).all()
    assert (np.abs(motion[2:]) < np.abs(motion[:2, 1]).min()).all()
    # Single points of the mesh tremble by about a px.
    rest = []
    for degrees in (-3, -1, 2, 3):
        turned = FaceObserver().look(901, moved(colour(BROWS[0]), shift=(5, 3), degrees=degrees))
        still = face_overlay(turned, seen(observer, BROWS[0]))
        rest.append(np.abs(still.arrows[:, 2:]).max())
    assert np.median(rest) < 0.8
    for row, place in zip(still.arrows[:2], still.boxes[:2], strict=True):
        assert cv2.pointPolygonTest(place, row[:2].tolist(), False) >= 0


def test_a_picture_is_looked_at_once(observer: FaceObserver, monkeypatch: pytest.MonkeyPatch) -> None:
    own = FaceObserver(kept=2)
    first = own.look(3, colour(3))
    assert own.look(3, colour(3)) is first
    own.look(4, colour(4))
    own.look(5, colour(5))
    assert own.look(3, colour(3)) is not first
