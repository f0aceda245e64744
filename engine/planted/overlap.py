"""Which of some intervals overlaps another one most; light to import."""

from collections.abc import Sequence

import numpy as np

# Overlap (intersection over union, frames) from which a proposal is a hit, as on the project's benches.
FOUND_IOU = 0.2


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
        both = np.minimum(self._last, last) - np.maximum(self._first, first) + 1
        union = np.maximum(self._last, last) - np.minimum(self._first, first) + 1
        # Where they do not overlap `both` is not above 0, whatever lies between them.
        share = np.maximum(both, 0) / union
        best = int(share.argmax())
        return best if share[best] >= FOUND_IOU else None
