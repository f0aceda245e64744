"""Blinks, head movement and restless spans of a whole run, as frame indices, for lanes beside its curves."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.explain.blinks import MUCH_HEAD_PX, blink_spans
from engine.types import AnalysisRun, Int64

# Blinks; the head moving more than `MUCH_HEAD_PX` in 0.2 s; above the motion limit, where finding nothing means
# nothing.
LANES: tuple[str, ...] = ("blink", "head", "restless")


def confound_lanes(run: AnalysisRun) -> Mapping[str, Int64 | None]:
    """Spans of each lane.

    Args:
        run: a finished run, read from a project or just made.

    Returns:
        int64 [n, 2] a lane: first and last frame index, inclusive, in order; None where the run kept no evidence of it.
    """
    restless = np.array(run.restless, np.int64).reshape(-1, 2)
    if run.evidence is None:
        return dict(zip(LANES, (None, None, restless), strict=True))
    frames = run.curves.frames
    blinks = np.array(blink_spans(run.evidence.eyes, run.curves.rate), np.int64).reshape(-1, 2)
    with np.errstate(invalid="ignore"):
        moving = _stretches(run.evidence.head > MUCH_HEAD_PX)  # NaN, not seen, is no movement
    return dict(zip(LANES, (frames[blinks], frames[moving], restless), strict=True))


def _stretches(marked: NDArray[np.bool_]) -> Int64:
    """First and last sample of each stretch of marked ones, int64 [n, 2]."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]])))
    return np.stack([edges[::2], edges[1::2] - 1], axis=1)
