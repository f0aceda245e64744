"""Rows of a text table: comma, semicolon or tab between the cells, with Excel's `sep=` line where there is one."""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from engine.datasets.guard import read_file
from engine.errors import DatasetError

_SEP = re.compile(r'"?sep=(?P<mark>.)"?[^\S\t]*(?:\r\n|\n|\r|$)', re.IGNORECASE)
DELIMITERS = ",;\t"


def read_rows(path: Path, *, column: str | Iterable[str], endings: Iterable[str] = ()) -> tuple[list[list[str]], int]:
    """All rows of a file, the header first, and the number that a text editor gives to the header's line.

    Args:
        path: UTF-8 with or without a mark at its beginning.
        column: a column that the header has, or several of which it has one; by it the delimiter is told.
        endings: endings of its name that do not count.

    Raises:
        DatasetError: no file, not UTF-8, or no table.
    """
    try:
        text = read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DatasetError(f"“{path.name}” is not UTF-8 text; save it as “CSV UTF-8”.") from error
    body, mark = without_sep(text)
    wanted = (column,) if isinstance(column, str) else tuple(column)
    delimiter = mark or _delimiter(body, {name + end for name in wanted for end in ("", *endings)})
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise DatasetError(f"“{path.name}” is not a CSV file ({error}); export it again.") from error
    return rows, 2 if mark else 1


def without_sep(text: str) -> tuple[str, str]:
    """The text behind Excel's first line ``sep=;``, and the delimiter it names; empty where there is none."""
    found = _SEP.match(text)
    return (text[found.end() :], found["mark"]) if found else (text, "")


def _delimiter(text: str, columns: set[str]) -> str:
    """The one with which the first line has one of the columns; a comma where none does."""
    for delimiter in DELIMITERS:
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        if columns & {cell.strip().lstrip("'").lower() for cell in first}:
            return delimiter
    return ","
