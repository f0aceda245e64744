"""Where a dragged handle likes to rest: half of the peak, the peak itself, and the edges of other intervals."""

from collections.abc import Iterable, Mapping

import numpy as np

from engine.types import Bounds
from metst_gui.language import mark
from metst_gui.timeline.curve_store import CurveStore
from metst_gui.timeline.gestures import Part
from metst_gui.timeline.intervals import Lane

# Share of the peak at which an interval is taken to begin and end: the level of the decoder `half_max`.
LEVEL = 0.5
# How far around the interval is looked, as a share of its length, and at least these frames.
REACH, LEAST_REACH = 1.0, 15
HALF, PEAK, EDGE = mark("at half of the peak"), mark("at the peak"), mark("at the edge of another interval")


def resting_frames(
    part: Part, bounds: Bounds, own: str, *, store: CurveStore, lanes: Iterable[Lane]
) -> Mapping[int, str]:
    """Frames a handle snaps to, and why.

    Args:
        part: which handle is dragged.
        bounds: the interval before the drag.
        own: its id: its own edges are no aim.
        store: curves of the run.
        lanes: everything that is shown.

    Returns:
        frame index -> words to be translated.
    """
    reach = max(LEAST_REACH, round(REACH * (bounds.offset - bounds.onset + 1)))
    first, last = bounds.onset - reach, bounds.offset + reach
    found: dict[int, str] = {}
    if part != "apex":
        for lane in lanes:
            for number in lane.visible(first, last).tolist():
                if lane.ids[number] != own:
                    edge = int(lane.onset[number] if part == "onset" else lane.offset[number])
                    found[edge] = EDGE
    found |= _of_the_curve(part, bounds, store, first, last)
    return found


def _of_the_curve(part: Part, bounds: Bounds, store: CurveStore, first: int, last: int) -> dict[int, str]:
    """The peak inside the interval, or where the stretch around it falls below `LEVEL` of it."""
    low, high = np.searchsorted(store.frames, (first, last + 1)).tolist()
    frames, score = store.frames[low:high], store.score.values[0, low:high]
    inside = np.flatnonzero((frames >= bounds.onset) & (frames <= bounds.offset) & np.isfinite(score))
    if not len(inside):
        return {}
    peak = int(inside[np.argmax(score[inside])])
    if part == "apex":
        return {int(frames[peak]): PEAK}
    # NaN ends the stretch: no interval crosses a gap.
    below = np.flatnonzero(~(score >= LEVEL * score[peak]))
    before, after = below[below < peak], below[below > peak]
    if part == "onset":
        return {int(frames[before[-1] + 1]): HALF} if len(before) else {}
    return {int(frames[after[0] - 1]): HALF} if len(after) else {}
