"""Which regions are judged: reasons one by one on made measurements, and a mask on a portrait."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.face import FaceTracker
from engine.patches import Collector, PatchMeasurement, PatchMeter
from engine.patches.regions import (
    RegionSigns,
    head_movement,
    region_motion,
    unseen_mask,
    unseen_reasons,
    usable,
    with_motion,
)
from engine.types import PARTS, REGIONS, Mask, RegionReason, UInt8
from tests.engine import portrait_clip

N = 120
ALL = np.ones((N, 6), bool)


def made(**changes) -> PatchMeasurement:
    """A still, well lit, frontal face of 240 px."""
    camera = np.zeros((N, 2, 4), np.float32)
    camera[:, 0, 1] = camera[:, 1, 2] = 1.5
    still = PatchMeasurement(
        rate=30.0,
        inner=np.zeros((N, 3, 15, 2), np.float32),
        outer=np.zeros((N, 16, 2), np.float32),
        rigid=np.zeros((N, 3, 2, 4), np.float32),
        scale=np.full((N, 3), 0.2, np.float32),
        texture=np.full((N, 31), 80.0, np.float32),
        camera=camera,
        pose=np.zeros((N, 3), np.float32),
        mask=np.zeros(N, np.uint8),
        run=np.zeros(N, np.int64),
    )
    return replace(still, **changes)


def signs(level: float = 140.0, likeness: float = 1.0) -> RegionSigns:
    return RegionSigns(np.full(N, level, np.float32), np.full((N, 6), likeness, np.float32))


def reasons_of(m: PatchMeasurement, s: RegionSigns) -> UInt8:
    unseen = unseen_reasons(m, s)
    return with_motion(unseen, region_motion(m, usable(unseen)))


def test_a_calm_frontal_face_is_judged_everywhere():
    assert not reasons_of(made(), signs()).any()


@pytest.mark.parametrize(
    ("level", "energy", "reason"), [(30, 8, "DARK"), (30, 20, "DARK"), (140, 3, "FLAT"), (140, 20, "NONE")]
)
def test_darkness_and_lack_of_texture(level: float, energy: float, reason: str):
    m = made(texture=np.full((N, 31), energy, np.float32))
    assert (reasons_of(m, signs(level)) == RegionReason[reason]).all()


@pytest.mark.parametrize(
    ("yaw", "lost"), [(10, ()), (-10, ()), (30, (0, 2, 4)), (-30, (1, 3, 5)), (36, range(6)), (-50, range(6))]
)
def test_the_far_side_of_a_turned_head_is_lost_and_all_of_a_profile(yaw: float, lost: tuple[int, ...]):
    found = reasons_of(made(pose=np.tile(np.float32([yaw, 0, 0]), (N, 1))), signs())
    assert [i for i in range(6) if (found[:, i] & RegionReason.TURNED).all()] == list(lost)
    assert [i for i in range(6) if not found[:, i].any()] == [i for i in range(6) if i not in lost]


def test_a_small_face_is_not_judged():
    found = reasons_of(made(camera=made().camera / 3), signs())
    assert (found == RegionReason.SMALL).all()


def test_a_mouth_that_moves_is_measured_but_not_judged():
    outer = np.zeros((N, 16, 2), np.float32)
    outer[::2, :5] = 3.0
    outer[1::2, :5] = 2.0
    found = reasons_of(made(outer=outer), signs())
    assert (found[:, 4:] == RegionReason.MOTION).all()
    assert not found[:, :4].any()
    assert usable(found).all()


def test_one_movement_does_not_make_a_region_restless():
    inner = np.zeros((N, 3, 15, 2), np.float32)
    inner[50:66, :, :6, 1] = -2.5
    assert not reasons_of(made(inner=inner), signs())[:, :2].any()
    assert head_movement(made(inner=inner))[58, 0] == pytest.approx(2.5)


def test_a_movement_that_fills_a_short_clip_does_not_make_a_region_restless_but_speech_does():
    inner, outer = np.zeros((N, 3, 15, 2), np.float32), np.zeros((N, 16, 2), np.float32)
    inner[:, :, :6, 1] = -3 * np.hanning(12)[np.arange(N) % 12, None, None]
    outer[:, :5, 1] = 3.0
    clip = made(inner=inner, outer=outer)
    names = ("inner", "outer", "rigid", "scale", "texture", "camera", "pose", "mask", "run")
    cut = replace(clip, **{name: getattr(clip, name)[:12] for name in names})
    assert (region_motion(cut, ALL[:12])[:, :2] < 0.8).all()
    assert (region_motion(cut, ALL[:12])[:, 4:] > 0.8).all()
    assert (region_motion(clip, ALL)[:, :2] > 0.8).all(), "all along a long video it does"
    hidden = ALL[:12].copy()
    hidden[:3, 0] = False
    assert np.isnan(region_motion(cut, hidden)[:3, 0]).all()


def test_what_is_hidden_does_not_count_as_movement_beside_it():
    inner = np.zeros((N, 3, 15, 2), np.float32)
    inner[70:, :, :6] = 9.0
    likeness = np.ones((N, 6), np.float32)
    likeness[70:, :2] = 0.0
    found = reasons_of(made(inner=inner), RegionSigns(signs().level, likeness))
    assert (found[90:, :2] == RegionReason.HIDDEN).all()
    assert not found[:55, :2].any()


def test_samples_without_a_usable_region_are_gaps_with_a_reason():
    dark = unseen_reasons(made(texture=np.full((N, 31), 8.0, np.float32)), signs(30.0))
    assert (unseen_mask(dark, made().mask) & Mask.DARK).all()
    hidden = unseen_reasons(made(), signs(likeness=0.0))
    assert (unseen_mask(hidden, made().mask) == Mask.BOX_OUTSIDE).all()
    assert not unseen_mask(np.full((N, 6), RegionReason.MOTION, np.uint8), made().mask).any()


def test_unmeasured_samples_are_unseen():
    run = np.zeros(N, np.int64)
    run[20:40] = -1
    found = reasons_of(made(run=run), signs())
    assert (found[20:40] == RegionReason.UNSEEN).all()
    assert not found[:20].any()
    assert np.isnan(region_motion(made(run=run), ALL)[20:40]).all()


def test_a_mask_over_the_mouth_leaves_the_brows():
    edge = [234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 6]
    meter, collector, tracker = PatchMeter(), Collector(30.0), FaceTracker()
    for gray, tracked in zip(portrait_clip.frames()[:40], portrait_clip.faces()[:40], strict=True):
        picture = gray.copy()
        cv2.fillPoly(picture, [tracked.face.points[edge].astype(np.int32)], 150)
        for batch in meter.add(picture, tracker.track(picture)):
            collector.add(batch.measure())
    for batch in meter.finish():
        collector.add(batch.measure())
    found = unseen_reasons(collector.result(meter), collector.signs(meter))
    share = {part: usable(found)[:, list(numbers)].any(axis=1).mean() for part, numbers in PARTS.items()}
    assert share["brows"] > 0.9
    assert share["mouth"] < 0.1
    assert len(REGIONS) == found.shape[1]
