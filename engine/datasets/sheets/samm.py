"""SAMM Long Videos (version 3) with the SAMM micro-expression table that holds the emotions (docs/formats.md).

Frames count from 1 at 200 fps. The name ``006_1_2`` is subject 006, video 006_1, event 2. Emotion and objective class
are only in the table of the micro-expressions, joined by name and type; frames are always those of the long videos,
because the two files count differently.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from engine.datasets.records import Issue, MissingEmotion, ReadResult, Record, WriteReport
from engine.datasets.sheets.checks import parse_frame
from engine.datasets.sheets.layout import Column, Layout, Names, RecordCheck, SheetRow
from engine.datasets.sheets.sheet_writer import book_bytes, must_be_xlsx, number_or_text, text_cell
from engine.datasets.sheets.spreadsheet import Cell, Sheet, read_book
from engine.datasets.sheets.table_reader import header_row, name_of, read_table
from engine.datasets.sheets.table_writer import prepare, sheet_of
from engine.datasets.text.atomic import write_bytes_atomic
from engine.errors import DatasetError
from engine.messages import Said

EMOTIONS = ("Anger", "Contempt", "Disgust", "Fear", "Happiness", "Sadness", "Surprise", "Other")
CODES = "SAMM_Micro_FACS_Codes_v2.xlsx"  # the table beside the long-video file
_NAME = re.compile(r"(\d+)_([^_]+)_(.+)")
_MICRO = "Micro - 1/2"


def _names(row: SheetRow) -> Names:
    name = name_of(row, "Filename")
    subject = name_of(row, "Subject")
    found = _NAME.fullmatch(name)
    if not found:
        row.note(
            "Filename", Said("“{name}” is no name such as 006_1_2; the whole of it is taken for the video", name=name)
        )
        return subject, name, {}
    if subject.zfill(3) != found[1]:
        row.note(
            "Subject",
            Said(
                "“{subject}” is not the subject of “{name}”; {found} is taken",
                subject=subject,
                name=name,
                found=found[1],
            ),
        )
    elif subject != found[1]:
        row.note(
            "Subject",
            Said("“{subject}” is read as “{found}”", subject=subject, found=found[1]),
            keep=False,
            repair=False,
        )
    further = {"event": found[3], **_duration(row)}
    return found[1], f"{found[1]}_{found[2]}", further


def _duration(row: SheetRow) -> dict[str, str]:
    """The Duration cell, where it is not offset - onset + 1."""
    text = row.text("Duration").strip()
    if parse_frame(text)[1]:
        row.note(
            "Duration", Said("{text} is not a whole number of frames; not used", text=text), keep=False, repair=False
        )
    try:
        right = (
            abs(
                float(row.text("Offset") or row.text("Offset Frame"))
                - float(row.text("Onset") or row.text("Onset Frame"))
                + 1
                - float(text)
            )
            < 1e-6
        )
    except ValueError:
        right = not text
    if not right:
        row.note(
            "Duration",
            Said("{text} is not offset - onset + 1; kept, and not used", text=text),
            keep=False,
            repair=False,
        )
    return {} if right else {"Duration": text}


def _fill(record: Record) -> Mapping[str, Cell]:
    duration = record.extra.get("Duration") or str(record.offset - record.onset + 1)
    name = f"{record.video}_{record.extra.get('event', '')}"
    return {"Subject": text_cell(record.subject), "Filename": text_cell(name), "Duration": number_or_text(duration)}


def _fits(record: Record) -> bool:
    """True for names that come back from ``<subject>_<video>_<event>``."""
    event = record.extra.get("event", "1")
    name = re.fullmatch(rf"{re.escape(record.subject)}_[^_]+", record.video)
    return bool(name) and record.subject.isdecimal() and len(record.subject) >= 3 and event == event.strip()


LONG = Layout(
    format="samm_lv",
    title="SAMM Long Videos",
    sheet="Sheet1",
    columns=(
        Column("Subject", "subject", needed=True),
        Column("Filename", "video", needed=True),
        Column("Inducement Code", numeric=True),
        Column("Onset", "onset", needed=True),
        Column("Apex", "apex", needed=True),
        Column("Offset", "offset", needed=True),
        Column("Duration", "computed"),
        Column("Type", "kind", needed=True),
        Column("Action Units", "action_units", numeric=True),
        Column("Notes"),
    ),
    preamble=(
        ("SAMM Long Videos",),
        *((),) * 5,
        ("", "", "", "", "", "Subjects with Apex Frame not annotated were labelled as -1"),
        (),
        (),
    ),
    kinds={_MICRO: "micro", "Macro": "macro"},
    apex_missing="-1",
    fractions=True,
    names=_names,
    fill=_fill,
    checks=(
        RecordCheck(
            lambda r: not _fits(r),
            Said("have names that SAMM-LV cannot carry; it needs subject 006 and video 006_1"),
            lambda r: f"{r.subject}/{r.video}",
        ),
    ),
)


def read_samm(path: Path) -> ReadResult:
    """Records of the long-video file, with the emotions of the micro table that lies beside it; or of that table alone.

    Raises:
        DatasetError: not an Excel file, or a column is missing.
    """
    book = read_book(path)
    alone = next((one for one in book.sheets if header_row(one, MICRO)), None)
    if alone is not None and not any(header_row(one, LONG) for one in book.sheets):
        return _read_alone(book.name, alone)
    sheet = next((one for one in book.sheets if header_row(one, LONG)), book.sheets[0])
    table = read_table(sheet, LONG, file=book.name)
    issues = list(table.issues)
    codes = _codes(path, issues)
    records: list[tuple[int, Record]] = []
    for number, record in table.records:
        records.append((number, _joined(number, record, codes, issues)))
    issues.extend(_counts([record for _, record in records], codes or {}))
    issues.extend(_keys([(number, record) for number, record in records]))
    issues.extend(_order(records))
    issues.sort(key=lambda issue: issue.row or 0)
    return ReadResult(tuple(_numbered([record for _, record in records])), tuple(issues))


def _read_alone(file: str, sheet: Sheet) -> ReadResult:
    """The table of the micro-expressions by itself, with its own frames."""
    table = read_table(sheet, MICRO, file=file)
    counted = Issue(
        None,
        "",
        Said("frames are those of the micro table: the long videos, whose file is not here, count differently"),
    )
    issues = [counted, *table.issues, *_keys(list(table.records)), *_order(list(table.records))]
    records = [
        record if record.extra.get("kind") else replace(record, extra={**record.extra, "kind": "micro"})
        for _, record in table.records
    ]
    return ReadResult(tuple(_numbered(records)), tuple(issues))


Codes = dict[str, tuple[str, str, int | None]]  # name -> emotion, objective class, onset as the micro table counts


def _codes(path: Path, issues: list[Issue]) -> Codes | None:
    """Emotion and objective class by name, from the micro table beside the file; None: there is none."""
    found = sorted(one for one in path.parent.glob("*.xls*") if "facs_codes" in one.name.lower() and one != path)
    if not found:
        issues.append(
            Issue(None, "", Said("there is no {codes} beside it; emotions are read as not annotated", codes=CODES))
        )
        return None
    book = read_book(found[0])
    for sheet in book.sheets:
        for number, cells in enumerate(sheet.rows[:40], start=1):
            names = [cell.text.strip() for cell in cells]
            if {"Filename", "Estimated Emotion"} <= set(names):
                return _code_rows(found[0].name, sheet, number, names, issues)
    issues.append(
        Issue(None, "", Said("“{name}” has no columns Filename and Estimated Emotion; not used", name=found[0].name))
    )
    return None


def _code_rows(file: str, sheet: Sheet, header: int, names: Sequence[str], issues: list[Issue]) -> Codes:
    codes: Codes = {}
    units = [
        cells[names.index("Action Units")] for cells in sheet.rows[header:] if "Action Units" in names[: len(cells)]
    ]
    numbers, filled = sum(cell.kind == "number" for cell in units), sum(bool(cell.text.strip()) for cell in units)
    if 0 < numbers < filled:
        issues.append(
            Issue(
                None,
                "",
                Said(
                    "{file}: {numbers} of {filled} action units are numbers, the others text",
                    file=file,
                    numbers=numbers,
                    filled=filled,
                ),
            )
        )
    for number, cells in enumerate(sheet.rows[header:], start=header + 1):
        row = {name: cell.text.strip() for name, cell in zip(names, cells, strict=False)}
        name, word = row.get("Filename", ""), row.get("Estimated Emotion", "")
        if not name:
            continue
        own = next((known for known in EMOTIONS if known.lower() == word.lower()), None)
        if own is None:
            issues.append(
                Issue(
                    None,
                    "",
                    Said(
                        "{file}, row {number}: “{word}” is not an emotion of SAMM; kept",
                        file=file,
                        number=number,
                        word=word,
                    ),
                )
            )
        if name in codes:
            issues.append(
                Issue(
                    None,
                    "",
                    Said(
                        "{file}, row {number}: “{name}” is there twice; the first is taken",
                        file=file,
                        number=number,
                        name=name,
                    ),
                )
            )
            continue
        onset, _ = parse_frame(row.get("Onset Frame", ""))
        codes[name] = (own or word, row.get("Objective Classes", ""), onset)
    return codes


def _joined(number: int, record: Record, codes: Codes | None, issues: list[Issue]) -> Record:
    if codes is None or record.extra.get("kind") != "micro":
        return record
    name = f"{record.video}_{record.extra.get('event', '')}"
    if name not in codes:
        issues.append(
            Issue(number, "Filename", Said("“{name}” is not in the micro table; read without an emotion", name=name))
        )
        return record
    emotion, objective, _ = codes[name]
    return replace(record, emotion=emotion, objective_class=objective)


def _counts(records: Sequence[Record], codes: Codes) -> list[Issue]:
    """Where the micro table counts frames from elsewhere: by a constant in each video, or not."""
    shifts: dict[str, set[int]] = {}
    for record in records:
        onset = codes.get(f"{record.video}_{record.extra.get('event', '')}", ("", "", None))[2]
        if onset is not None and record.extra.get("kind") == "micro":
            shifts.setdefault(record.video, set()).add(onset - record.onset - 1)
    moved = {video: found for video, found in shifts.items() if found != {0}}
    uneven = sorted(video for video, found in moved.items() if max(found) - min(found) > 1)
    issues = []
    if moved:
        text = f"the micro table counts frames from elsewhere in {len(moved)} of {len(shifts)} videos; not used"
        issues.append(Issue(None, "", text))
    if uneven:
        text = f"the two files differ by no constant in {', '.join(uneven[:3])}; check their rows"
        issues.append(Issue(None, "", text))
    return issues


def _keys(rows: Sequence[tuple[int, Record]]) -> list[Issue]:
    """Names that occur twice: with two types they are two events, with one they are a slip."""
    seen: dict[tuple[str, str], list[tuple[int, str]]] = {}
    issues = []
    for number, record in rows:
        kind = record.extra.get("kind", "")
        before = seen.setdefault((record.video, record.extra.get("event", "")), [])
        for row, other in before[:1]:
            what = "of another type: two events" if other != kind else "of the same type; kept, loaders multiply it"
            issues.append(Issue(number, "Filename", Said("has the name of row {row}, {what}", row=row, what=what)))
        before.append((number, kind))
    return issues


def _order(rows: Sequence[tuple[int, Record]]) -> list[Issue]:
    """One issue for each video whose events are not in order of onset."""
    last: dict[str, int] = {}
    told: set[str] = set()
    issues = []
    for number, record in rows:
        if record.onset < last.get(record.video, record.onset) and record.video not in told:
            told.add(record.video)
            issues.append(
                Issue(
                    number, "Onset", Said("the events of {video} are not in order of onset; kept", video=record.video)
                )
            )
        last[record.video] = record.onset
    return issues


def _numbered(records: Sequence[Record]) -> list[Record]:
    """Event numbers only where they are not the plain count within a video (then a writer finds them again)."""
    count: dict[str, int] = {}
    found = []
    for record in records:
        count[record.video] = count.get(record.video, 0) + 1
        extra = {k: v for k, v in record.extra.items() if (k, v) != ("event", str(count[record.video]))}
        found.append(replace(record, extra=extra))
    return found


def _with_numbers(records: Sequence[Record]) -> list[Record]:
    """The opposite of `_numbered`."""
    count: dict[str, int] = {}
    found = []
    for record in records:
        count[record.video] = count.get(record.video, 0) + 1
        event = record.extra.get("event") or str(count[record.video])
        found.append(replace(record, extra={**record.extra, "event": event}))
    return found


def write_samm(path: Path, records: Sequence[Record], *, missing_emotion: MissingEmotion = "refuse") -> WriteReport:
    """Write the long-video file, and beside it the micro table with the emotions, as the loaders need both.

    Raises:
        DatasetError: a record would be lost or misread, or another micro table lies there.
    """
    must_be_xlsx(path)
    table = path.with_name(CODES)
    others = [one for one in path.parent.glob("*.xls*") if "facs_codes" in one.name.lower()]
    if others and not path.exists():
        raise DatasetError(
            Said("“{name}” lies there already; choose a folder without SAMM label files.", name=others[0].name)
        )
    dropped: list[str] = []
    kept = prepare(_with_numbers(records), _CARRIED, missing_emotion=missing_emotion, dropped=dropped)
    _check_keys(kept)
    _check_classes(kept)
    micro = [record for record in kept if record.extra.get("kind", "micro") == "micro"]
    long_book = book_bytes([sheet_of(kept, LONG, dropped=dropped)])
    write_bytes_atomic(table, book_bytes([sheet_of([replace(one, source=None) for one in micro], MICRO, dropped=[])]))
    write_bytes_atomic(path, long_book)
    return WriteReport(len(kept), (*dropped, f"The emotions are in “{CODES}” beside it; loaders need both files."))


def _check_keys(records: Sequence[Record]) -> None:
    seen: set[tuple[str, str, str]] = set()
    for record in records:
        key = (record.video, record.extra.get("event", ""), record.extra.get("kind", "micro"))
        if key in seen:
            raise DatasetError(
                Said(
                    "Two events are called {key}_{key2} ({key3}), and loaders multiply them; renumber one.",
                    key=key[0],
                    key2=key[1],
                    key3=key[2],
                )
            )
        seen.add(key)


def _check_classes(records: Sequence[Record]) -> None:
    macro = [one for one in records if one.extra.get("kind") == "macro" and (one.emotion or one.objective_class)]
    if macro:
        raise DatasetError(
            Said(
                "{n} macro-expressions (first: frame {onset}) carry an emotion or objective class, for "
                "which SAMM-LV has no place; remove those, or write METST JSON.",
                n=len(macro),
                onset=macro[0].onset,
            )
        )


_START = (
    Column("Subject", "subject", needed=True),
    Column("Filename", "video", needed=True),
    Column("Inducement Code", numeric=True),
    Column("Onset Frame", "onset", needed=True),
    Column("Apex Frame", "apex", needed=True),
    Column("Offset Frame", "offset", needed=True),
    Column("Duration", "computed"),
)
MICRO = Layout(
    format="samm_micro",
    title="SAMM",
    sheet="MICRO_ONLY",
    columns=(
        *_START,
        Column("Micro", "kind"),
        Column("Action Units", "action_units", numeric=True),
        Column("Estimated Emotion", "emotion", needed=True),
        Column("Objective Classes", "objective_class", numeric=True),
        Column("Notes"),
    ),
    preamble=(("SAMM Micro-Expressions FACS Codes",), *((),) * 12),
    emotions=EMOTIONS,
    others="Other",
    kinds={_MICRO: "micro"},
    apex_missing="-1",
    fractions=True,
    names=_names,
    fill=_fill,
    checks=LONG.checks,
)
# What the two files carry together: the long-video sheet plus the emotion and the objective class.
_CARRIED = replace(
    LONG, columns=(*LONG.columns, *MICRO.columns[9:11], Column("event")), emotions=EMOTIONS, others="Other"
)
