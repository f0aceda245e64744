"""From a source to window features: sequential decoding with a ring of k samples (constant memory)."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.config import AnalysisConfig
from engine.face import FaceTracker, TrackedFace
from engine.flow import WindowFeatures, parity_window, window_features
from engine.pipeline.survey import Survey, face_choice
from engine.types import Int64, UInt8
from engine.video import Source
from engine.video.frame import Frame
from engine.windows import window_starts


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Features of samples ``[start, start + k)``; None where this step only moved the decoding on.

    Attributes:
        start: first sample of the window.
        features: the window's features and mask.
    """

    start: int
    features: WindowFeatures


@dataclass(frozen=True, slots=True)
class Decoded:
    """Step: `done` samples are decoded."""

    done: int


def stream_windows(
    source: Source, frames: Int64, config: AnalysisConfig, survey: Survey | None = None
) -> Iterator[Window | Decoded]:
    """Decode the sampled frames once, in order, and yield each window's features as soon as its last frame is in.

    Args:
        source: an open source; read sequentially.
        frames: int64 [S], frame index of each sample.
        config: window length, feature mode, landmarks and the chosen face.
        survey: filled while the samples are decoded.

    Yields:
        `Decoded` after every sample, `Window` in order of start. Parity mode has no tail window, as released.
    """
    starts = deque(window_starts(len(frames), config.k, tail=config.features == "robust"))
    grays: deque[UInt8] = deque(maxlen=config.k)
    faces: deque[TrackedFace] = deque(maxlen=config.k)
    follower = _Follower(FaceTracker(face_choice(config)), survey or Survey())
    for sample, (gray, tracked) in enumerate(map(follower.follow, _sampled(source, frames))):
        grays.append(gray)
        faces.append(tracked)
        yield Decoded(sample + 1)
        while starts and sample == starts[0] + config.k - 1:
            yield Window(starts.popleft(), _features(list(grays), list(faces), config))


class _Follower:
    """The tracked face of each sample, and what is noticed on the way."""

    def __init__(self, tracker: FaceTracker, survey: Survey) -> None:
        self._tracker = tracker
        self._survey = survey
        self._samples = 0
        self._previous: UInt8 | None = None

    def follow(self, frame: Frame) -> tuple[UInt8, TrackedFace]:
        """Grey picture of the next sample and its face; a damaged frame shows an earlier moment, so it has none."""
        gray = frame.gray()
        if frame.damaged:
            self._survey.damaged += 1
            tracked = TrackedFace(None, cut=False, dark=False)
        else:
            self._survey.repeated += self._previous is not None and _equal(self._previous, gray)
            self._previous = gray
            tracked = self._tracker.track(gray)
            self._survey.faces, self._survey.tilted = self._tracker.faces_seen, self._tracker.tilted
        if tracked.cut:
            self._survey.cuts.append(self._samples)
        self._samples += 1
        return gray, tracked


def _equal(one: UInt8, other: UInt8) -> bool:
    # a few rows tell moving pictures apart at a fraction of the cost
    return np.array_equal(one[::32], other[::32]) and np.array_equal(one, other)


def _sampled(source: Source, frames: Int64) -> Iterator[Frame]:
    wanted = iter(frames.tolist())
    target = next(wanted, None)
    for frame in source.frames():
        if target is None:
            return
        if frame.index == target:
            yield frame
            target = next(wanted, None)


def _features(grays: list[UInt8], faces: list[TrackedFace], config: AnalysisConfig) -> WindowFeatures:
    if config.features == "parity":
        own = Path(config.landmark_file) if config.landmark_file else None
        return parity_window(grays, faces=faces, landmarks=config.landmarks, landmark_file=own)
    return window_features(grays, faces, config=config)
