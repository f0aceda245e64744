"""The CAS(ME)^3 label sheets: one event a row, frames counted from 1, and every irregularity of the published files.

Facts about the published files and about what the ME-TST loader makes of them: dataset formats spec 1.1 and 1.10.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.datasets.checks import free_name, order_issues, parse_frame, repeats
from engine.datasets.records import CASME3_EMOTIONS, Issue, ReadResult, Record
from engine.datasets.spreadsheet import Cell, read_sheet
from engine.errors import DatasetError

HEADER = ("Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Objective class", "emotion")
TYPE = "Expression type"  # only in the sheet that holds macro-expressions too
_NEEDED = ("Subject", "Filename", "Onset", "Offset")
_FRAMES = ("Onset", "Apex", "Offset")
_KINDS = {"micro-expression": "micro", "macro-expression": "macro"}
_BLANK = Cell("", is_text=False)


@dataclass(slots=True)
class _Row:
    """One row while it is read: its cells by column name, and what was irregular so far."""

    number: int
    cells: Mapping[str, Cell]
    issues: list[Issue]
    raw: dict[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, _BLANK).text

    def note(self, column: str, text: str, *, keep: bool = True) -> None:
        """Report a cell, and keep its text under ``raw_<column>``."""
        self.issues.append(Issue(self.number, column, text))
        if keep and self.text(column):
            self.raw[f"raw_{column}"] = self.text(column)


def read_casme3(path: Path) -> ReadResult:
    """Records of the first sheet of a CAS(ME)^3 label file, version 1 or 2, official or corrected.

    Onset 0 becomes the first frame and offset 0 the apex (as the ME-TST loader takes it); apex 0 or -1 becomes None.
    Reversed rows stay reversed. A cell that was changed stays in ``extra`` as ``raw_<column>``.

    Raises:
        DatasetError: not an Excel file, or a column is missing.
    """
    sheet = read_sheet(path)
    if not sheet.rows:
        raise DatasetError(f"The first sheet of “{path.name}” is empty; put the labels there.")
    issues = [Issue(None, "", f"the sheet “{name}” is not read, only “{sheet.name}”") for name in sheet.others]
    names = _column_names(path, sheet.rows[0], issues)
    records: list[tuple[int, Record]] = []
    cells = [
        (number, dict(zip(names, row, strict=True)))
        for number, row in enumerate(sheet.rows[1:], start=2)
        if any(cell.text.strip() for cell in row)
    ]
    issues.extend(_text_numbers(cells))
    for number, row in cells:
        record = _record(_Row(number, row, issues, {}))
        if record is not None:
            records.append((number, record))
            issues.extend(order_issues(number, record, base=1))
    issues.extend(repeats(records))
    issues.extend(_folded_names(records))
    issues.sort(key=lambda issue: issue.row or 0)
    return ReadResult(tuple(record for _, record in records), tuple(issues))


def _column_names(path: Path, header: Sequence[Cell], issues: list[Issue]) -> list[str]:
    known = {name.lower(): name for name in (*HEADER, TYPE)}
    names: list[str] = []
    for position, cell in enumerate(header):
        written = cell.text.strip()
        name = known.get(written.lower(), written)
        if name != cell.text and name:
            issues.append(Issue(1, cell.text, f"read as the column “{name}”"))
        if not name or name in names:
            name = free_name(f"column_{position + 1}", [*names, *(other.text.strip() for other in header)])
            issues.append(Issue(1, cell.text, f"column {position + 1} has no name of its own; kept as “{name}”"))
        names.append(name)
    for name in _NEEDED:
        if name not in names:
            raise DatasetError(
                f"“{path.name}” has no column “{name}” in row 1 of its first sheet; give a CAS(ME)^3 file."
            )
    absent = [name for name in HEADER if name not in names and not (name == "emotion" and TYPE in names)]
    issues.extend(Issue(1, name, "there is no such column; read as empty") for name in absent)
    return names


def _text_numbers(rows: Sequence[tuple[int, Mapping[str, Cell]]]) -> Iterable[Issue]:
    """Frame numbers stored as text: one issue a column, and one for each cell that differs from its column's habit."""
    for column in _FRAMES:
        filled = [(number, row[column]) for number, row in rows if column in row and row[column].text.strip()]
        texts = [number for number, cell in filled if cell.is_text]
        if not texts:
            continue
        habit = len(texts) * 2 > len(filled)
        odd = [number for number, cell in filled if cell.is_text != habit]
        if habit:
            yield Issue(
                texts[0], column, f"{len(texts)} of {len(filled)} cells hold text, from here on; read as numbers"
            )
        for number in odd:
            yield Issue(
                number, column, "holds a number, not text" if habit else "holds text, not a number; read as one"
            )


def _record(row: _Row) -> Record | None:
    frames = {column: _number(row, column) for column in _FRAMES}
    for column in ("Onset", "Offset"):
        if frames[column] is None:
            row.note(column, f"“{row.text(column)}” is not a frame number; the row was left out", keep=False)
            return None
    apex = _apex(row, frames["Apex"])
    onset = _onset(row, frames["Onset"] or 0)
    offset = _offset(row, frames["Offset"] or 0, instead=onset if apex is None else apex)
    subject, video = (_name(row, column) for column in ("Subject", "Filename"))
    emotion = _emotion(row)
    extra = {name: cell.text for name, cell in row.cells.items() if name not in (*HEADER, TYPE)}
    return Record(
        subject=subject,
        video=video,
        onset=onset,
        apex=apex,
        offset=offset,
        emotion=emotion,
        action_units=row.text("AU"),
        objective_class=row.text("Objective class"),
        extra={**_kind(row), **extra, **row.raw},
    )


def _number(row: _Row, column: str) -> int | None:
    text = row.text(column)
    number, fraction = parse_frame(text)
    if fraction:
        row.note(column, f"{text} is not a whole frame; read as {number}")
    return number


def _onset(row: _Row, number: int) -> int:
    if number >= 1:
        return number - 1
    row.note("Onset", f"{row.text('Onset')} lies before the first frame 1; read as the first frame")
    return 0


def _apex(row: _Row, number: int | None) -> int | None:
    if number is not None and number >= 1:
        return number - 1
    what = f"“{row.text('Apex')}” is no frame of the video" if row.text("Apex").strip() else "is empty"
    row.note("Apex", f"{what}; read as not annotated")
    return None


def _offset(row: _Row, number: int, *, instead: int) -> int:
    if number >= 1:
        return number - 1
    row.note("Offset", f"{row.text('Offset')} means that it was not seen; the frame {instead + 1} is taken for it")
    return instead


def _name(row: _Row, column: str) -> str:
    text = row.text(column)
    name = text.strip()
    if name != text:
        row.note(column, f"“{text}” has blanks around it; read without them")
    if not name:
        row.note(column, "is empty")
    if column == "Filename" and name != name.lower():
        row.note(
            column,
            f"“{name}” has a capital letter; kept, because the folder of the frames may have one too",
            keep=False,
        )
    return name


def _emotion(row: _Row) -> str | None:
    text = row.text("emotion")
    word = text.strip()
    if not word:
        if "emotion" in row.cells:
            row.note("emotion", "is empty; read as not annotated")
        return None
    if word.lower() not in CASME3_EMOTIONS:
        row.note("emotion", f"“{word}” is not an emotion of CAS(ME)^3; kept")
        return word
    if text != word.lower():
        row.note("emotion", f"“{text}” is read as “{word.lower()}”")
    return word.lower()


def _kind(row: _Row) -> dict[str, str]:
    text = row.text(TYPE)
    if not text:
        return {}
    kind = _KINDS.get(text.strip().lower())
    if kind is None or text not in ("Micro-expression", "Macro-expression"):
        row.note(TYPE, f"“{text}” is read as {kind or 'unknown'}")
    return {"kind": kind or "unknown"}


def _folded_names(rows: Sequence[tuple[int, Record]]) -> Iterable[Issue]:
    """Videos of one subject whose names differ only in capital letters: two videos, or a slip?"""
    spellings: dict[tuple[str, str], set[str]] = {}
    for number, record in rows:
        known = spellings.setdefault((record.subject, record.video.lower()), set())
        if known and record.video not in known:
            other = min(known)
            yield Issue(
                number, "Filename", f"“{record.video}” and “{other}” differ only in a capital letter; kept apart"
            )
        known.add(record.video)
