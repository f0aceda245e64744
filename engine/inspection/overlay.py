"""Landmarks, regions and their motion in one picture."""

import numpy as np

from engine.face.place import SIDE, CropBox, robust_box
from engine.flow.geometry import Region, robust_regions
from engine.inspection.align import patch, region_motions, rigid_motion
from engine.inspection.observer import Seen
from engine.messages import Said
from engine.types import FaceOverlay, Float32, Float64, frozen

NAMES = ("left brow", "right brow", "mouth", "nose", "nose bridge (head motion)")
NO_FACE = Said("No face is seen in this frame.")


def face_overlay(current: Seen, reference: Seen | None = None) -> FaceOverlay:
    """What the default features look at in a picture, and how it moved since another one.

    The regions are those of the analysis (feature spec 1.5). Motion is the dominant flow of each part of a region,
    less that of the nose bridge, after the head's own movement was taken out; it is measured for this pair alone, so
    it need not equal the features of a window with another reference frame.

    Args:
        current: the picture.
        reference: the picture to compare with; None: no motion.
    """
    if current.face is None:
        nothing = np.zeros((0, 2), np.float32)
        return FaceOverlay(
            current.frame, None, nothing, np.zeros((0, 4, 2), np.float32), (), np.zeros((0, 4)), note=NO_FACE
        )
    box = robust_box(current.face.points68)
    regions = robust_regions(box.to_crop(current.face.points68))
    every = (*regions.features, regions.bridge)
    arrows, note = np.zeros((0, 4)), ""
    if reference is not None and reference.frame != current.frame:
        if reference.face is None:
            note = Said("No face is seen in frame {frame}, which motion is measured against.", frame=reference.frame)
        else:
            arrows = _arrows(current, reference)
    return FaceOverlay(
        frame=current.frame,
        reference=reference.frame if reference is not None and len(arrows) else None,
        landmarks=current.face.points68,
        boxes=frozen(np.stack([_corners(region, box) for region in every])),
        names=NAMES,
        arrows=frozen(arrows),
        note=note,
    )


def _corners(region: Region, box: CropBox) -> Float32:
    """Corners of a region in px of the picture, float32 [4, 2]."""
    row1, col1 = min(region.row1, SIDE), min(region.col1, SIDE)
    inside = ((region.col0, region.row0), (col1, region.row0), (col1, row1), (region.col0, row1))
    return np.asarray(_to_picture(np.array(inside, np.float64), box), np.float32)


def _to_picture(points: Float64, box: CropBox) -> Float64:
    return np.asarray(points * (box.side / SIDE) + (box.left, box.top), np.float64)


def _arrows(current: Seen, reference: Seen) -> Float64:
    """Middle and motion of every part, float64 [m, 4] in px of the current picture."""
    assert reference.face is not None
    assert current.face is not None
    first = robust_box(reference.face.points68)
    regions = robust_regions(first.to_crop(reference.face.points68))
    matrix = rigid_motion(reference.face, current.face)
    motions, middles = [], []
    for region in (*regions.features, regions.bridge):
        before, after = patch(reference.gray, first, region), patch(current.gray, first, region, matrix)
        motions += region_motions(before, after, region)
        middles += [_middle(region, number) for number in range(len(region.parts))]
    head = np.array(motions[-1])
    shifts = (np.array(motions[:-1]) - head) * (first.side / SIDE)
    places = _to_picture(np.array(middles[:-1]), first)
    # Places of the reference, carried over into the current picture.
    carried = places @ matrix[:, :2].T + matrix[:, 2]
    turned = shifts @ matrix[:, :2].T
    return np.hstack([carried, turned])


def _middle(region: Region, number: int) -> tuple[float, float]:
    """Middle of a part in px of the crop."""
    rows, cols = region.shape
    part = region.parts[number]
    within_rows, within_cols = range(rows)[part.rows], range(cols)[part.cols]
    return region.col0 + float(np.mean(within_cols)), region.row0 + float(np.mean(within_rows))
