"""Where in a run something may be planted, and where a proposal counts as a false alarm; light to import."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.types import UNSCORED, Curves

# Time around what the run proposes by itself, s.
AROUND_SECONDS = 0.5


def free_samples(
    curves: Curves, restless: Sequence[tuple[int, int]], occupied: Sequence[tuple[int, int]]
) -> NDArray[np.bool_]:
    """Samples at which something may be planted: scored, judged, and away from the given intervals.

    Args:
        curves: of the run, S samples.
        restless: spans of frame indices, inclusive, that cannot be judged for movement.
        occupied: intervals of frame indices, inclusive, that the run proposes or somebody marked.

    Returns:
        bool [S].
    """
    free: NDArray[np.bool_] = np.asarray((curves.mask & UNSCORED) == 0)
    margin = round(AROUND_SECONDS * curves.rate)
    for spans, around in ((restless, 0), (occupied, margin)):
        for first, last in spans:
            start, stop = np.searchsorted(curves.frames, [first, last + 1]).tolist()
            free[max(0, start - around) : stop + around] = False
    return free
