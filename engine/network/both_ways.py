"""Other views of a window: its mirror image, and the same movements backwards in time.

A network that learned from both can look at a window from each side and average what it sees. Backwards matters: the
ME-TST network looks back at all earlier samples but only two samples ahead, so that forwards it knows the end of a
movement best and backwards the beginning. A network may also look at each window relative to the sample it comes to
last instead of the one it starts from (the far end): then a change that stays shows from the first sample on, and only
what returns looks like a micro-expression.
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


def forwards(windows: Array, *, far_end: bool) -> Array:
    """Windows [W, 10, k] as a network sees them forwards: relative to their first sample, or to their last one."""
    if not far_end or not len(windows):
        return windows
    return np.stack([reversed_in_time(window)[:, ::-1] for window in windows])


def backwards(windows: Array, *, far_end: bool) -> Array:
    """Windows [W, 10, k] as a network sees them backwards: relative to their last sample, or to their first one."""
    if far_end or not len(windows):
        return windows[..., ::-1]
    return np.stack([reversed_in_time(window) for window in windows])
