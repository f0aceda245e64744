"""Pictures of more than 8 bits: which of their values are shown from black to white.

A 10- or 12-bit camera stores its values in 16 bits, where they fill a small, dark part of the range; scientific
pictures hold decimal numbers of any range. One pair of values, found on pictures from the whole recording, holds for
all of it, so that brightness never changes where the scene does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.messages import Said
from engine.types import UInt8

Deep = NDArray[Any]

# Kinds of numbers that OpenCV scales as they are.
PLAIN = (np.uint16, np.int16, np.int32, np.float32, np.float64)
# Depths that cameras have; the smallest that holds the values is taken.
DEPTHS = (8, 10, 12, 14, 16)
# Share of the brightest and darkest pixels that may be cut off: hot and dead pixels of a sensor.
IGNORED = 0.001
# Where the values fill less than this share of their depth, the part that they fill is shown.
LEAST_FILLED = 0.25
# Ranges that single precision, in which OpenCV scales, has room for.
LEAST_SPAN, MOST_SPAN = 1e-30, 1e30
NO_NUMBERS = Said("The pictures that were looked at hold no number in any pixel: they are shown black.")
# Pixels looked at in each picture.
SAMPLED = 250_000


@dataclass(frozen=True, slots=True)
class Levels:
    """The values shown black and white, and what is said of them.

    Attributes:
        black: value shown as 0.
        white: value shown as 255; larger ones as 255, too.
        note: a sentence for the user.
    """

    black: float
    white: float
    note: str

    def shown(self, picture: Deep) -> UInt8:
        """The picture in 8 bits: uint8 of the same shape; what is no number is black."""
        if not LEAST_SPAN < self.white - self.black < MOST_SPAN:
            unit = max(abs(self.black), abs(self.white))
            return Levels(self.black / unit, self.white / unit, self.note).shown(picture / unit)
        scale = 255 / (self.white - self.black)
        values: Deep = picture if picture.dtype in PLAIN else picture.astype(np.float64)
        if values.dtype.kind == "f":
            values = np.nan_to_num(picture, nan=self.black, posinf=self.white, neginf=self.black)
        # What lies below black is lifted to it: convertScaleAbs would take its absolute value.
        raised = np.maximum(values, np.asarray(self.black, values.dtype))
        return np.asarray(cv2.convertScaleAbs(raised, alpha=scale, beta=-self.black * scale), np.uint8)


def sampled(picture: Deep) -> Deep:
    """Enough of a picture's numbers for `levels_of`, evenly spread: [n]."""
    return picture.reshape(-1)[:: max(1, picture.size // SAMPLED)].copy()


def levels_of(pictures: Iterable[Deep]) -> Levels | None:
    """The levels of a recording, from some of its pictures; None where none of them holds a number.

    Args:
        pictures: of any shape, all of one kind of number.
    """
    low, high, is_decimal = np.inf, -np.inf, False
    for picture in pictures:
        is_decimal = picture.dtype.kind == "f"
        values = sampled(picture)
        values = values[np.isfinite(values)]
        if values.size:
            dark, bright = np.quantile(values, (IGNORED, 1 - IGNORED), method="nearest")
            low, high = min(low, float(dark)), max(high, float(bright))
    if low > high:
        return None
    return _decimal(low, high) if is_decimal else _whole(low, high)


def _whole(low: float, high: float) -> Levels:
    bits = next((depth for depth in DEPTHS if high < 2**depth), 0)
    white = float(2**bits - 1)
    if not bits or low < 0 or high - low < LEAST_FILLED * white:
        return _stretched(low, high, f"{low:.0f}", f"{high:.0f}")
    note = Said(
        "The pictures hold values from {low:.0f} to {high:.0f} ({bits} bits): 0 to {white:.0f} are "
        "shown from black to white.",
        low=low,
        high=high,
        bits=bits,
        white=white,
    )
    return Levels(0.0, white, note)


def _decimal(low: float, high: float) -> Levels:
    white = 1.0 if high <= 1 else 255.0
    if low < 0 or high > white or high - low < LEAST_FILLED * white:
        return _stretched(low, high, f"{low:.4g}", f"{high:.4g}")
    note = Said(
        "The pictures hold decimal numbers from {low:.4g} to {high:.4g}: 0 to {white:.0f} are shown "
        "from black to white.",
        low=low,
        high=high,
        white=white,
    )
    return Levels(0.0, white, note)


def _stretched(low: float, high: float, low_text: str, high_text: str) -> Levels:
    if high <= low:
        high = low + 1
    return Levels(
        low,
        high,
        Said(
            "The pictures hold values from {low_text} to {high_text}, shown from black to white.",
            low_text=low_text,
            high_text=high_text,
        ),
    )
