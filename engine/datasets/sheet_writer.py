"""Workbooks written so that every text stays a text: no formula, no date, no number where a text was meant."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.datasets.spreadsheet import BLANK, Cell

LONGEST_CELL = 32_767  # characters of a cell in Excel
LAST_ROW = 1_048_576
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")  # Excel's spelling of a character; readers turn it into one
_NUMBER = re.compile(r"-?\d{1,15}")
_CONTROL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 or Excel cannot carry


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to write: its name and its rows."""

    name: str
    rows: Sequence[Sequence[Cell]]


def writable(text: str) -> bool:
    """True where XML 1.0 and Excel give the text back as it is."""
    return len(text) <= LONGEST_CELL and not _CONTROL.search(text) and not _ESCAPE.search(text)


def number_or_text(text: str) -> Cell:
    """A number cell for a whole number in plain spelling, else a text cell; blank for nothing."""
    if not text:
        return BLANK
    plain = _NUMBER.fullmatch(text) and str(int(text)) == text
    return Cell(text, "number" if plain else "text")


def text_cell(text: str) -> Cell:
    """A text cell; blank for nothing."""
    return Cell(text, "text") if text else BLANK


def frame_cell(frame: int) -> Cell:
    """A number cell."""
    return Cell(str(frame), "number")


def book_bytes(sheets: Iterable[NewSheet]) -> bytes:
    """An .xlsx file with these sheets."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for new in sheets:
        sheet = book.create_sheet(new.name)
        for row in new.rows:
            sheet.append([_value(sheet, cell) for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _value(sheet: object, cell: Cell) -> object:
    """What openpyxl is given; text it would take for a formula or an error is marked as text."""
    if cell.kind == "blank" or not cell.text:
        return None
    if cell.kind == "number":
        return _as_number(cell.text)
    if cell.text[0] in "=#":
        from openpyxl.cell import WriteOnlyCell

        marked = WriteOnlyCell(sheet, value=cell.text)
        marked.data_type = "s"
        return marked
    return cell.text


def _as_number(text: str) -> int | float:
    value = float(text)
    return int(text) if value.is_integer() and _NUMBER.fullmatch(text) else value
