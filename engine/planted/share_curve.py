"""How large a share of movements is found at a strength: a psychometric curve with what is known of it.

The share found at strength s (px) is ``(1 - lapse) / (1 + exp(-slope (log s - log s50)))``. All curves on a grid are
weighted by how well they explain the trials and by a weak prior; every figure is a mean with an interval of that
posterior. Few trials so give wide intervals and never a share of exactly 0 or 1.

What is planted in features is a movement as it was measured. Of a movement in pictures, compression and a soft picture
leave less, and less regularly: as far as finding goes, one of 1 px counts as one of `GAIN` px in the features
(`benchmarks/planted_truth.py --fit`). That differs from video to video and widens every interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.estimates.estimate import TAILS, Estimate, mean_estimate, weighted_quantiles
from engine.types import Float64

# Strengths at which the curve is told, px of the 320 px crop.
TOLD = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
# Median, and standard deviation of the logarithm, over generated videos of different noise, faces and compression.
GAIN = (0.68, 0.33)
AS_MEASURED = (1.0, 0.0)
# Standard normal values that stand for seven equal parts of the distribution of the gain.
_NODES = np.array([-1.4652, -0.7916, -0.3661, 0.0, 0.3661, 0.7916, 1.4652])
_S50 = np.exp(np.linspace(np.log(0.1), np.log(20.0), 44))
_SLOPE = np.exp(np.linspace(np.log(1.0), np.log(12.0), 9))
_LAPSE = np.array([0.0, 0.02, 0.05, 0.1, 0.2, 0.35])
# Prior: slopes around 4 a unit of log strength, within a factor of about 2; lapses rarely above a fifth.
_SLOPE_PRIOR = -0.5 * ((np.log(_SLOPE) - np.log(4.0)) / 0.7) ** 2
_LAPSE_PRIOR = 7 * np.log1p(-_LAPSE)


@dataclass(frozen=True, slots=True)
class FoundShare:
    """The curve of one region, or of all.

    Attributes:
        n: planted movements behind it.
        found: how many of them were found.
        shares: at the strengths of `TOLD`.
        half: strength in px of which half is found.
        at_1px: share found at 1 px.
    """

    n: int
    found: int
    shares: tuple[Estimate, ...]
    half: Estimate
    at_1px: Estimate


def found_share(strengths: Sequence[float], found: Sequence[bool], gain: tuple[float, float] = GAIN) -> FoundShare:
    """The curve behind some trials.

    Args:
        strengths: px of each planted movement as measured, above 0.
        found: whether it was found.
        gain: px measured for 1 px in pictures: median, and standard deviation of the logarithm.
    """
    strength, hit = np.asarray(strengths, np.float64), np.asarray(found, bool)
    told, halves = _possible(gain)
    copies = len(halves) // len(_half_strengths())
    weights = np.tile(_posterior(strength, hit), copies) / copies
    shares = tuple(mean_estimate(values, weights) for values in told)
    half = weighted_quantiles(halves, weights, (0.5, *TAILS))
    return FoundShare(len(strength), int(hit.sum()), shares, Estimate(*half), shares[TOLD.index(1.0)])


@cache
def _possible(gain: tuple[float, float]) -> tuple[tuple[Float64, ...], Float64]:
    """Shares at each strength of `TOLD`, and strengths of one half, of all curves at all gains: float64 [G n]."""
    gains = gain[0] * np.exp(gain[1] * _NODES) if gain[1] else np.array(gain[:1])
    told = tuple(np.concatenate([_curves(np.array([one * each]))[:, 0] for each in gains]) for one in TOLD)
    return told, np.concatenate([_half_strengths() / each for each in gains])


def _posterior(strength: Float64, hit: NDArray[np.bool_]) -> Float64:
    """Weight of every curve of the grid, summing to 1: float64 [G]."""
    total = np.broadcast_to(
        _SLOPE_PRIOR[None, :, None] + _LAPSE_PRIOR[None, None, :], (len(_S50), len(_SLOPE), len(_LAPSE))
    ).ravel()
    if len(strength):
        share = np.clip(_curves(strength), 1e-6, 1 - 1e-6)
        total = total + np.where(hit, np.log(share), np.log1p(-share)).sum(axis=1)
    weights = np.exp(total - total.max())
    return np.asarray(weights / weights.sum())


def _curves(strength: Float64) -> Float64:
    """Share found by each curve of the grid at each strength: float64 [G, n]."""
    s50, slope, lapse = (one.ravel()[:, None] for one in np.meshgrid(_S50, _SLOPE, _LAPSE, indexing="ij"))
    bend = np.clip(slope * (np.log(strength)[None, :] - np.log(s50)), -60, 60)
    return np.asarray((1 - lapse) / (1 + np.exp(-bend)))


@cache
def _half_strengths() -> Float64:
    """Strength at which each curve of the grid reaches one half: float64 [G]; infinite where it never does."""
    s50, slope, lapse = (one.ravel() for one in np.meshgrid(_S50, _SLOPE, _LAPSE, indexing="ij"))
    return np.asarray(np.exp(np.log(s50) - np.log(np.maximum(2 * (1 - lapse) - 1, 1e-12)) / slope))
