"""The videos of a label table as a method measures them, each once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from engine.config import AnalysisConfig
from engine.content import content_digest
from engine.datasets import Record
from engine.executors import Done, Named
from engine.face import FaceTracker, dlib_landmarks
from engine.pipeline import sample_frames
from engine.pipeline.survey import face_choice
from engine.training.dataset import (
    KeptVideo,
    VideoTask,
    keep_arrays,
    key_of,
    pointed_events,
    points_of,
    read_arrays,
    video_tasks,
)
from engine.training.method_choice import find_method
from engine.training.methods import FaceVideo, Measured, fold_of, fold_subjects, measured_arrays
from engine.training.saved_fold import SavedFold, fold_key, folder_name, save_fold, saved_fold
from engine.types import Int64, UInt8
from engine.video import Source, open_source

# Pictures kept while windows of one method overlap.
KEPT_PICTURES = 256
# Names of what is kept beside the arrays of a method; no method gives an array of such a name.
FRAMES, RATE = "metst frames", "metst rate"


@dataclass(frozen=True, slots=True)
class MethodTask:
    """A video that a method is to measure; `video` says which, and what is kept where."""

    method: str
    video: VideoTask


def method_tasks(
    folder: Path, records: Sequence[Record], config: AnalysisConfig, cache: Path, name: str, *, resume: bool = True
) -> list[Named[MethodTask]]:
    """The videos that a label table names, as tasks for `measure_by_method`.

    Args:
        folder: of the data set, see `engine.training.dataset.video_path`.
        records: the label table; macro-expressions are left out.
        config: rate of the samples, landmarks and face.
        cache: where the arrays are kept.
        name: of the method.
        resume: whether arrays that are kept already are used.

    Raises:
        DatasetError: a video is missing or the table names no micro-expression.
    """
    videos = video_tasks(folder, records, config, cache, resume=resume)
    return [Named(f"{name} {each.task.subject}/{each.task.video}", MethodTask(name, each.task)) for each in videos]


def measure_by_method(task: MethodTask) -> Done[KeptVideo]:
    """Measure a video, or find that this was done before.

    Raises:
        EngineError: it cannot be read, or the method failed.
    """
    method, video = find_method(task.method), task.video
    config = video.config
    content = content_digest(video.path)
    with open_source(video.path) as source:
        frames, rate = sample_frames(source.info, config.rate)
        own = {"method": [method.name, method.version]}
        key = key_of(own, content, source.info, config, uses_dlib=config.landmarks == "dlib")

        def measured() -> dict[str, NDArray[Any]]:
            found = measured_arrays(method, face_video(source, config))
            return {**found, FRAMES: frames, RATE: np.array(rate)}

        file = keep_arrays(video.cache, key, measured, resume=video.resume)
    # Methods measure as they please, so that a point label stands for the usual interval.
    timed = {"frames": frames, "rate": np.array(rate), "starts": np.zeros(0, np.int64)}
    events = pointed_events(video.events, timed)
    points = points_of(video.events)
    kept = KeptVideo(video.subject, video.video, file.path, file.digest, events, video.notes, content, points)
    return Done(kept, before=file.before)


def measured_video(kept: KeptVideo) -> Measured:
    """A kept video as methods learn from it.

    Raises:
        DatasetError: what was measured is gone.
    """
    arrays = read_arrays(kept)
    frames, rate = arrays.pop(FRAMES), float(arrays.pop(RATE))
    return Measured(kept.subject, kept.video, kept.content, frames, rate, kept.events, arrays, kept.points)


@dataclass(frozen=True, slots=True)
class MethodFoldTask:
    """A fold of a method.

    Attributes:
        method: name of the method.
        subject: the one left out.
        videos: the whole data set, as it was measured.
        folder: of the fold.
        seed: of what is drawn.
        resume: whether a fold that is there already is kept.
    """

    method: str
    subject: str
    videos: tuple[KeptVideo, ...]
    folder: Path
    seed: int
    resume: bool = True


def method_fold_tasks(
    videos: Sequence[KeptVideo], name: str, folder: Path, *, seed: int, resume: bool = True
) -> list[Named[MethodFoldTask]]:
    """One task a subject; each fold is kept in ``<folder>/<method>/<subject>``.

    Raises:
        DatasetError: fewer than two subjects.
    """
    tasks = []
    for subject in fold_subjects(videos):
        own = folder / folder_name(name) / folder_name(subject)
        tasks.append(Named(f"fold {name} {subject}", MethodFoldTask(name, subject, tuple(videos), own, seed, resume)))
    return tasks


def run_method_fold(task: MethodFoldTask) -> Done[SavedFold]:
    """Fit and predict a fold, or find that this was done before.

    Raises:
        EngineError: a leak, or the method failed.
    """
    method = find_method(task.method)
    videos = [[one.subject, one.video, one.content, one.digest, one.events] for one in task.videos]
    parts = {"method": [method.name, method.version], "subject": task.subject, "videos": videos, "seed": task.seed}
    key = fold_key(parts)
    before = saved_fold(task.folder, key) if task.resume else None
    if before is not None:
        return Done(before, before=True)
    torch.set_num_threads(1)  # the sums of several depend on their number
    fold = fold_of(task.subject, _measured(task.videos), method, seed=task.seed)
    return Done(save_fold(task.folder, key, task.subject, fold.predictions))


@lru_cache(maxsize=1)
def _measured(videos: tuple[KeptVideo, ...]) -> tuple[Measured, ...]:
    return tuple(measured_video(one) for one in videos)


def face_video(source: Source, config: AnalysisConfig) -> FaceVideo:
    """A source as methods look at it; landmarks by dlib or of the tracked face, as the configuration says."""
    frames, rate = sample_frames(source.info, config.rate)

    @lru_cache(maxsize=KEPT_PICTURES)
    def gray(sample: int) -> UInt8:
        return source.read(int(frames[sample])).gray()

    if config.landmarks == "dlib":
        own = Path(config.landmark_file) if config.landmark_file else None

        def dlib(picture: UInt8) -> Int64 | None:
            return dlib_landmarks(picture, path=own)

        return FaceVideo(frames, rate, gray, lambda sample: dlib(gray(sample)), dlib, source)
    points = tracked_points(source, frames, config)
    return FaceVideo(frames, rate, gray, points, lambda _: None, source)


def tracked_points(source: Source, frames: Int64, config: AnalysisConfig) -> Callable[[int], Int64 | None]:
    """The 68 points of the followed face in every sample, found when first asked for."""

    @lru_cache(maxsize=1)
    def every() -> list[Int64 | None]:
        tracker = FaceTracker(face_choice(config))
        wanted, found = set(frames.tolist()), []
        for frame in source.frames(0, int(frames[-1]) + 1):
            if frame.index in wanted:
                face = tracker.track(frame.gray()).face
                found.append(None if face is None else np.rint(face.points68).astype(np.int64))
        return found

    return lambda sample: every()[sample]
