"""A movement drawn larger is that movement, so many times, and nothing where nothing moved."""

import cv2
import numpy as np
import pytest

from engine.flow.farneback import farneback
from engine.inspection import FaceObserver, compare_faces
from engine.inspection.magnify import magnification, magnified, skin_motion, watermarked
from tests.engine import portrait_clip

BROWS = (12, 18)


@pytest.fixture(scope="module")
def crops() -> tuple[np.ndarray, np.ndarray]:
    """Onset and apex of a known brow raise, the head's motion taken out."""
    observer = FaceObserver()
    clip = portrait_clip.frames()
    first, second = (observer.look(index, cv2.cvtColor(clip[index], cv2.COLOR_GRAY2BGR)) for index in BROWS)
    found = compare_faces(first, second)
    assert found.crops is not None
    return found.crops


def flow(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return farneback(*(cv2.cvtColor(one, cv2.COLOR_BGR2GRAY) for one in (first, second)))


def test_the_brows_are_drawn_several_times_as_far(crops) -> None:
    first, second = crops
    motion = skin_motion(first, second)
    factor = magnification(motion)
    drawn = flow(first, magnified(second, motion, factor))
    there = np.hypot(*np.moveaxis(motion, -1, 0)) > 0.7 * np.hypot(*np.moveaxis(motion, -1, 0)).max()
    assert 2 <= factor <= 10
    up, was = (float(np.median(one[there][:, 1])) for one in (drawn, motion))
    assert was < -0.5, "the brows go up"
    assert up == pytest.approx(factor * was, rel=0.25)


def test_what_stands_still_stays_where_it_is(crops) -> None:
    first, second = crops
    motion = skin_motion(first, second)
    drawn = flow(first, magnified(second, motion, magnification(motion)))
    chin = np.hypot(*np.moveaxis(drawn[250:290, 120:200], -1, 0))
    brows = np.hypot(*np.moveaxis(drawn, -1, 0)).max()
    assert float(np.median(chin)) < 1.0 < 0.1 * brows


def test_one_time_is_the_picture_itself(crops) -> None:
    _first, second = crops
    drawn = magnified(second, skin_motion(*crops), 1)
    assert np.array_equal(drawn[8:-8, 8:-8], second[8:-8, 8:-8])


def test_without_movement_nothing_is_drawn_larger(crops) -> None:
    first, _second = crops
    motion = skin_motion(first, first)
    assert not motion.any()
    assert np.array_equal(magnified(first, motion, magnification(motion)), first)


def test_noise_of_a_camera_moves_nothing(crops) -> None:
    first, _second = crops
    random = np.random.default_rng(7)
    noisy = np.clip(first.astype(np.float64) + random.normal(0, 2, first.shape), 0, 255).astype(np.uint8)
    motion = skin_motion(first, noisy)
    moved = flow(noisy, magnified(noisy, motion, magnification(motion)))
    assert np.percentile(np.hypot(*np.moveaxis(moved, -1, 0)), 95) < 1.0


def test_the_mark_is_in_the_picture_and_hides_little(crops) -> None:
    first, _second = crops
    marked = watermarked(first, "motion magnified x5")
    rows = np.flatnonzero((marked != first).any(axis=(1, 2)))
    assert rows.size
    assert rows.max() <= 0.1 * first.shape[0]
    assert marked.max() > 200
