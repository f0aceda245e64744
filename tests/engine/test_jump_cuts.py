"""Jump cuts: footage of one scene is missing, and the head jumps a little (feature spec 5)."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest

from engine.config import AnalysisConfig
from engine.face import FaceTracker, JumpWatch
from engine.pipeline import Window, stream_windows
from engine.pipeline.survey import Survey
from engine.types import Mask
from tests.engine import portrait_clip, scenes

SIDE = 300


def found(frames: Sequence[np.ndarray], *, keys: Sequence[int] = ()) -> list[int]:
    """Frames that follow a jump cut."""
    tracker, watch = FaceTracker(), JumpWatch()
    for index, frame in enumerate(frames):
        watch.add(frame, tracker.track(frame), key=index in keys)
    return [index for index in range(len(frames)) if watch.judge()]


def placed(count: int, way: Callable[[int], tuple[float, float]], *, order: Sequence[int] = ()) -> list[np.ndarray]:
    """The moving portrait before a still wall, its place (x, y) px at each frame; the wall is noisy as a camera is."""
    wall, faces, rng = scenes.room(360, 640), scenes.person(100, side=SIDE), np.random.default_rng(3)
    frames = []
    for index in range(count):
        x, y = way(index)
        matrix = np.array([[1, 0, x - int(x)], [0, 1, y - int(y)]], np.float32)
        face = cv2.warpAffine(
            faces[order[index] if order else index], matrix, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE
        )
        frame = scenes.placed(wall, face, 170 + int(x), 30 + int(y))
        frames.append(np.clip(frame + rng.normal(0, 1.5, frame.shape), 0, 255).astype(np.uint8))
    return frames


def crop_px(value: float) -> float:
    """Px of the picture for px of the features' crop."""
    face = portrait_clip.faces()[0].face
    assert face is not None
    return value * face.width * SIDE / 360 / 240


def still(_index: int) -> tuple[float, float]:
    return 0.0, 0.0


@pytest.mark.parametrize("size", [3, 6, 12, 40])
def test_a_jump_of_the_head_is_a_cut_at_its_frame(size: float) -> None:
    frames = placed(40, lambda index: (0, crop_px(size) if index >= 20 else 0))
    tracker = FaceTracker()
    assert not any(tracker.track(frame).cut for frame in frames)
    assert found(frames) == [20]


def test_footage_cut_out_of_a_moving_face_is_a_cut() -> None:
    order = [*range(12), *range(17, 40)]  # the brows are raised in the missing frames, and the head sways on
    assert found(placed(len(order), lambda index: (0.4 * order[index], 0), order=order)) == [12]


def test_a_quick_nod_is_none() -> None:
    """16 px of the crop down and up again, the fastest frame 6 px, from and to rest."""
    pulse = np.concatenate([np.zeros(12), np.sin(np.linspace(0, np.pi, 9)) ** 2, np.zeros(19)])
    assert found(placed(40, lambda index: (0, crop_px(16) * pulse[index]))) == []


def test_a_turn_of_the_head_is_none() -> None:
    turned = 1 / (1 + np.exp(-(np.arange(40) - 20) / 1.2))
    assert found(placed(40, lambda index: (crop_px(25) * turned[index], 0))) == []


def test_a_hand_over_the_face_is_none() -> None:
    frames = placed(40, still)
    for index, frame in enumerate(frames[10:26]):
        cv2.ellipse(frame, (90 + 14 * index, 330 - 8 * index), (45, 75), 25, 0, 360, 120, -1)
    assert found(frames) == []


def test_a_blink_is_none() -> None:
    frames = placed(40, still)
    face = FaceTracker().track(frames[0]).face
    assert face is not None
    for closed, frame in zip((0.5, 1, 1, 1, 0.5), frames[15:], strict=False):
        for corner, other, top in ((33, 133, 159), (362, 263, 386)):
            (x0, y), (x1, _), (_, lid) = face.points[[corner, other, top]].tolist()
            half = max(1, int((y - lid + 4) * closed))
            cv2.ellipse(frame, (int(x0 + x1) // 2, int(lid)), (int(x1 - x0) // 2 + 2, half), 0, 0, 180, 150, -1)
    assert found(frames) == []


@pytest.mark.parametrize("light", ["flicker", "lamp", "flash"])
def test_light_is_none(light: str) -> None:
    ramp = np.linspace(0.6, 1.1, 640)
    gains = {
        "flicker": lambda index: 1 + 0.08 * np.sin(2.1 * index),
        "lamp": lambda index: ramp if index >= 20 else 1.0,
        "flash": lambda index: 1.4 if index == 20 else 1.0,
    }
    frames = placed(40, still)
    assert found([np.clip(frame * gains[light](i), 0, 255).astype(np.uint8) for i, frame in enumerate(frames)]) == []


def test_repeated_frames_of_a_moving_head_are_none() -> None:
    frames = placed(40, lambda index: (0.8 * index, 0))
    assert found([frame for index, frame in enumerate(frames) for _ in range(2 if index % 4 == 3 else 1)]) == []
    assert found([frames[index // 2 * 2] for index in range(40)]) == []


def test_a_renewed_picture_counts_less() -> None:
    """A new key frame may show in one step what a strongly compressed picture had left out."""
    frames = placed(40, lambda index: (0, crop_px(2.5) if index >= 20 else 0))
    assert found(frames) == [20]
    assert found(frames, keys=[0, 20]) == []
    assert found(frames, keys=range(40)) == [20]


def test_no_window_crosses_a_jump_cut() -> None:
    frames = placed(100, lambda index: (0, crop_px(5) if index >= 60 else 0))
    survey = Survey()
    source, config = scenes.Scene(frames), AnalysisConfig()
    windows = [step for step in stream_windows(source, np.arange(100), config, survey) if isinstance(step, Window)]
    assert survey.cuts == [60]
    assert len(windows) == 3
    for window in windows:
        across = np.flatnonzero(window.features.mask & Mask.CUT)
        sides = {int(window.start + sample) >= 60 for sample in across}
        assert len(sides) == (0 if window.start + 50 <= 60 else 1)
        assert not window.features.features[:, across].any()
    released = Survey()
    config = AnalysisConfig(features="parity", landmarks="mesh")
    list(stream_windows(scenes.Scene(frames[45:95]), np.arange(50), config, released))
    assert released.cuts == []
