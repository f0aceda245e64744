"""Pictures in which the head is turned aside: the mesh rotated about the vertical axis, textured by the picture.

The mesh's depth is a guess that trembles, which, turned, would look like moving skin: its shape is smoothed over time.
A rim around the face goes back in depth and turns with it, for the side of the head that comes into view; beyond it the
picture stays as it is. Triangles are drawn from far to near; those that face away are left out.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from engine.face import TrackedFace
from engine.patches.picture import head_pose, mesh_of
from engine.types import Float64, Int64, UInt8

SIDES = (234, 454)  # mesh points where the face ends, before the ears
# The rim: how far from the face's middle, its edge being 1, and how far behind that, in widths of the face.
RIM, RIM_BEHIND = 1.3, 0.35
# Pictures over which the mesh's place and its shape are smoothed (standard deviation).
PLACE_SIGMA, SHAPE_SIGMA = 1.0, 6.0


def turned(grays: Sequence[UInt8], faces: Sequence[TrackedFace], *, degrees: float = 45.0) -> list[UInt8]:
    """The pictures, the head turned to the side it tends to, so that its median yaw is this; its movements remain.

    Args:
        grays: uint8 [H, W].
        faces: the tracked face of each; pictures without one stay as they are.
        degrees: of yaw as in `engine.patches.picture.head_pose`, without its sign.
    """
    found = [one.face for one in faces if one.face is not None]
    if not found:
        return list(grays)
    own = [head_pose(face)[0] for face in found]
    usual = float(np.median(own))
    by = (degrees if usual >= 0 else -degrees) - usual
    seen = np.flatnonzero([one.face is not None for one in faces])
    meshes = smoothed(np.stack([mesh_of(face) for face in found]).astype(np.float64), seen)
    frontal = meshes[int(np.argmin(np.abs(own)))]
    edge = np.asarray(cv2.convexHull(frontal[:, :2].astype(np.float32), returnPoints=False).ravel(), np.int64)
    triangles = front_triangles(with_rim(frontal, edge))
    result = list(grays)
    for number, mesh in zip(seen.tolist(), meshes, strict=True):
        result[number] = drawn(grays[number], with_rim(mesh, edge), by, triangles)
    return result


def smoothed(meshes: Float64, at: Int64) -> Float64:
    """Meshes float64 [n, 468, 3] of pictures with these numbers [n], each place and shape smoothed by itself."""
    middle = meshes.mean(axis=1, keepdims=True)
    shape = meshes - middle
    size = np.sqrt((shape[..., :2] ** 2).mean(axis=(1, 2), keepdims=True))
    place, scale = (_over_time(values, at, PLACE_SIGMA) for values in (middle, size))
    return np.asarray(place + scale * _over_time(shape / size, at, SHAPE_SIGMA))


def _over_time(values: Float64, at: Int64, sigma: float) -> Float64:
    weights = np.exp(-0.5 * ((at[:, None] - at[None]) / sigma) ** 2)
    return np.asarray(np.tensordot(weights / weights.sum(axis=1, keepdims=True), values, axes=1))


def with_rim(mesh: Float64, edge: Int64) -> Float64:
    """Mesh points float64 [468 + n, 3] (z away from the camera), the rim behind the points of the edge [n] last."""
    middle = mesh[list(SIDES)].mean(axis=0)
    rim = middle + RIM * (mesh[edge] - middle)
    rim[:, 2] = mesh[edge, 2] + RIM_BEHIND * np.linalg.norm(mesh[SIDES[1]] - mesh[SIDES[0]])
    return np.concatenate([mesh, rim])


def front_triangles(mesh: Float64) -> Int64:
    """Delaunay triangles over points [n, 3] seen from the front, as numbers of points int64 [m, 3], turning one way."""
    points = mesh[:, :2].astype(np.float32)
    low, high = points.min(axis=0) - 8, points.max(axis=0) + 8
    plane = cv2.Subdiv2D((int(low[0]), int(low[1]), int(np.ceil(high[0] - low[0])), int(np.ceil(high[1] - low[1]))))
    for x, y in points:
        plane.insert((float(x), float(y)))
    corners = np.asarray(plane.getTriangleList(), np.float32).reshape(-1, 3, 2)
    gaps = np.linalg.norm(corners[:, :, None] - points[None, None], axis=3)
    numbers = gaps.argmin(axis=2)[(gaps.min(axis=2) < 0.01).all(axis=1)]
    backwards = areas(mesh, numbers) < 0
    numbers[backwards] = numbers[backwards][:, ::-1]
    return np.asarray(numbers, np.int64)


def areas(mesh: Float64, triangles: Int64) -> Float64:
    """Twice the signed area of each triangle: float64 [m]; its sign changes when a triangle is seen from behind."""
    a, b, c = (mesh[triangles[:, corner], :2] for corner in range(3))
    return np.asarray((b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1]))


def rotated(mesh: Float64, degrees: float) -> Float64:
    """The mesh turned about the vertical axis through the middle of the face's sides; positive as yaw is."""
    middle = mesh[list(SIDES)].mean(axis=0)
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[cos, 0, -sin], [0, 1, 0], [sin, 0, cos]])
    return np.asarray((mesh - middle) @ turn.T + middle)


def from_far_to_near(mesh: Float64, triangles: Int64) -> Int64:
    """The triangles that face the camera, the farthest first."""
    seen = triangles[areas(mesh, triangles) > 0]
    return np.asarray(seen[np.argsort(-mesh[seen, 2].mean(axis=1), kind="stable")])


def drawn(gray: UInt8, mesh: Float64, degrees: float, triangles: Int64) -> UInt8:
    """One picture: each px of the turned mesh is taken from where its triangle lies in the picture."""
    moved = rotated(mesh, degrees)
    height, width = gray.shape
    map_x, map_y = (np.asarray(grid, np.float32) for grid in np.meshgrid(np.arange(width), np.arange(height)))
    for corners in from_far_to_near(moved, triangles):
        target, source = moved[corners, :2], mesh[corners, :2]
        left, top = np.maximum(np.floor(target.min(axis=0)).astype(int), 0)
        right, bottom = np.minimum(np.ceil(target.max(axis=0)).astype(int), [width - 1, height - 1])
        if right < left or bottom < top:
            continue
        inside = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
        cv2.fillConvexPoly(inside, np.rint(target - [left, top]).astype(np.int32), 1)
        y, x = np.nonzero(inside)
        affine = np.linalg.lstsq(np.column_stack([target, np.ones(3)]), source, rcond=None)[0]
        # Slivers would take px of their outline from far away.
        places = np.column_stack([x + left, y + top, np.ones(len(x))]) @ affine
        places = np.clip(places, source.min(axis=0) - 1, source.max(axis=0) + 1)
        map_x[y + top, x + left], map_y[y + top, x + left] = places.T
    return np.asarray(cv2.remap(gray, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)
