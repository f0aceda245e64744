"""4DME micro-expressions: several emotions at once, a column of 0 or 1 for each, and one for each AU.

See docs/formats.md.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.datasets.records import Issue, MissingEmotion, ReadResult, Record, WriteReport
from engine.datasets.sheets.layout import Column, Layout, RecordCheck
from engine.datasets.sheets.names import filled_subject, filled_video
from engine.datasets.sheets.sheet_writer import book_bytes, must_be_xlsx, number_or_text
from engine.datasets.sheets.spreadsheet import Cell, Sheet, read_book
from engine.datasets.sheets.table_reader import header_row, read_table
from engine.datasets.sheets.table_writer import prepare, sheet_of
from engine.datasets.text.atomic import write_bytes_atomic
from engine.messages import Said

EMOTIONS = ("Positive", "Negative", "Surprise", "Repression", "Others")
_AU_COLUMN = re.compile(r"AU\d+")
_NUMBER = re.compile(r"\d+")


def _words_known(record: Record) -> bool:
    words = (record.emotion or "").split("+")
    return all(word in EMOTIONS for word in words)


BASE = Layout(
    format="4dme",
    title="4DME",
    sheet="Sheet1",
    columns=(
        Column("sub_ID", "subject", needed=True, numeric=True),
        Column("fold_name", "video", needed=True),
        Column("Onset", "onset", needed=True),
        Column("Apex", "apex", needed=True),
        Column("Offset", "offset", needed=True),
        Column("AUs", "action_units", needed=True, numeric=True),
        Column("Emotion", "emotion", needed=True),
        Column("eye blink", numeric=True),
        *(Column(word, "computed") for word in EMOTIONS),
    ),
    checks=(
        filled_subject("sub01"),
        filled_video("s1_001"),
        RecordCheck(
            lambda r: not _words_known(r),
            Said(
                "carry an emotion that is no combination of {emotions} joined by “+”; relabel them",
                emotions=tuple(EMOTIONS),
            ),
            lambda r: Said("{emotion} at frame {onset}", emotion=r.emotion, onset=r.onset),
        ),
    ),
)


def _numbers(units: str) -> list[int]:
    """Numbers of the action units in a string such as ``AU4(k)+L7``, each once."""
    return sorted({int(text) for text in _NUMBER.findall(units) if len(text) <= 3})


def _layout(numbers: Sequence[int]) -> Layout:
    units = tuple(Column(f"AU{number}", "computed") for number in numbers)

    def fill(record: Record) -> dict[str, Cell]:
        words, own = (record.emotion or "").split("+"), _numbers(record.action_units)
        flags = {word: word in words for word in EMOTIONS} | {f"AU{number}": number in own for number in numbers}
        return {name: number_or_text(record.extra.get(name) or str(int(flag))) for name, flag in flags.items()}

    return replace(BASE, columns=(*BASE.columns, *units), fill=fill)


def read_4dme(path: Path) -> ReadResult:
    """Records of the label sheet; flags that contradict the Emotion or AUs text are reported and kept.

    Raises:
        DatasetError: not an Excel file, or a column is missing.
    """
    book = read_book(path)
    sheet = next((one for one in book.sheets if header_row(one, BASE)), book.sheets[0])
    layout = _layout(_au_columns(sheet))
    table = read_table(sheet, layout, file=book.name)
    issues = list(table.issues)
    records = [_with_flags(number, record, layout, issues) for number, record in table.records]
    issues.sort(key=lambda issue: issue.row or 0)
    return ReadResult(tuple(records), tuple(issues))


def _au_columns(sheet: Sheet) -> list[int]:
    row = header_row(sheet, BASE)
    names = [cell.text.strip() for cell in sheet.rows[row - 1]] if row else []
    return sorted({int(name[2:]) for name in names if _AU_COLUMN.fullmatch(name) and len(name) <= 5})


def _with_flags(number: int, record: Record, layout: Layout, issues: list[Issue]) -> Record:
    """Keep the flags that do not follow from the texts."""
    plain = replace(record, extra={})
    expected = layout.fill(plain) if layout.fill else {}
    cells = {name: text for name, text, _ in record.source.cells} if record.source else {}
    odd = {
        name: cells[name]
        for name, cell in expected.items()
        if name in cells and cells[name].strip() not in ("", cell.text)
    }
    for name, text in odd.items():
        issues.append(
            Issue(
                number,
                name,
                Said(
                    "{text} contradicts the {words} cell; kept",
                    text=text,
                    words="AUs" if name[:2] == "AU" else "Emotion",
                ),
            )
        )
    return replace(record, extra={**record.extra, **odd})


def write_4dme(path: Path, records: Sequence[Record], *, missing_emotion: MissingEmotion = "refuse") -> WriteReport:
    """Write the sheet as .xlsx, with a column for every AU that occurs.

    Raises:
        DatasetError: a record would be lost or misread; the sentence names it and what would work.
    """
    must_be_xlsx(path)
    dropped: list[str] = []
    micro = [one for one in records if one.extra.get("kind", "micro") == "micro" and _words_known(one)]
    given = {int(key[2:]) for one in micro for key in one.extra if _AU_COLUMN.fullmatch(key) and len(key) <= 5}
    layout = _layout(sorted(given.union(*(_numbers(one.action_units) for one in micro))))
    kept = prepare(records, layout, missing_emotion=missing_emotion, dropped=dropped)
    write_bytes_atomic(path, book_bytes([sheet_of(kept, layout, dropped=dropped)]))
    return WriteReport(len(kept), tuple(dropped))
