"""Cells of Excel files as text with what their type was; nothing in a cell is ever computed.

A merged cell counts for every row and column that it covers, and the sheet says so. Workbooks in the strict form of
Office Open XML are read by the names of the usual form.
"""

import datetime
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.datasets.text.guard import check_archive, read_file
from engine.errors import DatasetError
from engine.messages import Said

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
        merged: (row, column) from 1 of every cell that was empty and got the value of the merged cell it lies in.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook, in order, and the name of its file."""

    name: str
    sheets: tuple[Sheet, ...]


def read_book(path: Path) -> Workbook:
    """All sheets of an .xlsx or .xls file.

    Raises:
        DatasetError: missing, unreadable, damaged or harmful file.
    """
    data = read_file(path)
    try:
        if data[:4] == b"\xd0\xcf\x11\xe0":  # the compound file of Excel 97 to 2003, whatever the ending
            return Workbook(path.name, _read_xls(path.name, data))
        check_archive(path.name, io.BytesIO(data))
        with warnings.catch_warnings():
            # openpyxl tells of what it leaves out for writing, and of dates that are none, whose cells are reported.
            warnings.simplefilter("ignore")
            return Workbook(path.name, _read_xlsx(path.name, data))
    except _DAMAGE as error:
        raise DatasetError(
            Said("“{name}” is not an intact Excel file; open it and save it again as .xlsx.", name=path.name)
        ) from error


def _read_xlsx(name: str, data: bytes) -> tuple[Sheet, ...]:
    data = _usual_form(data)
    found = _sheets(data, stored=False)
    if not found:
        raise DatasetError(Said("“{name}” has no sheet; give the file with the labels.", name=name))
    if any(value[:1] == "=" for _, rows in found for row in rows for value in row if isinstance(value, str)):
        sheets = _with_formulas(data)
    else:
        sheets = tuple(Sheet(title, _rows([cell_of(value) for value in row] for row in rows)) for title, rows in found)
    return tuple(_filled(sheet, areas) for sheet, areas in zip(sheets, _merged_areas(data), strict=True))


# Names of the strict form of Office Open XML (ISO/IEC 29500) and those of the usual form.
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = (
    (b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)


def _usual_form(data: bytes) -> bytes:
    """A workbook of the strict form with the names of the usual one; others as they are."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not any(_STRICT in archive.read(name) for name in archive.namelist() if name.endswith("workbook.xml")):
            return data
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
            for name in archive.namelist():
                content = archive.read(name)
                if name.lower().endswith((".xml", ".rels")):
                    for strict, usual in _USUAL:
                        content = content.replace(_STRICT + strict, usual)
                written.writestr(name, content)
    return target.getvalue()


Area = tuple[int, int, int, int]  # first and last row, first and last column, from 1
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")


def _merged_areas(data: bytes) -> list[list[Area]]:
    """The merged areas of each worksheet, which a streaming reader does not tell."""
    import openpyxl
    from openpyxl.utils import range_boundaries

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for sheet in book.worksheets:
                texts = _MERGE.findall(archive.read(sheet._worksheet_path))  # noqa: SLF001 - no public way
                bounds = [range_boundaries(text.decode("ascii")) for text in texts]
                found.append([(top, bottom, left, right) for left, top, right, bottom in bounds])
    finally:
        book.close()
    return found


def _filled(sheet: Sheet, areas: Sequence[Area]) -> Sheet:
    """The sheet with the value of every merged cell in all that it covers."""
    if not areas:
        return sheet
    rows = [list(row) for row in sheet.rows]
    width = max((len(row) for row in rows), default=0)
    merged: set[tuple[int, int]] = set()
    for top, bottom, left, right in areas:
        if top > len(rows) or left > width or not rows[top - 1]:
            continue
        value = rows[top - 1][left - 1]
        if value.kind == "blank":
            continue
        for line in range(top, min(bottom, len(rows)) + 1):
            if not rows[line - 1]:
                rows[line - 1] = [BLANK] * width
            for column in range(left, min(right, width) + 1):
                if rows[line - 1][column - 1].kind == "blank":
                    rows[line - 1][column - 1] = value
                    merged.add((line, column))
    return Sheet(sheet.name, tuple(tuple(row) for row in rows), frozenset(merged))


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
        book = xlrd.open_workbook(file_contents=data, on_demand=False, logfile=io.StringIO(), formatting_info=True)
    except (xlrd.XLRDError, CompDocError) as error:
        raise ValueError(name) from error
    kinds: dict[int, CellKind] = {
        xlrd.XL_CELL_TEXT: "text",
        xlrd.XL_CELL_NUMBER: "number",
        xlrd.XL_CELL_DATE: "date",
        xlrd.XL_CELL_BOOLEAN: "truth",
        xlrd.XL_CELL_ERROR: "error",
    }
    sheets = []
    for sheet in book.sheets():
        rows = _rows([_xls_cell(kinds.get(cell.ctype), cell.value) for cell in row] for row in sheet.get_rows())
        areas = [(top + 1, bottom, left + 1, right) for top, bottom, left, right in sheet.merged_cells]
        sheets.append(_filled(Sheet(str(sheet.name), rows), areas))
    return tuple(sheets)


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
