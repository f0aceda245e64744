"""Workbooks written so that every text stays a text: no formula, no date, no number where a text was meant."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.datasets.sheets.spreadsheet import BLANK, Cell
from engine.datasets.text.xml_text import escape, quoteattr
from engine.errors import DatasetError
from engine.messages import Said

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


def book_bytes(sheets: Sequence[NewSheet]) -> bytes:
    """An .xlsx file with these sheets; the same sheets give the same bytes.

    Written here and not by openpyxl: a label sheet needs neither styles nor formulas, which then cannot come about,
    and it takes a fifth of the time (`benchmarks/datasets_speed.py`).
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(sheets).items():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, _XML + text)
    return buffer.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _parts(sheets: Sequence[NewSheet]) -> dict[str, str]:
    """Name -> XML of the parts of a workbook (ECMA-376 part 1, 12.3)."""
    numbers = range(1, len(sheets) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}worksheet+xml"/>' for n in numbers
    )
    names = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" r:id="rId{n}"/>' for n, sheet in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    texts: dict[str, int] = {}
    contents = {f"xl/worksheets/sheet{n}.xml": _sheet_xml(sheet, texts) for n, sheet in enumerate(sheets, start=1)}
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}sharedStrings+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rIdT" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{"".join(map(_shared, texts))}</sst>',
        **contents,
    }


def _shared(text: str) -> str:
    return f'<si><t xml:space="preserve">{escape(text)}</t></si>'


def _sheet_xml(sheet: NewSheet, texts: dict[str, int]) -> str:
    """XML of a sheet; its texts get numbers in `texts`."""
    width = max((len(row) for row in sheet.rows), default=0)
    letters = [_letters(column) for column in range(width)]
    lines = [f'<worksheet xmlns="{_MAIN}">']
    if width:
        lines.append(f'<dimension ref="A1:{letters[-1]}{len(sheet.rows)}"/>')
    lines.append("<sheetData>")
    for number, row in enumerate(sheet.rows, start=1):
        cells = [
            f'<c r="{letter}{number}"><v>{cell.text}</v></c>'
            if cell.kind == "number"
            else f'<c r="{letter}{number}" t="s"><v>{texts.setdefault(cell.text, len(texts))}</v></c>'
            for letter, cell in zip(letters, row, strict=False)
            if cell.text and cell.kind != "blank"
        ]
        if cells:
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    lines.append("</sheetData></worksheet>")
    return "".join(lines)


def _letters(column: int) -> str:
    """Name of a column, 0 is A."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def must_be_xlsx(path: Path) -> None:
    """Refuse another ending.

    Raises:
        DatasetError: it is not .xlsx.
    """
    if path.suffix.lower() != ".xlsx":
        raise DatasetError(Said("“{name}” must end in .xlsx.", name=path.name))
