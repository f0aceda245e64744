"""Decoder `prior_guided`: BoostingVRME's intervals, whose ends follow the curve as far as a duration prior allows.

Both released rules (network spec 2.3): ``"extensible"`` for every data set but one, ``"two_level"`` for the SAMM test
set. The prior k_p is half of the median (BoostingVRME) or mean (ME-TST) labelled duration in samples.
"""

from itertools import takewhile
from typing import Final

import numpy as np

from engine.config import DecoderConfig
from engine.decoding.paper import released_smooth
from engine.decoding.peaks import find_peaks
from engine.decoding.smoothing import smoothed_score
from engine.decoding.spans import Spans, relative_threshold, run_bounds
from engine.messages import Said
from engine.types import Float32, Float64, Int64

# "extensible": a bound may move this many times k_p away from the peak; the level of a rise is the mean over 1.5.
REACH: Final = 5
RISE_DIVISOR: Final = 1.5
# Intervals that share this part of their hull, or whose peaks are at most k_p apart, are one expression.
MAX_SHARED: Final = 0.2
# "two_level": absolute levels of the smoothed score below which an expression is over, within k_p and within 2 k_p.
LOW, HIGH = 0.2, 0.8


def prior_guided(score: Float32, *, config: DecoderConfig, rate: float) -> Spans:  # noqa: ARG001 - no seconds in it
    """Peaks as in `paper`, bounds by ``config.rule``, each run between gaps by itself.

    Args:
        score: float32 [S], NaN in gaps.
        config: p, k_p, rule.
        rate: samples a second; the rule is in samples.
    """
    _, found = extended(score, config=config)
    if config.rule == "extensible":
        found = without_rivals(found, k_p=config.k_p)
    # an apex is a key of the review: of two intervals with one apex the earlier stays
    rows = np.array(sorted(found, key=lambda row: (row[2], row[0])), np.int64).reshape(-1, 3)
    onset, offset, apex = rows[np.diff(rows[:, 2], prepend=-1) > 0].T
    return Spans(onset, apex, offset)


def extended(score: Float32, *, config: DecoderConfig) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Peaks of the smoothed curve, and onset, offset and apex that the rule gives each, before rivals go."""
    smoothed = smoothed_score(score, config.k_p)
    threshold = relative_threshold(smoothed, config.p)
    peaks = np.empty(0, np.int64)
    if not np.isnan(threshold):
        peaks = find_peaks(smoothed, height=threshold, distance=config.k_p)
    values = np.asarray(score, np.float64)
    mean = float(np.nanmean(values)) if len(peaks) else 0.0
    found: list[tuple[int, int, int]] = []
    for peak, first, last in zip(peaks.tolist(), *(side.tolist() for side in run_bounds(score, peaks)), strict=True):
        run = slice(first, last + 1)
        if config.rule == "two_level":
            start, end, top = two_level(smoothed[run], peak - first, k_p=config.k_p)
        else:
            start, end, top = extensible(values[run], peak - first, k_p=config.k_p, mean=mean)
        found.append((first + start, first + end, first + top))
    return peaks.tolist(), found


def released_prior_guided(score: Float64, *, k_p: int, p: float, rule: str = "extensible") -> Int64:
    """What the released code predicts, for reproducing published numbers only; no dummy where there is no peak.

    Args:
        score: float64 [S], stitched curve without gaps.
        k_p: half-length of the prior expression in samples.
        p: share of the way from mean to maximum (0.55; SAMM test set 0.65).
        rule: see `engine.config.DecoderConfig`; ``"fixed"`` is the released ``interval_strategy 0``.

    Returns:
        int64 [P, 3]: onset, offset, peak, in samples. Bounds of ``"fixed"`` may lie outside the curve.

    Raises:
        ValueError: the curve is shorter than ``2 k_p`` (the released code fails there) and the rule follows the curve.
    """
    smoothed = released_smooth(score, k_p)
    peaks = find_peaks(smoothed, height=relative_threshold(smoothed, p), distance=k_p)
    if rule == "fixed":
        return np.stack([peaks - k_p, peaks + k_p, peaks], axis=1)
    if len(score) < len(smoothed):
        raise ValueError(Said("the curve is shorter than 2 k_p"))
    if rule == "two_level":
        found = [two_level(smoothed, peak, k_p=k_p) for peak in peaks.tolist()]
    else:
        mean = float(score.mean())
        found = without_rivals([extensible(score, peak, k_p=k_p, mean=mean) for peak in peaks.tolist()], k_p=k_p)
    return np.array(found, np.int64).reshape(-1, 3)


def _around(curve: Float64, peak: int, reach: int) -> tuple[list[float], int]:
    """The samples a rule can look at, as plain numbers (faster one by one), and how many lie before them."""
    before = max(0, peak - reach - 1)
    return curve[before : peak + reach + 2].tolist(), before


def extensible(score: Float64, peak: int, *, k_p: int, mean: float) -> tuple[int, int, int]:
    """Bounds on the raw score: first inside ``peak +- k_p``, then out to where the score stays low.

    Inside, the onset is the sample before the first rise above mean / 1.5, the offset by the same rule from the other
    side. Then each goes out to where two consecutive samples lie below the mean, at most 5 k_p from the peak.

    Args:
        score: float64 [S] of one run.
        peak: sample of a peak of the smoothed score.
        k_p: half-length of the prior expression in samples.
        mean: mean raw score of the video.

    Returns:
        onset, offset, new peak (the highest raw sample between them; the earliest of equals).
    """
    r, before = _around(score, peak, REACH * k_p)
    c, last = peak - before, len(r) - 1
    start = _first_rise(r, range(max(0, c - k_p) + 1, c), -1, mean / RISE_DIVISOR, max(0, c - k_p))
    right = min(last, c + k_p)
    end = _first_rise(r, range(right - 1, c, -1), 1, mean / RISE_DIVISOR, right)
    left_low = _below(r, range(start - 1, max(0, c - REACH * k_p) - 1, -1), -1, mean)
    right_low = _below(r, range(end + 1, min(last, c + REACH * k_p) + 1), 1, mean)
    start = start if left_low is None else left_low + 1
    end = end if right_low is None else right_low - 1
    return before + start, before + end, before + _highest(r, start, end)


def two_level(smoothed: Float64, peak: int, *, k_p: int) -> tuple[int, int, int]:
    """Bounds on the smoothed score: two samples below 0.2 within k_p, else below 0.8 within 2 k_p, else 2 k_p.

    Args:
        smoothed: float64 [S] of one run.
        peak: sample of its peak.
        k_p: half-length of the prior expression in samples.

    Returns:
        onset, offset, new peak (the highest smoothed sample between them).
    """
    s, before = _around(smoothed, peak, 2 * k_p)
    c, last = peak - before, len(s) - 1
    near, far = max(0, c - k_p), max(0, c - 2 * k_p)
    start = _below(s, range(c - 1, near - 1, -1), -1, LOW)
    if start is None:
        start = _below(s, range(near - 1, far - 1, -1), -1, HIGH)
    right, limit = min(last, c + k_p), min(last, c + 2 * k_p)
    end = _below(s, range(c + 1, right), 1, LOW)
    if end is None:
        end = _below(s, range(right + 1, limit), 1, HIGH)
    start = far if start is None else start
    end = limit if end is None else end + 1
    return before + start, before + end, before + _highest(s, start, end)


def _first_rise(r: list[float], samples: range, outer: int, level: float, default: int) -> int:
    """Sample outside the first of `samples` that is above `level` and above the sample outside it."""
    return next((i + outer for i in samples if r[i] > r[i + outer] and r[i] > level), default)


def _below(s: list[float], samples: range, outer: int, level: float) -> int | None:
    """First of `samples` that lies below `level` together with the sample outside it, both inside the curve."""
    return next((i for i in samples if 0 <= i + outer < len(s) and s[i] < level and s[i + outer] < level), None)


def _highest(curve: list[float], start: int, end: int) -> int:
    return max(range(start, end + 1), key=curve.__getitem__)


def without_rivals(found: list[tuple[int, int, int]], *, k_p: int) -> list[tuple[int, int, int]]:
    """In order of onset, an interval stays if no earlier one that stayed is the same expression."""
    kept: list[tuple[int, int, int]] = []
    # an interval that began this much earlier neither overlaps nor has its peak within k_p
    reach = max((offset - onset for onset, offset, _ in found), default=0) + k_p
    for onset, offset, peak in sorted(found, key=lambda row: row[0]):
        near = takewhile(lambda other: other[0] >= onset - reach, reversed(kept))  # noqa: B023 - used up at once
        if not any(_is_same((onset, offset, peak), other, k_p) for other in near):
            kept.append((onset, offset, peak))
    return kept


def _is_same(one: tuple[int, int, int], other: tuple[int, int, int], k_p: int) -> bool:
    hull = max(one[1], other[1]) - min(one[0], other[0])
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0])) / hull if hull > 0 else 0.0
    return shared >= MAX_SHARED or abs(one[2] - other[2]) <= k_p
