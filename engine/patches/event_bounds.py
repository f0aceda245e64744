"""Where a movement begins and ends, from the skin's own path around a peak of the score.

A score says that something moved and came back, not for how long: its peak is as narrow for a slow return as for a fast
one. The path of a head's patches is put together from their movement over the lags (least squares over some two
seconds), seen along the way it goes at the peak, and followed to where it is near its rest on either side.
"""

from functools import lru_cache

import numpy as np

from engine.patches.measurement import PatchMeasurement
from engine.patches.places import INNER, LAGS, LOWER, MAIN
from engine.types import Float64, Int16, Int64

# The path is put together over so many samples before and after a peak.
BEFORE, AFTER = 30, 42
# Weight of a movement over each lag (the longer, the more of the rigid fit's error is in it), and of staying at rest.
LAG_WEIGHTS, REST_WEIGHT = (1.0, 0.7, 0.4), 2e-3
# Mouth and nose are measured over one lag: neighbouring samples are held together by this weight.
SMOOTH_WEIGHT = 0.05
# The way is the path at the peak less its mean so many samples away; the apex lies at most `TOP` samples beside.
AWAY, TOP = 8, 4
# Rest is the path's lowest point in so many samples before and after the apex; a movement begins and ends where it is
# above its rest by this share of its height. With .2 to .4 intervals fit about as well (benchmarks/still_faces.py).
RISING, FALLING, SHARE = 12, 28, 0.3
# Where the skin moves by more than this share of the height just outside the interval, its ends cannot be told.
CALM_SAMPLES, CALM_SHARE = 10, 0.5
UNKNOWN = -1
HEAD_PATCHES: tuple[tuple[int, ...], ...] = (
    tuple(i for i, patch in enumerate(INNER) if patch.name.startswith(("brow", "glabella", "wing", "lid"))),
    LOWER,
)


def event_bounds(measurement: PatchMeasurement, peaks: Int64, heads: Int64) -> Int16:
    """How many samples before and after each sample the movement that peaks there begins and ends.

    Args:
        measurement: of the video, or of a part of it.
        peaks: int64 [n], samples at which a score peaks.
        heads: int64 [n], 0 brows and eyes, 1 mouth and nose.

    Returns:
        int16 [S, 2], `UNKNOWN` at other samples, and where the skin around does not rest.
    """
    found = np.full((len(measurement), 2), UNKNOWN, np.int16)
    for peak, head in zip(peaks.tolist(), heads.tolist(), strict=True):
        run = measurement.run[peak]
        first, last = max(0, peak - BEFORE), min(len(measurement), peak + AFTER)
        inside = np.flatnonzero(measurement.run[first:last] == run) + first
        if run < 0 or len(inside) <= CALM_SAMPLES:
            continue
        path = skin_path(measurement, int(inside[0]), int(inside[-1]) + 1, head)
        ends = ends_along(path, peak - int(inside[0]))
        if ends is not None:
            found[peak] = ends
    return found


def skin_path(measurement: PatchMeasurement, first: int, stop: int, head: int) -> Float64:
    """Places of a head's patches at samples ``[first, stop)`` of one run: float64 [n, 2 p], px of the 320 px crop."""
    patches = list(HEAD_PATCHES[head])
    lags: tuple[int, ...] = LAGS if head == 0 else (LAGS[MAIN],)
    if head == 0:
        moved = [measurement.inner[first:stop, number][:, patches] for number in range(len(LAGS))]
    else:
        moved = [measurement.main[first:stop][:, patches]]
    n = stop - first
    sums = np.zeros((n, 2 * len(patches)))
    for lag, weight, one in zip(lags, LAG_WEIGHTS, moved, strict=False):
        change = weight * one.reshape(n, -1).astype(np.float64)[lag:]
        sums[lag:] += change
        # Nothing is known over a lag that is longer than the part.
        sums[: max(0, n - lag)] -= change
    path = _solution(n, lags) @ sums
    padded = np.pad(path, ((1, 1), (0, 0)), mode="edge")
    return np.asarray((padded[:-2] + padded[1:-1] + padded[2:]) / 3)


def ends_along(path: Float64, peak: int) -> tuple[int, int] | None:
    """Samples from a peak back to the onset and on to the offset of the movement; None: they cannot be told."""
    n = len(path)
    way = path[peak] - (path[max(0, peak - AWAY)] + path[min(n - 1, peak + AWAY)]) / 2
    size = float(way @ way)
    if size <= 0:
        return None
    along: Float64 = path @ way / size
    top = max(0, peak - TOP)
    apex = top + int(np.argmax(along[top : peak + TOP + 1]))
    before, after = along[max(0, apex - RISING) : apex + 1], along[apex : apex + FALLING + 1]
    height = float(along[apex])
    low = [float(part.min() + SHARE * (height - part.min())) for part in (before, after)]
    onset = apex - _steps(before[::-1], low[0])
    offset = apex + _steps(after, low[1])
    outside = np.concatenate([along[max(0, onset - CALM_SAMPLES) : onset], along[offset + 1 :][:CALM_SAMPLES]])
    calm = len(outside) > 3 and np.ptp(outside) < CALM_SHARE * (height - min(before.min(), after.min()))
    return (max(0, peak - onset), max(0, offset - peak)) if calm else None


def _steps(falling: Float64, low: float) -> int:
    """How many samples from the first one all stay above a level."""
    below = np.flatnonzero(falling[1:] <= low)
    return int(below[0]) if len(below) else len(falling) - 1


@lru_cache(maxsize=256)
def _solution(n: int, lags: tuple[int, ...]) -> Float64:
    """Places from weighted sums of movements: inverse of the least squares' matrix, float64 [n, n]."""
    matrix = REST_WEIGHT * np.eye(n)
    steps = list(zip(lags, LAG_WEIGHTS, strict=False))
    if len(lags) == 1:
        steps.append((1, SMOOTH_WEIGHT))
    for lag, weight in steps:
        at = np.arange(lag, n)
        matrix[at, at] += weight
        matrix[at - lag, at - lag] += weight
        matrix[at, at - lag] -= weight
        matrix[at - lag, at] -= weight
    return np.asarray(np.linalg.inv(matrix))
