"""Parity mode against the official extraction's own numbers, and its behaviour where the official code dies."""

from pathlib import Path

import numpy as np
import pytest

from engine.errors import AnalysisError
from engine.face import TrackedFace, dlib_points
from engine.flow import FlowMethod, parity_features, parity_trace, parity_window
from engine.types import Mask
from tests.engine import portrait_clip

TOLERANCE = 1e-4


def window(index: int) -> list[np.ndarray]:
    start = index * portrait_clip.K // 2
    return list(portrait_clip.frames()[start : start + portrait_clip.K])


@pytest.mark.parametrize("flow", ["own", "opencv"])
@pytest.mark.parametrize("index", range(4))
def test_portrait_clip(index: int, flow: FlowMethod) -> None:
    golden = portrait_clip.golden()
    result = parity_features(
        window(index),
        landmarks_frame=golden["landmarks_frame"][index],
        landmarks_crop=golden["landmarks_crop"][index],
        flow=flow,
    )
    expected = golden["features"][index]
    assert np.abs(expected).max() > 1
    np.testing.assert_allclose(result.features, expected, rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("flow", ["own", "opencv"])
def test_real_clip_with_internals(shared: Path, flow: FlowMethod) -> None:
    path = shared / "golden" / "flow_wolfgang_k50.npz"
    frames = portrait_clip.unpacked_frames(path)
    differences = []
    with np.load(path) as stored:
        golden = dict(stored)
    k = int(golden["k"])
    for index, expected in enumerate(golden["features"]):
        grays = list(frames[index * k // 2 : index * k // 2 + k])
        on_crop = None if golden["crop_fallback"][index] else golden["landmarks_crop"][index]
        on_frame = golden["landmarks_frame"][index]
        trace = parity_trace(grays, landmarks_frame=on_frame, landmarks_crop=on_crop, flow=flow)
        np.testing.assert_array_equal(trace.boxes, golden["boxes"][index])
        np.testing.assert_array_equal(trace.moves, golden["align_iters"][index])
        np.testing.assert_array_equal(_rectangles(trace.regions), golden["rois"][index])
        np.testing.assert_allclose(trace.head_motion, golden["global_flow"][index], rtol=0, atol=TOLERANCE)
        differences.append(np.abs(trace.features - expected))
    assert len(differences) == 6
    assert [index for index, mapped in enumerate(golden["crop_fallback"]) if mapped] == [4]
    if flow == "opencv":
        assert np.max(differences) < TOLERANCE
    # A box that leaves the head makes flat equations, whose solution rounding decides (feature spec 3.3).
    assert np.median(differences) < TOLERANCE
    assert np.percentile(differences, 99.9) < 5e-2


def _rectangles(regions: object) -> np.ndarray:
    return np.array([(r.row0, r.row1, r.col0, r.col1) for r in (*regions.features, regions.bridge)])


def test_frames_that_do_not_converge_are_marked_and_kept() -> None:
    golden = portrait_clip.golden()
    trace = parity_trace(
        window(0), landmarks_frame=golden["landmarks_frame"][0], landmarks_crop=golden["landmarks_crop"][0]
    )
    result = parity_features(
        window(0), landmarks_frame=golden["landmarks_frame"][0], landmarks_crop=golden["landmarks_crop"][0]
    )
    marked = (result.mask & Mask.NOT_CONVERGED) != 0
    np.testing.assert_array_equal(marked, trace.moves > 3)
    assert 0 < marked.sum() < 10
    assert np.abs(result.features[:, marked]).max() > 0


def test_identical_frames_give_next_to_nothing() -> None:
    golden = portrait_clip.golden()
    still = [portrait_clip.frames()[0].copy() for _ in range(6)]
    result = parity_features(
        still, landmarks_frame=golden["landmarks_frame"][0], landmarks_crop=golden["landmarks_crop"][0]
    )
    np.testing.assert_allclose(result.features, 0, atol=1e-3)  # what Farneback itself leaves for equal pictures
    np.testing.assert_array_equal(result.mask, 0)


@pytest.mark.parametrize("shift", [(400, 0), (-300, 0), (0, 400), (0, -300), (-150, -150), (120, 120)])
def test_landmarks_off_the_picture_are_marked(shift: tuple[int, int]) -> None:
    points = portrait_clip.golden()["landmarks_frame"][0] + shift
    result = parity_features(window(0)[:4], landmarks_frame=points)
    assert np.isfinite(result.features).all()
    assert (result.mask & Mask.BOX_OUTSIDE).all()


def test_random_landmarks_never_raise() -> None:
    rng = np.random.default_rng(11)
    grays = window(0)[:3]
    for _ in range(60):
        on_frame = rng.integers(-80, 440, (68, 2))
        result = parity_features(grays, landmarks_frame=on_frame, landmarks_crop=rng.integers(-40, 360, (68, 2)))
        assert np.isfinite(result.features).all()


def test_mesh_landmarks_give_similar_features() -> None:
    result = parity_window(window(1), faces=portrait_clip.faces()[15:45], landmarks="mesh")
    expected = portrait_clip.golden()["features"][1]
    assert np.corrcoef(result.features.ravel(), expected.ravel())[0, 1] > 0.9


def test_reference_moves_to_the_first_frame_with_a_face() -> None:
    faces = list(portrait_clip.faces()[:30])
    faces[:4] = [TrackedFace(None, cut=False, dark=False)] * 4
    faces[20] = TrackedFace(None, cut=False, dark=False)
    result = parity_window(window(0), faces=faces, landmarks="mesh")
    assert (result.mask[:4] == Mask.NO_FACE).all()
    assert (result.mask[4:] & Mask.REFERENCE_MOVED).all()
    assert result.mask[20] & Mask.NO_FACE
    np.testing.assert_array_equal(result.features[:, [0, 1, 2, 3, 4, 20]], 0)
    assert (np.abs(result.features[:, 5:20]).max(axis=0) > 0).all()


def test_window_without_a_face_is_masked_whole() -> None:
    faces = [TrackedFace(None, cut=False, dark=False)] * 30
    result = parity_window(window(0), faces=faces, landmarks="mesh")
    assert (result.mask == Mask.NO_FACE).all()
    np.testing.assert_array_equal(result.features, 0)


def test_dlib_window_is_the_official_result() -> None:
    pytest.importorskip("dlib", reason="the optional extra dlib is not installed")
    try:
        dlib_points.find_predictor()
    except AnalysisError as error:
        pytest.skip(str(error))
    result = parity_window(window(3), faces=portrait_clip.faces()[45:75], landmarks="dlib")
    np.testing.assert_allclose(result.features, portrait_clip.golden()["features"][3], rtol=0, atol=TOLERANCE)
