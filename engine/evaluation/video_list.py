"""The list of analysed videos: lengths, and those in which nothing was annotated or found."""

import csv
import io
from pathlib import Path

from engine.datasets.guard import read_file
from engine.errors import DatasetError
from engine.evaluation.grouping import VideoKey

COLUMNS = ("subject", "video", "n_frames", "fps")


def read_videos(path: Path) -> dict[VideoKey, float]:
    """Minutes of each video, from a CSV with the columns subject, video, n_frames and fps.

    Raises:
        DatasetError: no file, no such columns, a number that is none, or a video twice.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(read_file(path).decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"“{path.name}” is not a CSV file in UTF-8; give {', '.join(COLUMNS)}.") from error
    minutes: dict[VideoKey, float] = {}
    for number, row in enumerate(rows, start=2):
        try:
            key = (row["subject"] or "", row["video"] or "")
            length = float(row["n_frames"] or "") / float(row["fps"] or "") / 60
        except (KeyError, ValueError, TypeError, ZeroDivisionError) as error:
            raise DatasetError(
                f"“{path.name}”, row {number}: it needs the columns {', '.join(COLUMNS)} with numbers of frames."
            ) from error
        if key in minutes or not 0 < length < 1e6:
            raise DatasetError(f"“{path.name}”, row {number}: {'/'.join(key)} is there twice or has no length.")
        minutes[key] = length
    return minutes
