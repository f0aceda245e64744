"""ActivityNet JSON, as OpenTAD and other toolboxes of temporal detection read it: segments in seconds by video.

``{"database": {video: {"duration": s, "annotations": [{"segment": [start, end], "label": kind}]}}}``; a file of results
has ``{"results": {video: [{"segment", "label", "score"}]}}``. METST writes the first, with whatever else a record holds
under ``metst``, which those tools ignore.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.clock import Clock, Rate
from engine.datasets.records import Issue, ReadResult, Record, RecordSource, WriteReport
from engine.datasets.text.atomic import write_text_atomic
from engine.datasets.text.json_text import load_json
from engine.datasets.text.numbers import plain_decimal
from engine.datasets.timelines.timed import (
    NO_TIMING,
    TimedMark,
    TimeSpan,
    Timing,
    from_marks,
    parse_seconds,
    payload_rate,
    rate_or_none,
    shown,
    to_marks,
)
from engine.errors import DatasetError
from engine.messages import Said

VERSION = "METST 1"


def is_activitynet(content: object) -> bool:
    """Whether the content of a JSON file is of this form."""
    return isinstance(content, dict) and any(isinstance(content.get(name), dict) for name in ("database", "results"))


def read_activitynet(path: Path, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of all videos, one a segment.

    Raises:
        DatasetError: no file, another form of JSON, or a video whose times are not known.
    """
    content = load_json(path)
    if not is_activitynet(content):
        raise DatasetError(
            Said("“{name}” is no ActivityNet JSON: it has no “database” of videos; give such a file.", name=path.name)
        )
    issues: list[Issue] = []
    both = [content[name] for name in ("database", "results") if isinstance(content.get(name), dict) and content[name]]
    videos = both[0] if both else {}
    if len(both) > 1:
        issues.append(Issue(None, "results", Said("are results of a model beside the database; left out")))
    marks: list[TimedMark] = []
    row = 0
    for name, entry in videos.items():
        facts: Mapping[str, Any] = entry if isinstance(entry, dict) else {}
        segments = facts.get("annotations") if isinstance(entry, dict) else entry
        if not isinstance(segments, list):
            row += 1
            issues.append(Issue(row, "", Said("has no list of segments; left out"), str(name), is_lost=True))
            continue
        known = payload_rate(json.dumps(one.get("metst")) for one in segments if isinstance(one, dict))
        clock = timing.clock_of(str(name), _rate(facts) or known, alone=len(videos) == 1)
        for segment in segments:
            row += 1
            mark = _mark(row, str(name), segment, clock)
            why = ""
            if mark is None:
                why = Said("has no times that can be read; left out")
            elif clock is None and timing.medium is not None and not mark.payload:
                why = Said("is of another video, whose frame rate is not given; left out")
            if why:
                issues.append(Issue(row, "segment", why, str(name), is_lost=True))
            elif mark is not None:
                marks.append(mark)
    return from_marks(
        marks, issues, lambda mark: RecordSource("activitynet", path.name, mark.video, mark.row), "The JSON"
    )


def _rate(facts: Mapping[str, Any]) -> Rate | None:
    """Rate of a video: named, or by its count of frames and its duration, which OpenTAD's files tell."""
    named = next((facts[name] for name in ("fps", "frame_rate") if name in facts), None)
    if named is not None and (rate := rate_or_none(named)) is not None:
        return rate
    frames, seconds = facts.get("frame"), facts.get("duration")
    if type(frames) is not int or isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds <= 0:
        return None
    return rate_or_none(round(frames / seconds, 3))


def _mark(row: int, name: str, entry: object, clock: Clock | None) -> TimedMark | None:
    segment = entry.get("segment") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(segment, list) or len(segment) != 2:
        return None
    start, end = (None if isinstance(one, bool) else parse_seconds(plain_decimal(str(one))) for one in segment)
    if start is None or end is None:
        return None
    payload = entry.get("metst")
    ours = payload if isinstance(payload, dict) else None
    apex = parse_seconds(str(entry.get("apex", "")))
    labels = entry.get("label", "")
    kind, *others = labels if isinstance(labels, list) and labels else [labels]
    further = {
        key: _text(entry[key]) for key in entry if key not in ("segment", "label", "metst", "apex", "emotion", "AU")
    }
    if others:
        further["labels"] = ", ".join(map(_text, others))
    return TimedMark(
        kind=shown(_text(kind)) or "micro",
        onset=0,
        offset=0,
        apex=None,
        emotion=shown(_text(entry.get("emotion", ""))),
        units=shown(_text(entry.get("AU", ""))),
        payload="" if ours is None else json.dumps(ours),
        row=row,
        video="" if ours else shown(name),
        extra={} if ours else further,
        span=TimeSpan(start, end, apex, clock),
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def write_activitynet(path: Path, records: Sequence[Record], timing: Timing = NO_TIMING) -> WriteReport:
    """Write records of any number of videos; `read_activitynet` gives equal ones.

    Raises:
        DatasetError: a video whose times are not known, or frames that a timeline cannot show.
    """
    marks = to_marks(records, "ActivityNet JSON", timing, digits=6)
    videos: dict[tuple[str, str], list[TimedMark]] = {}
    for record, mark in zip(records, marks, strict=True):
        videos.setdefault((record.subject, record.video), []).append(mark)
    database: dict[str, Any] = {}
    for names, found in videos.items():
        database[_free(names, database)] = {
            "subset": "",
            **_facts(found),
            "annotations": [dict(_entry(mark)) for mark in found],
        }
    content = {"version": VERSION, "taxonomy": [], "database": database}
    write_text_atomic(path, json.dumps(content, indent=1) + "\n")
    return WriteReport(len(records))


def _free(names: tuple[str, str], taken: Mapping[str, object]) -> str:
    """Name of a video in the file: its own, with the subject's where it is taken."""
    wanted = shown(names[1]) or "video"
    name = wanted if wanted not in taken else f"{shown(names[0])}_{wanted}"
    number = 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name


def _facts(marks: Sequence[TimedMark]) -> dict[str, Any]:
    clock = marks[0].times.clock
    if clock is None or clock.n_frames is None:
        rate = {} if clock is None else {"fps": round(float(clock.fps), 6)}
        return {"duration": float(max(mark.times.end for mark in marks)), **rate}
    length = round(float(clock.seconds(clock.n_frames)), 6)
    return {"duration": length, "frame": clock.n_frames, "fps": round(float(clock.fps), 6)}


def _entry(mark: TimedMark) -> Iterator[tuple[str, Any]]:
    span = mark.times
    yield "segment", [float(span.start), float(span.end)]
    yield "label", mark.kind
    if span.apex is not None:
        yield "apex", float(span.apex)
    if mark.emotion:
        yield "emotion", mark.emotion
    if mark.units:
        yield "AU", mark.units
    yield "metst", json.loads(mark.payload)
