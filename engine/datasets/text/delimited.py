"""Rows of a text table: comma, semicolon or tab between the cells, with Excel's `sep=` line where there is one."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engine.datasets.records import Issue
from engine.datasets.text.encoding import read_text
from engine.errors import DatasetError
from engine.messages import Said

_SEP = re.compile(r'"?sep=(?P<mark>.)"?[^\S\t\r\n]*(?:\r\n|\n|\r|$)', re.IGNORECASE)
DELIMITERS = ",;\t|"
_LONGEST_HEAD = 40  # lines above the names of the columns, such as titles and remarks


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table.

    Attributes:
        cells: of every row from the header on.
        first: number that a text editor gives to the header's line.
        issues: one where the file's encoding had to be guessed.
    """

    cells: list[list[str]]
    first: int
    issues: tuple[Issue, ...]


def read_rows(path: Path, *, column: str | Iterable[str], endings: Iterable[str] = ()) -> Rows:
    """All rows of a file.

    Args:
        path: text in any encoding that `read_text` knows.
        column: a column that the header has, or several of which it has one; by it the delimiter is told.
        endings: endings of its name that do not count.

    Raises:
        DatasetError: no file, no text, or no table.
    """
    found = read_text(path)
    body, mark = without_sep(found.text)
    wanted = (column,) if isinstance(column, str) else tuple(column)
    columns = {name + end for name in wanted for end in ("", *endings)}
    delimiter = mark or _delimiter(body, columns)
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise DatasetError(
            Said("“{name}” is not a CSV file ({why}); export it again.", name=path.name, why=error)
        ) from error
    start = next((at for at, row in enumerate(rows[:_LONGEST_HEAD]) if _has(row, columns)), 0)
    first = start + (2 if mark else 1)
    issues = list(found.issues)
    if any(cell.strip() for row in rows[:start] for cell in row):
        why = Said("the names of the columns stand here; what stands above them is not read")
        issues.append(Issue(first, "", why))
    return Rows(rows[start:], first, tuple(issues))


def without_sep(text: str) -> tuple[str, str]:
    """The text behind Excel's first line ``sep=;``, and the delimiter it names; empty where there is none."""
    found = _SEP.match(text)
    return (text[found.end() :], found["mark"]) if found else (text, "")


def _delimiter(text: str, columns: set[str]) -> str:
    """The one with which one of the first lines has one of the columns; a comma where none does."""
    lines = list(islice(io.StringIO(text), _LONGEST_HEAD))
    for delimiter in DELIMITERS:
        for line in lines:
            if _has(next(csv.reader([line], delimiter=delimiter), []), columns):
                return delimiter
    return ","


def _has(row: Iterable[str], columns: set[str]) -> bool:
    return bool(columns & {cell.strip().lstrip("'").lower() for cell in row})
