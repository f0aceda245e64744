"""A share of a small number of trials, with its interval."""

import math

from engine.estimates.estimate import Estimate

# Quantile of the normal distribution that leaves 5 % on each side: `engine.estimates.estimate.LEVEL`.
Z90 = 1.6448536269514722


def share_of(k: int, n: int) -> Estimate:
    """Share `k` of `n` with its 90 % interval (Wilson 1927), which stays in [0, 1] and keeps its width at 0 and `n`.

    Without a trial nothing is known: the share is NaN, the interval all that is possible.

    Raises:
        ValueError: not 0 <= k <= n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        return Estimate(math.nan, 0.0, 1.0)
    share, z2 = k / n, Z90 * Z90
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z90 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half))
