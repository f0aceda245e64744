"""METST CSV: annotations, truth and predictions, one event a row, frames 0-based inclusive, UTF-8, RFC 4180.

Where the video is at hand ``onset_s``, ``apex_s`` and ``offset_s`` tell when those frames begin on its own clock, and
``end_s`` when the last one ends. Frame numbers count where both are there; seconds alone are read with the video.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from engine.clock import Clock
from engine.datasets.records import Issue, ReadResult, Record, WriteReport, told_video
from engine.datasets.sheets.checks import free_name, order_issues, parse_frame, repeats, unknown_emotion
from engine.datasets.text.atomic import write_text_atomic
from engine.datasets.text.delimited import read_rows
from engine.datasets.text.formulas import guarded, unguarded
from engine.datasets.text.numbers import decimal_marks, plain_decimal, read_frame
from engine.datasets.timelines.timed import NO_TIMING, Timing, decimal, need_clock, parse_seconds
from engine.errors import DatasetError
from engine.messages import Said

COLUMNS = ("subject", "video", "onset", "apex", "offset", "emotion")
OPTIONAL = ("action_units", "objective_class")
SECONDS = ("onset_s", "apex_s", "offset_s", "end_s")
_FRAMES = ("onset", "apex", "offset")
ONE_BASED = "_1based"  # ending of a frame column that counts from 1
LONGEST_CELL = 100_000  # characters; Python's csv module reads up to 131,072


def read_csv(path: Path, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of a METST CSV; comma, semicolon or tab between the cells.

    Raises:
        DatasetError: no file, no text, not CSV, no onset and offset columns, or seconds alone of an unknown video.
    """
    table = read_rows(path, column="onset", endings=(ONE_BASED, "_s"))
    rows, first = table.cells, table.first
    issues: list[Issue] = [*table.issues]
    if not rows:
        raise DatasetError(Said("“{name}” is empty; give a CSV whose first line names the columns.", name=path.name))
    header = _header(path, rows[0], issues)
    records: list[tuple[int, Record]] = []
    marks = _marks(header, rows[1:])
    timing = timing.of_several(_names(header, rows[1:]))
    for number, cells in enumerate(rows[1:], start=first + 1):
        if not any(cells):
            continue
        record = _record(number, header, cells, issues, timing, marks=marks)
        if record is not None:
            records.append((number, record))
            issues.extend(order_issues(number, record, base=0))
            issues.extend(unknown_emotion(number, "emotion", record))
    issues.extend(repeats(records))
    issues.sort(key=lambda issue: issue.row or 0)
    return ReadResult(tuple(record for _, record in records), tuple(issues))


def write_csv(path: Path, records: Sequence[Record], timing: Timing = NO_TIMING) -> WriteReport:
    """Write records so that `read_csv` gives equal ones; with the times of the videos that are known.

    Raises:
        DatasetError: the file cannot be written, or a text cannot survive (a column name that is already taken,
            a cell over 100,000 characters, damaged characters).
    """
    timed = any(timing.of(record.subject, record.video) is not None for record in records)
    seconds = SECONDS if timed else ()
    extras = [key for key in dict.fromkeys(key for record in records for key in record.extra) if key not in seconds]
    optional = [name for name in OPTIONAL if any(getattr(record, name) for record in records)]
    _check_extras(extras)
    lines = [_line([*COLUMNS, *optional, *seconds, *map(guarded, extras)])]
    for number, record in enumerate(records, start=1):
        cells = [
            *(record.subject, record.video, str(record.onset), "" if record.apex is None else str(record.apex)),
            *(str(record.offset), record.emotion or ""),
            *(getattr(record, name) for name in optional),
            *(_times(record, timing) if timed else ()),
            *(record.extra.get(key, "") for key in extras),
        ]
        _check_cells(number, record, cells)
        lines.append(_line(map(guarded, cells)))
    write_text_atomic(path, "".join(lines))
    return WriteReport(len(records))


def _times(record: Record, timing: Timing) -> list[str]:
    """Seconds of a record in the order of `SECONDS`; empty where its video is not known."""
    medium = timing.of(record.subject, record.video)
    frames = (record.onset, record.apex, record.offset, record.offset + 1)
    if medium is None:
        return [""] * len(SECONDS)
    return ["" if frame is None else decimal(medium.clock.seconds(frame), 6) for frame in frames]


def _line(cells: Iterable[str]) -> str:
    """One CSV row ending in LF. Written with CRLF first: only then does Python 3.11 quote a lone carriage return."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()[:-2] + "\n"


def _check_extras(extras: Iterable[str]) -> None:
    for key in extras:
        frames = {f"{name}{ONE_BASED}" for name in ("onset", "apex", "offset")}
        if key.strip().lower() in {*COLUMNS, *OPTIONAL, *frames} or key != key.strip() or not key:
            raise DatasetError(Said("A further column cannot be called “{key}”; rename it.", key=key))
        if len(key) > LONGEST_CELL or "\0" in key:
            raise DatasetError(
                Said("The column name “{key}…” is too long or holds a zero character; rename it.", key=key[:20])
            )


def _check_cells(number: int, record: Record, cells: Sequence[str]) -> None:
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise DatasetError(
            Said(
                "Record {number} holds a text of more than {longest_cell} characters; shorten it.",
                number=number,
                longest_cell=LONGEST_CELL,
            )
        )
    if any("\0" in cell for cell in cells):
        raise DatasetError(
            Said("Record {number} holds a zero character, which a CSV cannot carry; take it out.", number=number)
        )
    frames = (record.onset, record.offset, record.apex or 0)
    if any(parse_frame(str(frame))[0] != frame for frame in frames):
        raise DatasetError(Said("Record {number} has a frame index beyond 2,147,483,647; correct it.", number=number))


def _header(path: Path, cells: Sequence[str], issues: list[Issue]) -> list[str]:
    """Names of the columns in METST's spelling; further ones as they are, nameless and repeated ones renamed."""
    names: list[str] = []
    for position, written in enumerate(cells, start=1):
        cell = unguarded(written)
        name = cell.strip()
        folded = name.lower()
        frames = {f"{column}{ONE_BASED}" for column in ("onset", "apex", "offset")}
        name = folded if folded in {*COLUMNS, *OPTIONAL, *SECONDS, *frames} else name
        if not name or name in names:
            new = free_name(f"column_{position}", [*names, *cells])
            issues.append(
                Issue(
                    1,
                    name,
                    Said("column {position} has no name of its own; kept as “{new}”", position=position, new=new),
                )
            )
            name = new
        names.append(name)
    for column in COLUMNS:
        if column in names or f"{column}{ONE_BASED}" in names or f"{column}_s" in names:
            continue
        if column == "offset" and "end_s" in names:
            continue
        if column in ("onset", "offset"):
            raise DatasetError(
                Said(
                    "“{name}” has no column “{column}”; its first line must name the columns.",
                    name=path.name,
                    column=column,
                )
            )
        issues.append(Issue(1, column, Said("there is no such column; read as empty")))
    return names


def _marks(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The marks that part decimals in the columns of frames."""
    places = [at for at, name in enumerate(header) if name.removesuffix(ONE_BASED) in _FRAMES]
    return decimal_marks(unguarded(row[at]) for row in rows for at in places if at < len(row))


def _record(
    row: int, header: Sequence[str], cells: Sequence[str], issues: list[Issue], timing: Timing, *, marks: str
) -> Record | None:
    if len(cells) < len(header):
        issues.append(
            Issue(
                row, "", Said("has {n} cells instead of {n2}; the missing ones are empty", n=len(cells), n2=len(header))
            )
        )
    cells = [unguarded(cell) for cell in cells]
    values = dict(zip(header, [*cells, *[""] * len(header)], strict=False))
    if len(cells) > len(header):
        name = free_name("surplus", header)
        issues.append(
            Issue(
                row,
                "",
                Said(
                    "has {n} cells instead of {n2}; the rest is kept as “{name}”",
                    n=len(cells),
                    n2=len(header),
                    name=name,
                ),
            )
        )
        values[name] = ",".join(cells[len(header) :])
    frames = {name: _frame(row, name, values, issues, marks=marks) for name in _FRAMES}
    _from_seconds(row, frames, header, values, issues, timing)
    onset, offset = frames["onset"], frames["offset"]
    if onset is None or offset is None:
        name = "onset" if onset is None else "offset"
        where = told_video(values.get("subject", ""), values.get("video", ""))
        issues.append(Issue(row, name, Said("names no frame; the row was left out"), where, is_lost=True))
        return None
    known = {name: values.pop(name, "") for name in ("subject", "video", "emotion", *OPTIONAL)}
    subject, video, emotion, units, objective = known.values()
    return Record(subject, video, onset, frames["apex"], offset, emotion, units, objective, values)


def _names(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Subject and video of every row."""
    for cells in rows:
        row = dict(zip(header, map(unguarded, cells), strict=False))
        if any(cells):
            yield row.get("subject", ""), row.get("video", "")


def _from_seconds(
    row: int,
    frames: dict[str, int | None],
    header: Sequence[str],
    values: dict[str, str],
    issues: list[Issue],
    timing: Timing,
) -> None:
    """Frames of the seconds of a row where it has no frame numbers; a check of those that it has, with the video."""
    alone = [name for name in frames if not {name, f"{name}{ONE_BASED}"} & set(header)]
    medium = timing.of(values.get("subject", ""), values.get("video", ""))
    if not set(SECONDS) & set(header) or (medium is None and not {"onset", "offset"} & set(alone)):
        return
    clock = medium.clock if medium is not None else need_clock(timing.rate, "A CSV without frame numbers")
    for name, found in _shown_frames(row, values, clock, issues).items():
        if name in alone:
            frames[name] = found
            if found < 0:
                issues.append(Issue(row, name, Said("{text} lies before the first frame; kept as it is", text=found)))
        elif found != frames[name] and frames[name] is not None:
            issues.append(
                Issue(
                    row,
                    f"{name}_s",
                    Said(
                        "lies in frame {found} of the video; frame {frames} is kept", found=found, frames=frames[name]
                    ),
                )
            )


def _shown_frames(row: int, values: dict[str, str], clock: Clock, issues: list[Issue]) -> Mapping[str, int]:
    """Frames that are shown at the seconds of a row; the columns are taken out of `values`."""
    found: dict[str, int] = {}
    began: Fraction | None = None
    for column in SECONDS:
        text = values.pop(column, "")
        time = parse_seconds(plain_decimal(text))
        if time is None:
            if text.strip():
                issues.append(Issue(row, column, Said("“{text}” is no time in seconds; read as empty", text=text)))
            continue
        if column == "onset_s":
            began = time
        if column != "end_s":
            found[column.removesuffix("_s")] = clock.frame(time)
        elif "offset" not in found:
            if began is not None and time < began:
                issues.append(Issue(row, "", Said("ends before it begins; read as one frame")))
            found["offset"] = max(clock.last_before(time), found.get("onset", clock.last_before(time)))
    return found


def _frame(row: int, name: str, values: dict[str, str], issues: list[Issue], *, marks: str) -> int | None:
    """Frame index of a column; the cell's text is kept under ``raw_<name>`` where it says something else."""
    base = 0 if name in values else 1
    text = values.pop(name, "") or values.pop(f"{name}{ONE_BASED}", "")
    found = read_frame(text, decimals=marks)
    frame = None if found.fraction else found.number
    if found.fraction:
        issues.append(Issue(row, name, Said("{text} is not a whole frame; not read", text=text)))
    elif frame is None and text.strip():
        issues.append(Issue(row, name, Said("“{text}” is not a frame number; read as empty", text=text)))
    elif found.grouped:
        issues.append(
            Issue(row, name, Said("“{text}” is read as {frame}: its mark parts thousands", text=text, frame=frame))
        )
    elif found.parted:
        issues.append(
            Issue(row, name, Said("“{text}” is read as {frame}: its mark parts decimals", text=text, frame=frame))
        )
    elif frame is not None and frame < base:
        issues.append(Issue(row, name, Said("{text} lies before the first frame; kept as it is", text=text)))
    if text.strip() and (frame is None or found.grouped):
        values[f"raw_{name}"] = text
    return None if frame is None else frame - base
