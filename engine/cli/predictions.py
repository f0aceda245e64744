"""Predictions of a file as `metst evaluate` counts them, read once and kept."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.cli import score_files
from engine.cli.finished import task_key
from engine.cli.options import medium_of
from engine.config import DecoderConfig
from engine.content import content_digest
from engine.datasets import Record, read_records
from engine.datasets.timelines.timed import rate_of
from engine.decoding import decode
from engine.errors import DatasetError
from engine.executors import Done
from engine.files import replace_file


@dataclass(frozen=True, slots=True)
class Predictions:
    """What a file holds, and sentences on how it was read."""

    records: Sequence[Record]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read.

    Attributes:
        format: name of the format, or None: by its ending and first words.
        fps: frame rate, for files that count in seconds.
        times_of: the video of such files.
    """

    format: str | None
    fps: str | None
    times_of: Path | None

    def read(self, path: Path) -> Predictions:
        """Records of a file; a score curve is decoded with the default decoder, its video named by the file.

        Raises:
            DatasetError: it cannot be read.
        """
        if self.format is not None or not score_files.is_scores(path):
            return self.labels(path)
        rate = rate_of(self.fps)
        scores = score_files.read_scores(path, fps=None if rate is None else float(rate.fps))
        curves = scores.curves
        video = path.name.removesuffix(path.suffix).removesuffix(".scores")
        found = decode(curves, config=DecoderConfig(), n_frames=int(curves.frames[-1]) + 1)
        decoded = f"a score curve; {len(found)} proposals by {DecoderConfig().name}"
        records = [
            Record("", video, one.onset, one.apex, one.offset, str(one.emotion) if one.emotion else None)
            for one in found
        ]
        return Predictions(records, (*scores.remarks, decoded))

    def labels(self, path: Path) -> Predictions:
        """Records of a label file.

        Raises:
            DatasetError: it cannot be read.
        """
        medium = None if self.times_of is None else medium_of(self.times_of)
        result = read_records(path, format=self.format, fps=self.fps, medium=medium)
        return Predictions(result.records, tuple(str(issue) for issue in result.issues))


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """A file to read.

    Attributes:
        path: of the file.
        kept: folder for what was read.
        reading: how it is read.
        resume: whether what is kept already is used.
    """

    path: Path
    kept: Path
    reading: Reading
    resume: bool = True


def keep_predictions(task: ReadingTask) -> Done[Path]:
    """Read a file and keep its records as JSON, or find that this was done before.

    Raises:
        DatasetError: it cannot be read.
    """
    reading = task.reading
    times = "" if reading.times_of is None else content_digest(reading.times_of)
    settings = {"name": task.path.name, "format": reading.format, "fps": reading.fps, "times_of": times}
    stored = task.kept / f"{task_key(content_digest(task.path), settings)[:24]}.json"
    if task.resume and _stored(stored) is not None:
        return Done(stored, before=True)
    found = reading.read(task.path)
    names = ("subject", "video", "onset", "apex", "offset", "emotion", "action_units", "objective_class")
    records = [{**{name: getattr(one, name) for name in names}, "extra": dict(one.extra)} for one in found.records]
    task.kept.mkdir(parents=True, exist_ok=True)
    content = {"records": records, "remarks": [str(remark) for remark in found.remarks]}
    replace_file(stored, json.dumps(content, ensure_ascii=False, indent=1))
    return Done(stored)


def kept_predictions(stored: Path) -> Predictions:
    """What `keep_predictions` kept.

    Raises:
        DatasetError: it is gone or damaged.
    """
    found = _stored(stored)
    if found is None:
        raise DatasetError(f"“{stored.name}” is missing or damaged; run the command again to read its file anew.")
    return found


def _stored(path: Path) -> Predictions | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Predictions([Record(**one) for one in content["records"]], tuple(content["remarks"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
