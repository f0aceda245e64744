"""The patch measurement on a warped portrait: a brow raise at 12-18-30, lip corners at 44-50-66, a slow head sway."""

import os
import subprocess
import sys
from functools import cache

import cv2
import numpy as np
import pytest

from engine.face import TrackedFace
from engine.patches import (
    CHANNEL_NAMES,
    CHANNELS,
    MIRROR,
    Covariances,
    PatchMeasurement,
    covariances,
    load_measurement,
    measure,
    mirrored,
    patch_channels,
    pooled,
    save_measurement,
    whitening,
)
from engine.patches.places import INNER, NAMES, REGIONS
from engine.types import Mask
from tests.engine import portrait_clip

BROW = [i for i, patch in enumerate(INNER) if patch.name.startswith("brow")]
CORNERS = [NAMES.index("corner_left"), NAMES.index("corner_right")]


@cache
def measured() -> PatchMeasurement:
    return measure(portrait_clip.frames(), 30.0, faces=portrait_clip.faces())


def test_a_raised_brow_shows_in_the_brow_patches_and_comes_back():
    up = measured().inner[:, 1, BROW, 1].mean(axis=1)
    assert up[18:21].min() < -0.8
    assert up[30] > 0.3  # eight samples back the brow was still up
    assert np.abs(up[60:]).max() < 0.3


def test_lip_corners_show_at_the_corners_and_not_in_the_brows():
    main = measured().main
    length = np.hypot(main[..., 0], main[..., 1])
    assert length[50:53, CORNERS].mean() > 4 * length[50:53][:, BROW].mean()


def test_the_head_s_sway_is_taken_out():
    m = measured()
    calm = slice(66, 75)
    assert np.hypot(*m.inner[calm, 1, BROW].reshape(-1, 2).T).mean() < 0.25
    assert np.abs(np.diff(m.camera[calm, :, 0], axis=0)).max() > 0.01


def test_the_first_samples_are_compared_with_the_first_of_all():
    m = measured()
    assert not m.inner[0].any()
    later = measure(portrait_clip.frames()[12:], 30.0, faces=portrait_clip.faces()[12:], heads=m.heads)
    assert later.inner[6, 1, BROW, 1].mean() == pytest.approx(m.inner[20, 1, BROW, 1].mean(), abs=0.8)
    assert later.inner[6, 1, BROW, 1].mean() < -0.8


def test_still_pictures_do_not_move():
    frame = portrait_clip.frames()[0]
    m = measure([frame] * 12, 30.0, faces=[portrait_clip.faces()[0]] * 12)
    assert not m.inner.any()
    assert not m.outer.any()


def test_batches_and_pieces_do_not_matter():
    frames, faces = portrait_clip.frames()[:40], portrait_clip.faces()[:40]
    twice = [measure(frames, 30.0, faces=faces, heads=measured().heads) for _ in range(2)]
    assert np.array_equal(twice[0].inner, twice[1].inner)
    # the smoothing of the camera knows what follows: the last three samples of a piece may differ
    assert np.allclose(twice[0].inner[:36], measured().inner[:36], atol=1e-6)


def test_samples_without_a_face_break_the_run():
    faces = list(portrait_clip.faces()[:40])
    faces[20] = TrackedFace(None, cut=False, dark=False)
    m = measure(portrait_clip.frames()[:40], 30.0, faces=faces)
    assert m.run[19] == 0
    assert m.run[20] == -1
    assert m.run[21] == 1
    assert m.mask[20] & Mask.NO_FACE
    assert not m.inner[21].any()  # a new beginning


def test_a_cut_begins_with_a_head_of_its_own():
    faces = list(portrait_clip.faces()[:40])
    cut = faces[20]
    faces[20] = TrackedFace(cut.face, cut=True, dark=False)
    m = measure(portrait_clip.frames()[:40], 30.0, faces=faces)
    assert len(m.heads) == 2
    assert m.run.tolist() == [0] * 20 + [1] * 20


def test_larger_pictures_measure_the_same():
    large = [
        cv2.resize(frame, None, fx=2.5, fy=2.5, interpolation=cv2.INTER_CUBIC) for frame in portrait_clip.frames()[:36]
    ]
    m = measure(large, 30.0)
    assert m.measured.all()
    one, other = m.inner[:, 1, BROW, 1].mean(axis=1), measured().inner[:36, 1, BROW, 1].mean(axis=1)
    assert np.corrcoef(one, other)[0, 1] > 0.95


def test_channels_are_named_finite_and_mirror():
    assert CHANNELS == len(CHANNEL_NAMES) == len(set(CHANNEL_NAMES)) == 371
    m = measured()
    own = covariances(m)
    x = patch_channels(m, whitening(own))
    assert x.shape == (75, CHANNELS)
    assert np.isfinite(x).all()
    order, sign = MIRROR
    other = mirrored(m)
    assert np.allclose(patch_channels(other, whitening(covariances(other))), x[:, order] * sign, atol=1e-4)


def test_whitened_values_of_a_long_video_have_unit_spread():
    rng = np.random.default_rng(3)
    m = measured()
    noise = rng.normal(size=(4000, 30)) @ rng.normal(size=(30, 30))
    own = Covariances(4000, *(np.cov(noise.T) for _ in range(2)), np.eye(18))
    spread = (noise @ whitening(own).main).std(axis=0)
    assert spread.max() < 1.05
    assert spread.mean() > 0.5
    assert m.rate == 30.0


def test_other_people_s_covariance_counts_as_100_samples():
    rng = np.random.default_rng(4)
    mixed = rng.normal(size=(30, 40))
    own, other = covariances(measured()), Covariances(900, np.eye(30), 9 * mixed @ mixed.T / 40, np.eye(18))
    # Their correlations count; how much each patch moves is the video's own.
    size = np.sqrt((np.diag(own.main) + 1e-4) / (np.diag(other.main) + 1e-4))
    blend = (75 * own.main + 100 * other.main * np.outer(size, size)) / 175
    root = whitening(own, other).main
    ridge = np.diag(0.05 * np.diag(blend) + 1e-4)
    assert np.allclose(root @ (blend + ridge) @ root, np.eye(30), atol=1e-6)
    alike = Covariances(900, np.eye(30), np.eye(30), np.eye(18))
    assert pooled([alike, alike]).main[0, 0] == pytest.approx(1.0, abs=1e-3)
    lively = Covariances(
        900, np.eye(30), 100 * (np.eye(30) + 0.5 * np.eye(30, k=1) + 0.5 * np.eye(30, k=-1)), np.eye(18)
    )
    both = pooled([alike, lively]).main
    assert both[0, 1] / np.sqrt(both[0, 0] * both[1, 1]) == pytest.approx(0.25, abs=1e-3), "each person counts alike"


def test_unjudged_regions_leave_no_trace():
    m = measured()
    judged = np.ones((len(m), len(REGIONS)), bool)
    judged[:, [i for i, name in enumerate(REGIONS) if name.startswith("mouth")]] = False
    x = patch_channels(m, whitening(covariances(m)), judged)
    mouth = [i for i, name in enumerate(CHANNEL_NAMES) if ".corner" in name or ".lip" in name or ".chin" in name]
    assert len(mouth) == 20
    assert not x[:, mouth].any()
    assert x[:, [CHANNEL_NAMES.index("lag8.brow_inner_left.y")]].any()


def test_a_measurement_is_kept_and_read_again(tmp_path):
    save_measurement(tmp_path / "m.npz", measured())
    again = load_measurement(tmp_path / "m.npz")
    assert np.array_equal(again.inner, measured().inner)
    assert again.rate == 30.0
    assert not again.heads


FLOW = """
import sys
import numpy as np
from engine.patches.lag_flow import _flow
picture = np.random.default_rng(1).integers(0, 256, (24, 40)).astype(np.float32)
import cv2
one = cv2.GaussianBlur(cv2.resize(picture, (160, 95), interpolation=cv2.INTER_NEAREST), (0, 0), 2)
two = cv2.GaussianBlur(np.roll(one, 1, axis=1), (0, 0), 0.8)
flow = _flow(one.round().astype(np.uint8), two.round().astype(np.uint8))
sys.stdout.write(flow.tobytes().hex())
"""


def test_flow_is_the_same_whatever_the_processor_can_do():
    texts = []
    for switched_off in ("", "AVX512-SKX,AVX2,AVX,FP16"):
        environment = {**os.environ, "OPENCV_CPU_DISABLE": switched_off}
        done = subprocess.run([sys.executable, "-c", FLOW], env=environment, capture_output=True, text=True, check=True)
        texts.append(done.stdout)
    assert texts[0] == texts[1]
    assert np.abs(np.frombuffer(bytes.fromhex(texts[0]), np.float32)).max() > 0.3
