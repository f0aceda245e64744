"""What the timeline formats share: frames and times, lanes, and a payload that keeps every field.

A record becomes a `TimedMark`: what a timeline tool shows (kind, interval, apex, emotion, action units) and a payload,
JSON in ASCII that holds the record whole, and the times that were written for it. On reading, what the tool shows wins
where somebody changed it there; everything else comes from the payload. Marks of other programs have no payload and are
read from what they show.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Literal

from engine.clock import Clock, FrameClock, Rate
from engine.datasets.records import Issue, ReadResult, Record, RecordSource
from engine.datasets.sheets.checks import LARGEST_FRAME, order_issues, repeats
from engine.datasets.sheets.layout import RecordCheck
from engine.datasets.sheets.table_writer import disordered, refuse
from engine.errors import DatasetError
from engine.messages import Said
from engine.origins import ENDING

FASTEST = 1000  # Hz: up to here a millisecond tells every frame from its neighbours (evaluation spec 5)
KEY = "metst"  # marks a payload; its value is the version of this form
MODIFIERS = "modifiers"  # key of what BORIS codes beside emotion and action units, between bars
LONGEST_S = 10**9  # of a time that is believed
_LONGEST_TIME = 31  # characters of a text that is read as a time
_PLAIN_TIME = re.compile(r"(\d+)(?:\.(\d+))?", re.ASCII)
# Python would write out the power of ten of 1e-99999999, which takes minutes.
_HUGE_POWER = re.compile(r"e[+-]?0*[1-9]\d{2}", re.IGNORECASE)
# A shown time this near to the one that METST wrote was not moved: formats round to a millisecond or finer.
_SAME_S = Fraction(1, 4000)
_IN_EXTRA = ("kind", MODIFIERS)
_TEXTS = ("subject", "video", "action_units", "objective_class")


@dataclass(frozen=True, slots=True)
class Medium:
    """The video that labels belong to, as far as label files speak of it.

    Attributes:
        clock: when its frames are shown.
        path: its file; None: a folder of images, or unknown.
    """

    clock: Clock
    path: Path | None = None

    def as_players_show(self) -> "Medium":
        """The same with the times that players such as mpv show."""
        return replace(self, clock=self.clock.as_players_show()) if isinstance(self.clock, FrameClock) else self

    def is_called(self, name: str) -> bool:
        """Whether a label file that names its medium (a path, URL or stem) means this one."""
        if self.path is None:
            return False
        return self.path.stem.casefold() in (name.strip().casefold(), stem_of(name).casefold())


Media = Medium | Mapping[tuple[str, str], Medium]


@dataclass(frozen=True, slots=True)
class Timing:
    """What tells frames of times.

    Attributes:
        rate: frame rate that the user named, for videos that are not at hand.
        media: the video of all labels, or those of several by subject and video.
    """

    rate: Rate | None = None
    media: Media | None = None

    @property
    def medium(self) -> Medium | None:
        """The one video of all labels, or None."""
        return self.media if isinstance(self.media, Medium) else None

    @property
    def clock(self) -> Clock | None:
        """Clock of the one video, else the rate that the user named."""
        return self.medium.clock if self.medium is not None else self.rate

    def as_players_show(self) -> "Timing":
        """The same with the times that players such as mpv show."""
        media = self.media
        if isinstance(media, Medium):
            return replace(self, media=media.as_players_show())
        known = media and {names: one.as_players_show() for names, one in media.items()}
        return replace(self, media=known)

    def of(self, subject: str, video: str) -> Medium | None:
        """The video of a record."""
        if isinstance(self.media, Medium) or self.media is None:
            return self.medium
        return self.media.get((subject, video))

    def need(self, subject: str, video: str, title: str) -> Clock:
        """Clock of the video of a record.

        Raises:
            DatasetError: neither its times nor a rate are known.
        """
        medium = self.of(subject, video)
        return medium.clock if medium is not None else need_clock(self.rate, title)

    def clock_of(self, name: str, own: Rate | None, *, alone: bool) -> Clock | None:
        """Clock of a video that a file names: that of the known one where it is the one, else a rate.

        Args:
            name: its name, path or URL; empty: the file does not say.
            own: rate that the file names for it.
            alone: whether the file holds no other.
        """
        medium = self.medium
        if medium is not None and (alone or not name or medium.is_called(name)):
            return medium.clock
        return own if medium is not None else self.rate or own

    def of_several(self, videos: Iterable[tuple[str, str]]) -> "Timing":
        """The same for records of these videos: one known video is that of its own name, where there are several."""
        names = set(videos)
        medium = self.medium
        if medium is None or len(names) < 2:
            return self
        return replace(self, media={one: medium for one in names if medium.is_called(one[1])})


NO_TIMING = Timing()


def stem_of(name: str) -> str:
    """Name of a medium without folders and ending, from a path of any system or a URL."""
    return Path(name.replace("\\", "/").rstrip("/").rpartition("/")[2]).stem


def unquoted(url: str) -> str:
    """A URL with its percent signs resolved."""
    raw = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), url.encode("utf-8", "replace"))
    return raw.decode("utf-8", "replace")


def nearest(value: Fraction) -> int:
    """The nearest whole number, halves upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def milliseconds(clock: Clock, frame: int) -> int:
    """Millisecond at which a frame begins, rounded to the nearest."""
    return nearest(1000 * clock.seconds(frame))


def decimal(seconds: Fraction, digits: int = 3) -> str:
    """A time in s with a fixed number of decimals, not rounded through binary fractions."""
    units = nearest(abs(seconds) * 10**digits)
    sign = "-" if seconds < 0 and units else ""
    return f"{sign}{units // 10**digits}.{units % 10**digits:0{digits}d}"


def parse_seconds(text: str) -> Fraction | None:
    """A time in s from a decimal number, or None: no time, or none that can be meant."""
    stripped = text.strip()
    return _seconds(stripped) if 0 < len(stripped) <= _LONGEST_TIME else None


@lru_cache(maxsize=1 << 14)
def _seconds(text: str) -> Fraction | None:
    """The time in a short text; tables repeat theirs, and a `Fraction` takes long to make."""
    if (plain := _PLAIN_TIME.fullmatch(text)) is not None:
        whole, rest = plain[1], plain[2] or ""
        value = Fraction(int(whole + rest), 10 ** len(rest))
    elif "/" in text or "_" in text or _HUGE_POWER.search(text):
        return None
    else:
        try:
            value = Fraction(text)
        except ValueError:
            return None
    return value if abs(value) < LONGEST_S else None


def rate_of(fps: float | str | Fraction | None) -> Rate | None:
    """A rate from a number or a text such as ``30000/1001``; a decimal such as 29.97 is the broadcast rate.

    Raises:
        DatasetError: no rate between 1 and 1000 fps.
    """
    if fps is None:
        return None
    try:
        value = _broadcast(Fraction(str(fps)) if isinstance(fps, float) else Fraction(fps))
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise DatasetError(Said("“{fps}” is no frame rate; give one such as 30 or 30000/1001.", fps=fps)) from error
    if not 1 <= value <= FASTEST:
        raise DatasetError(
            Said("At {fps} frames a second milliseconds cannot tell frames apart; use CSV, JSON or xlsx.", fps=fps)
        )
    return Rate(value)


def rate_or_none(fps: object) -> Rate | None:
    """A rate that a file names, or None where it is none."""
    if isinstance(fps, bool) or not isinstance(fps, str | int | float):
        return None
    try:
        return rate_of(fps.strip() if isinstance(fps, str) else fps)
    except (DatasetError, ValueError):
        return None


def _broadcast(value: Fraction) -> Fraction:
    """23.976, 29.97, 59.94, 119.88 and the like are meant as n * 1000 / 1001."""
    if abs(value - round(value)) < Fraction(1, 1000):  # a measured mean
        return Fraction(round(value))
    whole = Fraction(round(value)) * 1000 / 1001
    return whole if value.denominator != 1 and abs(value - whole) < Fraction(1, 200) else value


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """An interval in time, as a file shows it.

    Attributes:
        start, end: in s on the clock; the end is where the next frame begins.
        apex: in s, or None: not shown.
        clock: what tells its frames; None: nothing is known of the video.
    """

    start: Fraction
    end: Fraction
    apex: Fraction | None
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class TimedMark:
    """One record as a timeline tool shows it.

    Attributes:
        kind: micro, macro, blink or another word; names the tier.
        onset, offset: frame indices, inclusive; of a mark that is read, not known yet where there is a span.
        apex: frame index, or None: not shown, or shown as a time.
        emotion, units: as shown, see `shown`.
        payload: JSON of the whole record, or empty: written by another program.
        row: where it stands in its file.
        subject, video: as shown; empty where the format does not show them.
        extra: what else another program shows.
        further: further values that a format shows beside emotion and action units; None: it has no place for them.
        span: its times; None: the file shows frames.
        spelled: how the format shows emotions and action units, where it cannot show all that `shown` leaves.
    """

    kind: str
    onset: int
    offset: int
    apex: int | None
    emotion: str
    units: str
    payload: str = ""
    row: int = 0
    subject: str = ""
    video: str = ""
    extra: Mapping[str, str] | None = None
    further: tuple[str, ...] | None = None
    span: TimeSpan | None = None
    spelled: Callable[[str], str] | None = None

    @property
    def times(self) -> TimeSpan:
        """Its times.

        Raises:
            ValueError: it has none.
        """
        if self.span is None:
            raise ValueError(Said("A mark without times."))
        return self.span


def is_payload(text: str) -> bool:
    """Whether a text is a payload of METST's, intact or not."""
    return text.lstrip().startswith("{") and f'"{KEY}"' in text


def shown(text: str) -> str:
    """A text on one line without characters that a timeline tool may not show; empty where there is none."""
    if not text.isprintable():
        text = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(text.split())


def _shown_kind(record: Record) -> str:
    """Kind as the name of a tier: without blanks and slashes, which mark the tiers under it and its lanes."""
    return shown(record.extra.get("kind", "")).replace("/", "|").replace(" ", "_") or "micro"


def check_frames(records: Sequence[Record], title: str) -> None:
    """Refuse what no timeline can show.

    Raises:
        DatasetError: frames before the first, out of order, or beyond 2^31.
    """
    for rule in (
        RecordCheck(
            lambda r: r.onset < 0,
            Said("start before the first frame, which {title} cannot show; move the onset", title=title),
        ),
        RecordCheck(
            disordered,
            Said("are not in the order onset, apex, offset, as {title} needs; put their frames in order", title=title),
        ),
        RecordCheck(
            lambda r: r.offset >= LARGEST_FRAME - 1, Said("end beyond frame 2,147,483,646; correct the offset")
        ),
    ):
        refuse(records, rule)


def to_marks(
    records: Sequence[Record],
    title: str,
    timing: Timing,
    *,
    digits: int = 3,
    from_zero: bool = False,
    counted: bool = False,
) -> list[TimedMark]:
    """Marks of records with the times to write, in their order.

    Args:
        records: of any number of videos.
        title: of the format, for sentences.
        timing: the videos or their rate.
        digits: decimals of a second that the format writes.
        from_zero: the format knows no times below 0: they are written as 0.
        counted: the format counts frames at the clock's nominal rate: times are those of its frames.

    Raises:
        DatasetError: frames that no timeline can show, or a video whose times are not known.
    """
    check_frames(records, title)
    marks = []
    for number, record in enumerate(records):
        clock = timing.need(record.subject, record.video, title)

        times = clock.seconds(record.onset), clock.seconds(record.offset + 1)
        apex = None if record.apex is None else clock.seconds(record.apex)
        if counted:
            rate = Rate(clock.fps)
            first = rate.frame(times[0])
            times = rate.seconds(first), rate.seconds(max(first, rate.last_before(times[1])) + 1)
            apex = None  # is not shown
        at = partial(_rounded, digits=digits, from_zero=from_zero)
        start = at(times[0])
        end = max(at(times[1]), start + Fraction(1, 10**digits))
        span = TimeSpan(start, end, None if apex is None else at(apex), clock)
        marks.append(replace(_bare(record), payload=_payload(record, number, span, digits), span=span))
    return marks


def _rounded(time: Fraction, *, digits: int, from_zero: bool) -> Fraction:
    units = nearest(time * 10**digits)
    return Fraction(max(units, 0) if from_zero else units, 10**digits)


def before_zero(records: Sequence[Record], title: str, timing: Timing) -> list[str]:
    """The sentence for records that begin before second 0, which a format without times below 0 cannot say."""
    count = sum(timing.need(one.subject, one.video, title).seconds(one.onset) < 0 for one in records)
    if not count:
        return []
    return [
        f"{count} annotations begin before second 0 of the video, which {title} cannot say: they are shown from 0 on."
    ]


def to_frame_marks(records: Sequence[Record], title: str) -> list[TimedMark]:
    """Marks of records without times, for files that show frames.

    Raises:
        DatasetError: frames that no timeline can show.
    """
    check_frames(records, title)
    return [replace(_bare(record), payload=_payload(record, number, None, 0)) for number, record in enumerate(records)]


def _bare(record: Record) -> TimedMark:
    return TimedMark(
        kind=_shown_kind(record),
        onset=record.onset,
        offset=record.offset,
        apex=record.apex,
        emotion=shown(record.emotion or ""),
        units=shown(record.action_units),
        subject=shown(record.subject),
        video=shown(record.video),
        further=further_of(record),
    )


def further_of(record: Record) -> tuple[str, ...]:
    """Further modifiers of a record that another program coded, in their order."""
    return tuple(filter(None, map(shown, record.extra.get(MODIFIERS, "").split("|"))))


def _payload(record: Record, number: int, span: TimeSpan | None, digits: int) -> str:
    content: dict[str, Any] = {KEY: 1, "n": number}
    if span is not None:
        if isinstance(span.clock, Rate):
            content["fps"] = span.clock.text
        apex = None if span.apex is None else decimal(span.apex, digits)
        content["at"] = [decimal(span.start, digits), apex, decimal(span.end, digits)]
    content |= {name: getattr(record, name) for name in ("subject", "video", "onset", "apex", "offset", "emotion")}
    content |= {"action_units": record.action_units, "objective_class": record.objective_class}
    content["extra"] = dict(record.extra)
    return json.dumps(content).replace(">", "\\u003e").replace("<", "\\u003c").replace("&", "\\u0026")


def written_end(payload: str) -> Fraction | None:
    """When the event of a payload ended as METST wrote it; of a point label no file shows it."""
    at = (_parse(payload) or {}).get("at")
    return parse_seconds(at[2]) if isinstance(at, list) and len(at) == 3 and isinstance(at[2], str) else None


def payload_rate(payloads: Iterable[str]) -> Rate | None:
    """The frame rate that the first payload names, or None."""
    for text in payloads:
        rate = _rate_in(_parse(text))
        if rate is not None:
            return rate
    return None


def _rate_in(content: Mapping[str, Any] | None) -> Rate | None:
    return rate_or_none(content.get("fps")) if content else None


def need_clock(clock: Rate | None, title: str) -> Rate:
    """The rate.

    Raises:
        DatasetError: there is none.
    """
    if clock is None:
        raise DatasetError(
            Said(
                "{title} counts in seconds; give the video (--times-of FILE) or, where its frames are "
                "evenly spaced from second 0 on, give the frame rate (--fps 30 or 30000/1001).",
                title=title,
            )
        )
    return clock


def from_marks(
    marks: Sequence[TimedMark],
    issues: list[Issue],
    source: Callable[[TimedMark], RecordSource],
    title: str = "The file",
) -> ReadResult:
    """Records of marks: in their written order where payloads tell it, those of other programs after them.

    Raises:
        DatasetError: marks in time of a video of which nothing is known.
    """
    numbered: list[tuple[tuple[int, int], int, Record]] = []
    for position, mark in enumerate(marks):
        order, record = _record(mark, issues, title)
        place = (0, order) if order is not None else (1, position)
        numbered.append((place, mark.row, replace(record, source=source(mark))))
    numbered.sort(key=lambda one: one[0])
    rows = [(row, record) for _, row, record in numbered]
    for row, record in rows:
        issues.extend(order_issues(row, record, base=0))
    issues.extend(repeats(rows))
    issues.sort(key=lambda issue: issue.row or 0)
    return ReadResult(tuple(record for _, record in rows), tuple(issues))


def _parse(text: str) -> dict[str, Any] | None:
    try:
        content = json.loads(text) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and content.get(KEY) == 1 else None


def _record(mark: TimedMark, issues: list[Issue], title: str) -> tuple[int | None, Record]:
    """Place and record of a mark."""
    content = _parse(mark.payload)
    known = _whole(content) if content else None
    if known is None or content is None:
        if mark.payload:
            issues.append(Issue(mark.row, "", Said("its METST data are damaged; read from what is shown")))
        if mark.span is not None:
            clock = mark.span.clock
            mark = _framed(mark, mark.span, clock if clock is not None else need_clock(None, title), issues)
        extra = {**(mark.extra or {}), "kind": mark.kind}
        frames = (mark.onset, mark.apex, mark.offset)
        return None, Record(mark.subject, mark.video, *frames, mark.emotion, mark.units, extra=extra)
    if mark.span is not None:
        mark = _settled(mark, mark.span, known, content, issues)
    changed = _changes(known, mark)
    for name, (before, now) in changed.items():
        issues.append(
            Issue(
                mark.row,
                name,
                Said(
                    "was “{before}” when METST wrote it and is “{now}” now; read as it is now", before=before, now=now
                ),
            )
        )
    # What somebody changed since is no longer of the origin that METST wrote.
    extra = {key: value for key, value in known.extra.items() if key not in {f"{name}{ENDING}" for name in changed}}
    extra |= {name: str(now) for name, (_, now) in changed.items() if name in _IN_EXTRA}
    fields = {name: now for name, (_, now) in changed.items() if name not in _IN_EXTRA}
    order = content.get("n")
    return (order if isinstance(order, int) else None), replace(known, extra=extra, **fields)  # type: ignore[arg-type]


def _framed(mark: TimedMark, span: TimeSpan, clock: Clock, issues: list[Issue]) -> TimedMark:
    """The mark with the frames of its times; what reaches over an end of the video is cut there, and said."""
    onset, offset = clock.frame(span.start), clock.last_before(span.end)
    if offset < onset:
        if span.end < span.start:
            issues.append(Issue(mark.row, "", Said("ends before it begins; read as one frame")))
        elif span.end > span.start:
            issues.append(Issue(mark.row, "", Said("is shorter than a frame; read as one frame")))
        offset = onset
    last = None if clock.n_frames is None else clock.n_frames - 1
    if onset < 0 <= offset:
        issues.append(Issue(mark.row, "", Said("begins before the first frame; read from the first frame on")))
        onset = 0
    if last is not None and onset <= last < offset:
        issues.append(Issue(mark.row, "", Said("ends after the last frame; read up to the last frame")))
        offset = last
    apex = mark.apex
    if span.apex is not None:
        apex = min(max(clock.frame(span.apex), onset), offset)
    return replace(mark, onset=onset, offset=offset, apex=apex)


def _settled(
    mark: TimedMark, span: TimeSpan, known: Record, content: Mapping[str, Any], issues: list[Issue]
) -> TimedMark:
    """The mark with its frames: those that METST wrote where the file shows the same times, else those of the times."""
    written, tolerance = _written(content, known)
    names: tuple[Literal["onset", "apex", "offset"], ...] = ("onset", "apex", "offset")
    times = dict(zip(names, (span.start, span.apex, span.end), strict=True))
    moved = [name for name in names if not _is_same(times[name], written[name], tolerance)]
    if span.apex is None and mark.apex is not None and "apex" in moved:
        moved.remove("apex")  # the file shows a frame
    clock = span.clock if span.clock is not None else _rate_in(content)
    if moved and clock is None:
        issues.append(
            Issue(
                mark.row,
                moved[0],
                Said("was moved after METST wrote it; give the video to find its frames; kept as METST wrote it"),
            )
        )
        moved = []
    found = mark
    if moved and clock is not None:
        found = _framed(mark, span, clock, issues if {"onset", "offset"} & set(moved) else [])
    frames: dict[str, int | None] = {
        "onset": found.onset if "onset" in moved else known.onset,
        "apex": (found.apex if span.apex is not None else None) if "apex" in moved else known.apex,
        "offset": found.offset if "offset" in moved else known.offset,
    }
    if span.apex is None and mark.apex is not None:
        frames["apex"] = mark.apex
    return replace(mark, **frames)  # type: ignore[arg-type]


def _is_same(now: Fraction | None, before: Fraction | None, tolerance: Fraction) -> bool:
    if now is None or before is None:
        return now is before
    return now == before or abs(now - before) <= tolerance


def _written(content: Mapping[str, Any], known: Record) -> tuple[dict[str, Fraction | None], Fraction]:
    """Times that METST wrote for a record, and how near is the same; none are known where it does not say."""
    at = content.get("at")
    names = ("onset", "apex", "offset")
    if isinstance(at, list) and len(at) == 3 and all(one is None or isinstance(one, str) for one in at):
        return {name: parse_seconds(one or "") for name, one in zip(names, at, strict=True)}, _SAME_S
    rate = _rate_in(content)
    if rate is None:
        return dict.fromkeys(names), _SAME_S
    frames = (known.onset, known.apex, known.offset + 1)
    # Files of earlier versions name the rate that they counted at; they rounded to a millisecond.
    times = {name: None if one is None else rate.seconds(one) for name, one in zip(names, frames, strict=True)}
    return times, Fraction(1, 2000)


def _changes(known: Record, mark: TimedMark) -> dict[str, tuple[object, object]]:
    """Fields that are shown otherwise than the payload says: (payload, shown)."""
    spelled = mark.spelled or shown
    pairs: dict[str, tuple[object, object, object]] = {
        "onset": (known.onset, known.onset, mark.onset),
        "offset": (known.offset, known.offset, mark.offset),
        "apex": (known.apex, known.apex, mark.apex),
        "emotion": (known.emotion, spelled(known.emotion or ""), mark.emotion),
        "action_units": (known.action_units, spelled(known.action_units), mark.units),
        "kind": (known.extra.get("kind", "micro"), _shown_kind(known), mark.kind),
    }
    if mark.further is not None:
        parts = (known.extra.get(MODIFIERS, ""), "|".join(filter(None, map(spelled, further_of(known)))))
        pairs[MODIFIERS] = (*parts, "|".join(mark.further))
    for name in ("subject", "video"):
        if getattr(mark, name):  # not every format shows them
            value = getattr(known, name)
            pairs[name] = (value, shown(value), getattr(mark, name))
    return {name: (before, now) for name, (before, shows, now) in pairs.items() if shows != now}


def _whole(content: dict[str, Any]) -> Record | None:
    """The record in a payload, or None where it is damaged."""
    frames = [content.get(name) for name in ("onset", "apex", "offset")]
    texts = [content.get(name) for name in _TEXTS]
    extra, emotion = content.get("extra"), content.get("emotion")
    if not all(isinstance(text, str) for text in texts) or not isinstance(extra, dict):
        return None
    if not all(_is_frame(frame) for frame in (frames[0], frames[2])) or not (frames[1] is None or _is_frame(frames[1])):
        return None
    if not all(isinstance(value, str) for value in extra.values()) or not (emotion is None or isinstance(emotion, str)):
        return None
    subject, video, units, objective = (str(text) for text in texts)
    onset, apex, offset = frames
    return Record(subject, video, int(onset or 0), apex, int(offset or 0), emotion, units, objective, extra)


def _is_frame(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST_FRAME


def lanes(marks: Sequence[TimedMark]) -> list[tuple[str, list[TimedMark]]]:
    """Marks by tier, each tier without overlaps and in time order: ``micro``, ``micro/2`` where two overlap, ..."""
    tiers: dict[str, list[TimedMark]] = {}
    for mark in sorted(marks, key=lambda one: (one.onset, one.offset)):
        number = 1
        while (name := f"{mark.kind}/{number}" if number > 1 else mark.kind) in tiers:
            if tiers[name][-1].offset < mark.onset:
                break
            number += 1
        tiers.setdefault(name, []).append(mark)
    return sorted(tiers.items())


def kind_of_tier(name: str) -> str:
    """Kind from the name of a tier: without the number of its lane."""
    head, slash, tail = name.rpartition("/")
    return head if slash and tail.isdecimal() else name


def one_video(records: Sequence[Record], title: str) -> tuple[str, str]:
    """Subject and video of all records.

    Raises:
        DatasetError: there are several videos.
    """
    videos = list(dict.fromkeys((record.subject, record.video) for record in records))
    if len(videos) > 1:
        names = ", ".join("/".join(one) for one in videos[:3])
        raise DatasetError(
            Said(
                "{title} holds one video and there are {n} ({names}{words}); write one file for each "
                "(choose with --subject and --video).",
                title=title,
                n=len(videos),
                names=names,
                words=", …" if len(videos) > 3 else "",
            )
        )
    return videos[0] if videos else ("", "")
