"""Blinks and head movement, from the lanes of a run: what else may explain a score."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.messages import Said, listed
from engine.types import AnalysisRun, Float32

# Eye aspect ratio, relative to its median over 6 s: under the first the eye blinks, as long as it is under the second.
# The mesh of the demo's full blinks falls to 0.78; between blinks it stays above 0.97.
CLOSED, OPENING = 0.87, 0.95
MEDIAN_SECONDS = 6.0
# A blink lasts 9 to 21 frames at 30 fps (CAS(ME)^3, 5 to 95 %); longer closures are no blinks.
LONGEST_SECONDS = 1.0
# Movement of the head over 0.2 s, in px at a face of 240 px, that may show as movement of its parts.
MUCH_HEAD_PX = 4.0


@dataclass(frozen=True, slots=True)
class Confounds:
    """What else happens in an interval.

    Attributes:
        blinks: (first, last) frame index of the blinks that overlap it.
        head: largest movement of the head in it over 0.2 s, px at a face of 240 px; NaN where not seen.
        text: one phrase for people; empty where there is nothing to tell.
    """

    blinks: tuple[tuple[int, int], ...]
    head: float
    text: str


def blink_spans(eyes: Float32, rate: float) -> tuple[tuple[int, int], ...]:
    """Blinks as (first, last) sample, in order.

    Args:
        eyes: float32 [S], eye aspect ratio, NaN where no face is seen.
        rate: samples a second.
    """
    relative = eyes / _running_median(eyes, max(3, round(MEDIAN_SECONDS * rate)))
    open_ = np.concatenate([[True], ~(relative < OPENING), [True]])  # NaN counts as open: no blink crosses a gap
    edges = np.flatnonzero(np.diff(open_.astype(np.int8)))
    found = []
    for first, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if np.nanmin(relative[first:stop]) < CLOSED and stop - first <= max(2, LONGEST_SECONDS * rate):
            found.append((first, stop - 1))
    return tuple(found)


def _running_median(values: Float32, width: int) -> Float32:
    """Median of the known values within `width` samples, taken every tenth of it and interpolated; NaN if none."""
    centres = np.arange(0, len(values), max(1, width // 10))
    medians = np.full(len(centres), np.nan)
    padded = np.pad(values, width, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, width // 2 * 2 + 1)[centres + width - width // 2]
    some = ~np.isnan(windows).all(axis=1)
    if some.any():
        medians[some] = np.nanmedian(windows[some], axis=1)
    known = ~np.isnan(medians)
    if not known.any():
        return np.full(len(values), np.nan, np.float32)
    return np.asarray(np.interp(np.arange(len(values)), centres[known], medians[known]), np.float32)


@lru_cache(maxsize=2)
def _spans_of(run: AnalysisRun) -> tuple[tuple[int, int], ...]:
    """Blinks of a run, kept: a window asks for every item it shows."""
    return () if run.evidence is None else blink_spans(run.evidence.eyes, run.curves.rate)


def confounds(run: AnalysisRun, onset: int, offset: int) -> Confounds | None:
    """Blinks and head movement in an interval of frame indices; None for a run without evidence."""
    evidence, frames = run.evidence, run.curves.frames
    if evidence is None or len(frames) == 0:
        return None
    spans = _spans_of(run)
    blinks = tuple((int(frames[a]), int(frames[b])) for a, b in spans if frames[a] <= offset and frames[b] >= onset)
    low, high = np.searchsorted(frames, (onset, offset + 1))
    inside = evidence.head[low:high]
    head = float(np.nanmax(inside)) if len(inside) and not np.isnan(inside).all() else float("nan")
    words = [Said("blink in frames {first} to {last}", first=first, last=last) for first, last in blinks]
    if head > MUCH_HEAD_PX:
        words.append(Said("the head moves {head:.1f} px in 0.2 s", head=head))
    return Confounds(blinks, head, listed(words))
