"""The tracker on a synthetic clip: identity, cuts, darkness, loss and return."""

import numpy as np
import pytest

from engine.face import FaceChoice, FaceTracker
from tests.engine import portrait_clip, scenes


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


def test_a_face_once_found_is_followed_without_the_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    tracker = FaceTracker()
    assert tracker.track(portrait_clip.frames()[0]).face is not None
    calls = []
    original = tracker._detector.detect_in
    monkeypatch.setattr(tracker._detector, "detect_in", lambda *a: calls.append(1) or original(*a))
    for frame in portrait_clip.frames()[1:10]:
        assert tracker.track(frame).face is not None
    assert calls == []


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


class TestTwoPeople:
    """Identity while two faces are visible (feature spec 5): the largest first, or the one the user chose."""

    def scene(self, count: int, *, step: int = 0, other_in_front: bool = True) -> list[np.ndarray]:
        """The large person goes right and the small one left by `step` px a frame."""
        wall = scenes.room(360, 640)
        frames = []
        for index, (large, small) in enumerate(
            zip(scenes.person(count, side=300), scenes.other_person(count, side=240), strict=True)
        ):
            layers = [(large, 3 * step / 5 * index, 30), (small, 380 - step * index, 60)]
            frame = wall
            for face, left, top in layers if other_in_front else layers[::-1]:
                frame = scenes.placed(frame, face, left, top)
            frames.append(frame)
        return frames

    def large_at(self, index: int, *, step: int = 0) -> float:
        return 3 * step / 5 * index + 0.48 * 300

    def test_the_largest_is_followed_and_both_are_counted(self) -> None:
        tracker = FaceTracker()
        seen = [tracker.track(frame).face for frame in self.scene(8)]
        assert all(face is not None and abs(face.center[0] - self.large_at(0)) < 25 for face in seen)
        assert tracker.faces_seen == 2

    @pytest.mark.parametrize("choice", [FaceChoice(rank=2), FaceChoice(point=(500.0, 160.0))])
    def test_the_user_picks_the_other(self, choice: FaceChoice) -> None:
        tracker = FaceTracker(choice)
        seen = [tracker.track(frame).face for frame in self.scene(8)]
        assert all(face is not None and abs(face.center[0] - (380 + 0.52 * 240)) < 25 for face in seen)

    def test_a_face_that_is_not_there_is_waited_for(self) -> None:
        one = portrait_clip.frames()[:6]
        for choice in (FaceChoice(rank=2), FaceChoice(point=(5.0, 355.0))):
            tracker = FaceTracker(choice)
            assert all(tracker.track(frame).face is None for frame in one)
            assert tracker.faces_seen == 1

    @pytest.mark.parametrize("other_in_front", [False, True])
    def test_crossing_people_are_not_mixed_up(self, other_in_front: bool) -> None:
        tracker = FaceTracker()
        frames = self.scene(72, step=5, other_in_front=other_in_front)
        tracked = [tracker.track(frame) for frame in frames]
        for index, item in enumerate(tracked):
            assert not item.cut
            assert item.face is None or abs(item.face.center[0] - self.large_at(index, step=5)) < 40, index
        hidden = sum(item.face is None for item in tracked)
        assert hidden == 0 if not other_in_front else 0 < hidden < 40
        assert tracked[-1].face is not None

    def test_somebody_else_at_the_same_place_is_a_cut(self) -> None:
        wall = scenes.room(360, 640)
        clips = (*scenes.person(5), *scenes.other_person(5))
        tracked = portrait_clip.track(np.stack([scenes.placed(wall, frame, 140, 0) for frame in clips]))
        assert [item.cut for item in tracked] == [False] * 5 + [True] + [False] * 4

    def test_a_chosen_person_is_never_replaced(self) -> None:
        tracker = FaceTracker(FaceChoice(rank=2))
        both = self.scene(1)[0]
        alone = scenes.placed(scenes.room(360, 640), scenes.person(1, side=300)[0], 0, 30)
        assert tracker.track(both).face is not None
        assert [_without_cut(tracker, alone) for _ in range(40)] == [None] * 40
        back = [_without_cut(tracker, both) for _ in range(5)]
        assert back[-1] is not None
        assert back[-1].center[0] > 400
