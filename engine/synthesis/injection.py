"""Movements put into the pictures of a real recording: the skin around the tracked mesh moves, nothing else changes.

A field is drawn on a canonical face (the mesh of one frame, upright, at half the scale of the 320 px crop) and follows
the face by an affine fit to the mesh of every frame. Pictures are sampled with a cubic kernel at exact places
(`cv2.remap` rounds to 1/32 px, a tenth of a px of the crop where a face is small), so a px that does not move keeps its
value to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.config import AnalysisConfig
from engine.face import Face, FaceChoice, FaceTracker
from engine.face.place import SIDE, robust_box
from engine.flow import window_features
from engine.numba_cache import compiled
from engine.synthesis.clips import Motion
from engine.synthesis.subject import MARGIN_SIDES, OVERSAMPLING, Subject
from engine.types import Float32, Float64, UInt8

CANONICAL_SIDE = 160.0  # side of the crop box in px of the canonical picture
PROBE_PX = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class SkinMovement:
    """A movement of the skin in a recording.

    Attributes:
        motions: fields float32 [H, W, 2] on the canonical picture (px of the 320 px crop), sizes and courses.
        shading: how much the skin darkens where it is pushed together: share of the grey level for a divergence of 1.
    """

    motions: tuple[Motion, ...]
    shading: float = 0.0

    def at(self, frame: int) -> Float32 | None:
        """Displacement float32 [H, W, 2] at a frame in px of the 320 px crop; None: nothing moves."""
        total: Float32 | None = None
        for motion in self.motions:
            level = motion.course.at(frame)
            if level > 0:
                moved = motion.field * np.float32(level * motion.peak)
                total = moved if total is None else total + moved
        return total


def canonical_face(name: str, face: Face) -> Subject:
    """The canonical picture's face: its mesh upright and at a fixed size; `gray` is empty (only its shape counts)."""
    eyes = face.points[263] - face.points[33]
    box = robust_box(face.points68)
    scale, roll = CANONICAL_SIDE / box.side, float(np.arctan2(eyes[1], eyes[0]))
    turn = scale * np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
    size = int(CANONICAL_SIDE * (1 + 2 * MARGIN_SIDES)) // 2 * 2
    points = (face.points - face.points.mean(axis=0)) @ turn.T + np.array([size / 2, 0.52 * size])
    canvas = int(np.ceil(size * OVERSAMPLING))
    return Subject(
        name,
        np.zeros((canvas, canvas), np.float32),
        (points * OVERSAMPLING).astype(np.float32),
        CANONICAL_SIDE * OVERSAMPLING,
    )


def injected(
    grays: Sequence[UInt8], faces: Sequence[Face | None], subject: Subject, movements: Sequence[SkinMovement]
) -> list[UInt8]:
    """The pictures with the movements in them; frames in which nothing moves are the same objects.

    Args:
        grays: uint8 [H, W].
        faces: the tracked face of each; a frame without one stays as it is.
        subject: `canonical_face` of the person.
        movements: what moves; frames count from the first picture.
    """
    result = list(grays)
    for index, (gray, face) in enumerate(zip(grays, faces, strict=True)):
        if face is None:
            continue
        active = [(moved, movement.shading) for movement in movements if (moved := movement.at(index)) is not None]
        if active:
            result[index] = _moved(gray, face, subject, active)
    return result


def response(gray: UInt8, face: Face, subject: Subject, motions: Sequence[Motion]) -> float:
    """Largest ROI vector of the product's features for the motions' peaks, px of the 320 px crop.

    Measured on the picture and the same picture with the skin moved by at most `PROBE_PX`.
    """
    whole = max(motion.peak for motion in motions)
    moved = sum((motion.field * np.float32(motion.peak / whole) for motion in motions), np.float32(0))
    pair = [gray, _moved(gray, face, subject, [(np.asarray(moved, np.float32) * np.float32(PROBE_PX), 0.0)])]
    box = robust_box(face.points68)
    # The same face is measured, even beside a larger one.
    tracker = FaceTracker(FaceChoice(point=(box.left + box.side / 2, box.top + box.side / 2)))
    tracked = [tracker.track(picture) for picture in pair]
    if any(one.face is None for one in tracked):
        return 0.0
    features = window_features(pair, tracked, config=AnalysisConfig(k=2)).features
    return float(np.hypot(features[0::2, 1], features[1::2, 1]).max()) / PROBE_PX * whole


def injected_colours(
    pictures: Sequence[UInt8],
    points: Sequence[Float32 | None],
    subject: Subject,
    movements: Sequence[SkinMovement],
) -> list[UInt8]:
    """As `injected`, in colour: every channel moves alike.

    Args:
        pictures: uint8 [H, W, 3].
        points: mesh points float32 [468, 2] of each, px of the picture; one without a face stays as it is.
        subject: `canonical_face` of the person.
        movements: what moves; frames count from the first picture.
    """
    result = list(pictures)
    for index, (picture, mesh) in enumerate(zip(pictures, points, strict=True)):
        active = [(moved, movement.shading) for movement in movements if (moved := movement.at(index)) is not None]
        shift = None if mesh is None or not active else _displacement(picture.shape[:2], mesh, subject, active)
        if shift is not None:
            planes = [_applied(np.ascontiguousarray(picture[..., channel]), shift) for channel in range(3)]
            result[index] = np.stack(planes, axis=-1)
    return result


@dataclass(frozen=True, slots=True, eq=False)
class _Displacement:
    """Where the px of a part of a picture come from: float32 [h, w] each, and where the part lies."""

    dx: Float32
    dy: Float32
    dark: Float32
    left: int
    top: int


def _moved(gray: UInt8, face: Face, subject: Subject, active: Sequence[tuple[Float32, float]]) -> UInt8:
    """One picture with displacement fields on the canonical face and their shading applied."""
    shift = _displacement(gray.shape, face.points, subject, active)
    return gray if shift is None else _applied(gray, shift)


def _applied(gray: UInt8, shift: _Displacement) -> UInt8:
    result, (rows, columns) = gray.copy(), shift.dx.shape
    part = _sampled(gray, shift.dx, shift.dy, shift.dark, shift.left, shift.top)
    result[shift.top : shift.top + rows, shift.left : shift.left + columns] = part
    return result


def _displacement(
    shape: tuple[int, ...], points: Float32, subject: Subject, active: Sequence[tuple[Float32, float]]
) -> _Displacement | None:
    """Fields on the canonical face brought onto a picture; None where next to nothing of it is in the picture."""
    field = np.asarray(sum((moved for moved, _ in active), np.float32(0)), np.float32)
    linear, shift = _affine(subject.points / OVERSAMPLING, points)
    unit = CANONICAL_SIDE / SIDE  # canonical px in one px of the crop
    dark = np.zeros(field.shape[:2], np.float32)
    for moved, strength in active:
        if strength:
            across, down = np.gradient(moved[..., 0], axis=1), np.gradient(moved[..., 1], axis=0)
            dark += np.float32(strength * unit) * (across + down).astype(np.float32)
    height, width = field.shape[:2]
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]]) @ linear.T + shift
    left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    right, bottom = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + 1, [shape[1], shape[0]])
    if right - left < 8 or bottom - top < 8:
        return None
    to_canonical = np.linalg.inv(linear)
    offset = to_canonical @ (np.array([left, top]) - shift)
    matrix = np.hstack([to_canonical, offset[:, None]]).astype(np.float32)
    size = (int(right - left), int(bottom - top))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    planes = [
        np.asarray(cv2.warpAffine(np.ascontiguousarray(plane), matrix, size, flags=flags), np.float32)
        for plane in (field[..., 0], field[..., 1], dark)
    ]
    across, down = (unit * planes[0]), (unit * planes[1])
    ways = linear.astype(np.float32)
    dx, dy = ways[0, 0] * across + ways[0, 1] * down, ways[1, 0] * across + ways[1, 1] * down
    return _Displacement(dx, dy, planes[2], int(left), int(top))


def _affine(canonical: Float32, points: Float32) -> tuple[Float64, Float64]:
    """Least-squares map of canonical points to the frame: matrix float64 [2, 2] and shift [2]."""
    rows = np.hstack([canonical, np.ones((len(canonical), 1))])
    found, *_ = np.linalg.lstsq(rows, points.astype(np.float64), rcond=None)
    return np.asarray(found[:2].T, np.float64), np.asarray(found[2], np.float64)


@compiled
def _sampled(gray: UInt8, dx: Float32, dy: Float32, dark: Float32, left: int, top: int) -> UInt8:
    """Part of a picture at (x - dx, y - dy), cubic (Catmull and Rom), times 1 + dark."""
    height, width = dx.shape
    rows, columns = gray.shape
    out = np.empty((height, width), np.uint8)
    across, down = np.empty(4), np.empty(4)
    for y in range(height):
        for x in range(width):
            if dx[y, x] == 0 and dy[y, x] == 0 and dark[y, x] == 0:
                out[y, x] = gray[top + y, left + x]
                continue
            at_x, at_y = left + x - dx[y, x], top + y - dy[y, x]
            first_x, first_y = int(np.floor(at_x)), int(np.floor(at_y))
            for taps, part in ((across, at_x - first_x), (down, at_y - first_y)):
                taps[0] = part * (-0.5 + part * (1.0 - 0.5 * part))
                taps[1] = 1.0 + part * part * (1.5 * part - 2.5)
                taps[2] = part * (0.5 + part * (2.0 - 1.5 * part))
                taps[3] = part * part * (0.5 * part - 0.5)
            total = 0.0
            for j in range(4):
                row = min(max(first_y - 1 + j, 0), rows - 1)
                line = 0.0
                for i in range(4):
                    column = min(max(first_x - 1 + i, 0), columns - 1)
                    line += across[i] * gray[row, column]
                total += down[j] * line
            out[y, x] = np.uint8(min(max(total * (1.0 + dark[y, x]) + 0.5, 0.0), 255.0))
    return out
