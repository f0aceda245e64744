"""Robust mode: zeros where nothing moved, gaps with a reason, and features that do not depend on head motion."""

import numpy as np
import pytest

from engine.errors import AnalysisError
from engine.face import TrackedFace
from engine.flow import Cutout, window_features, window_start
from engine.types import Mask
from tests.engine import portrait_clip
from tests.engine.portrait_clip import CONFIG, K, features_of

NO_FACE = TrackedFace(None, cut=False, dark=False)


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


def with_cut(tracked: TrackedFace) -> TrackedFace:
    return TrackedFace(tracked.face, cut=True, dark=tracked.dark)


def test_calm_clip_is_measured_whole_and_shows_the_brow_raise() -> None:
    result = features_of(portrait_clip.frames())
    np.testing.assert_array_equal(result.mask, 0)
    assert result.features.shape == (10, K)
    assert result.features.dtype == np.float64
    assert result.mask.dtype == np.uint8
    np.testing.assert_array_equal(result.features[:, 0], 0)
    brows = result.features[[1, 3]]  # y of both brows: up is negative, apex at frame 18
    assert (np.abs(brows.argmin(axis=1) - 18) <= 2).all()
    assert (brows.min(axis=1) < -1).all()
    assert np.abs(brows[:, :10]).max() < 0.5


def test_similar_to_the_official_features_where_those_converge() -> None:
    result = window_features(list(portrait_clip.frames()[15:45]), portrait_clip.faces()[15:45], config=CONFIG)
    assert correlation(result.features, portrait_clip.golden()["features"][1]) > 0.9


def test_identical_frames_give_exact_zeros() -> None:
    still = np.stack([portrait_clip.frames()[0]] * K)
    result = features_of(still)
    np.testing.assert_array_equal(result.features, 0)
    np.testing.assert_array_equal(result.mask, 0)


def test_the_reference_array_itself_gives_exact_zeros_after_motion() -> None:
    grays = list(portrait_clip.frames()[:K])
    faces = list(portrait_clip.faces()[:K])
    grays[25], faces[25] = grays[0], faces[0]
    result = window_features(grays, faces, config=CONFIG)
    np.testing.assert_array_equal(result.features[:, 25], 0)
    assert np.abs(result.features[:, 24]).max() > 0


def test_mirrored_clip_gives_mirrored_channels() -> None:
    plain = features_of(portrait_clip.frames()).features
    mirrored = features_of(np.ascontiguousarray(portrait_clip.frames()[:, :, ::-1])).features
    swapped = mirrored.reshape(5, 2, K)[[1, 0, 2, 4, 3]] * np.array([-1, 1])[:, np.newaxis]
    assert correlation(plain.reshape(5, 2, K), swapped) > 0.95


def test_shaken_clip_gives_the_same_features() -> None:
    rng = np.random.default_rng(0)
    steps = rng.integers(-8, 9, (K, 2))
    walk = np.clip(np.cumsum(steps, axis=0), -40, 40)
    shaken = np.stack(
        [
            np.roll(np.pad(frame, 40, mode="edge"), tuple(shift), (0, 1))
            for frame, shift in zip(portrait_clip.frames()[:K], walk, strict=True)
        ]
    )
    result = features_of(shaken)
    np.testing.assert_array_equal(result.mask, 0)
    assert correlation(result.features, features_of(portrait_clip.frames()).features) > 0.98


def test_smaller_picture_gives_the_same_features() -> None:
    result = features_of(portrait_clip.resized(portrait_clip.frames()[:K], 0.6))
    np.testing.assert_array_equal(result.mask & ~np.uint8(Mask.SMALL_FACE), 0)
    assert correlation(result.features, features_of(portrait_clip.frames()).features) > 0.9


def test_small_face_is_measured_and_marked() -> None:
    result = features_of(portrait_clip.resized(portrait_clip.frames()[:K], 0.45))
    assert (result.mask == Mask.SMALL_FACE).all()
    assert np.abs(result.features[:, 1:]).max() > 0


def test_dark_clip_is_masked_and_zero() -> None:
    result = features_of((portrait_clip.frames()[:K] * 0.05).astype(np.uint8))
    assert (result.mask & Mask.DARK).all()
    np.testing.assert_array_equal(result.features, 0)


def test_gap_at_the_start_moves_the_reference() -> None:
    grays, faces = list(portrait_clip.frames()[:K]), list(portrait_clip.faces()[:K])
    gap = window_features(grays, [NO_FACE] * 6 + faces[6:], config=CONFIG)
    assert (gap.mask[:6] == Mask.NO_FACE).all()
    assert (gap.mask[6:] == Mask.REFERENCE_MOVED).all()
    np.testing.assert_array_equal(gap.features[:, :7], 0)
    longer = list(portrait_clip.frames()[6 : 6 + K])
    whole = window_features(longer, portrait_clip.faces()[6 : 6 + K], config=CONFIG)
    np.testing.assert_array_equal(gap.features[:, 6:], whole.features[:, : K - 6])


def test_gap_inside_costs_only_its_own_frames() -> None:
    grays, faces = list(portrait_clip.frames()[:K]), list(portrait_clip.faces()[:K])
    whole = window_features(grays, faces, config=CONFIG)
    faces[10:14] = [NO_FACE] * 4
    gap = window_features(grays, faces, config=CONFIG)
    assert (gap.mask[10:14] == Mask.NO_FACE).all()
    assert gap.mask.sum() == 4 * Mask.NO_FACE
    np.testing.assert_array_equal(gap.features[:, 10:14], 0)
    np.testing.assert_array_equal(gap.features[:, :10], whole.features[:, :10])
    np.testing.assert_allclose(gap.features[:, 14:], whole.features[:, 14:], atol=0.2)


@pytest.mark.parametrize(("cut", "kept"), [(20, range(20)), (8, range(8, K))])
def test_cut_keeps_the_longer_scene(cut: int, kept: range) -> None:
    faces = list(portrait_clip.faces()[:K])
    faces[cut] = with_cut(faces[cut])
    result = window_features(list(portrait_clip.frames()[:K]), faces, config=CONFIG)
    masked = (result.mask & Mask.CUT) != 0
    np.testing.assert_array_equal(np.flatnonzero(~masked), list(kept))
    np.testing.assert_array_equal(result.features[:, masked], 0)
    moved = (result.mask[list(kept)] & Mask.REFERENCE_MOVED) != 0
    assert moved.all() == (kept.start > 0)


def test_face_partly_outside_is_masked() -> None:
    left = int(portrait_clip.golden()["landmarks_frame"][0][0, 0])  # the jaw's edge becomes the picture's edge
    result = features_of(np.ascontiguousarray(portrait_clip.frames()[:K, :, left + 15 :]))
    assert (result.mask & (Mask.BOX_OUTSIDE | Mask.NO_FACE)).all()
    assert (result.mask & Mask.BOX_OUTSIDE).any()
    np.testing.assert_array_equal(result.features, 0)


def test_motion_that_cannot_be_followed_is_marked_and_zero() -> None:
    clip = portrait_clip.frames()[:K].copy()
    clip[10:] = np.roll(clip[10:], 25, axis=2)  # the faces passed below do not know of it
    result = window_features(list(clip), portrait_clip.faces()[:K], config=CONFIG)
    doubtful = (result.mask & Mask.NOT_CONVERGED) != 0
    assert doubtful[10:].any()
    assert not doubtful[:10].any()
    np.testing.assert_array_equal(result.features[:, doubtful], 0)


def test_no_face_at_all() -> None:
    result = window_features(list(portrait_clip.frames()[:K]), [NO_FACE] * K, config=CONFIG)
    assert (result.mask == Mask.NO_FACE).all()
    np.testing.assert_array_equal(result.features, 0)


def test_frames_are_read_only_and_results_repeat() -> None:
    assert not portrait_clip.frames().flags.writeable
    first, again = (features_of(portrait_clip.frames(), list(portrait_clip.faces())) for _ in range(2))
    np.testing.assert_array_equal(first.features, again.features)


def test_wrong_number_of_frames_is_an_engine_error() -> None:
    with pytest.raises(AnalysisError, match="30 frames"):
        window_features(list(portrait_clip.frames()[:10]), portrait_clip.faces()[:10], config=CONFIG)


def _cut_at(position: int) -> list[TrackedFace]:
    faces = list(portrait_clip.faces()[:K])
    return [with_cut(faces[i]) if i == position else faces[i] for i in range(K)]


@pytest.mark.parametrize("faces", [list(portrait_clip.faces()[:K]), _cut_at(0), _cut_at(18), _cut_at(K // 2)])
def test_a_window_begun_before_its_end_is_known_is_the_same(faces: list[TrackedFace]) -> None:
    grays, half = list(portrait_clip.frames()[:K]), K // 2
    whole = window_features(grays, faces, config=CONFIG)
    begun = window_start(grays[:half], faces[:half])
    assert begun is not None
    again = window_features(grays, faces, config=CONFIG, begun=begun)
    np.testing.assert_array_equal(again.features, whole.features)
    np.testing.assert_array_equal(again.mask, whole.mask)


def test_a_window_is_not_begun_where_its_reference_is_open() -> None:
    grays, half = list(portrait_clip.frames()[:K]), K // 2
    assert window_start(grays[:half], _cut_at(5)[:half]) is None
    assert window_start(grays[:half], [NO_FACE, *portrait_clip.faces()[1:half]]) is None


def _on_a_large_picture(left: int, top: int) -> tuple[list[np.ndarray], list[TrackedFace]]:
    clip = portrait_clip.frames()[:K]
    grays = []
    for frame in clip:
        gray = np.full((900, 1200), 70, np.uint8)
        gray[top : top + 360, left : left + 360] = frame
        grays.append(gray)
    return grays, portrait_clip.track(np.stack(grays))


@pytest.mark.parametrize(("left", "top"), [(500, 300), (0, 0), (840, 540)])
def test_a_part_around_the_face_gives_the_same_bits_as_the_whole_picture(left: int, top: int) -> None:
    grays, faces = _on_a_large_picture(left, top)
    parts = [Cutout.around(*each) for each in zip(grays, faces, strict=True)]
    assert all(part.pixels.size < gray.size / 2 for part, gray in zip(parts, grays, strict=True))
    whole, found = (window_features(pictures, faces, config=CONFIG) for pictures in (grays, parts))
    np.testing.assert_array_equal(found.features, whole.features)
    np.testing.assert_array_equal(found.mask, whole.mask)


def test_a_part_that_does_not_hold_what_is_looked_at_is_not_measured() -> None:
    grays, faces = _on_a_large_picture(500, 300)
    parts = [Cutout.around(*each) for each in zip(grays, faces, strict=True)]
    small = parts[9].pixels[100:-100, 100:-100]
    parts[9] = Cutout(small, parts[9].left + 100, parts[9].top + 100, parts[9].shape)
    found = window_features(parts, faces, config=CONFIG)
    assert found.mask[9] & Mask.NOT_CONVERGED
    assert not found.mask[:9].any()
    np.testing.assert_array_equal(found.features[:, 9], 0)


def test_hardly_anything_is_kept_where_no_face_is_seen() -> None:
    part = Cutout.around(portrait_clip.frames()[0], NO_FACE)
    assert part.pixels.shape == (1, 1)
    assert part.shape == (360, 360)
