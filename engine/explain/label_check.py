"""Annotations that look wrong, with the reason: a queue for a second look, never a correction."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from engine.evaluation.matching import iou
from engine.explain.blinks import blink_spans
from engine.explain.movement import joined_trace, neutral_sigma
from engine.messages import Said
from engine.types import AnalysisRun, Emotion, Float64

Doubt = Literal["no movement", "blink", "apex outside the movement", "emotion against action units", "duplicate",
                "unusual bounds"]  # fmt: skip

# Below so many robust standard deviations nothing has moved that does not move anyway.
STILL_SIGMA = 3.0
# Share of the interval that blinks cover, and overlap from which two annotations mark one event.
BLINK_SHARE, SAME_IOU = 0.7, 0.5
# At the apex less than this share of the largest displacement in the interval: the apex lies elsewhere.
APEX_SHARE = 0.5
# Lengths so many robust standard deviations (of log length) from those of the same annotator.
HABIT_SIGMA, LEAST_HABIT = 3.5, 8
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
    """

    key: str
    annotator: str
    onset: int
    apex: int | None
    offset: int
    emotion: Emotion | None = None
    action_units: str = ""


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
    """The strongest doubt of each annotation that has one, the strongest first.

    Args:
        labels: of one video.
        run: of the same video, for what was measured; None: only what the labels say themselves is checked.
    """
    found = [*_duplicates(labels), *_against(labels), *_unusual(labels)]
    if run is not None and run.evidence is not None and len(run.evidence.starts):
        found += _measured(labels, run)
    strongest: dict[str, LabelDoubt] = {}
    for one in found:
        if one.key not in strongest or one.weight > strongest[one.key].weight:
            strongest[one.key] = one
    return tuple(sorted(strongest.values(), key=lambda one: -one.weight))


def _duplicates(labels: Sequence[CheckedLabel]) -> list[LabelDoubt]:
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
        lengths = np.log([one.offset - one.onset + 1 for one in own])
        spread = max(0.15, 1.4826 * float(np.median(np.abs(lengths - np.median(lengths)))))
        for one, away in zip(own, np.abs(lengths - np.median(lengths)) / spread, strict=True):
            if away > HABIT_SIGMA:
                reason = Said("Much longer or shorter than what this annotator marks elsewhere.")
                found.append(LabelDoubt(one.key, "unusual bounds", 1 + float(away) / HABIT_SIGMA, reason))
    return found


def _measured(labels: Sequence[CheckedLabel], run: AnalysisRun) -> list[LabelDoubt]:
    evidence = run.evidence
    assert evidence is not None
    frames = run.curves.frames
    blinks = [(int(frames[a]), int(frames[b])) for a, b in blink_spans(evidence.eyes, run.curves.rate)]
    found = []
    for one in labels:
        moved = _displacement(run, one)
        if moved is None:
            continue
        covered = sum(max(0, min(b, one.offset) - max(a, one.onset) + 1) for a, b in blinks)
        if covered / (one.offset - one.onset + 1) >= BLINK_SHARE:
            reason = Said("A blink fills this interval.")
            found.append(LabelDoubt(one.key, "blink", 2 + covered / (one.offset - one.onset + 1), reason))
        if moved.steady < STILL_SIGMA:
            reason = Said("Nothing moves here more than it does all the time.")
            found.append(LabelDoubt(one.key, "no movement", 2 + (STILL_SIGMA - moved.steady), reason))
        elif moved.apex is not None and moved.apex < APEX_SHARE * moved.largest:
            reason = Said("At the apex hardly anything has moved; the movement lies elsewhere in the interval.")
            found.append(LabelDoubt(one.key, "apex outside the movement", 2 - moved.apex / moved.largest, reason))
    return found


@dataclass(frozen=True, slots=True)
class _Moved:
    """Largest displacement of any region since the onset, in robust standard deviations of what moves anyway.

    Attributes:
        steady: of means of three samples: the largest of many noisy values is large by itself.
        largest: of single samples.
        apex: of single samples at the apex; None where nobody named one.
    """

    steady: float
    largest: float
    apex: float | None


def _displacement(run: AnalysisRun, one: CheckedLabel) -> _Moved | None:
    """What moved in an interval; None where nothing was measured."""
    evidence, frames = run.evidence, run.curves.frames
    assert evidence is not None
    first, last = (int(np.searchsorted(frames, each)) for each in (one.onset, one.offset))
    if last >= len(frames) or last <= first:
        return None
    trace = joined_trace(evidence, first, last, around=(first, last))
    # Over a sixth of a second, about as long as a micro-expression rises.
    sigma, _ = neutral_sigma(run, evidence, max(1, round(run.curves.rate / 6)))
    padded = np.pad(trace, ((0, 0), (1, 1)), mode="edge")
    single = _largest(trace, sigma)
    steady = _largest((padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]) / 3, sigma)
    if np.isnan(single).all() or np.isnan(steady).all():
        return None
    apex = None if one.apex is None else int(np.searchsorted(frames, one.apex)) - first
    near = None if apex is None else float(np.nanmax(single[max(0, apex - 1) : apex + 2], initial=0.0))
    return _Moved(float(np.nanmax(steady)), float(np.nanmax(single)), near)


def _largest(trace: Float64, sigma: Float64) -> Float64:
    """Displacement of the fastest region since the first sample, float64 [n], in standard deviations; else NaN."""
    spread = np.sqrt((sigma[0::2] ** 2 + sigma[1::2] ** 2) / 2)
    away = trace - trace[:, :1]
    length = np.hypot(away[0::2], away[1::2]) / spread[:, None]
    found = np.where(np.isnan(length), -1.0, length).max(axis=0)
    return np.asarray(np.where(found < 0, np.nan, found))
