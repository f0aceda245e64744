"""Patch flow by Farneback's method and the choice of the fastest pixels, compiled.

Farneback 2003 (two-frame motion estimation based on polynomial expansion) as OpenCV computes it, with ME-TST's
parameters (feature spec 1.7). The kernels release the interpreter lock; each call works on one patch and one core, so
results do not depend on the number of threads. Layout: rows as in `engine.flow.expansion`.
"""

from typing import Any

import numpy as np

from engine.flow.expansion import Expansion, expand, level_image, planes_of, reference_expansion, resized
from engine.flow.vectors import (
    COEFFICIENTS,
    HALF_WINDOW,
    LANES,
    NEAR,
    STRIDE,
    TOGETHER,
    blend,
    blend_near,
    copy,
    enter,
    equate,
    give,
    pad,
    reaching,
    slide,
    solve,
    where,
)
from engine.numba_cache import compiled, inlined
from engine.types import Float32, UInt8
from engine.warp.kernels import cubic

__all__ = [
    "FEW",
    "STRIDE",
    "Workspace",
    "fastest_mean",
    "fastest_means",
    "patch_flow",
    "reference_expansion",
    "region_means",
]

Array = np.ndarray[Any, Any]
Work = tuple[Array, Array, Array, Array, Array]  # see `Workspace`
Scratch = tuple[Array, Array, Array]  # looked-up planes, where they are, their weights
Span = tuple[int, int]  # first and end, or rows and columns
Rows = tuple[Array, int]  # planes, and where a row begins in them

LAG = HALF_WINDOW + 1
ITERATIONS = 5
# Where nothing moves far, fewer do: the mean motion of all parts then changes by less than this in the last one.
FEW = 3
SETTLED_PX = 0.02
# Weights of the outermost pixels: OpenCV's `border` table.
BORDER = np.array([0.14, 0.14, 0.4472, 0.4472, 0.4472], np.float32)


@inlined
def _look_up(current: Array, reference: Rows, y: int, size: Span, cols: Span, flow: Rows, scratch: Scratch) -> None:
    """Planes `looked` of the current patch where row `y` of the reference has gone; where that is outside, none.

    Outside, the entries make the later means equal OpenCV's: no first-order part, the reference's own second order.
    What is written begins with the first of the columns. Pixels of a vector that went equally far lie side by side and
    are looked up at once.
    """
    looked, plan, weights = scratch
    place, shape = (np.int32(cols[0]), np.int32(y)), (np.int32(size[0]), np.int32(size[1]))
    width, line, count = cols[1] - cols[0], COEFFICIENTS * STRIDE, np.int32(cols[1] - cols[0])
    for x in range(0, width, LANES):
        at = np.int32(x)
        kind: Any = where(flow[0], flow[1], place, shape, at, count, plan, weights)  # type: ignore[call-arg]
        if kind == TOGETHER:
            blend(current, np.int64(plan[x]), weights, x, looked, x)
        elif kind == NEAR:
            column, row = cols[0] + x + plan[STRIDE], y + plan[STRIDE + 1]
            own = row * line + column
            rows = max(row - 1, 0) * line + column, own, own + line
            blend_near(current, rows, np.int32(own), weights, plan, reference, looked, x)
        else:
            _blend_runs(current, reference, x, min(x + LANES, width), scratch)


@inlined
def _blend_runs(current: Array, reference: Rows, x: int, end: int, scratch: Scratch) -> None:
    """The pixels ``[x, end)`` of a vector, those that lie side by side together.

    What a vector writes behind such a run is written over by the next one.
    """
    looked, plan, weights = scratch
    while x < end:
        pixel, stop = np.int64(plan[x]), x + 1
        if pixel < 0:
            _none(reference, x, looked)
        else:
            while stop < end and plan[stop] == pixel + (stop - x):
                stop += 1
            blend(current, pixel, weights, x, looked, x)  # type: ignore[call-arg]
        x = stop


@inlined
def _none(reference: Rows, x: int, looked: Array) -> None:
    """What column `x` of the reference finds outside the current patch."""
    planes, start = reference
    looked[x] = looked[STRIDE + x] = np.float32(0)
    for c in range(2, COEFFICIENTS):
        looked[c * STRIDE + x] = planes[start + c * STRIDE + x]


@inlined
def _stay(current: Array, reference: Rows, y: int, size: Span, cols: Span, looked: Array) -> None:
    """`_look_up` where nothing has moved yet."""
    count = cols[1] - cols[0] if y < size[0] - 1 else 0
    start = y * COEFFICIENTS * STRIDE + cols[0]
    for x in range(0, count, LANES):
        copy(current, start + x, looked, x)  # type: ignore[call-arg]
    if cols[1] == size[1]:
        count = max(count - 1, 0)
    for x in range(count, cols[1] - cols[0]):
        _none(reference, x, looked)


@inlined
def _flow_of(padded: Array, width: int, cols: Span, flow: Rows) -> None:
    """Flow of one row from its equations summed over rows; `padded` planes start `HALF_WINDOW` entries early."""
    pad(padded, width)  # type: ignore[call-arg]
    for x in range(cols[0], cols[1], LANES):
        solve(padded, x, flow[0], flow[1] + x)


@compiled
def _border(length: int) -> Array:
    """float32 [length + LANES]: weight of each row or column, and of what a vector looks at behind them."""
    result = np.ones(length + LANES, np.float32)
    for i in range(min(BORDER.size, length)):
        result[i] *= BORDER[i]
        result[length - 1 - i] *= BORDER[i]
    return result


@compiled
def _wanted(need: Array, steps: int, height: int, width: int) -> tuple[int, int, int, int]:
    """First and end row, first and end column that `steps` more windows reach from what is looked at in the end."""
    reach = HALF_WINDOW * steps
    return (
        max(need[0] - reach, 0),
        min(need[1] + reach, height),
        max(need[2] - reach, 0),
        min(need[3] + reach, width),
    )


@compiled
def _iterate(
    known: Rows, image: Array, flows: tuple[Array, Array], work: Work, need: Array, iterations: int, still: bool
) -> None:
    """Refine the flow `flows[0]` to `image` float32 [h, w] in place (rows of two planes); `still`: it is 0 so far.

    `known`: the expansion of the reference, and where the first row begins in it.

    What lies too far from the rectangle `need` (first row, end row, first column, end column) to matter for it in the
    iterations that are left is not computed. The last iteration leaves what the one before it found in
    `flows[1]`.
    """
    (reference, first), (current, equations, small, columns, plan) = known, work
    flow, before = flows
    height, width = size = image.shape
    expand(image, current)
    across, down = _border(width), _border(height)
    looked, weights = small[: STRIDE * 5], small[STRIDE * 5 : STRIDE * 9]
    padded = small[STRIDE * 9 :]
    for iteration in range(iterations + 1):
        # Without a flow yet the first equations are needed as far as the windows of the first solution reach.
        row0, row1, col0, col1 = _wanted(need, iterations - max(iteration, 1) + (iteration == 0), height, width)
        cols, count = (col0, col1), col1 - col0
        is_last = iteration == iterations
        if is_last:
            for start in range(row0 * 2 * STRIDE, row1 * 2 * STRIDE, STRIDE):
                for x in range(start + col0, start + col1):
                    before[x] = flow[x]
        # The equations of a row are replaced when the sums have left it, so that one set of them is enough.
        for y in range(row0, row1 if is_last else row1 + LAG):
            if iteration and y < row1:
                _columns(equations, y, row0, size, cols, columns, padded)
                _flow_of(padded, width, cols, (flow, y * 2 * STRIDE))
            row = y - LAG
            if not is_last and row >= row0:
                own, moved = row * COEFFICIENTS * STRIDE + col0, row * 2 * STRIDE + col0
                if still and not iteration:
                    _stay(current, (reference, first + own), row, size, cols, looked)
                else:
                    there = reference, first + own
                    _look_up(current, there, row, size, cols, (flow, moved), (looked, plan, weights))
                places = first + own, moved, col0, own
                for x in range(0, count, LANES):
                    equate((reference, flow), places, looked, across, down[row], x, equations)  # type: ignore[call-arg]


@inlined
def _columns(
    equations: Array, y: int, first: int, size: tuple[int, int], cols: Span, columns: Array, padded: Array
) -> None:
    """Sums over 15 rows around `y`, edges repeated, kept up from row `first` on in float64; into `padded` as float32.

    Of as many columns as the windows of `cols` reach.
    """
    height, width = size
    low, high = max(cols[0] - HALF_WINDOW, 0), min(cols[1] + HALF_WINDOW, width)
    line = COEFFICIENTS * STRIDE
    entering, leaving = min(y + HALF_WINDOW, height - 1) * line, max(y - HALF_WINDOW - 1, 0) * line
    if y == first:
        columns[:] = 0.0
        for row in range(y - HALF_WINDOW, y + HALF_WINDOW):
            start = min(max(row, 0), height - 1) * line
            for x in range(low, high, LANES):
                enter(columns, equations, start, x)  # type: ignore[call-arg]
    if y == first:
        for x in range(low, high, LANES):
            enter(columns, equations, entering, x)  # type: ignore[call-arg]
            give(columns, x, padded)
    else:
        for x in range(low, high, LANES):
            slide(columns, equations, leaving, entering, x, padded)  # type: ignore[call-arg]


class Workspace:
    """Buffers for patches of up to `height` rows; for one thread at a time."""

    def __init__(self, height: int) -> None:
        self.flows = np.zeros(height * 2 * STRIDE, np.float32), np.zeros(height * 2 * STRIDE, np.float32)
        # Vectors look up to so many entries before a row's first pixel and behind its last one.
        self.buffers: Work = (
            np.zeros(height * COEFFICIENTS * STRIDE + 2 * LANES, np.float32)[LANES:],
            np.empty(height * COEFFICIENTS * STRIDE, np.float32),
            np.zeros(15 * STRIDE, np.float32),
            np.empty(COEFFICIENTS * STRIDE, np.float64),
            np.zeros(STRIDE + LANES, np.int32),
        )


def patch_flow(expansion: Expansion, patch: UInt8 | Float32, work: Workspace) -> Float32:
    """Displacement from the reference to a patch [h, w], (x right, y down) in px.

    Args:
        expansion: of the reference patch.
        patch: of the reference's shape.
        work: buffers; the result lies in them until the next call.

    Returns:
        Rows of two planes, float32 [h * 2 * STRIDE].
    """
    whole = np.array([0, patch.shape[0], 0, patch.shape[1]], np.int64)
    image = np.ascontiguousarray(patch, np.float32)
    _flow_to(image, *expansion, work.flows, work.buffers, whole, ITERATIONS)
    return work.flows[0]


@compiled
def _flow_to(  # noqa: PLR0913 - a kernel
    patch: Array,
    rows: Array,
    starts: Array,
    sizes: Array,
    flows: tuple[Array, Array],
    work: Work,
    need: Array,
    iterations: int,
) -> None:
    """The flow to a patch float32 [h, w] into `flows[0]`; see `patch_flow` and `_iterate`."""
    levels = sizes.shape[0]
    for level in range(levels - 1, -1, -1):
        height, width = sizes[level, 0], sizes[level, 1]
        flow = flows[level % 2]
        if level == levels - 1:
            flow[: height * 2 * STRIDE] = np.float32(0)
        else:
            _enlarge(flows[(level + 1) % 2], sizes[level + 1], flow, sizes[level])
        image = level_image(patch, level, height, width)
        whole = np.array([0, height, 0, width])
        wanted = need if level == 0 else whole
        both = flow, flows[(level + 1) % 2]  # the coarser flow is not needed any more
        _iterate((rows, starts[level]), image, both, work, wanted, iterations, level == levels - 1)


@compiled
def _enlarge(coarse: Array, size: Array, fine: Array, wanted: Array) -> None:
    """A flow on the next finer level: interpolated, and twice as long."""
    for c in range(2):
        plane = np.empty((size[0], size[1]), np.float32)
        for y in range(size[0]):
            start = (y * 2 + c) * STRIDE
            plane[y] = coarse[start : start + size[1]]
        large = resized(plane, wanted[0], wanted[1])
        for y in range(wanted[0]):
            start = (y * 2 + c) * STRIDE
            fine[start : start + wanted[1]] = large[y] * np.float32(2)


@compiled
def fastest_means(flow: Array, parts: Array, dropped: Array, out: Array) -> None:
    """Mean motion of the fastest pixels of each part.

    Args:
        flow: rows of two planes.
        parts: int64 [n, 4]; see `fastest_mean`.
        dropped: int64 [n], number of pixels to leave out.
        out: float64 [n, 2], written: (x, y); 0 where a part is empty.
    """
    for i in range(parts.shape[0]):
        part = parts[i]
        out[i, 0], out[i, 1] = 0.0, 0.0
        if part[1] > part[0] and part[3] > part[2]:
            out[i, 0], out[i, 1] = fastest_mean(flow, part, dropped[i])


@compiled
def fastest_mean(flow: Array, part: Array, dropped: int) -> tuple[float, float]:
    """Mean motion (x, y) of the pixels of a part of the flow, without the `dropped` slowest ones.

    Args:
        flow: rows of two planes.
        part: int64 [4]: first row, end row, first column, end column.
        dropped: number of pixels to leave out; of equally fast ones, the first are.
    """
    rows, cols = part[1] - part[0], part[3] - part[2]
    keys = np.empty(rows * cols, np.float32)
    for y in range(rows):
        moved, out = planes_of(flow, part[0] + y, 2)[part[2] :], keys[y * cols : (y + 1) * cols]
        for x in range(cols):
            out[x] = moved[x] * moved[x] + moved[STRIDE + x] * moved[STRIDE + x]
    kept = keys.size - dropped
    bits = keys.view(np.int32)  # of floats that are not negative: in the same order
    border = _bits_of_rank(bits, kept)
    total_x, total_y, above = 0.0, 0.0, 0
    for y in range(rows):
        moved, chosen = planes_of(flow, part[0] + y, 2)[part[2] :], bits[y * cols : (y + 1) * cols]
        for x in range(cols):
            faster = chosen[x] > border
            above += faster
            total_x += np.float64(moved[x]) if faster else 0.0
            total_y += np.float64(moved[STRIDE + x]) if faster else 0.0
    at = keys.size
    while above < kept:
        at -= 1
        if bits[at] == border:
            moved = planes_of(flow, part[0] + at // cols, 2)[part[2] :]
            total_x += np.float64(moved[at % cols])
            total_y += np.float64(moved[STRIDE + at % cols])
            above += 1
    return total_x / kept, total_y / kept


@compiled
def _bits_of_rank(bits: Array, count: int) -> np.int32:
    """Largest value that at least `count` of the entries reach; found bit by bit."""
    border, whole = np.int32(0), bits.size // LANES * LANES
    for shift in range(30, -1, -1):
        tried = np.int32(border | np.int32(1 << shift))
        reached = 0
        for x in range(0, whole, LANES):
            reached += reaching(bits, x, tried)  # type: ignore[call-arg]
        for i in range(whole, bits.size):
            reached += bits[i] >= tried
        if reached >= count:
            border = tried
    return border


@compiled
def region_means(  # noqa: PLR0913 - a kernel
    gray: Array,
    corner: tuple[float, float, float],
    origin: tuple[int, int],
    reference: Array,
    expansion: tuple[Array, Array, Array],
    flows: tuple[Array, Array],
    work: Work,
    parts: Array,
    dropped: Array,
    need: Array,
    iterations: int,
    out: Array,
) -> int:
    """From the picture to the mean motion of a region's parts.

    Args:
        gray: uint8 [H, W], a picture or a part of one.
        corner: column and row of the region's first px centre in px of the picture, and px of it a px of the region.
        origin: column and row of the picture where the part begins.
        reference: float32 [h, w], the region in the reference frame.
        expansion: see `Expansion`.
        flows: see `Workspace`.
        work: see `Workspace`.
        parts: see `fastest_means`.
        dropped: see `fastest_means`.
        need: int64 [4], rectangle around all parts.
        iterations: of the flow to begin with; where `FEW` have not settled the means, they are `ITERATIONS`.
        out: float64 [n, 2], written; exactly 0 where the region has not changed at all.

    Returns:
        iterations to begin with in the next frame.
    """
    patch = np.empty(reference.shape, np.float32)
    cubic(gray, corner[0], corner[1], corner[2], patch, origin)
    # Farneback of equal patches is only nearly zero (its borders pull); duplicated frames must be exactly still.
    if np.array_equal(patch, reference):
        out[:] = 0.0
        return iterations
    earlier = np.empty_like(out)
    while True:
        _flow_to(patch, expansion[0], expansion[1], expansion[2], flows, work, need, iterations)
        fastest_means(flows[0], parts, dropped, out)
        fastest_means(flows[1], parts, dropped, earlier)
        step = np.abs(out - earlier).max()
        if iterations == ITERATIONS:
            return FEW if step < SETTLED_PX / 4 else ITERATIONS
        if step < SETTLED_PX:
            return iterations
        iterations = ITERATIONS
