"""Which of some intervals overlaps another one most; light to import."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.types import Float64, Int64

# Overlap (intersection over union, frames) from which a proposal is a hit, as on the project's benches.
FOUND_IOU = 0.2
# Intervals that are compared with all others at once.
BLOCK = 256


class Intervals:
    """Intervals of frame indices, inclusive, to be asked for the one that overlaps another most.

    Args:
        bounds: first and last frame of each.
    """

    def __init__(self, bounds: Sequence[tuple[int, int]]) -> None:
        self._first = np.array([first for first, _ in bounds], np.int64)
        self._last = np.array([last for _, last in bounds], np.int64)

    def hit(self, first: int, last: int) -> int | None:
        """Place of the one with the largest overlap, of at least `FOUND_IOU`; None: there is none."""
        if not len(self._first):
            return None
        share = _shares((self._first, self._last), (np.int64(first), np.int64(last)))
        best = int(share.argmax())
        return best if share[best] >= FOUND_IOU else None

    def hits(self, bounds: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
        """Bool [n]: which of n intervals overlap one of these by at least `FOUND_IOU`."""
        found = np.zeros(len(bounds), np.bool_)
        if not len(self._first) or not len(bounds):
            return found
        whole = np.array(bounds, np.int64)
        for start in range(0, len(whole), BLOCK):
            part = whole[start : start + BLOCK, :, None]
            found[start : start + BLOCK] = (
                _shares((self._first, self._last), (part[:, 0], part[:, 1])) >= FOUND_IOU
            ).any(axis=1)
        return found


def _shares(some: tuple[Int64, Int64], other: tuple[Any, Any]) -> Float64:
    """Intersection over union of intervals (first, last), broadcast."""
    both = np.minimum(some[1], other[1]) - np.maximum(some[0], other[0]) + 1
    union = np.maximum(some[1], other[1]) - np.minimum(some[0], other[0]) + 1
    # Where they do not overlap `both` is not above 0, whatever lies between them.
    return np.asarray(np.maximum(both, 0) / union, np.float64)
