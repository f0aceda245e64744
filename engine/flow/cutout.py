"""The part of a picture around the face: all that windows look at, so that they need not keep whole pictures."""

from dataclasses import dataclass

import numpy as np

from engine.face import TrackedFace
from engine.face.place import CropBox, place_of
from engine.types import UInt8

# Kept around the crop box and the mesh, as a share of the box's side: alignment moves the box by a seventh at most.
MARGIN = 1 / 8
# A cubic reaches so many px of what it samples beyond its place.
REACH = 2


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """Part of a picture.

    Attributes:
        pixels: uint8 [h, w].
        left, top: its first column and row in the picture.
        shape: (rows, cols) of the whole picture.
    """

    pixels: UInt8
    left: int
    top: int
    shape: tuple[int, int]

    @staticmethod
    def whole(gray: "UInt8 | Cutout") -> "Cutout":
        """All of a picture uint8 [H, W]; nothing is copied."""
        return gray if isinstance(gray, Cutout) else Cutout(gray, 0, 0, (gray.shape[0], gray.shape[1]))

    @staticmethod
    def around(gray: UInt8, tracked: TrackedFace) -> "Cutout":
        """A copy of what is around the face; hardly anything where none is seen.

        Args:
            gray: uint8 [H, W].
            tracked: the tracker's result.
        """
        height, width = gray.shape
        if tracked.face is None:
            return Cutout(gray[:1, :1].copy(), 0, 0, (height, width))
        box = (tracked.place or place_of(tracked.face)).box
        x0, y0, x1, y1 = tracked.face.box
        margin = box.side * MARGIN
        left, right = _span(min(x0, box.left) - margin, max(x1, box.left + box.side) + margin, width)
        top, bottom = _span(min(y0, box.top) - margin, max(y1, box.top + box.side) + margin, height)
        return Cutout(gray[top:bottom, left:right].copy(), left, top, (height, width))

    def holds(self, box: CropBox, extent: tuple[float, float, float, float]) -> bool:
        """Whether all that may be looked at is here, but for what lies outside the picture.

        Args:
            box: crop box.
            extent: (first row, end row, first column, end column), as shares of the box's side.
        """
        reach = REACH * max(1.0, box.side / 320) + 1
        top, bottom, left, right = extent
        rows, cols = self.pixels.shape
        return (
            (self.left == 0 or box.left + left * box.side - reach >= self.left)
            and (self.top == 0 or box.top + top * box.side - reach >= self.top)
            and (self.left + cols == self.shape[1] or box.left + right * box.side + reach <= self.left + cols)
            and (self.top + rows == self.shape[0] or box.top + bottom * box.side + reach <= self.top + rows)
        )


def _span(start: float, stop: float, length: int) -> tuple[int, int]:
    """Whole px that cover ``[start, stop)`` inside ``[0, length)``, at least one of them."""
    first = min(max(0, int(np.floor(start))), length - 1)
    return first, max(first + 1, min(length, int(np.ceil(stop)) + 1))
