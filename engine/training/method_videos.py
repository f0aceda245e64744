"""The videos of a label table as a method measures them, each once."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from engine.config import AnalysisConfig
from engine.content import content_digest
from engine.datasets import Record
from engine.datasets.numbering import image_numbers, to_positions
from engine.face import FaceTracker, dlib_landmarks
from engine.pipeline import sample_frames
from engine.pipeline.survey import face_choice
from engine.training.dataset import events_by_video, kept_arrays, key_of, sample_events, video_path
from engine.training.methods import FaceVideo, Measured, Method, measured_arrays
from engine.types import Int64, UInt8
from engine.video import Source, open_source

# Pictures kept while windows of one method overlap.
KEPT_PICTURES = 256


def measured_videos(
    folder: Path, records: Sequence[Record], config: AnalysisConfig, cache: Path, method: Method
) -> Iterator[tuple[Measured, tuple[str, ...]]]:
    """Videos that a label table names, with sentences about their labels; measured once and kept in `cache`.

    Args:
        folder: of the data set, see `engine.training.dataset.video_path`.
        records: the label table; macro-expressions are left out.
        config: rate of the samples, landmarks and face.
        cache: where the arrays are kept.
        method: what measures.

    Raises:
        DatasetError: a video is missing or the table names no micro-expression.
        EngineError: a video cannot be read, or the method failed.
    """
    for (subject, video), events in events_by_video(records).items():
        path = video_path(folder, subject, video)
        placed, notes = to_positions(events, image_numbers(path))
        content = content_digest(path)
        with open_source(path) as source:
            frames, rate = sample_frames(source.info, config.rate)
            own = {"method": [method.name, method.version]}
            key = key_of(own, content, source.info, config, uses_dlib=config.landmarks == "dlib")
            arrays = kept_arrays(cache, key, lambda: measured_arrays(method, face_video(source, config)))
        measured = Measured(subject, video, content, frames, rate, sample_events(placed, frames), arrays)
        yield measured, tuple(f"{subject}/{video}: {note}" for note in notes)


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
