"""What a network learns from a point label: an interval around its moment, from the movement that was measured there.

Of a point label only one moment is known. Training takes a pseudo interval for it, as single-frame supervision does (Ma
et al. 2020, SF-Net, ECCV; for expressions Yu et al. 2024, arXiv:2403.14240): from the moment outwards to where the
region of the face that moves most has gone half of its way, and as far again, because the movement begins before. How
often that is right `benchmarks/point_labels.py` measures.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.types import UNSCORED, Float64

# How long a rise and a fall may last, in s: from the 10th to the 90th (rise) and 75th (fall) percentile of 859
# micro-expressions of CAS(ME)^3 part A, version 2, counted at its 30 fps.
RISE_S, FALL_S = (3 / 30, 8 / 30), (5 / 30, 27 / 30)
# Where nothing could be measured: the fixed interval around an apex that overlaps most of them by half (70 %).
USUAL_RISE_S, USUAL_FALL_S = 6 / 30, 11 / 30
# How far around the moment a movement is looked for, in s: the longest micro-expression (MEGC).
REACH_S = 0.5
# Least movement, in px of the 320 px crop, that tells anything; less is noise of the measurement.
LEAST_PX = 0.2


def pseudo_interval(arrays: Mapping[str, NDArray[Any]], moment: int, rate: float) -> tuple[int, int]:
    """First and last sample of the interval that a point label stands for in training.

    Args:
        arrays: ``starts`` int64 [W], and where there are windows ``features`` float [W, C, k] (pairs of x and y a
            region) and ``mask`` uint8 [W, k], as `engine.training.dataset` keeps them.
        moment: sample of the point.
        rate: samples a second.
    """
    found = _window(arrays, moment)
    course = None if found is None else movement_from(found[0], found[1], round(REACH_S * rate))
    if course is None:
        return moment - round(USUAL_RISE_S * rate), moment + round(USUAL_FALL_S * rate)
    left, right = course
    rise = min(max(2 * left, RISE_S[0] * rate), RISE_S[1] * rate)
    fall = min(max(2 * right, FALL_S[0] * rate), FALL_S[1] * rate)
    return moment - round(rise), moment + round(fall)


def _window(arrays: Mapping[str, NDArray[Any]], moment: int) -> tuple[Float64, int] | None:
    """The window with the moment nearest its middle, float64 [C, k], and where it is there; None: not measured."""
    starts = arrays["starts"]
    if not len(starts):
        return None
    k = arrays["features"].shape[2]
    at = int(np.argmin(np.abs(starts + k // 2 - moment)))
    place = moment - int(starts[at])
    if not 0 <= place < k or arrays["mask"][at, place] & UNSCORED:
        return None
    return np.asarray(arrays["features"][at], np.float64), place


def movement_from(features: Float64, at: int, reach: int) -> tuple[float, float] | None:
    """How many samples before and after a moment the region that moves most has gone half of its way from there.

    Args:
        features: float64 [C, k] of one window, pairs of x and y a region, in px.
        at: the moment in it.
        reach: how far to look.

    Returns:
        None where nothing moves by `LEAST_PX`.
    """
    first, last = max(0, at - reach), min(features.shape[1] - 1, at + reach)
    away = np.hypot(features[0::2] - features[0::2, [at]], features[1::2] - features[1::2, [at]])[:, first : last + 1]
    region = int(away.max(axis=1).argmax())
    most = float(away[region].max())
    if most < LEAST_PX:
        return None
    before, after = away[region][: at - first + 1][::-1], away[region][at - first :]
    return _crossing(before, most / 2), _crossing(after, most / 2)


def _crossing(course: Float64, level: float) -> float:
    """How many samples from its beginning a course reaches a level, between two samples on a straight line."""
    above = np.flatnonzero(course >= level)
    if not len(above):
        return float(len(course) - 1)
    at = int(above[0])
    return at - (course[at] - level) / max(course[at] - course[at - 1], 1e-9) if at else 0.0
