"""BORIS projects (.boris) and the sheet that BORIS imports into an observation (.xlsx).

A project holds an observation a video. Events are `[time in s, subject, code, modifiers, comment, frame index]`; a
state has one for its start and one for its stop. Where two of a kind overlap, the second is coded ``micro/2``: BORIS
pairs starts and stops by their code.
"""

import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from string import ascii_lowercase, digits
from typing import Any

from engine.datasets.records import Issue, ReadResult, Record, RecordSource, WriteReport
from engine.datasets.sheets.sheet_writer import NewSheet, book_bytes, text_cell, writable
from engine.datasets.sheets.spreadsheet import Cell, read_book
from engine.datasets.text.atomic import write_bytes_atomic, write_text_atomic
from engine.datasets.text.encoding import text_of
from engine.datasets.text.guard import LARGEST_FILE, read_file
from engine.datasets.timelines.boris_events import (
    APEX,
    EMOTION_SET,
    NOBODY,
    UNIT_SET,
    BorisEvent,
    Coded,
    offsets,
    paired,
    spelled_in_project,
    time_of,
)
from engine.datasets.timelines.boris_events import to_marks as marks_of
from engine.datasets.timelines.timed import (
    NO_TIMING,
    Medium,
    TimedMark,
    Timing,
    from_marks,
    kind_of_tier,
    lanes,
    one_video,
    payload_rate,
    rate_or_none,
    shown,
    to_marks,
)
from engine.errors import DatasetError
from engine.messages import Said

VERSION = "7.0"  # of the form of projects that BORIS 7 to 10 share
SHEET_HEADER = ("time", "subject", "code", "modifier", "comment")
_PLAYERS = tuple(str(number) for number in range(1, 9))


def is_boris_project(content: object) -> bool:
    """Whether the content of a JSON file is a project of BORIS."""
    return isinstance(content, dict) and isinstance(content.get("observations"), dict) and "behaviors_conf" in content


def read_boris_project(path: Path, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of all observations of a project: one for each state event, and points that are no apexes.

    Raises:
        DatasetError: no file, no project, or a video whose times are not known.
    """
    content = _load(path)
    if not is_boris_project(content):
        raise DatasetError(Said("“{name}” is no project of BORIS; give a .boris file.", name=path.name))
    issues: list[Issue] = []
    states, sets = _states(content), _sets(content)
    coded: list[Coded] = []
    for name, observation in content["observations"].items():
        if isinstance(observation, dict):
            coded += _observation(str(name), observation, states, len(coded), issues)
    coded = [replace(one, event=replace(one.event, sets=sets.get(one.event.behavior, ()))) for one in coded]
    return _records(coded, timing, issues, lambda row: RecordSource("boris_project", path.name, "", row))


def _records(
    coded: Sequence[Coded], timing: Timing, issues: list[Issue], source: Callable[[int], RecordSource]
) -> ReadResult:
    """Records of rows; `source` tells where a row stands."""
    events = paired(coded, issues)
    timing = timing.as_players_show()
    if timing.rate is None:
        timing = replace(timing, rate=payload_rate(event.comment for event in events))
    marks = [
        replace(one, kind=kind_of_tier(one.kind), spelled=spelled_in_project)
        for one in marks_of(events, timing, issues)
    ]
    return from_marks(marks, issues, lambda mark: source(mark.row), "BORIS")


def _load(path: Path) -> Any:
    """Content of a project, packed or not; BORIS writes NaN for the times of pictures.

    Raises:
        DatasetError: no file, not intact, or beyond what a project unpacks to.
    """
    data = read_file(path)
    try:
        if data[:2] == b"\x1f\x8b":
            unpack = zlib.decompressobj(wbits=31)
            data = unpack.decompress(data, LARGEST_FILE)
            if not unpack.eof:
                raise DatasetError(
                    Said("“{name}” is not intact, or unpacks to more than any project; save it again.", name=path.name)
                )
        return json.loads(text_of(data, path.name).text, parse_constant=lambda _: None)
    except (ValueError, RecursionError, zlib.error) as error:
        raise DatasetError(
            Said("“{name}” is not an intact project; save it again in BORIS.", name=path.name)
        ) from error


def _states(content: Mapping[str, Any]) -> dict[str, bool]:
    """Whether a behaviour is a state, by its code."""
    behaviors = content["behaviors_conf"]
    entries = behaviors.values() if isinstance(behaviors, dict) else ()
    return {
        str(one.get("code", "")): "state" in str(one.get("type", "")).lower()
        for one in entries
        if isinstance(one, dict)
    }


def _sets(content: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Names of the sets of modifiers of a behaviour, by its code."""
    behaviors = content["behaviors_conf"]
    entries = behaviors.values() if isinstance(behaviors, dict) else ()
    found: dict[str, tuple[str, ...]] = {}
    for one in entries:
        sets = one.get("modifiers") if isinstance(one, dict) else None
        if isinstance(sets, dict):
            names = (str(each.get("name", "")) if isinstance(each, dict) else "" for each in sets.values())
            found[str(one.get("code", "")).strip()] = tuple(names)
    return found


def _observation(
    name: str, observation: Mapping[str, Any], states: Mapping[str, bool], before: int, issues: list[Issue]
) -> Iterator[Coded]:
    playlist = _Playlist(observation)
    events = observation.get("events")
    for number, entry in enumerate(events if isinstance(events, list) else (), start=before + 1):
        event = _event(number, name, entry, playlist)
        if event is None:
            issues.append(Issue(number, name, Said("an event is not as BORIS writes it; left out"), name, is_lost=True))
            continue
        if event.behavior not in states:
            issues.append(Issue(number, event.behavior, Said("is not in the ethogram; read as a point")))
        yield Coded(event, "" if states.get(event.behavior) else "POINT")


class _Playlist:
    """The media of the first player of an observation: their names, lengths and rates, and what is added to times."""

    def __init__(self, observation: Mapping[str, Any]) -> None:
        files = observation.get("file")
        first = files.get("1") if isinstance(files, dict) else None
        self.names = [one for one in first if isinstance(one, str)] if isinstance(first, list) else []
        self.pictures = observation.get("type") == "IMAGES"
        info = observation.get("media_info")
        known: Mapping[str, Any] = info if isinstance(info, dict) else {}
        self.lengths = {name: time for name, text in _texts(known.get("length")) if (time := time_of(text)) is not None}
        self.rates = {name: rate_or_none(text) for name, text in _texts(known.get("fps"))}
        self.begins = offsets(self.names, self.lengths)
        self.offset = time_of(str(observation.get("time offset", 0) or 0)) or Fraction(0)
        if observation.get("media_creation_date_as_offset") is True and self.names:
            created = dict(_texts(known.get("media_creation_time"))).get(self.names[0], "")
            self.offset += time_of(created) or 0

    def place(self, time: Fraction) -> tuple[str, Fraction] | None:
        """The medium that is shown at a time of the observation, and the time on its own clock; None: not known."""
        at = time - self.offset
        begun = [name for name, begin in self.begins.items() if begin <= at]
        name = begun[-1] if begun else next(iter(self.names), "")
        if name not in self.lengths and name != next(reversed(self.names), ""):
            return None  # another may have begun
        return name, at - self.begins.get(name, Fraction(0))


def _texts(values: object) -> Iterator[tuple[str, str]]:
    yield from ((str(name), str(value)) for name, value in values.items()) if isinstance(values, dict) else ()


def _event(number: int, observation: str, entry: object, playlist: _Playlist) -> BorisEvent | None:
    if not isinstance(entry, list) or len(entry) < 4:
        return None
    time, subject, code, modifiers = entry[:4]
    comment = entry[4] if len(entry) > 4 and isinstance(entry[4], str) else ""
    if not isinstance(code, str) or not code.strip():
        return None
    seconds = time_of(str(time)) if isinstance(time, str | int | float) and not isinstance(time, bool) else None
    placed = None if seconds is None else playlist.place(seconds)
    name, on_medium = placed or ("", None)
    why = ""
    if seconds is not None and placed is None:
        why = Said("its observation plays several videos, and the length of one before this time is not told; left out")
    index = entry[5] if len(entry) > 5 and type(entry[5]) is int else None
    frame = None if index is None or why else index - (1 if playlist.pictures else 0)
    parts = str(modifiers or "").split("|") if modifiers else []
    return BorisEvent(
        row=number,
        observation=observation,
        medium=name,
        subject="" if subject == NOBODY or not isinstance(subject, str) else subject,
        behavior=code.strip(),
        modifiers=tuple("" if part.strip().lower() == "none" else part.strip() for part in parts),
        start=on_medium,
        stop=on_medium,
        is_point=False,
        comment=comment,
        frames=None if frame is None else (frame, frame),
        rate=playlist.rates.get(name),
        why=why,
    )


def write_boris_project(path: Path, records: Sequence[Record], timing: Timing = NO_TIMING) -> WriteReport:
    """Write a project that BORIS opens and imports from; `read_boris_project` gives equal records.

    Raises:
        DatasetError: a video whose times are not known, or frames that a timeline cannot show.
    """
    timing = timing.as_players_show()
    marks = to_marks(records, "BORIS", timing)
    videos: dict[tuple[str, str], list[TimedMark]] = {}
    for record, mark in zip(records, marks, strict=True):
        videos.setdefault((record.subject, record.video), []).append(mark)
    observations: dict[str, Any] = {}
    codes: dict[str, str] = {}
    for names, found in videos.items():
        events = _events(found, codes)
        observations[_free(names, observations)] = _written(path, names, found, events, timing)
    content = {
        "time_format": "hh:mm:ss",
        "project_date": "2000-01-01T00:00:00",
        "project_name": path.stem,
        "project_description": "",
        "project_format_version": VERSION,
        "subjects_conf": _subjects(marks),
        "behaviors_conf": _behaviors(codes, marks),
        "observations": observations,
        "behavioral_categories": [],
        "independent_variables": {},
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
    }
    write_text_atomic(path, json.dumps(content, indent=1) + "\n")
    return WriteReport(len(records))


def _free(names: tuple[str, str], taken: Mapping[str, object]) -> str:
    """Id of an observation: the video's name, with the subject's where it is taken."""
    wanted = shown(names[1]) or "video"
    name = wanted if wanted not in taken else f"{shown(names[0])} {wanted}"
    number = 2
    while name in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def _events(marks: Sequence[TimedMark], codes: dict[str, str]) -> list[list[Any]]:
    """Events of one video in order of time; `codes` learns what each behaviour is."""
    found: list[tuple[Fraction, list[Any]]] = []
    for code, lane in lanes(marks):
        for mark in lane:
            span, modifiers = mark.times, _modifiers(mark)
            codes[code] = "State event"
            for time, frame, comment in ((span.start, mark.onset, mark.payload), (span.end, mark.offset + 1, "")):
                found.append((time, [float(time), mark.subject, code, modifiers, comment, frame]))
            if span.apex is not None:
                codes[kind_of_tier(code) + APEX] = "Point event"
                point = [float(span.apex), mark.subject, kind_of_tier(code) + APEX, "", mark.payload, mark.apex]
                found.append((span.apex, point))
    # A stop comes before a start at the same time, which has a comment, as BORIS itself sorts them.
    return [event for _, event in sorted(found, key=lambda one: (one[0], one[1][1:5]))]


def _modifiers(mark: TimedMark) -> str:
    """Modifiers of an event: emotion, action units and the further ones, without what BORIS forbids in them."""
    parts = [spelled_in_project(text) or "None" for text in (mark.emotion, mark.units, *(mark.further or ()))]
    return "|".join(parts) if set(parts) != {"None"} else ""


def _written(
    path: Path, names: tuple[str, str], marks: Sequence[TimedMark], events: list[list[Any]], timing: Timing
) -> dict[str, Any]:
    medium = timing.of(*names)
    name = _media_name(path, medium) or shown(names[1]) or "video"
    clock = marks[0].times.clock
    length = max(mark.times.end for mark in marks)
    if clock is not None and clock.n_frames is not None:
        length = max(length, clock.seconds(clock.n_frames))
    return {
        "file": {player: [name] if player == "1" else [] for player in _PLAYERS},
        "type": "MEDIA",
        "date": "2000-01-01T00:00:00",
        "description": "",
        "time offset": 0.0,
        "events": events,
        "observation time interval": [0, 0],
        "independent_variables": {},
        "visualize_spectrogram": False,
        "visualize_waveform": False,
        "media_creation_date_as_offset": False,
        "media_scan_sampling_duration": 0,
        "image_display_duration": 1,
        "close_behaviors_between_videos": False,
        "media_info": {
            "length": {name: round(float(length), 3)},
            "fps": {name: 25.0 if clock is None else round(float(clock.fps), 3)},
            "hasVideo": {name: True},
            "hasAudio": {name: False},
        },
    }


def _media_name(path: Path, medium: Medium | None) -> str:
    """The video's file as the project names it: from its own folder where it can."""
    if medium is None or medium.path is None:
        return ""
    video = medium.path.absolute()
    try:
        return Path(os.path.relpath(video, path.absolute().parent)).as_posix()
    except ValueError:  # another drive of Windows
        return str(video)


def _subjects(marks: Sequence[TimedMark]) -> dict[str, dict[str, str]]:
    names = dict.fromkeys(mark.subject for mark in marks if mark.subject)
    return {str(n): {"key": "", "name": name, "description": ""} for n, name in enumerate(names)}


def _behaviors(codes: Mapping[str, str], marks: Sequence[TimedMark]) -> dict[str, dict[str, Any]]:
    n_further = max((len(mark.further or ()) for mark in marks), default=0)
    names = [EMOTION_SET, UNIT_SET, *(f"modifier {n}" for n in range(3, 3 + n_further))]
    chosen = [(mark.emotion, mark.units, *(mark.further or ())) for mark in marks]
    sets = [sorted({spelled_in_project(one[at]) for one in chosen if at < len(one)} - {""}) for at in range(len(names))]
    modifiers = {
        str(n): {"name": name, "description": "", "type": 0, "values": values}
        for n, (name, values) in enumerate(zip(names, sets, strict=True))
    }
    keys = iter(ascii_lowercase + digits)
    return {
        str(n): {
            "type": kind,
            "key": next(keys, ""),
            "code": code,
            "description": "",
            "color": "",
            "category": "",
            "modifiers": modifiers if kind == "State event" and any(sets) else {},
            "excluded": "",
            "coding map": "",
        }
        for n, (code, kind) in enumerate(sorted(codes.items()))
    }


def is_boris_sheet(cells: Sequence[str]) -> bool:
    """Whether the cells of a first row are those of the sheet that BORIS imports."""
    return set(SHEET_HEADER) <= {cell.strip().lower() for cell in cells}


def read_boris_sheet(path: Path, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of a sheet for import; codes that end with “apex” are points, all others pair into states.

    Raises:
        DatasetError: no file, no such sheet, or a video whose times are not known.
    """
    sheets = [
        sheet for sheet in read_book(path).sheets if sheet.rows and is_boris_sheet([c.text for c in sheet.rows[0]])
    ]
    if not sheets:
        raise DatasetError(
            Said(
                "“{name}” has no sheet with the columns {sheet_header}.",
                name=path.name,
                sheet_header=tuple(SHEET_HEADER),
            )
        )
    header = [cell.text.strip().lower() for cell in sheets[0].rows[0]]
    playlist = _Playlist({})
    coded: list[Coded] = []
    issues: list[Issue] = []
    for number, cells in enumerate(sheets[0].rows[1:], start=2):
        row = dict(zip(header, (cell.text for cell in cells), strict=False))
        if not any(row.values()):
            continue
        event = _event(number, "", [row.get(name, "") for name in SHEET_HEADER], playlist)
        if event is None or event.start is None:
            issues.append(Issue(number, "", Said("has no time or no code; the row was left out"), is_lost=True))
        else:
            coded.append(Coded(event, "POINT" if event.behavior.endswith(APEX) else ""))
    return _records(coded, timing, issues, lambda row: RecordSource("boris_sheet", path.name, "", row))


def write_boris_sheet(path: Path, records: Sequence[Record], timing: Timing = NO_TIMING) -> WriteReport:
    """Write one video's records for BORIS's “Import observations”; `read_boris_sheet` gives equal ones.

    Raises:
        DatasetError: several videos, a video whose times are not known, or frames that a timeline cannot show.
    """
    one_video(records, "A sheet for an observation of BORIS")
    events = _events(to_marks(records, "BORIS", timing.as_players_show()), {})
    rows = [
        [Cell(f"{time:.3f}", "number"), *(text_cell(text) for text in (subject, code, modifiers, comment))]
        for time, subject, code, modifiers, comment, _ in events
    ]
    if not all(writable(cell.text) for row in rows for cell in row):
        raise DatasetError(
            Said("A text is too long or holds characters that Excel cannot carry; write a project of BORIS.")
        )
    sheet = NewSheet("events", [[text_cell(name) for name in SHEET_HEADER], *rows])
    write_bytes_atomic(path, book_bytes([sheet]))
    return WriteReport(len(records))
