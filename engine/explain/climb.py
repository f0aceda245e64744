"""Which peak of a curve a sample belongs to."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Hill:
    """The hill a sample stands on.

    Attributes:
        peak: sample of its top; of a plateau the middle (of two the earlier), as `engine.decoding.peaks` takes it.
        height: value there.
        at_edge: the top touches a gap or an end of the curve.
        is_flat: its whole run between gaps has this one value.
    """

    peak: int
    height: float
    at_edge: bool
    is_flat: bool


def hill_of(curve: NDArray[np.floating[Any]], sample: int) -> Hill:
    """Go uphill from a sample (not NaN) to the next local maximum of its run between gaps; of two ways the steeper.

    Args:
        curve: float [S], NaN in gaps.
        sample: where to start.
    """

    def value(index: int) -> float | None:
        inside = 0 <= index < len(curve) and not np.isnan(curve[index])
        return float(curve[index]) if inside else None

    first = last = sample
    while True:
        height = float(curve[first])
        while value(first - 1) == height:
            first -= 1
        while value(last + 1) == height:
            last += 1
        left, right = value(first - 1), value(last + 1)
        if max(-np.inf if left is None else left, -np.inf if right is None else right) <= height:
            edges = left is None or right is None
            return Hill((first + last) // 2, height, edges, left is None and right is None)
        up_left = left is not None and (right is None or left >= right)
        first = last = first - 1 if up_left else last + 1
