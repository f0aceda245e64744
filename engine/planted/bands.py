"""How sure a bound is: how far the bounds of planted movements were missed in this very footage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.evaluation.estimate import LEVEL
from engine.types import Int64

# Fewer found movements say nothing about a 90 % band.
LEAST_FOUND = 20
# Frames added on both sides: movements in pictures are met less exactly than those in features (bands without it cover
# .82 of them instead of the .9 of their name, `benchmarks/planted_truth.py`).
IN_PICTURES = 1


@dataclass(frozen=True, slots=True, eq=False)
class BoundErrors:
    """Proposed minus planted bounds of the movements that were found (frames).

    Attributes:
        onset, apex, offset: int64 [n].
    """

    onset: Int64
    apex: Int64
    offset: Int64

    @staticmethod
    def of(rows: Sequence[tuple[int, int, int]]) -> "BoundErrors":
        """From (onset, apex, offset) errors of each movement."""
        table = np.array(rows, np.int64).reshape(-1, 3)
        return BoundErrors(table[:, 0], table[:, 1], table[:, 2])

    def __len__(self) -> int:
        return len(self.onset)

    def band(self, bound: str) -> tuple[int, int] | None:
        """Frames before and after a proposed bound within which the true one lies 9 times in 10.

        The quantiles are taken as split conformal prediction does (Vovk et al. 2005), so that few trials widen them.

        Args:
            bound: ``"onset"``, ``"apex"`` or ``"offset"``.

        Returns:
            ``(before, after)``, at least 0; None where fewer than `LEAST_FOUND` movements were found.
        """
        if len(self) < LEAST_FOUND:
            return None
        errors: Int64 = np.sort(getattr(self, bound))
        n, tail = len(errors), (1 - LEVEL) / 2
        low = max(0, int(np.floor((n + 1) * tail)) - 1)
        high = min(n - 1, int(np.ceil((n + 1) * (1 - tail))) - 1)
        return max(0, int(errors[high])) + IN_PICTURES, max(0, -int(errors[low])) + IN_PICTURES

    def chance_of_other_kind(self, frames: int, limit_frames: float) -> float | None:
        """Chance that an interval's true length lies on the other side of the limit between micro and macro.

        Args:
            frames: its length from onset to offset (frames).
            limit_frames: longest micro-expression (frames).

        Returns:
            0..1, with one movement of each kind added so that few trials never give certainty; None for too few.
        """
        if len(self) < LEAST_FOUND:
            return None
        true_length = frames - (self.offset - self.onset)
        other = (true_length > limit_frames) != (frames > limit_frames)
        return float((other.sum() + 1) / (len(self) + 2))
