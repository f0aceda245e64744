"""Polynomial expansion of a patch at every level of its pyramid: the first half of Farneback's method, compiled.

Farneback 2003 as OpenCV computes it, with ME-TST's parameters (feature spec 1.7). *Rows* are flat float32 arrays in
which row y of plane c starts at ``(y * planes + c) * STRIDE``: the constant distance lets the compiler prove that
planes do not overlap, and so use vectors.
"""

from typing import Any, NamedTuple

import numpy as np
from numba.core import types
from numba.extending import intrinsic

from engine.flow.vectors import COEFFICIENTS, LANES, STRIDE, data, load, store, wide
from engine.numba_cache import compiled
from engine.types import Float32, Int64, UInt8

Array = np.ndarray[Any, Any]

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
# Of the rows smooth, slope and curve: (plane, filter, whether it is even) of what each goes into.
ROW_FILTERS = ((0, ((1, 1, False), (3, 2, True))), (1, ((0, 0, True), (4, 1, False))), (2, ((2, 0, True),)))
PAIRED = (3, 5)  # taps that wait for the next one


@compiled
def planes_of(rows: Array, y: int, count: int) -> Array:
    """View of row `y`: its `count` planes."""
    return rows[y * count * STRIDE : (y + 1) * count * STRIDE]


@intrinsic
def _down(_typing: Any, image: Any, rows: Any, x: Any, out: Any) -> Any:
    """The three vertical filters at columns ``[x, x + LANES)``, into entries ``POLY_N + x`` of three planes.

    `image` is flat; `rows` int64 [2 POLY_N + 1]: where the row itself begins, then those above and below in turn.
    """

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        from llvmlite import ir

        pixels, starts, result = data(context, builder, call, arguments, 0, 1, 3)

        def row(number: int) -> Any:
            start = builder.load(builder.gep(starts, [ir.Constant(ir.IntType(64), number)]))
            return load(builder, pixels, builder.add(start, arguments[2]))

        center = row(0)
        smooth = builder.fmul(center, wide(TAPS[0, 0]))
        curve = builder.fmul(center, wide(TAPS[2, 0]))
        slope = wide(0)
        for j in range(1, POLY_N + 1):
            above, below = row(2 * j - 1), row(2 * j)
            both = builder.fadd(above, below)
            smooth = builder.fadd(smooth, builder.fmul(wide(TAPS[0, j]), both))
            curve = builder.fadd(curve, builder.fmul(wide(TAPS[2, j]), both))
            slope = builder.fadd(slope, builder.fmul(wide(TAPS[1, j]), builder.fsub(below, above)))
        for plane, found in enumerate((smooth, slope, curve)):
            store(builder, found, result, arguments[2], plane * STRIDE + POLY_N)
        return context.get_dummy_value()

    return types.void(image, rows, x, out), codegen


@intrinsic
def _along(_typing: Any, columns: Any, x: Any, out: Any) -> Any:
    """The five horizontal filters at columns ``[x, x + LANES)``, into five planes; see `expand`."""

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        known, result = data(context, builder, call, arguments, 0, 2)
        for row, wanted in ROW_FILTERS:
            sums = [_Sum(builder, taps, is_even=is_even) for _, taps, is_even in wanted]
            for j in range(POLY_N + 1):
                right, left = (load(builder, known, arguments[1], row * STRIDE + POLY_N + at) for at in (j, -j))
                for each in sums:
                    each.add(j, right, left)
            for (plane, *_), each in zip(wanted, sums, strict=True):
                store(builder, each.total, result, arguments[1], plane * STRIDE)
        return context.get_dummy_value()

    return types.void(columns, x, out), codegen


class _Sum:
    """Code of a filter of 2 POLY_N + 1 taps, equal on both sides or of opposite sign, the right one positive.

    Sums are taken in a fixed order: the middle and its neighbours one by one, the others in pairs, the last alone.
    """

    def __init__(self, builder: Any, taps: int, *, is_even: bool) -> None:
        self.total: Any = None
        self._builder, self._taps, self._is_even = builder, TAPS[taps], is_even
        self._held: Any = None

    def add(self, j: int, right: Any, left: Any) -> None:
        """Take in the entries `j` to the right and to the left."""
        make = self._builder
        if j == 0:
            self.total = make.fmul(wide(self._taps[0]), right) if self._is_even else None
            return
        both = make.fadd(left, right) if self._is_even else make.fsub(right, left)
        term = make.fmul(wide(self._taps[j]), both)
        if j in PAIRED:
            self._held = term
            return
        if self._held is not None:
            term, self._held = make.fadd(self._held, term), None
        self.total = term if self.total is None else make.fadd(self.total, term)


@compiled
def expand(image: Array, out: Array) -> None:
    """Coefficients of y, x, y^2, x^2, xy of the local polynomial around each pixel.

    Args:
        image: float32 [h, w], at least `LANES` wide, contiguous.
        out: float32, written: rows of five planes.
    """
    height, width = image.shape
    flat, rows, columns = image.ravel(), np.empty(2 * POLY_N + 1, np.int64), np.empty(3 * STRIDE, np.float32)
    last = width - LANES  # the last vector lies over the one before it
    for y in range(height):
        rows[0] = y * width
        for j in range(1, POLY_N + 1):
            rows[2 * j - 1], rows[2 * j] = max(y - j, 0) * width, min(y + j, height - 1) * width
        for x in range(0, width, LANES):
            _down(flat, rows, min(x, last), columns)  # type: ignore[call-arg]
        for plane in range(3):
            row = columns[plane * STRIDE : (plane + 1) * STRIDE]
            for x in range(POLY_N):
                row[x] = row[POLY_N]
                row[POLY_N + width + x] = row[POLY_N + width - 1]
        found = planes_of(out, y, COEFFICIENTS)
        for x in range(0, width, LANES):
            _along(columns, min(x, last), found)  # type: ignore[call-arg]


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
    result = np.empty(image.shape[0] * COEFFICIENTS * STRIDE, np.float32)
    expand(image, result)
    return result
