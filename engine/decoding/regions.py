"""What the regions of the face say of an interval: which were judged in it, and where its movement began and ended."""

import numpy as np
from numpy.typing import NDArray

from engine.config import DecoderConfig
from engine.decoding.spans import Spans, run_bounds
from engine.types import HEADS, REGIONS, Curves, Float32, Int16, Int64, RegionCurves

# A region counts as judged in an interval where it is judged in at least this share of its samples.
MOST = 0.5
# The movement since the onset is known so many samples long: the largest lag it is measured over.
KNOWN_SAMPLES = 16
# A score that differs from a head's by more is not that head's own.
SAME_SCORE = 1e-4
# A movement that lasts so many times as long as its peak in the score is another one, or several.
MOST_LONGER = 3


def judged_regions(regions: RegionCurves, first: int, last: int) -> tuple[str, ...]:
    """Names of the regions that are judged in most of the samples from `first` to `last`, inclusive."""
    share = (regions.reasons[first : last + 1] == 0).mean(axis=0)
    return tuple(name for name, value in zip(REGIONS, share.tolist(), strict=True) if value >= MOST)


def shown_heads(heads: Float32, score: Float32) -> Int64:
    """Which head each score is of: int64 [n]; 0 where none has a score.

    Args:
        heads: float32 [n, 2], the heads' own scores, NaN where not measured.
        score: float32 [n], of them that of a head whose regions are judged.
    """
    apart = np.abs(heads - score[:, None])
    return np.asarray(np.argmin(np.where(np.isnan(apart), np.inf, apart), axis=1), np.int64)


def _head_of(heads: Float32, judged: NDArray[np.bool_], score: float) -> int:
    """Which head a proposal rests on: the one whose score it has, in a clip scored by two models the highest judged.

    Args:
        heads: float32 [2], see `shown_heads`; not NaN throughout.
        judged: bool [6], which regions are.
        score: at the peak.
    """
    nearest = int(shown_heads(heads[None], np.array([score], np.float32))[0])
    may = np.array([judged[list(regions)].any() for regions in HEADS.values()]) & np.isfinite(heads)
    if abs(heads[nearest] - score) <= SAME_SCORE or not may.any():
        return nearest
    return int(np.argmax(np.where(may, heads, -1.0)))


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

    It is not known where the movement still grows at the end of what was measured, or no head has a score.

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
    for number, (first, top, last) in enumerate(zip(onset.tolist(), peak.tolist(), offset.tolist(), strict=True)):
        heads = regions.scores[top]
        if np.isnan(heads).all():
            continue
        head = _head_of(heads, regions.reasons[top] == 0, float(curves.score[top]))
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
