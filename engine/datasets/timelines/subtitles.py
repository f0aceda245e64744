"""WebVTT and SubRip (SRT): a cue for each event, for players and reviews; times are those of the medium's clock.

A WebVTT cue is preceded by a note with METST's data, so nothing is lost. SRT has no place for notes: its cue says kind,
emotion, action units and frames in words, and whatever else a record holds is reported as left out. WebVTT escapes
its mark-up, SRT knows no escapes.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from engine.datasets.records import Issue, ReadResult, Record, RecordSource, WriteReport
from engine.datasets.text.atomic import write_text_atomic
from engine.datasets.text.encoding import read_text
from engine.datasets.timelines.timed import (
    NO_TIMING,
    TimedMark,
    TimeSpan,
    Timing,
    before_zero,
    from_marks,
    one_video,
    payload_rate,
    shown,
    to_marks,
)
from engine.errors import DatasetError
from engine.messages import Said

_DOT = " · "
_APEX, _UNITS, _EMOTION = "apex frame ", "AU ", "emotion "
_TIME = r"((?:\d{1,9}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?", re.ASCII)
# What is meant as the line of times of a cue, in whatever shape they are.
_LIKE_TIMES = re.compile(r"\s*\d[\d.,]*:[\d:.,]*\s*-->\s*\d[\d:.,]*(?:\s.*)?", re.ASCII)
_HEADS = ("WEBVTT", "STYLE", "REGION", "NOTE")  # blocks of WebVTT that are no cues

# Mark-up of a cue: tags of WebVTT with their classes and notes, and its time stamps; of SRT, HTML's and those of ASS.
_VTT_TAG = re.compile(r"<(/?)(\w*)([^<>]*)>")
_SRT_TAG = re.compile(r"</?(?:b|i|u|s|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)


def read_subtitles(path: Path, name: str, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of a WebVTT (``vtt``) or SubRip (``srt``) file, one a cue.

    Raises:
        DatasetError: no file, no text, no WebVTT header, or a video whose times are not known.
    """
    issues: list[Issue] = []
    blocks = [cue for row, lines in _blocks(path, issues) for cue in _cues(row, lines, name, issues)]
    if name == "vtt" and (not blocks or not blocks[0][1][0].startswith("WEBVTT")):
        raise DatasetError(Said("“{name}” does not begin with WEBVTT; give a WebVTT file.", name=path.name))
    notes = [" ".join(lines)[5:].strip() for _, lines in blocks if lines[0].startswith("NOTE ")]
    clock = timing.clock or payload_rate(note[6:] for note in notes if note.startswith("METST {"))
    marks: list[TimedMark] = []
    payload = ""
    for row, lines in blocks:
        if name == "vtt" and lines[0].startswith("NOTE "):
            note = " ".join(lines)[5:].strip()
            payload = note[6:] if note.startswith("METST {") else ""
            continue
        mark = _mark(row, lines, payload, name, issues)
        payload = ""
        if mark is not None:
            marks.append(replace(mark, span=replace(mark.times, clock=clock)))
    return from_marks(marks, issues, lambda mark: RecordSource(name, path.name, "", mark.row), "A subtitle file")


def _blocks(path: Path, issues: list[Issue]) -> Iterable[tuple[int, list[str]]]:
    """Runs of lines that are not empty, with the number of their first line."""
    found = read_text(path)
    issues.extend(found.issues)
    lines: list[str] = []
    first = 1
    for number, line in enumerate(re.split("\r\n|\n|\r", found.text), start=1):
        # A line of blanks only is no empty line: it may stand within the text of a cue.
        if line.strip() or (line and lines):
            first = first if lines else number
            lines.append(line)
        elif lines:
            yield first, lines
            lines = []
    if lines:
        yield first, lines


def _cues(row: int, lines: list[str], name: str, issues: list[Issue]) -> Iterable[tuple[int, list[str]]]:
    """The cues of a run of lines: usually one; a line of times begins another where the empty line was left out."""
    starts: list[int] = []
    for at, line in enumerate(lines):
        if _LIKE_TIMES.fullmatch(line):
            starts.append(at - 1 if _is_named(lines, at, starts, name) else at)
    cuts = [0, *(at for at in starts if at)]
    for at, end in zip(cuts, [*cuts[1:], len(lines)], strict=True):
        if at and not (at == cuts[1] and lines[0].startswith(_HEADS)):
            issues.append(Issue(row + at, "", Said("a cue follows without an empty line; read as a cue of its own")))
        yield row + at, lines[at:end]


def _is_named(lines: Sequence[str], at: int, starts: Sequence[int], name: str) -> bool:
    """Whether the line before a line of times is the name of its cue, and no text of the cue above it."""
    before = at - 1
    number = before >= 0 and lines[before].strip().isdecimal()
    if not starts:
        return number or (before == 0 and not lines[0].startswith(_HEADS))
    return number and before > starts[-1] and (name == "srt" or lines[starts[-1]].strip().isdecimal())


def _mark(row: int, lines: Sequence[str], payload: str, name: str, issues: list[Issue]) -> TimedMark | None:
    place = next((at for at, line in enumerate(lines[:2]) if "-->" in line), None)
    if place is None:
        if name == "srt" or not lines[0].startswith(_HEADS):
            issues.append(Issue(row, "", Said("is no cue (“{lines}”); left out", lines=lines[0][:40]), is_lost=True))
        return None
    found = _TIMES.fullmatch(lines[place])
    times = None if found is None else (_ms(found[1]), _ms(found[2]))
    if times is None or times[0] is None or times[1] is None:
        issues.append(
            Issue(
                row + place,
                "",
                Said("“{lines}” are no times of a cue; left out", lines=lines[place][:40]),
                is_lost=True,
            )
        )
        return None
    text, further = _plain(" ".join(" ".join(lines[place + 1 :]).split()), name)
    parts = text.split(_DOT)
    named = {
        start: next((part.removeprefix(start) for part in parts[1:] if part.startswith(start)), "")
        for start in (_APEX, _UNITS, _EMOTION)
    }
    rest = [part for part in parts[1:] if part and not part.startswith((_APEX, _UNITS, _EMOTION))]
    apex = named[_APEX]
    return TimedMark(
        kind=parts[0] or "micro",
        onset=0,
        offset=0,
        apex=int(apex) if apex.isdecimal() and len(apex) < 10 else None,
        emotion=named[_EMOTION],
        units=named[_UNITS],
        payload=payload,
        row=row,
        extra={**further, **({"text": _DOT.join(rest)} if rest else {})},
        span=TimeSpan(Fraction(times[0], 1000), Fraction(times[1], 1000), None, None),
        spelled=_spelled,
    )


def _plain(text: str, name: str) -> tuple[str, dict[str, str]]:
    """The text of a cue without its mark-up, and who speaks it where it says so."""
    if name == "srt":
        return " ".join(_SRT_TAG.sub("", text).split()), {}
    voices = [found[3].strip() for found in _VTT_TAG.finditer(text) if found[2] == "v" and not found[1]]
    plain = " ".join(html.unescape(_VTT_TAG.sub("", text)).replace("\xa0", " ").split())
    who = ", ".join(dict.fromkeys(html.unescape(re.sub(r"^\.\S*\s*", "", voice)) for voice in voices if voice))
    return plain, {"voice": who} if who else {}


def _ms(text: str) -> int | None:
    """Milliseconds of a time of a cue, or None: its minutes or seconds are 60 or more."""
    clock, _, rest = text.replace(",", ".").partition(".")
    hours, minutes, seconds = map(int, ("0:" + clock if clock.count(":") == 1 else clock).split(":"))
    if minutes >= 60 or seconds >= 60:
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((rest or "0").ljust(3, "0"))


def write_subtitles(path: Path, records: Sequence[Record], name: str, timing: Timing = NO_TIMING) -> WriteReport:
    """Write one video's records as ``vtt`` or ``srt``.

    Raises:
        DatasetError: several videos, a video whose times are not known, or frames that a timeline cannot show.
    """
    one_video(records, "A subtitle file")
    marks = to_marks(records, "A subtitle file", timing, from_zero=True)
    vtt = name == "vtt"
    blocks = ["WEBVTT"] if vtt else []
    for number, mark in enumerate(sorted(marks, key=lambda one: (one.onset, one.offset)), start=1):
        times = f"{_clock(mark.times.start, vtt)} --> {_clock(mark.times.end, vtt)}"
        if vtt:
            blocks.append(f"NOTE METST {mark.payload}")
        blocks.append(f"{number}\n{times}\n{_escaped(_cue(mark)) if vtt else _cue(mark)}")
    write_text_atomic(path, "\n\n".join(blocks) + "\n")
    dropped = before_zero(records, "a subtitle file", timing)
    return WriteReport(len(records), (*dropped, *(() if vtt else _lost(records, marks))))


def _cue(mark: TimedMark) -> str:
    parts = [mark.kind.replace(_DOT, " ")]
    emotion, units = _spelled(mark.emotion), _spelled(mark.units)
    parts += [_EMOTION + emotion] if emotion else []
    parts += [_UNITS + units] if units else []
    parts += [f"{_APEX}{mark.apex}"] if mark.apex is not None else []
    return _DOT.join(parts)


def _spelled(text: str) -> str:
    """A text on one line without the dot that parts the fields of a cue."""
    return " ".join(word for word in shown(text).split() if word != _DOT.strip())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(time: Fraction, vtt: bool) -> str:
    ms, point = int(time * 1000), "." if vtt else ","
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}{point}{ms % 1000:03d}"


def _lost(records: Sequence[Record], marks: Sequence[TimedMark]) -> Iterable[str]:
    """What SRT cannot carry, by comparing each record with what its cue says."""
    if records and (records[0].subject or records[0].video):
        yield "Subject and video are not part of SRT; they were left out."
    if list(records) != sorted(records, key=lambda one: (one.onset, one.offset)):
        yield "SRT cues are in the order of time."
    fields: dict[str, int] = {}
    for record, mark in zip(records, marks, strict=True):
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


def _read_back(mark: TimedMark) -> Record:
    parts = _plain(" ".join(_cue(mark).split()), "srt")[0].split(_DOT)
    units = next((part.removeprefix(_UNITS) for part in parts[1:] if part.startswith(_UNITS)), "")
    emotion = next((part.removeprefix(_EMOTION) for part in parts[1:] if part.startswith(_EMOTION)), "")
    return Record("", "", mark.onset, mark.apex, mark.offset, emotion, units, extra={"kind": parts[0]})
