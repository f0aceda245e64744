"""Decoder `half_max`: absolute threshold, interval where the curve stays above a fraction of its peak (ADR 0013)."""

import numpy as np

from engine.config import DecoderConfig
from engine.decoding.peaks import close_pairs, highest_first, local_maxima
from engine.decoding.spans import Spans, run_bounds
from engine.types import Float32, Int64

# Of two intervals that share more than this part of the shorter one, the one with the lower peak goes.
MAX_SHARED = 0.5


def half_max(score: Float32, *, config: DecoderConfig, rate: float) -> Spans:
    """Intervals around the peaks of the curve that reach ``config.threshold``.

    From the apex the interval extends both ways while the score is at least ``level`` times the peak; it never leaves
    its run between gaps. One longer than ``max_seconds`` is shortened at the ends with the lower score; one shorter
    than ``min_samples`` is dropped. Expressions may begin or end at the edge of a run.

    Args:
        score: float32 [S], NaN in gaps.
        config: threshold, level, before, after, min_samples, max_seconds.
        rate: samples a second (Hz).
    """
    spans = candidates(score, config=config, rate=rate)
    spans = spans.take(spans.offset - spans.onset + 1 >= config.min_samples)
    return spans.take(highest_first(score[spans.apex], *rivals(spans)))


def candidates(score: Float32, *, config: DecoderConfig, rate: float) -> Spans:
    """The intervals of all peaks that reach the threshold, before short ones and lower rivals go; see `half_max`."""
    apex = local_maxima(score, height=config.threshold, edges=True)
    if len(apex) == 0:
        return Spans(apex, apex, apex)
    longest = min(max(config.min_samples, round(config.max_seconds * rate), 1), len(score))
    onset, offset = _extents(score, apex, level=config.level, reach=longest)
    if config.before or config.after:
        first, last = run_bounds(score, apex)
        onset, offset = np.maximum(onset - config.before, first), np.minimum(offset + config.after, last)
    _shorten(score, onset, apex, offset, longest=longest)
    return Spans(onset, apex, offset)


def _extents(score: Float32, apex: Int64, *, level: float, reach: int) -> tuple[Int64, Int64]:
    """First and last sample of the stretch around each apex that stays at `level` of the peak, at most `reach` away."""
    padded = np.pad(np.where(np.isnan(score), -np.inf, score), reach + 1, constant_values=-np.inf)
    steps = np.arange(1, reach + 2)
    floor = (level * score[apex])[:, np.newaxis]
    centre = apex[:, np.newaxis] + reach + 1
    left, right = padded[centre - steps] < floor, padded[centre + steps] < floor
    # one step further than reach counts as below, so that argmax always finds an end
    left[:, -1] = right[:, -1] = True
    return apex - left.argmax(axis=1), apex + right.argmax(axis=1)


def _shorten(score: Float32, onset: Int64, apex: Int64, offset: Int64, *, longest: int) -> None:
    """Shorten intervals to `longest` in place, sample by sample at the end with the lower score (of two the later)."""
    for index in np.flatnonzero(offset - onset + 1 > longest).tolist():
        first, last, peak = int(onset[index]), int(offset[index]), int(apex[index])
        while last - first + 1 > longest:
            if first < peak and (last == peak or score[first] < score[last]):
                first += 1
            else:
                last -= 1
        onset[index], offset[index] = first, last


def rivals(spans: Spans) -> tuple[Int64, Int64]:
    """Numbers (i, j), i < j, of all pairs of intervals that overlap heavily."""
    length = spans.offset - spans.onset + 1
    one, other = close_pairs(spans.apex, 2 * int(length.max(initial=0)))
    shared = np.minimum(spans.offset[one], spans.offset[other]) - np.maximum(spans.onset[one], spans.onset[other]) + 1
    heavy = shared > MAX_SHARED * np.minimum(length[one], length[other])
    return one[heavy], other[heavy]
