"""Polynomial expansion of a patch at every level of its pyramid: the first half of Farneback's method, compiled.

Farneback 2003 as OpenCV computes it, with ME-TST's parameters (feature spec 1.7). *Rows* are flat float32 arrays in
which row y of plane c starts at ``(y * planes + c) * STRIDE``: the constant distance lets the compiler prove that
planes do not overlap, and so use vectors.
"""

from typing import Any

import numpy as np

from engine.compiled import compiled

Array = np.ndarray[Any, Any]

COEFFICIENTS = 5
STRIDE = 336  # at least the side of the crop and a window; an odd number of cache lines
POLY_N = 7
POLY_SIGMA = 1.5
MAX_LEVELS = 3
MIN_LEVEL_PX = 32
# Subtracted before the expansion, which does not see it, to keep the precision of float32.
MIDDLE_GRAY = np.float32(128)


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
def _padded_row(row: Array, reach: int, out: Array) -> None:
    """The row as float32 less the middle grey, borders reflected without repeating the edge."""
    width = row.size
    for x in range(width):
        out[reach + x] = np.float32(row[x]) - MIDDLE_GRAY
    for x in range(reach):
        out[x] = out[2 * reach - x]
        out[reach + width + x] = out[reach + width - 2 - x]


@compiled
def _blurred(patch: Array, taps: Array) -> Array:
    """float32 [h, w]: the patch less the middle grey, through a separable even filter given by half of its taps."""
    height, width = patch.shape
    reach = taps.size - 1
    across, result = np.empty((height, width), np.float32), np.empty((height, width), np.float32)
    padded = np.empty(width + 2 * reach, np.float32)
    for y in range(height):
        _padded_row(patch[y], reach, padded)
        row = across[y]
        for x in range(width):
            row[x] = taps[0] * padded[reach + x]
        for j in range(1, reach + 1):
            left, right = padded[reach - j :], padded[reach + j :]
            for x in range(width):
                row[x] += taps[j] * (left[x] + right[x])
    for y in range(height):
        row, center = result[y], across[y]
        for x in range(width):
            row[x] = taps[0] * center[x]
        for j in range(1, reach + 1):
            above, below = across[abs(y - j)], across[height - 1 - abs(height - 1 - y - j)]
            for x in range(width):
                row[x] += taps[j] * (above[x] + below[x])
    return result


@compiled
def _resized(image: Array, height: int, width: int) -> Array:
    """float32 [height, width]: bilinear, pixel centres aligned as OpenCV's INTER_LINEAR."""
    rows, cols = image.shape
    result, blended = np.empty((height, width), np.float32), np.empty(cols, np.float32)
    left, share = np.empty(width, np.int32), np.empty(width, np.float32)
    for x in range(width):
        u = min(max((x + 0.5) * cols / width - 0.5, 0.0), cols - 1.0)
        left[x] = min(int(u), cols - 2)
        share[x] = np.float32(u - left[x])
    for y in range(height):
        v = min(max((y + 0.5) * rows / height - 0.5, 0.0), rows - 1.0)
        y0 = min(int(v), rows - 2)
        fy = np.float32(v - y0)
        top, low, out = image[y0], image[y0 + 1], result[y]
        for x in range(cols):
            blended[x] = top[x] + fy * (low[x] - top[x])
        for x in range(width):
            at = left[x]
            out[x] = blended[at] + share[x] * (blended[at + 1] - blended[at])
    return result


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


@compiled
def pyramid_levels(height: int, width: int) -> int:
    """Number of halvings OpenCV makes before a side falls under `MIN_LEVEL_PX`."""
    levels, scale = 0, 0.5
    while levels < MAX_LEVELS and min(height, width) * scale >= MIN_LEVEL_PX:
        levels += 1
        scale *= 0.5
    return levels


@compiled
def level_size(length: int, level: int) -> int:
    """Side of a pyramid level, rounded half to even."""
    return int(np.rint(length * 0.5**level))


@compiled
def level_image(patch: Array, level: int) -> Array:
    """float32 [h, w]: the patch at a pyramid level, less the middle grey (which the expansion does not see)."""
    if level == 0:
        return _blurred(patch, np.array([0.5, 0.25], np.float32))
    sigma = (2.0**level - 1) * 0.5
    size = max(int(np.rint(sigma * 5)) | 1, 3)
    x = np.arange(size // 2 + 1)
    half = np.exp(-x * x / (2 * sigma * sigma))
    half /= 2 * half.sum() - half[0]
    smooth = _blurred(patch, half.astype(np.float32))
    return _resized(smooth, level_size(patch.shape[0], level), level_size(patch.shape[1], level))


@compiled
def reference_expansion(patch: Array) -> Array:
    """Rows of the expansions of every pyramid level of the reference patch, finest first, in one array."""
    levels = pyramid_levels(patch.shape[0], patch.shape[1])
    total = 0
    for level in range(levels + 1):
        total += level_size(patch.shape[0], level)
    result, columns = np.empty(total * COEFFICIENTS * STRIDE, np.float32), np.empty(3 * STRIDE, np.float32)
    at = 0
    for level in range(levels + 1):
        image = level_image(patch, level)
        for y in range(image.shape[0]):
            expand_row(image, y, columns, planes_of(result, at, COEFFICIENTS))
            at += 1
    return result


@compiled
def doubled(flow: Array, coarse: tuple[int, int], fine: tuple[int, int]) -> Array:
    """A coarse level's flow as the start of the next finer level."""
    planes = flow.reshape((coarse[0], 2, STRIDE))
    result = np.zeros((fine[0], 2, STRIDE), np.float32)
    for c in range(2):
        plane = _resized(np.ascontiguousarray(planes[:, c, : coarse[1]]), fine[0], fine[1])
        result[:, c, : fine[1]] = plane * np.float32(2)
    return result.ravel()
