"""METST's own Farneback against OpenCV's, and its choice of the fastest pixels against the definition."""

import subprocess
import sys

import cv2
import numpy as np
import pytest

from engine.flow import RegionFlow, farneback, workspace_for
from engine.flow.expansion import pyramid_levels, reference_expansion
from engine.flow.geometry import Part, Region
from engine.flow.kernels import STRIDE, Workspace, fastest_mean, patch_flow
from tests.kit.flow import naive_motion


def pair(height: int, width: int, shift: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Two uint8 patches of a moved, slightly turned texture."""
    noise = np.random.default_rng(seed).normal(size=(height + 40, width + 40)).astype(np.float32)
    texture = 128 + 700 * cv2.GaussianBlur(noise, (0, 0), 2.5)
    matrix = np.array([[1, 0.01, shift], [-0.01, 1, -shift / 2]], np.float32)
    moved = cv2.warpAffine(texture, matrix, (width + 40, height + 40), flags=cv2.INTER_CUBIC)
    first, second = (np.clip(p[20:-20, 20:-20], 0, 255).astype(np.uint8) for p in (texture, moved))
    return first, second


def own_flow(reference: np.ndarray, current: np.ndarray) -> np.ndarray:
    """float32 [h, w, 2]."""
    height, width = reference.shape
    rows = patch_flow(reference_expansion(reference), current, Workspace(height))
    return rows.reshape(height, 2, STRIDE)[:, :, :width].transpose(0, 2, 1)


@pytest.mark.parametrize("shift", [0.0, 0.3, 2.0, 6.0])
@pytest.mark.parametrize("shape", [(16, 16), (26, 28), (51, 27), (41, 94), (75, 175), (64, 64), (150, 320)])
def test_own_flow_is_opencvs(shape: tuple[int, int], shift: float) -> None:
    reference, current = pair(*shape, shift)
    expected = farneback(reference, current)
    difference = np.abs(own_flow(reference, current) - expected)
    assert np.abs(expected).max() > 0.2
    assert np.median(difference) < 1e-5
    # Where a pixel lands exactly between two others, rounding may choose otherwise.
    assert np.percentile(difference, 99.9) < 1e-3


def test_own_flow_makes_opencvs_pyramid() -> None:
    assert [pyramid_levels(*shape) for shape in ((63, 300), (64, 64), (127, 200), (128, 128), (256, 320))] == [
        *(0, 1, 1, 2, 3),
    ]


def test_own_flow_of_flat_and_noisy_patches_is_finite() -> None:
    flat = np.full((40, 80), 90, np.uint8)
    noise = np.random.default_rng(3).integers(0, 256, (40, 80), np.uint8)
    for reference, current in ((flat, flat), (flat, noise), (noise, flat)):
        np.testing.assert_allclose(own_flow(reference, current), farneback(reference, current), atol=2e-2)
    assert np.isfinite(own_flow(noise, 255 - noise)).all()


def test_buffers_keep_nothing_between_patches() -> None:
    reference, current = pair(46, 119, 1.0)
    other, _ = pair(75, 175, 5.0, seed=9)
    region = Region(0, 46, 0, 119, (Part(slice(5, -5), slice(5, -5), 0.3),))
    large = Region(0, 75, 0, 175, (Part(slice(5, -5), slice(5, -5), 0.3),))
    space = workspace_for((region, large))
    flow, disturbing = RegionFlow(region, reference, space), RegionFlow(large, other, space)
    first = flow.motions(current)
    disturbing.motions(other[::-1])
    assert flow.motions(current) == first
    assert RegionFlow(region, reference, workspace_for((region,))).motions(current) == first


@pytest.mark.parametrize("fraction", [0.2, 0.3, 0.7, 1.0])
def test_region_flow_takes_views_and_agrees_with_opencv(fraction: float) -> None:
    reference, current = pair(60, 130, 1.0)
    part = (Part(slice(5, -5), slice(10, 70), fraction), Part(slice(20, 40), slice(70, 500), fraction))
    region = Region(2, 48, 3, 122, part)
    views = reference[2:48, 3:122], current[2:48, 3:122]
    space = workspace_for((region,))
    own, opencv = (RegionFlow(region, views[0], space, method=name).motions(views[1]) for name in ("own", "opencv"))
    np.testing.assert_allclose(own, opencv, atol=1e-4)
    assert np.abs(own).max() > 0.5


def test_tiny_regions_fall_back_to_opencv() -> None:
    region = Region(0, 12, 0, 14, (Part(slice(2, -2), slice(2, -2), 0.3),))
    reference, current = pair(12, 14, 0.5)
    space = workspace_for((region,))
    own, opencv = (RegionFlow(region, reference, space, method=name).motions(current) for name in ("own", "opencv"))
    assert own == opencv


def rows_of(field: np.ndarray) -> np.ndarray:
    """Flat rows of two planes from a field [h, w, 2]."""
    rows = np.full((field.shape[0], 2, STRIDE), 99, np.float32)
    rows[:, :, : field.shape[1]] = field.transpose(0, 2, 1)
    return rows.ravel()


@pytest.mark.parametrize("fraction", [0.2, 0.3, 0.55, 0.7, 1.0])
@pytest.mark.parametrize("kind", ["random", "ties", "zero"])
def test_fastest_mean_is_its_definition(kind: str, fraction: float) -> None:
    rng = np.random.default_rng(5)
    field = {
        "random": rng.normal(size=(31, 40, 2)),
        "ties": rng.integers(-2, 3, (31, 40, 2)).astype(np.float64),
        "zero": np.zeros((31, 40, 2)),
    }[kind].astype(np.float32)
    inner = field[3:28, 5:37]
    dropped = int(inner[..., 0].size * (1 - fraction))
    result = fastest_mean(rows_of(field), np.array([3, 28, 5, 37]), dropped)
    np.testing.assert_allclose(result, naive_motion(inner, fraction), atol=1e-6)


def test_the_compiler_is_not_loaded_with_the_room() -> None:
    code = "import sys, engine.flow, engine.pipeline; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
