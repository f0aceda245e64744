"""Praat TextGrid files (long text, UTF-8): interval tiers that tile the time, and point tiers for the apex.

For each kind there is a tier with the emotions, one with the action units, one with METST's data and one with the apex
points; events that overlap go to ``micro/2`` and so on. Times are seconds with nine decimals.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from engine.datasets.atomic import write_text_atomic
from engine.datasets.guard import read_file
from engine.datasets.records import Issue, ReadResult, Record, Source, WriteReport
from engine.datasets.timed import (
    Mark,
    Rate,
    from_marks,
    kind_of_tier,
    lanes,
    need_rate,
    one_video,
    payload_rate,
    to_marks,
)
from engine.errors import DatasetError

NO_EMOTION = "[no emotion]"  # an interval without a text would mean that there is no event
_TOKEN = re.compile(r'"(?:[^"]|"")*"|[^\s"]+')
_NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{0,30})?([eE][+-]?\d{1,2})?")
_CHILDREN = (" AU", " data", " apex")


@dataclass(frozen=True, slots=True)
class _Entry:
    """An interval or a point (start equals end) with its text; `row` is its number in the tier."""

    start: Fraction
    end: Fraction
    text: str
    row: int


def read_textgrid(path: Path, *, fps: Rate | None = None) -> ReadResult:
    """Records of a TextGrid, long or short text: one for each interval with a text.

    Raises:
        DatasetError: no file, no TextGrid, or no known frame rate.
    """
    tiers = _tiers(path)
    datas = (one.text for name, tier in tiers.items() if name.endswith(" data") for one in tier.entries)
    rate = fps or payload_rate(datas)
    rate = need_rate(rate, "Praat")
    issues: list[Issue] = []
    marks: list[Mark] = []
    for name, tier in tiers.items():
        if any(name.endswith(end) and name.removesuffix(end) in tiers for end in _CHILDREN):
            continue
        marks += [_mark(name, entry, tiers, rate, issues) for entry in tier.entries if entry.text.strip()]
    return from_marks(marks, issues, lambda mark: Source("textgrid", path.name, mark.kind, mark.row))


def _mark(name: str, entry: _Entry, tiers: dict[str, "_Tier"], rate: Rate, issues: list[Issue]) -> Mark:
    onset, offset = rate.frame(1000 * entry.start), rate.frame(1000 * entry.end) - 1
    if offset < onset:
        if entry.end > entry.start:
            issues.append(Issue(entry.row, name, "is shorter than a frame; read as one frame"))
        offset = onset
    points = tiers[f"{name} apex"].inside(entry) if f"{name} apex" in tiers else ()
    inside = [frame for frame in (rate.frame(1000 * point.start) for point in points) if onset <= frame <= offset]
    text = " ".join(entry.text.split())
    return Mark(
        kind=kind_of_tier(name),
        onset=onset,
        offset=offset,
        apex=inside[0] if inside else None,
        emotion="" if text == NO_EMOTION else text,
        units=tiers[f"{name} AU"].beside(entry) if f"{name} AU" in tiers else "",
        payload=tiers[f"{name} data"].beside(entry) if f"{name} data" in tiers else "",
        row=entry.row,
    )


class _Tier:
    """Entries of one tier, in order of time, and quick ways to those near another entry."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self.entries = sorted(entries, key=lambda one: one.start)
        self._starts = [one.start for one in self.entries]

    def inside(self, wanted: _Entry) -> list[_Entry]:
        """Entries that begin within another one; half a frame of rounding is the caller's business."""
        slack = Fraction(1, 100)
        first = bisect_left(self._starts, wanted.start - slack)
        return self.entries[first : bisect_right(self._starts, wanted.end + slack)]

    def beside(self, wanted: _Entry) -> str:
        """Text of the entry that shares the most time with another one (entries of a tier do not overlap)."""
        first = max(bisect_right(self._starts, wanted.start) - 1, 0)
        near = self.entries[first : bisect_left(self._starts, wanted.end)]
        best, text = Fraction(0), ""
        for entry in near:
            shared = min(entry.end, wanted.end) - max(entry.start, wanted.start)
            if shared > best and entry.text.strip():
                best, text = shared, entry.text
        return text


def _tiers(path: Path) -> dict[str, _Tier]:
    tokens = _tokens(path)
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


def _tokens(path: Path) -> Iterator[str]:
    """Strings, numbers and flags; other words are decoration (Praat reads its files so)."""
    data = read_file(path)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DatasetError(f"“{path.name}” is neither UTF-8 nor UTF-16 text; save it again in Praat.") from error
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token[0] in '"<' or _NUMBER.fullmatch(token):
            yield token


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


def write_textgrid(path: Path, records: Sequence[Record], *, fps: Rate | None = None) -> WriteReport:
    """Write one video's records; `read_textgrid` gives equal ones.

    Raises:
        DatasetError: several videos, no frame rate, or frames that a timeline cannot show.
    """
    rate = need_rate(fps, "Praat")
    one_video(records, "A TextGrid")
    marks = to_marks(records, "Praat", rate)
    end = max((mark.offset for mark in marks), default=0) + 1
    tiers: list[list[str]] = []
    for name, content in lanes(marks):
        tiers += [
            _intervals(name, [(mark, mark.emotion or NO_EMOTION) for mark in content], end, rate),
            _intervals(f"{name} AU", [(mark, mark.units) for mark in content], end, rate),
            _intervals(f"{name} data", [(mark, mark.payload) for mark in content], end, rate),
            _points(f"{name} apex", [mark for mark in content if mark.apex is not None], end, rate),
        ]
    head = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0 ", f"xmax = {_seconds(end, rate)} "]
    head += ["tiers? <exists> ", f"size = {len(tiers)} ", "item []: "]
    lines = [line for n, tier in enumerate(tiers, start=1) for line in (f"    item [{n}]:", *tier)]
    write_text_atomic(path, "\n".join([*head, *lines]) + "\n")
    return WriteReport(len(records))


def _tier_head(kind: str, name: str, end: int, rate: Rate) -> list[str]:
    return [
        f'        class = "{kind}" ',
        f"        name = {_quoted(name)} ",
        "        xmin = 0 ",
        f"        xmax = {_seconds(end, rate)} ",
    ]


def _intervals(name: str, marks: Sequence[tuple[Mark, str]], end: int, rate: Rate) -> list[str]:
    """Lines of a tier whose intervals leave no time out."""
    spans: list[tuple[int, int, str]] = []
    at = 0
    for mark, text in marks:
        if mark.onset > at:
            spans.append((at, mark.onset, ""))
        spans.append((mark.onset, mark.offset + 1, text))
        at = mark.offset + 1
    if at < end:
        spans.append((at, end, ""))
    lines = [*_tier_head("IntervalTier", name, end, rate), f"        intervals: size = {len(spans)} "]
    for number, (first, last, text) in enumerate(spans, start=1):
        lines += [
            f"        intervals [{number}]:",
            f"            xmin = {_seconds(first, rate)} ",
            f"            xmax = {_seconds(last, rate)} ",
            f"            text = {_quoted(text)} ",
        ]
    return lines


def _points(name: str, marks: Sequence[Mark], end: int, rate: Rate) -> list[str]:
    lines = [*_tier_head("TextTier", name, end, rate), f"        points: size = {len(marks)} "]
    for number, mark in enumerate(marks, start=1):
        lines += [
            f"        points [{number}]:",
            f"            number = {_seconds(mark.apex or 0, rate)} ",
            '            mark = "apex" ',
        ]
    return lines


def _seconds(frame: int, rate: Rate) -> str:
    """Time at which a frame begins, with nine decimals and no rounding through binary fractions."""
    nanoseconds = round(Fraction(frame) * 10**9 / rate.fps)
    return f"{nanoseconds // 10**9}.{nanoseconds % 10**9:09d}"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
