"""Empirical mode decomposition of a curve (Huang and others 1998), as EMD-signal 1.0.0 carries it out by default.

OF-FD (He 2021) takes the slow trend out of its curves with it. Later versions of EMD-signal drop a trend row that was
sifted first and so give other curves; parity is with the version of 2021 (baselines spec 1.6).
"""

from typing import Final

import numpy as np

from engine.types import Float64, Int64

MIRRORED: Final = 2  # extrema mirrored at each end
MOST_SIFTINGS: Final = 1000
LEAST_ENERGY: Final = 1e-10
MAX_CHANGE: Final = 0.001  # squared change over the range
MAX_RELATIVE: Final = 0.2  # squared relative change, and squared change over squared values
LEAST_RANGE, LEAST_SUM = 0.001, 0.005  # what is left below these is not decomposed further


def empirical_modes(curve: Float64) -> Float64:
    """Rows that add up to the curve, from the fastest oscillation to the trend.

    Args:
        curve: float64 [N], finite, N >= 3.

    Returns:
        float64 [R, N], R >= 1.
    """
    rows: list[Float64] = []
    while True:
        row, trend = _sifted(curve - np.sum(rows, axis=0) if rows else curve.copy())
        rows.append(row)
        left = curve - np.sum(rows, axis=0)
        if trend or np.ptp(left) < LEAST_RANGE or np.abs(left).sum() < LEAST_SUM:
            break
    if not np.allclose(left, 0):
        rows.append(left)
    return np.array(rows)


def detrended(curve: Float64) -> Float64:
    """The curve without the last row of its decomposition; zeros where there is only one row."""
    rows = empirical_modes(curve)
    return curve - rows[-1] if len(rows) > 1 else np.zeros_like(curve)


def _sifted(row: Float64) -> tuple[Float64, bool]:
    """One row, and whether it is a trend: one with at most two extrema."""
    for _ in range(MOST_SIFTINGS):
        maxima, minima = extrema(row)
        if len(maxima) + len(minima) <= 2:
            return row, True
        upper, lower = mirrored(row, maxima, minima)
        former = row
        places = np.arange(len(row), dtype=np.float64)
        row = former - 0.5 * (spline(*upper, places) + spline(*lower, places))
        found = sum(len(kind) for kind in extrema(row))
        if _is_settled(row, former, upper[1], lower[1]) and abs(found - zero_crossings(row)) <= 1:
            break
    return row, False


def _is_settled(row: Float64, former: Float64, tops: Float64, bottoms: Float64) -> bool:
    if (tops < 0).any() or (bottoms > 0).any() or (row**2).sum() < LEAST_ENERGY:
        return False
    change = row - former
    squared = (change**2).sum()
    if squared < MAX_CHANGE * np.ptp(former):
        return True
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = ((change / row) ** 2).sum()
    return bool(relative < MAX_RELATIVE or squared < MAX_RELATIVE * (former**2).sum())


def extrema(curve: Float64) -> tuple[Int64, Int64]:
    """Places of the maxima and of the minima; of a level stretch the middle, rounded half to even."""
    steps = np.diff(curve)
    moving = np.flatnonzero(steps)
    before, after = moving[:-1], moving[1:]
    turns = np.sign(steps[before]) != np.sign(steps[after])
    places = np.rint((before + 1 + after) / 2).astype(np.int64)[turns]
    rising = steps[before][turns] > 0
    return places[rising], places[~rising]


def zero_crossings(curve: Float64) -> int:
    """Changes of sign between neighbours, and stretches of zeros."""
    zeros = np.concatenate([[False], curve == 0])
    return int((curve[:-1] * curve[1:] < 0).sum() + (zeros[1:] & ~zeros[:-1]).sum())


Points = tuple[Float64, Float64]  # places and values


def mirrored(curve: Float64, maxima: Int64, minima: Int64) -> tuple[Points, Points]:
    """Maxima and minima with those mirrored at both ends, in order of place."""
    left = _mirror(curve, maxima, minima)
    flipped = len(curve) - 1
    right = [flipped - side for side in _mirror(curve[::-1], flipped - maxima[::-1], flipped - minima[::-1])]
    axes = left[0], right[0]
    kinds = []
    for number, kind in ((1, maxima), (2, minima)):
        indices = np.concatenate([left[number][::-1], kind, right[number]])
        places = np.concatenate([2 * axes[0] - left[number][::-1], kind, 2 * axes[1] - right[number]])
        last = np.concatenate([places[1:] != places[:-1], [True]])  # of two at one place the first is dropped
        kinds.append((places[last].astype(np.float64), curve[indices[last]]))
    return kinds[0], kinds[1]


def _mirror(curve: Float64, maxima: Int64, minima: Int64) -> tuple[Int64, Int64, Int64]:
    """Axis [1] of the mirror at the beginning, and the maxima and minima to mirror there, in order of place."""
    first = np.zeros(1, np.int64)
    tops_lead = bool(len(maxima)) and (not len(minima) or maxima[0] < minima[0])
    leading, other = (maxima, minima) if tops_lead else (minima, maxima)
    sign = 1.0 if tops_lead else -1.0
    about_extremum = not len(other) or sign * curve[0] > sign * curve[other[0]]
    if about_extremum:
        axis, leads, others = leading[:1], leading[1 : 1 + MIRRORED], other[:MIRRORED]
    else:
        axis, leads = first, leading[:MIRRORED]
        others = np.concatenate([first, other[: MIRRORED - 1]])
    leads, others = leads if len(leads) else leading, others if len(others) else other
    outermost = [2 * int(axis[0]) - int(kind[-1]) for kind in (leads, others) if len(kind)]
    if about_extremum and any(place > 0 for place in outermost):
        axis, leads = first, leading[:MIRRORED]
    return (axis, leads, others) if tops_lead else (axis, others, leads)


def spline(x: Float64, y: Float64, places: Float64) -> Float64:
    """Cubic spline through points at rising `x`: not-a-knot, through three points with natural ends."""
    n = len(x)
    if n < 3:
        return np.interp(places, x, y)
    h = np.diff(x)
    slopes = np.diff(y) / h
    system, right = np.zeros((n, n)), np.zeros(n)
    inner = np.arange(1, n - 1)
    system[inner, inner - 1], system[inner, inner + 1] = h[:-1], h[1:]
    system[inner, inner] = 2 * (h[:-1] + h[1:])
    right[inner] = 6 * np.diff(slopes)
    if n == 3:
        system[0, 0] = system[-1, -1] = 1
    else:
        system[0, :3] = h[1], -(h[0] + h[1]), h[0]
        system[-1, -3:] = h[-1], -(h[-2] + h[-1]), h[-2]
    second = np.linalg.solve(system, right)
    piece = np.clip(np.searchsorted(x, places, side="right") - 1, 0, n - 2)
    t, w = places - x[piece], h[piece]
    a, b = second[piece], second[piece + 1]
    result: Float64 = y[piece] + t * (slopes[piece] - w * (2 * a + b) / 6 + t * (a / 2 + t * (b - a) / (6 * w)))
    return result
