"""How often a model proposes something on label-free footage, with an interval."""

from dataclasses import dataclass

import numpy as np

from engine.estimates.estimate import TAILS, Estimate


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
    """Rate of `n` events in `minutes` (above 0): Jeffreys' interval of a Poisson rate, Gamma(n + 1/2, minutes)."""
    shape = n + 0.5
    # Over the root of the rate, whose density is bounded even where nothing happened.
    root = np.linspace(1e-6, np.sqrt(shape) + 6, 20_000)
    logs = (2 * shape - 1) * np.log(root) - root**2
    reached = np.cumsum(np.exp(logs - logs.max()))
    grid = root**2
    low, high = np.searchsorted(reached / reached[-1], TAILS).tolist()
    return AlarmRate(n, minutes, Estimate(n / minutes, float(grid[low]) / minutes, float(grid[high]) / minutes))
