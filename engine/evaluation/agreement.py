"""How far two annotators agree on the same videos: events, bounds, action units, emotions.

Frames are 0-based and inclusive. Two intervals are the same event from IoU 0.5 on, as in the field's protocols
(evaluation spec 2.2); neither annotator is the truth, so pairs are chosen by overlap, the best first, and swapping the
annotators changes no number. A value counts where both annotators stated it (ADR 0020): a model's bounds that both
let stand, or its emotion that neither confirmed, agree with themselves and say nothing of two people.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from engine.clock import Clock
from engine.evaluation.matching import Moment, iou
from engine.messages import Said
from engine.origins import Origins
from engine.types import Origin, OriginKind

SAME_IOU = 0.5
# Two moments of one micro-expression are no further apart than the longest lasts, in s (MEGC counts 0.5 s).
LONGEST_S = Fraction(1, 2)
BOUNDS = ("onset", "apex", "offset")
# Origins of the values that count; labels of a file count where the user says that a person stated them.
STATED = frozenset({OriginKind.HUMAN})
# What a table says of a measure with nothing behind it.
UNCOMPUTED = Said("not computed")
WITH_FILES = STATED | {OriginKind.FILE}
_BY_HUMAN = Origins.all(Origin(OriginKind.HUMAN))
_AU = re.compile(r"(?<![0-9])([0-9]{1,2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class AnnotatorMark:
    """What one annotator marked.

    Attributes:
        id: any name, unique in its video and annotator.
        onset, apex, offset: frame indices, inclusive; apex may be None.
        emotion: label, or None: none given.
        action_units: FACS line as typed.
        origins: who or what each of these comes from.
        point: whether it is a point label, whose onset and offset nobody stated.
    """

    id: str
    onset: int
    apex: int | None
    offset: int
    emotion: str | None = None
    action_units: str = ""
    origins: Origins = _BY_HUMAN
    point: bool = False

    def stated(self, name: str, counted: frozenset[OriginKind]) -> Any:
        """The value of that name where its origin counts, else None."""
        return getattr(self, name) if self.origins.of(name).kind in counted else None


@dataclass(frozen=True, slots=True)
class VideoPair:
    """The marks of two annotators on one video.

    Attributes:
        name: name of the video.
        clock: when its frames were recorded, which turns frames into milliseconds.
        first, second: marks.
    """

    name: str
    clock: Clock
    first: tuple[AnnotatorMark, ...]
    second: tuple[AnnotatorMark, ...]


@dataclass(frozen=True, slots=True)
class MarkedEvent:
    """One event: marked by both annotators, or by one (the other is None)."""

    video: str
    clock: Clock
    first: AnnotatorMark | None
    second: AnnotatorMark | None

    @property
    def onset(self) -> int:
        """First frame anybody marked."""
        return min(one.onset for one in (self.first, self.second) if one is not None)


@dataclass(frozen=True, slots=True)
class Difference:
    """Absolute differences of one bound over the matched events where both annotators stated it; None of no event."""

    n: int
    median_frames: float | None
    p90_frames: float | None
    median_ms: float | None
    p90_ms: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two annotators.

    Attributes:
        n_videos: videos both worked on.
        n_first, n_second, n_matched: events of each, and of both. That there is an event everybody stated: by a
            verdict, by drawing it, or by importing it.
        n_bounds_matched: matched events of which both annotators stated onset and offset; the others overlap because
            the same model drew them, or a file.
        f1: ``2 matched / (first + second)``, event F1 at IoU 0.5; None where nobody marked anything.
        bounds: differences of onset, apex and offset.
        au_agreed: action units both gave, over the matched events where anyone stated any.
        au_total: action units the first gave plus those the second gave there.
        au: ``2 au_agreed / au_total`` (Ekman & Friesen 1978, FACS reliability); AU numbers only, sides and intensities
            are not compared. None where nobody gave any.
        kappa: Cohen's kappa (Cohen 1960) of the emotions; None where it is undefined.
        kappa_n: matched events whose emotion both annotators stated.
        kappa_agreed: those with the same one.
        kappa_note: why kappa is undefined; empty where it is not.
        unstated: emotions of matched events that do not count, by the kind of their origin.
        counted: origins of the values that count.
    """

    n_videos: int
    n_first: int
    n_second: int
    n_matched: int
    n_bounds_matched: int
    f1: float | None
    bounds: Mapping[str, Difference]
    au_agreed: int
    au_total: int
    au: float | None
    kappa: float | None
    kappa_n: int
    kappa_agreed: int
    kappa_note: str
    unstated: Mapping[str, int]
    counted: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-able form."""
        return asdict(self)

    def rows(self) -> list[tuple[str, float | None, int]]:
        """(measure, value, number of events behind it); None: undefined."""
        found: list[tuple[str, float | None, int]] = [
            ("videos", self.n_videos, self.n_videos),
            ("events_first", self.n_first, self.n_first),
            ("events_second", self.n_second, self.n_second),
            ("events_matched", self.n_matched, self.n_matched),
            ("events_matched_bounds_stated", self.n_bounds_matched, self.n_matched),
            ("event_f1_iou_0.5", self.f1, self.n_first + self.n_second),
        ]
        for name, one in self.bounds.items():
            kinds = ("median_frames", "p90_frames", "median_ms", "p90_ms")
            found.extend((f"{name}_{what}", getattr(one, what), one.n) for what in kinds)
        found.append(("au_agreement", self.au, self.au_total))
        found.append(("emotion_kappa", self.kappa, self.kappa_n))
        return found


def match_events(pair: VideoPair, *, iou_threshold: float = SAME_IOU) -> list[MarkedEvent]:
    """Events of one video in order of onset: pairs with IoU >= threshold, the best first, and what is left alone."""
    candidates = [
        (-_overlap(one, other, pair.clock), min(i, j), max(i, j), i, j)
        for i, one in enumerate(pair.first)
        for j, other in enumerate(pair.second)
        if (one.point and other.point) or (one.onset <= other.offset and other.onset <= one.offset)
    ]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for overlap, _low, _high, i, j in sorted(candidates):
        if -overlap >= iou_threshold and i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    events = [
        MarkedEvent(pair.name, pair.clock, one, pair.second[partner[i]] if i in partner else None)
        for i, one in enumerate(pair.first)
    ]
    events += [MarkedEvent(pair.name, pair.clock, None, one) for j, one in enumerate(pair.second) if j not in taken]
    return sorted(events, key=lambda event: (event.onset, event.first is None))


def _overlap(one: AnnotatorMark, other: AnnotatorMark, clock: Clock) -> float:
    if one.point and other.point:
        return float(abs(clock.seconds(one.onset) - clock.seconds(other.onset)) <= LONGEST_S)
    spans = [Moment(mark.onset, mark.offset) if mark.point else (mark.onset, mark.offset) for mark in (one, other)]
    return iou(*spans)


def agreement(pairs: Sequence[VideoPair], *, counted: frozenset[OriginKind] = STATED) -> Agreement:
    """Agreement over all videos, counts pooled.

    Args:
        pairs: the marks on each video.
        counted: origins of the values that count, `STATED` or `WITH_FILES`.
    """
    events = [event for pair in pairs for event in match_events(pair)]
    both = [(event.first, event.second, event.clock) for event in events if event.first and event.second]
    n_first, n_second = (sum(len(getattr(pair, side)) for pair in pairs) for side in ("first", "second"))
    agreed, total = _action_units([(one, other) for one, other, _clock in both], counted)
    labels = [(one.stated("emotion", counted), other.stated("emotion", counted)) for one, other, _clock in both]
    kappa, n, same, note = cohens_kappa([(one, other) for one, other in labels if one and other])
    marks = [mark for one, other, _clock in both for mark in (one, other) if mark.emotion]
    unstated = Counter(str(mark.origins.emotion.kind) for mark in marks if mark.origins.emotion.kind not in counted)
    return Agreement(
        n_videos=len(pairs),
        n_first=n_first,
        n_second=n_second,
        n_matched=len(both),
        n_bounds_matched=sum(_bounds_stated(one, counted) and _bounds_stated(other, counted) for one, other, _ in both),
        f1=2 * len(both) / (n_first + n_second) if n_first + n_second else None,
        bounds={name: _difference(name, both, counted) for name in BOUNDS},
        au_agreed=agreed,
        au_total=total,
        au=2 * agreed / total if total else None,
        kappa=kappa,
        kappa_n=n,
        kappa_agreed=same,
        kappa_note=note,
        unstated=dict(sorted(unstated.items())),
        counted=tuple(sorted(counted)),
    )


def _bounds_stated(mark: AnnotatorMark, counted: frozenset[OriginKind]) -> bool:
    return mark.origins.onset.kind in counted and mark.origins.offset.kind in counted


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> tuple[float | None, int, int, str]:
    """Cohen's kappa ``(p_o - p_e) / (1 - p_e)`` of two raters.

    Args:
        pairs: label of the first and of the second rater for each item.

    Returns:
        kappa (None where ``p_e`` is 1 or there is no item), number of items, number of equal ones, why it is None.
    """
    n = len(pairs)
    same = sum(one == other for one, other in pairs)
    if not n:
        return None, 0, 0, Said("no matched event has an emotion that both stated")
    labels = {label for pair in pairs for label in pair}
    chance = sum(sum(a == one for a, _ in pairs) * sum(b == one for _, b in pairs) for one in labels) / n**2
    if len(labels) == 1:
        return None, n, same, Said("both gave one and the same emotion throughout")
    return (same / n - chance) / (1 - chance), n, same, ""


def action_units(text: str) -> frozenset[int]:
    """AU numbers of a FACS line, without sides and intensities: ``"R12+4B"`` gives 12 and 4."""
    return frozenset(int(number) for number in _AU.findall(text))


def _action_units(
    both: Sequence[tuple[AnnotatorMark, AnnotatorMark]], counted: frozenset[OriginKind]
) -> tuple[int, int]:
    """AUs both gave, and AUs of the first plus those of the second, over events where anyone stated any."""
    lines = [[mark.stated("action_units", counted) or "" for mark in pair] for pair in both]
    sets = [(action_units(one), action_units(other)) for one, other in lines]
    return sum(len(one & other) for one, other in sets), sum(len(one) + len(other) for one, other in sets)


def _difference(
    name: str, both: Sequence[tuple[AnnotatorMark, AnnotatorMark, Clock]], counted: frozenset[OriginKind]
) -> Difference:
    found = [
        (abs(mine - yours), float(abs(clock.seconds(mine) - clock.seconds(yours))))
        for one, other, clock in both
        if (mine := one.stated(name, counted)) is not None and (yours := other.stated(name, counted)) is not None
    ]
    if not found:
        return Difference(0, None, None, None, None)
    frames = np.array([frames for frames, _seconds in found], float)
    ms = 1000 * np.array([seconds for _frames, seconds in found])
    numbers = (np.median(frames), np.percentile(frames, 90), np.median(ms), np.percentile(ms, 90))
    return Difference(len(found), *(float(one) for one in numbers))
