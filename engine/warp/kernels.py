"""The compiled sampling; see `engine.warp`."""

from typing import Any

import numpy as np

from engine.numba_cache import compiled
from engine.warp.lookup import BITS, LANES, WEIGHT_BITS, blend_along

Array = np.ndarray[Any, Any]

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
    xx, xy, x0, yx, yy, y0 = matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]
    scale = np.float32(1.0 / (over * over * (1 << (2 * WEIGHT_BITS))))
    size = out.shape[1]
    lines, total, pixels = np.empty(size, np.int32), np.empty(size, np.int32), _flat(gray)
    for r in range(out.shape[0]):
        total[:] = 0
        for i in range(over):
            for j in range(over):
                place = x0 + xx * j + xy * (r * over + i), y0 + yx * j + yy * (r * over + i)
                _sample_line(gray, pixels, place, (xx * over, yx * over), black, lines)
                for c in range(size):
                    total[c] += lines[c]
        for c in range(size):
            out[r, c] = np.float32(total[c]) * scale


@compiled
def _flat(gray: Array) -> Array:
    """All pixels of a picture in a row; of a part of one none, as they do not lie so."""
    return gray.ravel() if gray.flags.c_contiguous else np.empty(0, np.uint8)


@compiled
def _sample_line(
    gray: Array, pixels: Array, place: tuple[int, int], step: tuple[int, int], black: bool, out: Array
) -> None:
    """Samples int32 from `place` on, in 2^-20 px."""
    height, width = gray.shape
    last = out.size - 1
    col0, row0 = place[0] >> BITS, place[1] >> BITS
    col1, row1 = (place[0] + step[0] * last) >> BITS, (place[1] + step[1] * last) >> BITS
    is_inside = min(col0, col1) >= 0 and max(col0, col1) < width - 1 and min(row0, row1) >= 0
    if is_inside and max(row0, row1) < height - 1 and pixels.size and out.size >= LANES:
        for start in range(0, out.size, LANES):
            at = min(start, out.size - LANES)
            there = place[0] + step[0] * at, place[1] + step[1] * at
            blend_along(pixels, width, there, step, out, at)  # type: ignore[call-arg]
        return
    fraction, shift = np.int64((1 << WEIGHT_BITS) - 1), BITS - WEIGHT_BITS
    for c in range(out.size):
        x, y = place[0] + step[0] * c, place[1] + step[1] * c
        col, row = x >> BITS, y >> BITS
        a, b = _look(gray, row, col, black), _look(gray, row, col + 1, black)
        e, d = _look(gray, row + 1, col, black), _look(gray, row + 1, col + 1, black)
        out[c] = np.int32(_blend(a, b, e, d, (x >> shift) & fraction, (y >> shift) & fraction))


@compiled
def _taps(start: float, step: float, wide: float, first: Array, weights: Array) -> None:
    """First source place and normalised weights float32 [taps, n] of each of n samples; without branches, so fast."""
    taps, n = weights.shape
    places, total, found = np.empty(n), np.zeros(n), np.empty((taps, n))
    for i in range(n):
        places[i] = start + step * i
        first[i] = np.int64(np.floor(places[i])) - taps // 2 + 1
    for tap in range(taps):
        row = found[tap]
        for i in range(n):
            x = abs((first[i] + tap - places[i]) / wide)
            near = ((SHARPNESS + 2) * x - (SHARPNESS + 3)) * x * x + 1
            far = (((x - 5) * x + 8) * x - 4) * SHARPNESS
            value = near if x < 1 else far
            row[i] = value if x < 2 else 0.0
            total[i] += row[i]
    for tap in range(taps):
        row, out = found[tap], weights[tap]
        for i in range(n):
            out[i] = np.float32(row[i] / total[i])


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
def _add_rows(first: Array, second: Array, third: Array, fourth: Array, weights: Array, out: Array) -> None:
    """Four rows at once, in the order in which `_add_row` adds them."""
    a, b, c, d = weights[0], weights[1], weights[2], weights[3]
    for j in range(out.size):
        total = out[j] + a * np.float32(first[j])
        total += b * np.float32(second[j])
        total += c * np.float32(third[j])
        out[j] = total + d * np.float32(fourth[j])


@compiled
def _add_all(gray: Array, row: int, base: int, weights: Array, out: Array) -> None:
    """The weighted rows from `row` on, those outside the picture being its first or last one."""
    height, width = gray.shape
    done, stop = 0, base + out.size
    if base >= 0 and stop <= width:
        for tap in range(0, weights.size - 3, 4):
            a, b = min(max(row + tap, 0), height - 1), min(max(row + tap + 1, 0), height - 1)
            c, d = min(max(row + tap + 2, 0), height - 1), min(max(row + tap + 3, 0), height - 1)
            first, second, third, fourth = (
                gray[a, base:stop],
                gray[b, base:stop],
                gray[c, base:stop],
                gray[d, base:stop],
            )
            _add_rows(first, second, third, fourth, weights[tap : tap + 4], out)
            done = tap + 4
    for tap in range(done, weights.size):
        _add_row(gray[min(max(row + tap, 0), height - 1)], base, weights[tap], out)


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
    turned, across = np.empty((taps, rows), np.float32), np.empty((taps, cols), np.float32)
    _taps(top, scale, wide, first_y, turned)
    _taps(left, scale, wide, first_x, across)
    down = np.ascontiguousarray(turned.T)
    first_x -= origin[0]
    first_y -= origin[1]
    base = first_x[0]
    offsets = (first_x - base).astype(np.uint32)
    combined = np.empty(first_x[cols - 1] + taps - base, np.float32)
    is_inside = taps == FEW_TAPS and base >= 0 and base + combined.size <= width
    for r in range(rows):
        if is_inside and first_y[r] >= 0 and first_y[r] + taps <= height:
            _join_rows(gray[first_y[r] : first_y[r] + taps, base : base + combined.size], down[r], combined)
        else:
            combined[:] = np.float32(0)
            _add_all(gray, first_y[r], base, down[r], combined)
        _gather(combined, offsets, across, out[r])
