"""Features of the default mode: mesh landmarks, scaled alignment in fractions of px, gaps with a reason.

Feature spec 3.7 (alignment), 4 (landmarks) and 5 (data contract).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.config import AnalysisConfig
from engine.errors import AnalysisError
from engine.face import TrackedFace
from engine.face.place import SIDE, CropBox, Place, place_of
from engine.flow.cutout import Cutout
from engine.flow.features import (
    ALIGNED_PX,
    MAX_MOVES,
    MIN_INSIDE,
    WindowFeatures,
    column,
    cut_mask,
    scene_numbers,
    tracker_mask,
)
from engine.flow.fine_regions import CHANNELS, robust_regions_for
from engine.flow.geometry import Region
from engine.flow.region_flow import FlowMethod, RegionFlow, workspace_for
from engine.messages import Said
from engine.types import UNSCORED, Float32, Float64, Mask, UInt8
from engine.warp import cubic_patch

# Faces whose crop box is narrower than this are measured but marked (feature spec 5).
SMALL_FACE_PX = 100.0
# The mesh trembles by about a px of the crop; below this the flow alone aligns.
GROSS_MOTION_PX = 2.0
# The box is moved until the rest is this small, in px of the crop: D() prefers pixels that move with the rest, so the
# features of a shaken clip agree with those of the still one the better the smaller it is (r = .97 at 1 px, .99 here).
# A rest of up to `ALIGNED_PX` after the last move still counts as converged.
TARGET_PX = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class WindowStart:
    """The first frames of a window, measured before the rest is in; goes into one `window_features` only."""

    window: "_Window"
    features: Float64  # [C, n]
    reasons: UInt8  # [n]


def window_start(
    pictures: Sequence[UInt8 | Cutout],
    faces: Sequence[TrackedFace],
    *,
    channels: int = CHANNELS,
    flow: FlowMethod = "own",
) -> WindowStart | None:
    """Measure the first frames of a window ahead; None where a gap or cut in them leaves the reference open.

    Args:
        pictures: first n frames uint8 [H, W] of the window, or what is kept of them.
        faces: the tracker's result for each of them.
        channels: 10 or 36.
        flow: whose Farneback is used.
    """
    grays = [Cutout.whole(picture) for picture in pictures]
    mask = tracker_mask(faces) | _outside_mask(grays, faces)
    if (mask & UNSCORED).any() or any(tracked.cut for tracked in faces[1:]):
        return None
    window = _Window(grays[0], faces[0], channels, flow)
    return WindowStart(window, *window.measure_all(grays, faces, range(1, len(grays)), mask))


def window_features(
    pictures: Sequence[UInt8 | Cutout],
    faces: Sequence[TrackedFace],
    *,
    config: AnalysisConfig,
    channels: int = CHANNELS,
    flow: FlowMethod = "own",
    begun: WindowStart | None = None,
) -> WindowFeatures:
    """Features of one window from tracked faces.

    The reference is the first frame with a usable face, in that scene of the window which has most of them
    (REFERENCE_MOVED where it is not the window's first frame). Frames that cannot be compared with it are zero and
    carry the reason. With windows that overlap by half, a cut so costs no frame on either side of it.

    Args:
        pictures: k frames uint8 [H, W], k = ``config.k``, or what is kept of them; views and read-only arrays are fine,
            nothing is copied.
        faces: the tracker's result for each frame.
        config: options; only the window length is used.
        channels: 10 or 36.
        flow: whose Farneback is used.
        begun: what `window_start` made of the first frames; changes nothing but the time.

    Returns:
        Features and mask of the window.

    Raises:
        AnalysisError: the numbers of frames and faces do not match the window length, or other channels are asked for.
    """
    if not len(pictures) == len(faces) == config.k:
        raise AnalysisError(
            Said("A window needs {k} frames, but {n} came: report this as a fault.", k=config.k, n=len(pictures))
        )
    grays = [Cutout.whole(picture) for picture in pictures]
    features = np.zeros((channels, len(grays)))
    mask = tracker_mask(faces) | _outside_mask(grays, faces)
    reference = _reference(faces, mask)
    if reference is None:
        return WindowFeatures(features, mask)
    mask |= cut_mask(faces, reference)
    first = reference + 1
    if begun is not None and reference == 0:
        window, first = begun.window, len(begun.reasons)
        features[:, :first] = begun.features
        mask[:first] |= begun.reasons
    else:
        window = _Window(grays[reference], faces[reference], channels, flow)
    found, reasons = window.measure_all(grays, faces, range(first, len(grays)), mask)
    features[:, first:] = found[:, first:]
    mask |= reasons
    mask[reference:] |= np.uint8(window.advice | (Mask.REFERENCE_MOVED if reference else 0))
    return WindowFeatures(features, mask)


def _outside_mask(grays: Sequence[Cutout], faces: Sequence[TrackedFace]) -> UInt8:
    """uint8 [k]: BOX_OUTSIDE where too much of the face's own box lies outside the picture."""
    outside = [
        tracked.face is not None and _placed(tracked).box.inside(*gray.shape) < MIN_INSIDE
        for gray, tracked in zip(grays, faces, strict=True)
    ]
    return np.asarray(np.array(outside) * np.uint8(Mask.BOX_OUTSIDE), np.uint8)


def _reference(faces: Sequence[TrackedFace], mask: UInt8) -> int | None:
    """Position of the frame to measure against; None where no frame of the window is usable."""
    usable = (mask & UNSCORED) == 0
    if not usable.any():
        return None
    scene = scene_numbers(faces)
    longest = np.argmax(np.bincount(scene, weights=usable))
    return int(np.argmax(usable & (scene == longest)))


class _Window:
    """The reference of a window and the box that follows the head through it."""

    def __init__(self, gray: Cutout, tracked: TrackedFace, channels: int, flow: FlowMethod) -> None:
        self._gray = gray
        place = _placed(tracked)
        self._box, self._anchor = place.box, place.anchor
        self._first_box = self._box
        self._channels = channels
        regions = robust_regions_for(channels)(place.points.astype(np.float64))
        every = (*regions.features, regions.bridge)
        space = workspace_for(every)
        *self._regions, self._bridge = (
            RegionFlow(region, _patch(gray, self._box, region), space, method=flow) for region in every
        )
        self._extent = (
            min(region.row0 for region in every) / SIDE,
            max(region.row1 for region in every) / SIDE,
            min(region.col0 for region in every) / SIDE,
            max(region.col1 for region in every) / SIDE,
        )
        self.advice = Mask.SMALL_FACE if self._box.side < SMALL_FACE_PX else Mask.NONE

    def measure_all(
        self, grays: Sequence[Cutout], faces: Sequence[TrackedFace], places: range, mask: UInt8
    ) -> tuple[Float64, UInt8]:
        """Columns float64 [C, n] and reasons uint8 [n] of those of n frames that are at `places` and not masked."""
        features, reasons = np.zeros((self._channels, len(grays))), np.zeros(len(grays), np.uint8)
        for i in places:
            if not mask[i] & UNSCORED and grays[i].pixels is not self._gray.pixels:
                reasons[i], features[:, i] = self.measure(grays[i], faces[i])
        return features, reasons

    def measure(self, gray: Cutout, tracked: TrackedFace) -> tuple[Mask, Float64]:
        """Reasons not to score the frame, and its column float64 [C]: zeros where there is such a reason."""
        self._follow(_placed(tracked).anchor)
        head = self._align(gray)
        reasons = Mask.NONE
        if self._box.inside(*gray.shape) < MIN_INSIDE:
            reasons |= Mask.BOX_OUTSIDE
        # Where the alignment ran away from what is kept of the picture, it found nothing either.
        if _length_squared(head) > ALIGNED_PX**2 or not gray.holds(self._box, self._extent):
            reasons |= Mask.NOT_CONVERGED
        if reasons:
            return reasons, np.zeros(self._channels)
        motions = [motion for region in self._regions for motion in self._motions(gray, region)]
        return reasons, column(motions, head)

    def _follow(self, anchor: tuple[float, float]) -> None:
        """Move the box with the mesh where the head went further than a patch's flow can follow."""
        box = self._first_box.moved(anchor[0] - self._anchor[0], anchor[1] - self._anchor[1])
        gap = _length_squared((box.left - self._box.left, box.top - self._box.top))
        if gap > (GROSS_MOTION_PX * box.side / SIDE) ** 2:
            self._box = box

    def _align(self, gray: Cutout) -> tuple[float, float]:
        """Move the box until the nose bridge rests within `TARGET_PX`; the motion (x, y) that is left."""
        scale = self._box.side / SIDE
        (head,) = self._motions(gray, self._bridge)
        for _ in range(MAX_MOVES):
            if _length_squared(head) <= TARGET_PX**2:
                break
            self._box = self._box.moved(head[0] * scale, head[1] * scale)
            (head,) = self._motions(gray, self._bridge)
        return head

    def _motions(self, gray: Cutout, region: RegionFlow) -> list[tuple[float, float]]:
        return region.motions_in(gray.pixels, *_corner(self._box, region.region), (gray.left, gray.top))


def _corner(box: CropBox, region: Region) -> tuple[float, float, float]:
    """First px centre (x, y) of a region in px of the picture, and px of the picture a px of it."""
    scale = box.side / SIDE
    return box.left + scale * (region.col0 + 0.5) - 0.5, box.top + scale * (region.row0 + 0.5) - 0.5, scale


def _patch(gray: Cutout, box: CropBox, region: Region) -> Float32:
    """The region's part of the 320 x 320 crop, float32 [h, w]; the picture's border is repeated outside it.

    Only the region is interpolated, not the whole crop, and not rounded to grey levels: small faces and fractions of px
    stay usable (linear interpolation blurs them by an amount that changes with the box).
    """
    return cubic_patch(gray.pixels, *_corner(box, region), region.shape, (gray.left, gray.top))


def _placed(tracked: TrackedFace) -> Place:
    """Where the features look for the face."""
    assert tracked.face is not None
    return tracked.place if tracked.place is not None else place_of(tracked.face)


def _length_squared(vector: tuple[float, float]) -> float:
    return vector[0] ** 2 + vector[1] ** 2
