"""The chance that a proposal will be accepted, learnt from verdicts, and how many more acceptances are to be expected.

The chance at a score s is ``1 / (1 + exp(-(a + b logit s)))`` (Platt 1999). All pairs (a, b) of a grid are weighted by
how well they explain the verdicts and by a weak prior (few proposals are accepted; a higher score is never worse), so
that few verdicts give wide intervals instead of false certainty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.estimate import TAILS, Estimate, mean_estimate
from engine.types import Float64

LEAST_VERDICTS = 10
BINS = 5
DRAWS = 2000
# Grid and prior: before any verdict, about one in seven proposals at a score of a half is accepted.
_A, _B = (one.ravel() for one in np.meshgrid(np.linspace(-7, 5, 61), np.linspace(0, 3, 31), indexing="ij"))
_PRIOR = -0.5 * ((_A + 1.8) / 1.8) ** 2 - 0.5 * ((_B - 0.8) / 0.8) ** 2
_SURE = 1e-4


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Proposals of similar chance.

    Attributes:
        n: how many.
        expected: their mean chance, each told without its own verdict.
        accepted: share that was accepted.
    """

    n: int
    expected: float
    accepted: float


class AcceptanceChance:
    """What verdicts say of proposals by their scores.

    Attributes:
        n: verdicts it was learnt from.
        accepted: how many of them were acceptances.
    """

    def __init__(self, scores: Sequence[float], accepted: Sequence[bool]) -> None:
        """Learn.

        Args:
            scores: spotting scores of decided proposals, in [0, 1].
            accepted: True where accepted, False where rejected.
        """
        self._logit, self._hit = _logit(scores), np.asarray(accepted, bool)
        self.n, self.accepted = len(self._hit), int(self._hit.sum())
        self._each = _log_likelihood(self._logit, self._hit)
        self._weights = _normal(_PRIOR + self._each.sum(axis=1))

    @property
    def is_known(self) -> bool:
        """Whether there are enough verdicts of both kinds to show anything."""
        return self.n >= LEAST_VERDICTS and 0 < self.accepted < self.n

    def chance(self, score: float) -> Estimate:
        """Chance of a proposal with that score."""
        return mean_estimate(_curve(_logit([score]))[:, 0], self._weights)

    def expected(self, scores: Sequence[float], *, seed: int = 0) -> Estimate:
        """Acceptances to expect among undecided proposals, e.g. below a place in the queue: median and interval."""
        if not len(scores):
            return Estimate(0.0, 0.0, 0.0)
        rng = np.random.default_rng(seed)
        drawn = rng.choice(len(self._weights), DRAWS, p=self._weights)
        chances = _curve(_logit(scores))[drawn]
        counts = (rng.random(chances.shape) < chances).sum(axis=1)
        low, middle, high = np.quantile(counts, [TAILS[0], 0.5, TAILS[1]]).tolist()
        return Estimate(middle, low, high)

    def reliability(self) -> tuple[ReliabilityBin, ...]:
        """Up to `BINS` bins of equally many verdicts; each verdict's chance is told without it."""
        chances = self.left_out()
        order = np.argsort(chances, kind="stable")
        parts = [part for part in np.array_split(order, min(BINS, max(1, self.n // 4))) if len(part)]
        return tuple(
            ReliabilityBin(len(part), float(chances[part].mean()), float(self._hit[part].mean())) for part in parts
        )

    def calibration_error(self) -> float:
        """Expected calibration error over the bins of `reliability`, 0..1 (Naeini et al. 2015); NaN without any."""
        bins = self.reliability()
        if not bins:
            return float("nan")
        return sum(one.n * abs(one.expected - one.accepted) for one in bins) / self.n

    def left_out(self) -> Float64:
        """Chance of each decided proposal by all other verdicts, float64 [n]."""
        total = _PRIOR + self._each.sum(axis=1)
        curve = _curve(self._logit)
        found = [_normal(total - self._each[:, one]) @ curve[:, one] for one in range(self.n)]
        return np.array(found, np.float64)


def _logit(scores: Sequence[float]) -> Float64:
    clipped = np.clip(np.asarray(scores, np.float64), _SURE, 1 - _SURE)
    return np.asarray(np.log(clipped) - np.log1p(-clipped))


def _curve(logit: Float64) -> Float64:
    """Chance by each pair of the grid: float64 [G, n]."""
    return np.asarray(1 / (1 + np.exp(-(_A[:, None] + _B[:, None] * logit[None, :]))))


def _log_likelihood(logit: Float64, hit: NDArray[np.bool_]) -> Float64:
    chance = np.clip(_curve(logit), 1e-9, 1 - 1e-9)
    return np.asarray(np.where(hit[None, :], np.log(chance), np.log1p(-chance)))


def _normal(logs: Float64) -> Float64:
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())
