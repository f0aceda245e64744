"""Blinks: the upper lid slides down over the eye and hides it; nothing under it moves."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.synthesis import portrait
from engine.synthesis.portrait import Point
from engine.types import Float32, Float64

Picture = NDArray[Any]
Lids = tuple[tuple[tuple[Point, ...], tuple[Point, ...]], ...]

# Portrait px: how much skin above the lid edge stretches, and the lash line that keeps its thickness.
SKIN = 6.0
LASHES = 2.6
LOWER_LID_RISE = 0.12  # share of the opening by which the lower lid comes up


@dataclass(frozen=True, slots=True, eq=False)
class _Eye:
    """One eye in px of the enlarged portrait: a box, and per column of it the lid edges and the top of the skin."""

    top: int
    left: int
    shape: tuple[int, int]
    upper: Float32
    lower: Float32
    skin: Float32


class Eyelids:
    """Closes the eyes of an enlarged portrait."""

    def __init__(self, scale: float, eyes: Lids = portrait.EYES) -> None:
        """Prepare the eyes of a face.

        Args:
            scale: px of the enlarged portrait in one portrait px (25 of which lie between the inner eye corners).
            eyes: upper and lower lid edge of each eye in portrait px, from left to right.
        """
        self._scale = scale
        self._eyes = tuple(_eye(upper, lower, scale) for upper, lower in eyes)

    def close(self, image: Picture, closure: float) -> Picture:
        """A copy of `image` with both eyes closed by a share.

        Args:
            image: enlarged portrait, [H, W, 3] or [H, W], uint8 or float32.
            closure: 0 (as it is) to 1 (closed).
        """
        closed = image.copy()
        for eye in self._eyes:
            self._close_eye(image, closed, eye, closure)
        return closed

    def _close_eye(self, image: Picture, closed: Picture, eye: _Eye, closure: float) -> None:
        rows, columns = eye.shape
        y, x = np.mgrid[eye.top : eye.top + rows, eye.left : eye.left + columns].astype(np.float32)
        opening = eye.lower - eye.upper
        edge = eye.upper + closure * (1.0 - LOWER_LID_RISE) * opening
        floor = eye.lower - closure * LOWER_LID_RISE * opening
        lashes = np.minimum(LASHES * self._scale, eye.upper - eye.skin)
        # Above the lashes the skin between its fixed top and the lash line is stretched to the new place of the line.
        stretch = (eye.upper - lashes - eye.skin + 1e-3) / (edge - lashes - eye.skin + 1e-3)
        source = np.where(y > edge - lashes, eye.upper + (y - edge), eye.skin + (y - eye.skin) * stretch)
        source = np.where(y < eye.skin, y, source).astype(np.float32)
        lid = cv2.remap(image, x, source, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        # Below the edge the eye is as it was; its lower rim shows the lower lid pulled up.
        below = np.where(y > floor, y + (eye.lower - floor) * np.exp(-(y - floor) / (2.0 * self._scale)), y)
        under = cv2.remap(image, x, below.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        cover = np.clip((edge - y) / (0.25 * self._scale) + 0.5, 0.0, 1.0)
        cover = np.where((opening > 0.02 * self._scale)[None, :], cover, 0.0)
        if image.ndim == 3:
            cover = cover[..., None]
        mixed = lid * cover + under * (1.0 - cover)
        exact = mixed if image.dtype != np.uint8 else np.round(mixed)
        closed[eye.top : eye.top + rows, eye.left : eye.left + columns] = exact.astype(image.dtype)


def _eye(upper: tuple[Point, ...], lower: tuple[Point, ...], scale: float) -> _Eye:
    above = (np.asarray(upper) + 0.5) * scale - 0.5
    below = (np.asarray(lower) + 0.5) * scale - 0.5
    left, right = int(above[0, 0]), int(np.ceil(above[-1, 0]))
    columns = np.arange(left, right + 1, dtype=np.float64)
    edge_up = _smooth(np.interp(columns, above[:, 0], above[:, 1]), scale)
    edge_down = np.maximum(_smooth(np.interp(columns, below[:, 0], below[:, 1]), scale), edge_up)
    # Less skin takes part near the corners, so that the picture stays whole there.
    share = np.clip((edge_down - edge_up) / (2.0 * scale), 0.0, 1.0)
    skin = edge_up - SKIN * scale * share
    top = int(skin.min()) - 1
    rows = int(np.ceil(edge_down.max() + 3.0 * scale)) - top
    as_float32 = (values.astype(np.float32) for values in (edge_up, edge_down, skin))
    return _Eye(top, left, (rows, len(columns)), *as_float32)


def _smooth(values: Float64, scale: float) -> Float64:
    width = int(2 * scale) | 1
    padded = np.pad(values, width // 2, mode="edge")
    return np.asarray(np.convolve(padded, np.ones(width) / width, mode="valid"), np.float64)
