"""Local maxima with a height and a distance, defined here so that ties never depend on a library or a processor."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.types import Int64

# Stand-ins for the samples beside a stretch above the height: one lower than it, and one that does not exist.
LOWER = -1e300
ABSENT = -np.inf


def local_maxima(values: NDArray[np.floating[Any]], *, height: float, edges: bool = False) -> Int64:
    """Samples of at least `height` that are higher than both neighbours; of a plateau the middle (of two the earlier).

    Args:
        values: float [S]; NaN in gaps.
        height: lowest value, inclusive.
        edges: whether the first and last sample of the curve, and of each run between gaps, may be maxima (if higher
            than their one neighbour); False is the rule of `scipy.signal.find_peaks`.

    Returns:
        int64, rising.
    """
    above = np.flatnonzero(values >= height)
    if len(above) == 0:
        return above
    # Only stretches above the height are looked at, each between stand-ins for what lies beside it.
    breaks = np.flatnonzero(np.diff(above) > 1) + 1
    first, last = np.append(0, breaks), np.append(breaks, len(above)) - 1
    heights = np.full(len(above) + 2 * len(first), ABSENT)
    stretch = np.zeros(len(above), np.int64)
    stretch[breaks] = 1
    place = np.arange(len(above)) + 2 * np.cumsum(stretch) + 1
    heights[place] = values[above]
    for beside, border in ((-1, first), (1, last)):
        sample = above[border] + beside
        inside = (sample >= 0) & (sample < len(values))
        inside[inside] = ~np.isnan(values[sample[inside]])
        heights[place[border] + beside] = np.where(inside, LOWER, ABSENT if edges else np.nan)
    found = _plateaus(heights)
    back = np.zeros(len(heights), np.int64)
    back[place] = above
    return back[found]


def _plateaus(heights: NDArray[np.float64]) -> Int64:
    """Middles of the stretches of equal height between lower ones, at least one of which exists."""
    change = np.flatnonzero(heights[1:] != heights[:-1])
    first, last = np.append(0, change + 1), np.append(change, len(heights) - 1)
    level = heights[first]
    higher = (level[1:-1] > level[:-2]) & (level[1:-1] > level[2:])
    higher &= (level[1:-1] > LOWER) & ((level[:-2] > ABSENT) | (level[2:] > ABSENT))
    middle: Int64 = ((first[1:-1] + last[1:-1]) // 2)[higher]
    return middle


def find_peaks(values: NDArray[np.floating[Any]], *, height: float, distance: int) -> Int64:
    """Local maxima of at least `height`, the highest first, none closer than `distance` to a higher one kept.

    The rule of `scipy.signal.find_peaks(values, height=height, distance=distance)` with ties decided: of equal peaks
    the later one goes first (evaluation spec 2.1).

    Args:
        values: float [S]; NaN in gaps.
        height: lowest value, inclusive.
        distance: peaks at least this many samples apart are both kept.

    Returns:
        int64, rising.
    """
    peaks = local_maxima(values, height=height)
    one, other = close_pairs(peaks, distance)
    return peaks[highest_first(values[peaks], one, other)]


def close_pairs(peaks: Int64, distance: int) -> tuple[Int64, Int64]:
    """Numbers (i, j), i < j, of all pairs of rising `peaks` less than `distance` apart."""
    count = np.searchsorted(peaks, peaks + distance) - np.arange(len(peaks)) - 1
    one = np.repeat(np.arange(len(peaks)), count)
    within = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
    return one, one + 1 + within


def highest_first(heights: NDArray[np.floating[Any]], one: Int64, other: Int64) -> NDArray[np.bool_]:
    """Greedy choice: the highest peak stays and its rivals go, then the highest of the rest; of equals the later first.

    Args:
        heights: float [P], finite.
        one: int64 [R], first members of the pairs that cannot both stay.
        other: int64 [R], second members.

    Returns:
        bool [P], which peaks stay.
    """
    keep = np.ones(len(heights), bool)
    if len(one) == 0:
        return keep
    rank = np.empty(len(heights), np.int64)
    rank[np.argsort(heights, kind="stable")] = np.arange(len(heights))
    lower = np.where(rank[one] < rank[other], one, other)
    higher = one + other - lower
    open_ = np.ones(len(heights), bool)
    while len(lower):  # all peaks above each of their open rivals stay at once: the result of going one by one
        beaten = np.zeros(len(heights), bool)
        beaten[lower] = True
        gone = lower[~beaten[higher]]
        keep[gone] = False
        open_[gone] = open_[higher[~beaten[higher]]] = False
        rest = open_[lower] & open_[higher]
        lower, higher = lower[rest], higher[rest]
    return keep
