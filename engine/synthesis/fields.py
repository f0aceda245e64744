"""Displacement fields of action units: where the skin of the portrait moves, and which way.

A field is a sum of compact bumps (Wendland's C2 function, Adv. Comput. Math. 4, 1995) at anchor points, scaled so that
its fastest point moves 1 px. Directions follow the FACS description of each unit.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from engine.synthesis import portrait
from engine.synthesis.portrait import Point
from engine.types import Float32, Float64, frozen


@dataclass(frozen=True, slots=True)
class Bump:
    """Skin around `at` moves along `way`; the effect ends at the half-axes `reach` (portrait px)."""

    at: Point
    way: Point
    reach: Point


def _brows(ways: tuple[Point, Point, Point], reach: Point) -> tuple[Bump, ...]:
    """The same movement of both brows; `ways` for outer, middle, inner point, x positive towards the nose."""
    left = [Bump(at, way, reach) for at, way in zip(portrait.BROW_LEFT, ways, strict=True)]
    right = [Bump(at, (-way[0], way[1]), reach) for at, way in zip(portrait.BROW_RIGHT, ways, strict=True)]
    return (*left, *right)


def _pair(left: Point, right: Point, way: Point, reach: Point) -> tuple[Bump, ...]:
    """A movement and its mirror image; `way` for the left one, x positive towards the nose."""
    return (Bump(left, way, reach), Bump(right, (-way[0], way[1]), reach))


_STILL: Point = (0.0, 0.0)
_LIPS = (portrait.LIP_LEFT, portrait.LIP_RIGHT)
_NOSTRILS = (portrait.NOSTRIL_LEFT, portrait.NOSTRIL_RIGHT)
_CHEEKS = (portrait.CHEEK_LEFT, portrait.CHEEK_RIGHT)

BUMPS: dict[str, tuple[Bump, ...]] = {
    "1+2": _brows(((0.0, -0.8), (0.0, -1.0), (0.0, -1.0)), (17.0, 15.0)),
    "4": _brows((_STILL, (0.35, 0.5), (0.6, 0.9)), (17.0, 14.0)),
    "9": (
        *_pair(*_NOSTRILS, (0.1, -1.0), (11.0, 13.0)),
        *_brows((_STILL, _STILL, (0.2, 0.4)), (14.0, 12.0)),
        Bump(portrait.LIP_TOP, (0.0, -0.35), (18.0, 8.0)),
    ),
    "12": (
        *_pair(*_LIPS, (-0.55, -0.85), (19.0, 15.0)),
        *_pair(*_CHEEKS, (-0.05, -0.4), (18.0, 15.0)),
    ),
    "15": _pair(*_LIPS, (-0.15, 1.0), (19.0, 15.0)),
    "38": _pair(*_NOSTRILS, (-1.0, -0.1), (10.0, 9.0)),
}


def _bump(distance: Float64) -> Float64:
    """Wendland's C2 function of the distance in units of the reach: 1 at 0, 0 from 1 on."""
    inside = np.clip(1.0 - distance, 0.0, None)
    return np.asarray(inside**4 * (4.0 * distance + 1.0), np.float64)


@cache
def field(action_units: str) -> Float32:
    """Displacement of the skin at the peak of a movement of 1 portrait px.

    Args:
        action_units: a key of `BUMPS`, e.g. ``"1+2"``.

    Returns:
        float32 [256, 256, 2], portrait px (x, y), largest length 1, read-only.
    """
    y, x = np.mgrid[0 : portrait.SIZE, 0 : portrait.SIZE].astype(np.float64)
    total = np.zeros((portrait.SIZE, portrait.SIZE, 2))
    for bump in BUMPS[action_units]:
        weight = _bump(np.hypot((x - bump.at[0]) / bump.reach[0], (y - bump.at[1]) / bump.reach[1]))
        total += weight[..., None] * np.asarray(bump.way)
    longest = float(np.hypot(total[..., 0], total[..., 1]).max())
    field_ = np.asarray(total / longest, np.float32)
    frozen(field_)
    return field_
