"""A labelled data set as windows: videos found, features extracted once and cached, labels as ME-TST trains on them."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import av
import cv2
import numpy as np

from engine.config import AnalysisConfig
from engine.content import content_digest
from engine.datasets import Record
from engine.datasets.numbering import image_numbers, to_positions
from engine.errors import DatasetError
from engine.face.dlib_points import find_predictor
from engine.files import replace_file
from engine.flow import CHANNELS
from engine.pipeline import Window, sample_frames, stream_windows
from engine.synthesis.hybrid import WindowBatch
from engine.training.digests import arrays_digest
from engine.types import CLASSES, UNSCORED, Emotion, Float32, Int64, UInt8, VideoInfo
from engine.video import open_source

SampleEvent = tuple[int, int, int, int]  # onset, apex, offset in samples; class number
NEUTRAL = CLASSES.index(Emotion.NEUTRAL)
CACHE_VERSION = "2"  # raise it when the same video gives other features
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
        notes: sentences about labels that name images which are not there, or count otherwise than the images.
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
    notes: tuple[str, ...] = ()


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


def events_by_video(records: Sequence[Record]) -> dict[tuple[str, str], list[Record]]:
    """Micro-expressions of a label table by subject and video, in its order.

    Raises:
        DatasetError: there is none.
    """
    videos: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        if record.extra.get("kind", "micro") == "micro":
            videos.setdefault((record.subject, record.video), []).append(record)
    if not videos:
        raise DatasetError("The label table names no micro-expression; choose another one.")
    return videos


def load_dataset(
    folder: Path, records: Sequence[Record], config: AnalysisConfig, cache: Path, *, channels: int = CHANNELS
) -> Generator[LabelledVideo, None, None]:
    """The videos that the label table names, one after the other; features are extracted once and kept in `cache`.

    Raises:
        DatasetError: a video is missing; EngineError: it cannot be read or is too short.
    """
    for (subject, video), events in events_by_video(records).items():
        path = video_path(folder, subject, video)
        placed, notes = to_positions(events, image_numbers(path))
        found = _labelled(subject, video, placed, _features(path, config, cache, channels))
        yield replace(found, notes=tuple(f"{subject}/{video}: {note}" for note in notes))


def _features(path: Path, config: AnalysisConfig, cache: Path, channels: int) -> dict[str, np.ndarray]:
    """Arrays of one video, from the cache where its content and everything else that went in are the same."""
    with open_source(path) as source:
        key = _cache_key(path, source.info, config, channels)

        def extracted() -> dict[str, np.ndarray]:
            frames, rate = sample_frames(source.info, config.rate)
            windows = [
                step for step in stream_windows(source, frames, config, channels=channels) if isinstance(step, Window)
            ]
            if not windows:
                raise DatasetError(f"“{path}” is shorter than one window of {config.k} samples; leave it out.")
            return {
                "frames": frames,
                "rate": np.array(rate),
                "starts": np.array([window.start for window in windows], np.int64),
                "features": np.stack([window.features.features for window in windows]).astype(np.float32),
                "mask": np.stack([window.features.mask for window in windows]),
                "n_frames": np.array(source.info.n_frames),
            }

        return kept_arrays(cache, key, extracted)


def kept_arrays(cache: Path, key: str, make: Callable[[], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Arrays made once and kept in a folder, for as long as nothing of `key` changes.

    Args:
        cache: the folder; made where it is not there.
        key: everything that decides the arrays.
        make: makes them.
    """
    stored = cache / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.npz"
    kept = _kept(stored, key)
    if kept is not None:
        return kept
    arrays = make()
    cache.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    about = np.array(json.dumps({"key": key, "digest": arrays_digest(arrays)}))
    np.savez(buffer, about=about, **arrays)  # type: ignore[arg-type] # numpy takes allow_pickle for one of the arrays
    replace_file(stored, buffer.getvalue())
    return arrays


def _cache_key(path: Path, info: VideoInfo, config: AnalysisConfig, channels: int = CHANNELS) -> str:
    """Everything that decides the features of a video, as JSON text; what it is called or where it lies is none of it.

    Raises:
        SourceError: the video cannot be read; AnalysisError: the landmark file is missing.
    """
    parts = {
        "rules": CACHE_VERSION,
        "k": config.k,
        "channels": channels,
        "features": "parity" if config.features == "parity" else "robust",
    }
    uses_dlib = config.features == "parity" and config.landmarks == "dlib"
    return key_of(parts, content_digest(path), info, config, uses_dlib=uses_dlib)


def key_of(own: Mapping[str, object], content: str, info: VideoInfo, config: AnalysisConfig, *, uses_dlib: bool) -> str:
    """Everything that decides what is measured in a video, as JSON text.

    Args:
        own: what only this measurement depends on.
        content: sha256 hex of the video.
        info: the video as this version counts its frames.
        config: rate, landmarks and face.
        uses_dlib: the landmarks are dlib's.

    Raises:
        AnalysisError: the landmark file is missing.
    """
    file = Path(config.landmark_file) if config.landmark_file else None
    parts = {
        **own,
        "content": content,
        # The frames as this version counts them, and the rate an image folder is taken at.
        "frames": [info.table_digest, info.fps],
        "rate": config.rate,
        "landmarks": content_digest(find_predictor(file)) if uses_dlib else "mesh",
        "face": [config.face, config.face_at],
        "versions": [av.__version__, cv2.__version__, np.__version__],
    }
    return json.dumps(parts, sort_keys=True)


def _kept(stored: Path, key: str) -> dict[str, np.ndarray] | None:
    """Arrays from the cache, where they are what was stored under this key."""
    try:
        with np.load(stored, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = json.loads(str(arrays.pop("about")))
        if about == {"key": key, "digest": arrays_digest(arrays)}:
            return arrays
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError):
        pass
    return None


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

    def digest(self) -> str:
        """sha256 hex of everything the batches are made of: features, labels, ratio and seed."""
        return arrays_digest(
            {
                "features": self._features,
                "spot": self._spot,
                "emotion": self._emotion,
                "weight": self._weight,
                "drawn": np.array([self._chosen, self._seed, self._fresh]),
            }
        )

    @property
    def windows(self) -> int:
        """Windows in an epoch."""
        return len(self._positive) + self._chosen

    def _drawn(self, epoch: int) -> Int64:
        """Numbers of an epoch's windows, positive ones first."""
        rng = np.random.default_rng([self._seed, 30, epoch if self._fresh else 0])
        return np.concatenate([self._positive, rng.permutation(self._negative)[: self._chosen]])

    def batch(self, step: int, size: int) -> WindowBatch:
        """Batch number `step` of at most `size` windows."""
        batches = max(1, -(-self.windows // size))
        epoch, number = divmod(step, batches)
        rng = np.random.default_rng([self._seed, 31, epoch])
        order = rng.permutation(self._drawn(epoch))
        chosen = order[number * size : (number + 1) * size]
        return WindowBatch(
            self._features[chosen],
            self._spot[chosen].astype(np.float32),
            self._emotion[chosen].astype(np.int64),
            self._weight[chosen].astype(np.float32),
        )
