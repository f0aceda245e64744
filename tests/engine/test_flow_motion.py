"""Farneback wrapper, the dominant motion D(patch, p), and the geometry of boxes and regions."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.face.place import SIDE, CropBox, inside_share, robust_box
from engine.flow import dominant_motion, farneback
from engine.flow.geometry import PixelBox, official_box, official_regions, robust_regions
from tests.engine import portrait_clip
from tests.kit.flow import naive_motion


@pytest.mark.parametrize("fraction", [0.2, 0.3, 0.55, 0.7, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (9, 10), (40, 61)])
def test_dominant_motion_is_its_definition(shape: tuple[int, int], fraction: float) -> None:
    field = np.random.default_rng(sum(shape)).normal(size=(shape[0] + 4, shape[1] + 4, 2)).astype(np.float32)
    patch = field[2:-2, 2:-2]
    np.testing.assert_allclose(dominant_motion(patch, fraction), naive_motion(patch, fraction), atol=1e-6)


def test_dominant_motion_keeps_the_literal_count() -> None:
    # 90 * (1 - .3) is 62.99... in floating point, so 28 pixels stay, not ceil(27) = 27.
    patch = np.zeros((9, 10, 2), np.float32)
    patch.reshape(-1, 2)[:27, 0] = 1.0
    assert dominant_motion(patch, 0.3) == (27 / 28, 0.0)


def test_dominant_motion_of_equal_magnitudes_keeps_the_count() -> None:
    patch = np.zeros((10, 10, 2), np.float32)
    patch[..., 0] = 2.0
    patch[0, :, 0] = 5.0
    assert dominant_motion(patch, 0.3) == pytest.approx(((10 * 5 + 20 * 2) / 30, 0.0))
    assert dominant_motion(np.zeros((6, 6, 2), np.float32), 0.2) == (0.0, 0.0)


def test_farneback_measures_a_shift_and_takes_views() -> None:
    smooth = cv2.GaussianBlur(np.random.default_rng(1).normal(size=(120, 140)), (0, 0), 4)
    picture = cv2.normalize(smooth, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)
    reference, current = picture[20:100, 20:120], picture[19:99, 22:122]
    assert not reference.flags.c_contiguous
    flow = farneback(reference, current)
    assert flow.shape == (80, 100, 2)
    assert flow.dtype == np.float32
    assert np.median(flow[20:-20, 20:-20], axis=(0, 1)) == pytest.approx((-2, 1), abs=0.15)
    assert np.abs(np.median(farneback(reference, reference), axis=(0, 1))).max() < 0.01


def test_official_box_clamps_top_and_left_only() -> None:
    points = np.zeros((68, 2), np.int64)
    points[39], points[42] = (30, 20), (71, 23)
    # g = int(41 / 2) = 20, centre (50, 21)
    assert official_box(points) == PixelBox(top=0, bottom=131, left=0, right=140)


def test_official_regions_follow_the_table() -> None:
    points = portrait_clip.golden()["landmarks_crop"][0]
    regions = official_regions(points)
    brow, mouth, bridge = points[17:22], points[48:67], points[29:31]
    assert regions.brow_left.row0 == max(0, brow[:, 1].min() - 15)
    assert (regions.brow_left.col0, regions.brow_left.col1) == (brow[:, 0].min() - 5, brow[:, 0].max())
    assert (regions.mouth.row0, regions.mouth.row1) == (mouth[:, 1].min() - 15, mouth[:, 1].max() + 10)
    assert (regions.bridge.col0, regions.bridge.col1) == (bridge[:, 0].min() - 13, bridge[:, 0].max() + 13)
    assert len(regions.nose.parts) == 2
    assert regions.are_usable()


def test_official_regions_that_cannot_be_cut_are_told() -> None:
    points = portrait_clip.golden()["landmarks_crop"][0]
    assert not official_regions(points - [0, 250]).are_usable()  # quirk F8: starts above the crop
    level = points.copy()
    level[22:27, 1] = level[22, 1]
    assert not official_regions(level).are_usable()  # quirk F9: a level right brow leaves nothing to average


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.1, 400), st.floats(-300, 600))
def test_robust_regions_are_always_usable(seed: int, spread: float, center: float) -> None:
    points = np.random.default_rng(seed).normal(center, spread, (68, 2))
    regions = robust_regions(points)
    assert regions.are_usable()
    for region in (*regions.features, regions.bridge):
        assert 0 <= region.row0 < region.row1 <= SIDE
        assert 0 <= region.col0 < region.col1 <= SIDE
        assert all(len(range(*part.cols.indices(region.shape[1]))) >= 6 for part in region.parts)


def test_robust_box_has_the_official_proportions() -> None:
    points = portrait_clip.golden()["landmarks_frame"][0]
    official, robust = official_box(points), robust_box(points.astype(np.float32))
    assert robust.side == pytest.approx(official.right - official.left, abs=10)
    assert robust.left == pytest.approx(official.left, abs=5)
    eyes = robust.to_crop(points[[39, 42]].astype(np.float32))
    assert eyes.mean(axis=0) == pytest.approx((SIDE / 2, SIDE * 3.5 / 9), abs=0.1)


def test_crop_matrix_agrees_with_resizing() -> None:
    frame = portrait_clip.frames()[0]
    box = CropBox(left=40, top=30, side=160)
    crop = cv2.warpAffine(frame, box.matrix(), (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    resized = cv2.resize(frame[30:190, 40:200], (SIDE, SIDE))
    difference = np.abs(crop[2:-2, 2:-2].astype(int) - resized[2:-2, 2:-2])
    assert difference.max() <= 1


def test_share_inside_the_picture() -> None:
    assert inside_share((0, 10, 0, 10), 10, 10) == 1
    assert inside_share((-5, 5, 0, 10), 10, 10) == 0.5
    assert inside_share((20, 30, 0, 10), 10, 10) == 0
    assert inside_share((5, 5, 0, 10), 10, 10) == 0
    assert CropBox(-5, 0, 10).inside(100, 100) == 0.5
