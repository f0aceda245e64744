"""Motion of one region of the face against the window's reference, by METST's own Farneback or by OpenCV's."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.flow.farneback import dominant_motion, farneback
from engine.flow.geometry import Region
from engine.types import Float32, UInt8

if TYPE_CHECKING:  # the compiler is loaded with the first window, not with the window of the application
    from engine.flow.kernels import Workspace

FlowMethod = Literal["own", "opencv"]
# Smaller patches than the filters reach are left to OpenCV.
MIN_OWN_PX = 16


def workspace_for(regions: tuple[Region, ...]) -> "Workspace":
    """Buffers of the compiled flow for the largest of `regions`; for one thread at a time."""
    from engine.flow.kernels import Workspace

    rows, cols = zip(*(region.shape for region in regions), strict=True)
    return Workspace(max(rows), max(cols))


class RegionFlow:
    """One region of a window: its reference patch, expanded once."""

    def __init__(self, region: Region, reference: UInt8, workspace: "Workspace", *, method: FlowMethod = "own") -> None:
        """Prepare.

        Args:
            region: the region; its parts are what is averaged.
            reference: uint8 [h, w], the region's patch in the reference frame; a view is fine.
            workspace: buffers that cover the region.
            method: ``"own"`` (compiled, equal to OpenCV within 1e-5 px on ordinary patches) or ``"opencv"``.
        """
        from engine.flow import kernels

        self.region = region
        self.shape = region.shape
        self._kernels = kernels
        self._reference = np.array(reference, order="C")
        self._bytes = self._reference.tobytes()
        self._workspace = workspace
        self._expansion: tuple[Float32, ...] | None = None
        if method == "own" and min(reference.shape) >= MIN_OWN_PX:
            self._expansion = kernels.reference_expansion(self._reference)
        rows, cols = reference.shape
        bounds = [(*part.rows.indices(rows)[:2], *part.cols.indices(cols)[:2]) for part in region.parts]
        self._parts = np.array(bounds, np.int64)
        sizes = [max(0, row1 - row0) * max(0, col1 - col0) for row0, row1, col0, col1 in bounds]
        self._is_empty = not any(sizes)
        # The literal count of the feature spec 1.6.
        dropped = [int(n * (1 - part.fraction)) for n, part in zip(sizes, region.parts, strict=True)]
        self._dropped = np.array(dropped, np.int64)
        self._means = np.zeros((len(bounds), 2))

    def motions(self, current: UInt8) -> list[tuple[float, float]]:
        """Dominant motion (x, y) in px of each part, from the region's patch in the current frame; 0 where empty."""
        if self._is_empty:
            return [(0.0, 0.0)] * len(self.region.parts)
        if self._expansion is None:
            flow = farneback(self._reference, current)
            views = [(flow[part.rows, part.cols], part.fraction) for part in self.region.parts]
            return [dominant_motion(view, fraction) if view.size else (0.0, 0.0) for view, fraction in views]
        moved = self._kernels.patch_flow(self._expansion, current, self._workspace)
        self._kernels.fastest_means(moved, self._parts, self._dropped, self._means)
        return [(x, y) for x, y in self._means.tolist()]

    def is_reference(self, current: UInt8) -> bool:
        """Whether the patch equals the reference's exactly."""
        return self.shape == current.shape and self._bytes == current.tobytes()
