"""NWB: the events of one recording as an `EventsTable` in HDF5, on the recording's own clock.

The table of ndx-events became part of NWB itself, and pynwb 4 writes and reads it without an extension. A table has a
row an event: when it begins and how long it lasts in s, its kind, emotion and action units, its frames, who or what set
each value, and METST's data. Second 0 is second 0 of the video's clock; when that was is not known, and said so.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.clock import Clock
from engine.datasets.records import Issue, ReadResult, Record, RecordSource, WriteReport, is_point
from engine.datasets.text.atomic import write_bytes_atomic
from engine.datasets.text.guard import read_file
from engine.datasets.timelines.timed import (
    NO_TIMING,
    TimedMark,
    TimeSpan,
    Timing,
    from_marks,
    one_video,
    parse_seconds,
    payload_rate,
    shown,
    to_marks,
    written_end,
)
from engine.errors import DatasetError
from engine.messages import Said
from engine.origins import ENDING, VALUES

TITLE = "An NWB file"
TABLE = "facial_expressions"
NO_START = datetime(1970, 1, 1, tzinfo=UTC)
# Rows and characters of a table that is believed.
MOST_ROWS, LONGEST_TEXT = 1_000_000, 1 << 20
_MAGIC = b"\x89HDF\r\n\x1a\n"
_ORIGINS = tuple(f"{name}{ENDING}" for name in VALUES)
# Columns of other programs that say what an event is, the first that is there.
_KINDS = ("kind", "event_type", "label", "labels", "type", "behavior", "annotation")
COLUMNS: Mapping[str, str] = {
    "kind": "micro, macro, blink, or the tier of the project's own that it is on",
    "emotion": "label as the annotator chose it; empty: not set",
    "action_units": "FACS line as typed",
    "apex_time": "s on the video's clock; NaN: not annotated",
    "onset_frame": "first frame, from 0",
    "apex_frame": "strongest frame, from 0; -1: not annotated",
    "offset_frame": "last frame, from 0, inclusive",
    "annotator": "who stands for it",
    **{f"{name}{ENDING}": f"who or what {name} comes from" for name in VALUES},
    "metst": "the whole annotation as METST holds it, JSON",
}


def is_hdf5(path: Path) -> bool:
    """Whether a file begins as HDF5 does."""
    return read_file(path)[:8] == _MAGIC


def write_nwb(path: Path, records: Sequence[Record], timing: Timing = NO_TIMING) -> WriteReport:
    """Write one recording's records; `read_nwb` gives equal ones.

    Raises:
        DatasetError: several videos, a video whose times are not known, frames that a timeline cannot show, or pynwb is
            not installed.
    """
    subject, video = one_video(records, TITLE)
    marks = to_marks(records, TITLE, timing, digits=9)
    try:
        from pynwb import NWBHDF5IO, NWBFile
        from pynwb.event import EventsTable
        from pynwb.file import Subject
    except ImportError as error:
        raise DatasetError(
            Said("NWB files are written with pynwb 4, which is not installed here: pip install “metst[nwb]”.")
        ) from error
    file = NWBFile(
        session_description=f"Facial expressions coded in the video {shown(video) or 'without a name'}. Second 0 is "
        "that of the video's own clock; when it was recorded is not known.",
        identifier=shown(f"{subject}/{video}") or "video",
        session_start_time=NO_START,
        subject=Subject(subject_id=shown(subject)) if shown(subject) else None,
    )
    if marks:
        table = EventsTable(
            name=TABLE,
            description="Facial expressions, one a row; an event lasts from its onset to the end of its offset frame, "
            "NaN: only one moment of it is known; at the exact times of the video's frames.",
            source_description="Manual video review with METST; each value tells who or what set it.",
        )
        for name, meaning in COLUMNS.items():
            table.add_column(name=name, description=meaning)
        for record, mark in zip(records, marks, strict=True):
            table.add_event(**_row(record, mark))
        file.add_events_table(table)
    with TemporaryDirectory(prefix="metst-") as folder:
        made = Path(folder) / "made.nwb"
        with NWBHDF5IO(made, "w") as out:
            out.write(file)
        write_bytes_atomic(path, made.read_bytes())
    return WriteReport(len(records))


def _row(record: Record, mark: TimedMark) -> dict[str, Any]:
    span = mark.times
    return {
        "timestamp": float(span.start),
        "duration": float("nan") if is_point(record) else float(span.end - span.start),
        "kind": mark.kind,
        "emotion": mark.emotion,
        "action_units": mark.units,
        "apex_time": float("nan") if span.apex is None else float(span.apex),
        "onset_frame": record.onset,
        "apex_frame": -1 if record.apex is None else record.apex,
        "offset_frame": record.offset,
        "annotator": shown(record.extra.get("annotator", "")),
        **{name: shown(record.extra.get(name, "")) for name in _ORIGINS},
        "metst": mark.payload,
    }


def read_nwb(path: Path, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of all tables of events and of intervals in a file, METST's or another program's.

    Raises:
        DatasetError: no file, damaged, no HDF5, or a video whose times are not known.
    """
    data = read_file(path)
    if data[:8] != _MAGIC:
        raise DatasetError(Said("“{name}” is no NWB file; give one.", name=path.name))
    try:
        import h5py
    except ImportError as error:
        raise DatasetError(
            Said("NWB files are read with h5py, which is not installed here: pip install “metst[nwb]”.")
        ) from error
    issues: list[Issue] = []
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            rows = list(_rows(file, h5py, issues))
    except (OSError, KeyError, ValueError, TypeError, RuntimeError, AttributeError) as error:
        raise DatasetError(
            Said("“{name}” is damaged ({why}): write it again.", name=path.name, why=str(error)[:200])
        ) from error
    clock = timing.clock or payload_rate(str(cells.get("metst", "")) for _, cells in rows)
    marks = [
        mark for number, (where, cells) in enumerate(rows, start=1) if (mark := _mark(number, where, cells, clock))
    ]
    lost = len(rows) - len(marks)
    if lost:
        issues.append(Issue(None, "timestamp", Said("{n} rows have no time that can be read; left out", n=lost)))
    return from_marks(marks, issues, lambda mark: RecordSource("nwb", path.name, TABLE, mark.row), TITLE)


def _rows(file: Any, h5py: Any, issues: list[Issue]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name of the table and cells of every row of every table of events or intervals."""
    for group in ("events", "intervals"):
        for name, table in file.get(group, {}).items():
            columns = {
                key: one
                for key, one in table.items()
                if isinstance(one, h5py.Dataset) and one.ndim == 1 and not key.endswith("_index")
            }
            if not {"timestamp", "start_time"} & columns.keys():
                continue
            n = min(one.shape[0] for one in columns.values())
            if n > MOST_ROWS:
                issues.append(Issue(None, "", Said("{name} has more rows than can be meant; left out", name=name)))
                continue
            cells = {key: [_value(cell) for cell in one[:n].tolist()] for key, one in columns.items()}
            for at in range(n):
                yield str(name), {key: values[at] for key, values in cells.items()}


def _value(cell: Any) -> Any:
    if isinstance(cell, bytes):
        return cell[:LONGEST_TEXT].decode("utf-8", "replace")
    return cell


def _mark(row: int, table: str, cells: Mapping[str, Any], clock: Clock | None) -> TimedMark | None:
    start = _seconds(cells.get("timestamp", cells.get("start_time")))
    if start is None:
        return None
    length, stop = _seconds(cells.get("duration")), _seconds(cells.get("stop_time"))
    payload = str(cells.get("metst", ""))
    end = start + length if length is not None else stop if stop is not None else written_end(payload) or start
    kind = next((str(cells[name]) for name in _KINDS if cells.get(name) not in (None, "")), table)
    known = {"timestamp", "duration", "start_time", "stop_time", "id", "timeseries", "tags", *COLUMNS, *_KINDS}
    extra = {name: str(value) for name, value in cells.items() if name not in known and str(value)}
    return TimedMark(
        kind=shown(kind).replace("/", "|").replace(" ", "_"),
        onset=0,
        offset=0,
        apex=None,
        emotion=shown(str(cells.get("emotion", ""))),
        units=shown(str(cells.get("action_units", ""))),
        payload=payload,
        row=row,
        extra={} if payload else extra,
        span=TimeSpan(start, end, _seconds(cells.get("apex_time")), clock),
    )


def _seconds(value: Any) -> Fraction | None:
    """A time in s, to the nanosecond; None: no number."""
    return parse_seconds(f"{value:.9f}") if isinstance(value, int | float) and value == value else None
