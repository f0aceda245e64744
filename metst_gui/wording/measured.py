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
    """A strength as ``"1.2 px [0.9, 1.6]"``; what lies above the strongest that was planted is told as such."""
    if one.value > STRONGEST:
        return tr("above {px} px [{low}, –]", px=f"{STRONGEST:g}", low=_px(one.low))
    return tr("{value} px [{low}, {high}]", value=_px(one.value), low=_px(one.low), high=_px(one.high))


def rate_text(one: Estimate) -> str:
    """A rate as ``"1.4 [0.8, 2.2] a minute"``."""
    return tr("{value} [{low}, {high}] a minute", value=_rate(one.value), low=_rate(one.low), high=_rate(one.high))


def _px(value: float) -> str:
    if not math.isfinite(value) or value > STRONGEST:
        return f">{STRONGEST:g}"
    return f"{value:.1f}" if value >= 0.95 else f"{value:.2f}"


def _rate(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
