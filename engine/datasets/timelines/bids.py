"""BIDS events: ``…_events.tsv``, one event a row in seconds, and the ``…_events.json`` beside it on its columns.

``onset`` and ``duration`` are seconds on the recording's own clock, ``trial_type`` the kind; frames, who or what set
each value and METST's data follow in columns of their own. A cell without a value is ``n/a``.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.clock import Clock
from engine.datasets.records import Issue, ReadResult, Record, RecordSource, WriteReport, is_point
from engine.datasets.text.atomic import write_text_atomic
from engine.datasets.text.encoding import read_text
from engine.datasets.text.numbers import plain_decimal
from engine.datasets.timelines.timed import (
    NO_TIMING,
    TimedMark,
    TimeSpan,
    Timing,
    decimal,
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

TITLE = "A BIDS events file"
SUFFIX = "_events.tsv"
NONE = "n/a"
_ORIGINS = tuple(f"{name}{ENDING}" for name in VALUES)
_FRAMES = ("onset_frame", "apex_frame", "offset_frame")
_SECONDS: Mapping[str, str] = {
    "onset": "beginning of the onset frame, on the recording's own clock",
    "duration": "from there to the end of the offset frame; n/a: only one moment is known",
    "apex": "beginning of the strongest frame; n/a: not annotated",
}
_TEXTS: Mapping[str, str] = {
    "trial_type": "micro, macro, blink, or the tier of the project's own that it is on",
    "emotion": "label as the annotator chose it; n/a: not set",
    "action_units": "FACS line as typed",
    "onset_frame": "first frame, from 0",
    "apex_frame": "strongest frame, from 0; n/a: not annotated",
    "offset_frame": "last frame, from 0, inclusive",
    "annotator": "who stands for it",
    **{f"{name}{ENDING}": f"who or what {name} comes from, when, and what was in view then" for name in VALUES},
    "metst": "the whole annotation as METST holds it, JSON",
}
HEADER = ("onset", "duration", "trial_type", "emotion", "action_units", "apex", *_FRAMES, "annotator")
COLUMNS = (*HEADER, *_ORIGINS, "metst")


def sidecar(path: Path) -> Path:
    """The file that tells the columns."""
    return path.with_name(path.name.removesuffix(".tsv") + ".json")


def write_bids(path: Path, records: Sequence[Record], timing: Timing = NO_TIMING) -> WriteReport:
    """Write one recording's records and their sidecar; `read_bids` gives equal ones.

    Raises:
        DatasetError: another name than BIDS demands, several videos, a video whose times are not known, or frames that
            a timeline cannot show.
    """
    if not path.name.endswith(SUFFIX):
        raise DatasetError(
            Said(
                "BIDS finds events by the name of their file: call it like sub-01_task-interview{suffix}.",
                suffix=SUFFIX,
            )
        )
    one_video(records, TITLE)
    marks = to_marks(records, TITLE, timing, digits=6)
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join(_cells(record, mark)) for record, mark in zip(records, marks, strict=True)]
    told: dict[str, dict[str, str]] = {name: {"Description": text, "Units": "s"} for name, text in _SECONDS.items()}
    told |= {name: {"Description": text} for name, text in _TEXTS.items()}
    write_text_atomic(sidecar(path), json.dumps({name: told[name] for name in COLUMNS}, indent=2) + "\n")
    write_text_atomic(path, "".join(f"{line}\n" for line in lines))
    return WriteReport(len(records))


def _cells(record: Record, mark: TimedMark) -> list[str]:
    span = mark.times
    found = [
        *(decimal(span.start, 6), "" if is_point(record) else decimal(span.end - span.start, 6)),
        *(mark.kind, mark.emotion, mark.units),
        "" if span.apex is None else decimal(span.apex, 6),
        *("" if one is None else str(one) for one in (record.onset, record.apex, record.offset)),
        *(record.extra.get(name, "") for name in ("annotator", *_ORIGINS)),
    ]
    return [*(_told(text) or NONE for text in found), mark.payload]


def _told(text: str) -> str:
    """A text as a cell shows it: without quotes, which readers may take for their own, and never as no value."""
    line = shown(text).replace('"', "'")
    return "" if line.lower() == NONE else line


def read_bids(path: Path, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of an events file, METST's or another program's.

    Raises:
        DatasetError: no file, no text, no columns ``onset`` and ``duration``, or a video whose times are not known.
    """
    found = read_text(path)
    lines = found.text.splitlines()
    header = [name.strip() for name in lines[0].split("\t")] if lines else []
    if not {"onset", "duration"} <= set(header):
        raise DatasetError(
            Said(
                "“{name}” has no columns “onset” and “duration”, as events of BIDS have; give such a file.",
                name=path.name,
            )
        )
    issues: list[Issue] = [*found.issues]
    rows = [
        (n, dict(zip(header, line.split("\t"), strict=False))) for n, line in enumerate(lines[1:], 2) if line.strip()
    ]
    clock = timing.clock or payload_rate(row.get("metst", "") for _, row in rows)
    marks = []
    for number, row in rows:
        mark = _mark(number, {name: "" if cell.strip() == NONE else cell for name, cell in row.items()}, clock)
        if mark is None:
            issues.append(Issue(number, "onset", Said("has no times that can be read; left out"), is_lost=True))
        else:
            marks.append(mark)
    return from_marks(marks, issues, lambda mark: RecordSource("bids", path.name, "", mark.row), TITLE)


def _mark(number: int, row: Mapping[str, str], clock: Clock | None) -> TimedMark | None:
    start, length = (parse_seconds(plain_decimal(row.get(name, ""))) for name in ("onset", "duration"))
    if start is None:
        return None
    payload = row.get("metst", "")
    end = start + length if length is not None else written_end(payload) or start
    extra = {name: cell for name, cell in row.items() if name not in COLUMNS and name and cell}
    return TimedMark(
        kind=_told(row.get("trial_type", "")).replace("/", "|").replace(" ", "_") or "micro",
        onset=0,
        offset=0,
        apex=None,
        emotion=_told(row.get("emotion", "")),
        units=_told(row.get("action_units", "")),
        payload=payload,
        row=number,
        extra={} if payload else extra,
        span=TimeSpan(start, end, parse_seconds(plain_decimal(row.get("apex", ""))), clock),
        spelled=_told,
    )
