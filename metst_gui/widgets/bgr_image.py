"""Pixels as OpenCV has them, as pictures of Qt."""

import numpy as np
from PySide6.QtGui import QImage

from engine.types import UInt8


def bgr_image(pixels: UInt8) -> QImage:
    """A picture of its own: its pixels are a copy.

    Args:
        pixels: uint8 [H, W, 3] in the order blue, green, red.

    Raises:
        ValueError: that is no picture.
    """
    return bgr_view(np.ascontiguousarray(pixels)).copy()


def bgr_view(pixels: UInt8) -> QImage:
    """A picture of the very pixels, which must neither change nor go as long as it is used.

    Args:
        pixels: uint8 [H, W, 3] in the order blue, green, red, contiguous.

    Raises:
        ValueError: that is no picture.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or not pixels.size or not pixels.flags.c_contiguous:
        raise ValueError(f"expected contiguous uint8 [H, W, 3], got {pixels.shape} {pixels.strides}")
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_BGR888)
