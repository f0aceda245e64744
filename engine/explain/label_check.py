"""Annotations that look wrong, with the reason: a queue for a second look, never a correction."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from engine.explain.blinks import blink_spans
from engine.explain.movement import joined_trace, neutral_sigma
from engine.messages import Said
from engine.types import AnalysisRun, Emotion, Float64, RunEvidence

Doubt = Literal["no movement", "blink", "apex outside the movement", "emotion against action units", "duplicate",
                "unusual bounds", "shifted bounds"]  # fmt: skip

# Below so many robust standard deviations nothing has moved that does not move anyway.
STILL_SIGMA = 3.0
# Share of the interval that blinks cover, and overlap from which two annotations mark one event.
BLINK_SHARE, SAME_IOU = 0.7, 0.5
# At the apex less than this share of the largest displacement in the interval: the apex lies elsewhere.
APEX_SHARE = 0.5
# Samples by which an apex may be off without anybody minding.
NEAR_APEX = 2
# s: how far around an interval a better place is looked for, and the least that is no chance; how many times more has
# to move there. In the benchmark 98 % of right labels fit best within a frame of where they are.
SHIFT_S, LEAST_SHIFT_S, SHIFT_GAIN = 0.27, 0.1, 1.5
# Lengths so many robust standard deviations (of log length) from those of the same annotator.
HABIT_SIGMA, LEAST_HABIT = 3.5, 8
# Of log length: who marks all alike is not doubted for one that is twice as long.
LEAST_SPREAD = 0.3
# Action units that speak against an emotion, after the FACS investigator's guide (Ekman, Friesen and Hager 2002): a
# smile without anything else is not negative, a frown or a sneer is not positive, raised brows alone are not positive.
AGAINST: Final[dict[Emotion, tuple[frozenset[int], ...]]] = {
    Emotion.NEGATIVE: (frozenset({12}), frozenset({6, 12})),
    Emotion.POSITIVE: (frozenset({4}), frozenset({9}), frozenset({10}), frozenset({15}), frozenset({1, 4}),
                       frozenset({1, 2}), frozenset({4, 7}), frozenset({9, 10}), frozenset({20})),
    Emotion.SURPRISE: (frozenset({4}), frozenset({9}), frozenset({10}), frozenset({12}), frozenset({6, 12}),
                       frozenset({15}), frozenset({4, 7})),
}  # fmt: skip
_UNIT = re.compile(r"(?<![0-9])([0-9]{1,2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class CheckedLabel:
    """One annotation to be checked; frame indices, inclusive.

    Attributes:
        key: of the annotation.
        annotator: who marked it.
        onset, offset: bounds.
        apex: None where nobody named one.
        emotion: one of the four classes, or None.
        action_units: FACS line as typed.
        fps: frames a second of its video, by which lengths are compared; 1 where all count alike.
    """

    key: str
    annotator: str
    onset: int
    apex: int | None
    offset: int
    emotion: Emotion | None = None
    action_units: str = ""
    fps: float = 1.0


@dataclass(frozen=True, slots=True)
class LabelDoubt:
    """Why an annotation should be looked at again.

    Attributes:
        key: of the annotation.
        doubt: which rule.
        weight: how much it stands out; larger first.
        reason: a sentence.
    """

    key: str
    doubt: Doubt
    weight: float
    reason: str


def doubts(labels: Sequence[CheckedLabel], run: AnalysisRun | None) -> tuple[LabelDoubt, ...]:
    """The strongest doubt of each annotation that has one, the strongest first; see `all_doubts`."""
    return strongest(all_doubts(labels, run))


def all_doubts(
    labels: Sequence[CheckedLabel], run: AnalysisRun | None, ruler: "LabelRuler | None" = None
) -> tuple[LabelDoubt, ...]:
    """Every doubt of the labels of one video, in no order.

    Args:
        labels: of one video.
        run: of the same video, for what was measured; None: only what the labels say themselves is checked.
        ruler: of that run, where the same labels are checked again and again; None: a new one.
    """
    found, shifts = check_video(labels, run, ruler)
    return (*found, *habit_doubts(labels, shifts))


def check_video(
    labels: Sequence[CheckedLabel], run: AnalysisRun | None, ruler: "LabelRuler | None" = None
) -> tuple[list[LabelDoubt], list["LabelShift"]]:
    """What can be told of each label without the habits of its annotator, and how each lies beside its movement.

    Args:
        labels: of one video.
        run: of the same video; None: nothing is measured.
        ruler: of that run, where the same labels are checked again and again; None: a new one.
    """
    found, shifts = [*_duplicates(labels), *_against(labels)], list[LabelShift]()
    if run is not None and run.evidence is not None:
        found += _blinking(labels, run)
        if len(run.evidence.starts):
            moving, shifts = _measured(labels, ruler or LabelRuler(run))
            found += moving
    return found, shifts


def habit_doubts(labels: Sequence[CheckedLabel], shifts: Sequence["LabelShift"]) -> list[LabelDoubt]:
    """Labels that are unlike the others of their annotator, in any number of videos.

    Args:
        labels: all of them.
        shifts: how they lie beside their movements, as far as that is known (`check_video`).
    """
    found = _unusual(labels)
    for name in sorted({one.label.annotator for one in shifts}):
        found += _shifted([one for one in shifts if one.label.annotator == name])
    return found


def strongest(found: Iterable[LabelDoubt]) -> tuple[LabelDoubt, ...]:
    """The strongest doubt of each annotation, the strongest first."""
    kept: dict[str, LabelDoubt] = {}
    for one in found:
        if one.key not in kept or one.weight > kept[one.key].weight:
            kept[one.key] = one
    return tuple(sorted(kept.values(), key=lambda one: (-one.weight, one.key)))


def _duplicates(labels: Sequence[CheckedLabel]) -> list[LabelDoubt]:
    from engine.evaluation.matching import iou  # the window reads what is found without the evaluation

    found = []
    ordered = sorted(labels, key=lambda one: (one.annotator, one.onset, one.offset))
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.annotator != one.annotator or other.onset > one.offset:
                break
            overlap = iou((one.onset, one.offset), (other.onset, other.offset))
            if overlap >= SAME_IOU:
                reason = Said("The same annotator marked this event twice.")
                found.append(LabelDoubt(other.key, "duplicate", 3 + overlap, reason))
    return found


def _against(labels: Sequence[CheckedLabel]) -> list[LabelDoubt]:
    found = []
    for one in labels:
        units = frozenset(int(code) for code in _UNIT.findall(one.action_units))
        if one.emotion in AGAINST and units in AGAINST[one.emotion]:
            reason = Said("These action units alone hardly ever stand for this emotion.")
            found.append(LabelDoubt(one.key, "emotion against action units", 2.5, reason))
    return found


def _unusual(labels: Sequence[CheckedLabel]) -> list[LabelDoubt]:
    """Lengths far from what the same annotator marks."""
    found = []
    for name in sorted({one.annotator for one in labels}):
        own = [one for one in labels if one.annotator == name]
        if len(own) < LEAST_HABIT:
            continue
        lengths = np.log([(one.offset - one.onset + 1) / one.fps for one in own])
        spread = max(LEAST_SPREAD, 1.4826 * float(np.median(np.abs(lengths - np.median(lengths)))))
        for one, away in zip(own, np.abs(lengths - np.median(lengths)) / spread, strict=True):
            if away > HABIT_SIGMA:
                reason = Said("Much longer or shorter than what this annotator marks elsewhere.")
                found.append(LabelDoubt(one.key, "unusual bounds", 1 + float(away) / HABIT_SIGMA, reason))
    return found


def _measured(labels: Sequence[CheckedLabel], ruler: "LabelRuler") -> tuple[list[LabelDoubt], list["LabelShift"]]:
    found, shifts = [], []
    for one in labels:
        moved, shift = ruler.measured(one)
        if moved is None:
            continue
        if moved.steady < STILL_SIGMA:
            reason = Said("Nothing moves here more than it does all the time.")
            found.append(LabelDoubt(one.key, "no movement", 2 + (STILL_SIGMA - moved.steady), reason))
            continue
        if moved.apex is not None and moved.apex < APEX_SHARE * moved.largest:
            reason = Said("At the apex hardly anything has moved; the movement lies elsewhere in the interval.")
            found.append(LabelDoubt(one.key, "apex outside the movement", 2 - moved.apex / moved.largest, reason))
        if shift is not None:
            shifts.append(replace(shift, label=one))
    return found, shifts


def _blinking(labels: Sequence[CheckedLabel], run: AnalysisRun) -> list[LabelDoubt]:
    assert run.evidence is not None
    frames, found = run.curves.frames, []
    blinks = [(int(frames[a]), int(frames[b])) for a, b in blink_spans(run.evidence.eyes, run.curves.rate)]
    for one in labels:
        covered = sum(max(0, min(b, one.offset) - max(a, one.onset) + 1) for a, b in blinks)
        share = covered / (one.offset - one.onset + 1)
        if share >= BLINK_SHARE:
            found.append(LabelDoubt(one.key, "blink", 2 + share, Said("A blink fills this interval.")))
    return found


def _shifted(own: Sequence["LabelShift"]) -> list[LabelDoubt]:
    """Labels of one annotator that lie elsewhere beside their movement than that annotator's others do."""
    if len(own) < LEAST_HABIT:
        return []
    habit = float(np.median([one.frames for one in own]))
    found = []
    for one in own:
        away = round(one.frames - habit)
        if abs(away) >= one.least and one.gain >= SHIFT_GAIN:
            later = Said(
                "The movement begins {n} frames later than where this annotator's other labels put it.", n=away
            )
            sooner = Said(
                "The movement begins {n} frames earlier than where this annotator's other labels put it.", n=-away
            )
            weight = 2 + min(1.0, abs(away) / (4 * one.least))
            found.append(LabelDoubt(one.label.key, "shifted bounds", weight, later if away > 0 else sooner))
    return found


@dataclass(frozen=True, slots=True)
class LabelHabit:
    """How an annotator's labels lie beside the movements they mark; frames, positive where the movement comes later.

    Attributes:
        annotator: who.
        n: labels it is told from.
        shift: median.
        low, high: 90 % interval of the median, from the order of the labels' own shifts.
    """

    annotator: str
    n: int
    shift: float
    low: float
    high: float


def habits_of(shifts: Sequence["LabelShift"]) -> tuple[LabelHabit, ...]:
    """Of each annotator with at least `LEAST_HABIT` labels that lie at a movement: are all of them a frame off?

    Args:
        shifts: of labels in any number of videos, from `check_video`.
    """
    found = []
    for name in sorted({one.label.annotator for one in shifts}):
        own = np.sort([one.frames for one in shifts if one.label.annotator == name])
        if len(own) >= LEAST_HABIT:
            # Ranks between which the median lies nine times out of ten (normal approximation of the binomial).
            half = 1.645 * np.sqrt(len(own)) / 2
            low, high = max(0, int(len(own) / 2 - half)), min(len(own) - 1, int(np.ceil(len(own) / 2 + half)))
            found.append(LabelHabit(name, len(own), float(np.median(own)), float(own[low]), float(own[high])))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Moved:
    """Largest displacement of any region since before the onset, in robust standard deviations of what moves anyway.

    Attributes:
        steady: of means of three samples: the largest of many noisy values is large by itself.
        largest: of single samples.
        apex: of single samples within two of the apex; None where nobody named one, or nothing was measured there.
    """

    steady: float
    largest: float
    apex: float | None


@dataclass(frozen=True, slots=True)
class LabelShift:
    """By how much a label has to move to lie where the most moves there and back.

    Attributes:
        label: which.
        frames: later is positive.
        gain: how many times more moves there.
        least: frames that are no chance.
    """

    label: CheckedLabel
    frames: int
    gain: float
    least: int


class LabelRuler:
    """Measures intervals of one run: what moves anyway is estimated once, and each interval is measured once.

    Args:
        run: a run with evidence of windows.
    """

    def __init__(self, run: AnalysisRun) -> None:
        evidence = run.evidence
        assert evidence is not None
        self._evidence: RunEvidence = evidence
        self._frames, self._rate = run.curves.frames, run.curves.rate
        # Over a sixth of a second, about as long as a micro-expression rises.
        sigma, _ = neutral_sigma(run, evidence, max(1, round(self._rate / 6)))
        self._known: dict[tuple[int, int | None, int], tuple[_Moved | None, LabelShift | None]] = {}
        self._spread = np.sqrt((sigma[0::2] ** 2 + sigma[1::2] ** 2) / 2)

    def measured(self, one: CheckedLabel) -> "tuple[_Moved | None, LabelShift | None]":
        """What moved in an interval, and where it would fit best nearby."""
        place = one.onset, one.apex, one.offset
        if place not in self._known:
            moved = self._displacement(one)
            is_moving = moved is not None and moved.steady >= STILL_SIGMA
            self._known[place] = moved, self._shift(one) if is_moving else None
        return self._known[place]

    def _displacement(self, one: CheckedLabel) -> _Moved | None:
        """What moved in an interval; None where nothing was measured."""
        first, last = self._samples(one.onset, one.offset)
        if last >= len(self._frames) or last <= first:
            return None
        before = max(0, first - 2)
        trace = joined_trace(self._evidence, before, last, around=(first, last))
        start = _mean(trace[:, : first - before + 1])
        inner = trace[:, first - before :]
        single, steady = self._largest(inner, start), self._largest(_smooth(inner), start)
        if np.isnan(single).all() or np.isnan(steady).all():
            return None
        near = None
        if one.apex is not None:
            apex = self._samples(one.apex)[0] - first
            around = single[max(0, apex - NEAR_APEX) : apex + NEAR_APEX + 1]
            # What was not measured at the apex does not say that nothing has moved there.
            near = None if np.isnan(around).all() else float(np.nanmax(around))
        return _Moved(float(np.nanmax(steady)), float(np.nanmax(single)), near)

    def _shift(self, one: CheckedLabel) -> LabelShift | None:
        """Where the interval would fit best nearby; None without an apex, or where too little was measured."""
        if one.apex is None:
            return None
        first, apex, last = self._samples(one.onset, one.apex, one.offset)
        room = max(1, round(SHIFT_S * self._rate))
        low, high = max(0, first - room), min(len(self._frames) - 1, last + room)
        if high - low < last - first + 2:
            return None
        trace = _smooth(joined_trace(self._evidence, low, high, around=(first, min(last, high))))
        steps = [step for step in range(-room, room + 1) if low <= first + step and last + step <= high]
        moved = [
            self._there_and_back(trace, first + step - low, apex + step - low, last + step - low) for step in steps
        ]
        if 0 not in steps or not np.isfinite(moved[steps.index(0)]):
            return None
        best = int(np.nanargmax(moved))
        gain = moved[best] / max(moved[steps.index(0)], 1e-6)
        per_sample = (one.offset - one.onset) / max(1, last - first)
        return LabelShift(
            one, round(steps[best] * per_sample), gain, max(2, round(LEAST_SHIFT_S * self._rate * per_sample))
        )

    def _there_and_back(self, trace: Float64, first: int, apex: int, last: int) -> float:
        away = trace[:, apex] - (trace[:, first] + trace[:, last]) / 2
        length = np.hypot(away[0::2], away[1::2]) / self._spread
        return float(np.sqrt(np.nansum(length**2))) if np.isfinite(length).any() else float("nan")

    def _samples(self, *frames: int) -> list[int]:
        return [int(np.searchsorted(self._frames, one)) for one in frames]

    def _largest(self, trace: Float64, start: Float64) -> Float64:
        """Displacement of the fastest region since the start, float64 [n], in standard deviations; else NaN."""
        away = trace - start[:, None]
        length = np.hypot(away[0::2], away[1::2]) / self._spread[:, None]
        found = np.where(np.isnan(length), -1.0, length).max(axis=0)
        return np.asarray(np.where(found < 0, np.nan, found))


def _smooth(trace: Float64) -> Float64:
    """Means of three samples, float64 [C, n]."""
    padded = np.pad(trace, ((0, 0), (1, 1)), mode="edge")
    return np.asarray((padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]) / 3)


def _mean(trace: Float64) -> Float64:
    """Mean of each row without what was not measured, float64 [C]; NaN where nothing was."""
    known = ~np.isnan(trace)
    n = known.sum(axis=1)
    total = np.where(known, trace, 0.0).sum(axis=1)
    return np.asarray(np.where(n > 0, total / np.maximum(n, 1), np.nan))
