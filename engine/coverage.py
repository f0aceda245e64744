"""How much of a video a run can say something about."""

from dataclasses import dataclass

import numpy as np

from engine.types import UNSCORED, AnalysisRun, Mask

MOTION = "too much head motion or speech"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of a run's samples, 0..1.

    Attributes:
        faced: with a face.
        scored: with a spotting score (no gap).
        restless: scored, but with too much head motion or speech: finding nothing there means nothing.
        spans: (first, last) frame indices of the restless spans, inclusive, in order.
        known: False where the run is of a version that did not store its restless spans.
    """

    faced: float
    scored: float
    restless: float
    spans: tuple[tuple[int, int], ...]
    known: bool

    @property
    def analysable(self) -> float:
        """Share with a face and a score, calm enough to judge."""
        return self.scored - self.restless

    @property
    def text(self) -> str:
        """E.g. ``"62% of the video analysable, 30% too much head motion or speech"``."""
        if not self.known:
            return f"{self.scored:.0%} of the video scored, some of it with {MOTION}"
        moved = f", {self.restless:.0%} {MOTION}" if self.restless else ""
        return f"{self.analysable:.0%} of the video analysable{moved}"


def coverage(run: AnalysisRun) -> Coverage:
    """What a finished run covers."""
    frames, mask = run.curves.frames, run.curves.mask
    n = max(1, len(frames))
    scored = (mask & UNSCORED) == 0
    spans = np.array(run.restless, np.int64).reshape(-1, 2)
    at = np.searchsorted(spans[:, 0], frames, side="right") - 1
    restless = scored & (at >= 0)
    if len(spans):
        restless &= frames <= spans[np.maximum(at, 0), 1]
    told = any(note[:1].lower() + note[1:].split(" in ")[0] == MOTION for note in run.notes)
    return Coverage(
        faced=float(np.count_nonzero((mask & Mask.NO_FACE) == 0)) / n,
        scored=float(np.count_nonzero(scored)) / n,
        restless=float(np.count_nonzero(restless)) / n,
        spans=run.restless,
        known=bool(run.restless) or not told,
    )
