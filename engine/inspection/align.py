"""Taking the head's own movement out of a pair of pictures."""

import cv2
import numpy as np

from engine.face import Face
from engine.face.place import CropBox
from engine.flow.farneback import dominant_motion, farneback
from engine.flow.geometry import Region
from engine.types import Float64, UInt8

# Points of the face mesh that hardly move with expression: forehead, temples, nose bridge and sides, inner eye
# corners. Together they average out the tremble of single mesh points (about 1 px of the crop).
RIGID = (
    *(10, 109, 338, 67, 297, 151, 108, 337, 69, 299, 104, 333),  # forehead
    *(127, 356, 234, 454, 162, 389),  # temples
    *(168, 6, 197, 195, 122, 351, 196, 419, 174, 399),  # nose bridge and sides
    *(133, 362),  # inner eye corners
)


def rigid_motion(first: Face, second: Face) -> Float64:
    """How the head moved from one picture to the other: turn, scale and shift, as float64 [2, 3].

    Maps px of the first picture onto px of the second; robust against a few points that moved with an expression.
    """
    chosen = list(RIGID)
    # The points are few and the face is rigid: a threshold of 2 % of its width tells movement from tremble.
    matrix, _ = cv2.estimateAffinePartial2D(
        first.points[chosen],
        second.points[chosen],
        method=cv2.RANSAC,
        ransacReprojThreshold=max(1.0, 0.02 * first.width),
    )
    if matrix is None:
        shift = (second.points[chosen] - first.points[chosen]).mean(axis=0)
        return np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float64)
    return np.asarray(matrix, np.float64)


def crop_matrix(box: CropBox, motion: Float64 | None = None) -> Float64:
    """float64 [2, 3]: px of the 320 x 320 crop of `box` to px of the picture; moved along with the head's motion."""
    matrix = box.matrix().astype(np.float64)
    if motion is None:
        return matrix
    return np.asarray(np.hstack([motion[:, :2] @ matrix[:, :2], motion[:, :2] @ matrix[:, 2:] + motion[:, 2:]]), float)


def patch(gray: UInt8, box: CropBox, region: Region, motion: Float64 | None = None) -> UInt8:
    """A region's part of the crop, uint8 [h, w], its box moved along with the head; the border is repeated."""
    rows, cols = region.shape
    matrix = crop_matrix(box, motion)
    matrix[:, 2] += matrix[:, :2] @ np.array([region.col0, region.row0], np.float64)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    taken = cv2.warpAffine(gray, matrix, (cols, rows), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(taken, np.uint8)


def region_motions(reference: UInt8, current: UInt8, region: Region) -> list[tuple[float, float]]:
    """Dominant motion (x, y) in px of each part of a region, from the region's patch in both crops (uint8 [h, w])."""
    # Farneback of equal patches is only nearly zero (its borders pull).
    if np.array_equal(reference, current):
        return [(0.0, 0.0)] * len(region.parts)
    flow = farneback(reference, current)
    return [dominant_motion(flow[part.rows, part.cols], part.fraction) for part in region.parts]
