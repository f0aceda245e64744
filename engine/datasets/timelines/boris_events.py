"""Events of BORIS: from its tables and projects to marks, whichever of its versions wrote them.

BORIS codes times of an *observation*: its media one after the other, and the observation's time offset added. Events
that arrive here are on the clock of their own medium already.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from engine.clock import Clock, Rate
from engine.datasets.records import Issue, is_emotion_word, told_video
from engine.datasets.text.numbers import plain_decimal
from engine.datasets.timelines.free_intervals import FreeIntervals
from engine.datasets.timelines.timed import (
    MODIFIERS,
    TimedMark,
    TimeSpan,
    Timing,
    is_payload,
    kind_of_tier,
    parse_seconds,
    shown,
    stem_of,
)
from engine.messages import Said

_LONGEST_KEPT = 64  # characters of a time whose value is kept
APEX = " apex"  # behaviour of a point event is the kind and this
NOBODY = "No focal subject"
ABSENT = frozenset({"", "na", "nan", "none", "not found"})
EMOTION_SET, UNIT_SET = "emotion", "action units"  # names of METST's sets of modifiers
_EMOTION_SETS = frozenset((EMOTION_SET, "emotions"))
_UNIT_SETS = frozenset((UNIT_SET, "action unit", "au", "aus"))
_UNITS = re.compile(r"(?:AU)?\s*[LRTB]?\d{1,2}[A-E]?(?:\s*[+,]\s*(?:AU)?\s*[LRTB]?\d{1,2}[A-E]?)*", re.IGNORECASE)


_FORBIDDEN = str.maketrans(dict.fromkeys("(|),`~", " "))  # in modifiers of a project of BORIS


def spelled_in_project(text: str) -> str:
    """A modifier as a project shows it: without what BORIS forbids in them."""
    plain = shown(text.translate(_FORBIDDEN))
    return "" if plain.lower() == "none" else plain


@dataclass(frozen=True, slots=True)
class BorisEvent:
    """One event: a state with its start and stop, or a point.

    Attributes:
        row: where it stands in its file.
        observation, medium: names; the medium's is empty where there is none.
        subject: empty for no focal subject.
        behavior: its code.
        modifiers: in the order of their sets, empty ones included.
        sets: names of these sets, as far as the file tells them.
        start, stop: in s on the medium's clock, or None: not told.
        is_point: a point event; `stop` is its `start`.
        comment: of the start.
        frames: frame indices of start and stop, from 0, or None: not told.
        rate: rate that the file names for the medium.
        why: why it has no times, where more is known than that they are missing.
        extra: what else its row says, such as independent variables.
    """

    row: int
    observation: str
    medium: str
    subject: str
    behavior: str
    modifiers: tuple[str, ...]
    start: Fraction | None
    stop: Fraction | None
    is_point: bool
    comment: str = ""
    frames: tuple[int, int] | None = None
    rate: Rate | None = None
    sets: tuple[str, ...] = ()
    why: str = ""
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def video(self) -> str:
        """Name of its video: that of the medium, else of the observation."""
        return stem_of(self.medium) or self.observation

    def lost(self, why: str) -> Issue:
        """The issue that says why it became no annotation."""
        return Issue(self.row, self.behavior, why, told_video(self.subject, self.video), is_lost=True)


@dataclass(frozen=True, slots=True)
class Coded:
    """One row of a list of events in which a state has a row for its start and one for its stop.

    Attributes:
        event: with the row's own time as start and stop, and its own frame index.
        status: ``START``, ``STOP``, ``POINT`` or empty: not told.
    """

    event: BorisEvent
    status: str = ""


def present(text: str) -> str:
    """The text, or empty where BORIS writes that there is none."""
    return "" if text.strip().lower() in ABSENT else text.strip()


def time_of(text: str) -> Fraction | None:
    """Seconds of a cell such as ``21.4``, ``21,4`` or ``00:00:21.400``, or None."""
    return _short_time(text) if len(text) <= _LONGEST_KEPT else _time_of(text)


def _time_of(text: str) -> Fraction | None:
    plain = plain_decimal(text)
    parts = plain.lstrip("-").split(":")
    if not 1 <= len(parts) <= 3:
        return None
    total = None
    for part in parts:
        value = parse_seconds(part)
        if value is None or value < 0:
            return None
        total = value if total is None else 60 * total + value
    return total if total is None or not plain.startswith("-") else -total


# Every row is asked for its times more than once, and a table repeats them.
_short_time = lru_cache(maxsize=1 << 14)(_time_of)


def paired(rows: Iterable[Coded], issues: list[Issue]) -> list[BorisEvent]:
    """Events of rows: each stop closes the last start of its observation, subject, behaviour and modifiers."""
    found: list[BorisEvent] = []
    open_: dict[tuple[str, str, str, tuple[str, ...]], BorisEvent] = {}
    for one in rows:
        event = one.event
        if one.status == "POINT":
            found.append(replace(event, is_point=True))
            continue
        key = (event.observation, event.subject, event.behavior, event.modifiers)
        start = open_.pop(key, None)
        if start is None and one.status != "STOP":
            open_[key] = event
        elif start is None:
            issues.append(event.lost(Said("stops without a start; left out")))
        elif one.status == "START":
            issues.append(start.lost(Said("starts without a stop; left out")))
            open_[key] = event
        else:
            found.append(_closed(start, event))
    issues += [one.lost(Said("starts without a stop; left out")) for one in open_.values()]
    return sorted(found, key=lambda event: event.row)


def _closed(start: BorisEvent, stop: BorisEvent) -> BorisEvent:
    frames = (start.frames[0], stop.frames[0]) if start.frames and stop.frames else None
    if start.medium != stop.medium:
        why = Said("starts in “{medium}” and stops in “{medium2}”; left out", medium=start.medium, medium2=stop.medium)
        return replace(start, stop=None, frames=None, why=why)  # two clocks
    return replace(start, stop=stop.stop, frames=frames)


def to_marks(events: Sequence[BorisEvent], timing: Timing, issues: list[Issue]) -> list[TimedMark]:
    """Marks of events: points within an interval of their kind are its apex, others are events of one frame."""
    names = {event.medium for event in events}
    marks: list[TimedMark] = []
    points: list[TimedMark] = []
    for event in events:
        mark = _mark(event, timing, issues, alone=len(names) == 1)
        if mark is not None:
            (points if event.is_point else marks).append(mark)
    return _with_apexes(marks, points, issues)


def _mark(event: BorisEvent, timing: Timing, issues: list[Issue], *, alone: bool) -> TimedMark | None:
    ours = is_payload(event.comment)
    clock = _clock(event, timing, alone=alone)
    emotion, units, rest = modifiers_of(event, ours=ours)
    further = {} if ours else dict(event.extra)
    if rest and not ours:
        further[MODIFIERS] = "|".join(rest)
    if event.observation and event.observation != event.video:
        further["observation"] = event.observation
    if event.comment.strip() and not ours:
        further["note"] = " ".join(event.comment.split())
    mark = TimedMark(
        kind=event.behavior,
        onset=0,
        offset=0,
        apex=None,
        emotion=emotion,
        units=units,
        payload=event.comment if ours else "",
        row=event.row,
        subject=shown(event.subject),
        video="" if ours else event.video,
        extra=further,
        further=rest if ours and len(event.modifiers) > 2 else None,
    )
    timed = event.start is not None and event.stop is not None and (clock is not None or ours or timing.medium is None)
    if clock is None and event.frames is not None and not ours:
        timed = False  # the file shows frames, so that no rate need be asked for
    if timed and event.start is not None and event.stop is not None:
        if event.stop < event.start:
            issues.append(Issue(event.row, event.behavior, Said("stops before it starts; read as one frame")))
        stop = max(event.start, event.stop)
        return replace(mark, span=TimeSpan(event.start, stop, event.start if event.is_point else None, clock))
    if event.frames is not None:
        first, stop_frame = event.frames
        last = first if event.is_point else max(first, stop_frame - 1)
        return replace(mark, onset=first, offset=last, apex=first if event.is_point else None)
    issues.append(event.lost(_why_lost(event)))
    return None


def _why_lost(event: BorisEvent) -> str:
    """Why an event became no annotation."""
    if event.why:
        return event.why
    if event.start is not None and event.stop is not None:
        return Said(
            "belongs to “{medium}”, whose times and rate are not known; the row was left out", medium=event.medium
        )
    if event.start is not None:
        return Said("has a start and no stop; the row was left out")
    if event.stop is not None:
        return Said("has a stop and no start; the row was left out")
    return Said("has no time and no image index; the row was left out")


def _clock(event: BorisEvent, timing: Timing, *, alone: bool) -> Clock | None:
    """What tells the frames of an event: the video where it is its medium, else a rate."""
    return timing.clock_of(event.medium, event.rate, alone=alone)


def modifiers_of(event: BorisEvent, *, ours: bool) -> tuple[str, str, tuple[str, ...]]:
    """Emotion, action units and the further modifiers of an event.

    METST's own are in this order. Of others the emotion is in a set of that name, or a word of the data sets; action
    units are in a set of that name, or look like them and no number of anything else can be meant.
    """
    texts = [shown(text) for text in event.modifiers]
    if ours:
        return (*texts, "", "")[0], (*texts, "", "")[1], tuple(filter(None, texts[2:]))
    names = [*(name.strip().lower() for name in event.sets), *[""] * len(texts)][: len(texts)]
    emotion = _first(at for at, name in enumerate(names) if texts[at] and name in _EMOTION_SETS)
    units = _first(at for at, name in enumerate(names) if texts[at] and name in _UNIT_SETS)
    filled = [at for at, text in enumerate(texts) if text and at not in (emotion, units)]
    if emotion is None and not _EMOTION_SETS & set(names):
        emotion = _first(at for at in filled if is_emotion_word(texts[at]))
    if units is None and not _UNIT_SETS & set(names):
        units = _first(at for at in filled if at != emotion and _are_units(texts, at, names[at], emotion))
    rest = tuple(texts[at] for at in filled if at not in (emotion, units))
    return "" if emotion is None else texts[emotion], "" if units is None else texts[units], rest


def _first(places: Iterable[int]) -> int | None:
    return next(iter(places), None)


def _are_units(texts: Sequence[str], at: int, name: str, emotion: int | None) -> bool:
    """Whether a modifier is action units: a bare number is only in METST's second place, behind an emotion or none."""
    if not _UNITS.fullmatch(texts[at]):
        return False
    bare = texts[at].isdecimal()
    return not bare or (not name and at == 1 and len(texts) == 2 and (emotion == 0 or not texts[0]))


def _with_apexes(marks: Sequence[TimedMark], points: Sequence[TimedMark], issues: list[Issue]) -> list[TimedMark]:
    found = list(marks)
    times: dict[_Key, list[Fraction | int]] = {}
    for point in points:
        if point.kind.endswith(APEX):
            times.setdefault(_key(point, point.kind.removesuffix(APEX)), []).append(_interval(point)[0])
    free = {key: FreeIntervals(values) for key, values in times.items()}
    for number, mark in enumerate(found):
        around = free.get(_key(mark, kind_of_tier(mark.kind)))
        if around is not None and _is_free(mark):
            around.add(number, *_interval(mark))
    for point in points:
        kind = point.kind.removesuffix(APEX)
        place = free[_key(point, kind)].take(_interval(point)[0]) if kind != point.kind else None
        if place is not None:
            found[place] = _with_apex(found[place], point)
        elif point.payload:
            where = told_video(point.subject, point.video)
            issues.append(
                Issue(point.row, point.kind, Said("is the apex of no interval; left out"), where, is_lost=True)
            )
        else:
            found.append(point)
    return sorted(found, key=lambda mark: mark.row)


_Key = tuple[str, str, str, str, bool]


def _key(mark: TimedMark, kind: str) -> _Key:
    return (kind, mark.subject, mark.video, mark.payload, mark.span is None)


def _is_free(mark: TimedMark) -> bool:
    return mark.apex is None and (mark.span is None or mark.span.apex is None)


def _interval(mark: TimedMark) -> tuple[Fraction | int, Fraction | int]:
    """Where a mark begins and ends, in s, or in frames where it has no times."""
    return (mark.onset, mark.offset) if mark.span is None else (mark.span.start, mark.span.end)


def _with_apex(mark: TimedMark, point: TimedMark) -> TimedMark:
    if mark.span is not None and point.span is not None:
        return replace(mark, span=replace(mark.span, apex=point.span.start))
    return replace(mark, apex=point.onset)


def offsets(names: Sequence[str], durations: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """When each medium of an observation begins: where those before it end. Empty after one of unknown length."""
    found: dict[str, Fraction] = {}
    at = Fraction(0)
    for name in names:
        found[name] = at
        if name not in durations:
            break
        at += durations[name]
    return found
