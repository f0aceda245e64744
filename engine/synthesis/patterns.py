"""Action-unit patterns of micro-expressions for training on patches: where each is seen and what it hints at.

The classes are a rule of thumb; a pattern that stands for several gets shares. An inner brow raise (1) and mouth
corners that fall (15) alone or together are what FACS manuals give for sadness, which data sets count as negative; a
chin raise (17) or a dimple (14) says little.
"""

from dataclasses import dataclass

import numpy as np

from engine.types import Emotion

# Units that move brows and lids; the others move nose, mouth and cheeks.
UPPER = frozenset({"1", "2", "4", "5", "7", "9", "45"})
NEG, POS, SUR, OTH = Emotion.NEGATIVE, Emotion.POSITIVE, Emotion.SURPRISE, Emotion.OTHERS


@dataclass(frozen=True, slots=True)
class Pattern:
    """Action units that move together.

    Attributes:
        units: action units, the leading one first.
        weight: how often it is drawn, relative to the others.
        shares: what it stands for; shares sum to 1.
    """

    units: tuple[str, ...]
    weight: float
    shares: tuple[tuple[Emotion, float], ...]

    @property
    def is_upper(self) -> bool:
        """Whether brows or lids move."""
        return any(unit in UPPER for unit in self.units)

    @property
    def is_lower(self) -> bool:
        """Whether nose or mouth move visibly."""
        return any(unit not in UPPER for unit in self.units)

    def probabilities(self) -> tuple[float, float, float, float]:
        """Shares in the order negative, positive, surprise, others."""
        found = dict(self.shares)
        return (found.get(NEG, 0.0), found.get(POS, 0.0), found.get(SUR, 0.0), found.get(OTH, 0.0))


def _pattern(units: str, weight: float, **shares: float) -> Pattern:
    names = {"neg": NEG, "pos": POS, "sur": SUR, "oth": OTH}
    return Pattern(tuple(units.split("+")), weight, tuple((names[name], share) for name, share in shares.items()))


UPPER_PATTERNS: tuple[Pattern, ...] = (
    _pattern("1", 1.2, neg=0.45, sur=0.55),
    _pattern("2", 1.0, sur=0.85, oth=0.15),
    _pattern("1+2", 2.0, sur=0.95, neg=0.05),
    _pattern("1+2+5", 0.5, sur=1.0),
    _pattern("4", 2.4, neg=1.0),
    _pattern("4+7", 0.7, neg=1.0),
    _pattern("4+9", 0.8, neg=1.0),
    _pattern("4+5", 0.4, neg=1.0),
    _pattern("1+4", 0.8, neg=1.0),
    _pattern("1+2+4", 0.4, neg=0.75, sur=0.25),
    _pattern("9", 1.3, neg=1.0),
    _pattern("5", 1.0, sur=0.6, neg=0.4),
    _pattern("7", 1.0, neg=0.7, oth=0.3),
)
BOTH_PATTERNS: tuple[Pattern, ...] = (
    _pattern("4+15", 0.6, neg=1.0),
    _pattern("1+15", 0.6, neg=1.0),
    _pattern("1+4+15", 0.4, neg=1.0),
    _pattern("9+10", 0.5, neg=1.0),
    _pattern("4+24", 0.3, neg=1.0),
    _pattern("1+2+25", 0.4, sur=1.0),
)
LOWER_PATTERNS: tuple[Pattern, ...] = (
    _pattern("12", 2.2, pos=1.0),
    _pattern("6+12", 1.6, pos=1.0),
    _pattern("12+25", 0.4, pos=1.0),
    _pattern("10", 1.5, neg=0.95, oth=0.05),
    _pattern("14", 1.8, oth=0.75, neg=0.25),
    _pattern("15", 1.5, neg=0.75, oth=0.25),
    _pattern("15+17", 0.5, neg=0.85, oth=0.15),
    _pattern("17", 1.4, oth=0.55, neg=0.45),
    _pattern("38", 1.2, oth=0.9, neg=0.1),
    _pattern("20", 0.6, neg=0.85, oth=0.15),
    _pattern("24", 0.6, oth=0.6, neg=0.4),
    _pattern("16", 0.3, oth=1.0),
)


def draw_pattern(rng: np.random.Generator, patterns: tuple[Pattern, ...]) -> Pattern:
    """One of the patterns by weight."""
    weights = np.array([pattern.weight for pattern in patterns])
    return patterns[int(rng.choice(len(patterns), p=weights / weights.sum()))]


def draw_sides(rng: np.random.Generator, units: tuple[str, ...]) -> tuple[float, float]:
    """Strength of the picture's left and right side: a quarter is one-sided (of AU 14 most), the rest uneven."""
    one_sided = 0.7 if "14" in units else 0.25
    weak = float(rng.uniform(0.0, 0.2)) if rng.random() < one_sided else float(rng.uniform(0.6, 1.0))
    return (1.0, weak) if rng.random() < 0.5 else (weak, 1.0)
