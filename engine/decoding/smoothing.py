"""The paper's box filter, aware of gaps."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.types import Float32, Float64, frozen


def box_smooth(score: NDArray[np.floating[Any]], k_p: int) -> Float64:
    """Moving mean of length ``2 k_p``: ``s[t] = mean(score[t - k_p .. t + k_p - 1])`` (feature spec 1.13).

    Samples outside the curve count as 0, as released. Samples in a gap (NaN) count as absent: the mean is over the
    others, and the gap stays NaN. Without gaps the numbers are those of the plain rule, bit for bit, and equal runs of
    the curve give equal values, so that plateaus stay plateaus.

    Args:
        score: float [S], NaN in gaps.
        k_p: half-length in samples, at least 1.

    Returns:
        float64 [S].
    """
    values = np.asarray(score, np.float64)
    gaps = np.isnan(values)
    if not gaps.any():
        return box_sum(values, k_p) / (2 * k_p)
    present = 2 * k_p - box_sum(gaps.astype(np.float64), k_p)
    total = box_sum(np.where(gaps, 0.0, values), k_p)
    return np.where(gaps, np.nan, total / np.maximum(present, 1))


# The curve smoothed last, its k_p and the result: a threshold that is dragged asks for the same many times a second.
_kept: list[tuple[Float32, int, Float64]] = []


def smoothed_score(score: Float32, k_p: int) -> Float64:
    """`box_smooth` of a curve float32 [S], remembered while the curve and `k_p` stay the same; read-only."""
    for curve, half, result in tuple(_kept):
        if half == k_p and np.array_equal(curve.view(np.int32), score.view(np.int32)):
            return result
    smoothed = frozen(box_smooth(score, k_p))
    _kept[:] = [(score.copy(), k_p, smoothed)]
    return smoothed


def box_sum(values: Float64, k_p: int) -> Float64:
    """``sum(values[t - k_p .. t + k_p - 1])``, zeros outside, by doubling: the same tree of additions everywhere."""
    n, length = len(values), 2 * k_p
    run = np.zeros(n + length)
    run[k_p : k_p + n] = values
    total = np.zeros(n)
    offset, width = 0, 1
    while True:  # run[i] is the sum of `width` values from i on
        if length & width:
            total += run[offset : offset + n]
            offset += width
        if 2 * width > length:
            return total
        run = run[:-width] + run[width:]
        width *= 2
