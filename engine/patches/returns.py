"""Movement along the ways that action units go, against what moves in this video anyway, and whether it comes back.

For each direction (how far the patches move in one action unit, on one side or both) a linear filter says how much of
it is in the movement, weighted by the inverse of the video's own covariance, so that what a person does all the time
counts little. A micro-expression goes and returns: a second channel is high where a movement along a direction is
followed by as large a one back.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.patches.places import INNER, LOWER, NAMES
from engine.types import Float32, Float64, Int64

# Directions are sums of these: action unit -> patch without its side -> (x towards the nose, y down).
UPPER_UNITS: dict[str, dict[str, tuple[float, float]]] = {
    "1": {"brow_inner": (0.0, -1.0), "brow_middle": (0.0, -0.55), "brow_outer": (0.0, -0.1)},
    "2": {"brow_inner": (0.0, -0.15), "brow_middle": (-0.05, -0.7), "brow_outer": (-0.15, -0.9)},
    "1+2": {"brow_inner": (0.0, -0.8), "brow_middle": (0.0, -0.95), "brow_outer": (-0.05, -0.85)},
    "4": {"brow_inner": (0.65, 0.65), "brow_middle": (0.3, 0.4), "brow_outer": (0.1, 0.1), "lid_upper": (0.1, 0.1)},
    "9": {"wing": (0.05, -0.8), "brow_inner": (0.2, 0.35)},
    "5": {"lid_upper": (0.0, -0.9), "lid_lower": (0.0, -0.4)},
    "7": {"lid_lower": (0.1, -0.9), "lid_upper": (0.05, 0.0)},
}
LOWER_UNITS: dict[str, dict[str, tuple[float, float]]] = {
    "9": {"wing": (0.05, -0.8), "lip_upper": (0.0, -0.25)},
    "10": {"lip_upper": (0.0, -0.8), "wing": (-0.05, -0.5), "cheek": (0.0, -0.2)},
    "12": {"corner": (-0.65, -0.65), "cheek": (-0.15, -0.45), "wing": (-0.1, -0.1)},
    "14": {"corner": (0.75, 0.0), "cheek": (0.15, 0.0)},
    "15": {"corner": (-0.05, 0.8), "lip_lower": (0.0, 0.15), "cheek": (0.0, 0.15)},
    "17": {"chin": (0.0, -0.8), "lip_lower": (0.0, -0.65), "lip_upper": (0.0, -0.15)},
    "38": {"wing": (-0.8, 0.0)},
}
SIDES = ("both", "left", "right")
# A movement and its way back lie so many samples more or less apart than the lag.
EARLIER, LATER = -3, 7
RIDGE, FLOOR = 0.05, 1e-4
# A filter's spread counts as 1, what it is for Gaussian movement, with the weight of so many samples.
USUAL_SAMPLES = 100
LEAST_SPREAD = 0.25


class Directions(NamedTuple):
    """Unit movements of patches, and the names of their channels.

    Attributes:
        names: unit and side.
        ways: float64 [K, D], (x, y) of each patch in turn.
    """

    names: tuple[str, ...]
    ways: Float64


def _directions(units: dict[str, dict[str, tuple[float, float]]], patches: tuple[str, ...]) -> Directions:
    names, ways = [], []
    for unit, moved in units.items():
        for side in SIDES:
            way = np.zeros((len(patches), 2))
            for number, patch in enumerate(patches):
                for start, (x, y) in moved.items():
                    own = patch.removeprefix(start)
                    if own in ("_left", "_right") and side in ("both", own[1:]):
                        way[number] = (x if own == "_left" else -x, y)
                    elif not own:
                        way[number] = (0.0, y)
            names.append(unit if side == "both" else f"{unit}_{side}")
            ways.append(way.ravel())
    return Directions(tuple(names), np.array(ways))


# Directions that are taken together for the strongest return.
TOGETHER = {
    "brows": ("1", "2", "1+2", "4", "9"),
    "lids": ("5", "7"),
    "mouth": ("9", "10", "12", "14", "15", "17", "38"),
}

UPPER = _directions(UPPER_UNITS, tuple(patch.name for patch in INNER))
# What raises lids; tightened ones (7) move too little to stand out.
RAISED_LIDS = _directions({"5": UPPER_UNITS["5"]}, tuple(patch.name for patch in INNER))
LOWER_HEAD = _directions(LOWER_UNITS, tuple(NAMES[i] for i in LOWER))


@dataclass(frozen=True, slots=True, eq=False)
class Filters:
    """Weights of the patches' movement for each direction, for one video: float64 [D, K]; their noise is about 1.

    Attributes:
        short: inner patches at the shortest lag.
        main: inner patches at the main lag.
        lower: nose wings, mouth, chin and cheeks at the main lag.
    """

    short: Float64
    main: Float64
    lower: Float64


def filters(covariance: Float64, directions: Directions) -> Float64:
    """Matched filters against a covariance float64 [D, D]: S^-1 m / sqrt(m' S^-1 m), float64 [D, K]."""
    matrix = covariance + np.diag(RIDGE * np.diag(covariance) + FLOOR)
    weights = np.linalg.solve(matrix, directions.ways.T)
    gain = np.sqrt(np.maximum((directions.ways.T * weights).sum(axis=0), 1e-12))
    return np.asarray(weights / gain)


def scaled(weights: Float64, movement: Float32) -> Float64:
    """The filters with the spread of what they give of a video's measured samples [n, D] taken out (robustly)."""
    n = len(movement)
    if not n:
        return weights
    spread = 1.4826 * np.median(np.abs(projected(movement, weights)), axis=0)
    usual = (n * spread + USUAL_SAMPLES) / (n + USUAL_SAMPLES)
    return np.asarray(weights / (usual + LEAST_SPREAD))


def projected(movement: Float32, weights: Float64) -> Float64:
    """Movement [S, D] along the filters, float64 [S, K], summed in a fixed order."""
    # One filter after the other in memory: there are few of them, and many samples.
    total = np.zeros((weights.shape[1], len(movement)))
    part = np.empty_like(total)
    for column, row in zip(movement.T.astype(np.float64, order="C"), weights, strict=True):
        np.multiply(row[:, None], column[None, :], out=part)
        total += part
    return np.ascontiguousarray(total.T)


def steady(values: Float64, run: Int64) -> Float64:
    """Mean of each sample and those of its two neighbours that are of the same run, float64 [S, K]."""
    total, count = values.copy(), np.ones((len(values), 1))
    same = ((run[1:] == run[:-1]) & (run[1:] >= 0))[:, None]
    total[1:] += np.where(same, values[:-1], 0)
    total[:-1] += np.where(same, values[1:], 0)
    count[1:] += same
    count[:-1] += same
    return np.asarray(total / count)


def returned(values: Float64, run: Int64, lag: int) -> Float64:
    """How far a movement goes and comes back: max over delays of min(a(t), -a(t + delay)), 0 where it does not.

    Args:
        values: float64 [S, K], movement over `lag` samples along each direction.
        run: int64 [S].
        lag: of the movement; delays lie around it.

    Returns:
        float64 [S, K], at the middle between rise and return, at least 0.
    """
    n = len(values)
    best = np.zeros_like(values)
    for delay in range(max(1, lag + EARLIER), lag + LATER + 1):
        if delay >= n:
            break
        there = np.minimum(values[:-delay], -values[delay:])
        there[(run[:-delay] != run[delay:]) | (run[:-delay] < 0)] = 0
        # The rise over `lag` samples ends near the apex, the return begins there: both meet half-way.
        at = slice(delay // 2, delay // 2 + len(there))
        np.maximum(best[at], there, out=best[at])
    return best


def strongest(back: Float64, directions: Directions, group: str) -> Float64:
    """The largest return along the directions of a group of `TOGETHER`, float64 [S]."""
    chosen = [i for i, name in enumerate(directions.names) if name.split("_")[0] in TOGETHER[group]]
    return np.asarray(back[:, chosen].max(axis=1))
