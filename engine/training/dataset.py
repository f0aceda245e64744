"""A labelled data set as windows: videos found, features extracted once and cached, labels as ME-TST trains on them."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np

from engine.config import AnalysisConfig
from engine.content import content_digest
from engine.datasets import Record
from engine.datasets.numbering import image_numbers, to_positions
from engine.datasets.records import is_point
from engine.errors import DatasetError
from engine.executors import Done, Named
from engine.face.dlib_points import find_predictor
from engine.files import replace_file
from engine.flow import CHANNELS
from engine.pipeline import Window, sample_frames, stream_windows
from engine.synthesis.hybrid import WindowBatch
from engine.training.digests import arrays_digest
from engine.training.point_labels import pseudo_interval
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
        points: which of `events` are point labels: their bounds are only what training takes for them.
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
    points: tuple[int, ...] = ()


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


@dataclass(frozen=True, slots=True)
class VideoTask:
    """A video whose features are wanted.

    Attributes:
        subject, video: as in the label table.
        path: where it lies.
        events: its micro-expressions, in frames of the video.
        notes: see `LabelledVideo`.
        config: rate, window, landmarks and face.
        cache: folder in which the features are kept.
        channels: 10 or 36.
        resume: whether features that are kept already are used.
    """

    subject: str
    video: str
    path: Path
    events: tuple[Record, ...]
    notes: tuple[str, ...]
    config: AnalysisConfig
    cache: Path
    channels: int = CHANNELS
    resume: bool = True


@dataclass(frozen=True, slots=True)
class KeptVideo:
    """A video whose measurement is kept in a file, with its labels: all that a fold needs to know of it.

    Attributes:
        subject, video: as in the label table.
        stored: the file.
        digest: of the arrays in it.
        events: micro-expressions in samples, in the label table's order.
        notes: see `LabelledVideo`.
        content: sha256 hex of the video.
        points: see `LabelledVideo`.
    """

    subject: str
    video: str
    stored: Path
    digest: str
    events: tuple[SampleEvent, ...]
    notes: tuple[str, ...]
    content: str
    points: tuple[int, ...] = ()


def video_tasks(
    folder: Path,
    records: Sequence[Record],
    config: AnalysisConfig,
    cache: Path,
    *,
    channels: int = CHANNELS,
    resume: bool = True,
) -> list[Named[VideoTask]]:
    """The videos that the label table names, as tasks for `measure_video`.

    Raises:
        DatasetError: a video is missing.
    """
    tasks = []
    for (subject, video), events in events_by_video(records).items():
        path = video_path(folder, subject, video)
        placed, notes = to_positions(events, image_numbers(path))
        told = tuple(f"{subject}/{video}: {note}" for note in notes)
        task = VideoTask(subject, video, path, tuple(placed), told, config, cache, channels, resume)
        tasks.append(Named(f"features {channels} {subject}/{video}", task))
    return tasks


def measure_video(task: VideoTask) -> Done[KeptVideo]:
    """Extract the features of a video, or find that they are kept.

    Raises:
        EngineError: it cannot be read or is too short.
    """
    cv2.setNumThreads(1)  # more threads only contend: the patches are small
    path, config = task.path, task.config
    with open_source(path) as source:
        content = content_digest(path)
        key = _cache_key(content, source.info, config, task.channels)

        def extracted() -> dict[str, np.ndarray]:
            frames, rate = sample_frames(source.info, config.rate)
            steps = stream_windows(source, frames, config, channels=task.channels)
            windows = [step for step in steps if isinstance(step, Window)]
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

        file = keep_arrays(task.cache, key, extracted, resume=task.resume)
    events = pointed_events(task.events, file.arrays)
    points = points_of(task.events)
    kept = KeptVideo(task.subject, task.video, file.path, file.digest, events, task.notes, content, points)
    return Done(kept, before=file.before)


def load_dataset(
    folder: Path, records: Sequence[Record], config: AnalysisConfig, cache: Path, *, channels: int = CHANNELS
) -> Generator[LabelledVideo, None, None]:
    """The videos that the label table names, one after the other; features are extracted once and kept in `cache`.

    Raises:
        DatasetError: a video is missing; EngineError: it cannot be read or is too short.
    """
    for named in video_tasks(folder, records, config, cache, channels=channels):
        yield labelled_video(measure_video(named.task).result)


@dataclass(frozen=True, slots=True, eq=False)
class KeptFile:
    """Arrays in a file.

    Attributes:
        path: of the file.
        digest: of the arrays.
        arrays: what it holds.
        before: whether it was there already.
    """

    path: Path
    digest: str
    arrays: dict[str, np.ndarray]
    before: bool


def keep_arrays(cache: Path, key: str, make: Callable[[], dict[str, np.ndarray]], *, resume: bool = True) -> KeptFile:
    """Arrays made once and kept in a folder, for as long as nothing of `key` changes.

    Args:
        cache: the folder; made where it is not there.
        key: everything that decides the arrays.
        make: makes them.
        resume: False makes them anew.
    """
    stored = cache / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.npz"
    kept = _kept(stored, key) if resume else None
    if kept is not None:
        return KeptFile(stored, arrays_digest(kept), kept, before=True)
    arrays = make()
    cache.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    digest = arrays_digest(arrays)
    about = np.array(json.dumps({"key": key, "digest": digest}))
    np.savez(buffer, about=about, **arrays)  # type: ignore[arg-type] # numpy takes allow_pickle for one of the arrays
    replace_file(stored, buffer.getvalue())
    return KeptFile(stored, digest, arrays, before=False)


def read_arrays(kept: KeptVideo) -> dict[str, np.ndarray]:
    """The arrays of a kept video.

    Raises:
        DatasetError: the file is gone, or holds other ones.
    """
    arrays = _arrays(kept.stored)
    if arrays is None or arrays_digest(arrays[1]) != kept.digest:
        raise DatasetError(f"“{kept.stored}” is missing or damaged; run the command again to measure its video anew.")
    return arrays[1]


def _cache_key(content: str, info: VideoInfo, config: AnalysisConfig, channels: int = CHANNELS) -> str:
    """Everything that decides the features of a video, as JSON text; what it is called or where it lies is none of it.

    Raises:
        AnalysisError: the landmark file is missing.
    """
    parts = {
        "rules": CACHE_VERSION,
        "k": config.k,
        "channels": channels,
        "features": "parity" if config.features == "parity" else "robust",
    }
    uses_dlib = config.features == "parity" and config.landmarks == "dlib"
    return key_of(parts, content, info, config, uses_dlib=uses_dlib)


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
    found = _arrays(stored)
    return found[1] if found and found[0] == {"key": key, "digest": arrays_digest(found[1])} else None


def _arrays(stored: Path) -> tuple[dict[str, str], dict[str, np.ndarray]] | None:
    """What a file says of its arrays, and the arrays; None where it cannot be read."""
    try:
        with np.load(stored, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return json.loads(str(arrays.pop("about"))), arrays
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError):
        return None


def labelled_video(kept: KeptVideo) -> LabelledVideo:
    """A kept video as it is trained on.

    Raises:
        DatasetError: see `read_arrays`.
    """
    arrays = read_arrays(kept)
    spot, emotion = _labels(kept.events, len(arrays["frames"]))
    return LabelledVideo(
        subject=kept.subject,
        video=kept.video,
        frames=arrays["frames"],
        rate=float(arrays["rate"]),
        starts=arrays["starts"],
        features=arrays["features"],
        mask=arrays["mask"],
        spot=spot,
        emotion=emotion,
        n_frames=int(arrays["n_frames"]),
        events=kept.events,
        notes=kept.notes,
        points=kept.points,
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


def points_of(events: Sequence[Record]) -> tuple[int, ...]:
    """Which of the records are point labels."""
    return tuple(number for number, one in enumerate(events) if is_point(one))


def pointed_events(events: Sequence[Record], arrays: Mapping[str, np.ndarray]) -> tuple[SampleEvent, ...]:
    """As `sample_events`; a point label stands for the interval of the movement measured there (`pseudo_interval`).

    Args:
        events: in frames.
        arrays: what is kept of the video, see `measure_video`.
    """
    rate = float(arrays["rate"])
    last = len(arrays["frames"]) - 1
    found = []
    for record, event in zip(events, sample_events(events, arrays["frames"]), strict=True):
        if is_point(record):
            onset, offset = pseudo_interval(arrays, event[1], rate)
            event = (max(0, onset), event[1], min(last, offset), event[3])
        found.append(event)
    return tuple(found)


def class_number(event: Record) -> int:
    """Number of its class in `CLASSES`; a word of no class counts as others."""
    return CLASSES.index(Emotion(event.group)) if event.group else CLASSES.index(Emotion.OTHERS)


def sample_labels(events: Sequence[Record], frames: Int64) -> tuple[UInt8, UInt8]:
    """Hard labels of the samples: onset + 1 to offset - 1 of every event, later events over earlier ones (field R18).

    Args:
        events: micro-expressions of the video, in the order of the label table.
        frames: int64 [S], frame index of each sample.
    """
    return _labels(sample_events(events, frames), len(frames))


def _labels(events: Sequence[SampleEvent], n: int) -> tuple[UInt8, UInt8]:
    spot, emotion = np.zeros(n, np.uint8), np.full(n, NEUTRAL, np.uint8)
    for onset, _, offset, number in events:
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
