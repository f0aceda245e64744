"""The own sampling against OpenCV's, against what it must repeat exactly, and at the picture's borders."""

import cv2
import numpy as np
import pytest

from engine.warp import cubic_patch, turned_patch


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    noise = np.random.default_rng(1).normal(size=(240, 320)).astype(np.float32)
    return np.clip(128 + 900 * cv2.GaussianBlur(noise, (0, 0), 4), 0, 255).astype(np.uint8)


def turned(angle: float, scale: float, x: float, y: float) -> np.ndarray:
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    return np.array([[cos, -sin, x], [sin, cos, y]])


@pytest.mark.parametrize("outside", ["black", "edge"])
@pytest.mark.parametrize("matrix", [turned(0.3, 0.8, 100, 60), turned(-0.7, 2.1, -40, 50), turned(3.0, 0.4, 300, 200)])
def test_a_turned_patch_is_opencvs_within_its_rounding(picture: np.ndarray, matrix: np.ndarray, outside: str) -> None:
    border = cv2.BORDER_CONSTANT if outside == "black" else cv2.BORDER_REPLICATE
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    expected = cv2.warpAffine(picture.astype(np.float32), matrix, (96, 96), flags=flags, borderMode=border)
    got = turned_patch(picture, matrix, 96, outside=outside)
    assert got.dtype == np.float32
    difference = np.abs(got - expected)
    assert np.median(difference) < 0.3
    # OpenCV rounds places to 1/32 px: at the black border that is up to 1/32 of the grey level
    assert difference.max() < 16
    assert got.std() > 10


def test_whole_places_are_the_picture_itself(picture: np.ndarray) -> None:
    shift = np.array([[1, 0, 40], [0, 1, 25]])
    np.testing.assert_array_equal(turned_patch(picture, shift, 64), picture[25:89, 40:104])
    np.testing.assert_array_equal(cubic_patch(picture, 40, 25, 1.0, (50, 70)), picture[25:75, 40:110])


def test_several_samples_a_px_are_their_mean(picture: np.ndarray) -> None:
    matrix = turned(0.2, 0.9, 50, 60)
    fine = turned_patch(picture, matrix, 80)
    expected = fine.reshape(40, 2, 40, 2).mean(axis=(1, 3))
    np.testing.assert_allclose(turned_patch(picture, matrix, 40, over=2), expected, atol=1e-4)


@pytest.mark.parametrize("scale", [0.4, 0.8, 1.0])
def test_cubics_repeat_a_parabola(scale: float) -> None:
    y, x = np.mgrid[0:60, 0:80].astype(np.float64)
    parabola = 0.02 * (x - 30) ** 2 + 0.03 * (y - 20) ** 2 + 0.01 * (x - 30) * (y - 20) + 40
    rounded = np.rint(parabola).astype(np.uint8)
    rows, cols = 12.3 + scale * np.arange(20), 25.7 + scale * np.arange(30)
    y, x = rows[:, np.newaxis], cols[np.newaxis]
    expected = 0.02 * (x - 30) ** 2 + 0.03 * (y - 20) ** 2 + 0.01 * (x - 30) * (y - 20) + 40
    got = cubic_patch(rounded, 25.7, 12.3, scale, (20, 30))
    assert np.abs(got - expected).max() < 1  # half a level is the rounding of the picture


def test_a_coarse_patch_does_not_pick_at_random() -> None:
    stripes = np.zeros((200, 200), np.uint8)
    stripes[:, ::2] = 200
    got = cubic_patch(stripes, 20, 20, 3.0, (40, 40))
    assert np.abs(got - 100).max() < 12


def test_the_border_is_repeated(picture: np.ndarray) -> None:
    got = cubic_patch(picture, -30.0, -30.0, 1.0, (20, 20))
    np.testing.assert_allclose(got, picture[0, 0], atol=1e-3)
    far = cubic_patch(picture, 400.0, 300.0, 0.5, (20, 20))
    np.testing.assert_allclose(far, picture[-1, -1], atol=1e-3)
    np.testing.assert_array_equal(turned_patch(picture, turned(0, 1, -200, -200), 50, outside="black"), 0)


def test_views_and_locked_pictures_are_taken(picture: np.ndarray) -> None:
    locked = picture.copy()
    locked.setflags(write=False)
    view = np.asfortranarray(picture)
    plain = cubic_patch(picture, 30.2, 40.7, 0.7, (30, 30))
    for other in (locked, view):
        np.testing.assert_array_equal(cubic_patch(other, 30.2, 40.7, 0.7, (30, 30)), plain)


@pytest.mark.parametrize(("side", "over", "reach"), [(192, 1, 0.9), (72, 2, 1.6), (24, 2, 0.4), (20, 3, 0.6)])
def test_whole_vectors_give_the_bits_that_single_pixels_give(side: int, over: int, reach: float) -> None:
    """A picture that does not lie in rows is sampled pixel by pixel."""
    rng = np.random.default_rng(side)
    gray = rng.integers(0, 256, (120, 170), dtype=np.uint8)
    for angle in rng.uniform(-np.pi, np.pi, 8).tolist():
        matrix = turned(angle, 120 * reach / (side * over), 0, 0)
        matrix[:, 2] = (85, 60) - matrix[:, :2].sum(axis=1) * (side * over - 1) / 2
        fast = turned_patch(gray, matrix, side, over=over)
        np.testing.assert_array_equal(fast, turned_patch(np.asfortranarray(gray), matrix, side, over=over))
