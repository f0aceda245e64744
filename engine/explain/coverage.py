"""How much of a video a run can say something about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from engine.messages import Said, listed
from engine.types import PARTS, REGION_REASONS, UNSCORED, AnalysisRun, Curves, Mask, UInt8

MOTION = Said("too much head motion or speech")
PART_WORDS: Mapping[str, str] = {"brows": Said("brows and eyes"), "nose": Said("nose"), "mouth": Said("mouth")}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of a run's samples, 0..1.

    Attributes:
        faced: with a face.
        scored: with a spotting score (no gap).
        restless: scored, but with too much head motion or speech: finding nothing there means nothing.
        spans: (first, last) frame indices of the restless spans, inclusive, in order.
        known: False where the run is of a version that did not store its restless spans.
        parts: for each of `PARTS` the share of samples in which it is judged; empty: the model does not look at parts.
    """

    faced: float
    scored: float
    restless: float
    spans: tuple[tuple[int, int], ...]
    known: bool
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def analysable(self) -> float:
        """Share with a face and a score, calm enough to judge."""
        return self.scored - self.restless

    @property
    def text(self) -> str:
        """E.g. ``"62% of the video analysable, 30% too much head motion or speech"``, or what is judged by part."""
        if not self.known:
            return Said(
                "{scored:.0%} of the video scored; how much of it with {motion} was not kept",
                scored=told_share(self.scored),
                motion=MOTION,
            )
        if self.parts:
            return judged_text(self.parts)
        calm = Said("{analysable:.0%} of the video analysable", analysable=told_share(self.analysable))
        if not self.restless:
            return calm
        return listed((calm, Said("{restless:.0%} too much head motion or speech", restless=told_share(self.restless))))


def told_share(share: float) -> float:
    """A share (0..1) as it is told in whole percent: neither 0 nor 1 where there is something, or something is left."""
    return min(0.99, max(0.01, share)) if 0 < share < 1 else share


def judged_text(parts: Mapping[str, float]) -> str:
    """E.g. ``"brows judged 71%, nose 60%, mouth 9%"``."""
    brows, nose, mouth = (told_share(parts.get(part, 0.0)) for part in PARTS)
    return Said("brows judged {brows:.0%}, nose {nose:.0%}, mouth {mouth:.0%}", brows=brows, nose=nose, mouth=mouth)


def judged_parts(curves: Curves) -> Mapping[str, float]:
    """Share of the samples in which each of `PARTS` is judged, 0..1; empty where the model does not tell."""
    return {} if curves.regions is None else judged_shares(curves.regions.reasons)


def judged_shares(reasons: UInt8) -> Mapping[str, float]:
    """Share of the samples in which each of `PARTS` is judged, 0..1.

    Args:
        reasons: uint8 [S, 6], as in `RegionCurves`.
    """
    judged, n = reasons == 0, max(1, len(reasons))
    return {part: float(np.count_nonzero(judged[:, list(at)].any(axis=1))) / n for part, at in PARTS.items()}


def unjudged_reasons(curves: Curves) -> Mapping[str, Mapping[str, float]]:
    """For each of `PARTS` the shares of samples that each reason alone or with others keeps from being judged."""
    regions = curves.regions
    if regions is None or not len(curves.frames):
        return {}
    found: dict[str, Mapping[str, float]] = {}
    for part, numbers in PARTS.items():
        lost, bits = ~regions.judged(numbers), np.bitwise_or.reduce(regions.reasons[:, list(numbers)], axis=1)
        shares = {text: float((((bits & reason) != 0) & lost).mean()) for reason, text in REGION_REASONS.items()}
        found[part] = {text: share for text, share in shares.items() if share}
    return found


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
    return Coverage(
        faced=float(np.count_nonzero((mask & Mask.NO_FACE) == 0)) / n,
        scored=float(np.count_nonzero(scored)) / n,
        restless=float(np.count_nonzero(restless)) / n,
        spans=run.restless,
        known=run.restless_known,
        parts=judged_parts(run.curves),
    )
