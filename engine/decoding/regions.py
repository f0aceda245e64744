"""What the regions of the face say of an interval: which were judged in it, and where its movement was largest."""

import numpy as np

from engine.types import REGIONS, Curves, Float32, Int64, RegionCurves

# A region counts as judged in an interval where it is judged in at least this share of its samples.
MOST = 0.5
# The movement since the onset is known so many samples long: the largest lag it is measured over.
KNOWN_SAMPLES = 16


def judged_regions(regions: RegionCurves, first: int, last: int) -> tuple[str, ...]:
    """Names of the regions that are judged in most of the samples from `first` to `last`, inclusive."""
    share = (regions.reasons[first : last + 1] == 0).mean(axis=0)
    return tuple(name for name, value in zip(REGIONS, share.tolist(), strict=True) if value >= MOST)


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
        end = min(last, first + KNOWN_SAMPLES)
        trace = _smooth(regions.movement[first : end + 1, int(np.nanargmax(heads))])
        at = int(np.argmax(trace))
        if len(trace) > 2 and 0 < at < len(trace) - 1:
            found[number] = first + at
    return found


def _smooth(values: Float32) -> Float32:
    """Weights 1/4, 1/2, 1/4 over neighbours; unknown values count as no movement."""
    padded = np.pad(np.nan_to_num(values), 1, mode="edge")
    return np.asarray((padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4, np.float32)
