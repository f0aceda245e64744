"""Spans in which the head or the mouth moves so much that a micro-expression would hardly be seen.

Weights spec 2: listening faces stay under 3 px of the 320 px crop (75th percentile of the largest ROI vector in a
window), talking and fast heads lie between 3 and 15 px. Nothing found there does not mean that there is nothing.
"""

import numpy as np
from numpy.typing import NDArray

from engine.messages import Said
from engine.types import UNSCORED, Float64, Int64, UInt8

LIMIT_PX = 3.0
PERCENTILE = 75.0

Spans = tuple[tuple[int, int], ...]


def motion_index(features: Float64, mask: UInt8) -> float:
    """How much the regions of a window move: the 75th percentile of the largest ROI vector over the scored samples.

    Args:
        features: float64 [C, k], px of the crop, channels in pairs (x, y).
        mask: uint8 [k], `Mask` bits.

    Returns:
        px of the crop; 0 where nothing was scored.
    """
    scored = (mask & UNSCORED) == 0
    if not scored.any():
        return 0.0
    longest = np.hypot(features[0::2, scored], features[1::2, scored]).max(axis=0)
    return float(np.percentile(longest, PERCENTILE))


class Restlessness:
    """Collects the windows of a video; a sample is restless where every window that covers it is."""

    def __init__(self, n: int) -> None:
        self._covered = np.zeros(n, np.int64)
        self._restless = np.zeros(n, np.int64)

    def add(self, start: int, features: Float64, mask: UInt8) -> None:
        """Add the window that covers samples from `start` on."""
        span = slice(start, start + features.shape[1])
        self._covered[span] += 1
        self._restless[span] += motion_index(features, mask) > LIMIT_PX

    def samples(self) -> NDArray[np.bool_]:
        """Which samples are restless, bool [n]."""
        return np.asarray((self._covered > 0) & (self._restless == self._covered))


def restless_spans(restless: NDArray[np.bool_], mask: UInt8, frames: Int64) -> Spans:
    """Spans (first, last) of restless scored samples as frame indices, inclusive, in order."""
    marked = restless & ((mask & UNSCORED) == 0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]])))
    return tuple(
        (int(frames[first]), int(frames[stop - 1])) for first, stop in zip(edges[::2], edges[1::2], strict=True)
    )


def restless_notes(restless: NDArray[np.bool_], mask: UInt8) -> tuple[str, ...]:
    """A sentence on what the motion limit means for this video; none where it was kept throughout."""
    scored = (mask & UNSCORED) == 0
    share = float(np.mean(restless & scored))
    if share == 0:
        return ()
    calm = float(np.mean(scored & ~restless))
    return (
        Said(
            "Too much head motion or speech in {value:.0f} % of the video: nothing found there does not "
            "mean that there is nothing. {value2:.0f} % of the video is calm enough to judge.",
            value=100 * share,
            value2=100 * calm,
        ),
    )
