"""Cells of the first sheet of an Excel file as text, with what their type was."""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.errors import DatasetError

# What a damaged workbook makes openpyxl and xlrd raise.
_DAMAGE = (
    *(ValueError, KeyError, IndexError, TypeError, AttributeError, EOFError, AssertionError, OverflowError),
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, SyntaxError),  # a SyntaxError of the XML
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `text` as a person would type it; `is_text` where the file holds text and not a number."""

    text: str
    is_text: bool


_BLANK = Cell("", is_text=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet of a workbook.

    Attributes:
        name: its name.
        rows: cells of rows 1, 2, ..., all as wide as the widest; an empty row is an empty tuple.
        others: names of the further sheets that hold something.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    others: tuple[str, ...]


def read_sheet(path: Path) -> Sheet:
    """The first sheet of an .xlsx or .xls file.

    Raises:
        DatasetError: missing, unreadable or damaged file, or an .xls file where no reader for those is installed.
    """
    if not path.is_file():
        raise DatasetError(f"“{path}” does not exist; give an Excel file.")
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start == b"\xd0\xcf\x11\xe0":  # the compound file of Excel 97 to 2003, whatever the ending
            return _read_xls(path)
        return _read_xlsx(path)
    except OSError as error:
        raise DatasetError(f"“{path}” cannot be read ({error.strerror or error}); check its rights.") from error
    except _DAMAGE as error:
        raise DatasetError(f"“{path.name}” is not an intact Excel file; open it and save it again as .xlsx.") from error


def _read_xlsx(path: Path) -> Sheet:
    import openpyxl

    with path.open("rb") as file:  # an open file: openpyxl then accepts any ending
        # Streaming: a stray format in row 1,048,576 would otherwise cost a million rows of cells.
        book = openpyxl.load_workbook(file, data_only=True, read_only=True)
        try:
            if not book.worksheets:
                raise DatasetError(f"“{path.name}” has no sheet; give the file with the labels.")
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # the stated size may be wrong
            first, *rest = book.worksheets
            rows = _rows(first.iter_rows(values_only=True))
            others = tuple(sheet.title for sheet in rest if any(_rows(sheet.iter_rows(max_row=5, values_only=True))))
            return Sheet(first.title, rows, others)
        finally:
            book.close()


def _rows(rows: Iterable[Iterable[object]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of cells, as wide as the widest; an empty row is an empty tuple, and there is none at the end."""
    found: list[tuple[Cell, ...]] = []
    filled = width = 0
    for row in rows:
        cells = tuple(_cell(value) for value in row)
        last = max((position for position, cell in enumerate(cells, start=1) if cell.text), default=0)
        found.append(cells[:last])
        width = max(width, last)
        filled = len(found) if last else filled
    return tuple((*row, *[_BLANK] * (width - len(row))) if row else () for row in found[:filled])


def _read_xls(path: Path) -> Sheet:
    try:
        import xlrd  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError as error:
        raise DatasetError(f"“{path.name}” is an old Excel file; open it and save it as .xlsx.") from error
    try:
        book = xlrd.open_workbook(str(path), on_demand=False)
    except (xlrd.XLRDError, *_DAMAGE) as error:
        raise DatasetError(f"“{path.name}” is not an intact Excel file; save it again as .xlsx.") from error
    first, *rest = book.sheets()
    empty = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    rows = _rows([None if cell.ctype in empty else cell.value for cell in row] for row in first.get_rows())
    return Sheet(str(first.name), rows, tuple(str(sheet.name) for sheet in rest if sheet.nrows))


def _cell(value: object) -> Cell:
    if value is None:
        return _BLANK
    if isinstance(value, str):
        return Cell(value, is_text=True)
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)), is_text=False)
    return Cell(str(value), is_text=False)
