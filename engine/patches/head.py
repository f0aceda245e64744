"""The canonical head of a track: the person's own mesh in the pose they mostly hold, and what is laid out on it.

A frame's picture of the face is sampled over this head (`engine.patches.picture`), so that head motion is taken out in
three dimensions before any flow is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from engine.face.place import SIDE, robust_box
from engine.face.points import MESH_TO_68
from engine.patches.places import PATCHES, STABLE
from engine.types import Float32, Float64, Int64

# The fixed-pose picture: px a side, px of the 320 px crop a px, px and number of its cells.
PICTURE = 160
CROP_PX = SIDE / PICTURE
CELL = 5
CELLS = PICTURE // CELL
# Frames that the canonical head is the median of.
HEAD_FRAMES = 60
DEPTH_SIGMA = 3.0
OUTER_EYES = (33, 263)
NOSE_TIP = 4
FACE_SHARE = 0.95
# Cells in these rectangles (px around mesh points: left, right, above, below) move with expressions.
EYES = ((33, 133, 159, 145), (362, 263, 386, 374))
BROWS = ((70, 63, 105, 66, 107), (336, 296, 334, 293, 300))
EYE_MARGIN = (7.0, 4.0)
BROW_MARGIN = (6.0, 4.0)


@dataclass(frozen=True, eq=False)
class CanonicalHead:
    """One person's head in one pose.

    Attributes:
        points: float32 [468, 3], mesh points (x, y, z) in px of the fixed-pose picture.
        look: float32 [1024], usual grey level of each cell of the picture; None: not known.
    """

    points: Float32
    look: Float32 | None = None

    @cached_property
    def depth(self) -> Float32:
        """float32 [160, 160]: z at every px of the picture: linear between the points, smoothed."""
        return _depth_picture(self.points)

    @cached_property
    def solver(self) -> Float64:
        """float64 [4, 30]: from the stable points' places in a frame to the camera (least squares on [1, x, y, z])."""
        stable = self.points[list(STABLE)].astype(np.float64)
        return np.asarray(np.linalg.pinv(np.column_stack([np.ones(len(stable)), stable])), np.float64)

    @cached_property
    def basis(self) -> Float64:
        """float64 [1024, 4]: [1, x, y, z] of each cell's middle, from the picture's middle, in 40 px."""
        middle = (np.arange(CELLS) + 0.5) * CELL - 0.5
        x, y = np.meshgrid(middle, middle)
        z = self.depth.reshape(CELLS, CELL, CELLS, CELL).mean(axis=(1, 3), dtype=np.float64)
        half = (PICTURE - 1) / 2
        columns = [np.ones(CELLS**2), (x.ravel() - half) / 40, (y.ravel() - half) / 40, z.ravel() / 40]
        return np.ascontiguousarray(np.column_stack(columns))

    @cached_property
    def rigid(self) -> Int64:
        """int64 [n]: cells of skin that moves with the head alone (no eyes, brows or mouth)."""
        return _rigid_cells(self.points)

    @cached_property
    def parts(self) -> tuple[Int64, Float32]:
        """Of each of the 31 patches: cells int64 [31, n] (-1: none left), and how much of each it covers [31, n]."""
        rows = [_covered(self.points[patch.point], patch.half, patch.below) for patch in PATCHES]
        longest = max(len(cells) for cells, _ in rows)
        index, cover = np.full((len(rows), longest), -1, np.int64), np.zeros((len(rows), longest), np.float32)
        for row, (cells, share) in enumerate(rows):
            index[row, : len(cells)], cover[row, : len(cells)] = cells, share
        return index, cover


def canonical_head(meshes: Sequence[Float32]) -> CanonicalHead:
    """The head that a track's frames show in the median.

    Args:
        meshes: mesh points float32 [468, 3] (x, y, z) in px, of frames spread over the track; at least one.
    """
    step = max(1, -(-len(meshes) // HEAD_FRAMES))
    chosen = np.stack(meshes[::step]).astype(np.float64)
    stable = chosen[:, list(STABLE)]
    shape = stable - stable.mean(axis=1, keepdims=True)
    shape /= np.sqrt((shape**2).sum(axis=2).mean(axis=1))[:, None, None]
    nearest = int(((shape - np.median(shape, axis=0)) ** 2).sum(axis=(1, 2)).argmin())
    aligned = [_aligned(mesh, mesh[list(STABLE)], stable[nearest]) for mesh in chosen]
    return CanonicalHead(_in_picture(np.median(aligned, axis=0)))


def _aligned(mesh: Float64, own: Float64, target: Float64) -> Float64:
    """The mesh moved by the 3-D similarity that best takes its stable points onto the target's (Umeyama 1991)."""
    middle, goal = own.mean(axis=0), target.mean(axis=0)
    a, b = own - middle, target - goal
    u, s, vt = np.linalg.svd(b.T @ a)
    sign = np.array([1.0, 1.0, np.sign(np.linalg.det(u @ vt))])
    rotation = (u * sign) @ vt
    scale = float((s * sign).sum() / max((a**2).sum(), 1e-9))
    return np.asarray(scale * (mesh - middle) @ rotation.T + goal)


def _in_picture(points: Float64) -> Float32:
    """The head turned upright and placed in the fixed-pose picture by its crop box."""
    first, second = points[OUTER_EYES[0]], points[OUTER_EYES[1]]
    angle = np.arctan2(second[1] - first[1], second[0] - first[0])
    cos, sin = np.cos(angle), np.sin(angle)
    upright = points.copy()
    upright[:, 0], upright[:, 1] = cos * points[:, 0] + sin * points[:, 1], cos * points[:, 1] - sin * points[:, 0]
    box = robust_box(upright[list(MESH_TO_68), :2].astype(np.float32))
    scale = PICTURE / box.side
    placed = (upright - [box.left, box.top, 0]) * scale
    placed[:, :2] -= 0.5  # pixel centres at whole numbers
    return placed.astype(np.float32)


def _depth_picture(points: Float32) -> Float32:
    x, y = np.meshgrid(np.arange(PICTURE, dtype=np.float32), np.arange(PICTURE, dtype=np.float32))
    depth = np.full((PICTURE, PICTURE), np.nan, np.float32)
    for corners in _triangles(points):
        _fill(depth, points[corners].astype(np.float64))
    outside = np.isnan(depth)
    places = np.column_stack([x[outside], y[outside]])
    for part in np.array_split(np.arange(len(places)), max(1, len(places) // 4096)):
        gaps = ((places[part, None] - points[None, :, :2]) ** 2).sum(axis=2)
        places_z = points[gaps.argmin(axis=1), 2]
        depth[places[part, 1].astype(int), places[part, 0].astype(int)] = places_z
    return np.asarray(cv2.GaussianBlur(depth, (0, 0), DEPTH_SIGMA, borderType=cv2.BORDER_REPLICATE), np.float32)


def _triangles(points: Float32) -> list[list[int]]:
    """Delaunay triangles over the points seen from the front, as numbers of points."""
    low, high = points[:, :2].min(axis=0) - 8, points[:, :2].max(axis=0) + 8
    plane = cv2.Subdiv2D((int(low[0]), int(low[1]), int(np.ceil(high[0] - low[0])), int(np.ceil(high[1] - low[1]))))
    number = {plane.insert((float(px), float(py))): i for i, (px, py) in enumerate(points[:, :2])}
    places = {}
    for vertex, i in number.items():
        px, py = np.asarray(plane.getVertex(vertex)[0], np.float32).tolist()
        places[px, py] = i
    found = []
    for ax, ay, bx, by, cx, cy in plane.getTriangleList():
        corners = [places.get((float(px), float(py))) for px, py in ((ax, ay), (bx, by), (cx, cy))]
        if None not in corners:
            found.append([corner for corner in corners if corner is not None])
    return found


def _fill(depth: Float32, corners: Float64) -> None:
    """Linear depth inside one triangle [3, 3] (x, y, z)."""
    left, top = np.maximum(np.floor(corners[:, :2].min(axis=0)).astype(int), 0)
    right, bottom = np.minimum(np.ceil(corners[:, :2].max(axis=0)).astype(int), PICTURE - 1)
    if right < left or bottom < top:
        return
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = corners
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    if abs(area) < 1e-6:
        return
    x, y = np.meshgrid(np.arange(left, right + 1), np.arange(top, bottom + 1))
    v = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area
    w = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area
    inside = (v >= -1e-6) & (w >= -1e-6) & (v + w <= 1 + 1e-6)
    depth[y[inside], x[inside]] = (az + v * (bz - az) + w * (cz - az))[inside]


def _rigid_cells(points: Float32) -> Int64:
    middle = (np.arange(CELLS) + 0.5) * CELL - 0.5
    x, y = (grid.ravel() for grid in np.meshgrid(middle, middle))
    flat = points[:, :2]
    center = flat.mean(axis=0)
    hull = cv2.convexHull(((flat - center) * FACE_SHARE + center).astype(np.float32))
    inside = np.array([cv2.pointPolygonTest(hull, (float(a), float(b)), False) >= 0 for a, b in zip(x, y, strict=True)])
    inside &= y < points[NOSE_TIP, 1]
    for places, (aside, above) in ((EYES, EYE_MARGIN), (BROWS, BROW_MARGIN)):
        for corners in places:
            left, top = flat[list(corners)].min(axis=0) - np.array([aside, above])
            right, bottom = flat[list(corners)].max(axis=0) + np.array([aside, above])
            inside &= ~((x >= left) & (x <= right) & (y >= top) & (y <= bottom))
    return np.flatnonzero(inside).astype(np.int64)


def _covered(point: Float32, half: tuple[float, float], below: float) -> tuple[Int64, Float32]:
    """Cells that a patch touches, and the share of each that it covers."""
    shares = []
    for middle, reach in ((float(point[0]), half[0]), (float(point[1]) + below, half[1])):
        edges = np.arange(CELLS + 1) * CELL - 0.5
        shares.append(np.clip(np.minimum(edges[1:], middle + reach) - np.maximum(edges[:-1], middle - reach), 0, None))
    share = (shares[1][:, None] * shares[0][None, :] / CELL**2).ravel()
    cells = np.flatnonzero(share > 0.01)
    return cells.astype(np.int64), share[cells].astype(np.float32)
