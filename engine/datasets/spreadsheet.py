"""Cells of Excel files as text with what their type was; nothing in a cell is ever computed."""

import datetime
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.datasets.guard import check_archive, read_file
from engine.errors import DatasetError

# What a damaged workbook makes openpyxl and xlrd raise.
_DAMAGE = (
    *(ValueError, KeyError, IndexError, TypeError, AttributeError, EOFError, AssertionError, ArithmeticError),
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, SyntaxError, MemoryError),
    *(LookupError, OSError),
)

CellKind = Literal["blank", "text", "number", "date", "truth", "formula", "error"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `text` as a person would type it, and the kind of value that the file holds."""

    text: str
    kind: CellKind

    @property
    def is_text(self) -> bool:
        """True where the file holds text and not a number."""
        return self.kind == "text"


BLANK = Cell("", "blank")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook.

    Attributes:
        name: its name.
        rows: cells of rows 1, 2, ..., all as wide as the widest; an empty row is an empty tuple.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook, in order, and the name of its file."""

    name: str
    sheets: tuple[Sheet, ...]


def read_book(path: Path) -> Book:
    """All sheets of an .xlsx or .xls file.

    Raises:
        DatasetError: missing, unreadable, damaged or harmful file.
    """
    data = read_file(path)
    try:
        if data[:4] == b"\xd0\xcf\x11\xe0":  # the compound file of Excel 97 to 2003, whatever the ending
            return Book(path.name, _read_xls(path.name, data))
        check_archive(path.name, io.BytesIO(data))
        return Book(path.name, _read_xlsx(path.name, data))
    except _DAMAGE as error:
        raise DatasetError(f"“{path.name}” is not an intact Excel file; open it and save it again as .xlsx.") from error


def _read_xlsx(name: str, data: bytes) -> tuple[Sheet, ...]:
    found = _sheets(data, stored=False)
    if not found:
        raise DatasetError(f"“{name}” has no sheet; give the file with the labels.")
    if any(value[:1] == "=" for _, rows in found for row in rows for value in row if isinstance(value, str)):
        return _with_formulas(data)
    return tuple(Sheet(title, _rows([cell_of(value) for value in row] for row in rows)) for title, rows in found)


def _sheets(data: bytes, *, stored: bool) -> list[tuple[str, list[tuple[object, ...]]]]:
    import openpyxl

    # Streaming: a stray format in row 1,048,576 would otherwise cost a million rows of cells.
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=stored, read_only=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # the stated size may be wrong
        return [(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]
    finally:
        book.close()


def _with_formulas(data: bytes) -> tuple[Sheet, ...]:
    """The same where a text begins with "=": a formula becomes the value that was last stored, marked as a formula."""
    import openpyxl

    stored = _sheets(data, stored=True)
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    sheets = []
    try:
        for sheet, (title, values) in zip(book.worksheets, stored, strict=True):
            sheet.reset_dimensions()
            rows = [
                [
                    Cell(cell_of(value).text, "formula") if cell.data_type == "f" else cell_of(cell.value)
                    for cell, value in zip(cells, known, strict=True)
                ]
                for cells, known in zip(sheet.iter_rows(), values, strict=True)
            ]
            sheets.append(Sheet(title, _rows(rows)))
    finally:
        book.close()
    return tuple(sheets)


def _rows(rows: Iterable[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows of cells, as wide as the widest; an empty row is an empty tuple, and there is none at the end."""
    found: list[tuple[Cell, ...]] = []
    filled = width = 0
    for cells in rows:
        last = max((position for position, cell in enumerate(cells, start=1) if cell.kind != "blank"), default=0)
        found.append(tuple(cells[:last]))
        width = max(width, last)
        filled = len(found) if last else filled
    return tuple((*row, *[BLANK] * (width - len(row))) if row else () for row in found[:filled])


def _read_xls(name: str, data: bytes) -> tuple[Sheet, ...]:
    import xlrd  # type: ignore[import-untyped]
    from xlrd.compdoc import CompDocError  # type: ignore[import-untyped]

    try:
        book = xlrd.open_workbook(file_contents=data, on_demand=False, logfile=io.StringIO())
    except (xlrd.XLRDError, CompDocError) as error:
        raise ValueError(name) from error
    kinds: dict[int, CellKind] = {
        xlrd.XL_CELL_TEXT: "text",
        xlrd.XL_CELL_NUMBER: "number",
        xlrd.XL_CELL_DATE: "date",
        xlrd.XL_CELL_BOOLEAN: "truth",
        xlrd.XL_CELL_ERROR: "error",
    }
    return tuple(
        Sheet(
            str(sheet.name),
            _rows([_xls_cell(kinds.get(cell.ctype), cell.value) for cell in row] for row in sheet.get_rows()),
        )
        for sheet in book.sheets()
    )


def _xls_cell(kind: CellKind | None, value: object) -> Cell:
    if kind is None or value == "":
        return BLANK
    if kind == "truth":
        return Cell("TRUE" if value else "FALSE", kind)
    return Cell(cell_of(value).text, kind)


def cell_of(value: object) -> Cell:
    """A cell that holds a Python value; whole floats are written without a fraction."""
    if value is None or value == "":
        return BLANK
    if isinstance(value, str):
        return Cell(value, "text")
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", "truth")
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)), "number")
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return Cell(str(value), "date")
    return Cell(str(value), "number")
