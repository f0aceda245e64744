"""What every decoder returns, and the runs of scored samples that no interval leaves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.types import UNSCORED, Curves, Float32, Float64, Int64


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Intervals in sample space.

    Attributes:
        onset: int64 [P], first sample.
        apex: int64 [P], rising, distinct.
        offset: int64 [P], last sample, inclusive.
    """

    onset: Int64
    apex: Int64
    offset: Int64

    def __len__(self) -> int:
        return len(self.apex)

    def take(self, chosen: NDArray[np.bool_]) -> "Spans":
        """The spans where `chosen`."""
        return Spans(self.onset[chosen], self.apex[chosen], self.offset[chosen])


def scored(curves: Curves) -> Float32:
    """Spotting score with NaN wherever the mask says unscored or the value is not finite."""
    good = ((curves.mask & UNSCORED) == 0) & np.isfinite(curves.score)
    return np.where(good, curves.score, np.float32(np.nan))


def run_bounds(score: NDArray[np.floating], samples: Int64) -> tuple[Int64, Int64]:
    """First and last sample of the run between gaps that each of `samples` (all scored) lies in."""
    gaps = np.flatnonzero(np.isnan(score))
    edges = np.concatenate([[-1], gaps, [len(score)]])
    after = np.searchsorted(edges, samples)
    return edges[after - 1] + 1, edges[after] - 1


def fixed_spans(score: NDArray[np.floating], apex: Int64, *, before: int, after: int) -> Spans:
    """``[apex - before, apex + after]`` cut off at gaps and at the ends of the video."""
    first, last = run_bounds(score, apex)
    return Spans(np.maximum(apex - before, first), apex, np.minimum(apex + after, last))


def relative_threshold(smoothed: Float64, p: float) -> float:
    """Moilanen's rule ``mean + p (max - mean)`` over the scored samples; NaN where there are none."""
    present = smoothed[~np.isnan(smoothed)]
    if len(present) == 0:
        return float("nan")
    mean = present.mean()
    return float(mean + p * (present.max() - mean))
