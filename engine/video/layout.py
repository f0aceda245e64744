"""From the stored to the upright picture: quarter turns, mirroring, and another size fitted without stretching."""

from dataclasses import dataclass
from math import atan2, degrees
from typing import cast

import cv2
import numpy as np
from av.buffer import Buffer
from av.video.frame import VideoFrame

from engine.messages import Said
from engine.types import UInt8

# Numbers of a display matrix: nine of int32 (ISO/IEC 14496-12, 6.2.2; libavutil/display.h).
MATRIX_BYTES = 36
TURNS = {1: cv2.ROTATE_90_COUNTERCLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_CLOCKWISE}


@dataclass(frozen=True, slots=True)
class Orientation:
    """From the stored to the upright picture: mirrored left to right first, then quarter turns counterclockwise."""

    turns: int = 0
    mirrored: bool = False

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Upright width and height of a stored picture of that size, in px."""
        return (height, width) if self.turns % 2 else (width, height)

    def upright(self, stored: UInt8) -> UInt8:
        """The stored picture upright, C-contiguous: the only place where METST turns pictures."""
        turned: np.ndarray = cv2.flip(stored, 1) if self.mirrored else stored
        turned = cv2.rotate(turned, TURNS[self.turns]) if self.turns else turned
        return np.ascontiguousarray(turned, np.uint8)


def orientation_of(frame: VideoFrame) -> Orientation:
    """What the display matrix of a decoded picture asks for; turns are rounded to quarters, as phones write them."""
    try:
        matrix = cast(Buffer | None, frame.side_data.get("DISPLAYMATRIX"))
    except ValueError:  # side data of a kind this version of PyAV has no name for
        return Orientation(round(frame.rotation / 90) % 4)
    return orientation_of_matrix(bytes(matrix)) if matrix is not None else Orientation()


def orientation_of_matrix(matrix: bytes) -> Orientation:
    """The orientation that nine int32 of a display matrix ask for; upright where they make no sense.

    The matrix maps stored (p, q) to shown (x, y) = (a p + c q, b p + d q), both with y down. A mirroring one has a
    negative determinant; the mirror left to right is taken out of it and what is left is a turn.
    """
    if len(matrix) < MATRIX_BYTES:
        return Orientation()
    a, b, _, c, d = np.frombuffer(matrix[:MATRIX_BYTES], np.int32)[:5].astype(float)
    if a * d - b * c == 0:
        return Orientation()
    mirrored = a * d - b * c < 0
    if mirrored:
        a, b = -a, -b
    return Orientation(round(degrees(atan2(-b, a)) / 90) % 4, mirrored)


def changed_note(first: tuple[int, int], other: tuple[int, int], index: int) -> str:
    """The sentence on pictures that do not keep the size or shape of the first.

    Args:
        first: width and height in px.
        other: those of another picture.
        index: its frame index.
    """
    return Said(
        "The pictures change from {first} x {first2} to {other} x {other2} px (seen at frame {index}): "
        "those of another size or shape are shown whole, with black edges.",
        first=first[0],
        first2=first[1],
        other=other[0],
        other2=other[1],
        index=index,
    )


def fitted(picture: UInt8, size: tuple[int, int]) -> UInt8:
    """The picture in a frame of another size: as large as it goes, in its own shape, centred, with black edges.

    Args:
        picture: uint8 [H, W] or [H, W, 3].
        size: width and height in px.
    """
    height, width = picture.shape[:2]
    if (width, height) == size:
        return picture
    scale = min(size[0] / width, size[1] / height)
    inner = (min(size[0], max(1, round(width * scale))), min(size[1], max(1, round(height * scale))))
    smaller = cv2.resize(picture, inner, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    whole = np.zeros((size[1], size[0], *picture.shape[2:]), np.uint8)
    whole[top : top + inner[1], left : left + inner[0]] = smaller
    return whole
