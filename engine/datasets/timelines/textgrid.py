"""Praat TextGrid files (long or short text, or JSON): interval tiers that tile the time, point tiers for the apex.

For each kind there is a tier with the emotions, one with the action units, one with METST's data and one with the apex
points; events that overlap go to ``micro/2`` and so on. Times are seconds on the medium's clock with nine decimals.
Written is long text in UTF-8. The two forms of JSON are those of praatio.
"""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from engine.datasets.records import Issue, ReadResult, Record, RecordSource, WriteReport
from engine.datasets.text.atomic import write_text_atomic
from engine.datasets.text.encoding import read_text
from engine.datasets.timelines.timed import (
    NO_TIMING,
    TimedMark,
    TimeSpan,
    Timing,
    decimal,
    from_marks,
    kind_of_tier,
    lanes,
    one_video,
    payload_rate,
    to_marks,
)
from engine.errors import DatasetError
from engine.messages import Said

_DIGITS = 9  # decimals of a second
NO_EMOTION = "[no emotion]"  # an interval without a text would mean that there is no event
_TOKEN = re.compile(r'"(?:[^"]|"")*"|[^\s"]+')
_NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{0,30})?([eE][+-]?\d{1,2})?")
_CHILDREN = (" AU", " data", " apex")
_ROUNDING_S = Fraction(1, 1_000_000)  # programs that write a TextGrid again round to a few decimals


@dataclass(frozen=True, slots=True)
class _Entry:
    """An interval or a point (start equals end) with its text; `row` is its number in the tier."""

    start: Fraction
    end: Fraction
    text: str
    row: int


def read_textgrid(path: Path, timing: Timing = NO_TIMING) -> ReadResult:
    """Records of a TextGrid: one for each interval with a text, and for each point with one that is no apex.

    Raises:
        DatasetError: no file, no TextGrid, or a video whose times are not known.
    """
    issues: list[Issue] = []
    tiers = _tiers(path, issues)
    datas = (one.text for name, tier in tiers.items() if name.endswith(" data") for one in tier.entries)
    clock = timing.clock or payload_rate(datas)
    marks: list[TimedMark] = []
    used: set[tuple[str, int]] = set()
    below = {name for name in tiers if any(name.endswith(end) and name.removesuffix(end) in tiers for end in _CHILDREN)}
    for name, tier in tiers.items():
        if name not in below:
            found = [_mark(name, entry, tiers, used) for entry in tier.entries if entry.text.strip()]
            marks += [replace(mark, span=replace(mark.times, clock=clock)) for mark in found]
    issues += [
        Issue(
            entry.row,
            name,
            Said("“{text}” stands beside no interval; left out", text=entry.text.strip()[:40]),
            is_lost=True,
        )
        for name in tiers
        if name in below
        for entry in tiers[name].entries
        if entry.text.strip() and (name, entry.row) not in used
    ]
    return from_marks(marks, issues, lambda mark: RecordSource("textgrid", path.name, mark.kind, mark.row), "Praat")


def _mark(name: str, entry: _Entry, tiers: dict[str, "_Tier"], used: set[tuple[str, int]]) -> TimedMark:
    """The mark of an interval or point; what stands beside it is noted in `used`."""

    def beside(child: str) -> _Entry | None:
        tier = tiers.get(f"{name} {child}")
        found = None if tier is None else tier.first_in(entry) if child == "apex" else tier.beside(entry)
        if found is not None:
            used.add((f"{name} {child}", found.row))
        return found

    apex, units, data = (beside(child) for child in ("apex", "AU", "data"))
    text = " ".join(entry.text.split())
    return TimedMark(
        kind=kind_of_tier(name),
        onset=0,
        offset=0,
        apex=None,
        emotion="" if text == NO_EMOTION else text,
        units="" if units is None else units.text,
        payload="" if data is None else data.text,
        row=entry.row,
        span=TimeSpan(entry.start, entry.end, None if apex is None else apex.start, None),
    )


class _Tier:
    """Entries of one tier, in order of time, and quick ways to those near another entry."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self.entries = sorted(entries, key=lambda one: one.start)
        self._starts = [one.start for one in self.entries]

    def first_in(self, wanted: _Entry) -> _Entry | None:
        """The first entry that begins within another; one that METST wrote at its start may lie a rounding before."""
        at = bisect_left(self._starts, wanted.start - _ROUNDING_S)
        end = max(wanted.end, wanted.start + _ROUNDING_S)
        return self.entries[at] if at < len(self.entries) and self._starts[at] < end else None

    def beside(self, wanted: _Entry) -> _Entry | None:
        """The entry with a text that shares the most time with another one (entries of a tier do not overlap)."""
        first = max(bisect_right(self._starts, wanted.start) - 1, 0)
        near = self.entries[first : bisect_left(self._starts, wanted.end)]
        shared = [
            (min(one.end, wanted.end) - max(one.start, wanted.start), -one.row, one) for one in near if one.text.strip()
        ]
        best = max(shared, default=None, key=lambda one: one[:2])
        return best[2] if best is not None and best[0] > 0 else None


def _tiers(path: Path, issues: list[Issue]) -> dict[str, _Tier]:
    found = read_text(path)
    issues.extend(found.issues)
    if found.text.lstrip()[:1] == "{":
        return _json_tiers(path, found.text, issues)
    tokens = _tokens(found.text)
    damaged = DatasetError(f"“{path.name}” is not an intact TextGrid; save it again in Praat as a text file.")
    try:
        if next(tokens) != '"ooTextFile"' or next(tokens) != '"TextGrid"':
            raise damaged
        _number(tokens), _number(tokens)
        if next(tokens) != "<exists>":
            return {}
        tiers: dict[str, list[_Entry]] = {}
        for _ in range(_count(tokens)):
            points, name = next(tokens) == '"TextTier"', _string(next(tokens))
            _number(tokens), _number(tokens)
            while name in tiers:
                name += "_"
            tiers[name] = []
            for row in range(1, _count(tokens) + 1):
                start = _number(tokens)
                end = start if points else _number(tokens)
                tiers[name].append(_Entry(start, end, _string(next(tokens)), row))
    except (StopIteration, ValueError) as error:
        raise damaged from error
    return {name: _Tier(entries) for name, entries in tiers.items()}


def _tokens(text: str) -> Iterator[str]:
    """Strings, numbers and flags; other words are decoration (Praat reads its files so)."""
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token[0] in '"<' or _NUMBER.fullmatch(token):
            yield token


def is_json_textgrid(content: object) -> bool:
    """Whether the content of a JSON file is a TextGrid."""
    return (
        isinstance(content, dict)
        and isinstance(content.get("tiers"), dict | list)
        and bool({"start", "xmin"} & set(content))
    )


def _json_tiers(path: Path, text: str, issues: list[Issue]) -> dict[str, _Tier]:
    """Tiers of either JSON form: a list of tiers with their names, or an object of tiers by name."""
    damaged = DatasetError(f"“{path.name}” is not an intact TextGrid in JSON; save it again.")
    try:
        content = json.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise damaged from error
    if not is_json_textgrid(content):
        raise damaged
    tiers = content["tiers"]
    named = list(tiers.items()) if isinstance(tiers, dict) else [(_name(one), one) for one in tiers]
    found: dict[str, _Tier] = {}
    for name, tier in named:
        while name in found:
            name += "_"
        entries = tier.get("entries") if isinstance(tier, dict) else None
        if not isinstance(entries, list):
            issues.append(Issue(None, name, Said("this tier has no list of entries; left out"), is_lost=True))
            continue
        read = [(row, _entry(row, entry)) for row, entry in enumerate(entries, start=1)]
        issues += [
            Issue(row, name, Said("the entry has no times and text that can be read; left out"), is_lost=True)
            for row, one in read
            if one is None
        ]
        found[name] = _Tier(one for _, one in read if one is not None)
    return found


def _name(tier: Any) -> str:
    return str(tier.get("name", "")) if isinstance(tier, dict) else ""


def _entry(row: int, entry: object) -> _Entry | None:
    """An entry of JSON: start, end and text, or time and text; None where it is neither."""
    if not isinstance(entry, list) or len(entry) not in (2, 3) or not isinstance(entry[-1], str):
        return None
    start, end = _json_number(entry[0]), _json_number(entry[-2])
    return None if start is None or end is None else _Entry(start, end, entry[-1], row)


def _json_number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | str) or not _NUMBER.fullmatch(str(value)):
        return None
    return Fraction(str(value))


def _number(tokens: Iterator[str]) -> Fraction:
    return Fraction(next(tokens))


def _count(tokens: Iterator[str]) -> int:
    value = _number(tokens)
    if value.denominator != 1 or value < 0:
        raise ValueError("no count")
    return int(value)


def _string(token: str) -> str:
    if token[0] != '"':
        raise ValueError("no text")
    return token[1:-1].replace('""', '"')


def write_textgrid(path: Path, records: Sequence[Record], timing: Timing = NO_TIMING) -> WriteReport:
    """Write one video's records; `read_textgrid` gives equal ones.

    Raises:
        DatasetError: several videos, a video whose times are not known, or frames that a timeline cannot show.
    """
    subject, video = one_video(records, "A TextGrid")
    marks = to_marks(records, "Praat", timing, digits=_DIGITS)
    start = min([Fraction(0), *(mark.times.start for mark in marks)])
    end = max([Fraction(0), *(mark.times.end for mark in marks)])
    medium = timing.of(subject, video)
    if medium is not None and medium.clock.n_frames is not None:
        end = max(end, Fraction(decimal(medium.clock.seconds(medium.clock.n_frames), _DIGITS)))
    whole = (start, end)
    tiers: list[list[str]] = []
    for name, content in lanes(marks):
        tiers += [
            _intervals(name, [(mark, mark.emotion or NO_EMOTION) for mark in content], whole),
            _intervals(f"{name} AU", [(mark, mark.units) for mark in content], whole),
            _intervals(f"{name} data", [(mark, mark.payload) for mark in content], whole),
            _points(f"{name} apex", [mark for mark in content if mark.times.apex is not None], whole),
        ]
    head = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", f"xmin = {_seconds(start)} "]
    head += [f"xmax = {_seconds(end)} ", "tiers? <exists> ", f"size = {len(tiers)} ", "item []: "]
    lines = [line for n, tier in enumerate(tiers, start=1) for line in (f"    item [{n}]:", *tier)]
    write_text_atomic(path, "\n".join([*head, *lines]) + "\n")
    return WriteReport(len(records))


def _tier_head(kind: str, name: str, whole: tuple[Fraction, Fraction]) -> list[str]:
    return [
        f'        class = "{kind}" ',
        f"        name = {_quoted(name)} ",
        f"        xmin = {_seconds(whole[0])} ",
        f"        xmax = {_seconds(whole[1])} ",
    ]


def _intervals(name: str, marks: Sequence[tuple[TimedMark, str]], whole: tuple[Fraction, Fraction]) -> list[str]:
    """Lines of a tier whose intervals leave no time out."""
    spans: list[tuple[Fraction, Fraction, str]] = []
    at = whole[0]
    for mark, text in marks:
        span = mark.times
        if span.start > at:
            spans.append((at, span.start, ""))
        spans.append((span.start, span.end, text))
        at = span.end
    if at < whole[1]:
        spans.append((at, whole[1], ""))
    lines = [*_tier_head("IntervalTier", name, whole), f"        intervals: size = {len(spans)} "]
    for number, (first, last, text) in enumerate(spans, start=1):
        lines += [
            f"        intervals [{number}]:",
            f"            xmin = {_seconds(first)} ",
            f"            xmax = {_seconds(last)} ",
            f"            text = {_quoted(text)} ",
        ]
    return lines


def _points(name: str, marks: Sequence[TimedMark], whole: tuple[Fraction, Fraction]) -> list[str]:
    lines = [*_tier_head("TextTier", name, whole), f"        points: size = {len(marks)} "]
    for number, mark in enumerate(marks, start=1):
        lines += [
            f"        points [{number}]:",
            f"            number = {_seconds(mark.times.apex or Fraction(0))} ",
            '            mark = "apex" ',
        ]
    return lines


def _seconds(time: Fraction) -> str:
    return decimal(time, _DIGITS)


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
