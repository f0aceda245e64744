"""One door to all label formats."""

from collections.abc import Sequence
from pathlib import Path

from engine.datasets.casme3 import read_casme3
from engine.datasets.casme3_writer import write_casme3
from engine.datasets.metst_csv import read_csv, write_csv
from engine.datasets.records import MissingEmotion, ReadResult, Record, WriteReport
from engine.errors import DatasetError

FORMATS = ("csv", "casme3")
_SUFFIXES = {".csv": "csv", ".tsv": "csv", ".xlsx": "casme3", ".xlsm": "casme3", ".xls": "casme3"}


def read_records(path: Path, *, format: str | None = None) -> ReadResult:  # noqa: A002 (the word users know)
    """Read a label file; nothing in it is left out without an issue that says so.

    Args:
        path: the file.
        format: one of `FORMATS`; None decides by the ending.

    Raises:
        DatasetError: the file is missing, damaged or of another form.
    """
    name = format or _SUFFIXES.get(path.suffix.lower())
    if name is None:
        raise DatasetError(f"“{path.name}” is neither .csv nor .xlsx; name its format ({', '.join(FORMATS)}).")
    return read_casme3(path) if _known(name) == "casme3" else read_csv(path)


def write_records(
    path: Path,
    records: Sequence[Record],
    *,
    format: str,  # noqa: A002 (the word users know)
    missing_emotion: MissingEmotion = "refuse",
) -> WriteReport:
    """Write a label file atomically: afterwards `read_records` gives equal records, or nothing was written.

    Args:
        path: the file, replaced where it exists.
        records: in the order to write.
        format: one of `FORMATS`.
        missing_emotion: what to do with records whose emotion the format cannot carry (CSV carries every one).

    Raises:
        DatasetError: a record would be misread, or the file cannot be written.
    """
    if _known(format) == "casme3":
        return write_casme3(path, records, missing_emotion=missing_emotion)
    return write_csv(path, records)


def _known(name: str) -> str:
    if name not in FORMATS:
        raise DatasetError(f"There is no format “{name}”; use one of {', '.join(FORMATS)}.")
    return name
