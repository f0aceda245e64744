"""What the regions of the face say of an interval: which were judged in it, and where its movement began and ended."""

import numpy as np

from engine.config import DecoderConfig
from engine.decoding.spans import Spans, run_bounds
from engine.types import HEADS, REGIONS, Curves, Float32, Int16, Int64, RegionCurves, RegionReason, UInt8

# A region counts as judged in an interval where it is judged in at least this share of its samples.
MOST = 0.5
# The movement since the onset is known so many samples long: the largest lag it is measured over.
KNOWN_SAMPLES = 16
# A movement that lasts so many times as long as its peak in the score is another one, or several.
MOST_LONGER = 3


def judged_regions(regions: RegionCurves, first: int, last: int) -> tuple[str, ...]:
    """Names of the regions that are judged in most of the samples from `first` to `last`, inclusive."""
    share = (regions.reasons[first : last + 1] == 0).mean(axis=0)
    return tuple(name for name, value in zip(REGIONS, share.tolist(), strict=True) if value >= MOST)


def leading_heads(heads: Float32, reasons: UInt8) -> Int64:
    """Which head a model on patches takes its score from: int64 [n]; -1 where it has none.

    Of the heads with a judged region the higher one; where no region is judged, that of brows and eyes if they can be
    measured. A mouth that speaks says nothing: it must not lend its score to brows, whether they are calm or not.

    Args:
        heads: float32 [n, 2], the heads' own scores in the order of `HEADS`, NaN where not measured.
        reasons: uint8 [n, 6], `RegionReason` bits.
    """
    judged, seen = reasons == 0, (reasons & ~np.uint8(RegionReason.MOTION)) == 0
    may, other = (
        np.column_stack([which[:, list(one)].any(axis=1) for one in HEADS.values()]) for which in (judged, seen)
    )
    other[other[:, 0], 1] = False
    counted = np.where(may.any(axis=1, keepdims=True), may, other) & np.isfinite(heads)
    highest = np.argmax(np.where(counted, heads, -1.0), axis=1)
    return np.where(counted.any(axis=1), highest, -1).astype(np.int64)


def measured_spans(bounds: Int16, spans: Spans, score: Float32, config: DecoderConfig, rate: float) -> Spans:
    """The intervals from where their movement began to where it ended, where that was measured.

    Args:
        bounds: int16 [S, 2], see `RegionCurves`.
        spans: by the score.
        score: float32 [S], NaN in gaps, which no interval crosses.
        config: how short and how long an interval may be.
        rate: samples a second (Hz).
    """
    ends = bounds[spans.apex].astype(np.int64)
    onset, offset = spans.onset.copy(), spans.offset.copy()
    length, before = ends.sum(axis=1) + 1, spans.offset - spans.onset + 1
    longest = round(config.max_seconds * rate)
    known = (ends >= 0).all(axis=1) & (length >= config.min_samples) & (length <= MOST_LONGER * before)
    known &= length <= max(longest, config.min_samples)
    onset[known], offset[known] = (spans.apex - ends[:, 0])[known], (spans.apex + ends[:, 1])[known]
    first, last = run_bounds(score, spans.apex)
    return Spans(np.maximum(onset, first), spans.apex, np.minimum(offset, last))


def measured_apexes(curves: Curves, onset: Int64, peak: Int64, offset: Int64) -> Int64:
    """Sample of each interval at which its head's movement since the onset is largest: int64 [n]; -1: not known.

    It is not known where the movement still grows at the end of what was measured, or no head has a score. In a clip
    scored by two models the head is the one that the model on patches takes its own score from.

    Args:
        curves: with regions.
        onset: samples int64 [n] of the intervals' beginnings.
        peak: of their peaks.
        offset: of their ends.
    """
    regions = curves.regions
    found = np.full(len(onset), -1, np.int64)
    if regions is None:
        return found
    heads = leading_heads(regions.scores[peak], regions.reasons[peak])
    for number, (first, last, head) in enumerate(zip(onset.tolist(), offset.tolist(), heads.tolist(), strict=True)):
        if head < 0:
            continue
        end = min(last, first + KNOWN_SAMPLES)
        trace = _smooth(regions.movement[first : end + 1, head])
        at = int(np.argmax(trace))
        if len(trace) > 2 and 0 < at < len(trace) - 1:
            found[number] = first + at
    return found


def _smooth(values: Float32) -> Float32:
    """Weights 1/4, 1/2, 1/4 over neighbours; unknown values count as no movement."""
    padded = np.pad(np.nan_to_num(values), 1, mode="edge")
    return np.asarray((padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4, np.float32)
