"""How far each patch moves in an action unit, drawn from wide ranges: movements that no recording has to show.

Responses measured in a few recordings share their faces and the shape of the fields put into them. Faces differ more
than that, so a part of what training adds to backgrounds is drawn here, patch by patch. Ranges follow the FACS
descriptions of the units; nothing is measured.
"""

from dataclasses import dataclass

import numpy as np

from engine.patches.places import PATCHES
from engine.types import Float32

Range = tuple[float, float]
NAMES = tuple(patch.name for patch in PATCHES)
# The patch that moves most moves by this share of the movement's level (the fastest 30 % of a whole region).
REACHED: Range = (0.4, 1.0)
# Spread of each patch's own factor, and of what is added to each, as a share of the largest.
OWN, ADDED = 0.25, 0.05
# Left over from a rigid fit that takes a bit of the movement for the head's: share of the largest.
LEAK = 0.08
# How far the lids of a blink move, px, and how much of that the brows follow at most.
BLINK_PX: Range = (3.0, 16.0)
BROW_PULL: Range = (0.0, 0.3)
NONE: Range = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Reach:
    """Movement of a patch (and of its counterpart): x towards the nose, y down, drawn evenly from ranges."""

    patch: str
    x: Range
    y: Range


UNITS: dict[str, tuple[Reach, ...]] = {
    "1": (
        Reach("brow_inner", (-0.25, 0.3), (-1.0, -0.75)),
        Reach("brow_middle", (-0.2, 0.15), (-0.9, -0.15)),
        Reach("brow_outer", (-0.1, 0.15), (-0.4, 0.15)),
        Reach("glabella", NONE, (-0.8, 0.6)),
        Reach("forehead", NONE, (-0.4, 0.2)),
        Reach("lid_upper", (-0.1, 0.1), (-0.3, 0.1)),
    ),
    "2": (
        Reach("brow_inner", (-0.15, 0.15), (-0.45, 0.15)),
        Reach("brow_middle", (-0.3, 0.2), (-1.0, -0.4)),
        Reach("brow_outer", (-0.5, 0.15), (-1.0, -0.7)),
        Reach("forehead", NONE, (-0.4, 0.2)),
        Reach("temple", (-0.1, 0.1), (-0.3, 0.1)),
        Reach("lid_upper", (-0.1, 0.1), (-0.3, 0.1)),
    ),
    "4": (
        Reach("brow_inner", (0.25, 1.0), (0.2, 0.95)),
        Reach("brow_middle", (0.0, 0.6), (0.0, 0.8)),
        Reach("brow_outer", (-0.15, 0.35), (-0.2, 0.5)),
        Reach("glabella", NONE, (-0.6, 0.7)),
        Reach("lid_upper", (-0.1, 0.3), (-0.1, 0.35)),
        Reach("eye_inner", (-0.05, 0.2), (-0.05, 0.2)),
    ),
    "5": (
        Reach("lid_upper", (-0.15, 0.15), (-1.0, -0.7)),
        Reach("lid_lower", (-0.1, 0.1), (-0.9, 0.2)),
        Reach("brow_middle", (-0.05, 0.05), (-0.3, 0.05)),
    ),
    "6": (
        Reach("cheek", (-0.2, 0.2), (-1.0, -0.5)),
        Reach("lid_lower", (-0.1, 0.3), (-1.0, -0.2)),
        Reach("lid_upper", (-0.1, 0.2), (-0.6, 0.3)),
        Reach("eye_outer", (0.0, 0.4), (-0.2, 0.2)),
    ),
    "7": (
        Reach("lid_lower", (-0.1, 0.35), (-1.0, -0.6)),
        Reach("lid_upper", (-0.1, 0.2), (-0.6, 0.6)),
        Reach("eye_outer", (0.0, 0.3), (-0.15, 0.15)),
    ),
    "9": (
        Reach("wing", (-0.15, 0.25), (-1.0, -0.55)),
        Reach("brow_inner", (0.0, 0.35), (0.0, 0.7)),
        Reach("glabella", NONE, (-0.2, 0.6)),
        Reach("lip_upper", NONE, (-0.5, 0.0)),
        Reach("lid_lower", (-0.1, 0.2), (-0.5, 0.1)),
        Reach("dorsum", NONE, (-0.5, 0.0)),
    ),
    "10": (
        Reach("lip_upper", NONE, (-1.0, -0.6)),
        Reach("wing", (-0.2, 0.1), (-0.9, -0.2)),
        Reach("cheek", (-0.1, 0.1), (-0.4, 0.0)),
        Reach("corner", (-0.2, 0.1), (-0.4, 0.1)),
    ),
    "12": (
        Reach("corner", (-1.0, -0.35), (-1.0, -0.3)),
        Reach("cheek", (-0.4, 0.05), (-0.9, -0.05)),
        Reach("wing", (-0.3, 0.0), (-0.3, 0.1)),
        Reach("lip_upper", NONE, (-0.3, 0.2)),
        Reach("lip_lower", NONE, (-0.3, 0.2)),
        Reach("lid_lower", (-0.1, 0.1), (-0.3, 0.05)),
    ),
    "14": (
        Reach("corner", (0.5, 1.0), (-0.25, 0.25)),
        Reach("cheek", (0.0, 0.3), (-0.15, 0.15)),
        Reach("lip_lower", NONE, (-0.2, 0.2)),
    ),
    "15": (
        Reach("corner", (-0.35, 0.2), (0.6, 1.0)),
        Reach("chin", NONE, (-0.2, 0.3)),
        Reach("lip_lower", NONE, (-0.1, 0.4)),
        Reach("cheek", (-0.1, 0.1), (0.0, 0.3)),
    ),
    "16": (Reach("lip_lower", NONE, (0.7, 1.0)), Reach("chin", NONE, (0.0, 0.5))),
    "17": (
        Reach("chin", NONE, (-1.0, -0.6)),
        Reach("lip_lower", NONE, (-1.0, -0.3)),
        Reach("lip_upper", NONE, (-0.4, 0.1)),
        Reach("corner", (-0.1, 0.2), (-0.2, 0.4)),
    ),
    "20": (Reach("corner", (-1.0, -0.6), (-0.1, 0.5)), Reach("cheek", (-0.3, 0.0), (-0.1, 0.2))),
    "24": (
        Reach("lip_upper", NONE, (0.4, 1.0)),
        Reach("lip_lower", NONE, (-1.0, -0.4)),
        Reach("corner", (-0.1, 0.3), (-0.2, 0.2)),
        Reach("chin", NONE, (-0.5, 0.1)),
    ),
    "25": (
        Reach("lip_lower", NONE, (0.6, 1.0)),
        Reach("lip_upper", NONE, (-0.4, 0.0)),
        Reach("chin", NONE, (0.0, 0.6)),
    ),
    "38": (Reach("wing", (-1.0, -0.6), (-0.25, 0.25)), Reach("lip_upper", NONE, (-0.15, 0.15))),
}


def drawn_pattern(
    units: tuple[str, ...], sides: tuple[float, float], rng: np.random.Generator, *, places: Float32
) -> Float32:
    """Displacement of every patch at the apex of a movement of level 1.

    Args:
        units: action units, keys of `UNITS`, the leading one first.
        sides: strength of the picture's left and right side.
        rng: source of randomness.
        places: float [31, 2], where the patches lie over a face, for what a rigid fit leaves.

    Returns:
        float32 [31, 2], px of the 320 px crop, (x, y) in picture directions.
    """
    pattern = np.zeros((len(NAMES), 2))
    for number, unit in enumerate(units):
        share = 1.0 if number == 0 else float(rng.uniform(0.4, 1.1))
        pattern += share * _one(unit, sides, rng)
    largest = max(float(np.hypot(pattern[:, 0], pattern[:, 1]).max()), 1e-6)
    pattern *= np.exp(rng.normal(0, OWN, (len(NAMES), 1)))
    pattern += ADDED * largest * rng.standard_normal(pattern.shape)
    basis = np.column_stack([np.ones(len(NAMES)), places])
    pattern += largest * rng.uniform(0, LEAK) * basis @ rng.standard_normal((3, 2))
    largest = float(np.hypot(pattern[:, 0], pattern[:, 1]).max())
    return np.asarray(pattern / largest * rng.uniform(*REACHED), np.float32)


def blink_pattern(rng: np.random.Generator) -> Float32:
    """Displacement of every patch while the eyes are shut: float32 [31, 2], px; lids far, brows as they like.

    Real blinks pull brows down or push them up, sometimes one more than the other, and hardly move the nose.
    """
    moved = np.zeros((len(NAMES), 2))
    size = float(np.exp(rng.uniform(*np.log(BLINK_PX))))
    uneven = 1.0 + rng.uniform(-0.15, 0.15) * np.array([1.0, -1.0])
    pull = (
        size * rng.uniform(*BROW_PULL) * np.array([rng.normal(0, 0.3), 1.0]) * rng.choice((-1.0, 1.0), p=(0.35, 0.65))
    )
    for number, name in enumerate(NAMES):
        side = uneven[0] if name.endswith("_left") else uneven[1]
        sign = 1.0 if name.endswith("_left") else -1.0 if name.endswith("_right") else 0.0
        if name.startswith("lid_upper"):
            moved[number] = side * size * np.array([sign * rng.normal(0, 0.1), rng.uniform(0.7, 1.0)])
        elif name.startswith("lid_lower"):
            moved[number] = side * size * np.array([sign * rng.uniform(-0.1, 0.2), rng.uniform(-0.4, 0.4)])
        elif name.startswith(("brow", "glabella")):
            moved[number] = side * pull * np.array([sign, 1.0]) * rng.uniform(0.3, 1.2)
        elif name.startswith(("eye", "wing", "cheek")):
            moved[number] = 0.05 * size * rng.standard_normal(2)
    return np.asarray(moved, np.float32)


def _one(unit: str, sides: tuple[float, float], rng: np.random.Generator) -> Float32:
    """One action unit, float [31, 2]: alike on both sides but for `sides` and a little chance."""
    moved = np.zeros((len(NAMES), 2))
    for reach in UNITS[unit]:
        x, y = rng.uniform(*reach.x), rng.uniform(*reach.y)
        for number, name in enumerate(NAMES):
            if name == reach.patch or name.startswith(f"{reach.patch}_"):
                left, right = name.endswith("_left"), name.endswith("_right")
                side = sides[0] if left else sides[1] if right else max(sides)
                sign = 1.0 if left else -1.0 if right else 0.0
                moved[number] += side * np.array([sign * x, y]) * rng.uniform(0.85, 1.15)
    return np.asarray(moved, np.float32)
