"""Patch flow by Farneback's method and the choice of the fastest pixels, compiled.

Farneback 2003 (two-frame motion estimation based on polynomial expansion) as OpenCV computes it, with ME-TST's
parameters (feature spec 1.7). The kernels release the interpreter lock; each call works on one patch and one core, so
results do not depend on the number of threads. Layout: rows as in `engine.flow.expansion`.
"""

from typing import Any

import numpy as np
from numba.core import types
from numba.extending import intrinsic

from engine.flow.expansion import (
    COEFFICIENTS,
    LANES,
    STRIDE,
    Expansion,
    expand,
    level_image,
    planes_of,
    reference_expansion,
    resized,
)
from engine.numba_cache import compiled
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
Span = tuple[int, int]  # first and end column

HALF_WINDOW = 7
LAG = HALF_WINDOW + 1
ITERATIONS = 5
# Where nothing moves far, fewer do: the mean motion of all parts then changes by less than this in the last one.
FEW = 3
SETTLED_PX = 0.02
# OpenCV's constants: weights of the outermost pixels (its `border` table) and the regulariser of the determinant.
BORDER = np.array([0.14, 0.14, 0.4472, 0.4472, 0.4472], np.float32)
REGULARISER = 1e-3


@intrinsic
def _blend_pixels(_typing: Any, source: Any, base: Any, weights: Any, first: Any, target: Any, at: Any) -> Any:
    """Five planes of `LANES` neighbouring pixels of `source`, each blended from four neighbours.

    ``target[c:] = w0 source[c:] + w1 source[c+1:] + w2 below[c:] + w3 below[c+1:]`` for every plane c, where ``below``
    is the next row; the planes of `source` begin at `base`, of `target` at `at`, of the weights at `first`. Vectors of
    `LANES` float32; no bounds are checked.
    """

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        from llvmlite import ir

        lanes = ir.VectorType(ir.FloatType(), LANES)
        known, wide, result = (context.make_array(call.args[i])(context, builder, arguments[i]).data for i in (0, 2, 4))

        def place(pointer: Any, start: Any, offset: int) -> Any:
            moved = builder.gep(pointer, [builder.add(start, ir.Constant(start.type, offset))])
            return builder.bitcast(moved, lanes.as_pointer())

        factors = [builder.load(place(wide, arguments[3], i * STRIDE), align=4) for i in range(4)]
        for plane in range(COEFFICIENTS):
            total = None
            for factor, offset in zip(factors, (0, 1, COEFFICIENTS * STRIDE, COEFFICIENTS * STRIDE + 1), strict=True):
                term = builder.fmul(factor, builder.load(place(known, arguments[1], plane * STRIDE + offset), align=4))
                total = term if total is None else builder.fadd(total, term)
            builder.store(total, place(result, arguments[5], plane * STRIDE), align=4)
        return context.get_dummy_value()

    return types.void(source, base, weights, first, target, at), codegen


@compiled
def _look_up(
    current: Array, reference: Array, y: int, size: tuple[int, int], cols: Span, flow: Array, scratch: Scratch
) -> None:
    """Planes `looked` of the current patch where row `y` of the reference has gone; where that is outside, none.

    Outside, the entries make the later means equal OpenCV's: no first-order part, the reference's own second order.
    `reference`, `flow` and all that is written begin with the first of the columns: loops that begin with 0 become
    vectors. Neighbours that went the same whole pixels lie side by side and are looked up together; what a last vector
    writes behind such a run is written over by the next one.
    """
    looked, plan, weights = scratch
    height, width = size
    one = np.float32(1)
    first, count = np.int32(cols[0]), cols[1] - cols[0]
    for x in range(count):
        u, v = np.float32(first + np.int32(x)) + flow[x], np.float32(y) + flow[STRIDE + x]
        u0, v0 = np.floor(u), np.floor(v)
        fx, fy = u - u0, v - v0
        column, row = np.int32(u0), np.int32(v0)
        inside = (column >= 0) & (column < width - 1) & (row >= 0) & (row < height - 1)
        plan[x] = row * np.int32(COEFFICIENTS * STRIDE) + column if inside else np.int32(-1)
        weights[x] = (one - fx) * (one - fy)
        weights[STRIDE + x] = fx * (one - fy)
        weights[2 * STRIDE + x] = (one - fx) * fy
        weights[3 * STRIDE + x] = fx * fy
    x = 0
    while x < count:
        pixel, stop = np.int64(plan[x]), x + 1
        if pixel < 0:
            _none(reference, x, looked)
        else:
            while stop < count and plan[stop] == pixel + (stop - x):
                stop += 1
            for at in range(x, stop, LANES):
                _blend_pixels(current, pixel + (at - x), weights, at, looked, at)  # type: ignore[call-arg]
        x = stop


@compiled
def _none(reference: Array, x: int, looked: Array) -> None:
    """What column `x` of the reference finds outside the current patch."""
    looked[x] = looked[STRIDE + x] = np.float32(0)
    for c in range(2, COEFFICIENTS):
        looked[c * STRIDE + x] = reference[c * STRIDE + x]


@compiled
def _stay(current: Array, reference: Array, y: int, size: tuple[int, int], cols: Span, looked: Array) -> None:
    """`_look_up` where nothing has moved yet."""
    count = cols[1] - cols[0] if y < size[0] - 1 else 0
    own = planes_of(current, y, COEFFICIENTS)[cols[0] :]
    for x in range(count):
        for c in range(COEFFICIENTS):
            looked[c * STRIDE + x] = own[c * STRIDE + x]
    if cols[1] == size[1]:
        count = max(count - 1, 0)
    for x in range(count, cols[1] - cols[0]):
        _none(reference, x, looked)


@compiled
def _equations(
    reference: Array, count: int, flow: Array, looked: Array, across: Array, down: float, out: Array
) -> None:
    """One row of the normal equations: planes g11, g12, g22, h1, h2."""
    half, quarter = np.float32(0.5), np.float32(0.25)
    for x in range(count):
        dx, dy = flow[x], flow[STRIDE + x]
        scale = across[x] * down
        yy = (reference[2 * STRIDE + x] + looked[2 * STRIDE + x]) * half
        xx = (reference[3 * STRIDE + x] + looked[3 * STRIDE + x]) * half
        xy = (reference[4 * STRIDE + x] + looked[4 * STRIDE + x]) * quarter
        by = ((reference[x] - looked[x]) * half + yy * dy + xy * dx) * scale
        bx = ((reference[STRIDE + x] - looked[STRIDE + x]) * half + xy * dy + xx * dx) * scale
        yy *= scale
        xx *= scale
        xy *= scale
        out[x] = yy * yy + xy * xy
        out[STRIDE + x] = (yy + xx) * xy
        out[2 * STRIDE + x] = xx * xx + xy * xy
        out[3 * STRIDE + x] = yy * by + xy * bx
        out[4 * STRIDE + x] = xy * by + xx * bx


@compiled
def _row_sums(padded: Array, width: int, cols: Span, thirds: Array, out: Array) -> None:
    """Sums over 15 columns, edges repeated, of five planes; `padded` planes start HALF_WINDOW entries early."""
    count = cols[1] - cols[0]
    for c in range(COEFFICIENTS):
        plane, total = padded[c * STRIDE : (c + 1) * STRIDE], out[c * STRIDE : (c + 1) * STRIDE]
        for x in range(HALF_WINDOW):
            plane[x] = plane[HALF_WINDOW]
            plane[HALF_WINDOW + width + x] = plane[HALF_WINDOW + width - 1]
        inner = plane[cols[0] :]
        for x in range(count + 12):
            thirds[x] = inner[x] + inner[x + 1] + inner[x + 2]
        for x in range(count):
            total[x] = thirds[x] + thirds[x + 3] + thirds[x + 6] + thirds[x + 9] + thirds[x + 12]


@compiled
def _solve(sums: Array, count: int, flow: Array) -> None:
    """Flow of one row from the summed equations."""
    scale = 1.0 / (2 * HALF_WINDOW + 1) ** 2
    for x in range(count):
        g11, g12, g22 = sums[x] * scale, sums[STRIDE + x] * scale, sums[2 * STRIDE + x] * scale
        h1, h2 = sums[3 * STRIDE + x] * scale, sums[4 * STRIDE + x] * scale
        factor = 1.0 / (g11 * g22 - g12 * g12 + REGULARISER)
        flow[x] = np.float32((g11 * h2 - g12 * h1) * factor)
        flow[STRIDE + x] = np.float32((g22 * h1 - g12 * h2) * factor)


@compiled
def _border(length: int) -> Array:
    """float32 [length]: weight of each row or column."""
    result = np.ones(length, np.float32)
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
    reference: Array, image: Array, flows: tuple[Array, Array], work: Work, need: Array, iterations: int, still: bool
) -> None:
    """Refine the flow `flows[0]` to `image` float32 [h, w] in place (rows of two planes); `still`: it is 0 so far.

    What lies too far from the rectangle `need` (first row, end row, first column, end column) to matter for it in the
    iterations that are left is not computed. The last iteration leaves what the one before it found in
    `flows[1]`.
    """
    current, equations, small, columns, plan = work
    flow, before = flows
    height, width = size = image.shape
    expand(image, current)
    across, down = _border(width), _border(height)
    looked, weights = small[: STRIDE * 5], small[STRIDE * 5 : STRIDE * 9]
    padded, sums = small[STRIDE * 9 : STRIDE * 14], small[STRIDE * 14 : STRIDE * 19]
    thirds = small[STRIDE * 19 : STRIDE * 20]
    for iteration in range(iterations + 1):
        # Without a flow yet the first equations are needed as far as the windows of the first solution reach.
        row0, row1, col0, col1 = _wanted(need, iterations - max(iteration, 1) + (iteration == 0), height, width)
        cols, count = (col0, col1), col1 - col0
        is_last = iteration == iterations
        if is_last:
            before[row0 * 2 * STRIDE : row1 * 2 * STRIDE] = flow[row0 * 2 * STRIDE : row1 * 2 * STRIDE]
        # The equations of a row are replaced when the sums have left it, so that one set of them is enough.
        for y in range(row0, row1 if is_last else row1 + LAG):
            if iteration and y < row1:
                _columns(equations, y, row0, size, cols, columns, padded)
                _row_sums(padded, width, cols, thirds, sums)
                _solve(sums, count, planes_of(flow, y, 2)[col0:])
            row = y - LAG
            if not is_last and row >= row0:
                own, moved = planes_of(reference, row, COEFFICIENTS)[col0:], planes_of(flow, row, 2)[col0:]
                if still and not iteration:
                    _stay(current, own, row, size, cols, looked)
                else:
                    _look_up(current, own, row, size, cols, moved, (looked, plan, weights))
                out = planes_of(equations, row, COEFFICIENTS)[col0:]
                _equations(own, count, moved, looked, across[col0:], down[row], out)


@compiled
def _columns(
    equations: Array, y: int, first: int, size: tuple[int, int], cols: Span, columns: Array, padded: Array
) -> None:
    """Sums over 15 rows around `y`, edges repeated, kept up from row `first` on in float64; into `padded` as float32.

    Of as many columns as the windows of `cols` reach.
    """
    height, width = size
    low, high = max(cols[0] - HALF_WINDOW, 0), min(cols[1] + HALF_WINDOW, width)
    leaving = planes_of(equations, max(y - HALF_WINDOW - 1, 0), COEFFICIENTS)
    if y == first:
        columns[:] = 0.0
        for row in range(y - HALF_WINDOW, y + HALF_WINDOW):
            _add(columns, planes_of(equations, min(max(row, 0), height - 1), COEFFICIENTS), low, high)
    entering = planes_of(equations, min(y + HALF_WINDOW, height - 1), COEFFICIENTS)
    for c in range(COEFFICIENTS):
        span = slice(c * STRIDE + low, c * STRIDE + high)
        total, gone, added = columns[span], leaving[span], entering[span]
        out = padded[c * STRIDE + HALF_WINDOW + low : c * STRIDE + HALF_WINDOW + high]
        if y == first:
            for x in range(total.size):
                total[x] += np.float64(added[x])
                out[x] = np.float32(total[x])
        else:
            for x in range(total.size):
                total[x] = total[x] - np.float64(gone[x]) + np.float64(added[x])
                out[x] = np.float32(total[x])


@compiled
def _add(columns: Array, row: Array, low: int, high: int) -> None:
    for c in range(COEFFICIENTS):
        total, added = columns[c * STRIDE + low : c * STRIDE + high], row[c * STRIDE + low : c * STRIDE + high]
        for x in range(total.size):
            total[x] += np.float64(added[x])


class Workspace:
    """Buffers for patches of up to `height` rows; for one thread at a time."""

    def __init__(self, height: int) -> None:
        self.flows = np.zeros(height * 2 * STRIDE, np.float32), np.zeros(height * 2 * STRIDE, np.float32)
        self.buffers: Work = (
            np.zeros(height * COEFFICIENTS * STRIDE, np.float32),
            np.empty(height * COEFFICIENTS * STRIDE, np.float32),
            np.zeros(20 * STRIDE, np.float32),
            np.empty(COEFFICIENTS * STRIDE, np.float64),
            np.empty(STRIDE, np.int32),
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
        _iterate(rows[starts[level] :], image, both, work, wanted, iterations, level == levels - 1)


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
    border = np.int32(0)
    for shift in range(30, -1, -1):
        tried = border | np.int32(1 << shift)
        reached = np.int32(0)
        for i in range(bits.size):
            reached += np.int32(bits[i] >= tried)
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
