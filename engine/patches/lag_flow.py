"""Dense flow between two fixed-pose pictures, and what it says of the patches."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, NamedTuple

import cv2
import numpy as np

from engine.patches.head import CELLS, CROP_PX, PICTURE, CanonicalHead
from engine.types import Float32, Float64, UInt8

# Rows of the picture: brows and eyes down to the nose wings, and all the way to the chin (multiples of a cell).
UPPER = (20, 115)
WHOLE = (20, 160)
_local = threading.local()


class Textured(NamedTuple):
    """A fixed-pose picture with its gradient energy.

    Attributes:
        pixels: uint8 [160, 160].
        energy: float32 [160, 160].
        cells: float32 [1024], mean of the energy over each cell.
    """

    pixels: UInt8
    energy: Float32
    cells: Float32


class LagMotion(NamedTuple):
    """What moved between two pictures, in px of the 320 px crop.

    Attributes:
        patches: float32 [31, 2].
        rigid: float64 [2, 4], the head's own motion.
        scale: robust scale of what that leaves.
    """

    patches: Float32
    rigid: Float64
    scale: float


@contextmanager
def plain_opencv() -> Iterator[None]:
    """OpenCV does not choose instruction sets by the processor: the same bits everywhere, and flow is no slower.

    For the whole process, from before the first picture on: a run repeats to the bit whatever ran before it.
    """
    before = cv2.useOptimized()
    cv2.setUseOptimized(False)
    try:
        yield
    finally:
        cv2.setUseOptimized(before)


def textured(pixels: UInt8) -> Textured:
    """A picture uint8 [160, 160] with its texture."""
    from engine.patches import kernels

    energy, cells = np.empty((PICTURE, PICTURE), np.float32), np.empty(CELLS**2, np.float32)
    kernels.texture(pixels, energy, cells)
    return Textured(pixels, energy, cells)


def lag_motion(head: CanonicalHead, earlier: Textured, later: Textured, *, whole: bool) -> LagMotion:
    """Movement of the patches from one picture to a later one, without what the head did.

    Args:
        head: the canonical head of both.
        earlier: where the flow begins.
        later: where it ends.
        whole: also the mouth and chin; else their patches are 0.
    """
    from engine.patches import kernels

    first, end = WHOLE if whole else UPPER
    flow = _flow(earlier.pixels[first:end], later.pixels[first:end])
    cells = np.empty((CELLS**2, 2), np.float32)
    kernels.cell_means(flow, first, earlier.energy, cells)
    rigid = np.zeros((2, 4))
    scale = kernels.fit_rigid(cells, earlier.cells, head.basis, head.rigid, rigid)
    index, cover = head.parts
    patches = np.empty((len(index), 2), np.float32)
    kernels.patch_means(cells, earlier.cells, head.basis, rigid, index, cover, patches)
    return LagMotion(patches * np.float32(CROP_PX), rigid * CROP_PX, scale * CROP_PX)


def patch_texture(head: CanonicalHead, picture: Textured) -> Float32:
    """Mean texture of the patches: float32 [31]."""
    from engine.patches import kernels

    index, cover = head.parts
    out = np.empty(len(index), np.float32)
    kernels.patch_texture(picture.cells, index, cover, out)
    return out


def _flow(earlier: UInt8, later: UInt8) -> Float32:
    """float32 [rows, 160, 2]; Kroeger et al. 2016, medium preset (patch 8 px, variational refinement)."""
    # The search runs in one stripe for each thread, and its result depends on their number; and on the instruction set
    # where OpenCV chooses one (`plain_opencv`).
    if cv2.getNumThreads() != 1:
        cv2.setNumThreads(1)
    if np.array_equal(earlier, later):
        return np.zeros((*earlier.shape, 2), np.float32)
    search: Any = getattr(_local, "search", None)
    if search is None:
        search = _local.search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    with plain_opencv() if cv2.useOptimized() else nullcontext():
        return np.asarray(search.calc(np.ascontiguousarray(earlier), np.ascontiguousarray(later), None), np.float32)
