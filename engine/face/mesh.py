"""The 468-point face mesh on a region of a grey picture.

Face mesh: Kartynnik et al. 2019; region rule and presence threshold as the feature spec 4 gives them.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.face.detector import Candidate
from engine.face.models import load_network
from engine.face.points import MESH_POINTS, Face, make_face
from engine.types import Float64, UInt8
from engine.warp import turned_patch

INPUT_SIDE = 192
MIN_PRESENCE = 0.5
REGION_SCALE = 1.5
# Outer eye corners, picture's left first: their line gives the roll of the head.
OUTER_EYES = (33, 263)
# What the mesh gives decides where it looks next. Its last digits differ between processors and backends, and would
# grow to pixels: so places are rounded to whole px and angles to this, and kept until they are left clearly.
ANGLE_STEP = 1 / 64
KEPT_STEPS = 0.75
OUTPUTS = ("conv2d_21", "conv2d_31")


@dataclass(frozen=True, slots=True)
class MeshRegion:
    """Square the mesh looks at.

    Attributes:
        x, y: centre in px of the picture.
        side: side length in px.
        angle: roll of the head in radians, positive where the eye on the picture's right is lower.
    """

    x: float
    y: float
    side: float
    angle: float

    @staticmethod
    def of_candidate(candidate: Candidate) -> "MeshRegion":
        """Square 1.5 x a detector box, turned to its eye line."""
        x0, y0, x1, y1 = candidate.box
        (ax, ay), (bx, by) = candidate.eyes
        side = REGION_SCALE * max(x1 - x0, y1 - y0)
        return MeshRegion((x0 + x1) / 2, (y0 + y1) / 2, side, math.atan2(by - ay, bx - ax))

    @staticmethod
    def of_face(face: Face) -> "MeshRegion":
        """Square 1.5 x the extent of the mesh points along the eye line: where to look in the next frame."""
        return _region_of(face)

    def snapped(self, kept: "MeshRegion | None" = None) -> "MeshRegion":
        """The region on a grid of whole px and 1/64 rad.

        Args:
            kept: the region before: its numbers stay as long as they are within 0.75 steps of this one's.
        """
        grids = (1.0, 1.0, 1.0, ANGLE_STEP)
        values = (self.x, self.y, self.side, self.angle)
        before = (None,) * 4 if kept is None else (kept.x, kept.y, kept.side, kept.angle)
        return MeshRegion(*(snapped(*each) for each in zip(values, before, grids, strict=True)))

    def matrix(self, size: int = INPUT_SIDE) -> Float64:
        """float64 [2, 3]: from px of a `size` x `size` patch (first centre at 0, 0) to px of the picture."""
        scale = self.side / size
        cos, sin = scale * math.cos(self.angle), scale * math.sin(self.angle)
        middle = (size - 1) / 2
        return np.array(
            [
                [cos, -sin, self.x - cos * middle + sin * middle],
                [sin, cos, self.y - sin * middle - cos * middle],
            ],
            np.float64,
        )


def snapped(value: float, kept: float | None, step: float) -> float:
    """The multiple of `step` nearest to a value; `kept`, a multiple, where that is within 0.75 steps of it."""
    if kept is not None and abs(value - kept) <= KEPT_STEPS * step:
        return kept
    return round(value / step) * step if math.isfinite(value) else value


@lru_cache(maxsize=16)
def _region_of(face: Face) -> MeshRegion:
    """See `MeshRegion.of_face`; a face is asked for it several times in a row."""
    dx, dy = (face.points[OUTER_EYES[1]] - face.points[OUTER_EYES[0]]).tolist()
    angle = math.atan2(dy, dx)
    cos, sin = math.cos(angle), math.sin(angle)
    along = face.points @ np.array([cos, sin], np.float32)
    across = face.points @ np.array([-sin, cos], np.float32)
    left, right, top, bottom = along.min(), along.max(), across.min(), across.max()
    u, v = float(left + right) / 2, float(top + bottom) / 2
    side = REGION_SCALE * float(max(right - left, bottom - top))
    return MeshRegion(u * cos - v * sin, u * sin + v * cos, side, angle)


class FaceMesh:
    """The mesh network on grey pictures. Not thread-safe."""

    def __init__(self) -> None:
        self._network = load_network("face_landmark.tflite", OUTPUTS)

    @property
    def backend(self) -> str:
        """What runs the network: ``"litert"`` or ``"opencv"``."""
        return self._network.backend

    def fit(self, gray: UInt8, region: MeshRegion) -> Face | None:
        """Fit the mesh to the face in `region`.

        Args:
            gray: uint8 [H, W].
            region: where the face is; may leave the picture.

        Returns:
            The face, or None where the model's presence is under 0.5 or the region is degenerate.
        """
        if not (math.isfinite(region.x + region.y + region.angle) and 1 < region.side < 4 * max(gray.shape)):
            return None
        matrix = region.matrix()
        patch = turned_patch(gray, matrix, INPUT_SIDE, outside="black")
        patch *= np.float32(1 / 255)
        points, presence = self._network.run(patch)
        probability = 1 / (1 + math.exp(-max(-60.0, float(presence.item()))))
        if probability < MIN_PRESENCE:
            return None
        solid = points.reshape(MESH_POINTS, 3).astype(np.float64)
        x, y, z = solid.T
        # Written out: a product of matrices may be computed differently elsewhere.
        placed = np.empty((MESH_POINTS, 2), np.float32)
        for axis, row in enumerate(matrix.tolist()):
            placed[:, axis] = x * row[0] + y * row[1] + row[2]
        depth = np.asarray(z * (region.side / INPUT_SIDE), np.float32)
        return make_face(placed, probability, depth)
