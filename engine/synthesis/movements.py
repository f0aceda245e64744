"""Where the skin moves: displacement fields of action units on the mesh points of any face.

A field is a sum of bumps around mesh points, each pulling the skin one way; its fastest point moves 1 px of the 320 px
crop. Directions follow the FACS descriptions. Shape, reach, strength and direction of every bump are drawn anew for
every movement, and so is the balance of the two sides.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from engine.synthesis.subject import OVERSAMPLING, Subject
from engine.types import Emotion, Float32

Way = tuple[float, float]

# A point of the picture's left half of the mesh and its counterpart; points in the middle are their own.
MIRRORED: dict[int, int] = {
    70: 300, 63: 293, 105: 334, 66: 296, 107: 336, 61: 291, 64: 294, 98: 327, 50: 280, 205: 425, 203: 423,
    159: 386, 145: 374, 37: 267, 39: 269, 84: 314, 181: 405, 214: 434,
    0: 0, 17: 17, 9: 9, 8: 8, 199: 199, 152: 152, 4: 4,
}  # fmt: skip
GRID = 4  # fields are computed on every so many px of the picture: they are smooth


@dataclass(frozen=True, slots=True)
class Pull:
    """Skin around mesh point `at` (of the picture's left half) moves along `way`, as does the mirrored point.

    Attributes:
        at: mesh point.
        way: direction and strength, x positive towards the nose.
        reach: half-axes of the moved skin in px of the 320 px crop.
    """

    at: int
    way: Way
    reach: Way


_BROW: Way = (46.0, 42.0)
_SMALL: Way = (22.0, 18.0)
_NOSE: Way = (32.0, 36.0)
_MOUTH: Way = (54.0, 44.0)
_LIP: Way = (40.0, 22.0)

ACTION_UNITS: dict[str, tuple[Pull, ...]] = {
    "1": (Pull(107, (0.1, -1.0), _BROW), Pull(66, (0.05, -0.8), _BROW)),
    "2": (Pull(70, (-0.1, -0.9), _BROW), Pull(63, (0.0, -1.0), _BROW), Pull(105, (0.0, -0.8), _BROW)),
    "4": (Pull(107, (0.6, 0.85), _BROW), Pull(66, (0.45, 0.6), _BROW), Pull(105, (0.3, 0.3), _BROW)),
    "5": (Pull(159, (0.0, -1.0), _SMALL), Pull(105, (0.0, -0.3), _BROW)),
    "6": (Pull(50, (0.0, -0.8), _MOUTH), Pull(145, (0.1, -0.5), _SMALL)),
    "7": (Pull(145, (0.1, -0.9), _SMALL), Pull(159, (0.0, 0.3), _SMALL)),
    "9": (Pull(98, (0.1, -1.0), _NOSE), Pull(107, (0.2, 0.4), _BROW), Pull(0, (0.0, -0.35), _LIP)),
    "10": (Pull(37, (0.0, -1.0), _LIP), Pull(203, (-0.1, -0.6), _NOSE), Pull(98, (0.0, -0.3), _NOSE)),
    "12": (Pull(61, (-0.55, -0.85), _MOUTH), Pull(205, (-0.05, -0.4), _MOUTH)),
    "14": (Pull(61, (0.9, 0.0), _LIP),),
    "15": (Pull(61, (-0.1, 1.0), _MOUTH), Pull(214, (0.0, 0.4), _MOUTH)),
    "16": (Pull(84, (0.0, 1.0), _LIP), Pull(17, (0.0, 1.0), _LIP)),
    "17": (Pull(199, (0.0, -1.0), _MOUTH), Pull(17, (0.0, -0.8), _LIP)),
    "18": (Pull(61, (0.8, 0.0), _LIP), Pull(0, (0.0, 0.2), _LIP)),
    "20": (Pull(61, (-0.9, 0.15), _MOUTH),),
    "24": (Pull(0, (0.0, 0.7), _LIP), Pull(17, (0.0, -0.7), _LIP)),
    "25": (Pull(17, (0.0, 0.9), _LIP), Pull(0, (0.0, -0.25), _LIP)),
    "26": (Pull(152, (0.0, 1.0), (70.0, 60.0)), Pull(17, (0.0, 0.9), _MOUTH)),
    "38": (Pull(64, (-1.0, -0.1), (28.0, 26.0)),),
    "39": (Pull(64, (1.0, 0.1), (28.0, 26.0)),),
    "45": (Pull(159, (0.0, 1.0), (34.0, 26.0)), Pull(105, (0.0, 0.25), (40.0, 24.0))),
}

# Which movements stand for which class. A rule of thumb after the commonest classes of these action units in
# CAS(ME)^3 (weights spec 0: even perfect action units give the right class of four for 62 % only).
RECIPES: dict[Emotion, tuple[tuple[str, ...], ...]] = {
    Emotion.NEGATIVE: (
        ("4",), ("4",), ("4", "7"), ("4", "9"), ("9",), ("10",), ("9", "10"), ("1", "4"), ("4", "15"), ("4", "24"),
        ("20",), ("4", "5"),
    ),
    Emotion.POSITIVE: (("12",), ("12",), ("6", "12"), ("12", "25")),
    Emotion.SURPRISE: (("1", "2"), ("1", "2"), ("1", "2", "5"), ("2",), ("1",), ("1", "2", "25"), ("1", "2", "26")),
    Emotion.OTHERS: (("15",), ("17",), ("38",), ("14",), ("16",), ("15", "17"), ("25",), ("39",)),
}  # fmt: skip
# Shares of the classes among CAS(ME)^3's micro-expressions, evened out (weights spec 1: 457, 55, 187, 161 of 860).
CLASS_SHARES: dict[Emotion, float] = {
    Emotion.NEGATIVE: 0.38, Emotion.POSITIVE: 0.16, Emotion.SURPRISE: 0.25, Emotion.OTHERS: 0.21,
}  # fmt: skip
MACRO_UNITS = ("12", "4", "1", "2", "26", "25", "14", "10", "20", "17", "15", "9", "24")
TALK_UNITS = ("25", "26", "18", "20", "12", "16")


def draw_recipe(rng: np.random.Generator) -> tuple[Emotion, tuple[str, ...]]:
    """A class by `CLASS_SHARES` and one of its recipes."""
    classes = list(CLASS_SHARES)
    emotion = classes[rng.choice(len(classes), p=list(CLASS_SHARES.values()))]
    recipes = RECIPES[emotion]
    return emotion, recipes[rng.integers(len(recipes))]


def draw_sides(rng: np.random.Generator, units: tuple[str, ...]) -> Way:
    """Strength of the picture's left and right side: a tenth is unilateral, the rest slightly uneven."""
    weak = float(rng.uniform(0.0, 0.15)) if rng.random() < 0.1 or units == ("14",) else float(rng.uniform(0.65, 1.0))
    return (1.0, weak) if rng.random() < 0.5 else (weak, 1.0)


def draw_field(subject: Subject, unit: str, rng: np.random.Generator, sides: Way = (1.0, 1.0)) -> Float32:
    """One variant of an action unit's field.

    Args:
        subject: the face.
        unit: key of `ACTION_UNITS`.
        rng: source of randomness.
        sides: strength of the picture's left and right side.

    Returns:
        float32 [H, W, 2], (x, y) px of the 320 px crop at each px of the picture; longest 1.
    """
    height, width = (int(size / OVERSAMPLING) for size in subject.gray.shape)
    y, x = np.mgrid[0:height:GRID, 0:width:GRID].astype(np.float32)
    unit_px = subject.unit / OVERSAMPLING  # picture px in one px of the crop
    total = np.zeros((*y.shape, 2), np.float32)
    eyes = subject.points[263] - subject.points[33]
    roll = float(np.arctan2(eyes[1], eyes[0]))
    kernel, reach = rng.integers(len(_KERNELS)), float(np.exp(rng.uniform(-0.3, 0.3)))
    turn = float(rng.normal(0, 0.2))
    for pull in ACTION_UNITS[unit]:
        strength, bent = float(rng.uniform(0.7, 1.3)), turn + float(rng.normal(0, 0.1))
        shift = rng.normal(0, 3.0, 2)
        for side, at in enumerate(dict.fromkeys((pull.at, MIRRORED[pull.at]))):
            middle = pull.at == MIRRORED[pull.at]
            sign = -1.0 if side else 1.0
            share = max(sides) if middle else sides[side]
            way = _turned((pull.way[0] * sign, pull.way[1]), roll + (0.0 if middle else sign * bent))
            centre = (subject.points[at] / OVERSAMPLING) + shift * np.array([sign, 1.0]) * unit_px
            reach_px = np.asarray(pull.reach) * reach * unit_px
            far = np.hypot((x - centre[0]) / reach_px[0], (y - centre[1]) / reach_px[1])
            total += (strength * share * _KERNELS[kernel](far))[..., None] * np.asarray(way, np.float32)
    longest = float(np.hypot(total[..., 0], total[..., 1]).max())
    full = cv2.resize(total / max(longest, 1e-6), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(full, np.float32)


def _turned(way: Way, angle: float) -> Way:
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    return way[0] * cos - way[1] * sin, way[0] * sin + way[1] * cos


def _wendland(far: Float32) -> Float32:
    return np.asarray(np.clip(1 - far, 0, None) ** 4 * (4 * far + 1), np.float32)


def _bell(far: Float32) -> Float32:
    return np.asarray(np.exp(-4.0 * far * far), np.float32)


def _cosine(far: Float32) -> Float32:
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * np.clip(1.15 * far, 0, 1)), np.float32)


def _tail(far: Float32) -> Float32:
    return np.asarray(np.exp(-2.6 * far), np.float32)


_KERNELS = (_wendland, _bell, _cosine, _tail)
