"""The compiled sampling; see `engine.warp`."""

from typing import Any

import numpy as np

from engine.numba_cache import compiled

Array = np.ndarray[Any, Any]

BITS = 20  # of a place behind the point, and
WEIGHT_BITS = 8  # of a weight
# Keys 1981: the cubic that repeats parabolas exactly, so that a pattern looks the same wherever it lies between px.
SHARPNESS = -0.5
FEW_TAPS = 4  # where the patch is not coarser than the picture


@compiled
def _look(gray: Array, row: Any, col: Any, black: bool) -> Any:
    height, width = gray.shape
    if black and (row < 0 or row >= height or col < 0 or col >= width):
        return 0
    return np.int64(gray[min(max(row, 0), height - 1), min(max(col, 0), width - 1)])


@compiled
def _blend(a: Any, b: Any, c: Any, d: Any, fx: Any, fy: Any) -> Any:
    one = np.int64(1 << WEIGHT_BITS)
    return (a * (one - fx) + b * fx) * (one - fy) + (c * (one - fx) + d * fx) * fy


@compiled
def bilinear(gray: Array, matrix: Array, over: int, black: bool, out: Array) -> None:
    """Fill `out` float32 [S, S]; `matrix` int64 [6] in 2^-20 px, row by row; integers up to the last division."""
    height, width = gray.shape
    xx, xy, x0, yx, yy, y0 = matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]
    scale = np.float32(1.0 / (over * over * (1 << (2 * WEIGHT_BITS))))
    fraction, shift = np.int64((1 << WEIGHT_BITS) - 1), BITS - WEIGHT_BITS
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            total: Any = np.int64(0)
            for i in range(over):
                for j in range(over):
                    x = x0 + xx * (c * over + j) + xy * (r * over + i)
                    y = y0 + yx * (c * over + j) + yy * (r * over + i)
                    col, row = x >> BITS, y >> BITS
                    fx, fy = (x >> shift) & fraction, (y >> shift) & fraction
                    if 0 <= col < width - 1 and 0 <= row < height - 1:
                        a, b = np.int64(gray[row, col]), np.int64(gray[row, col + 1])
                        e, d = np.int64(gray[row + 1, col]), np.int64(gray[row + 1, col + 1])
                    else:
                        a, b = _look(gray, row, col, black), _look(gray, row, col + 1, black)
                        e, d = _look(gray, row + 1, col, black), _look(gray, row + 1, col + 1, black)
                    total += _blend(a, b, e, d, fx, fy)
            out[r, c] = np.float32(total) * scale


@compiled
def _cubic(x: float) -> float:
    x = abs(x)
    if x < 1:
        return ((SHARPNESS + 2) * x - (SHARPNESS + 3)) * x * x + 1
    if x < 2:
        return (((x - 5) * x + 8) * x - 4) * SHARPNESS
    return 0.0


@compiled
def _taps(start: float, step: float, wide: float, first: Array, weights: Array) -> None:
    """First source place and normalised weights float32 [n, taps] of each of n samples."""
    n, taps = weights.shape
    found = np.empty(taps)
    for i in range(n):
        place = start + step * i
        base = np.int64(np.floor(place)) - taps // 2 + 1
        first[i] = base
        total = 0.0
        for tap in range(taps):
            found[tap] = _cubic((base + tap - place) / wide)
            total += found[tap]
        for tap in range(taps):
            weights[i, tap] = np.float32(found[tap] / total)


@compiled
def _gather(row: Array, first: Array, weights: Array, out: Array) -> None:
    """Samples along one combined row; weights float32 [taps, n]."""
    for c in range(out.size):
        out[c] = weights[0, c] * row[first[c]]
    for tap in range(1, weights.shape[0]):
        for c in range(out.size):
            out[c] += weights[tap, c] * row[first[c] + np.uint32(tap)]


@compiled
def _add_row(source: Array, base: int, weight: float, out: Array) -> None:
    """``out += weight * source[base:]``, the ends of the source repeated."""
    width, n = source.size, out.size
    inner0, inner1 = min(max(0, -base), n), max(0, min(n, width - base))
    for j in range(inner0):
        out[j] += weight * np.float32(source[0])
    if inner1 > inner0:
        inside, target = source[base + inner0 : base + inner1], out[inner0:inner1]
        for j in range(target.size):
            target[j] += weight * np.float32(inside[j])
    for j in range(max(inner0, inner1), n):
        out[j] += weight * np.float32(source[width - 1])


@compiled
def _join_rows(source: Array, weights: Array, out: Array) -> None:
    """Weighted sum of `FEW_TAPS` rows, in the order in which `_add_row` adds them."""
    first, second, third, fourth = source[0], source[1], source[2], source[3]
    a, b, c, d = weights[0], weights[1], weights[2], weights[3]
    for j in range(out.size):
        total = a * np.float32(first[j]) + b * np.float32(second[j])
        total += c * np.float32(third[j])
        out[j] = total + d * np.float32(fourth[j])


@compiled
def cubic(gray: Array, left: float, top: float, scale: float, out: Array, origin: tuple[int, int]) -> None:
    """Fill `out` float32 [h, w]: down the columns first, then along the rows; see `engine.warp.cubic_patch`."""
    height, width = gray.shape
    rows, cols = out.shape
    wide = max(1.0, scale)
    taps = 2 * np.int64(np.ceil(2 * wide))
    first_y, first_x = np.empty(rows, np.int64), np.empty(cols, np.int64)
    down, across = np.empty((rows, taps), np.float32), np.empty((cols, taps), np.float32)
    _taps(top, scale, wide, first_y, down)
    _taps(left, scale, wide, first_x, across)
    first_x -= origin[0]
    first_y -= origin[1]
    base = first_x[0]
    offsets = (first_x - base).astype(np.uint32)
    turned = np.ascontiguousarray(across.T)
    combined = np.empty(first_x[cols - 1] + taps - base, np.float32)
    is_inside = taps == FEW_TAPS and base >= 0 and base + combined.size <= width
    for r in range(rows):
        if is_inside and first_y[r] >= 0 and first_y[r] + taps <= height:
            _join_rows(gray[first_y[r] : first_y[r] + taps, base : base + combined.size], down[r], combined)
        else:
            combined[:] = np.float32(0)
            for tap in range(taps):
                source = min(max(first_y[r] + tap, 0), height - 1)
                _add_row(gray[source], base, down[r, tap], combined)
        _gather(combined, offsets, turned, out[r])
