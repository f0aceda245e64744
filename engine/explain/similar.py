"""Movements like this one: what moved where from onset to apex, compared over a case."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.explain.movement import direction_word, joined_trace, neutral_sigma, region_names
from engine.types import AnalysisRun, Float64

# Below so many robust standard deviations of the region that moved most, nothing moved that could be like anything.
LEAST_SIGMA = 3.0


class MovementPattern(NamedTuple):
    """What moved in one interval.

    Attributes:
        key: of the interval, as the caller names it.
        vector: float64 [C], displacement of every region from before the onset to around the apex, (x, y) of each, in
            robust standard deviations of what that region does anyway in this video: a mouth that speaks all the time
            counts little. 0 where nothing was measured.
        sigma: displacement of the region that moved most, in robust standard deviations of what moves anyway.
        region: name of that region (left is the left of the picture); empty: nothing moved.
        direction: where to it moved.
    """

    key: str
    vector: Float64
    sigma: float = float("inf")
    region: str = ""
    direction: str = ""


class SimilarMovement(NamedTuple):
    """One of the movements like a given one.

    Attributes:
        key: of the interval.
        likeness: 1 for the same movement, 0 for one without anything in common.
    """

    key: str
    likeness: float


class PatternReader:
    """Reads patterns of intervals of one run; what moves anyway is estimated once."""

    def __init__(self, run: AnalysisRun) -> None:
        self._run = run
        evidence = run.evidence
        self._evidence = (
            None if evidence is None or not len(evidence.starts) or not len(run.curves.frames) else evidence
        )
        if self._evidence is not None:
            # Over a sixth of a second, about as long as a micro-expression rises.
            sigma, _ = neutral_sigma(run, self._evidence, max(1, round(run.curves.rate / 6)))
            self._spread = np.sqrt((sigma[0::2] ** 2 + sigma[1::2] ** 2) / 2)

    def pattern(self, key: str, onset: int, apex: int | None, offset: int) -> MovementPattern | None:
        """The pattern of an interval.

        Args:
            key: of the interval.
            onset: frame index.
            apex: frame index; None: where the most has moved.
            offset: frame index, inclusive.

        Returns:
            None for a run without evidence of windows, or where nothing was measured.
        """
        frames = self._run.curves.frames
        if self._evidence is None:
            return None
        first, last = (min(int(np.searchsorted(frames, one)), len(frames) - 1) for one in (onset, offset))
        low, high = max(0, first - 2), min(len(frames) - 1, last + 1)
        trace = joined_trace(self._evidence, low, high, around=(first, last))
        away = trace - _mean(trace[:, : first - low + 1])[:, None]
        if np.isnan(away).all():
            return None
        if apex is None:
            peak = int(np.nansum(away[:, first - low :] ** 2, axis=0).argmax()) + first - low
        else:
            peak = min(max(int(np.searchsorted(frames, apex)), first), last) - low
        moved = _mean(away[:, max(0, peak - 1) : peak + 2])
        moved = moved / np.repeat(self._spread, 2)
        lengths = np.hypot(moved[0::2], moved[1::2])
        if np.isnan(lengths).all():
            return None
        most = int(np.nanargmax(lengths))
        sigma = float(lengths[most])
        name = region_names(len(moved))[most]
        word = direction_word(float(moved[2 * most]), float(moved[2 * most + 1]))
        return MovementPattern(key, np.nan_to_num(moved), sigma, name, word)


def pattern_of(key: str, run: AnalysisRun, onset: int, apex: int, offset: int) -> MovementPattern | None:
    """The pattern of one interval; see `PatternReader.pattern`."""
    return PatternReader(run).pattern(key, onset, apex, offset)


def most_similar(one: MovementPattern, others: Sequence[MovementPattern]) -> tuple[SimilarMovement, ...]:
    """The others in order of likeness, the most alike first; patterns of other features are left out.

    Likeness is the cosine of the angle between the patterns (at least 0): what moves where, not how far. Where nothing
    moved there is none.
    """
    size = float(np.linalg.norm(one.vector))
    found = []
    for other in others:
        if other.key == one.key or len(other.vector) != len(one.vector):
            continue
        length = float(np.linalg.norm(other.vector))
        still = min(one.sigma, other.sigma) < LEAST_SIGMA or size == 0 or length == 0
        cosine = 0.0 if still else float(one.vector @ other.vector) / (size * length)
        found.append(SimilarMovement(other.key, min(1.0, max(0.0, cosine))))
    return tuple(sorted(found, key=lambda each: -each.likeness))


def _mean(trace: Float64) -> Float64:
    """Mean of each row without what was not measured, float64 [C]; NaN where nothing was."""
    known = ~np.isnan(trace)
    n = known.sum(axis=1)
    total = np.where(known, trace, 0.0).sum(axis=1)
    return np.asarray(np.where(n > 0, total / np.maximum(n, 1), np.nan))
