"""The list of analysed videos: lengths, and those in which nothing was annotated or found."""

from pathlib import Path

from engine.datasets.text.delimited import read_rows
from engine.datasets.text.formulas import unguarded
from engine.datasets.text.numbers import decimal
from engine.errors import DatasetError
from engine.evaluation.grouping import VideoKey
from engine.messages import Said

COLUMNS = ("subject", "video", "n_frames", "fps")


def read_videos(path: Path) -> dict[VideoKey, float]:
    """Minutes of each video, from a CSV with the columns subject, video, n_frames and fps.

    Raises:
        DatasetError: no file, no such columns, a number that is none, or a video twice.
    """
    table = read_rows(path, column="n_frames")
    header, *rows = table.cells or [[]]
    minutes: dict[VideoKey, float] = {}
    for number, cells in enumerate(rows, start=table.first + 1):
        row = dict(zip((cell.strip() for cell in header), map(unguarded, cells), strict=False))
        try:
            key = (row["subject"], row["video"])
            length = number_of(row["n_frames"]) / number_of(row["fps"]) / 60
        except (KeyError, ValueError, ZeroDivisionError) as error:
            raise DatasetError(
                Said(
                    "“{name}”, row {number}: it needs the columns {columns} with numbers of frames.",
                    name=path.name,
                    number=number,
                    columns=tuple(COLUMNS),
                )
            ) from error
        if key in minutes or not 0 < length < 1e6:
            raise DatasetError(
                Said(
                    "“{name}”, row {number}: {listed} is there twice or has no length.",
                    name=path.name,
                    number=number,
                    listed="/".join(key),
                )
            )
        minutes[key] = length
    return minutes


def number_of(text: str) -> float:
    """A number with a point or a comma before its decimals.

    Raises:
        ValueError: the text is none.
    """
    value = decimal(text)
    if value is None:
        raise ValueError(text)
    return value
