"""Features as the official extraction computes them, for checkpoints that were trained on them.

Written from the feature spec 1 (ME-TST); of the quirks listed there (1.15), those marked "parity: YES" are kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from engine.config import LandmarkMode
from engine.face import TrackedFace, dlib_landmarks
from engine.face.place import SIDE, inside_share
from engine.flow.features import (
    ALIGNED_PX,
    MAX_MOVES,
    MIN_INSIDE,
    WindowFeatures,
    column,
    cut_mask,
    tracker_mask,
)
from engine.flow.fine_regions import CHANNELS, FINE_CHANNELS, offd_regions, official_regions_for
from engine.flow.geometry import PixelBox, Region, Regions, official_box
from engine.flow.region_flow import FlowMethod, RegionFlow, workspace_for
from engine.types import Float64, Int64, Mask, UInt8

# Where no face is detected on the reference, every so many frames with a face are tried instead.
RETRY_EVERY = 5
# Values of these frames mean nothing and are zeroed; those of frames that did not converge are kept, as released.
ZEROED = Mask.NO_FACE | Mask.CUT


@dataclass(frozen=True, slots=True, eq=False)
class ParityTrace:
    """The official extraction of one window with its internal values.

    Attributes:
        features: float64 [10, k], px of the crop.
        boxes: int64 [k, 4], crop box (top, bottom, left, right) of each frame after alignment, not clipped.
        head_motion: float64 [k, 2], rest of the nose bridge's motion that is subtracted, px of the crop.
        moves: int64 [k], box moves; 4 means three moves were made and the rest is still above 1 px.
        regions: the regions, or None where they cannot be cut (quirks F8, F9).
        valid: bool [k], False where nothing could be measured (quirks F8 to F10).
    """

    features: Float64
    boxes: Int64
    head_motion: Float64
    moves: Int64
    regions: Regions | None
    valid: np.ndarray[tuple[int], np.dtype[np.bool_]]


def parity_features(
    grays: Sequence[UInt8],
    *,
    landmarks_frame: Int64,
    landmarks_crop: Int64 | None = None,
    channels: int = CHANNELS,
    flow: FlowMethod = "own",
) -> WindowFeatures:
    """Official features of one window whose landmarks are known; the first frame is the reference.

    Args:
        grays: k frames uint8 [H, W], original resolution.
        landmarks_frame: int64 [68, 2], dlib points (x, y) in px of the first frame.
        landmarks_crop: int64 [68, 2], dlib points in px of the 320 x 320 crop; None maps the frame's points into the
            crop, which is what the official code does where it detects no face there.
        channels: 10 (ME-TST) or 36 (BoostingVRME).
        flow: whose Farneback is used; ``"opencv"`` for values within 1e-4 px of the official extraction's.

    Returns:
        Features with NOT_CONVERGED and BOX_OUTSIDE in the mask; values of frames that did not converge are kept.
    """
    trace = parity_trace(
        grays, landmarks_frame=landmarks_frame, landmarks_crop=landmarks_crop, channels=channels, flow=flow
    )
    return _masked(grays, trace)


def parity_window(
    grays: Sequence[UInt8],
    *,
    faces: Sequence[TrackedFace],
    landmarks: LandmarkMode = "dlib",
    landmark_file: Path | None = None,
    channels: int = CHANNELS,
    flow: FlowMethod = "own",
) -> WindowFeatures:
    """Official features of one window of a video.

    The landmarks are detected on the first frame; where that fails, on later frames with a tracked face, and the
    first success becomes the reference (the official code takes a frame from elsewhere in the video instead: quirk
    F11). The tracker only tells where there is no face, a cut or darkness.

    Args:
        grays: k frames uint8 [H, W], original resolution.
        faces: the tracker's result for each frame.
        landmarks: ``"dlib"`` as trained, or ``"mesh"``: positions from the face mesh, mapped into the crop.
        landmark_file: the dlib landmark file; None looks in the usual places.
        channels: 10 (ME-TST) or 36 (BoostingVRME, whose own rule for missing faces is this one).
        flow: whose Farneback is used.

    Returns:
        Features; zeros, with the reason in the mask, where there is no face, no reference or a cut.

    Raises:
        AnalysisError: dlib or its landmark file is missing.
    """
    dlib = partial(dlib_landmarks, path=landmark_file)
    detect: Detector = (lambda gray, _: dlib(gray)) if landmarks == "dlib" else _mesh_points
    found = _reference(grays, faces, detect)
    if found is None:
        return WindowFeatures(np.zeros((channels, len(grays))), tracker_mask(faces) | np.uint8(Mask.NO_FACE))
    reference, on_frame = found
    box = official_box(on_frame)
    crop = _crop(grays[reference], box)
    on_crop = dlib(crop) if landmarks == "dlib" and crop is not None else None
    trace = parity_trace(
        grays[reference:], landmarks_frame=on_frame, landmarks_crop=on_crop, channels=channels, flow=flow
    )
    measured = _masked(grays[reference:], trace)
    mask = tracker_mask(faces) | cut_mask(faces, reference)
    mask[reference:] |= measured.mask
    if reference:
        mask[:reference] |= np.uint8(Mask.NO_FACE)
        mask[reference:] |= np.uint8(Mask.REFERENCE_MOVED)
    features = np.zeros((channels, len(grays)))
    features[:, reference:] = measured.features
    features[:, (mask & ZEROED) != 0] = 0
    return WindowFeatures(features, mask)


def parity_trace(
    grays: Sequence[UInt8],
    *,
    landmarks_frame: Int64,
    landmarks_crop: Int64 | None,
    channels: int = CHANNELS,
    flow: FlowMethod = "own",
) -> ParityTrace:
    """Official extraction of one window, with its internal values; arguments as `parity_features`."""
    box = official_box(landmarks_frame)
    regions = _regions(landmarks_frame, landmarks_crop, box, official_regions_for(channels))
    return _trace(grays, box, regions, channels=channels, flow=flow)


def offd_trace(
    grays: Sequence[UInt8], *, landmarks_frame: Int64, landmarks_crop: Int64 | None, flow: FlowMethod = "own"
) -> ParityTrace:
    """The 18 series of OF-FD in one window (baselines spec 1.1 to 1.3); arguments as `parity_features`.

    They are the 36 channels but for the left brow's share and trim, and for the divisor of a part's motion. Where the
    box has left the picture the released code stops with an error (quirk O3); here nothing is measured from there on.
    """
    box = official_box(landmarks_frame)
    regions = _regions(landmarks_frame, landmarks_crop, box, offd_regions)
    return _trace(grays, box, regions, channels=FINE_CHANNELS, flow=flow, by_share=True)


def _trace(
    grays: Sequence[UInt8],
    box: PixelBox,
    regions: Regions | None,
    *,
    channels: int,
    flow: FlowMethod,
    by_share: bool = False,
) -> ParityTrace:
    k = len(grays)
    trace = ParityTrace(
        features=np.zeros((channels, k)),
        boxes=np.tile(np.array(box, np.int64), (k, 1)),
        head_motion=np.zeros((k, 2)),
        moves=np.zeros(k, np.int64),
        regions=regions,
        valid=np.zeros(k, np.bool_),
    )
    reference = _crop(grays[0], box)
    if trace.regions is None or reference is None:
        return trace
    trace.valid[0] = True
    *parts, bridge = _region_flows(reference, trace.regions, flow, by_share=by_share)
    for i in range(1, k):
        aligned = _align(grays[i], box, bridge)
        if aligned is None:
            break  # the box has left the picture and no frame can bring it back (quirk F10)
        box = aligned.box
        trace.boxes[i], trace.head_motion[i], trace.moves[i] = box, aligned.head, aligned.moves
        motions = [motion for region in parts for motion in _motions(aligned.crop, region)]
        trace.features[:, i] = column(motions, aligned.head)
        trace.valid[i] = True
    return trace


@dataclass(frozen=True, slots=True, eq=False)
class _Aligned:
    box: PixelBox
    crop: UInt8
    head: tuple[float, float]
    moves: int


def _align(gray: UInt8, box: PixelBox, bridge: RegionFlow) -> _Aligned | None:
    """Move the box after the head (feature spec 1.8); None where it leaves the picture.

    Quirks F1 to F3 (parity: YES): crop px are applied as px of the picture, top and left stop at 0 while bottom and
    right move on, and only the picture's own end cuts the crop, which is then stretched.
    """
    moves = 0
    crop = _crop(gray, box)
    while crop is not None:
        x, y = _motions(crop, bridge)[0]
        if x * x + y * y <= ALIGNED_PX**2:
            return _Aligned(box, crop, (x, y), moves)
        moves += 1
        if moves > MAX_MOVES:
            return _Aligned(box, crop, (x, y), moves)
        dx, dy = round(x), round(y)
        top, bottom, left, right = box
        box = PixelBox(max(0, top + dy), bottom + dy, max(0, left + dx), right + dx)
        crop = _crop(gray, box)
    return None


def _region_flows(crop: UInt8, regions: Regions, method: FlowMethod, *, by_share: bool) -> list[RegionFlow]:
    """The window's regions, the bridge last, with their patches of the reference crop."""
    every = (*regions.features, regions.bridge)
    space = workspace_for(every)
    return [RegionFlow(region, _cut(crop, region), space, method=method, by_share=by_share) for region in every]


def _motions(crop: UInt8, region: RegionFlow) -> list[tuple[float, float]]:
    return region.motions(_cut(crop, region.region))


def _cut(crop: UInt8, region: Region) -> UInt8:
    return crop[region.row0 : region.row1, region.col0 : region.col1]


def _crop(gray: UInt8, box: PixelBox) -> UInt8 | None:
    """uint8 [320, 320], or None where the box misses the picture."""
    top, bottom, left, right = box
    view = gray[top : max(bottom, 0), left : max(right, 0)]
    return np.asarray(cv2.resize(view, (SIDE, SIDE)), np.uint8) if view.size else None


def official_crop(gray: UInt8, points: Int64) -> UInt8 | None:
    """The face's crop uint8 [320, 320] by 68 points of the picture, or None where its box misses the picture."""
    return _crop(gray, official_box(points))


def _regions(on_frame: Int64, on_crop: Int64 | None, box: PixelBox, make: Callable[[Int64], Regions]) -> Regions | None:
    if box.bottom <= box.top or box.right <= box.left:
        return None
    regions = make(on_crop if on_crop is not None else _mapped(on_frame, box))
    return regions if regions.are_usable() else None


def _mapped(points: Int64, box: PixelBox) -> Int64:
    """Points of the frame in the crop: with the box as it is not clipped, truncated (quirk F4, parity: YES)."""
    corner = np.array([box.left, box.top])
    scale = SIDE / np.array([box.right - box.left, box.bottom - box.top])
    return np.asarray(np.trunc((points - corner) * scale), np.int64)


def _masked(grays: Sequence[UInt8], trace: ParityTrace) -> WindowFeatures:
    mask = np.zeros(len(grays), np.uint8)
    mask[trace.moves > MAX_MOVES] |= np.uint8(Mask.NOT_CONVERGED)
    height, width = grays[0].shape
    inside = np.array([inside_share(tuple(box), height, width) for box in trace.boxes.tolist()])
    mask[(inside < MIN_INSIDE) | ~trace.valid] |= np.uint8(Mask.BOX_OUTSIDE)
    return WindowFeatures(trace.features, mask)


Detector = Callable[[UInt8, TrackedFace], Int64 | None]


def _reference(grays: Sequence[UInt8], faces: Sequence[TrackedFace], detect: Detector) -> tuple[int, Int64] | None:
    """Position of the reference frame in the window and its 68 points int64 [68, 2]."""
    with_face = [i for i, tracked in enumerate(faces) if tracked.face is not None]
    for i in dict.fromkeys([0, *with_face[::RETRY_EVERY]]):
        points = detect(grays[i], faces[i])
        if points is not None:
            return i, points
    return None


def _mesh_points(_gray: UInt8, tracked: TrackedFace) -> Int64 | None:
    return None if tracked.face is None else np.rint(tracked.face.points68).astype(np.int64)
