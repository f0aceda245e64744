"""CAS(ME)^2: the workbook ``CAS(ME)^2code_final`` with three sheets and no headers; frames count from 1.

See docs/formats.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from engine.datasets.records import Issue, MissingEmotion, ReadResult, Record, WriteReport
from engine.datasets.sheets.layout import Column, Layout, Names, RecordCheck, SheetRow
from engine.datasets.sheets.names import filled_video
from engine.datasets.sheets.sheet_writer import NewSheet, book_bytes, must_be_xlsx, number_or_text, text_cell
from engine.datasets.sheets.spreadsheet import Cell, Workbook, read_book
from engine.datasets.sheets.table_reader import name_of, read_table
from engine.datasets.sheets.table_writer import prepare, sheet_of
from engine.datasets.text.atomic import write_bytes_atomic
from engine.errors import DatasetError
from engine.messages import Said

_MISSPELLED = "happyiness"  # once in the published file


def _names(row: SheetRow) -> Names:
    text = name_of(row, "video")
    video, _, event = text.partition("_")
    if not event:
        row.note(
            "video", Said("“{text}” has no event number such as anger1_1; kept", text=text), keep=False, repair=False
        )
    if row.text("self_report").strip().lower() == _MISSPELLED:
        row.note(
            "self_report",
            Said("“{text}” is a slip for happiness; kept", text=row.text("self_report")),
            keep=False,
            repair=False,
        )
    return name_of(row, "subject"), video, {"event": event}


def _fill(record: Record) -> Mapping[str, Cell]:
    event = record.extra.get("event", "")
    return {"video": text_cell(f"{record.video}_{event}" if event else record.video)}


LAYOUT = Layout(
    format="casme_sq",
    title="CAS(ME)^2",
    sheet="CASFEcode_final",
    header=False,
    columns=(
        Column("subject", "subject", needed=True, numeric=True),
        Column("video", "video", needed=True),
        Column("onset", "onset", needed=True),
        Column("apex", "apex", needed=True),
        Column("offset", "offset", needed=True),
        Column("AU", "action_units", needed=True, numeric=True),
        Column("emotion", "emotion", needed=True),
        Column("type", "kind", needed=True),
        Column("self_report"),
    ),
    emotions=("negative", "positive", "surprise", "others"),
    others="others",
    kinds={"macro-expression": "macro", "micro-expression": "micro"},
    apex_missing="0",
    names=_names,
    fill=_fill,
    checks=(
        RecordCheck(
            lambda r: not (r.subject.isdecimal() and str(int(r.subject)) == r.subject),
            Said("have a subject that is no plain number, as CAS(ME)^2 counts its subjects; use 1 to 22"),
            lambda r: r.subject,
        ),
        filled_video("anger1"),
        RecordCheck(
            lambda r: "_" in r.video or r.extra.get("event", "").strip() != r.extra.get("event", ""),
            Said(
                "have an underscore in the video's name, after which CAS(ME)^2 counts the events, or "
                "blanks around the event; use names such as anger1"
            ),
            lambda r: r.video,
        ),
        RecordCheck(
            lambda r: not (r.extra.get("folder") and r.extra.get("video_code")),
            Said(
                "have no folder (such as s15) and video code (such as 0101), by which CAS(ME)^2 finds "
                "their frames; give both as columns folder and video_code"
            ),
        ),
    ),
)


def read_casme_sq(path: Path) -> ReadResult:
    """Records of the first sheet, with folder and video code from the two sheets of naming rules.

    An offset of 0 (not visible) becomes the apex, as the ME-TST, MEAN and MEGC 2020 loaders take it.

    Raises:
        DatasetError: not an Excel file, or not these columns.
    """
    book = read_book(path)
    table = read_table(book.sheets[0], LAYOUT, file=book.name)
    issues = list(table.issues)
    folders, codes = _rules(book, issues)
    records = []
    for number, record in table.records:
        folder = folders.get(record.subject, ("", ""))
        code = codes.get(record.video, "")
        if folders and not folder[1]:
            issues.append(
                Issue(number, "subject", Said("“{subject}” has no folder in the second sheet", subject=record.subject))
            )
        if codes and not code:
            issues.append(Issue(number, "video", Said("“{video}” has no code in the third sheet", video=record.video)))
        further = {"participant": folder[0], "folder": folder[1], "video_code": code}
        records.append(replace(record, extra={**record.extra, **further}))
    issues.sort(key=lambda issue: issue.row or 0)
    return ReadResult(tuple(_numbered(records)), tuple(issues))


def _rules(book: Workbook, issues: list[Issue]) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Subject -> (participant, folder), and video -> code."""
    if len(book.sheets) < 3:
        issues.append(Issue(None, "", Said("there are no two sheets of naming rules; folders of frames stay unknown")))
        return {}, {}
    folders: dict[str, tuple[str, str]] = {}
    for cells in book.sheets[1].rows:
        if len(cells) >= 3 and cells[2].text.strip():
            folders.setdefault(cells[2].text.strip(), (cells[0].text.strip(), cells[1].text.strip()))
    codes: dict[str, str] = {}
    for number, cells in enumerate(book.sheets[2].rows, start=1):
        if len(cells) >= 2 and cells[1].text.strip():
            if not cells[0].is_text:
                text = f"third sheet, row {number}: the code {cells[0].text} is a number and lost its zeros"
                issues.append(Issue(None, "", text))
            codes.setdefault(cells[1].text.strip(), cells[0].text.strip().zfill(4))
    return folders, codes


def _numbered(records: Sequence[Record]) -> list[Record]:
    """Event numbers only where they are not the plain count within a video."""
    count: dict[tuple[str, str], int] = {}
    found = []
    for record in records:
        key = (record.subject, record.video)
        count[key] = count.get(key, 0) + 1
        extra = {k: v for k, v in record.extra.items() if (k, v) != ("event", str(count[key]))}
        if extra.get("participant") == record.subject:
            del extra["participant"]
        found.append(replace(record, extra=extra))
    return found


def _with_numbers(records: Sequence[Record]) -> list[Record]:
    count: dict[tuple[str, str], int] = {}
    found = []
    for record in records:
        key = (record.subject, record.video)
        count[key] = count.get(key, 0) + 1
        found.append(replace(record, extra={**record.extra, "event": record.extra.get("event") or str(count[key])}))
    return found


def write_casme_sq(path: Path, records: Sequence[Record], *, missing_emotion: MissingEmotion = "refuse") -> WriteReport:
    """Write the three sheets without headers, in their order.

    Raises:
        DatasetError: a record would be lost or misread, or its folder or video code is unknown.
    """
    must_be_xlsx(path)
    dropped: list[str] = []
    kept = prepare(_with_numbers(records), _CARRIED, missing_emotion=missing_emotion, dropped=dropped)
    if not kept:
        raise DatasetError(Said("There is no annotation to write; a CAS(ME)^2 workbook without one has no form."))
    _check_rules(kept)
    rule1 = [
        [
            number_or_text(record.extra.get("participant", record.subject)),
            text_cell(record.extra["folder"]),
            number_or_text(record.subject),
        ]
        for record in kept
    ]
    codes = {record.extra["video_code"]: record.video for record in kept}
    rule2 = [[text_cell(code), text_cell(name)] for code, name in sorted(codes.items())]
    labels = sheet_of(kept, LAYOUT, dropped=dropped)
    sheets = [labels, NewSheet("naming rule1", rule1), NewSheet("naming rule2", rule2)]
    write_bytes_atomic(path, book_bytes(sheets))
    return WriteReport(len(kept), tuple(dropped))


def _check_rules(records: Sequence[Record]) -> None:
    """Refuse two folders of one subject, two codes of one video, and one code of two videos."""
    seen: dict[tuple[str, str], str] = {}
    for record in records:
        code, folder = record.extra["video_code"], record.extra["folder"]
        person = record.extra.get("participant", record.subject)
        pairs = [(("subject", record.subject), folder), (("video", record.video), code), (("code", code), record.video)]
        pairs += [(("participant", record.subject), person), (("folder", folder), record.subject)]
        if len(code) < 4 or not code.isdecimal() or folder != folder.strip():
            raise DatasetError(
                Said("The video code “{code}” must have four digits, such as 0101; correct it.", code=code)
            )
        for key, value in pairs:
            if seen.setdefault(key, value) != value:
                raise DatasetError(
                    Said(
                        "The {key} “{key2}” goes with both “{seen}” and “{value}”; CAS(ME)^2 has one for each.",
                        key=key[0],
                        key2=key[1],
                        seen=seen[key],
                        value=value,
                    )
                )


_CARRIED = replace(
    LAYOUT, columns=(*LAYOUT.columns, *(Column(name) for name in ("folder", "video_code", "participant", "event")))
)
