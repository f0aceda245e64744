"""The 36 channels of BoostingVRME: against a plain restatement of its rules, and against the 10 channels in them."""

import cv2
import numpy as np
import pytest

from engine.errors import AnalysisError
from engine.face.place import SIDE
from engine.flow import parity_features, parity_trace, parity_window, window_features
from engine.flow.fine_regions import official_fine_regions, robust_fine_regions, robust_regions_for
from engine.flow.kernels import SETTLED_PX
from tests.engine import portrait_clip
from tests.kit.flow import naive_motion

# Channels of the 36 that are the 10 ones: both brows, mouth, nostrils.
SHARED = [0, 1, 8, 9, 16, 17, 28, 29, 30, 31]


def window(index: int) -> list[np.ndarray]:
    return list(portrait_clip.frames()[index * 15 : index * 15 + 30])


def landmarks(index: int) -> dict[str, np.ndarray]:
    golden = portrait_clip.golden()
    return {name: golden[name][index] for name in ("landmarks_frame", "landmarks_crop")}


def motion(flow: np.ndarray, rows: tuple[int, int], cols: tuple[int, int], share: float) -> tuple[float, float]:
    view = flow[rows[0] : rows[1], cols[0] : cols[1]]
    return naive_motion(view, share) if view.size else (0.0, 0.0)


def plain_column(before: np.ndarray, after: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The 18 motions of one aligned crop, float64 [36], restated from the spec region by region."""

    def field(y0: int, y1: int, x0: int, x1: int) -> np.ndarray:
        args = (None, 0.5, 3, 15, 5, 7, 1.5, 0)
        return cv2.calcOpticalFlowFarneback(before[y0:y1, x0:x1].copy(), after[y0:y1, x0:x1].copy(), *args)

    out = []
    x, y = q[:, 0], q[:, 1]
    for start, points, left, share in ((17, (20, 19, 18), 5, 0.2), (22, (23, 24, 25), 0, 0.3)):
        top, side = y[start : start + 5].min() - 15, x[start : start + 5].min() - left
        flow = field(top, y[start : start + 5].max() + 5, side, x[start : start + 5].max())
        below = 4 if left and flow.shape[0] - 3 < 20 else 10
        out.append(motion(flow, (10, -below), (10, -10), 0.3))
        out += [
            motion(flow, (y[p] - top - 10, y[p] - top + 10), (x[p] - side - 10, x[p] - side + 10), share)
            for p in points
        ]
    top, side = y[48:67].min() - 15, x[48:67].min() - 20
    flow = field(top, y[48:67].max() + 10, side, x[48:67].max() + 20)
    out.append(motion(flow, (10, -10), (10, -10), 0.3))
    for p, less, more in ((48, 10, 20), (54, 20, 10), (51, 10, 10), (57, 10, 10), (62, 10, 10)):
        r, c = y[p] - top, x[p] - side
        out.append(motion(flow, (r - 10, r + 10), (c - less, c + more), 0.2))
    top, side = y[30:36].min() - 20, x[30:36].min() - 30
    flow = field(top, y[30:36].max() + 5, side, x[30:36].max() + 30)
    for p, less, more in ((31, 20, 10), (35, 10, 20)):
        r, c = y[p] - top, x[p] - side
        out.append(motion(flow, (r - 20, r + 5), (c - less, c + more), 0.2))
    for eye in (slice(36, 42), slice(42, 48)):
        w, middle = x[eye].max() - x[eye].min(), (y[eye].max() + y[eye].min()) / 2
        flow = field(int(middle + w / 4), int(middle + 3 * w / 4), x[eye].min(), x[eye].max())
        out.append(motion(flow, (5, -5), (5, -5), 0.3))
    return np.array(out).ravel()


def test_parity_columns_are_the_plain_rules() -> None:
    grays, known = window(1), landmarks(1)
    trace = parity_trace(grays, **known, channels=36, flow="opencv")
    top, bottom, left, right = trace.boxes[0]
    before = cv2.resize(grays[0][top:bottom, left:right], (SIDE, SIDE))
    for i in (1, 8, 20, 29):
        top, bottom, left, right = trace.boxes[i]
        after = cv2.resize(grays[i][top:bottom, left:right], (SIDE, SIDE))
        expected = plain_column(before, after, known["landmarks_crop"]) - np.tile(trace.head_motion[i], 18)
        np.testing.assert_allclose(trace.features[:, i], expected, atol=1e-5)
    assert trace.features.shape == (36, 30)
    assert (np.abs(trace.features[:, 1:]).max(axis=1) > 0.05).all()


@pytest.mark.parametrize("index", [0, 3])
def test_parity_contains_the_ten_channels(index: int) -> None:
    fine, base = (parity_features(window(index), **landmarks(index), channels=c) for c in (36, 10))
    np.testing.assert_array_equal(fine.features[SHARED], base.features)
    np.testing.assert_array_equal(fine.mask, base.mask)
    opencv = parity_features(window(index), **landmarks(index), channels=36, flow="opencv")
    np.testing.assert_allclose(fine.features, opencv.features, atol=5e-4)


def test_robust_contains_the_ten_channels_and_never_fails() -> None:
    grays, faces = list(portrait_clip.frames()[:30]), portrait_clip.faces()[:30]
    fine, base = (window_features(grays, faces, config=portrait_clip.CONFIG, channels=c) for c in (36, 10))
    # The flow ends when the motions of all parts have settled: more parts may need another iteration.
    np.testing.assert_allclose(fine.features[SHARED], base.features, atol=SETTLED_PX)
    np.testing.assert_array_equal(fine.mask, base.mask)
    assert np.isfinite(fine.features).all()
    assert (np.abs(fine.features[:, 1:]).max(axis=1) > 0.02).all()


def test_robust_regions_are_never_empty() -> None:
    rng = np.random.default_rng(2)
    for scale in (2, 60, 200):
        for _ in range(60):
            regions = robust_fine_regions(rng.normal(160, scale, (68, 2)))
            assert sum(len(region.parts) for region in regions.features) == 18
            assert all(region.is_usable() for region in (*regions.features, regions.bridge))
            assert all(region.row1 <= SIDE and region.col1 <= SIDE for region in regions.features)


def test_random_landmarks_never_raise_and_empty_patches_are_still() -> None:
    rng = np.random.default_rng(4)
    grays = window(0)[:3]
    for _ in range(40):
        on_crop = rng.integers(0, 340, (68, 2))
        result = parity_features(
            grays, landmarks_frame=landmarks(0)["landmarks_frame"], landmarks_crop=on_crop, channels=36
        )
        assert np.isfinite(result.features).all()
    low = landmarks(0)["landmarks_crop"].copy()
    low[36:48, 1] += 200  # the lids lie below the crop
    regions = official_fine_regions(low)
    assert regions.are_usable()
    assert not any(lid.is_in_crop() for lid in regions.lids)
    trace = parity_trace(grays, landmarks_frame=landmarks(0)["landmarks_frame"], landmarks_crop=low, channels=36)
    np.testing.assert_allclose(trace.features[32:34, 1], -trace.head_motion[1])


def test_no_face_gives_zeros_of_that_many_channels() -> None:
    faces = [type(face)(None, cut=False, dark=False) for face in portrait_clip.faces()[:30]]
    assert parity_window(window(0), faces=faces, landmarks="mesh", channels=36).features.shape == (36, 30)
    assert window_features(window(0), faces, config=portrait_clip.CONFIG, channels=36).features.shape == (36, 30)


def test_other_channels_are_refused_in_one_sentence() -> None:
    with pytest.raises(AnalysisError, match="24 channels; METST extracts 10 or 36"):
        robust_regions_for(24)
