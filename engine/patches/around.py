"""The largest of the values near each sample."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Float = TypeVar("_Float", bound=np.floating)


def largest_around(values: NDArray[_Float], samples: int) -> NDArray[_Float]:
    """For each of the rows [S, ...] the largest values of those at most so many samples away."""
    most = values.copy()
    for away in range(1, samples + 1):
        np.maximum(most[away:], values[:-away], out=most[away:])
        np.maximum(most[:-away], values[away:], out=most[:-away])
    return most
