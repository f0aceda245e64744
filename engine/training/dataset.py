"""A labelled data set as windows: videos found, features extracted once and cached, labels as ME-TST trains on them."""

import hashlib
import json
import zipfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.config import AnalysisConfig
from engine.datasets import Record
from engine.errors import DatasetError
from engine.flow import CHANNELS
from engine.pipeline import Window, sample_frames, stream_windows
from engine.synthesis.hybrid import Batch
from engine.types import CLASSES, UNSCORED, Emotion, Float32, Int64, UInt8
from engine.video import open_source

SampleEvent = tuple[int, int, int, int]  # onset, apex, offset in samples; class number
NEUTRAL = CLASSES.index(Emotion.NEUTRAL)
CACHE_VERSION = "1"  # raise it when the same video gives other features
# Negative windows for one positive window (released constants; feature spec 1.10).
RATIOS = {"casme3": 4.0, "sammlv": 0.5}


@dataclass(frozen=True, slots=True, eq=False)
class LabelledVideo:
    """Features and labels of one video.

    Attributes:
        subject, video: as in the label table.
        frames: int64 [S], frame index of each sample.
        rate: samples a second.
        starts: int64 [W], first sample of each window.
        features: float32 [W, 10, k].
        mask: uint8 [W, k].
        spot, emotion: uint8 [S], labels of the samples.
        events: onset, apex, offset and class number of each micro-expression, in samples, in the label table's order.
        n_frames: frames of the video.
    """

    subject: str
    video: str
    frames: Int64
    rate: float
    starts: Int64
    features: Float32
    mask: UInt8
    spot: UInt8
    emotion: UInt8
    n_frames: int
    events: tuple[SampleEvent, ...] = ()


def video_path(folder: Path, subject: str, video: str) -> Path:
    """Where a video lies: ``subject/video/color`` (CAS(ME)^3), ``subject/video``, ``video``, or a file of that name.

    Raises:
        DatasetError: not there.
    """
    roots = [folder / subject / video / "color", folder / subject / video, folder / video]
    for root in roots:
        if root.is_dir():
            return root
    for root in roots[1:]:
        files = sorted(root.parent.glob(f"{root.name}.*")) if root.parent.is_dir() else []
        if files:
            return files[0]
    raise DatasetError(f"The video “{subject}/{video}” of the label table is not in “{folder}”; check both.")


def load_dataset(
    folder: Path, records: Sequence[Record], config: AnalysisConfig, cache: Path, *, channels: int = CHANNELS
) -> Generator[LabelledVideo, None, None]:
    """The videos that the label table names, one after the other; features are extracted once and kept in `cache`.

    Raises:
        DatasetError: a video is missing; EngineError: it cannot be read or is too short.
    """
    videos: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        if record.extra.get("kind", "micro") == "micro":
            videos.setdefault((record.subject, record.video), []).append(record)
    if not videos:
        raise DatasetError("The label table names no micro-expression; choose another one.")
    for (subject, video), events in videos.items():
        path = video_path(folder, subject, video)
        yield _labelled(subject, video, events, _features(path, config, cache, channels))


def _features(path: Path, config: AnalysisConfig, cache: Path, channels: int) -> dict[str, np.ndarray]:
    """Arrays of one video, from the cache where its frame table and the settings are the same."""
    with open_source(path) as source:
        keys = [
            CACHE_VERSION,
            source.info.table_digest,
            config.k,
            config.rate,
            config.features,
            config.landmarks,
            channels,
        ]
        stored = cache / (hashlib.sha256(json.dumps(keys).encode()).hexdigest()[:24] + ".npz")
        if stored.is_file():
            try:
                with np.load(stored) as arrays:
                    return {name: arrays[name] for name in arrays.files}
            except (OSError, ValueError, zipfile.BadZipFile):
                stored.unlink(missing_ok=True)
        frames, rate = sample_frames(source.info, config.rate)
        windows = [
            step for step in stream_windows(source, frames, config, channels=channels) if isinstance(step, Window)
        ]
        if not windows:
            raise DatasetError(f"“{path}” is shorter than one window of {config.k} samples; leave it out.")
        arrays = {
            "frames": frames,
            "rate": np.array(rate),
            "starts": np.array([window.start for window in windows], np.int64),
            "features": np.stack([window.features.features for window in windows]).astype(np.float32),
            "mask": np.stack([window.features.mask for window in windows]),
            "n_frames": np.array(source.info.n_frames),
        }
    cache.mkdir(parents=True, exist_ok=True)
    np.savez(stored, **arrays)
    return arrays


def _labelled(subject: str, video: str, events: Sequence[Record], arrays: dict[str, np.ndarray]) -> LabelledVideo:
    spot, emotion = sample_labels(events, arrays["frames"])
    places = sample_events(events, arrays["frames"])
    return LabelledVideo(
        subject=subject,
        video=video,
        frames=arrays["frames"],
        rate=float(arrays["rate"]),
        starts=arrays["starts"],
        features=arrays["features"],
        mask=arrays["mask"],
        spot=spot,
        emotion=emotion,
        n_frames=int(arrays["n_frames"]),
        events=places,
    )


def sample_events(events: Sequence[Record], frames: Int64) -> tuple[SampleEvent, ...]:
    """Micro-expressions in samples; a frame between two samples belongs to the earlier one.

    That is the released ``int(frame / skip)``. An event without an apex has it at its onset.

    Args:
        events: in frames.
        frames: int64 [S], frame index of each sample.
    """

    def sample(frame: int) -> int:
        return int(np.searchsorted(frames, frame, side="right")) - 1

    return tuple(
        (
            sample(event.onset),
            sample(event.onset if event.apex is None else event.apex),
            sample(event.offset),
            class_number(event),
        )
        for event in events
    )


def class_number(event: Record) -> int:
    """Number of its class in `CLASSES`; a word of no class counts as others."""
    return CLASSES.index(Emotion(event.group)) if event.group else CLASSES.index(Emotion.OTHERS)


def sample_labels(events: Sequence[Record], frames: Int64) -> tuple[UInt8, UInt8]:
    """Hard labels of the samples: onset + 1 to offset - 1 of every event, later events over earlier ones (field R18).

    Args:
        events: micro-expressions of the video, in the order of the label table.
        frames: int64 [S], frame index of each sample.
    """
    spot, emotion = np.zeros(len(frames), np.uint8), np.full(len(frames), NEUTRAL, np.uint8)
    for onset, _, offset, number in sample_events(events, frames):
        spot[max(0, onset + 1) : max(0, offset)] = 1
        emotion[max(0, onset + 1) : max(0, offset)] = number
    return spot, emotion


class WindowSampler:
    """Batches of labelled windows: every positive window and `ratio` times as many negative ones.

    Released rule (feature spec 1.11). The same seed and step give the same batch.

    Attributes:
        classes: int64 [windows, k], class of every sample of the windows that the first epoch sees.
    """

    def __init__(
        self,
        videos: Sequence[LabelledVideo],
        *,
        ratio: float,
        seed: int,
        fresh: bool = False,
        tail: bool = False,
        count_unscored: bool = True,
    ) -> None:
        """Cut the labels into windows.

        Args:
            videos: of the fold.
            ratio: negative windows for one positive; where there are not so many, all but two are taken (released).
            seed: of what is drawn.
            fresh: draw the negative windows anew every epoch; else once.
            tail: use windows that do not begin at a multiple of half a window.
            count_unscored: samples that could not be measured count like others (their features are 0).

        Raises:
            DatasetError: no window holds a micro-expression.
        """
        k = videos[0].features.shape[2]
        windows = [
            (video, int(start), row)
            for video in videos
            for row, start in enumerate(video.starts)
            if tail or start % (k // 2) == 0
        ]
        self._features = np.stack([video.features[row] for video, _, row in windows])
        self._spot = np.stack([video.spot[start : start + k] for video, start, _ in windows])
        self._emotion = np.stack([video.emotion[start : start + k] for video, start, _ in windows])
        scored = np.stack([(video.mask[row] & UNSCORED) == 0 for video, _, row in windows])
        self._weight = scored | count_unscored
        positive = self._spot.any(axis=1)
        self._positive, self._negative = np.flatnonzero(positive), np.flatnonzero(~positive)
        if not len(self._positive):
            raise DatasetError("No window holds a micro-expression; check the frame numbers of the label table.")
        wanted = int(ratio * len(self._positive))
        self._chosen = wanted if wanted < len(self._negative) else max(0, len(self._negative) - 2)
        self._seed, self._fresh = seed, fresh
        self.classes = self._emotion[self._drawn(0)].astype(np.int64)

    @property
    def windows(self) -> int:
        """Windows in an epoch."""
        return len(self._positive) + self._chosen

    def _drawn(self, epoch: int) -> Int64:
        """Numbers of an epoch's windows, positive ones first."""
        rng = np.random.default_rng([self._seed, 30, epoch if self._fresh else 0])
        return np.concatenate([self._positive, rng.permutation(self._negative)[: self._chosen]])

    def batch(self, step: int, size: int) -> Batch:
        """Batch number `step` of at most `size` windows."""
        batches = max(1, -(-self.windows // size))
        epoch, number = divmod(step, batches)
        rng = np.random.default_rng([self._seed, 31, epoch])
        order = rng.permutation(self._drawn(epoch))
        chosen = order[number * size : (number + 1) * size]
        return Batch(
            self._features[chosen],
            self._spot[chosen].astype(np.float32),
            self._emotion[chosen].astype(np.int64),
            self._weight[chosen].astype(np.float32),
        )
