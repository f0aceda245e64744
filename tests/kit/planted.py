"""What planted movements might say of a run."""

import numpy as np

from engine.config import DecoderConfig
from engine.planted import PLANTED_REGIONS, AtThreshold, BoundErrors, FoundShare, Sensitivity, alarm_rate, found_share
from engine.planted.share_curve import AS_MEASURED


def curve(s50: float, *, n: int = 40, seed: int = 0) -> FoundShare:
    """Of movements of graded strength of which half is found at `s50` px."""
    rng = np.random.default_rng(seed)
    strength = np.exp(rng.uniform(np.log(0.25), np.log(4), n))
    return found_share(strength.tolist(), (strength > s50).tolist())


def sensitivity(*, threshold: float = 0.5, alarms: int = 6, seed: int = 0) -> Sensitivity:
    """Of a run decoded by `half_max`: the higher the threshold, the fewer alarms, and the less is found."""
    rng = np.random.default_rng(seed)

    def at(level: float) -> AtThreshold:
        whole = curve(0.4 + level, n=120)
        regions = tuple((name, curve(0.4 + level)) for name in PLANTED_REGIONS)
        return AtThreshold(level, alarm_rate(round(alarms * 2 * (1 - level)), 2.0), (("all", whole), *regions))

    now = at(threshold)
    errors = np.rint(rng.normal(0, 2, (60, 3))).astype(int)
    return Sensitivity(
        token="",
        n=120,
        minutes=2.0,
        found=now.found,
        alarms=now.alarms,
        thresholds=tuple(at(level) for level in sorted({0.3, threshold, 0.7, 0.9})),
        as_measured=found_share([1.0, 2.0], [False, True], AS_MEASURED),
        errors=BoundErrors.of([(a, b, c) for a, b, c in errors.tolist()]),
        decoder=DecoderConfig(threshold=threshold),
        synergy="spotting_led",
    )
