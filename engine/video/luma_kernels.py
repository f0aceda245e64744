"""Grey of pictures in the limited range, compiled, in whole numbers: the luma that BT.601 gives their colours.

For BT.709 libswscale goes through a picture of colours, which takes longer than decoding does, and rounds differently
from one instruction set to the next. For BT.601 the values are its own, as fast as they can be written.
"""

from typing import Any

import numpy as np

from engine.numba_cache import compiled

Array = np.ndarray[Any, Any]

BITS = 16
# BT.709, from the limited range (luma 16..235, chroma 16..240 around 128) to red, green and blue of the full range,
# and of these .299, .587 and .114, as BT.601 weighs them.
_RED, _BLUE = 0.2126, 0.0722
_GREEN = 1 - _RED - _BLUE
_CHROMA = 255 / 224
LUMA = round(255 / 219 * (1 << BITS))
BLUENESS = round(2 * (1 - _BLUE) * _CHROMA * (0.114 - 0.587 * _BLUE / _GREEN) * (1 << BITS))
REDNESS = round(2 * (1 - _RED) * _CHROMA * (0.299 - 0.587 * _RED / _GREEN) * (1 << BITS))


@compiled
def gray_of_601(luma: Array, out: Array) -> None:
    """Fill `out` uint8 [H, W] from luma uint8 [H, W] of the limited range, rounded as libswscale does."""
    half = np.int32(1 << (BITS - 1))
    for y in range(luma.shape[0]):
        source, target = luma[y], out[y]
        for x in range(source.size):
            value = (np.int32(LUMA) * (np.int32(source[x]) - np.int32(16)) + half) >> np.int32(BITS)
            target[x] = np.uint8(min(max(value, np.int32(0)), np.int32(255)))


@compiled
def gray_of_709(luma: Array, blueness: Array, redness: Array, out: Array) -> None:
    """Fill `out` uint8 [H, W].

    Args:
        luma: uint8 [H, W], limited range.
        blueness: uint8 [(H + 1) / 2, (W + 1) / 2], Cb.
        redness: of the same shape, Cr.
        out: written.
    """
    height, width = luma.shape
    chroma = np.empty(2 * blueness.shape[1], np.int32)
    half = np.int32(1 << (BITS - 1))
    for row in range(blueness.shape[0]):
        blue, red = blueness[row], redness[row]
        for x in range(blue.size):
            tint = np.int32(BLUENESS) * (np.int32(blue[x]) - np.int32(128)) + np.int32(REDNESS) * (
                np.int32(red[x]) - np.int32(128)
            )
            chroma[2 * x] = chroma[2 * x + 1] = np.int32(tint + half)
        for y in range(2 * row, min(2 * row + 2, height)):
            source, target = luma[y], out[y]
            for x in range(width):
                value = (np.int32(LUMA) * (np.int32(source[x]) - np.int32(16)) + chroma[x]) >> np.int32(BITS)
                target[x] = np.uint8(min(max(value, np.int32(0)), np.int32(255)))
