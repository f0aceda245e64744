"""Movements that come back and stand out as micro-expressions do, for a detector that learns nothing.

A return along an action unit (`engine.patches.returns`) is also what a blink, a tracker's slip or a nod of the head
looks like. Three things tell them apart, and none depends on who is seen: what moves beside the direction, what moves
just before and after, and whether skin that lies on bone moves as well. Lids are judged by what they do between blinks.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.config import SHORT_SAMPLES
from engine.patches.around import largest_around
from engine.patches.blinks import unblinking
from engine.patches.channels import largest_movement, nearest, seen_patches, small_enough
from engine.patches.measurement import PatchMeasurement
from engine.patches.places import INNER, LAGS, LOWER, MAIN, NAMES
from engine.patches.returns import EARLIER, Directions, projected, steady, strongest
from engine.patches.whitening import RestOfVideo, Whitening
from engine.types import Float32, Float64, Int64

# Weight of the whitened movement off a direction. This and the two weights below are the middles of ranges (0.1 to 3,
# 0.3 to 1, 0.5 to 2) within which more was found at equal alarms, in people trained on and in others alike.
OFF_WEIGHT = 0.3
# A movement and its way back lie at most so many samples further apart than the lag.
LATER = 4
# How much of what moves along the same direction before and after is taken off, and how many samples around.
AROUND_WEIGHT = 0.6
AROUND_SAMPLES = range(5, 9)
# Skin on bone: its movement over the main lag (px of the 320 px crop, median, the most within some samples) divides.
STILL_WEIGHT = 1.0
STILL_SAMPLES = 8
# A moment is judged by what the video does beside it (s on either side), for so many samples at a time; a clear return
# looks so many samples before and after (lag, later return, what moves around).
APART_SECONDS, BLOCK, REACH = 0.5, 8, 26
# Data sets cut short clips at the apex or offset: what moves within so many samples of their end is taken for a
# movement whose return was cut off (the run says so, `engine.pipeline.region_notes`), but not for a whole one.
CUT_OFF_SAMPLES, CUT_OFF_WEIGHT = 6, 0.8
STILL = tuple(NAMES.index(name) for name in ("temple_left", "temple_right", "bridge", "dorsum"))


class Returning(NamedTuple):
    """Where what comes back is looked for.

    Attributes:
        group: directions taken together, and patches that may not move too much.
        lag: over which movement is taken, samples.
        around: see `standing_out`; from beyond the lag on.
    """

    group: str
    lag: int
    around: range


# In the order of the whitening's `rest`; brows move and return faster than a mouth, measured at the main lag only.
RETURNING = (
    Returning("brows", LAGS[0], AROUND_SAMPLES),
    Returning("mouth", LAGS[MAIN], range(LAGS[MAIN] + 1, LAGS[MAIN] + 5)),
    Returning("lids", LAGS[0], AROUND_SAMPLES),
)
OF_BROWS, OF_MOUTH, OF_LIDS = range(len(RETURNING))
# Which of these each head tells of.
OF_HEAD = ((OF_BROWS, OF_LIDS), (OF_MOUTH,))


def clear_return(
    measurement: PatchMeasurement,
    whitening: Whitening,
    judged: NDArray[np.bool_] | None = None,
    *,
    start: int = 0,
    head: int = 0,
) -> Float32:
    """The strongest return along a head's directions that stands out in every way.

    Args:
        measurement: of the video, or of a part of it.
        whitening: of the same video, made with its measurement.
        judged: bool [S, 6] or None, as for `patch_channels`.
        start: sample of the video that the measurement begins with.
        head: 0 brows and raised lids, 1 mouth and nose.

    Returns:
        float32 [S], asinh, at least 0; 0 where nothing was measured.
    """
    seen = np.ones((len(measurement), len(NAMES)), np.float32) if judged is None else seen_patches(judged)
    main = measurement.main * (seen * measurement.measured[:, None])[:, :, None]
    own, movement = _movement(measurement, head), _movement(measurement, head, seen)
    best = np.zeros(len(main))
    for kind in OF_HEAD[head]:
        if kind == OF_LIDS and whitening.rest[kind].n < SHORT_SAMPLES:
            continue  # so little tells nothing of what these lids do
        small = (
            unblinking(measurement) if kind == OF_LIDS else small_enough(largest_movement(main), RETURNING[kind].group)
        )
        for first in range(0, len(main), BLOCK):
            block = slice(first, min(first + BLOCK, len(main)))
            if measurement.measured[block].any():
                found = _judged_apart(measurement, whitening.rest[kind], (own, movement, small), block, start, kind)
                best[block] = np.maximum(best[block], found)
    best /= 1 + STILL_WEIGHT * still_skin(main)
    return np.asarray(np.arcsinh(nearest(best)) * measurement.measured, np.float32)


def _movement(measurement: PatchMeasurement, head: int, seen: Float32 | None = None) -> Float32:
    """float32 [S, D]: of rows that are not measured too, as for the channels: filters know where runs end."""
    patches = list(range(len(INNER))) if head == 0 else list(LOWER)
    moved = measurement.inner[:, 0] if head == 0 else measurement.main[:, patches]
    if seen is not None:
        moved = moved * seen[:, patches, None]
    return np.asarray(moved.reshape(len(moved), -1), np.float32)


def _judged_apart(
    m: PatchMeasurement,
    rest: RestOfVideo,
    seen: tuple[Float32, Float32, NDArray[np.bool_]],
    block: slice,
    start: int,
    kind: int,
) -> Float64:
    """The strongest clear return at the samples of a block, by what the video does beside them: float64 [block]."""
    group, lag, around = RETURNING[kind]
    apart = round(APART_SECONDS * m.rate)
    first, last = max(0, block.start - apart), min(len(m), block.stop + apart)
    weights, root = rest.without(seen[0][first:last], start + first, start + last)
    short = len(m) < SHORT_SAMPLES
    part = slice(0, len(m)) if short else slice(max(0, block.start - REACH), block.stop + REACH)
    movement, small, run = seen[1][part], seen[2][part], m.run[part]
    moved = beside_discounted(steady(projected(movement, weights), run), movement, root, rest.directions, run)
    found = standing_out(np.where(small[:, None], moved, 0.0), run, lag, short=short, around=around)
    return strongest(found, rest.directions, group)[block.start - part.start : block.stop - part.start]


def beside_discounted(moved: Float64, movement: Float32, root: Float64, directions: Directions, run: Int64) -> Float64:
    """Movement along directions, less where much moves beside them: float64 [S, K].

    Args:
        moved: float64 [S, K], filtered movement.
        movement: float32 [S, D], of which it was made.
        root: float64 [D, D], the video's whitening of it.
        directions: of the filters.
        run: int64 [S].
    """
    ways = directions.ways @ root
    ways /= np.sqrt((ways**2).sum(axis=1, keepdims=True))
    white = projected(movement, root)
    along = projected(movement, root @ ways.T)
    beside = np.maximum((white**2).sum(axis=1)[:, None] - along**2, 0) / movement.shape[1]
    return np.asarray(moved / np.sqrt(1 + OFF_WEIGHT * steady(beside, run)))


def standing_out(
    values: Float64, run: Int64, lag: int, *, short: bool | None = None, around: range = AROUND_SAMPLES
) -> Float64:
    """As `engine.patches.returns.returned`, less what moves just before the rise and after the return: float64 [S, K].

    A movement at the end of a short clip counts as if it came back.

    Args:
        values: float64 [S, K], movement over `lag` samples along each direction.
        run: int64 [S].
        lag: of the movement.
        short: whether this is all of a short clip; None: by its length.
        around: how many samples before the rise and after the return nothing may move; beyond the lag.
    """
    n, best = len(values), np.zeros_like(values)
    before, after = (_most(np.abs(values), run, way, around) for way in (-1, 1))
    for delay in range(max(1, lag + EARLIER), lag + LATER + 1):
        if delay >= n:
            break
        there = np.minimum(values[:-delay], -values[delay:])
        there = there - AROUND_WEIGHT * np.maximum(before[:-delay], after[delay:])
        there[(run[:-delay] != run[delay:]) | (run[:-delay] < 0)] = 0
        at = slice(delay // 2, delay // 2 + len(there))
        np.maximum(best[at], there, out=best[at])
    is_short = n < SHORT_SAMPLES if short is None else short
    for first, last in _ends(run) if is_short else ():
        rise = CUT_OFF_WEIGHT * (values - AROUND_WEIGHT * before)[first:last]
        np.maximum(best[first:last], rise, out=best[first:last])
    return best


def still_skin(main: Float32) -> Float64:
    """Movement of skin on bone near each sample: float64 [S], px of the 320 px crop.

    Args:
        main: float32 [S, 31, 2], movement over the main lag; 0 where nothing was measured.
    """
    moved = np.median(np.hypot(main[:, STILL, 0], main[:, STILL, 1]), axis=1).astype(np.float64)
    return largest_around(moved, STILL_SAMPLES)


def _ends(run: Int64) -> Iterator[tuple[int, int]]:
    """First and last + 1 of the samples of a short clip at which a movement has no time to come back."""
    edges = np.flatnonzero(np.diff(run, prepend=-2, append=-2))
    for first, last in pairwise(edges.tolist()):
        if run[first] >= 0:
            yield max(first, last - CUT_OFF_SAMPLES), last


def _most(lengths: Float64, run: Int64, way: int, around: range) -> Float64:
    """The largest of the values some samples before (`way` -1) or after (1) that are of the same run, else 0."""
    n, most = len(lengths), np.zeros_like(lengths)
    for away in around:
        if away >= n:
            break
        here, there = (slice(away, n), slice(0, n - away)) if way < 0 else (slice(0, n - away), slice(away, n))
        same = (run[here] == run[there])[:, None]
        np.maximum(most[here], np.where(same, lengths[there], 0), out=most[here])
    return most
