"""Pixels along a line of a picture, blended by whole vectors in whole numbers; a step of `engine.warp.kernels`."""

from typing import Any

from numba.core import types
from numba.extending import intrinsic

LANES = 16
BITS = 20  # of a place behind the point, and
WEIGHT_BITS = 8  # of a weight


@intrinsic
def blend_along(_typing: Any, pixels: Any, width: Any, place: Any, step: Any, out: Any, at: Any) -> Any:
    """`LANES` samples on a line, each from the four pixels around it, as int32 of 2^16 a grey level.

    Nothing is checked: all those pixels must be inside.

    Args:
        pixels: uint8, flat.
        width: int64, pixels of a row.
        place: tuple of int64: column and row of the first sample, in 2^-20 px.
        step: tuple of int64: from one sample to the next.
        out: int32, written.
        at: int64, entry of the first sample.
    """

    def codegen(context: Any, builder: Any, call: Any, arguments: Any) -> Any:
        from llvmlite import ir

        source, result = (context.make_array(call.args[i])(context, builder, arguments[i]).data for i in (0, 4))
        make = _Maker(builder)
        lanes = ir.Constant(ir.VectorType(ir.IntType(64), LANES), list(range(LANES)))
        whole, weights = [], []
        for axis in range(2):
            first, by = (make.spread(builder.extract_value(arguments[i], axis)) for i in (2, 3))
            value = builder.add(first, builder.mul(by, lanes))
            whole.append(builder.ashr(value, make.all(BITS)))
            shifted = builder.and_(builder.ashr(value, make.all(BITS - WEIGHT_BITS)), make.all((1 << WEIGHT_BITS) - 1))
            weights.append(builder.trunc(shifted, make.narrow))
        entry = builder.add(builder.mul(whole[1], make.spread(arguments[1])), whole[0])
        (fx, fy), one = weights, ir.Constant(make.narrow, [1 << WEIGHT_BITS] * LANES)
        lines = []
        for start in (entry, builder.add(entry, make.spread(arguments[1]))):
            left, right = make.pairs(source, start)
            lines.append(builder.add(builder.mul(left, builder.sub(one, fx)), builder.mul(right, fx)))
        value = builder.add(builder.mul(lines[0], builder.sub(one, fy)), builder.mul(lines[1], fy))
        target = builder.bitcast(builder.gep(result, [arguments[5]]), make.narrow.as_pointer())
        builder.store(value, target, align=4)
        return context.get_dummy_value()

    return types.void(pixels, width, place, step, out, at), codegen


class _Maker:
    """Code of vectors of int64, and of pairs of pixels."""

    def __init__(self, builder: Any) -> None:
        from llvmlite import ir

        self._builder = builder
        self._wide = ir.VectorType(ir.IntType(64), LANES)
        self.narrow = ir.VectorType(ir.IntType(32), LANES)

    def all(self, value: int) -> Any:
        """Equal numbers."""
        from llvmlite import ir

        return ir.Constant(self._wide, [value] * LANES)

    def spread(self, scalar: Any) -> Any:
        """Equal numbers that are not known before."""
        from llvmlite import ir

        nothing, number = ir.Constant(self._wide, ir.Undefined), ir.IntType(32)
        one = self._builder.insert_element(nothing, scalar, ir.Constant(number, 0))
        return self._builder.shuffle_vector(one, nothing, ir.Constant(self.narrow, [0] * LANES))

    def pairs(self, pixels: Any, entries: Any) -> tuple[Any, Any]:
        """The pixels at the entries, and those right of them, as int32; of machines whose low byte comes first."""
        from llvmlite import ir

        make, pair, number = self._builder, ir.IntType(16), ir.IntType(32)
        found: Any = ir.Constant(ir.VectorType(pair, LANES), ir.Undefined)
        for lane in range(LANES):
            position = ir.Constant(number, lane)
            place = make.bitcast(make.gep(pixels, [make.extract_element(entries, position)]), pair.as_pointer())
            found = make.insert_element(found, make.load(place, align=1), position)
        both = make.zext(found, self.narrow)
        low = make.and_(both, ir.Constant(self.narrow, [255] * LANES))
        return low, make.lshr(both, ir.Constant(self.narrow, [8] * LANES))
