"""Other views of a window: its mirror image, and the same movements backwards in time.

A network that learned from both can look at a window from each side and average what it sees. Backwards matters: the
ME-TST network looks back at all earlier samples but only two samples ahead, so that forwards it knows the end of a
movement best and backwards the beginning.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Channel that shows the same region of the mirrored face: brows and nostrils change places, the mouth stays.
MIRROR_ORDER = (2, 3, 0, 1, 4, 5, 8, 9, 6, 7)
MIRROR_SIGN = (-1, 1) * 5

Array = NDArray[Any]


def mirrored(features: Array) -> Array:
    """Features of the mirrored pictures: [..., 10, k] -> [..., 10, k]."""
    sign = np.array(MIRROR_SIGN, features.dtype)[:, None]
    result: Array = features[..., list(MIRROR_ORDER), :] * sign
    return result


def reversed_in_time(window: Array) -> Array:
    """Features of the same pictures backwards, relative to the last measured one: [10, k] -> [10, k].

    Columns that were not measured (all zero, except the reference itself) stay zero.
    """
    known: NDArray[np.bool_] = np.asarray(window.any(axis=0))
    first = int(known.argmax()) if known.any() else len(known)
    known[max(0, first - 1)] = True
    last = int(np.flatnonzero(known)[-1])
    turned: Array = np.where(known, window - window[:, last : last + 1], 0)[:, ::-1]
    return turned
