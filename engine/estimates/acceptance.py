"""The chance that a proposal will be accepted, learnt from verdicts, and how many more acceptances are to be expected.

A logistic model of a proposal's traits, of which the chance by score is Platt's (1999). Its coefficients are drawn from
what the verdicts and a weak prior leave possible (few proposals are accepted; a higher score is never worse), so that
few verdicts give wide intervals instead of false certainty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.estimates.estimate import TAILS, Estimate
from engine.types import Float64, Proposal

LEAST_VERDICTS = 10
BINS = 5
DRAWS = 1000
# More verdicts would tell little more, and take longer than a reviewer looks at one.
MOST_VERDICTS = 1000
# Prior of level, score, doubtful, length and this video: before any verdict, about one in seven proposals at a score of
# a half is accepted; what else there is may matter or not.
_MEAN = np.array([-1.8, 0.8, -0.4, 0.0, 0.0])
_SPREAD = np.array([1.8, 0.8, 0.8, 0.5, 0.8])
# Draws lie wider than the normal approximation they are weighted against.
_WIDER = 1.3
# s: the length whose logarithm is 0; between those of micro- and macro-expressions.
_USUAL_LENGTH = 0.4
_SURE = 1e-4
_PART = 128


class Traits(NamedTuple):
    """What is known of a proposal before its verdict.

    Attributes:
        score: spotting score, in [0, 1].
        doubtful: whether the analysis itself doubts any sample of it.
        seconds: its length; 0: unknown.
        here: whether it lies in the video the chance is asked for; other videos may be easier or harder.
    """

    score: float
    doubtful: bool = False
    seconds: float = 0.0
    here: bool = True


def traits_of(proposal: Proposal, fps: float, *, here: bool) -> Traits:
    """Traits of a proposal in a video of a mean frame rate in Hz."""
    length = (proposal.offset - proposal.onset + 1) / fps if fps > 0 else 0.0
    return Traits(proposal.score, proposal.quality != 0, length, here)


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
    """What verdicts say of proposals by their traits.

    Attributes:
        n: verdicts it was learnt from.
        accepted: how many of them were acceptances.
    """

    def __init__(self, traits: Sequence[Traits], accepted: Sequence[bool], *, seed: int = 0) -> None:
        """Learn.

        Args:
            traits: of decided proposals; the last `MOST_VERDICTS` count.
            accepted: True where accepted, False where rejected.
            seed: of the draws.
        """
        self._rows = _rows(traits[-MOST_VERDICTS:])
        self._hit = np.asarray(accepted[-MOST_VERDICTS:], bool)
        self.n, self.accepted = len(self._hit), int(self._hit.sum())
        self._draws, self._weights = _possible(self._rows, self._hit, np.random.default_rng(seed))
        self._left_out: Float64 | None = None

    @property
    def is_known(self) -> bool:
        """Whether there are enough verdicts of both kinds to show anything."""
        return self.n >= LEAST_VERDICTS and 0 < self.accepted < self.n

    def chance(self, one: Traits) -> Estimate:
        """Chance of a proposal."""
        return self.chances([one])[0]

    def chances(self, traits: Sequence[Traits]) -> list[Estimate]:
        """Chance of each of some proposals: mean and interval of what is possible."""
        found: list[Estimate] = []
        for rows in _parts(_rows(traits)):
            curves = _chance(rows @ self._draws.T)
            order = np.argsort(curves, axis=1)
            reached = np.cumsum(self._weights[order], axis=1)
            ends = [
                np.take_along_axis(curves, np.take_along_axis(order, place[:, None], 1), 1)[:, 0].tolist()
                for place in (np.minimum((reached < share).sum(axis=1), DRAWS - 1) for share in TAILS)
            ]
            found += map(Estimate, (curves @ self._weights).tolist(), *ends)
        return found

    def expected(self, traits: Sequence[Traits], *, seed: int = 0) -> Estimate:
        """Acceptances to expect among undecided proposals, e.g. below a place in the queue: median and interval."""
        if not len(traits):
            return Estimate(0.0, 0.0, 0.0)
        rng = np.random.default_rng(seed)
        drawn = self._draws[rng.choice(len(self._weights), DRAWS, p=self._weights)]
        chances = _chance(_rows(traits) @ drawn.T)
        counts = (rng.random(chances.shape) < chances).sum(axis=0)
        low, middle, high = np.quantile(counts, [TAILS[0], 0.5, TAILS[1]]).tolist()
        return Estimate(middle, low, high)

    def reliability(self) -> tuple[ReliabilityBin, ...]:
        """Up to `BINS` bins of equally many verdicts; each verdict's chance is told without it."""
        chances = self.left_out()
        return tuple(
            ReliabilityBin(len(part), float(chances[part].mean()), float(self._hit[part].mean()))
            for part in self._bins()
        )

    def calibration_error(self) -> float:
        """Expected calibration error over the bins of `reliability`, 0..1 (Naeini et al. 2015); NaN without any."""
        return self._error(self._hit)

    def error_by_luck(self, *, seed: int = 0, times: int = 200) -> float:
        """Mean calibration error of as many verdicts that follow the chances exactly; NaN without any."""
        rng, chances = np.random.default_rng(seed), self.left_out()
        return float(np.mean([self._error(rng.random(self.n) < chances) for _ in range(times)])) if self.n else np.nan

    def _bins(self) -> list[NDArray[np.int64]]:
        order = np.argsort(self.left_out(), kind="stable")
        return [part for part in np.array_split(order, min(BINS, max(1, self.n // 4))) if len(part)]

    def _error(self, hit: NDArray[np.bool_]) -> float:
        if not self.n:
            return float("nan")
        chances = self.left_out()
        return sum(len(part) * abs(float(chances[part].mean() - hit[part].mean())) for part in self._bins()) / self.n

    def left_out(self) -> Float64:
        """Chance of each decided proposal by all other verdicts, float64 [n]."""
        if self._left_out is not None:
            return self._left_out
        found, place = np.zeros(self.n), 0
        for rows in _parts(self._rows):
            curves, hit = _chance(rows @ self._draws.T), self._hit[place : place + len(rows), None]
            # What a verdict made more likely counts less without it.
            without = self._weights / np.maximum(np.where(hit, curves, 1 - curves), 1e-6)
            found[place : place + len(rows)] = (without * curves).sum(axis=1) / without.sum(axis=1)
            place += len(rows)
        self._left_out = found
        return found


def after_which(known: AcceptanceChance, traits: Sequence[Traits], *, left: float = 1.0) -> tuple[int, Estimate]:
    """How many proposals of an order to look at until no more than `left` acceptances are expected in the rest.

    Args:
        known: what verdicts say.
        traits: undecided proposals in the order of the queue.
        left: acceptances that may be left.

    Returns:
        how many, and what is expected in the rest.
    """
    low, high = 0, len(traits)
    while low < high:
        middle = (low + high) // 2
        if known.expected(traits[middle:]).value <= left:
            high = middle
        else:
            low = middle + 1
    return low, known.expected(traits[low:])


def _rows(traits: Sequence[Traits]) -> Float64:
    """Traits as numbers: float64 [n, 5], level, logit of the score, doubtful, logarithm of the length, this video."""
    if not len(traits):
        return np.zeros((0, len(_MEAN)))
    score, doubtful, seconds, here = np.array(traits, np.float64).T
    clipped = np.clip(score, _SURE, 1 - _SURE)
    length = np.log(np.where(seconds > 0, seconds, _USUAL_LENGTH) / _USUAL_LENGTH)
    return np.stack([np.ones(len(score)), np.log(clipped) - np.log1p(-clipped), doubtful, length, here], axis=1)


def _parts(rows: Float64) -> Iterator[Float64]:
    """Some rows after the other: few enough that what is made of them stays small."""
    for first in range(0, len(rows), _PART):
        yield rows[first : first + _PART]


def _possible(rows: Float64, hit: NDArray[np.bool_], rng: np.random.Generator) -> tuple[Float64, Float64]:
    """Coefficients float64 [DRAWS, 5] and their weights float64 [DRAWS]: drawn around the best, weighed exactly."""
    best, precision = _best(rows, hit)
    half = np.linalg.cholesky(np.linalg.inv(precision)) * _WIDER
    noise = rng.standard_normal((DRAWS, len(best)))
    draws = best + noise @ half.T
    logs = _log_likelihood(rows @ draws.T, hit) - 0.5 * (((draws - _MEAN) / _SPREAD) ** 2).sum(axis=1)
    logs += 0.5 * (noise**2).sum(axis=1)
    logs[draws[:, 1] < 0] = -np.inf
    if not np.isfinite(logs).any():
        # The verdicts speak against the scores altogether: the scores tell nothing then.
        draws[:, 1] = 0.0
        logs = np.zeros(DRAWS)
    weights = np.exp(logs - logs.max())
    return draws, np.asarray(weights / weights.sum())


def _best(rows: Float64, hit: NDArray[np.bool_]) -> tuple[Float64, Float64]:
    """The most likely coefficients, and how sharp that is: float64 [5], float64 [5, 5]. Newton's method."""
    best, prior = _MEAN.copy(), np.diag(_SPREAD**-2)
    precision = prior
    for _ in range(25):
        chance = _chance(rows @ best)
        slope = rows.T @ (hit - chance) - prior @ (best - _MEAN)
        precision = (rows * (chance * (1 - chance))[:, None]).T @ rows + prior
        step = np.linalg.solve(precision, slope)
        best = best + step
        if float(np.abs(step).max()) < 1e-8:
            break
    return best, precision


def _chance(logit: Float64) -> Float64:
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def _log_likelihood(logit: Float64, hit: NDArray[np.bool_]) -> Float64:
    """Of each draw, float64 [DRAWS]."""
    signed = np.where(hit[:, None], logit, -logit)
    return np.asarray(-np.logaddexp(0, -signed).sum(axis=0))
