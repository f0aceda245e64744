"""Polynomial expansion of a patch at every level of its pyramid: the first half of Farneback's method, compiled.

Farneback 2003 as OpenCV computes it, with ME-TST's parameters (feature spec 1.7). *Rows* are flat float32 arrays in
which row y of plane c starts at ``(y * planes + c) * STRIDE``: the constant distance lets the compiler prove that
planes do not overlap, and so use vectors.
"""

from typing import Any, NamedTuple

import numpy as np

from engine.compiled import compiled
from engine.types import Float32, Int64, UInt8

Array = np.ndarray[Any, Any]

COEFFICIENTS = 5
STRIDE = 336  # at least the side of the crop and a window; an odd number of cache lines
POLY_N = 7
POLY_SIGMA = 1.5
MAX_LEVELS = 3
MIN_LEVEL_PX = 32
# Subtracted before the expansion, which does not see it, to keep the precision of float32.
MIDDLE_GRAY = 128


def _expansion_taps() -> Array:
    """float32 [3, POLY_N + 1]: halves of the separable filters of the polynomial expansion.

    Rows: g (even), x g scaled to a first derivative (odd; twice for the mixed coefficient), and ``ig03 g + ig33 x^2 g``
    for a second derivative (even).
    """
    x = np.arange(-POLY_N, POLY_N + 1, dtype=np.float64)
    g = np.exp(-x * x / (2 * POLY_SIGMA**2)).astype(np.float32).astype(np.float64)
    g /= g.sum()
    second = (g * x * x).sum()
    fourth = (g * x**4).sum()
    # normal equations of (1, x, y, x^2, y^2, xy) under the weights g(x) g(y): the inverse entries that are needed
    moments = np.array([[1, second, second], [second, fourth, second**2], [second, second**2, fourth]])
    inverse = np.linalg.inv(moments)
    rows = [g, x * g / second, inverse[0, 1] * g + inverse[1, 1] * x * x * g]
    return np.array([row[POLY_N:] for row in rows], np.float32)


TAPS = _expansion_taps()


@compiled
def planes_of(rows: Array, y: int, count: int) -> Array:
    """View of row `y`: its `count` planes."""
    return rows[y * count * STRIDE : (y + 1) * count * STRIDE]


@compiled
def expand_row(image: Array, y: int, columns: Array, out: Array) -> None:
    """Planes of row `y`: coefficients of y, x, y^2, x^2, xy of the local polynomial around each pixel."""
    width = image.shape[1]
    smooth, slope, curve = columns[:STRIDE], columns[STRIDE : 2 * STRIDE], columns[2 * STRIDE : 3 * STRIDE]
    _weighted_columns(image, y, smooth, slope, curve)
    for x in range(POLY_N):
        for row in (smooth, slope, curve):
            row[x] = row[POLY_N]
            row[POLY_N + width + x] = row[POLY_N + width - 1]
    _even(slope, TAPS[0], out[:width])
    _odd(smooth, TAPS[1], out[STRIDE : STRIDE + width])
    _even(curve, TAPS[0], out[2 * STRIDE : 2 * STRIDE + width])
    _even(smooth, TAPS[2], out[3 * STRIDE : 3 * STRIDE + width])
    _odd(slope, TAPS[1], out[4 * STRIDE : 4 * STRIDE + width])


@compiled
def _weighted_columns(image: Array, y: int, smooth: Array, slope: Array, curve: Array) -> None:
    """Vertical filters at row `y`, into entries ``POLY_N + x``."""
    height, width = image.shape
    center = image[y]
    g, second = TAPS[0, 0], TAPS[2, 0]
    for x in range(width):
        smooth[POLY_N + x] = center[x] * g
    for x in range(width):
        curve[POLY_N + x] = center[x] * second
    for x in range(width):
        slope[POLY_N + x] = np.float32(0)
    for j in range(1, POLY_N + 1):
        above, below = image[max(y - j, 0)], image[min(y + j, height - 1)]
        g, first, second = TAPS[0, j], TAPS[1, j], TAPS[2, j]
        for x in range(width):
            smooth[POLY_N + x] += g * (above[x] + below[x])
        for x in range(width):
            curve[POLY_N + x] += second * (above[x] + below[x])
        for x in range(width):
            slope[POLY_N + x] += first * (below[x] - above[x])


@compiled
def _even(row: Array, taps: Array, out: Array) -> None:
    """Filter of 2 POLY_N + 1 taps that are equal on both sides; ``row`` starts POLY_N entries before ``out``."""
    t0, t1, t2, t3, t4, t5, t6, t7 = taps[0], taps[1], taps[2], taps[3], taps[4], taps[5], taps[6], taps[7]
    for x in range(out.size):
        total = t0 * row[x + 7] + t1 * (row[x + 6] + row[x + 8]) + t2 * (row[x + 5] + row[x + 9])
        total += t3 * (row[x + 4] + row[x + 10]) + t4 * (row[x + 3] + row[x + 11])
        total += t5 * (row[x + 2] + row[x + 12]) + t6 * (row[x + 1] + row[x + 13])
        out[x] = total + t7 * (row[x] + row[x + 14])


@compiled
def _odd(row: Array, taps: Array, out: Array) -> None:
    """The same with taps of opposite sign on both sides; the right one is positive."""
    t1, t2, t3, t4, t5, t6, t7 = taps[1], taps[2], taps[3], taps[4], taps[5], taps[6], taps[7]
    for x in range(out.size):
        total = t1 * (row[x + 8] - row[x + 6]) + t2 * (row[x + 9] - row[x + 5])
        total += t3 * (row[x + 10] - row[x + 4]) + t4 * (row[x + 11] - row[x + 3])
        total += t5 * (row[x + 12] - row[x + 2]) + t6 * (row[x + 13] - row[x + 1])
        out[x] = total + t7 * (row[x + 14] - row[x])


def pyramid_levels(height: int, width: int) -> int:
    """Number of halvings OpenCV makes before a side falls under `MIN_LEVEL_PX`."""
    levels = 0
    while levels < MAX_LEVELS and min(height, width) * 0.5 ** (levels + 1) >= MIN_LEVEL_PX:
        levels += 1
    return levels


def level_size(shape: tuple[int, int], level: int) -> tuple[int, int]:
    """(rows, cols) of a pyramid level, rounded half to even."""
    return round(shape[0] * 0.5**level), round(shape[1] * 0.5**level)


def _blur_taps(level: int) -> Array:
    """float32 [n]: one half of the filter before a level is thinned out, from the middle on (as OpenCV's)."""
    if level == 0:
        return np.array([0.5, 0.25], np.float32)
    sigma = (2.0**level - 1) * 0.5
    reach = max(round(sigma * 5) | 1, 3) // 2
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma**2))
    return np.asarray((weights / weights.sum())[reach:], np.float32)


# All levels' filters in a row, and where each begins.
_EACH_LEVEL = [_blur_taps(level) for level in range(MAX_LEVELS + 1)]
BLUR_TAPS = np.concatenate(_EACH_LEVEL)
BLUR_STARTS = np.cumsum([0, *(len(taps) for taps in _EACH_LEVEL)])


@compiled
def _mirrored(i: int, n: int) -> int:
    """Index inside [0, n) that is shown at `i`: the border is a mirror that does not repeat the edge."""
    while i < 0 or i >= n:
        i = -i if i < 0 else 2 * (n - 1) - i
        if n == 1:
            return 0
    return i


@compiled
def _blurred(image: Array, taps: Array) -> Array:
    height, width = image.shape
    reach = taps.size - 1
    result, row = np.empty((height, width), np.float32), np.empty(width + 2 * reach, np.float32)
    inner = row[reach : reach + width]
    for y in range(height):
        center = image[y]
        for x in range(width):
            inner[x] = taps[0] * center[x]
        for j in range(1, reach + 1):
            above, below, tap = image[_mirrored(y - j, height)], image[_mirrored(y + j, height)], taps[j]
            for x in range(width):
                inner[x] += tap * (above[x] + below[x])
        for x in range(reach):
            row[x] = inner[_mirrored(x - reach, width)]
            row[reach + width + x] = inner[_mirrored(width + x, width)]
        out = result[y]
        for x in range(width):
            out[x] = taps[0] * inner[x]
        for j in range(1, reach + 1):
            before, after, tap = row[reach - j : reach - j + width], row[reach + j : reach + j + width], taps[j]
            for x in range(width):
                out[x] += tap * (before[x] + after[x])
    return result


@compiled
def resized(image: Array, rows: int, cols: int) -> Array:
    """float32 [rows, cols], interpolated linearly from the four neighbours, as OpenCV does."""
    height, width = image.shape
    result = np.empty((rows, cols), np.float32)
    left, weight = np.empty(cols, np.int64), np.empty(cols, np.float32)
    for x in range(cols):
        place = (x + 0.5) * (width / cols) - 0.5
        left[x] = min(max(np.int64(np.floor(place)), 0), width - 1)
        weight[x] = np.float32(min(max(place - left[x], 0.0), 1.0))
    for y in range(rows):
        place = (y + 0.5) * (height / rows) - 0.5
        top = min(max(np.int64(np.floor(place)), 0), height - 1)
        down = np.float32(min(max(place - top, 0.0), 1.0))
        first, second = image[top], image[min(top + 1, height - 1)]
        for x in range(cols):
            a, b, f = left[x], min(left[x] + 1, width - 1), weight[x]
            one, two = first[a] * (np.float32(1) - f) + first[b] * f, second[a] * (np.float32(1) - f) + second[b] * f
            result[y, x] = one * (np.float32(1) - down) + two * down
    return result


@compiled
def level_image(patch: Array, level: int, rows: int, cols: int) -> Array:
    """float32 [rows, cols]: a patch float32 [h, w] at a pyramid level, less the middle grey."""
    image = _blurred(patch - np.float32(MIDDLE_GRAY), BLUR_TAPS[BLUR_STARTS[level] : BLUR_STARTS[level + 1]])
    return image if level == 0 else resized(image, rows, cols)


class Expansion(NamedTuple):
    """The expansion of every pyramid level of a reference patch, finest first.

    Attributes:
        rows: float32, all levels' rows one after the other.
        starts: int64 [levels + 1], where each level begins.
        sizes: int64 [levels, 2], (rows, cols) of each.
    """

    rows: Float32
    starts: Int64
    sizes: Int64


def reference_expansion(patch: UInt8 | Float32) -> Expansion:
    """The expansion of a reference patch [h, w]."""
    height, width = patch.shape
    sizes = [level_size((height, width), level) for level in range(pyramid_levels(height, width) + 1)]
    image = np.ascontiguousarray(patch, np.float32)
    each = [expanded(level_image(image, level, *size)) for level, size in enumerate(sizes)]
    starts = np.cumsum([0, *(len(rows) for rows in each)])
    return Expansion(np.concatenate(each), starts.astype(np.int64), np.array(sizes, np.int64))


@compiled
def expanded(image: Array) -> Array:
    """Rows of five planes: the expansion of an image float32 [h, w]."""
    height = image.shape[0]
    result, columns = np.empty(height * COEFFICIENTS * STRIDE, np.float32), np.empty(3 * STRIDE, np.float32)
    for y in range(height):
        expand_row(image, y, columns, planes_of(result, y, COEFFICIENTS))
    return result
