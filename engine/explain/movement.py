"""Which region of the face moved in an interval, by how much, where to, and how unusual that is for this subject."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.types import UNSCORED, AnalysisRun, Float32, Float64, Int64, RunEvidence, frozen

# Two channels (x, y) a region, in the order of the features (feature spec 1.8 and 1.10); left is the picture's left.
REGIONS: Final = ("left brow", "right brow", "mouth", "left nostril", "right nostril")
FINE_REGIONS: Final = (
    *("left brow", "left brow inner", "left brow middle", "left brow outer"),
    *("right brow", "right brow inner", "right brow middle", "right brow outer"),
    *("mouth", "left mouth corner", "right mouth corner", "upper lip", "lower lip", "inner lips"),
    *("left nostril", "right nostril", "left lower lid", "right lower lid"),
)
# What is taken away together in an occlusion: a model that takes the largest movement sees one brow beside the other.
GROUPS: Final = {
    "left brow": (0,),
    "right brow": (1,),
    "both brows": (0, 1),
    "mouth": (2,),
    "nose": (3, 4),
}
FINE_GROUPS: Final = {
    "left brow": tuple(range(4)),
    "right brow": tuple(range(4, 8)),
    "both brows": tuple(range(8)),
    "mouth": tuple(range(8, 14)),
    "nose": (14, 15),
    "lower lids": (16, 17),
}
DIRECTIONS: Final = ("right", "down right", "down", "down left", "left", "up left", "up", "up right")
# Flow of a still picture trembles by less than this; a smaller sigma would only magnify rounding.
LEAST_SIGMA_PX = 0.02
# Seconds of trace on both sides of an interval.
CONTEXT_SECONDS = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class RegionMovement:
    """One region in one interval.

    Attributes:
        name: region; left is the left of the picture.
        px: displacement from onset to apex in px at the 320 px crop, the head's own taken out; NaN where unmeasured.
        direction: where to, as seen in the picture.
        sigma: `px` in robust standard deviations (1.4826 MAD) of this subject's displacement over the same time
            outside proposals; NaN where nothing is left to compare with.
        trace: float32 [n], displacement along that direction since the onset, NaN where unmeasured.
    """

    name: str
    px: float
    direction: str
    sigma: float
    trace: Float32


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """All regions in one interval.

    Attributes:
        frames: int64 [n], frame index of each value of the traces, half a second around the interval.
        regions: in the order of the features.
        compared: number of displacements that sigma is estimated from.
    """

    frames: Int64
    regions: tuple[RegionMovement, ...]
    compared: int


def region_names(channels: int) -> tuple[str, ...]:
    """Names of the regions behind 10 or 36 channels, two channels each."""
    return REGIONS if channels == 2 * len(REGIONS) else FINE_REGIONS


def region_groups(channels: int) -> Mapping[str, tuple[int, ...]]:
    """Name of a group -> numbers of its regions, behind 10 or 36 channels."""
    return GROUPS if channels == 2 * len(REGIONS) else FINE_GROUPS


def movement(run: AnalysisRun, onset: int, apex: int, offset: int) -> Movement | None:
    """Movement of every region from onset to apex, with traces around the interval.

    Args:
        run: a run with evidence.
        onset: frame index.
        apex: frame index.
        offset: frame index.

    Returns:
        None for a run without evidence of windows.
    """
    evidence, frames = run.evidence, run.curves.frames
    if evidence is None or not len(evidence.starts) or len(frames) == 0:
        return None
    start, peak, end = (int(np.searchsorted(frames, one)) for one in (onset, apex, offset))
    start, peak, end = (min(one, len(frames) - 1) for one in (start, peak, end))
    margin = round(CONTEXT_SECONDS * run.curves.rate)
    first, last = max(0, start - margin), min(len(frames) - 1, end + margin)
    values = joined_trace(evidence, first, last, around=(start, peak))
    sigma, compared = neutral_sigma(run, evidence, max(1, peak - start))
    values = values - values[:, start - first, np.newaxis]
    regions = []
    for number, name in enumerate(region_names(len(values))):
        pair = slice(2 * number, 2 * number + 2)
        regions.append(_region(name, values[pair], peak - first, sigma[pair]))
    return Movement(frozen(frames[first : last + 1].copy()), tuple(regions), compared)


def _region(name: str, values: Float64, peak: int, sigma: Float64) -> RegionMovement:
    dx, dy = (float(one) for one in values[:, peak])
    px = math.hypot(dx, dy)
    spread = math.sqrt(float((sigma**2).mean()))
    along = (values[0] * dx + values[1] * dy) / px if px > 0 else values[0] * 0
    return RegionMovement(name, px, direction_word(dx, dy), px / spread, frozen(along.astype(np.float32)))


def direction_word(dx: float, dy: float) -> str:
    """Direction of a displacement (x right, y down) in the picture; empty where there is none."""
    if math.isnan(dx) or (dx == 0 and dy == 0):
        return ""
    return DIRECTIONS[round(math.atan2(dy, dx) / (math.pi / 4)) % 8]


def measured(evidence: RunEvidence, chosen: NDArray[np.bool_] | slice = slice(None)) -> Float32:
    """Features of the chosen windows, float32 [W, C, k], NaN where nothing was measured."""
    gone = (evidence.masks[chosen] & UNSCORED) != 0
    return np.where(gone[:, np.newaxis], np.float32(np.nan), evidence.features[chosen].astype(np.float32))


def joined_trace(evidence: RunEvidence, first: int, last: int, *, around: tuple[int, int]) -> Float64:
    """Displacements of samples [first, last] as one curve, float64 [C, n]; NaN where unmeasured.

    Windows have references of their own: they are joined, beginning with the one that covers `around` best, by the
    median difference where they overlap. The zero of the curve means nothing, its differences do.
    """
    k = evidence.features.shape[2]
    touching = np.flatnonzero((evidence.starts <= last) & (evidence.starts + k > first))
    trace = np.full((evidence.features.shape[1], last - first + 1), np.nan)
    if len(touching) == 0:
        return trace
    starts = evidence.starts[touching]
    room = np.minimum(around[0] - starts, starts + k - 1 - around[1])
    best = int(room.argmax())
    for index in (*range(best, len(touching)), *range(best - 1, -1, -1)):
        one = np.zeros(len(evidence.starts), bool)
        one[touching[index]] = True
        _join(trace, measured(evidence, one)[0], int(starts[index]) - first, is_first=index == best)
    return trace


def _join(trace: Float64, window: Float32, at: int, *, is_first: bool) -> None:
    """Write a window [C, k] that begins at column `at` where the trace is not known yet."""
    low, high = max(0, at), min(trace.shape[1], at + window.shape[1])
    known, new = trace[:, low:high], window[:, low - at : high - at].astype(np.float64)
    both = ~np.isnan(known).any(axis=0) & ~np.isnan(new).any(axis=0)
    if not is_first:
        if not both.any():
            return
        new = new + np.median(known[:, both] - new[:, both], axis=1)[:, np.newaxis]
    trace[:, low:high] = np.where(np.isnan(known), new, known)


def neutral_sigma(run: AnalysisRun, evidence: RunEvidence, lag: int) -> tuple[Float64, int]:
    """Robust standard deviation of each channel's displacement over `lag` samples outside the run's proposals.

    Args:
        run: for its proposals and frames.
        evidence: its evidence.
        lag: samples.

    Returns:
        float64 [C], 1.4826 times the median absolute deviation, at least 0.02 px; NaN where nothing is left.
        number of displacements it is estimated from.
    """
    k = evidence.features.shape[2]
    channels = evidence.features.shape[1]
    lag = min(lag, k - 1)
    calm = _calm(run, ((one.onset, one.offset) for one in run.proposals))
    places = evidence.starts[:, np.newaxis] + np.arange(k)
    usable = ((evidence.masks & UNSCORED) == 0) & calm[np.minimum(places, len(calm) - 1)]
    pairs = usable[:, lag:] & usable[:, :-lag]
    count = int(pairs.sum())
    if count == 0:
        return np.full(channels, np.nan), 0
    sigma = np.empty(channels)
    for channel in range(channels):
        values = evidence.features[:, channel].astype(np.float32)
        moved = (values[:, lag:] - values[:, :-lag])[pairs]
        sigma[channel] = 1.4826 * float(np.median(np.abs(moved - np.median(moved))))
    return np.maximum(sigma, LEAST_SIGMA_PX), count


def _calm(run: AnalysisRun, spans: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    """Samples outside frame spans."""
    calm = np.ones(len(run.curves.frames), bool)
    for first, last in spans:
        low, high = np.searchsorted(run.curves.frames, (first, last + 1))
        calm[low:high] = False
    return calm
