"""From per-sample emotion probabilities to the emotion of an interval, and what it means for a proposal (ADR 0013)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.config import Synergy
from engine.types import CLASSES, Curves, Emotion, Float64, Int64, Mask

NEUTRAL = CLASSES.index(Emotion.NEUTRAL)
# Mask bits that speak of a fast head or a jump of the picture; looked for this long before and after an interval.
MOTION_BITS = Mask.NOT_CONVERGED | Mask.BOX_OUTSIDE | Mask.CUT | Mask.REFERENCE_MOVED
MOTION_SECONDS = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Recognised:
    """Outcome for P intervals.

    Attributes:
        accepted: bool [P], False where recognition rejects the interval.
        emotions: one (emotion, mean probabilities) pair for each accepted interval; (None, None): not inferred.
    """

    accepted: NDArray[np.bool_]
    emotions: tuple[tuple[Emotion | None, tuple[float, ...] | None], ...]


def recognise(
    curves: Curves, onset: Int64, offset: Int64, *, synergy: Synergy, motion: NDArray[np.bool_] | None = None
) -> Recognised:
    """Emotion of each interval, and whether recognition lets it stand.

    The class of an interval is the most frequent class of its samples without the outermost ones (`interval_classes`).
    Modes, by what the class is chosen from and what neutral means:

    - ``"none"``: all five; a neutral interval stands and is called neutral.
    - ``"recognition_led"``: all five; a neutral interval is rejected.
    - ``"spotting_led"``: the four without neutral; nothing is rejected.
    - ``"paper"``: all five; a neutral interval is rejected under high motion, else it stands with the most probable
      other class (by mean probability). High motion is any `motion` sample in the interval; where `motion` is None, any
      mask bit of a failed alignment, a moved reference, a box outside the picture or a cut within 0.2 s of it.

    Args:
        curves: curves; ``probabilities`` None accepts everything with no emotion.
        onset: int64 [P], first samples.
        offset: int64 [P], last samples.
        synergy: mode.
        motion: bool [S], samples with high motion.
    """
    accepted = np.ones(len(onset), bool)
    if curves.probabilities is None or len(onset) == 0:
        return Recognised(accepted, ((None, None),) * len(onset))
    options = NEUTRAL if synergy == "spotting_led" else len(CLASSES)
    found = interval_classes(curves.probabilities[:, :options], onset, offset)
    mean = _mean_rows(curves.probabilities, onset, offset)
    if synergy == "recognition_led":
        accepted = found != NEUTRAL
    elif synergy == "paper":
        neutral = np.flatnonzero(found == NEUTRAL)
        accepted[neutral] = ~_high_motion(curves, onset[neutral], offset[neutral], motion)
        found[neutral] = mean[neutral, :NEUTRAL].argmax(axis=1)
    return Recognised(
        accepted,
        tuple(
            (CLASSES[label], tuple(row)) if label >= 0 else (None, None)
            for label, row in zip(found[accepted].tolist(), mean[accepted].tolist(), strict=True)
        ),
    )


def interval_classes(scores: NDArray[np.floating[Any]], onset: Int64, offset: Int64) -> Int64:
    """Most frequent class (a row's argmax) in rows ``[onset + 1, offset - 1)``; of equally frequent ones the first met.

    As released (feature spec 1.14): bounds below 0 count as 0, bounds beyond the curve end with it. An interval too
    short to have an inside takes all of its samples. Rows that are not finite have no vote.

    Args:
        scores: float [S, c], probabilities or logits.
        onset: int64 [P], first samples; may be negative.
        offset: int64 [P], last samples; may lie beyond the curve.

    Returns:
        int64 [P]; -1 where no row is finite.
    """
    onset, offset = np.maximum(onset, 0), np.maximum(offset, 0)
    first, stop = onset + 1, np.minimum(np.maximum(offset - 1, 1), len(scores))
    short = stop <= first
    first, stop = np.where(short, onset, first), np.where(short, np.minimum(offset + 1, len(scores)), stop)
    owner, sample = _ranges(first, stop)
    rows = scores[sample]
    voting = np.isfinite(rows).all(axis=1)
    owner, label = owner[voting], rows[voting].argmax(axis=1)
    classes = scores.shape[1]
    ballot = owner * classes + label
    votes = np.bincount(ballot, minlength=len(onset) * classes)
    met = np.full(len(votes), len(ballot))
    np.minimum.at(met, ballot, np.arange(len(ballot)))
    # more votes first, then the earlier first vote
    merit = (votes * (len(ballot) + 1) - met).reshape(-1, classes)
    return np.where(votes.reshape(-1, classes).any(axis=1), merit.argmax(axis=1), -1)


def _mean_rows(probabilities: NDArray[np.float32], onset: Int64, offset: Int64) -> Float64:
    """Mean of the finite rows of each interval, float64 [P, c]; 0 where there is none."""
    owner, sample = _ranges(onset, offset + 1)
    rows = probabilities[sample].astype(np.float64)
    finite = np.isfinite(rows).all(axis=1)
    rows[~finite] = 0
    start = np.searchsorted(owner, np.arange(len(onset)))
    count = np.add.reduceat(finite.astype(np.int64), start)
    result: Float64 = np.add.reduceat(rows, start) / np.maximum(count, 1)[:, np.newaxis]
    return result


def _ranges(first: Int64, stop: Int64) -> tuple[Int64, Int64]:
    """All samples of the half-open ranges one after the other, and the range each belongs to."""
    length = np.maximum(stop - first, 0)
    owner = np.repeat(np.arange(len(first)), length)
    before = np.cumsum(length) - length
    return owner, np.arange(len(owner)) - before[owner] + first[owner]


def _high_motion(curves: Curves, onset: Int64, offset: Int64, motion: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    margin = 0
    if motion is None:
        motion, margin = (curves.mask & MOTION_BITS) != 0, round(MOTION_SECONDS * curves.rate)
    before = np.append(0, np.cumsum(motion))
    stop = np.minimum(offset + margin + 1, len(motion))
    return np.asarray(before[stop] > before[np.maximum(onset - margin, 0)])
