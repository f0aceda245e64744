"""Where motion is measured: the crop box around the face and the five regions inside the 320 x 320 crop.

Feature spec 1.3 and 1.5. The regions come in two versions: as released (`official_regions`) and the robust mode's
(`robust_regions`), which treats both sides of the face alike and is never empty.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.face.place import BOX_ABOVE, BOX_ASIDE, BOX_BELOW, INNER_EYES, SIDE
from engine.types import Float64, Int64

BRIDGE = (29, 30)
BROW_LEFT = range(17, 22)
BROW_RIGHT = range(22, 27)
MOUTH = range(48, 67)  # quirk F5: point 67 is left out
NOSE = range(30, 36)
NOSTRILS = (31, 35)

# Share of the fastest pixels that stands for a part (feature spec 1.5).
BROW_SHARE = 0.3
MOUTH_SHARE = 0.3
NOSTRIL_SHARE = 0.2
BRIDGE_SHARE = 0.7

# Robust mode: the least extent in px of a region and of the part that is averaged.
MIN_REGION = 16
MIN_PART = 6


class PixelBox(NamedTuple):
    """Crop box in whole px of the picture, end-exclusive; may leave the picture."""

    top: int
    bottom: int
    left: int
    right: int


def official_box(points: Int64) -> PixelBox:
    """Crop box from the 68 points int64 [68, 2] of the frame, as released.

    Quirks F2 and F3 (parity: YES): only top and left are clamped.
    """
    (left_x, left_y), (right_x, right_y) = (points[i].tolist() for i in INNER_EYES)
    half = int((right_x - left_x) / 2)
    x, y = int((right_x + left_x) / 2), int((right_y + left_y) / 2)
    return PixelBox(
        top=max(y - int(BOX_ABOVE * half), 0),
        bottom=y + int(BOX_BELOW * half),
        left=max(x - int(BOX_ASIDE * half), 0),
        right=x + int(BOX_ASIDE * half),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a region's flow field that is averaged, as (possibly negative) slices of it, and D's fraction."""

    rows: slice
    cols: slice
    fraction: float


@dataclass(frozen=True, slots=True)
class Region:
    """Rectangle of the crop whose flow is computed: half-open ``[row0, row1) x [col0, col1)`` px.

    Attributes:
        row0, row1, col0, col1: the rectangle; ends beyond 320 are cut by slicing.
        parts: what is averaged of its flow; the nose has two parts (nostrils), every other region one.
    """

    row0: int
    row1: int
    col0: int
    col1: int
    parts: tuple[Part, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, cols) of the rectangle inside the crop."""
        return min(self.row1, SIDE) - self.row0, min(self.col1, SIDE) - self.col0

    def is_in_crop(self) -> bool:
        """False where the rectangle starts outside the crop or is empty (quirk F8)."""
        return min(self.row0, self.col0) >= 0 and min(self.shape) > 0

    def is_usable(self) -> bool:
        """False where the rectangle starts outside the crop or any part is empty (quirks F8 and F9)."""
        if not self.is_in_crop():
            return False
        rows, cols = self.shape
        return all(range(rows)[part.rows] and range(cols)[part.cols] for part in self.parts)


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions of one window; `features` are those behind the channels, in channel order.

    Attributes:
        brow_left, brow_right, mouth, nose: measured; the nose has two parts.
        bridge: the rest of the head's motion.
        lids: lower eyelids, where the model looks at them.
        empty_is_still: an empty part or lid counts as motion 0 and does not make the window unusable.
    """

    brow_left: Region
    brow_right: Region
    mouth: Region
    nose: Region
    bridge: Region
    lids: tuple[Region, ...] = ()
    empty_is_still: bool = False

    @property
    def features(self) -> tuple[Region, ...]:
        """Left brow, right brow, mouth, nose (two nostrils), lids."""
        return self.brow_left, self.brow_right, self.mouth, self.nose, *self.lids

    def are_usable(self) -> bool:
        """True where every region can be measured."""
        main = (self.brow_left, self.brow_right, self.mouth, self.nose, self.bridge)
        if self.empty_is_still:
            return all(region.is_in_crop() for region in main)
        return all(region.is_usable() for region in main)


def official_regions(points: Int64) -> Regions:
    """The regions as released, from the 68 points int64 [68, 2] of the crop.

    Quirks F5, F6, F7 (parity: YES): point 67 is unused, the brows are not treated alike, and the nostrils' places
    ignore that the nose region may have been cut at the crop's edge.
    """
    return Regions(
        brow_left=_official_left_brow(points),
        brow_right=_official_right_brow(points),
        mouth=_official_mouth(points),
        nose=_official_nose(points),
        bridge=_official_bridge(points),
    )


def extent_of(points: Int64, chosen: range | tuple[int, ...]) -> tuple[int, int, int, int]:
    """Smallest rectangle: (xmin, xmax, ymin, ymax) of the chosen points."""
    x, y = points[list(chosen)].T.tolist()
    return min(x), max(x), min(y), max(y)


def _official_left_brow(points: Int64) -> Region:
    xmin, xmax, ymin, ymax = extent_of(points, BROW_LEFT)
    top = max(0, 10 + min(0, ymin - 15))
    height = ymax + 5 - max(0, ymin - 15)
    bottom = 4 if height - 3 < 10 + top else 10
    part = Part(slice(top, -bottom), slice(10, -10), BROW_SHARE)
    return Region(max(0, ymin - 15), ymax + 5, max(0, xmin - 5), xmax, (part,))


def _official_right_brow(points: Int64) -> Region:
    xmin, xmax, ymin, ymax = extent_of(points, BROW_RIGHT)
    part = Part(slice(max(0, 10 + min(0, ymin - 15)), -10), slice(10, -10), BROW_SHARE)
    return Region(max(0, ymin - 15), ymax + 5, xmin, xmax, (part,))


def _official_mouth(points: Int64) -> Region:
    xmin, xmax, ymin, ymax = extent_of(points, MOUTH)
    part = Part(slice(10, -10), slice(10, -10), MOUTH_SHARE)
    return Region(ymin - 15, ymax + 10, max(0, xmin - 20), xmax + 20, (part,))


def _official_nose(points: Int64) -> Region:
    xmin, xmax, ymin, ymax = extent_of(points, NOSE)
    (left_x, left_y), (right_x, right_y) = (points[i].tolist() for i in NOSTRILS)
    left_row, right_row = left_y - (ymin - 20), right_y - (ymin - 20)
    left_col, right_col = left_x - (xmin - 30), right_x - (xmin - 30)
    parts = (
        Part(slice(left_row - 20, left_row + 5), slice(left_col - 20, left_col + 10), NOSTRIL_SHARE),
        Part(slice(right_row - 20, right_row + 5), slice(right_col - 10, right_col + 20), NOSTRIL_SHARE),
    )
    return Region(ymin - 20, ymax + 5, max(0, xmin - 30), xmax + 30, parts)


def _official_bridge(points: Int64) -> Region:
    xmin, xmax, ymin, ymax = extent_of(points, BRIDGE)
    part = Part(slice(15, -10), slice(5, -5), BRIDGE_SHARE)
    return Region(ymin - 13, ymax + 13, xmin - 13, xmax + 13, (part,))


def robust_regions(points: Float64) -> Regions:
    """The regions of the robust mode, from the 68 positions float64 [68, 2] in px of the crop.

    The released margins, but: both brows reach 5 px outwards, every rectangle is cut at the crop's edges, and a
    rectangle or part that would become too small is widened, so that no pose makes a window fail.
    """
    whole = np.rint(points).astype(np.int64)
    return Regions(
        brow_left=_robust_brow(extent_of(whole, BROW_LEFT), (15, 5, 5, 0)),
        brow_right=_robust_brow(extent_of(whole, BROW_RIGHT), (15, 5, 0, 5)),
        mouth=trimmed_region(extent_of(whole, MOUTH), (15, 10, 20, 20), (10, 10, 10, 10), MOUTH_SHARE),
        nose=_robust_nose(whole),
        bridge=trimmed_region(extent_of(whole, BRIDGE), (13, 13, 13, 13), (15, 10, 5, 5), BRIDGE_SHARE),
    )


Margins = tuple[int, int, int, int]  # above, below, left, right, in px


def trimmed_region(extent: tuple[int, int, int, int], margins: Margins, trims: Margins, fraction: float) -> Region:
    """Region `margins` around the points, of whose flow the inner part within `trims` is averaged."""
    xmin, xmax, ymin, ymax = extent
    above, below, left, right = margins
    row0, row1 = _span(ymin - above, ymax + below, MIN_REGION)
    col0, col1 = _span(xmin - left, xmax + right, MIN_REGION)
    rows = _inner(row1 - row0, trims[0], trims[1])
    cols = _inner(col1 - col0, trims[2], trims[3])
    return Region(row0, row1, col0, col1, (Part(rows, cols, fraction),))


def _robust_brow(extent: tuple[int, int, int, int], margins: Margins) -> Region:
    """Brow with the released rule for level brows (quirk F6) on both sides: less is trimmed under a low rectangle."""
    height = extent[3] - extent[2] + margins[0] + margins[1]
    below = 4 if height - 3 < 20 else 10
    return trimmed_region(extent, margins, (10, below, 10, 10), BROW_SHARE)


def _robust_nose(points: Int64) -> Region:
    xmin, xmax, ymin, ymax = extent_of(points, NOSE)
    row0, row1 = _span(ymin - 20, ymax + 5, MIN_REGION)
    col0, col1 = _span(xmin - 30, xmax + 30, MIN_REGION)
    parts = []
    for index, before, after in ((NOSTRILS[0], 20, 10), (NOSTRILS[1], 10, 20)):
        x, y = points[index].tolist()
        rows = within(y - 20 - row0, y + 5 - row0, row1 - row0)
        cols = within(x - before - col0, x + after - col0, col1 - col0)
        parts.append(Part(rows, cols, NOSTRIL_SHARE))
    return Region(row0, row1, col0, col1, tuple(parts))


def _span(start: int, stop: int, least: int) -> tuple[int, int]:
    """``[start, stop)`` cut to the crop and widened to at least `least` px."""
    missing = max(0, least - (stop - start))
    start, stop = start - missing // 2, stop + missing - missing // 2
    start = min(max(start, 0), SIDE - least)
    return start, max(min(stop, SIDE), start + least)


def _inner(length: int, before: int, after: int) -> slice:
    """Slice without `before` and `after` px at the ends, with smaller trims where less than `MIN_PART` would stay."""
    spare = max(0, length - MIN_PART)
    if before + after > spare:
        before, after = spare * before // (before + after), spare * after // (before + after)
    return slice(before, length - after)


def within(start: int, stop: int, length: int) -> slice:
    """``[start, stop)`` cut to ``[0, length)``, at least `MIN_PART` px long."""
    start = min(max(start, 0), length - MIN_PART)
    return slice(start, max(min(stop, length), start + MIN_PART))
