"""Two moments of a face on top of each other: what is left to see is expression, not head movement."""

import math

import cv2
import numpy as np

from engine.face.place import SIDE, CropBox, robust_box
from engine.flow.farneback import farneback
from engine.flow.geometry import Region, robust_regions
from engine.inspection.align import RIGID, crop_matrix, patch, region_motions, rigid_motion
from engine.inspection.observer import Seen
from engine.messages import Said
from engine.types import FaceComparison, Float32, Float64, UInt8, frozen

# The crop shows this much more than the box of the features, so that chin and brows are not at its edge.
MARGIN = 0.1
# Fits of the flow at the rigid points; the first two take out what the mesh trembles, the third hundredths of a px.
MAX_FITS = 3
# Rigid points agree within this many px of the 320 x 320 crop; fewer than so many say nothing.
AGREED_PX = 0.7
MIN_POINTS = 8


def compare_faces(first: Seen, second: Seen, *, side: int = SIDE) -> FaceComparison:
    """Crops of both faces, the second moved onto the first.

    Turn, scale and shift come from the mesh, refined by optical flow at forehead, temples and nose. What is left is
    measured at the nose bridge, the head's reference in the features (feature spec 1.8).

    Args:
        first: the moment compared with (the onset).
        second: the other moment.
        side: width and height of the crops in px.
    """
    missing = [one.frame for one in (first, second) if one.face is None]
    if first.face is None or second.face is None:
        frames = " and ".join(str(frame) for frame in missing)
        note = Said(
            "No face is seen in frame {frames}: the two moments cannot be put on top of each other.", frames=frames
        )
        return FaceComparison(first.frame, second.frame, None, None, math.nan, math.nan, math.nan, note)
    box = robust_box(first.face.points68)
    motion = rigid_motion(first.face, second.face)
    motion, residual = _refined(first, second, motion)
    shown = CropBox(box.left - MARGIN * box.side, box.top - MARGIN * box.side, (1 + 2 * MARGIN) * box.side)
    scale = np.diag([SIDE / side, SIDE / side, 1.0])
    crops = tuple(
        _crop(one.bgr, crop_matrix(shown, moved) @ scale, side) for one, moved in ((first, None), (second, motion))
    )
    grays = [cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY).astype(np.float32) for crop in crops]
    middle = np.array(first.face.center)
    moved = math.dist(motion[:, :2] @ middle + motion[:, 2], middle)
    return FaceComparison(
        first=first.frame,
        second=second.frame,
        crops=(crops[0], crops[1]),
        difference=frozen(grays[1] - grays[0]),
        moved=moved,
        turned=math.degrees(math.atan2(-motion[1, 0], motion[0, 0])),
        residual=residual,
    )


def _crop(bgr: UInt8, matrix: Float64, side: int) -> UInt8:
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return frozen(np.asarray(cv2.warpAffine(bgr, matrix, (side, side), flags=flags), np.uint8))


def _refined(first: Seen, second: Seen, motion: Float64) -> tuple[Float64, float]:
    """The head's motion, refined by optical flow at the rigid points, and what is left at the nose bridge in px."""
    assert first.face is not None
    box = robust_box(first.face.points68)
    regions = robust_regions(box.to_crop(first.face.points68))
    points = box.to_crop(first.face.points[list(RIGID)])
    whole = Region(0, SIDE, 0, SIDE, ())
    before = patch(first.gray, box, whole)
    for _ in range(MAX_FITS):
        after = patch(second.gray, box, whole, motion)
        if np.array_equal(before, after):
            return motion, 0.0
        rest = _rest(farneback(before, after), points)
        if rest is None:
            break
        motion = _composed(motion, rest, crop_matrix(box))
    bridge = patch(first.gray, box, regions.bridge)
    (left,) = region_motions(bridge, patch(second.gray, box, regions.bridge, motion), regions.bridge)
    return motion, math.hypot(*left) * box.side / SIDE


def _rest(flow: Float32, points: Float64) -> Float64 | None:
    """Turn, scale and shift that flow at the rigid points agrees on, float64 [2, 3] in px of the crop."""
    inside = points[((points >= 0) & (points <= SIDE - 1)).all(axis=1)]
    if len(inside) < MIN_POINTS:
        return None
    columns, rows = np.rint(inside).astype(int).T
    fit, _ = cv2.estimateAffinePartial2D(
        inside, inside + flow[rows, columns], method=cv2.RANSAC, ransacReprojThreshold=AGREED_PX
    )
    return None if fit is None else np.asarray(fit, np.float64)


def _composed(motion: Float64, rest: Float64, crop: Float64) -> Float64:
    """The motion of the picture followed by what is left of it in the crop, float64 [2, 3]."""
    bottom = np.array([[0.0, 0.0, 1.0]])
    whole, left, place = (np.vstack([one, bottom]) for one in (motion, rest, crop))
    return np.asarray((whole @ place @ left @ np.linalg.inv(place))[:2], np.float64)
