"""Steps of the flow's kernels over whole vectors: `LANES` neighbours of a row at a time, in every plane.

The compiler makes vectors of long loops only, and rows of the face's regions are short. Each step is written out for
one vector, with products and sums in a fixed order and nothing fused. What a row's last vector computes behind its end
lies in the plane's spare entries and is used by nothing. *Planes* begin `STRIDE` entries after each other.
"""

from typing import Any

from numba.core import types
from numba.extending import intrinsic

COEFFICIENTS = 5
STRIDE = 336  # at least the side of the crop, a window and a vector; an odd number of cache lines
LANES = 16  # floats of a vector
HALF_WINDOW = 7
# The sum of a window is that of five sums of three neighbours.
THIRDS = (0, 3, 6, 9, 12)
AREA = (2 * HALF_WINDOW + 1) ** 2
# OpenCV's regulariser of the determinant.
REGULARISER = 1e-3
# Where the pixels of a vector have gone (see `where`): all equally far; about equally far or outside; elsewhere.
TOGETHER, NEAR, APART = 0, 1, 2


def wide(value: float, *, double: bool = False) -> Any:
    """A vector of equal numbers."""
    from llvmlite import ir

    kind = ir.DoubleType() if double else ir.FloatType()
    return ir.Constant(ir.VectorType(kind, LANES), [float(value)] * LANES)


def load(builder: Any, pointer: Any, start: Any, offset: int = 0) -> Any:
    """Vector of floats from entry ``start + offset`` on."""
    return builder.load(_place(builder, pointer, start, offset), align=4)


def store(builder: Any, value: Any, pointer: Any, start: Any, offset: int) -> None:
    """Vector into the entries from ``start + offset`` on; of what kind it is, so is the array."""
    builder.store(value, _place(builder, pointer, start, offset, value.type.element), align=4)


def data(context: Any, builder: Any, call: Any, arguments: Any, *numbers: int) -> tuple[Any, ...]:
    """Pointers to the arrays that are the arguments of these numbers."""
    return tuple(context.make_array(call.args[i])(context, builder, arguments[i]).data for i in numbers)


def _place(builder: Any, pointer: Any, start: Any, offset: int, kind: Any = None) -> Any:
    from llvmlite import ir

    moved = builder.gep(pointer, [builder.add(start, ir.Constant(start.type, offset))])
    return builder.bitcast(moved, ir.VectorType(kind or ir.FloatType(), LANES).as_pointer())


def _doubled(builder: Any, value: Any) -> Any:
    from llvmlite import ir

    return builder.fpext(value, ir.VectorType(ir.DoubleType(), LANES))


def _rounded(builder: Any, value: Any) -> Any:
    from llvmlite import ir

    return builder.fptrunc(value, ir.VectorType(ir.FloatType(), LANES))


def _totals(builder: Any, columns: Any, start: Any, plane: int) -> Any:
    from llvmlite import ir

    place = _place(builder, columns, start, plane * STRIDE, ir.DoubleType())
    return builder.load(place, align=8), place


@intrinsic
def enter(_typing: Any, columns: Any, rows: Any, start: Any, x: Any) -> Any:
    """Add entries ``[x, x + LANES)`` of the planes of the row at `start` to the sums float64 over rows."""

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        sums, added = data(context, builder, call, arguments, 0, 1)
        at = builder.add(arguments[2], arguments[3])
        for plane in range(COEFFICIENTS):
            total, place = _totals(builder, sums, arguments[3], plane)
            new = _doubled(builder, load(builder, added, at, plane * STRIDE))
            builder.store(builder.fadd(total, new), place, align=8)
        return context.get_dummy_value()

    return types.void(columns, rows, start, x), codegen


@intrinsic
def give(_typing: Any, columns: Any, x: Any, out: Any) -> Any:
    """Sums float64 at ``[x, x + LANES)`` as float32, `HALF_WINDOW` entries later."""

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        sums, result = data(context, builder, call, arguments, 0, 2)
        for plane in range(COEFFICIENTS):
            total, _ = _totals(builder, sums, arguments[1], plane)
            store(builder, _rounded(builder, total), result, arguments[1], plane * STRIDE + HALF_WINDOW)
        return context.get_dummy_value()

    return types.void(columns, x, out), codegen


@intrinsic
def slide(_typing: Any, columns: Any, rows: Any, leaving: Any, entering: Any, x: Any, out: Any) -> Any:
    """Take one row out of the sums float64 over rows, add another, and `give` them."""

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        sums, known, result = data(context, builder, call, arguments, 0, 1, 5)
        at = arguments[4]
        gone, new = (builder.add(arguments[i], at) for i in (2, 3))
        for plane in range(COEFFICIENTS):
            total, place = _totals(builder, sums, at, plane)
            left, added = (_doubled(builder, load(builder, known, row, plane * STRIDE)) for row in (gone, new))
            total = builder.fadd(builder.fsub(total, left), added)
            builder.store(total, place, align=8)
            store(builder, _rounded(builder, total), result, at, plane * STRIDE + HALF_WINDOW)
        return context.get_dummy_value()

    return types.void(columns, rows, leaving, entering, x, out), codegen


@intrinsic
def solve(_typing: Any, padded: Any, x: Any, flow: Any, to: Any) -> Any:
    """Flow of the pixels ``[x, x + LANES)``, by the equations summed over rows, in float64; into `to` and on.

    `padded`: planes that begin `HALF_WINDOW` entries early.
    """

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        known, result = data(context, builder, call, arguments, 0, 2)
        scale, sums = wide(1.0 / AREA, double=True), []
        for plane in range(COEFFICIENTS):
            total = _window_sum(builder, known, arguments[1], plane * STRIDE)
            sums.append(builder.fmul(_doubled(builder, total), scale))
        g11, g12, g22, h1, h2 = sums
        times, minus = builder.fmul, builder.fsub
        determinant = builder.fadd(minus(times(g11, g22), times(g12, g12)), wide(REGULARISER, double=True))
        factor = builder.fdiv(wide(1.0, double=True), determinant)
        right = times(minus(times(g11, h2), times(g12, h1)), factor)
        down = times(minus(times(g22, h1), times(g12, h2)), factor)
        for plane, found in enumerate((right, down)):
            store(builder, _rounded(builder, found), result, arguments[3], plane * STRIDE)
        return context.get_dummy_value()

    return types.void(padded, x, flow, to), codegen


def _window_sum(builder: Any, plane: Any, start: Any, offset: int) -> Any:
    """Sums over the `THIRDS` of a window from each of `LANES` entries on."""
    threes = []
    for at in (offset, offset + LANES):
        one, two, three = (load(builder, plane, start, at + i) for i in range(3))
        threes.append(builder.fadd(builder.fadd(one, two), three))
    total = threes[0]
    for third in THIRDS[1:]:
        total = builder.fadd(total, builder.shuffle_vector(*threes, _whole(*range(third, third + LANES))))
    return total


@intrinsic
def pad(_typing: Any, padded: Any, width: Any) -> Any:
    """Repeat the first and the last of `width` entries of every plane, which begin `HALF_WINDOW` entries early."""

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        from llvmlite import ir

        (known,) = data(context, builder, call, arguments, 0)
        end = builder.add(arguments[1], ir.Constant(arguments[1].type, HALF_WINDOW))
        half = ir.VectorType(ir.FloatType(), LANES // 2)  # one more than are needed: an entry that nothing uses
        for plane in range(COEFFICIENTS):
            first = ir.Constant(end.type, plane * STRIDE + HALF_WINDOW)
            last = builder.add(end, ir.Constant(end.type, plane * STRIDE - 1))
            places = (
                (first, ir.Constant(end.type, plane * STRIDE - 1)),
                (last, builder.add(last, ir.Constant(end.type, 1))),
            )
            for source, target in places:
                value = _spread(builder, builder.load(builder.gep(known, [source])), LANES // 2)
                builder.store(value, builder.bitcast(builder.gep(known, [target]), half.as_pointer()), align=4)
        return context.get_dummy_value()

    return types.void(padded, width), codegen


@intrinsic
def reaching(_typing: Any, bits: Any, x: Any, least: Any) -> Any:
    """How many of the int32 ``[x, x + LANES)`` are at least `least`."""

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        from llvmlite import ir

        (known,) = data(context, builder, call, arguments, 0)
        place = _place(builder, known, arguments[1], 0, ir.IntType(32))
        mask = builder.icmp_signed(">=", builder.load(place, align=4), _spread(builder, arguments[2]))
        bits_of = builder.bitcast(mask, ir.IntType(LANES))
        counted = _called(builder, f"llvm.ctpop.i{LANES}", bits_of, bits_of.type)
        return builder.zext(counted, ir.IntType(64))

    return types.int64(bits, x, least), codegen


@intrinsic
def equate(_typing: Any, rows: Any, starts: Any, looked: Any, across: Any, down: Any, x: Any, out: Any) -> Any:
    """Normal equations of the entries ``[x, x + LANES)`` of a row: planes g11, g12, g22, h1, h2.

    Args:
        rows: tuple of the planes of the reference, and of the flow.
        starts: tuple of int64: where the row begins in both, in `across` and in `out`.
        looked: planes of what the row's pixels have become.
        across: weight of each column.
        down: weight of the row.
        x: entry.
        out: written.
    """

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        own, moved = (
            context.make_array(call.args[0][i])(context, builder, builder.extract_value(arguments[0], i)).data
            for i in range(2)
        )
        other, edge, result = data(context, builder, call, arguments, 2, 3, 6)
        start, times, plus = arguments[5], builder.fmul, builder.fadd
        at, at_flow, at_edge, to = (builder.add(builder.extract_value(arguments[1], i), start) for i in range(4))
        known = [load(builder, own, at, plane * STRIDE) for plane in range(COEFFICIENTS)]
        found = [load(builder, other, start, plane * STRIDE) for plane in range(COEFFICIENTS)]
        dx, dy = load(builder, moved, at_flow), load(builder, moved, at_flow, STRIDE)
        scale = times(load(builder, edge, at_edge), _spread(builder, arguments[4]))
        half = wide(0.5)
        yy, xx = (times(plus(known[plane], found[plane]), half) for plane in (2, 3))
        xy = times(plus(known[4], found[4]), wide(0.25))
        by = plus(plus(times(builder.fsub(known[0], found[0]), half), times(yy, dy)), times(xy, dx))
        bx = plus(plus(times(builder.fsub(known[1], found[1]), half), times(xy, dy)), times(xx, dx))
        yy, xx, xy, by, bx = (times(each, scale) for each in (yy, xx, xy, by, bx))
        rows_of = (
            plus(times(yy, yy), times(xy, xy)),
            times(plus(yy, xx), xy),
            plus(times(xx, xx), times(xy, xy)),
            plus(times(yy, by), times(xy, bx)),
            plus(times(xy, by), times(xx, bx)),
        )
        for plane, value in enumerate(rows_of):
            store(builder, value, result, to, plane * STRIDE)
        return context.get_dummy_value()

    return types.void(rows, starts, looked, across, down, x, out), codegen


def _spread(builder: Any, scalar: Any, lanes: int = LANES) -> Any:
    """A vector of one number that is not known before."""
    from llvmlite import ir

    kind = ir.VectorType(scalar.type, lanes)
    one = builder.insert_element(ir.Constant(kind, ir.Undefined), scalar, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), lanes), [0] * lanes)
    return builder.shuffle_vector(one, ir.Constant(kind, ir.Undefined), zeros)


def _whole(*values: int) -> Any:
    """A vector of int32: as given, or all equal."""
    from llvmlite import ir

    return ir.Constant(ir.VectorType(ir.IntType(32), LANES), list(values) if len(values) > 1 else list(values) * LANES)


def _all(builder: Any, mask: Any) -> Any:
    from llvmlite import ir

    bits = builder.bitcast(mask, ir.IntType(LANES))
    return builder.icmp_signed("==", bits, ir.Constant(bits.type, -1))


def _floored(builder: Any, value: Any) -> tuple[Any, Any]:
    """Floor of a vector of floats, as floats and as int32."""
    from llvmlite import ir

    below = _called(builder, f"llvm.floor.v{LANES}f32", value, value.type)
    return below, builder.fptosi(below, ir.VectorType(ir.IntType(32), LANES))


@intrinsic
def where(  # noqa: PLR0913 - a kernel
    _typing: Any, flow: Any, start: Any, place: Any, size: Any, x: Any, count: Any, plan: Any, weights: Any
) -> Any:
    """Where the pixels at ``[x, x + LANES)`` of row `y` have gone; all whole numbers are int32.

    Args:
        flow: planes right and down.
        start: int64, where the row's first pixel is in it.
        place: tuple: column and row of that pixel.
        size: tuple: height and width of the patch.
        x: entry the vector begins with.
        count: entries of the row that matter.
        plan: int32 [STRIDE + 2], written: entry of the pixel up and left of where each has gone, -1 where that is
            outside; behind `STRIDE` how many px right and down those have gone that have gone farthest.
        weights: written: those of the four pixels around, in planes.

    Returns:
        `TOGETHER`; `NEAR` where all that are not outside have gone as far as the farthest, or a px less; or `APART`.
    """

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        from llvmlite import ir

        moved, places, shares = data(context, builder, call, arguments, 0, 6, 7)
        (first, row), (rows, cols) = ([builder.extract_value(arguments[i], j) for j in range(2)] for i in (2, 3))
        at, stop = arguments[4:6]
        lanes, floats = _whole(*range(LANES)), ir.VectorType(ir.FloatType(), LANES)
        counts = builder.icmp_signed("<", builder.add(_spread(builder, at), lanes), _spread(builder, stop))
        own_x = builder.add(_spread(builder, builder.add(first, at)), lanes)
        own_y = _spread(builder, row)
        start = builder.sext(at, ir.IntType(64))
        there = builder.add(arguments[1], start)
        shift = [builder.select(counts, load(builder, moved, there, plane * STRIDE), wide(0)) for plane in range(2)]
        u = builder.fadd(builder.sitofp(own_x, floats), shift[0])
        v = builder.fadd(builder.sitofp(own_y, floats), shift[1])
        (u0, column), (v0, line) = _floored(builder, u), _floored(builder, v)
        fx, fy = builder.fsub(u, u0), builder.fsub(v, v0)
        gx, gy = builder.fsub(wide(1), fx), builder.fsub(wide(1), fy)
        for plane, (across, down) in enumerate(((gx, gy), (fx, gy), (gx, fy), (fx, fy))):
            store(builder, builder.fmul(across, down), shares, start, plane * STRIDE)
        inside = _inside(builder, (column, line), (cols, rows))
        entry = builder.add(builder.mul(line, _whole(COEFFICIENTS * STRIDE)), column)
        store(builder, builder.select(inside, entry, _whole(-1)), places, start, 0)
        far = [builder.sub(column, own_x), builder.sub(line, own_y)]
        return _judged(builder, far, builder.and_(inside, counts), counts, places)

    return types.int32(flow, start, place, size, x, count, plan, weights), codegen


def _inside(builder: Any, place: tuple[Any, Any], size: tuple[Any, Any]) -> Any:
    """Whether a pixel and those right of and below it are inside."""
    found = None
    for where_it_is, length in zip(place, size, strict=True):
        last = builder.sub(_spread(builder, length), _whole(1))
        each = builder.and_(
            builder.icmp_signed(">=", where_it_is, _whole(0)), builder.icmp_signed("<", where_it_is, last)
        )
        found = each if found is None else builder.and_(found, each)
    return found


def _judged(builder: Any, far: list[Any], inside: Any, counts: Any, plan: Any) -> Any:
    """See `where`, of whole px right and down; and how far the farthest have gone, into `plan`."""
    from llvmlite import ir

    number = ir.IntType(32)
    missing = builder.not_(inside)
    outside, together, near = builder.and_(missing, counts), missing, missing
    is_less: Any = None
    for axis, shift in enumerate(far):
        there = builder.select(inside, shift, _whole(-(1 << 30)))
        farthest = _called(builder, f"llvm.vector.reduce.smax.v{LANES}i32", there, number)
        builder.store(farthest, builder.gep(plan, [ir.Constant(ir.IntType(64), STRIDE + axis)]))
        behind = builder.sub(_spread(builder, farthest), shift)
        is_same, is_close = (builder.icmp_unsigned("<=", behind, _whole(most)) for most in (0, 1))
        is_less = (is_same, is_close) if is_less is None else tuple(map(builder.and_, is_less, (is_same, is_close)))
    together, near = (builder.or_(missing, each) for each in is_less)
    is_together = builder.and_(_all(builder, together), _all(builder, builder.not_(outside)))
    is_near = builder.and_(_all(builder, near), builder.not_(_all(builder, missing)))
    other = builder.select(is_near, ir.Constant(number, NEAR), ir.Constant(number, APART))
    return builder.select(is_together, ir.Constant(number, TOGETHER), other)


def _called(builder: Any, name: str, value: Any, kind: Any) -> Any:
    """What a function of LLVM's own makes of a value."""
    from llvmlite import ir
    from numba.core import cgutils

    function = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
        builder.module, ir.FunctionType(kind, [value.type]), name
    )
    return builder.call(function, [value])


@intrinsic
def copy(_typing: Any, source: Any, start: Any, target: Any, to: Any) -> Any:
    """`LANES` neighbours of five planes."""

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        known, result = data(context, builder, call, arguments, 0, 2)
        for plane in range(COEFFICIENTS):
            store(builder, load(builder, known, arguments[1], plane * STRIDE), result, arguments[3], plane * STRIDE)
        return context.get_dummy_value()

    return types.void(source, start, target, to), codegen


@intrinsic
def blend(_typing: Any, source: Any, base: Any, weights: Any, first: Any, target: Any, at: Any) -> Any:
    """Five planes of `LANES` neighbouring pixels of `source`, each blended from four neighbours.

    ``target[c:] = w0 source[c:] + w1 source[c+1:] + w2 below[c:] + w3 below[c+1:]`` for every plane c, where ``below``
    is the next row; the planes of `source` begin at `base`, of `target` at `at`, of the weights at `first`.
    """

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        known, shares, result = data(context, builder, call, arguments, 0, 2, 4)
        factors = [load(builder, shares, arguments[3], i * STRIDE) for i in range(4)]
        for plane in range(COEFFICIENTS):
            total = None
            for factor, offset in zip(factors, (0, 1, COEFFICIENTS * STRIDE, COEFFICIENTS * STRIDE + 1), strict=True):
                term = builder.fmul(factor, load(builder, known, arguments[1], plane * STRIDE + offset))
                total = term if total is None else builder.fadd(total, term)
            store(builder, total, result, arguments[5], plane * STRIDE)
        return context.get_dummy_value()

    return types.void(source, base, weights, first, target, at), codegen


@intrinsic
def blend_near(  # noqa: PLR0913 - a kernel
    _typing: Any, source: Any, rows: Any, own: Any, weights: Any, plan: Any, still: Any, target: Any, at: Any
) -> Any:
    """As `blend`, of pixels that are `NEAR`: a sum over nine neighbours, some of weight 0.

    Outside, the planes are 0, 0 and those of the reference.

    Args:
        source: of the current patch.
        rows: tuple of int64 [3]: the entry where the pixel `at` would be had it gone farthest, that a row above it, and
            that a row below it; in the order of the rows.
        own: int32, the second of them.
        weights: see `where`.
        plan: see `where`.
        still: tuple: planes of the reference, and where the row begins there.
        target: written.
        at: entry the vector begins with in all but `source`.
    """

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        from llvmlite import ir

        known, shares, places, result = data(context, builder, call, arguments, 0, 3, 4, 6)
        at = arguments[7]
        still = context.make_array(call.args[5][0])(context, builder, builder.extract_value(arguments[5], 0)).data
        behind = builder.add(builder.extract_value(arguments[5], 1), at)
        place = _place(builder, places, at, 0, ir.IntType(32))
        entry = builder.load(place, align=4)
        outside = builder.icmp_signed("<", entry, _whole(0))
        # Of the four entries up to a px up or left only those of the own row are no less than the one left of it.
        gone = builder.sub(entry, builder.add(_spread(builder, arguments[2]), _whole(*range(LANES))))
        is_level = builder.icmp_signed(">=", gone, _whole(-1))
        is_right = builder.or_(
            builder.icmp_signed("==", gone, _whole(0)),
            builder.icmp_signed("==", gone, _whole(-COEFFICIENTS * STRIDE)),
        )
        factors = _nine(builder, [load(builder, shares, at, i * STRIDE) for i in range(4)], is_right, is_level)
        starts = [builder.extract_value(arguments[1], i) for i in range(3)]
        for plane in range(COEFFICIENTS):
            total = None
            for number, factor in enumerate(factors):
                value = load(builder, known, starts[number // 3], plane * STRIDE + number % 3 - 1)
                term = builder.fmul(factor, value)
                total = term if total is None else builder.fadd(total, term)
            none = wide(0) if plane < 2 else load(builder, still, behind, plane * STRIDE)
            store(builder, builder.select(outside, none, total), result, at, plane * STRIDE)
        return context.get_dummy_value()

    return types.void(source, rows, own, weights, plan, still, target, at), codegen


def _nine(builder: Any, four: list[Any], is_right: Any, is_level: Any) -> list[Any]:
    """Weights of a pixel's nine neighbours, row by row, from those of the four that count."""
    select, zero = builder.select, wide(0)
    lines = []
    for left, right in (four[:2], four[2:]):
        lines.append((select(is_right, zero, left), select(is_right, left, right), select(is_right, right, zero)))
    upper, lower = lines
    return [
        *(select(is_level, zero, one) for one in upper),
        *(select(is_level, one, other) for one, other in zip(upper, lower, strict=True)),
        *(select(is_level, one, zero) for one in lower),
    ]
