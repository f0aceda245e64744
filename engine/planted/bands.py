"""How sure a bound is: how far the bounds of planted movements were missed in this very footage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.clock import Clock
from engine.definitions import Definition
from engine.estimates.estimate import LEVEL, Estimate
from engine.estimates.proportion import share_of
from engine.types import Bounds, Int64

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

    def chance_of_other_kind(self, bounds: Bounds, clock: Clock, definition: Definition) -> Estimate | None:
        """Chance that the true bounds of a proposed interval make it the other kind, micro or macro.

        Args:
            bounds: proposed, frame indices.
            clock: of the video.
            definition: what is called micro.

        Returns:
            share of the errors met here that would change it, with its 90 % interval; None for too few.
        """
        if len(self) < LEAST_FOUND:
            return None
        # The limits in frames at the proposed onset: true onsets lie near it, and the card asks at every step.
        rise, length = definition.limits(bounds.onset, clock)
        onset, offset = bounds.onset - self.onset, bounds.offset - self.offset
        micro = offset - onset <= length
        proposed = bounds.offset - bounds.onset <= length
        if rise is not None and bounds.apex is not None:
            micro = micro | (bounds.apex - self.apex - onset <= rise)
            proposed = proposed or bounds.apex - bounds.onset <= rise
        return share_of(int((micro != proposed).sum()), len(self))
