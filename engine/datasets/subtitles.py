"""WebVTT and SubRip (SRT): a cue for each event, for players and reviews.

A WebVTT cue is preceded by a note with METST's data, so nothing is lost. SRT has no place for notes: its cue says kind,
emotion, action units and frames in words, and whatever else a record holds is reported as left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from engine.datasets.atomic import write_text_atomic
from engine.datasets.guard import read_file
from engine.datasets.records import Issue, ReadResult, Record, Source, WriteReport
from engine.datasets.timed import Mark, Rate, from_marks, need_rate, one_video, payload_rate, to_marks
from engine.errors import DatasetError

_DOT = " · "
_APEX, _UNITS, _EMOTION = "apex frame ", "AU ", "emotion "
_TIMES = re.compile(r"\s*((?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3})(?:\s.*)?")


def read_subtitles(path: Path, name: str, *, fps: Rate | None = None) -> ReadResult:
    """Records of a WebVTT (``vtt``) or SubRip (``srt``) file, one a cue.

    Raises:
        DatasetError: no file, not UTF-8, no WebVTT header, or no known frame rate.
    """
    blocks = list(_blocks(path))
    if name == "vtt" and (not blocks or not blocks[0][1][0].startswith("WEBVTT")):
        raise DatasetError(f"“{path.name}” does not begin with WEBVTT; give a WebVTT file.")
    notes = [" ".join(lines)[5:].strip() for _, lines in blocks if lines[0].startswith("NOTE ")]
    rate = need_rate(fps or payload_rate(note[6:] for note in notes if note.startswith("METST {")), "A subtitle file")
    issues: list[Issue] = []
    marks: list[Mark] = []
    payload = ""
    for row, lines in blocks:
        if lines[0].startswith("NOTE "):
            note = " ".join(lines)[5:].strip()
            payload = note[6:] if note.startswith("METST {") else ""
            continue
        mark = _mark(row, lines, payload, rate, issues)
        payload = ""
        if mark is not None:
            marks.append(mark)
    return from_marks(marks, issues, lambda mark: Source(name, path.name, "", mark.row))


def _blocks(path: Path) -> Iterable[tuple[int, list[str]]]:
    """Runs of lines that are not empty, with the number of their first line."""
    try:
        text = read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DatasetError(f"“{path.name}” is not UTF-8 text; save it as UTF-8.") from error
    lines: list[str] = []
    first = 1
    for number, line in enumerate(re.split("\r\n|\n|\r", text), start=1):
        if line.strip():
            first = first if lines else number
            lines.append(line)
        elif lines:
            yield first, lines
            lines = []
    if lines:
        yield first, lines


def _mark(row: int, lines: Sequence[str], payload: str, rate: Rate, issues: list[Issue]) -> Mark | None:
    place = next((at for at, line in enumerate(lines[:2]) if "-->" in line), None)
    if place is None:
        if not lines[0].startswith(("WEBVTT", "STYLE", "REGION", "NOTE")):
            issues.append(Issue(row, "", f"is no cue (“{lines[0][:40]}”); left out"))
        return None
    found = _TIMES.fullmatch(lines[place])
    if found is None:
        issues.append(Issue(row, "", f"“{lines[place][:40]}” are no times of a cue; left out"))
        return None
    onset, offset = rate.frame(_ms(found[1])), rate.frame(_ms(found[2])) - 1
    if offset < onset:
        issues.append(Issue(row, "", "is shorter than a frame; read as one frame"))
        offset = onset
    parts = _unescaped(" ".join(" ".join(lines[place + 1 :]).split())).split(_DOT)
    named = {
        start: next((part.removeprefix(start) for part in parts[1:] if part.startswith(start)), "")
        for start in (_APEX, _UNITS, _EMOTION)
    }
    apex = named[_APEX]
    return Mark(
        kind=parts[0] or "micro",
        onset=onset,
        offset=offset,
        apex=int(apex) if apex.isdecimal() and len(apex) < 10 else None,
        emotion=named[_EMOTION],
        units=named[_UNITS],
        payload=payload,
        row=row,
    )


def _ms(text: str) -> int:
    clock, _, rest = text.replace(",", ".").rpartition(".")
    hours, minutes, seconds = ("0:" + clock if clock.count(":") == 1 else clock).split(":")
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest.ljust(3, "0"))


def write_subtitles(path: Path, records: Sequence[Record], name: str, *, fps: Rate | None = None) -> WriteReport:
    """Write one video's records as ``vtt`` or ``srt``.

    Raises:
        DatasetError: several videos, no frame rate, or frames that a timeline cannot show.
    """
    rate = need_rate(fps, "A subtitle file")
    one_video(records, "A subtitle file")
    marks = to_marks(records, "A subtitle file", rate)
    vtt = name == "vtt"
    blocks = ["WEBVTT"] if vtt else []
    for number, mark in enumerate(sorted(marks, key=lambda one: (one.onset, one.offset)), start=1):
        times = f"{_clock(rate.ms(mark.onset), vtt)} --> {_clock(rate.ms(mark.offset + 1), vtt)}"
        if vtt:
            blocks.append(f"NOTE METST {mark.payload}")
        blocks.append(f"{number}\n{times}\n{_cue(mark)}")
    write_text_atomic(path, "\n\n".join(blocks) + "\n")
    return WriteReport(len(records), () if vtt else tuple(_lost(records)))


def _cue(mark: Mark) -> str:
    parts = [mark.kind.replace(_DOT, " ")]
    parts += [_EMOTION + mark.emotion.replace(_DOT, " ")] if mark.emotion else []
    parts += [_UNITS + mark.units.replace(_DOT, " ")] if mark.units else []
    parts += [f"{_APEX}{mark.apex}"] if mark.apex is not None else []
    return _escaped(_DOT.join(parts))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _clock(ms: int, vtt: bool) -> str:
    point = "." if vtt else ","
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}{point}{ms % 1000:03d}"


def _lost(records: Sequence[Record]) -> Iterable[str]:
    """What SRT cannot carry, by comparing each record with what its cue says."""
    if records and (records[0].subject or records[0].video):
        yield "Subject and video are not part of SRT; they were left out."
    if list(records) != sorted(records, key=lambda one: (one.onset, one.offset)):
        yield "SRT cues are in the order of time."
    fields: dict[str, int] = {}
    for record, mark in zip(records, to_marks(records, "A subtitle file", None), strict=True):
        cue = _read_back(mark)
        plain = replace(record, subject="", video="", extra={"kind": record.extra.get("kind", "")})
        for name in ("emotion", "action_units", "objective_class", "extra"):
            if getattr(plain, name) != getattr(cue, name) and (name != "extra" or record.extra.get("kind")):
                fields[name] = fields.get(name, 0) + 1
        for key in record.extra:
            if key != "kind":
                fields[key] = fields.get(key, 0) + 1
    for name, count in fields.items():
        yield f"The {name.replace('_', ' ')} of {count} annotations is not or not wholly part of SRT."


def _read_back(mark: Mark) -> Record:
    parts = _unescaped(_cue(mark)).split(_DOT)
    units = next((part.removeprefix(_UNITS) for part in parts[1:] if part.startswith(_UNITS)), "")
    emotion = next((part.removeprefix(_EMOTION) for part in parts[1:] if part.startswith(_EMOTION)), "")
    return Record("", "", mark.onset, mark.apex, mark.offset, emotion, units, extra={"kind": parts[0]})
