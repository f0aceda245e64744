"""Decoder `paper`: ME-TST's own rule (feature spec 1.13), and its exact released form for published numbers."""

import numpy as np

from engine.config import DecoderConfig
from engine.decoding.peaks import find_peaks
from engine.decoding.smoothing import smoothed_score
from engine.decoding.spans import Spans, fixed_spans, relative_threshold
from engine.types import Float32, Float64, Int64


def relative_peaks(score: Float32, *, config: DecoderConfig) -> Int64:
    """Peaks of the smoothed curve above the relative threshold, at least ``k_p`` samples apart."""
    smoothed = smoothed_score(score, config.k_p)
    threshold = relative_threshold(smoothed, config.p)
    if np.isnan(threshold):
        return np.empty(0, np.int64)
    return find_peaks(smoothed, height=threshold, distance=config.k_p)


def paper(score: Float32, *, config: DecoderConfig, rate: float) -> Spans:  # noqa: ARG001 - the rule knows no seconds
    """``[peak - k_p, peak + k_p]``, clipped to the video and cut at gaps; no dummy where there is no peak.

    Args:
        score: float32 [S], NaN in gaps.
        config: p, k_p.
        rate: samples a second; the rule is in samples.
    """
    return fixed_spans(score, relative_peaks(score, config=config), before=config.k_p, after=config.k_p)


def released_smooth(score: Float64, k_p: int) -> Float64:
    """Box filter as released (``numpy.convolve`` "same"), summed tap by tap: the same bits whatever the BLAS kernel.

    A curve shorter than ``2 k_p`` gives ``2 k_p`` samples, as "same" does.
    """
    taps, n = 2 * k_p, len(score)
    full = np.zeros(n + taps - 1)
    for tap in range(taps):
        full[tap : tap + n] += score * (1 / taps)
    start = (min(n, taps) - 1) // 2
    return full[start : start + max(n, taps)]


def released_intervals(score: Float64, *, k_p: int, p: float) -> Int64:
    """What the released code predicts, for reproducing published numbers only.

    Intervals are not clipped (onsets may be negative), and a video without a peak gets one dummy interval [0, 0].

    Args:
        score: float64 [S], stitched curve without gaps.
        k_p: half-length of the mean expression in samples.
        p: share of the way from mean to maximum.

    Returns:
        int64 [P, 3]: onset, offset, peak, in samples.
    """
    smoothed = released_smooth(score, k_p)
    peaks = find_peaks(smoothed, height=relative_threshold(smoothed, p), distance=k_p)
    if len(peaks) == 0:
        return np.zeros((1, 3), np.int64)
    return np.stack([peaks - k_p, peaks + k_p, peaks], axis=1)
