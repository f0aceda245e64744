"""The regions behind 36 channels: those of the 10 channels, patches around single landmarks, and the lower eyelids.

BoostingVRME (Guo et al. 2025, released under MIT): 18 regions of interest, two channels each, in this order: left brow
and its points 20, 19, 18; right brow and 23, 24, 25; mouth and 48, 54, 51, 57, 62; nostrils 31, 35; lower lids.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.errors import AnalysisError
from engine.flow.geometry import (
    BROW_LEFT,
    BROW_RIGHT,
    MOUTH,
    Part,
    Region,
    Regions,
    extent_of,
    official_regions,
    robust_regions,
    trimmed_region,
    within,
)
from engine.messages import Said
from engine.types import Float64, Int64

CHANNELS = 10
FINE_CHANNELS = 36
# (landmark, columns before it, columns after it); rows reach POINT_REACH to both sides.
POINT_REACH = 10
LEFT_POINTS = tuple((point, 10, 10) for point in (20, 19, 18))
RIGHT_POINTS = tuple((point, 10, 10) for point in (23, 24, 25))
MOUTH_POINTS = ((48, 10, 20), (54, 20, 10), (51, 10, 10), (57, 10, 10), (62, 10, 10))
# As released: the points of the right brow count more pixels than those of the left one.
POINT_SHARE = 0.2
RIGHT_POINT_SHARE = 0.3
LEFT_EYE, RIGHT_EYE = range(36, 42), range(42, 48)
LID_TRIM = 5
OFFD_BROW_TRIM, OFFD_BROW_SHARE = 10, 0.2
LID_SHARE = 0.3

Points = tuple[tuple[int, int, int], ...]


def official_fine_regions(points: Int64) -> Regions:
    """The 18 regions as released, from the 68 points int64 [68, 2] of the crop.

    The places of the point patches ignore that their region may have been cut at the crop's edge (as quirk F7). A patch
    that so becomes empty has no motion.
    """
    base = official_regions(points)

    def with_points(region: Region, chosen: range, above: int, left: int, wanted: tuple[Points, float]) -> Region:
        xmin, _, ymin, _ = extent_of(points, chosen)
        parts = []
        for point, before, after in wanted[0]:
            x, y = points[point].tolist()
            row, col = y - (ymin - above), x - (xmin - left)
            rows = slice(row - POINT_REACH, row + POINT_REACH)
            parts.append(Part(rows, slice(col - before, col + after), wanted[1]))
        return replace(region, parts=(*region.parts, *parts))

    return replace(
        base,
        brow_left=with_points(base.brow_left, BROW_LEFT, 15, 5, (LEFT_POINTS, POINT_SHARE)),
        brow_right=with_points(base.brow_right, BROW_RIGHT, 15, 0, (RIGHT_POINTS, RIGHT_POINT_SHARE)),
        mouth=with_points(base.mouth, MOUTH, 15, 20, (MOUTH_POINTS, POINT_SHARE)),
        lids=(_official_lid(points, LEFT_EYE), _official_lid(points, RIGHT_EYE)),
        empty_is_still=True,
    )


def offd_regions(points: Int64) -> Regions:
    """The 18 regions of OF-FD (baselines spec 1.3): the released ones with another left brow."""
    regions = official_fine_regions(points)
    whole, *around = regions.brow_left.parts
    left = Part(slice(whole.rows.start, -OFFD_BROW_TRIM), whole.cols, OFFD_BROW_SHARE)
    return replace(regions, brow_left=replace(regions.brow_left, parts=(left, *around)))


def _official_lid(points: Int64, eye: range) -> Region:
    xmin, xmax, ymin, ymax = extent_of(points, eye)
    width, middle = xmax - xmin, (ymax + ymin) / 2
    trim = slice(LID_TRIM, -LID_TRIM)
    rows = int(middle + width / 4), int(middle + 3 * width / 4)
    return Region(*rows, max(0, xmin), xmax, (Part(trim, trim, LID_SHARE),))


def robust_fine_regions(points: Float64) -> Regions:
    """The 18 regions of the robust mode, from 68 positions float64 [68, 2] in px of the crop; none is ever empty."""
    base = robust_regions(points)
    whole = np.rint(points).astype(np.int64)

    def with_points(region: Region, wanted: Points, share: float) -> Region:
        rows, cols = region.row1 - region.row0, region.col1 - region.col0
        parts = []
        for point, before, after in wanted:
            x, y = whole[point].tolist()
            row, col = y - region.row0, x - region.col0
            inside = within(row - POINT_REACH, row + POINT_REACH, rows), within(col - before, col + after, cols)
            parts.append(Part(*inside, share))
        return replace(region, parts=(*region.parts, *parts))

    return replace(
        base,
        brow_left=with_points(base.brow_left, LEFT_POINTS, POINT_SHARE),
        brow_right=with_points(base.brow_right, RIGHT_POINTS, RIGHT_POINT_SHARE),
        mouth=with_points(base.mouth, MOUTH_POINTS, POINT_SHARE),
        lids=(_robust_lid(whole, LEFT_EYE), _robust_lid(whole, RIGHT_EYE)),
    )


def _robust_lid(points: Int64, eye: range) -> Region:
    xmin, xmax, ymin, ymax = extent_of(points, eye)
    width, middle = xmax - xmin, (ymax + ymin) / 2
    top, bottom = int(middle + width / 4), int(middle + 3 * width / 4)
    return trimmed_region((xmin, xmax, top, bottom), (0, 0, 0, 0), (LID_TRIM,) * 4, LID_SHARE)


_OFFICIAL: dict[int, Callable[[Int64], Regions]] = {CHANNELS: official_regions, FINE_CHANNELS: official_fine_regions}
_ROBUST: dict[int, Callable[[Float64], Regions]] = {CHANNELS: robust_regions, FINE_CHANNELS: robust_fine_regions}


def official_regions_for(channels: int) -> Callable[[Int64], Regions]:
    """What makes the released regions for 10 or 36 channels.

    Raises:
        AnalysisError: no regions are known for that many channels.
    """
    _check(channels)
    return _OFFICIAL[channels]


def robust_regions_for(channels: int) -> Callable[[Float64], Regions]:
    """What makes the robust mode's regions for 10 or 36 channels.

    Raises:
        AnalysisError: no regions are known for that many channels.
    """
    _check(channels)
    return _ROBUST[channels]


def _check(channels: int) -> None:
    if channels not in _OFFICIAL:
        raise AnalysisError(
            Said(
                "This model needs features with {channels} channels; METST extracts {channels2} or "
                "{fine_channels}. Choose another model.",
                channels=channels,
                channels2=CHANNELS,
                fine_channels=FINE_CHANNELS,
            )
        )
