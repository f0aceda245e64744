"""A short face clip for tests: a public-domain portrait, warped, with the official extraction's results."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np

from engine.config import AnalysisConfig
from engine.face import FaceTracker, TrackedFace
from engine.flow import WindowFeatures, window_features

DATA = Path(__file__).parent / "data" / "flow_astronaut_k30.npz"
K = 30
CONFIG = AnalysisConfig(preset="sammlv", k=K)


def unpacked_frames(path: Path) -> np.ndarray:
    """uint8 [N, H, W] of a golden file: stored as differences in time."""
    with np.load(path) as stored:
        return np.cumsum(stored["frames_delta"], axis=0, dtype=np.uint8)


@cache
def frames() -> np.ndarray:
    """uint8 [75, 360, 360], read-only: brow raise at 12-18-30, lip corners at 44-50-66, slow head sway."""
    clip = unpacked_frames(DATA)
    clip.setflags(write=False)
    return clip


@cache
def golden() -> dict[str, np.ndarray]:
    with np.load(DATA) as stored:
        return {name: stored[name] for name in ("features", "landmarks_frame", "landmarks_crop")}


@cache
def faces() -> tuple[TrackedFace, ...]:
    return tuple(track(frames()))


def track(clip: np.ndarray) -> list[TrackedFace]:
    tracker = FaceTracker()
    return [tracker.track(frame) for frame in clip]


def features_of(clip: np.ndarray, tracked: list[TrackedFace] | None = None) -> WindowFeatures:
    """Robust features of the first window of a clip."""
    found = track(clip[:K]) if tracked is None else tracked
    return window_features(list(clip[:K]), found[:K], config=CONFIG)


def resized(clip: np.ndarray, factor: float) -> np.ndarray:
    return np.stack([cv2.resize(f, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) for f in clip])
