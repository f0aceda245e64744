"""The tracker on a synthetic clip: identity, cuts, darkness, loss and return."""

import numpy as np
import pytest

from engine.face import FaceTracker
from tests.engine import portrait_clip


def two_people(covered: bool) -> np.ndarray:
    """A large face on the left (perhaps covered), a smaller one on the right."""
    canvas = np.full((360, 700), 90, np.uint8)
    small = portrait_clip.resized(portrait_clip.frames()[:1], 0.7)[0]
    canvas[60 : 60 + small.shape[0], 440 : 440 + small.shape[1]] = small
    if not covered:
        canvas[:, :360] = portrait_clip.frames()[0]
    return canvas


def test_every_frame_of_a_calm_clip_continues_the_track() -> None:
    tracked = portrait_clip.faces()
    assert all(item.face is not None and item.face.presence > 0.9 for item in tracked)
    assert not any(item.cut or item.dark for item in tracked)


def test_tracking_calls_the_detector_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tracker = FaceTracker()
    calls = []
    original = tracker._detector.detect_in
    monkeypatch.setattr(tracker._detector, "detect_in", lambda *a: calls.append(1) or original(*a))
    for frame in portrait_clip.frames()[:10]:
        assert tracker.track(frame).face is not None
    assert len(calls) == 1


def test_frames_may_be_views_and_the_result_repeats() -> None:
    wide = np.repeat(portrait_clip.frames()[:3], 2, axis=2)[:, :, ::2]
    assert not wide.flags.c_contiguous
    for again, first in zip(portrait_clip.track(wide), portrait_clip.faces()[:3], strict=True):
        assert again.face is not None
        assert first.face is not None
        np.testing.assert_array_equal(again.face.points, first.face.points)


def test_largest_face_first_and_the_same_person_after_a_loss() -> None:
    tracker = FaceTracker()
    open_view, covered = two_people(covered=False), two_people(covered=True)
    first = tracker.track(open_view).face
    assert first is not None
    assert first.center[0] < 360
    hidden = [_without_cut(tracker, covered) for _ in range(20)]
    assert hidden == [None] * 20
    seen_again = [_without_cut(tracker, open_view) for _ in range(5)]
    assert seen_again[-1] is not None
    assert seen_again[-1].center[0] < 360


def test_another_person_is_taken_after_a_second_and_marked_as_a_cut() -> None:
    tracker = FaceTracker()
    tracker.track(two_people(covered=False))
    tracker._scene.changed = lambda _gray: False
    later = [tracker.track(two_people(covered=True)) for _ in range(36)]
    seen = [item for item in later if item.face is not None]
    assert seen
    assert seen[0].face.center[0] > 440
    assert [item.cut for item in seen] == [True] + [False] * (len(seen) - 1)


def _without_cut(tracker: FaceTracker, frame: np.ndarray) -> object:
    """Covering half of the picture at once looks like a scene cut: that part is not under test here."""
    tracker._scene.changed = lambda _gray: False
    return tracker.track(frame).face


def test_cut_to_another_scene_restarts_with_the_largest_face() -> None:
    tracker = FaceTracker()
    frame = portrait_clip.frames()[0]
    assert not tracker.track(frame).cut
    other = np.ascontiguousarray(np.roll(frame[::-1], 90, axis=1))
    assert tracker.track(other).cut
    back = tracker.track(frame)
    assert back.cut
    assert back.face is not None


def test_jump_of_the_face_in_a_still_scene_is_a_cut() -> None:
    face = portrait_clip.resized(portrait_clip.frames()[:1], 0.4)[0]
    pictures = []
    for left in (60, 100):
        rng = np.random.default_rng(0)
        background = np.kron(rng.integers(0, 256, (9, 16)), np.ones((40, 40))).astype(np.uint8)
        background[100 : 100 + face.shape[0], left : left + face.shape[1]] = face
        pictures.append(background)
    tracker = FaceTracker()
    assert tracker.track(pictures[0]).face is not None
    moved = tracker.track(pictures[1])
    assert moved.face is not None
    assert moved.cut


def test_dark_face_is_marked_and_black_has_no_face() -> None:
    dim = (portrait_clip.frames()[:3] * 0.05).astype(np.uint8)
    assert all(item.dark for item in portrait_clip.track(dim))
    black = portrait_clip.track(np.zeros((3, 120, 160), np.uint8))
    assert all(item.face is None and item.dark and not item.cut for item in black)


def test_noise_has_no_face_and_no_cuts() -> None:
    noise = np.random.default_rng(5).integers(0, 256, (12, 240, 320)).astype(np.uint8)
    assert all(item.face is None and not item.dark for item in portrait_clip.track(noise))


def test_reset_starts_a_new_sequence() -> None:
    tracker = FaceTracker()
    tracker.track(np.full((360, 360), 255, np.uint8))
    tracker.reset()
    fresh = tracker.track(portrait_clip.frames()[0])
    assert not fresh.cut
    assert fresh.face is not None
