"""The face's part of a frame, the camera that looks at it, and its picture in the canonical pose."""

import math
from typing import NamedTuple

import cv2
import numpy as np

from engine.face import Face
from engine.face.place import robust_box
from engine.patches.head import PICTURE, CanonicalHead
from engine.patches.places import STABLE
from engine.types import Float32, Float64, UInt8

# The part of a frame that is kept around the mesh, as a share of the mesh's larger side on each of its sides.
MARGIN = 0.3
# Faces whose crop box is wider than this many px are reduced by a whole factor; a quarter more is left as it is.
LARGE_SIDE = 320.0
LEAST_CUT = 8
# Before sampling, a Gaussian of this many times the reduction, where that is larger than the limit.
BLUR = 0.4
BLUR_FROM = 1.2
# What feeds the sampling is snapped, so that the last bits of a matrix product do not matter: px, and px a px.
CAMERA_GRID = (1 / 256, 1 / 65536)
# Pairs of mesh points, picture's left first, and one above the other: what yaw and pitch are read from.
SIDES = ((33, 263), (133, 362), (127, 356), (234, 454))
UPRIGHT = ((10, 152), (151, 199))


class FaceCut(NamedTuple):
    """Part of a frame.

    Attributes:
        pixels: uint8 [h, w].
        left, top: place of its first px's corner in the frame, in px.
        factor: px of the frame a px.
    """

    pixels: UInt8
    left: int
    top: int
    factor: int


def reduction(face: Face) -> int:
    """Whole factor by which a track's frames are reduced, from its first face."""
    return max(1, math.ceil(robust_box(face.points68).side / LARGE_SIDE - 0.25))


def cut_face(gray: UInt8, face: Face, factor: int) -> FaceCut:
    """The part of a frame around a face, borders repeated where it reaches outside, reduced by `factor`."""
    height, width = gray.shape
    x0, y0, x1, y1 = face.box
    margin = MARGIN * max(x1 - x0, y1 - y0)
    left, top = (max(0, math.floor(value - margin)) for value in (x0, y0))
    right, bottom = (min(end, math.ceil(value + margin)) for value, end in ((x1, width), (y1, height)))
    columns = max(LEAST_CUT * factor, -(-(right - left) // factor) * factor)
    rows = max(LEAST_CUT * factor, -(-(bottom - top) // factor) * factor)
    left, top = min(left, max(0, width - 1)), min(top, max(0, height - 1))
    pixels = gray[top : top + rows, left : left + columns]
    below, aside = rows - pixels.shape[0], columns - pixels.shape[1]
    if below or aside:
        pixels = np.pad(pixels, ((0, below), (0, aside)), mode="edge")
    if factor > 1:
        pixels = np.asarray(
            cv2.resize(pixels, (columns // factor, rows // factor), interpolation=cv2.INTER_AREA), np.uint8
        )
    return FaceCut(np.array(pixels, np.uint8, order="C"), left, top, factor)


def fit_camera(head: CanonicalHead, face: Face) -> Float64:
    """float64 [2, 4]: affine camera from [1, x, y, z] of the head to px of the frame, by least squares."""
    return np.asarray((head.solver @ face.points[list(STABLE)].astype(np.float64)).T)


def fixed_pose(cut: FaceCut, camera: Float64, head: CanonicalHead) -> UInt8:
    """The face as it looks in the canonical pose: uint8 [160, 160]."""
    from engine.patches import kernels

    own = camera / cut.factor
    shift = 0.5 / cut.factor - 0.5
    own[:, 0] += shift - np.array([cut.left, cut.top]) / cut.factor
    own[:, 0] = np.round(own[:, 0] / CAMERA_GRID[0]) * CAMERA_GRID[0]
    own[:, 1:] = np.round(own[:, 1:] / CAMERA_GRID[1]) * CAMERA_GRID[1]
    ratio = math.sqrt(abs(own[0, 1] * own[1, 2] - own[0, 2] * own[1, 1]))
    pixels = cut.pixels
    if ratio > BLUR_FROM:
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), round(BLUR * ratio, 2)), np.uint8)
    out = np.empty((PICTURE, PICTURE), np.uint8)
    kernels.sample(np.ascontiguousarray(pixels), np.ascontiguousarray(own), head.depth, out)
    return out


def head_pose(face: Face) -> tuple[float, float, float]:
    """Yaw, pitch and roll of the mesh in degrees; 0 where it looks into the camera upright."""
    points = np.column_stack([face.points, face.depth]).astype(np.float64)
    across = np.mean([points[b] - points[a] for a, b in SIDES], axis=0)
    down = np.mean([points[b] - points[a] for a, b in UPRIGHT], axis=0)
    yaw = math.atan2(across[2], math.hypot(across[0], across[1]))
    pitch = math.atan2(down[2], math.hypot(down[0], down[1]))
    return math.degrees(yaw), math.degrees(pitch), math.degrees(math.atan2(across[1], across[0]))


def mesh_of(face: Face) -> Float32:
    """float32 [468, 3]: (x, y, z) in px of the frame."""
    return np.column_stack([face.points, face.depth]).astype(np.float32)
