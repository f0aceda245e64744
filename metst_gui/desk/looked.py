"""Which frames were looked at, and which the model scored."""

import numpy as np
from numpy.typing import NDArray

from engine.types import AnalysisRun
from metst_gui.document.statement import Spans


def spans_of(marked: NDArray[np.bool_]) -> Spans:
    """Spans (first, last index, inclusive) of True in bool [n]."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    return tuple((int(first), int(stop) - 1) for first, stop in zip(edges[::2], edges[1::2], strict=True))


def marked_in(spans: Spans, n: int) -> NDArray[np.bool_]:
    """Bool [n], True in the spans; the inverse of `spans_of`."""
    marked = np.zeros(n, np.bool_)
    for first, last in spans:
        marked[first : last + 1] = True
    return marked


def analysed(run: AnalysisRun | None, n: int) -> NDArray[np.bool_]:
    """Bool [n], frames that a scored sample stands for: those up to the next sample."""
    found = np.zeros(n, np.bool_)
    if run is None or not len(run.curves.frames):
        return found
    frames = run.curves.frames
    step = int(np.median(np.diff(frames))) if len(frames) > 1 else 1
    stops = np.append(frames[1:], frames[-1] + step)
    for first, stop in zip(frames[np.isfinite(run.curves.score)], stops[np.isfinite(run.curves.score)], strict=True):
        found[first : min(stop, first + step)] = True
    return found
