"""SMIC-E long: one row a clip with up to two micro-expressions, frames counted by the camera (docs/formats.md).

The frame index is ``OnsetF - FirstF``. The emotion is in the file name: ne, po or sur. There is no apex.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.datasets.records import Issue, MissingEmotion, ReadResult, Record, RecordSource, WriteReport, told_video
from engine.datasets.sheets.checks import LARGEST_FRAME, order_issues, parse_frame, repeats
from engine.datasets.sheets.layout import Column, Layout, RecordCheck, own_word
from engine.datasets.sheets.sheet_writer import NewSheet, book_bytes, must_be_xlsx, number_or_text, text_cell
from engine.datasets.sheets.spreadsheet import BLANK, Cell, Sheet, read_book
from engine.datasets.sheets.table_reader import header_row
from engine.datasets.sheets.table_writer import refuse
from engine.datasets.text.atomic import write_bytes_atomic
from engine.errors import DatasetError
from engine.messages import Said

ROWS = 157  # that loaders read
_WORDS = {"ne": "negative", "po": "positive", "sur": "surprise"}
_NAME = re.compile(r"s(\d+)_(ne|po|sur)_(\d+)")
_PAIRS = (("OnsetF", "OffsetF"), ("Onset2", "Offset2"))
LAYOUT = Layout(
    format="smic_e",
    title="SMIC-E",
    sheet="Sheet1",
    columns=(
        Column("Subject", needed=True),
        Column("Filename", needed=True),
        Column("blank 1", "blank"),
        Column("OnsetF", needed=True),
        Column("OffsetF", needed=True),
        Column("Onset2"),
        Column("Offset2"),
        Column("blank 2", "blank"),
        Column("FirstF", needed=True),
        Column("LastF"),
    ),
)


def read_smic(path: Path) -> ReadResult:
    """Records of the label sheet; rows below the data that hold text only are reported one by one.

    Raises:
        DatasetError: not an Excel file, or a column is missing.
    """
    book = read_book(path)
    sheet = next((one for one in book.sheets if header_row(one, LAYOUT)), None)
    if sheet is None:
        raise DatasetError(
            Said("“{name}” has no columns OnsetF, OffsetF and FirstF; give a SMIC-E label file.", name=book.name)
        )
    start = header_row(sheet, LAYOUT)
    names = [cell.text.strip() for cell in sheet.rows[start - 1]]
    issues: list[Issue] = []
    records: list[tuple[int, Record]] = []
    for number, cells in enumerate(sheet.rows[start:], start=start + 1):
        row = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        if any(cell.text.strip() for cell in cells):
            found = _row(
                number, row, RecordSource("smic_e", book.name, sheet.name, number, _cells(sheet, start, cells)), issues
            )
            records += [(number, record) for record in found]
    for number, record in records:
        issues.extend(order_issues(number, record, base=0))
    issues.extend(repeats(records))
    issues.sort(key=lambda issue: issue.row or 0)
    return ReadResult(tuple(record for _, record in records), tuple(issues))


def _cells(sheet: Sheet, start: int, cells: Sequence[Cell]) -> tuple[tuple[str, str, str], ...]:
    header = [cell.text.strip() for cell in sheet.rows[start - 1]]
    return tuple((name, cell.text, cell.kind) for name, cell in zip(header, cells, strict=False) if name)


def _row(number: int, row: dict[str, Cell], source: RecordSource, issues: list[Issue]) -> list[Record]:
    def value(column: str) -> int | None:
        text = row.get(column, BLANK).text
        found, fraction = parse_frame(text)
        if fraction or (found is None and text.strip()):
            issues.append(
                Issue(
                    number,
                    column,
                    Said("“{text}” is not a whole frame; read as {found}", text=text, found=found or "empty"),
                )
            )
        return found

    first = value("FirstF")
    if first is None or not row.get("Filename", BLANK).text.strip():
        text = " ".join(cell.text for cell in row.values() if cell.text)[:60]
        issues.append(Issue(number, "", Said("is no data row (“{text}”); left out", text=text), is_lost=True))
        return []
    name, subject = row["Filename"].text.strip(), row.get("Subject", BLANK).text.strip()
    found = _NAME.fullmatch(name)
    if not found:
        issues.append(
            Issue(number, "Filename", Said("“{name}” is no name such as s1_ne_01; read without an emotion", name=name))
        )
    extra = {"FirstF": str(first), "LastF": row.get("LastF", BLANK).text.strip()}
    known = {column for pair in _PAIRS for column in pair} | {"Subject", "Filename", "FirstF", "LastF"}
    extra |= {column: cell.text for column, cell in row.items() if column not in known}
    records = []
    for onset_column, offset_column in _PAIRS:
        onset, offset = value(onset_column), value(offset_column)
        if onset is None and offset is None:
            continue
        if onset is None or offset is None:
            why = Said("has only one of its two frames; left out")
            issues.append(Issue(number, onset_column, why, told_video(subject, name), is_lost=True))
            continue
        if onset < first:
            issues.append(
                Issue(
                    number,
                    onset_column,
                    Said("{onset} lies before the first frame {first}; kept as it is", onset=onset, first=first),
                )
            )
        emotion = _WORDS[found[2]] if found else None
        records.append(Record(subject, name, onset - first, None, offset - first, emotion, extra=extra, source=source))
    if not records:
        why = Said("there are no frames; the row was left out")
        issues.append(Issue(number, "OnsetF", why, told_video(subject, name), is_lost=True))
    return records


def _named(record: Record) -> bool:
    found = _NAME.fullmatch(record.video)
    return found is not None and record.subject.isdecimal() and int(record.subject) == int(found[1])


def write_smic(path: Path, records: Sequence[Record], *, missing_emotion: MissingEmotion = "refuse") -> WriteReport:
    """Write the sheet as .xlsx; without a known FirstF the camera count starts at 1.

    Raises:
        DatasetError: a record would be lost or misread; the sentence names it and what would work.
    """
    must_be_xlsx(path)
    dropped: list[str] = []
    kept = _kept(records, dropped)
    rules = (
        RecordCheck(
            lambda r: not _named(r) or str(int(r.subject)) != r.subject,
            Said("have names that SMIC-E cannot carry; it needs subject 1 and video s1_ne_01"),
            lambda r: f"{r.subject}/{r.video}",
        ),
        RecordCheck(
            lambda r: (
                r.emotion != _WORDS[r.video.split("_")[1]] and (missing_emotion != "skip" or r.emotion is not None)
            ),
            Said(
                "carry an emotion other than the one in the video's name (ne, po, sur); rename the video "
                "or relabel them"
            ),
            lambda r: f"{r.emotion or 'none'} in {r.video}",
        ),
        RecordCheck(lambda r: r.onset < 0, Said("start before the first frame; move the onset to frame 0 or later")),
        RecordCheck(
            lambda r: r.onset > r.offset, Said("are not in the order onset, offset; put their frames in order")
        ),
        RecordCheck(
            lambda r: r.offset + _first(r) >= LARGEST_FRAME, Said("end beyond frame 2,147,483,646; correct the offset")
        ),
    )
    for rule in rules:
        refuse(kept, rule)
    rows = _clips(kept)
    if len(rows) > ROWS:
        raise DatasetError(
            Said("Loaders read {rows} rows of SMIC-E and there are {n}; write several files.", rows=ROWS, n=len(rows))
        )
    header = [text_cell("" if column.role == "blank" else column.name) for column in LAYOUT.columns]
    write_bytes_atomic(path, book_bytes([NewSheet(LAYOUT.sheet, [header, *rows])]))
    return WriteReport(len(kept), tuple(dropped))


def _kept(records: Sequence[Record], dropped: list[str]) -> list[Record]:
    micro = [one for one in records if one.extra.get("kind", "micro") == "micro"]
    if len(micro) < len(records):
        dropped.append(Said("{n} events that are not micro-expressions were left out.", n=len(records) - len(micro)))
    for attribute, what in (("apex", "apex"), ("action_units", "action units"), ("objective_class", "objective class")):
        lost = sum(getattr(one, attribute) not in (None, "") for one in micro)
        if lost:
            dropped.append(
                Said("The {what} of {lost} annotations is not part of SMIC-E and was left out.", what=what, lost=lost)
            )
    extras = sorted({key for one in micro for key in one.extra} - {"kind", "FirstF", "LastF"})
    if extras:
        dropped.append(Said("The columns {extras} are not part of SMIC-E and were left out.", extras=tuple(extras)))
    words = ("negative", "positive", "surprise")
    return [replace(one, emotion=own_word(one.emotion, words) or one.emotion) if one.emotion else one for one in micro]


def _first(record: Record) -> int:
    text = record.extra.get("FirstF", "1")
    frame, fraction = parse_frame(text)
    if frame is None or fraction:
        raise DatasetError(
            Said(
                "FirstF of {video} is “{text}”, no frame number of the camera; correct it.",
                video=record.video,
                text=text,
            )
        )
    return frame


def _clips(records: Sequence[Record]) -> list[list[Cell]]:
    clips: dict[str, list[Record]] = {}
    for record in records:
        clips.setdefault(record.video, []).append(record)
    rows = []
    for video, events in clips.items():
        heads = {(one.subject, one.extra.get("FirstF", "1"), one.extra.get("LastF", "")) for one in events}
        if len(events) > 2 or len(heads) > 1:
            raise DatasetError(
                Said(
                    "{video} has {n} events; a row of SMIC-E holds two with one FirstF and LastF.",
                    video=video,
                    n=len(events),
                )
            )
        last = events[0].extra.get("LastF", "")
        if last and str(parse_frame(last)[0]) != last:
            raise DatasetError(
                Said("LastF of {video} is “{last}”, no frame number of the camera; correct it.", video=video, last=last)
            )
        frames = [str(frame + _first(one)) for one in events for frame in (one.onset, one.offset)]
        texts = [*frames, *[""] * (4 - len(frames))]
        cells = [number_or_text(text) for text in texts]
        ends = [number_or_text(str(_first(events[0]))), number_or_text(last)]
        rows.append([number_or_text(events[0].subject), text_cell(video), BLANK, *cells, BLANK, *ends])
    return rows
