"""A figure with its 90 % interval, out of weighted possibilities."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.types import Float64

# Interval given with every figure.
LEVEL = 0.9
TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 90 % interval.

    Attributes:
        value: mean of what is possible, or its median where the maker says so.
        low, high: 5 % and 95 % of it; infinite where nothing bounds it.
    """

    value: float
    low: float
    high: float


def mean_estimate(values: Float64, weights: Float64) -> Estimate:
    """Mean and interval of possible values float64 [n] with weights float64 [n] that sum to 1."""
    return Estimate(float(values @ weights), *weighted_quantiles(values, weights, TAILS))


def weighted_quantiles(values: Float64, weights: Float64, shares: Sequence[float]) -> tuple[float, ...]:
    """The values float64 [n] below which the given shares of the weights float64 [n] lie."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    places = np.minimum(np.searchsorted(reached, shares), len(values) - 1)
    return tuple(float(one) for one in values[order][places])


def minutes_text(minutes: float) -> str:
    """Minutes as a number with one decimal, with two where one would tell next to none: a clip of 2 s has 0.04."""
    return f"{minutes:.1f}" if minutes >= 0.1 else f"{minutes:.2f}"
