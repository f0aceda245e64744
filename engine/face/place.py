"""Where the face is for the features: its crop box and its 68 positions, held still while the mesh trembles.

The mesh's points tremble by some half a px of the crop from frame to frame, and their last digits differ between
processors. Regions cut after them would jump with both. So box and positions lie on a grid, and a number is kept until
the face has clearly left it; a video then gives the same windows on every machine (ADR 0022).
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.face.mesh import KEPT_STEPS, snapped
from engine.face.points import Face
from engine.types import Float32, Float64, Int64

SIDE = 320
INNER_EYES = (39, 42)
# The box in units of half the distance of the inner eye corners, from the point between them (feature spec 1.3).
BOX_ABOVE, BOX_BELOW, BOX_ASIDE = 3.5, 5.5, 4.5
# Positions of the face that hardly move with expression (nose bridge, inner eye corners): they tell where the head
# went when it moved further than the flow of the small bridge patch can follow.
ANCHORS = (27, 28, 29, 39, 42)
# Grids: of the box's side, a share of the power of two below it (.8 to 1.6 %); of its corner, a power of two of about
# a px of the crop; of positions and anchor, px of the crop.
SIDE_SHARE = 1 / 64
POINT_STEP = 2.0
ANCHOR_STEP = 0.25


@dataclass(frozen=True, slots=True)
class CropBox:
    """Crop box in fractions of px: the square that is shown as the 320 x 320 crop; may leave the picture."""

    left: float
    top: float
    side: float

    def moved(self, dx: float, dy: float) -> "CropBox":
        """The same box, moved by (dx, dy) px of the picture."""
        return CropBox(self.left + dx, self.top + dy, self.side)

    def matrix(self) -> Float32:
        """float32 [2, 3]: from px of the crop to px of the picture (pixel centres at whole numbers)."""
        scale = self.side / SIDE
        shift = scale / 2 - 0.5
        return np.array([[scale, 0, self.left + shift], [0, scale, self.top + shift]], np.float32)

    def to_crop(self, points: NDArray[np.floating[Any]]) -> Float64:
        """Points (x, y) [n, 2] of the picture as px of the crop, float64 [n, 2]."""
        corner = np.array([self.left, self.top])
        return np.asarray((points - corner) * (SIDE / self.side), np.float64)

    def inside(self, height: int, width: int) -> float:
        """Share of the box's area that lies inside a picture of `height` x `width` px, in [0, 1]."""
        return inside_share((self.top, self.top + self.side, self.left, self.left + self.side), height, width)


def inside_share(box: tuple[float, float, float, float], height: int, width: int) -> float:
    """Share of a box's area inside a picture of `height` x `width` px, in [0, 1]; 0 for an empty box.

    Args:
        box: (top, bottom, left, right) in px, end-exclusive.
        height: rows of the picture.
        width: columns of the picture.
    """
    top, bottom, left, right = box
    area = (bottom - top) * (right - left)
    if area <= 0:
        return 0.0
    seen = max(0, min(bottom, height) - max(top, 0)) * max(0, min(right, width) - max(left, 0))
    return seen / area


def robust_box(points68: Float32) -> CropBox:
    """Crop box from the 68 positions float32 [68, 2] of the frame: the released proportions, not rounded or clamped."""
    x, y, side = _middle(points68)
    half = side / (2 * BOX_ASIDE)
    return CropBox(x - BOX_ASIDE * half, y - BOX_ABOVE * half, max(side, 1.0))


def _middle(points68: Float32) -> tuple[float, float, float]:
    """The point between the inner eye corners, and the side of the box, in px."""
    (ax, ay), (bx, by) = points68[list(INNER_EYES)].tolist()
    return (ax + bx) / 2, (ay + by) / 2, BOX_ASIDE * math.sqrt((bx - ax) ** 2 + (by - ay) ** 2)


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One frame's place of the face, on its grids.

    Attributes:
        box: crop box.
        points: int64 [68, 2], positions in px of the crop.
        anchor: (x, y) in px of the picture, the mean of `ANCHORS`.
    """

    box: CropBox
    points: Int64
    anchor: tuple[float, float]


class Placer:
    """The places of one person's face, frame after frame; a number stays within 0.75 steps of the mesh's."""

    def __init__(self) -> None:
        self._last: Place | None = None

    def next(self, face: Face) -> Place:
        """The place in the next frame."""
        last = self._last
        points68 = face.points68
        x, y, raw_side = _middle(points68)
        raw_side = max(raw_side, 1.0)
        kept = None if last is None else last.box
        side = snapped(
            raw_side, None if kept is None else kept.side, SIDE_SHARE * 2.0 ** math.floor(math.log2(raw_side))
        )
        step = 2.0 ** math.floor(math.log2(side / SIDE))
        # The box's corner follows from the middle; the grid is the corner's.
        left = snapped(x - side / 2, None if kept is None else kept.left, step)
        top = snapped(y - side * BOX_ABOVE / (2 * BOX_ASIDE), None if kept is None else kept.top, step)
        box = CropBox(left, top, side)
        crop = box.to_crop(points68)
        points = (np.rint(crop / POINT_STEP) * POINT_STEP).astype(np.int64)
        if last is not None:
            is_near = np.abs(crop - last.points) <= KEPT_STEPS * POINT_STEP
            points = np.where(is_near, last.points, points)
        ax, ay = points68[list(ANCHORS)].mean(axis=0, dtype=np.float64).tolist()
        fine = ANCHOR_STEP * side / SIDE
        anchor = (None, None) if last is None else last.anchor
        self._last = Place(box, points, (snapped(ax, anchor[0], fine), snapped(ay, anchor[1], fine)))
        return self._last


def place_of(face: Face) -> Place:
    """The place of a face in a single picture."""
    return Placer().next(face)
