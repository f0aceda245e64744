"""Two runs of one video side by side: what both propose, and how far their scores differ. Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.foreign.placing import PlacedCurve
from engine.types import Curves, Proposal, frozen

# Least overlap by which two proposals count as the same, that of the paper's evaluation.
SAME_IOU = 0.5


@dataclass(frozen=True, slots=True)
class RunPair:
    """How far two runs agree.

    Attributes:
        first, second: number of proposals of each.
        matched: number of those that are the same, one to one.
    """

    first: int
    second: int
    matched: int

    @property
    def share(self) -> float:
        """Matched proposals of both over all proposals of both, 0..1; 1 where neither has any."""
        total = self.first + self.second
        return 2 * self.matched / total if total else 1.0


def run_pair(first: Sequence[Proposal], second: Sequence[Proposal]) -> RunPair:
    """Count what two runs of one video propose both, by the one-to-one rule of `engine.evaluation.matching`."""
    from engine.evaluation.matching import match

    found = match(
        [(one.onset, one.offset) for one in first],
        [(one.onset, one.offset) for one in second],
        iou_threshold=SAME_IOU,
    )
    return RunPair(len(first), len(second), sum(one >= 0 for one in found))


def difference(first: Curves, second: Curves, name: str) -> PlacedCurve | None:
    """First score minus second, at the samples of the first; NaN where either has none. None: they share no frame.

    The second's score is that of its nearest sample, at most one of its samples away.
    """
    if not len(first.frames) or not len(second.frames):
        return None
    right = np.clip(np.searchsorted(second.frames, first.frames), 1, max(1, len(second.frames) - 1))
    left = np.maximum(right - 1, 0)
    right = np.minimum(right, len(second.frames) - 1)
    nearer_left = first.frames - second.frames[left] <= second.frames[right] - first.frames
    near = np.where(nearer_left, left, right)
    step = float(np.median(np.diff(second.frames))) if len(second.frames) > 1 else 1.0
    far = np.abs(second.frames[near] - first.frames) > step
    values = np.where(far, np.nan, first.score - second.score[near]).astype(np.float32)
    if not np.isfinite(values).any():
        return None
    return PlacedCurve(name, "", frozen(first.frames.astype(np.float64)), frozen(values))
