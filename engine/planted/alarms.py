"""How often a model proposes something on label-free footage, with an interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.estimates.estimate import TAILS, Estimate
from engine.planted.overlap import Intervals
from engine.types import Curves, Proposal


@dataclass(frozen=True, slots=True)
class AlarmRate:
    """Proposals that nobody accepted, counted as false alarms: an upper bound, for some may be real.

    Attributes:
        n: how many.
        minutes: judged time they come from.
        per_minute: rate with its 90 % interval.
    """

    n: int
    minutes: float
    per_minute: Estimate


def alarm_rate(n: int, minutes: float) -> AlarmRate:
    """Rate of `n` events in `minutes` (above 0): Jeffreys' interval of a Poisson rate, Gamma(n + 1/2, minutes).

    Of none it begins at 0, so that it holds the rate that was seen (as Brown, Cai and DasGupta 2001 mend that of a
    share).
    """
    shape = n + 0.5
    # Over the root of the rate, whose density is bounded even where nothing happened.
    root = np.linspace(1e-6, np.sqrt(shape) + 6, 20_000)
    logs = (2 * shape - 1) * np.log(root) - root**2
    reached = np.cumsum(np.exp(logs - logs.max()))
    grid = root**2
    low, high = np.searchsorted(reached / reached[-1], TAILS).tolist()
    least = float(grid[low]) if n else 0.0
    return AlarmRate(n, minutes, Estimate(n / minutes, least / minutes, float(grid[high]) / minutes))


def unaccepted(proposals: Sequence[Proposal], curves: Curves, free: NDArray[np.bool_], marked: Intervals) -> int:
    """How many proposals count as false alarms: at judged places, where nobody marked or accepted anything.

    Args:
        proposals: of the run.
        curves: of the run, S samples.
        free: bool [S], samples that are judged.
        marked: what somebody marked or accepted.
    """
    if not proposals or not len(free):
        return 0
    at = np.searchsorted(curves.frames, [one.apex for one in proposals])
    judged = free[np.minimum(at, len(free) - 1)]
    return int((judged & ~marked.hits([(one.onset, one.offset) for one in proposals])).sum())
