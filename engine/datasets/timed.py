"""What the timeline formats share: frames and milliseconds, lanes, and a payload that keeps every field.

A record becomes a `Mark`: what a timeline tool shows (kind, interval, apex, emotion, action units) and a payload, JSON
in ASCII that holds the record whole. On reading, what the tool shows wins where somebody changed it there; everything
else comes from the payload. Marks of other programs have no payload and are read from what they show.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from engine.datasets.checks import LARGEST_FRAME, order_issues, repeats
from engine.datasets.layout import Check
from engine.datasets.records import Issue, ReadResult, Record, Source
from engine.datasets.table_writer import disordered, refuse
from engine.errors import DatasetError

FASTEST = 1000  # Hz: up to here a millisecond tells every frame from its neighbours (evaluation spec 5)
KEY = "metst"  # marks a payload; its value is the version of this form
_TEXTS = ("subject", "video", "action_units", "objective_class")


@dataclass(frozen=True, slots=True)
class Rate:
    """Frames a second, exact.

    Attributes:
        fps: e.g. ``Fraction(30000, 1001)``.
    """

    fps: Fraction

    @property
    def text(self) -> str:
        """E.g. ``"30"`` or ``"30000/1001"``."""
        return str(self.fps)

    def ms(self, frame: int) -> int:
        """Millisecond at which a frame begins, rounded to the nearest."""
        return _nearest(1000 * frame / self.fps)

    def frame(self, ms: Fraction | int) -> int:
        """Frame that begins nearest to a time in milliseconds; the inverse of `ms` up to 1000 fps."""
        return _nearest(ms * self.fps / 1000)


def _nearest(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


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
        raise DatasetError(f"“{fps}” is no frame rate; give one such as 30 or 30000/1001.") from error
    if not 1 <= value <= FASTEST:
        raise DatasetError(f"At {fps} frames a second milliseconds cannot tell frames apart; use CSV, JSON or xlsx.")
    return Rate(value)


def _broadcast(value: Fraction) -> Fraction:
    """23.976, 29.97, 59.94, 119.88 and the like are meant as n * 1000 / 1001."""
    if abs(value - round(value)) < Fraction(1, 1000):  # a measured mean
        return Fraction(round(value))
    whole = Fraction(round(value)) * 1000 / 1001
    return whole if value.denominator != 1 and abs(value - whole) < Fraction(1, 200) else value


@dataclass(frozen=True, slots=True)
class Mark:
    """One record as a timeline tool shows it.

    Attributes:
        kind: micro, macro, blink or another word; names the tier.
        onset, offset: frame indices, inclusive.
        apex: frame index, or None: not shown.
        emotion, units: as shown, see `shown`.
        payload: JSON of the whole record, or empty: written by another program.
        row: where it stands in its file.
        subject, video: as shown; empty where the format does not show them.
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


def shown(text: str) -> str:
    """A text on one line without characters that a timeline tool may not show; empty where there is none."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _shown_kind(record: Record) -> str:
    """Kind as the name of a tier: without blanks and slashes, which mark the tiers under it and its lanes."""
    return shown(record.extra.get("kind", "")).replace("/", "|").replace(" ", "_") or "micro"


def to_marks(records: Sequence[Record], title: str, rate: Rate | None) -> list[Mark]:
    """Marks of records, in their order.

    Raises:
        DatasetError: frames that no timeline can show: before the first, out of order, or beyond 2^31.
    """
    for rule in (
        Check(lambda r: r.onset < 0, f"start before the first frame, which {title} cannot show; move the onset"),
        Check(disordered, f"are not in the order onset, apex, offset, as {title} needs; put their frames in order"),
        Check(lambda r: r.offset >= LARGEST_FRAME - 1, "end beyond frame 2,147,483,646; correct the offset"),
    ):
        refuse(records, rule)
    return [
        Mark(
            kind=_shown_kind(record),
            onset=record.onset,
            offset=record.offset,
            apex=record.apex,
            emotion=shown(record.emotion or ""),
            units=shown(record.action_units),
            payload=_payload(record, number, rate),
            subject=shown(record.subject),
            video=shown(record.video),
        )
        for number, record in enumerate(records)
    ]


def _payload(record: Record, number: int, rate: Rate | None) -> str:
    content: dict[str, Any] = {KEY: 1, "n": number}
    if rate is not None:
        content["fps"] = rate.text
    content |= {name: getattr(record, name) for name in ("subject", "video", "onset", "apex", "offset", "emotion")}
    content |= {"action_units": record.action_units, "objective_class": record.objective_class}
    content["extra"] = dict(record.extra)
    return json.dumps(content).replace(">", "\\u003e").replace("<", "\\u003c").replace("&", "\\u0026")


def payload_rate(payloads: Iterable[str]) -> Rate | None:
    """The frame rate that the first payload names, or None."""
    for text in payloads:
        content = _parse(text)
        if content and isinstance(content.get("fps"), str):
            return rate_of(content["fps"])
    return None


def need_rate(rate: Rate | None, title: str) -> Rate:
    """The rate.

    Raises:
        DatasetError: there is none.
    """
    if rate is None:
        raise DatasetError(f"{title} counts in seconds; give the frame rate of the video (--fps 30 or 30000/1001).")
    return rate


def from_marks(marks: Sequence[Mark], issues: list[Issue], source: Callable[[Mark], Source]) -> ReadResult:
    """Records of marks: in their written order where payloads tell it, those of other programs after them."""
    numbered: list[tuple[tuple[int, int], int, Record]] = []
    for position, mark in enumerate(marks):
        order, record = _record(mark, issues)
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


def _record(mark: Mark, issues: list[Issue]) -> tuple[int | None, Record]:
    """Place and record of a mark."""
    plain = Record(
        mark.subject,
        mark.video,
        mark.onset,
        mark.apex,
        mark.offset,
        mark.emotion,
        mark.units,
        extra={"kind": mark.kind},
    )
    content = _parse(mark.payload)
    known = _whole(content) if content else None
    if known is None:
        if mark.payload:
            issues.append(Issue(mark.row, "", "its METST data are damaged; read from what is shown"))
        return None, plain
    changed = _changes(known, mark)
    for name, (before, now) in changed.items():
        issues.append(
            Issue(mark.row, name, f"was “{before}” when METST wrote it and is “{now}” now; read as it is now")
        )
    extra = {**known.extra, "kind": mark.kind} if "kind" in changed else known.extra
    fields = {name: now for name, (_, now) in changed.items() if name != "kind"}
    order = content.get("n") if content else None
    return (order if isinstance(order, int) else None), replace(known, extra=extra, **fields)  # type: ignore[arg-type]


def _changes(known: Record, mark: Mark) -> dict[str, tuple[object, object]]:
    """Fields that are shown otherwise than the payload says: (payload, shown)."""
    pairs: dict[str, tuple[object, object, object]] = {
        "onset": (known.onset, known.onset, mark.onset),
        "offset": (known.offset, known.offset, mark.offset),
        "apex": (known.apex, known.apex, mark.apex),
        "emotion": (known.emotion, shown(known.emotion or ""), mark.emotion),
        "action_units": (known.action_units, shown(known.action_units), mark.units),
        "kind": (known.extra.get("kind", "micro"), _shown_kind(known), mark.kind),
    }
    if mark.subject or mark.video:
        pairs["subject"] = (known.subject, shown(known.subject), mark.subject)
        pairs["video"] = (known.video, shown(known.video), mark.video)
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


def lanes(marks: Sequence[Mark]) -> list[tuple[str, list[Mark]]]:
    """Marks by tier, each tier without overlaps and in time order: ``micro``, ``micro/2`` where two overlap, ..."""
    tiers: dict[str, list[Mark]] = {}
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
            f"{title} holds one video and there are {len(videos)} ({names}{', …' if len(videos) > 3 else ''}); write "
            "one file for each (choose with --subject and --video)."
        )
    return videos[0] if videos else ("", "")
