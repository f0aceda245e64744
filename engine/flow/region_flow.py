"""Motion of one region of the face against the window's reference, by METST's own Farneback or by OpenCV's."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.flow.farneback import dominant_motion, farneback
from engine.flow.geometry import Region
from engine.types import Float32, UInt8
from engine.warp import cubic_patch

if TYPE_CHECKING:  # the compiler is loaded with the first window, not with the window of the application
    from engine.flow.expansion import Expansion
    from engine.flow.kernels import Workspace

FlowMethod = Literal["own", "opencv"]
# Smaller patches than the filters reach are left to OpenCV.
MIN_OWN_PX = 16


def workspace_for(regions: tuple[Region, ...]) -> "Workspace":
    """Buffers of the compiled flow for the largest of `regions`; for one thread at a time."""
    from engine.flow.kernels import Workspace

    return Workspace(max(region.shape[0] for region in regions))


class RegionFlow:
    """One region of a window: its reference patch, expanded once."""

    def __init__(
        self,
        region: Region,
        reference: UInt8 | Float32,
        workspace: "Workspace",
        *,
        method: FlowMethod = "own",
        by_share: bool = False,
    ) -> None:
        """Prepare.

        Args:
            region: the region; its parts are what is averaged.
            reference: uint8 or float32 [h, w], the region's patch in the reference frame; a view is fine.
            workspace: buffers that cover the region.
            method: ``"own"`` (compiled, equal to OpenCV within 1e-5 px on ordinary patches) or ``"opencv"``.
            by_share: `motions` divides the sum over a part's n pixels by n times its share and not by the number of
                pixels that are counted, as OF-FD does (baselines spec 1.1).
        """
        from engine.flow import kernels

        self.region = region
        self.shape = region.shape
        self._kernels = kernels
        self._iterations = kernels.FEW
        self._reference: UInt8 | Float32 = reference.copy()
        self._workspace = workspace
        self._expansion: Expansion | None = None
        if method == "own" and min(reference.shape) >= MIN_OWN_PX:
            self._expansion = kernels.reference_expansion(self._reference)
        rows, cols = reference.shape
        # first and end row, first and end column
        bounds = [(*part.rows.indices(rows)[:2], *part.cols.indices(cols)[:2]) for part in region.parts]
        self._parts = np.array(bounds, np.int64)
        self._need = np.where([True, False, True, False], self._parts.min(axis=0), self._parts.max(axis=0))
        sizes = [max(0, row1 - row0) * max(0, col1 - col0) for row0, row1, col0, col1 in bounds]
        self._is_empty = not any(sizes)
        # The literal count of the feature spec 1.6.
        dropped = [int(n * (1 - part.fraction)) for n, part in zip(sizes, region.parts, strict=True)]
        self._dropped = np.array(dropped, np.int64)
        self._means = np.zeros((len(bounds), 2))
        self._gains = [
            (n - less) / (n * part.fraction) if by_share and n else 1.0
            for n, less, part in zip(sizes, dropped, region.parts, strict=True)
        ]

    def motions(self, current: UInt8 | Float32) -> list[tuple[float, float]]:
        """Dominant motion (x, y) in px of each part, from the region's patch in the current frame; 0 where empty."""
        if self._is_empty:
            return [(0.0, 0.0)] * len(self.region.parts)
        if self._expansion is None:
            flow = farneback(_whole(self._reference), _whole(current))
            views = [(flow[part.rows, part.cols], part.fraction) for part in self.region.parts]
            found = [dominant_motion(view, fraction) if view.size else (0.0, 0.0) for view, fraction in views]
        else:
            moved = self._kernels.patch_flow(self._expansion, current, self._workspace)
            self._kernels.fastest_means(moved, self._parts, self._dropped, self._means)
            found = [(x, y) for x, y in self._means.tolist()]
        return [(x * gain, y * gain) for (x, y), gain in zip(found, self._gains, strict=True)]

    def motions_in(
        self, gray: UInt8, left: float, top: float, scale: float, origin: tuple[int, int] = (0, 0)
    ) -> list[tuple[float, float]]:
        """The same from a picture, in one go; exactly 0 where the region has not changed at all.

        The flow is computed only where it matters for the parts, and no longer than until it has settled.

        Args:
            gray: uint8 [H, W], a picture or a part of one.
            left: column of the region's first px centre, in px of the whole picture.
            top: row of it.
            scale: px of the picture a px of the region.
            origin: column and row of the picture where the part begins.
        """
        if self._expansion is None or self._is_empty:
            patch = cubic_patch(gray, left, top, scale, self.shape, origin)
            still = np.array_equal(patch, self._reference)
            return [(0.0, 0.0)] * len(self.region.parts) if still else self.motions(patch)
        space = self._workspace
        self._iterations = self._kernels.region_means(
            gray,
            (left, top, scale),
            origin,
            self._reference,
            (self._expansion.rows, self._expansion.starts, self._expansion.sizes),
            space.flows,
            space.buffers,
            self._parts,
            self._dropped,
            self._need,
            self._iterations,
            self._means,
        )
        return [(x, y) for x, y in self._means.tolist()]


def _whole(patch: UInt8 | Float32) -> UInt8:
    """A patch in whole grey levels, as OpenCV's flow wants it."""
    return np.clip(np.rint(patch), 0, 255).astype(np.uint8)
