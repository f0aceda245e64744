"""A small synthetic data set in the CAS(ME)^3 folder layout, with its label table."""

from collections.abc import Generator, Sequence
from pathlib import Path

import cv2
import numpy as np

from engine.datasets import Record, write_records
from engine.errors import SourceError
from engine.messages import Said
from engine.synthesis.clips import pictures
from engine.synthesis.scenes import SceneOptions, draw_camera, draw_scene
from engine.synthesis.subject import Subject

JPEG_QUALITY = 92
LABELS = "labels.csv"
# Words of the CAS(ME)^3 label table for the four classes.
WORDS = {"negative": "disgust", "positive": "happy", "surprise": "surprise", "others": "others"}


def write_dataset(
    folder: Path, people: Sequence[Subject], options: SceneOptions, *, subjects: int, videos: int, seed: int
) -> Generator[int, None, list[Record]]:
    """Render ``<folder>/<subject>/<video>/color/<n>.jpg`` (n from 1) and ``labels.csv`` (frames 0-based).

    Args:
        folder: made where missing.
        people: faces; subject i is a variant of face i modulo their number.
        options: length and contents of the videos.
        subjects: how many.
        videos: how many of each subject.
        seed: of everything.

    Yields:
        videos done so far.

    Returns:
        the label table.

    Raises:
        SourceError: the folder cannot be written.
    """
    records: list[Record] = []
    for number in range(subjects * videos):
        subject, video = divmod(number, videos)
        name, letter = f"spNO.{subject + 1}", chr(ord("a") + video)
        rng = np.random.default_rng([seed, 50, number])
        scene, _ = draw_scene([people[subject % len(people)]], options, rng)
        target = folder / name / letter / "color"
        try:
            target.mkdir(parents=True, exist_ok=True)
            for index, gray in enumerate(pictures(scene, draw_camera(rng), rng)):
                # OpenCV's own writing says nothing of a full disk, and on Windows knows no names beyond ASCII.
                _, packed = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
                (target / f"{index + 1}.jpg").write_bytes(packed.tobytes())
        except OSError as error:
            raise SourceError(
                Said("“{name}” cannot be written ({why}); choose another folder.", name=folder, why=error.strerror)
            ) from error
        last = options.n - 1
        records += [
            Record(
                name,
                letter,
                max(0, e.onset),
                min(max(0, e.apex), last),
                min(e.offset, last),
                WORDS[e.emotion],
                "+".join(e.units),
            )
            for e in scene.truth
        ]
        yield number + 1
    write_records(folder / LABELS, records, format="csv")
    return records
