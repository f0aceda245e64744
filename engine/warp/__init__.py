"""Pieces of a picture sampled at fractional places: the same bits on every processor.

OpenCV's warps and blurs round differently from one instruction set to the next; a face model that is fed with its own
results makes pixels of such differences (ADR 0022). Here sums have a fixed order, and nothing is fused.
"""

from typing import Literal

import numpy as np

from engine.types import Float32, Float64, UInt8

# Places are rounded to this fraction of a px before they are counted up along rows and columns.
PLACE_BITS = 20
Outside = Literal["black", "edge"]


def turned_patch(gray: UInt8, matrix: Float64, side: int, *, outside: Outside = "edge", over: int = 1) -> Float32:
    """A square of the picture, turned and scaled, interpolated linearly.

    Args:
        gray: uint8 [H, W].
        matrix: float64 [2, 3], from px of a (side * over)^2 patch (first centre at 0, 0) to px of the picture.
        side: rows and columns of the result.
        outside: what is outside the picture: black, or its border repeated.
        over: so many samples in each direction make one px of the result.

    Returns:
        float32 [side, side], grey levels in [0, 255].
    """
    from engine.warp import kernels

    scaled = [round(float(value) * (1 << PLACE_BITS)) for value in np.asarray(matrix, np.float64).ravel()]
    out = np.empty((side, side), np.float32)
    kernels.bilinear(gray, np.array(scaled, np.int64), over, outside == "black", out)
    return out


def cubic_patch(
    gray: UInt8, left: float, top: float, scale: float, shape: tuple[int, int], origin: tuple[int, int] = (0, 0)
) -> Float32:
    """An upright part of the picture, interpolated with cubics; beyond the picture its border is repeated.

    Where the patch is coarser than the picture the cubics are as wide as its px, so that nothing is picked at random
    from what lies between.

    Args:
        gray: uint8 [H, W], a picture or a part of one, whose border is repeated then.
        left: column of the patch's first px centre, in px of the picture.
        top: row of it.
        scale: px of the picture a px of the patch.
        shape: (rows, cols) of the patch.
        origin: column and row of the picture where the part begins: the same bits come out of it as of the picture.

    Returns:
        float32 [rows, cols], grey levels; may leave [0, 255] beside sharp edges.
    """
    from engine.warp import kernels

    out = np.empty(shape, np.float32)
    kernels.cubic(gray, float(left), float(top), float(scale), out, origin)
    return out
