"""How many events nobody marked: capture-recapture from two lists of the same footage, with the dependence named.

Two coders (or a coder and a model) who look independently miss an event together only by chance, so how often one
finds what the other found tells how much both missed (Lincoln 1930; Chapman 1951). People of one school overlook the
same weak events, though: then more is missed than independence says. The odds ratio between the two lists cannot be
learnt from them; it is taken from a stated range and widens the interval (Hook and Regal 1995, on dependent sources).
"""

from dataclasses import dataclass

import numpy as np

from engine.estimates.estimate import TAILS

# Odds of the second finding an event that the first found, against one that the first missed: from independence to
# clearly alike.
DEPENDENCE = (1.0, 5.0)
DRAWS = 8000


@dataclass(frozen=True, slots=True)
class MissedEvents:
    """An estimate of what both lists lack.

    Attributes:
        seen: events in either list.
        missed: median of the events in neither.
        low, high: 90 % interval of these.
        dependence: range of the odds ratio it allows for.
    """

    seen: int
    missed: float
    low: float
    high: float
    dependence: tuple[float, float]


def missed_events(
    both: int, only_first: int, only_second: int, *, dependence: tuple[float, float] = DEPENDENCE, seed: int = 0
) -> MissedEvents | None:
    """Events that neither of two lists holds.

    Args:
        both: events in both lists.
        only_first: only in the first.
        only_second: only in the second.
        dependence: least and largest odds ratio between the lists; ``(1, 1)``: independent.
        seed: of the draws, so that the figures come out again.

    Returns:
        None where the lists share nothing: then nothing bounds what is missing.

    Raises:
        ValueError: a count below 0, or a range that is none.
    """
    if min(both, only_first, only_second) < 0 or not 0 < dependence[0] <= dependence[1]:
        raise ValueError("counts are at least 0, and the dependence is a range of odds ratios above 0")
    if both == 0:
        return None
    rng = np.random.default_rng(seed)
    # Rates of the three cells given their counts (Jeffreys), the odds ratio from its range, and what chance makes.
    rates = rng.gamma(np.array([both, only_first, only_second]) + 0.5, size=(DRAWS, 3))
    odds = np.exp(rng.uniform(np.log(dependence[0]), np.log(dependence[1]), DRAWS))
    missed = rng.poisson(odds * rates[:, 1] * rates[:, 2] / rates[:, 0])
    low, middle, high = np.quantile(missed, [TAILS[0], 0.5, TAILS[1]]).tolist()
    return MissedEvents(both + only_first + only_second, middle, low, high, dependence)
