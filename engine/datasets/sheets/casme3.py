"""CAS(ME)^3 part A: the micro-expression sheet, the sheet with macro-expressions, and the blinks (docs/formats.md).

Frames count from 1 (the number of the jpg file, 30 fps). The published files hold their numbers as text.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.datasets.records import CASME3_EMOTIONS, Issue, MissingEmotion, ReadResult, Record, WriteReport
from engine.datasets.sheets.layout import Column, Layout, RecordCheck
from engine.datasets.sheets.names import plain_subject, plain_video
from engine.datasets.sheets.sheet_writer import book_bytes, must_be_xlsx
from engine.datasets.sheets.spreadsheet import Sheet, Workbook, read_book
from engine.datasets.sheets.summaries import rule_of_types, summaries
from engine.datasets.sheets.table_reader import Table, header_row, read_table
from engine.datasets.sheets.table_writer import prepare, sheet_of
from engine.datasets.text.atomic import write_bytes_atomic
from engine.errors import DatasetError
from engine.messages import Said

HEADER = ("Subject", "Filename", "Onset", "Apex", "Offset", "AU", "Objective class", "emotion")
TYPE = "Expression type"  # only in the sheet that holds macro-expressions too
_KINDS = {"Micro-expression": "micro", "Macro-expression": "macro"}
_START = (
    Column("Subject", "subject", needed=True),
    Column("Filename", "video", needed=True),
    Column("Onset", "onset", needed=True),
)


def _plain_folder(subject: str) -> bool:
    """The ME-TST loader compares the part after the last dot with the name of the folder."""
    return bool(subject.rsplit(".", 1)[-1].strip())


def _digits_rule(bad: Sequence[Record]) -> str:
    return f"have a subject of digits only, which the loader loses; write it as spNO.{bad[0].subject}"


CHECKS = (
    plain_video("a"),
    RecordCheck(lambda r: r.subject.isdecimal(), _digits_rule, lambda r: r.subject),
    plain_subject("a"),
    RecordCheck(
        lambda r: not _plain_folder(r.subject),
        Said(
            "have a subject with nothing usable after its last dot, where the loader takes the folder from; use spNO.7"
        ),
        lambda r: r.subject,
    ),
)

MICRO = Layout(
    format="casme3",
    title="CAS(ME)^3",
    sheet="label",
    columns=(
        *_START,
        Column("Apex", "apex"),
        Column("Offset", "offset", needed=True),
        Column("AU", "action_units"),
        Column("Objective class", "objective_class"),
        Column("emotion", "emotion"),
    ),
    emotions=CASME3_EMOTIONS,
    others="others",
    apex_missing=None,
    checks=CHECKS,
    capitals=True,
)
ALL = Layout(
    format="casme3_a",
    title="CAS(ME)^3 part A",
    sheet="AU+Emotion",
    columns=(
        *_START,
        Column("Apex", "apex"),
        Column("Offset", "offset", needed=True),
        Column("AU", "action_units"),
        Column(TYPE, "kind", needed=True),
        Column("Objective class", "objective_class"),
    ),
    kinds=_KINDS,
    apex_missing=None,
    checks=CHECKS,
    capitals=True,
)
BLINKS = Layout(
    format="casme3_a",
    title="CAS(ME)^3 part A",
    sheet="eye blink",
    columns=(*_START, Column("Offset", "offset", needed=True)),
    kind="blink",
    checks=CHECKS,
    capitals=True,
)


def _labels_of(book: Workbook) -> tuple[Sheet, Layout]:
    """The first sheet with labels, and its layout; the first of all where none has any."""
    for layout in (ALL, MICRO):
        for sheet in book.sheets:
            if header_row(sheet, layout) and sheet.name.strip().lower() != BLINKS.sheet:
                return sheet, layout
    return book.sheets[0], MICRO


def read_casme3(path: Path) -> ReadResult:
    """Records of a CAS(ME)^3 label file, part A: the first sheet with labels, and a sheet of blinks where there is one.

    Onset 0 becomes the first frame and offset 0 the apex (as the ME-TST loader takes it); apex 0 or -1 becomes None.
    Reversed rows stay reversed. A cell that was changed stays in ``extra`` as ``raw_<column>``.

    Raises:
        DatasetError: not an Excel file, or a column is missing.
    """
    book = read_book(path)
    first, layout = _labels_of(book)
    rest = [sheet for sheet in book.sheets if sheet is not first]
    issues: list[Issue] = []
    tables = [_read(book, first, layout)]
    for sheet in rest:
        if sheet.name.strip().lower() == BLINKS.sheet and header_row(sheet, BLINKS):
            tables.append(_read(book, sheet, BLINKS))
        elif sheet.rows:
            issues.append(
                Issue(
                    None, "", Said("the sheet “{name}” is not read, only “{name2}”", name=sheet.name, name2=first.name)
                )
            )
    if len(tables) > 1 and len(tables[1].records):
        issues.append(_blink_subjects(tables))
    issues.extend(summaries(tables[0].records, tables[1].records if len(tables) > 1 else ()))
    for number, table in enumerate(tables):
        for one in table.issues:
            text = Said("sheet “{name}”: {text}", name=BLINKS.sheet, text=one.text) if number else one.text
            issues.append(replace(one, text=text))
    if layout is ALL:
        issues.extend(rule_of_types(tables[0].records))
    return ReadResult(tuple(record for table in tables for _, record in table.records), tuple(issues))


def _read(book: Workbook, sheet: Sheet, layout: Layout) -> Table:
    return read_table(sheet, layout, file=book.name)


def _blink_subjects(tables: Sequence[Table]) -> Issue:
    events, blinks = ({record.subject for _, record in table.records} for table in tables[:2])
    videos = {(record.subject, record.video) for _, record in tables[1].records}
    return Issue(
        None,
        "",
        Said(
            "blinks are annotated for {n} of {n2} subjects ({n3} videos); elsewhere their absence means "
            "that nobody looked",
            n=len(blinks),
            n2=len(events | blinks),
            n3=len(videos),
        ),
    )


def write_casme3(path: Path, records: Sequence[Record], *, missing_emotion: MissingEmotion = "refuse") -> WriteReport:
    """Write micro-expressions as the first sheet of an .xlsx file: the header of the data set, frames from 1.

    Records whose ``kind`` is not ``micro`` are left out and reported: the sheet holds micro-expressions only.

    Raises:
        DatasetError: a record would be lost or misread; the sentence names it and what would work.
    """
    must_be_xlsx(path)
    dropped: list[str] = []
    kept = prepare(records, MICRO, missing_emotion=missing_emotion, dropped=dropped)
    _check_folders(kept)
    write_bytes_atomic(path, book_bytes([sheet_of(kept, MICRO, dropped=dropped)]))
    return WriteReport(len(kept), tuple(dropped))


def write_casme3_a(path: Path, records: Sequence[Record], *, missing_emotion: MissingEmotion = "refuse") -> WriteReport:
    """Write micro- and macro-expressions, and blinks on a sheet of their own, as part A's label file (as .xlsx).

    Raises:
        DatasetError: a record would be lost or misread; the sentence names it and what would work.
    """
    must_be_xlsx(path)
    dropped: list[str] = []
    blinking = [record for record in records if record.extra.get("kind") == "blink"]
    others = [record for record in records if record.extra.get("kind") != "blink"]
    kept = prepare(others, ALL, missing_emotion=missing_emotion, dropped=dropped)
    blinks = prepare(blinking, BLINKS, missing_emotion=missing_emotion, dropped=dropped)
    _check_folders([*kept, *blinks])
    sheets = [sheet_of(kept, ALL, dropped=dropped), sheet_of(blinks, BLINKS, dropped=dropped)]
    write_bytes_atomic(path, book_bytes(sheets))
    return WriteReport(len(kept) + len(blinks), tuple(dropped))


def _check_folders(records: Sequence[Record]) -> None:
    folders: dict[str, str] = {}
    for record in records:
        folder = record.subject.rsplit(".", 1)[-1]
        other = folders.setdefault(folder, record.subject)
        if other != record.subject:
            raise DatasetError(
                Said(
                    "The subjects “{other}” and “{subject}” end alike after the last dot, so the loader "
                    "takes them for one; rename one of them.",
                    other=other,
                    subject=record.subject,
                )
            )
