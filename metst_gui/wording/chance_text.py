"""How a chance is told: never without its interval."""

from engine.estimates.estimate import Estimate
from metst_gui.language import tr


def chance_text(chance: Estimate) -> str:
    """A chance with its interval, as “62 % [41, 80]”."""
    low, high = round(100 * chance.low), round(100 * chance.high)
    return tr("{value:.0%} [{low}, {high}]", value=chance.value, low=low, high=high)
