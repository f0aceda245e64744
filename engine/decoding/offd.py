"""OF-FD (He 2021), training-free: from the motion of face parts in a window to intervals (baselines spec 1.3 to 1.5).

Positions are those of a window's curves without their first sample: position p is sample p + 1 of the window. Intervals
are inclusive on both sides, as the released code keeps them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from engine.decoding.empirical_modes import detrended
from engine.types import Float64

RATE: Final = 30.0  # assumed for the low pass, whatever the video's (quirk O7)
PASS_HZ: Final = 5.0
LEAST_HEIGHT: Final = 1.4  # px over the curve's minimum
LEAST_DETRENDED: Final = 0.8
NEAR: Final = 30  # samples on each side in which a position's own minimum is looked for
JOINED: Final = 3  # positions closer than this are one run
VALLEY: Final = 0.33  # share of the way from the valley to the top at which an interval ends
VALLEY_REACH, STEP = 10, 0.3  # samples beside an interval, and px, where its valley lies inside
LONG, MARGIN, LEAST_TOP = 20, 8, 0.7  # when an interval is divided: its length, samples at its ends, px
WINDOW, MOVE = 200, 100  # samples
LEAST_WINDOW: Final = 5  # samples; a shorter rest has no curve to look at
EDGE, LEAVE = 50, 20  # where a window begins after one whose interval lies across position 100

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class OffdRules:
    """What differs between the data sets.

    Attributes:
        brow, mouth, nose: second threshold of the series of each part, px.
        shared: share of the shorter of two intervals from which on they are one.
        least, most: shortest and longest interval in frames that is kept; 0: no limit.
        step: frames from one sample to the next.
    """

    brow: float
    mouth: float
    nose: float
    shared: float
    least: int
    most: int
    step: int

    def threshold(self, channel: int) -> float:
        """Second threshold of series 0 to 15."""
        return self.brow if channel < 8 else self.mouth if channel < 14 else self.nose


# SAMM-LV as in all public descendants; CAS(ME)^2 as the derivative of 2022 has it: what gave the published figure is
# not known.
PRESETS: Final = {
    "sammlv": OffdRules(1.65, 1.5, 1.5, shared=0.34, least=10, most=0, step=7),
    "casme_sq": OffdRules(1.8, 1.85, 2.1, shared=0.29, least=12, most=200, step=1),
}
MEASURED: Final = 16  # series that are looked at; the lids are measured and not used (quirk O5)


def low_passed(series: Float64) -> Float64:
    """Magnitude of a series of motion below 5 Hz.

    Args:
        series: float64 [N, 2], px relative to the window's first sample.

    Returns:
        float64 [N - 2]: without the first and the last sample.
    """
    magnitude = np.hypot(series[:, 0], series[:, 1])[1:-1]
    n = len(magnitude)
    coefficients = np.fft.fft(magnitude)
    first = int(np.argmin(np.abs(np.fft.fftfreq(n, 1 / RATE) - PASS_HZ)))
    coefficients[first : n - first] = 0
    result: Float64 = np.abs(np.fft.ifft(coefficients))
    return result


def picked(curve: Float64, threshold: float) -> list[Interval]:
    """Where a curve and its detrended form stand high over their surroundings.

    Args:
        curve: float64 [N], low-passed magnitude.
        threshold: least height over the minimum within 30 samples, px.
    """
    high, fast, last = curve - curve.min(), detrended(curve), len(curve) - 1
    kept = []
    for start, end in runs(np.flatnonzero(high >= LEAST_HEIGHT).tolist()):
        for j in range(start, end):  # without its last position (quirk O6)
            near = slice(max(0, j - NEAR), min(last, j + NEAR))
            above = high[j] - high[near].min() > threshold
            if above and fast[j] - fast[near].min() > LEAST_DETRENDED:
                kept.append(j)
    return runs(kept)


def runs(positions: Sequence[int]) -> list[Interval]:
    """First and last of the stretches of rising positions in which neighbours are less than 3 apart."""
    if not positions:
        return []
    breaks = [i for i, (one, other) in enumerate(pairwise(positions), start=1) if other - one >= JOINED]
    starts, ends = [0, *breaks], [*breaks, len(positions)]
    return [(positions[start], positions[end - 1]) for start, end in zip(starts, ends, strict=True)]


def extended(curve: Float64, interval: Interval) -> Interval:
    """The interval with both ends down the slope; both sides look at it as it was."""
    a, b = interval
    last = len(curve) - 1
    top = float(curve[a:b].max()) if b > a else float(curve[a])
    start = _left_end(curve, a, _valley(curve, a), top)
    if start is None:
        first = max(a - VALLEY_REACH, 0)
        lowest = first + int(np.argmin(curve[first : a + 1]))
        start = lowest + 1 if curve[a] - curve[lowest] > STEP else a
    end = _left_end(curve[::-1], last - b, last - _valley(curve, b), top)
    if end is None:
        lowest = b + int(np.argmin(curve[b : b + VALLEY_REACH + 1]))
        return start, lowest - 1 if curve[b] - curve[lowest] > STEP else b
    return start, last - end


def _valley(curve: Float64, at: int) -> int:
    first = max(0, at - NEAR)
    return first + int(np.argmin(curve[first : min(len(curve) - 1, at + NEAR)]))


def _left_end(curve: Float64, a: int, valley: int, top: float) -> int | None:
    """Where an interval that begins at `a` ends towards a valley on its left; None: the valley lies elsewhere."""
    if valley >= a:
        return None
    low = float(curve[valley])
    for j in range(a - 1, valley, -1):
        if curve[j] - low < VALLEY * (top - low):
            return j
        if curve[j] > curve[j + 1]:
            return j + 2
    return a


def divided(curve: Float64, interval: Interval) -> list[Interval]:
    """The interval, or the two on both sides of a deep valley in it."""
    a, b = interval
    if b - a < LONG:
        return [interval]
    middle = a + MARGIN + int(np.argmin(curve[a + MARGIN : b - MARGIN]))
    low, left, right = float(curve[middle]), float(curve[a:middle].max()), float(curve[middle:b].max())
    deep = all(top - low > max(LEAST_TOP, VALLEY * top) for top in (left, right))
    return [(a, middle - 1), (middle + 1, b)] if deep else [interval]


def series_intervals(series: Float64, threshold: float) -> list[Interval]:
    """Intervals of one series [N, 2] of a window, in positions."""
    curve = low_passed(series)
    found = [extended(curve, interval) for interval in picked(curve, threshold)]
    return [part for interval in found for part in divided(curve, interval)]


def merged(intervals: Iterable[Interval], shared: float) -> list[Interval]:
    """Intervals of which no two share much, in the order they were first met.

    The released list carries dummies [0, 0], which share nothing with any interval; they are left out here.

    Args:
        intervals: in the order of the released code, on which the result depends.
        shared: an overlap over this share of the shorter interval makes two intervals one; one without length shares
            nothing (quirk O9).
    """
    kept: list[list[int]] = []
    for a, b in intervals:
        alone = True
        for one in kept:
            shorter = min(b - a, one[1] - one[0])
            overlap = min(b, one[1]) - max(a, one[0])
            if shorter > 0 and overlap / shorter > shared:
                one[:] = [min(a, one[0]), max(b, one[1])]
                alone = False
        if alone:
            kept.append([a, b])
    return [(a, b) for a, b in kept]


def window_intervals(series: Float64, rules: OffdRules) -> list[Interval]:
    """Merged intervals of a window [16 or more, N, 2], in its samples."""
    found = [one for channel in range(MEASURED) for one in series_intervals(series[channel], rules.threshold(channel))]
    return [(a + 1, b + 1) for a, b in merged(merged(found, rules.shared), rules.shared)]


Measure = Callable[[int, int], Float64]


@dataclass(frozen=True, slots=True)
class OffdWindow:
    """One window: its first and last sample, 0-based and inclusive, and its intervals in samples of the video."""

    first: int
    last: int
    intervals: tuple[Interval, ...]


def offd_windows(samples: int, measure: Measure, rules: OffdRules) -> Iterator[OffdWindow]:
    """Windows one after another, each placed by what the last one found (baselines spec 1.4).

    Args:
        samples: length of the video in samples.
        measure: gives the series float64 [16 or more, n, 2] of the window from its first to its last sample, inclusive.
        rules: of the data set.
    """
    first, end = 0, WINDOW
    while True:
        stop = end if end <= samples else samples - 2  # the last two samples are never analysed (quirk O8)
        if stop - first < LEAST_WINDOW:
            return
        found = window_intervals(measure(first, stop - 1), rules)
        yield OffdWindow(first, stop - 1, tuple((a + first, b + first) for a, b in found))
        if end >= samples:
            return
        move = _move(found)
        first, end = first + move, end + move


def _move(found: Sequence[Interval]) -> int:
    move = MOVE
    for a, b in found:
        if a < MOVE < b:
            before = a - LEAVE if a > EDGE else min(WINDOW - 11, b) + 10
            move = b + LEAVE if b < WINDOW - EDGE else before
    return move


def video_intervals(windows: Iterable[OffdWindow], rules: OffdRules) -> list[Interval]:
    """Intervals of a video in samples, in the released order: those of usual length, merged over all windows."""
    found = (one for window in windows for one in window.intervals)
    usual = (
        one for one in found if rules.least <= one[1] - one[0] and (not rules.most or one[1] - one[0] <= rules.most)
    )
    return merged(merged(usual, rules.shared), rules.shared)
