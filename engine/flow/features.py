"""What both feature modes return and share: the window's channels, its mask, and the reasons found by the tracker."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.face import TrackedFace
from engine.types import Float64, Int64, Mask, UInt8

# Feature spec 1.8 and 5: alignment ends when the rest is at most 1 px of the crop, or after 3 moves; a crop of which
# less than 90 % lies in the picture is not measured.
ALIGNED_PX = 1.0
MAX_MOVES = 3
MIN_INSIDE = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class WindowFeatures:
    """Motion of the face in one window, relative to the window's reference frame.

    Attributes:
        features: float64 [C, k], px of the 320 x 320 crop, free of NaN. Channels in pairs (x right, y down); of 10:
            brow on the picture's left, brow on its right, mouth, nostril on the left, nostril on the right; of 36: see
            `engine.flow.fine_regions`. The motion of the nose bridge is subtracted.
        mask: uint8 [k], `Mask` bits of each frame.
    """

    features: Float64
    mask: UInt8


def tracker_mask(faces: Sequence[TrackedFace]) -> UInt8:
    """uint8 [k]: NO_FACE and DARK of each frame, as the tracker saw them."""
    no_face = np.array([tracked.face is None for tracked in faces], bool)
    dark = np.array([tracked.dark for tracked in faces], bool)
    return np.asarray(no_face * np.uint8(Mask.NO_FACE) | dark * np.uint8(Mask.DARK), np.uint8)


def scene_numbers(faces: Sequence[TrackedFace]) -> Int64:
    """int64 [k]: number of the scene each frame of the window belongs to; it grows by 1 at every cut."""
    return np.cumsum([tracked.cut for tracked in faces], dtype=np.int64)


def cut_mask(faces: Sequence[TrackedFace], reference: int) -> UInt8:
    """uint8 [k]: CUT on every frame that a cut separates from frame `reference` (position in the window)."""
    scene = scene_numbers(faces)
    return np.asarray((scene != scene[reference]) * np.uint8(Mask.CUT), np.uint8)


def column(motions: Sequence[tuple[float, float]], head: tuple[float, float]) -> Float64:
    """One column of the features, float64 [C]: the motions of all parts less the head's rest motion, in px."""
    return np.asarray(np.array(motions) - np.array(head), np.float64).ravel()
