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
STILL_SIGMA = 2.5
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
        strongest, at_apex = float(np.nanmax(moved[0])), moved[1]
        covered = sum(max(0, min(b, one.offset) - max(a, one.onset) + 1) for a, b in blinks)
        if covered / (one.offset - one.onset + 1) >= BLINK_SHARE:
            reason = Said("A blink fills this interval.")
            found.append(LabelDoubt(one.key, "blink", 2 + covered / (one.offset - one.onset + 1), reason))
        if strongest < STILL_SIGMA:
            reason = Said("Nothing moves here more than it does all the time.")
            found.append(LabelDoubt(one.key, "no movement", 2 + (STILL_SIGMA - strongest), reason))
        elif at_apex is not None and at_apex < APEX_SHARE * strongest:
            reason = Said("At the apex hardly anything has moved; the movement lies elsewhere in the interval.")
            found.append(LabelDoubt(one.key, "apex outside the movement", 1 + (1 - at_apex / strongest), reason))
    return found


def _displacement(run: AnalysisRun, one: CheckedLabel) -> tuple[Float64, float | None] | None:
    """Largest displacement of any region since the onset at each sample, in robust standard deviations of what moves
    anyway over a sixth of a second, and its value at the apex; None where nothing was measured."""  # noqa: D205, D209
    evidence, frames = run.evidence, run.curves.frames
    assert evidence is not None
    first, last = (int(np.searchsorted(frames, each)) for each in (one.onset, one.offset))
    if last >= len(frames) or last <= first:
        return None
    trace = joined_trace(evidence, first, last, around=(first, last))
    trace = trace - trace[:, :1]
    sigma, _ = neutral_sigma(run, evidence, max(1, round(run.curves.rate / 6)))
    spread = np.sqrt((sigma[0::2] ** 2 + sigma[1::2] ** 2) / 2)
    length = np.hypot(trace[0::2], trace[1::2]) / spread[:, None]
    if np.isnan(length).all():
        return None
    moved: Float64 = np.nanmax(np.where(np.isnan(length), -1.0, length), axis=0)
    apex = None if one.apex is None else int(np.searchsorted(frames, one.apex)) - first
    near = None if apex is None else float(moved[max(0, apex - 1) : apex + 2].max(initial=0.0))
    return moved, near
