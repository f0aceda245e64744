"""Movements like this one: what moved where from onset to apex, compared over a case."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.explain.movement import movement
from engine.types import AnalysisRun, Float64

# A difference of size by this factor costs as much as a turn of about 60 degrees.
SIZE_WEIGHT = 0.5


class MovementPattern(NamedTuple):
    """What moved in one interval.

    Attributes:
        key: of the interval, as the caller names it.
        vector: float64 [C], displacement of every region from onset to apex along its own (x, y), px of the 320 px
            crop; 0 where nothing was measured.
    """

    key: str
    vector: Float64


class SimilarMovement(NamedTuple):
    """One of the movements like a given one.

    Attributes:
        key: of the interval.
        likeness: 1 for the same movement, 0 for one without anything in common.
    """

    key: str
    likeness: float


def pattern_of(key: str, run: AnalysisRun, onset: int, apex: int, offset: int) -> MovementPattern | None:
    """The pattern of an interval (frame indices, inclusive); None for a run without evidence of windows."""
    found = movement(run, onset, apex, offset)
    if found is None:
        return None
    angles = {"right": 0, "down right": 1, "down": 2, "down left": 3, "left": 4, "up left": 5, "up": 6, "up right": 7}
    vector = np.zeros(2 * len(found.regions))
    for place, region in enumerate(found.regions):
        if region.direction and np.isfinite(region.px):
            turn = angles[region.direction] * np.pi / 4
            vector[2 * place : 2 * place + 2] = region.px * np.cos(turn), region.px * np.sin(turn)
    return MovementPattern(key, vector)


def most_similar(one: MovementPattern, others: Sequence[MovementPattern]) -> tuple[SimilarMovement, ...]:
    """The others in order of likeness, the most alike first; patterns of other features are left out.

    Likeness is the cosine of the angle between the patterns (at least 0), less where one is much larger.
    """
    size = float(np.linalg.norm(one.vector))
    found = []
    for other in others:
        if other.key == one.key or len(other.vector) != len(one.vector):
            continue
        length = float(np.linalg.norm(other.vector))
        if size == 0 or length == 0:
            found.append(SimilarMovement(other.key, 0.0))
            continue
        cosine = max(0.0, float(one.vector @ other.vector) / (size * length))
        ratio = min(size, length) / max(size, length)
        found.append(SimilarMovement(other.key, cosine * ratio**SIZE_WEIGHT))
    return tuple(sorted(found, key=lambda each: -each.likeness))
