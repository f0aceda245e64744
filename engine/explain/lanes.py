"""Blinks, head movement and restless spans of a whole run, as frame indices, for lanes beside its curves."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.explain.blinks import MUCH_HEAD_PX, blink_spans
from engine.types import PARTS, AnalysisRun, Int64

# Blinks; the head moving more than `MUCH_HEAD_PX` in 0.2 s; above the motion limit, where finding nothing means
# nothing.
LANES: tuple[str, ...] = ("blink", "head", "restless")
# Where the model looks at the parts of the face apart: the spans in which each is not judged, instead of "restless".
PART_LANES: Mapping[str, str] = {part: f"{part}_unjudged" for part in PARTS}


def confound_lanes(run: AnalysisRun) -> Mapping[str, Int64 | None]:
    """Spans of each lane.

    Args:
        run: a finished run, read from a project or just made.

    Returns:
        `LANES`, or `PART_LANES` in place of the last; int64 [n, 2] a lane: first and last frame index, inclusive, in
        order; None where the run kept no evidence of it.
    """
    frames, regions = run.curves.frames, run.curves.regions
    told: dict[str, Int64] = {"restless": np.array(run.restless, np.int64).reshape(-1, 2)}
    if regions is not None:
        told = {
            lane: np.asarray(frames[_stretches(~regions.judged(PARTS[part]))], np.int64)
            for part, lane in PART_LANES.items()
        }
    if run.evidence is None:
        return {"blink": None, "head": None, **told}
    blinks = np.array(blink_spans(run.evidence.eyes, run.curves.rate), np.int64).reshape(-1, 2)
    with np.errstate(invalid="ignore"):
        moving = _stretches(run.evidence.head > MUCH_HEAD_PX)  # NaN, not seen, is no movement
    return {"blink": frames[blinks], "head": frames[moving], **told}


def _stretches(marked: NDArray[np.bool_]) -> Int64:
    """First and last sample of each stretch of marked ones, int64 [n, 2]."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]])))
    return np.stack([edges[::2], edges[1::2] - 1], axis=1)
