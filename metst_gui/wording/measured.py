"""Figures of planted movements in words: none is told without its 90 % interval."""

import math
from collections.abc import Mapping

from engine.estimates.estimate import Estimate
from engine.planted import TOLD
from metst_gui.language import mark, tr

# Strongest movement that is planted, px: what lies above it was not seen.
STRONGEST = TOLD[-1]
REGION_NAMES: Mapping[str, str] = {
    "all": mark("Whole face"),
    "brows": mark("Brows and eyes"),
    "nose": mark("Nose"),
    "mouth": mark("Mouth"),
}


def px_text(one: Estimate) -> str:
    """A strength as ``"1.2 px [0.9, 1.6]"``; what lies above the strongest that was planted as ``">4"``."""
    return tr("{value} px [{low}, {high}]", value=_px(one.value), low=_px(one.low), high=_px(one.high))


def rate_text(one: Estimate) -> str:
    """A rate as ``"1.4 [0.8, 2.2] a minute"``."""
    return tr("{value} [{low}, {high}] a minute", value=_rate(one.value), low=_rate(one.low), high=_rate(one.high))


def band_word(band: tuple[int, int] | None) -> str:
    """Frames around a proposed bound as ``"±2"`` or ``"−2/+4"``; empty where they are not known."""
    if band is None:
        return ""
    before, after = band
    return f"±{before}" if before == after else f"−{before}/+{after}"


def band_tip(name: str, band: tuple[int, int], n: int) -> str:
    """The same as a sentence, with where it comes from."""
    return tr(
        "In this footage the true {name} lies up to {before} frames before and {after} after a proposed one, 9 times "
        "in 10 (measured on {n} planted movements).",
        name=tr(name),
        before=band[0],
        after=band[1],
        n=n,
    )


def _px(value: float) -> str:
    if not math.isfinite(value) or value > STRONGEST:
        return f">{STRONGEST:g}"
    return f"{value:.1f}" if value >= 0.95 else f"{value:.2f}"


def _rate(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
