"""From a source to window features: sequential decoding with a ring of k samples (constant memory)."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from engine.config import AnalysisConfig
from engine.face import FaceTracker, TrackedFace
from engine.flow import WindowFeatures, parity_window, window_features
from engine.types import Int64, UInt8
from engine.video import Source
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


def stream_windows(source: Source, frames: Int64, config: AnalysisConfig) -> Iterator[Window | Decoded]:
    """Decode the sampled frames once, in order, and yield each window's features as soon as its last frame is in.

    Args:
        source: an open source; read sequentially.
        frames: int64 [S], frame index of each sample.
        config: window length, feature mode and landmarks.

    Yields:
        `Decoded` after every sample, `Window` in order of start. Parity mode has no tail window, as released.
    """
    starts = deque(window_starts(len(frames), config.k, tail=config.features == "robust"))
    grays: deque[UInt8] = deque(maxlen=config.k)
    faces: deque[TrackedFace] = deque(maxlen=config.k)
    tracker = FaceTracker()
    for sample, gray in enumerate(_sampled_grays(source, frames)):
        grays.append(gray)
        faces.append(tracker.track(gray))
        yield Decoded(sample + 1)
        while starts and sample == starts[0] + config.k - 1:
            yield Window(starts.popleft(), _features(list(grays), list(faces), config))


def _sampled_grays(source: Source, frames: Int64) -> Iterator[UInt8]:
    wanted = iter(frames.tolist())
    target = next(wanted, None)
    for frame in source.frames():
        if target is None:
            return
        if frame.index == target:
            yield frame.gray()
            target = next(wanted, None)


def _features(grays: list[UInt8], faces: list[TrackedFace], config: AnalysisConfig) -> WindowFeatures:
    if config.features == "parity":
        return parity_window(grays, faces=faces, landmarks=config.landmarks)
    return window_features(grays, faces, config=config)
