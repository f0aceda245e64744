"""Where and what is planted in a run: known movements at judged places, away from what the run proposes itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.planted.responses import PLANTED_REGIONS, responses
from engine.synthesis.courses import Course, timed_course
from engine.types import UNSCORED, Float64, RunEvidence

# Micro-expressions last up to half a second (Ekman 1969; Yan et al. 2013 count 0.17 s as the shortest they saw).
SECONDS = (0.17, 0.5)
# Px of the 320 px crop, drawn log-uniform: from below what any model sees to what a reviewer sees without one.
STRENGTHS = (0.25, 4.0)
# Time between two planted movements, s.
BETWEEN_SECONDS = (0.5, 1.2)
Generator = np.random.Generator


@dataclass(frozen=True, slots=True, eq=False)
class PlantedMovement:
    """A known micro-expression.

    Attributes:
        region: of `PLANTED_REGIONS`.
        units: action units, joined by ``+``.
        strength: longest ROI vector at the apex, px of the 320 px crop.
        course: its level over the run's samples.
        vector: float64 [10], see `UnitResponse.vector`.
    """

    region: str
    units: str
    strength: float
    course: Course
    vector: Float64


def draw_movements(
    free: NDArray[np.bool_], rate: float, rng: Generator, *, between: tuple[float, float] = BETWEEN_SECONDS
) -> list[PlantedMovement]:
    """Movements of graded strength, region and length, one after the other, where the samples are free.

    Args:
        free: bool [S].
        rate: samples a second (Hz).
        rng: decides everything.
        between: time between two movements, s.
    """
    taken = np.concatenate([[0], np.cumsum(~free)])
    found: list[PlantedMovement] = []
    by_region = {name: [one for one in responses() if one.region == name] for name in PLANTED_REGIONS}
    at = int(rng.uniform(0, between[1]) * rate)
    while at < len(free):
        course = timed_course(rng, at, rng.uniform(*SECONDS) * rate)
        first, stop = course.onset - 1, course.offset + 2
        if first >= 0 and stop <= len(free) and taken[stop] == taken[first]:
            region = PLANTED_REGIONS[int(rng.integers(len(PLANTED_REGIONS)))]
            pool = by_region[region]
            response = pool[int(rng.integers(len(pool)))]
            strength = float(np.exp(rng.uniform(*np.log(STRENGTHS))))
            found.append(PlantedMovement(region, response.units, strength, course, response.vector))
            at = stop + int(rng.uniform(*between) * rate)
        else:
            at += max(1, int(0.1 * rate))
    return found


def planted_features(evidence: RunEvidence, movements: Sequence[PlantedMovement]) -> Float64:
    """The run's windows with the movements added.

    The measurement is linear in small movements (`docs/method.md`), so a movement adds its response times its level,
    against the level at the window's reference.

    Args:
        evidence: of a run with ten channels.
        movements: in time order.

    Returns:
        float64 [W, 10, k]; unscored columns stay 0.
    """
    features = evidence.features.astype(np.float64)
    k = features.shape[2]
    known = (evidence.masks & UNSCORED) == 0
    for movement in movements:
        course = movement.course
        touched = (evidence.starts < course.start + len(course.level)) & (evidence.starts + k > course.start)
        for window in np.flatnonzero(touched & known.any(axis=1)).tolist():
            levels = course.shifted(-int(evidence.starts[window])).over(k)
            moved = (levels - levels[int(known[window].argmax())]) * known[window]
            features[window] += movement.vector[:, None] * (movement.strength * moved)
    return features
