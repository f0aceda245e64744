"""Small pictures of single action units on the portrait of the demo, for whoever has to tell them apart.

The movements are those of `engine.synthesis.movements`, larger than life, with a few units more that no training needs.
They show direction and place, not how a unit looks on that person: the skin is shifted, it does not wrinkle.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from engine.synthesis import portrait
from engine.synthesis.eyelids import Eyelids
from engine.synthesis.movements import ACTION_UNITS, MIRRORED, Pull, Way
from engine.synthesis.subject import DEMO_FACE, demo_subject
from engine.types import Float32, Float64, UInt8

# Of a picture, px.
WIDTH, HEIGHT = 168, 126
# Steps of the loop from rest to the peak, both included; before them stands the peak with arrows.
STEPS = 5
ENLARGED = 4
FACE_MIDDLE = ((DEMO_FACE[0] + DEMO_FACE[2]) // 2, (DEMO_FACE[1] + DEMO_FACE[3]) // 2)
# Width of the part of the 320 px crop that a picture shows, px.
SHOWN: Mapping[str, float] = {"brow": 260.0, "cheek": 260.0, "nose": 200.0, "mouth": 200.0, "chin": 220.0}
# Around which mesh points: eyes and brows, nose and cheeks, mouth, mouth and chin.
PLACES: Mapping[str, tuple[int, ...]] = {
    "brow": (107, 336, 159, 386),
    "cheek": (50, 280, 4, 145, 374),
    "nose": (4, 98, 327, 0),
    "mouth": (0, 17, 61, 291),
    "chin": (17, 199, 61, 291),
}
_LIP, _MOUTH = (40.0, 22.0), (54.0, 44.0)
# Directions after the FACS descriptions, as in `ACTION_UNITS`.
MORE: Mapping[str, tuple[Pull, ...]] = {
    "11": (Pull(203, (-0.2, -0.9), (26.0, 30.0)), Pull(205, (0.0, -0.3), _MOUTH)),
    "13": (Pull(61, (-0.15, -1.0), (34.0, 40.0)),),
    "22": (Pull(0, (0.0, -0.7), _LIP), Pull(17, (0.0, 0.8), _LIP), Pull(61, (0.6, 0.0), _LIP)),
    "23": (Pull(61, (0.5, 0.0), _LIP), Pull(0, (0.0, 0.35), _LIP), Pull(17, (0.0, -0.35), _LIP)),
    "27": (Pull(152, (0.0, 1.0), (80.0, 76.0)), Pull(17, (0.0, 1.0), _MOUTH), Pull(61, (0.2, 0.2), _LIP)),
    "28": (Pull(0, (0.0, 0.9), _LIP), Pull(17, (0.0, -0.9), _LIP), Pull(199, (0.0, -0.2), _MOUTH)),
}
# Unit -> place shown, and how far its fastest point moves, px of the 320 px crop. Lids are closed, not shifted.
SHOWS: Mapping[int, tuple[str, float]] = {
    **dict.fromkeys((1, 2, 4), ("brow", 13.0)),
    **dict.fromkeys((5, 7), ("brow", 7.0)),
    **dict.fromkeys((43, 45, 46), ("brow", 0.0)),
    6: ("cheek", 11.0),
    **dict.fromkeys((9, 11, 38, 39), ("nose", 9.0)),
    **dict.fromkeys((10, 12, 13, 14, 15, 16, 18, 20, 22), ("mouth", 12.0)),
    **dict.fromkeys((23, 24, 25, 28), ("mouth", 8.0)),
    17: ("chin", 12.0),
    26: ("chin", 16.0),
    27: ("chin", 26.0),
}
CLOSED: Mapping[int, tuple[tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]], ...]] = {
    43: portrait.EYES,
    45: portrait.EYES,
    46: portrait.EYES[:1],
}
WINK = 46
ARROW = (216, 90, 20)  # BGR
ARROW_LENGTH = 18.0
# Pulls weaker than this share of the strongest get no arrow.
MAIN = 0.6


@dataclass(frozen=True, slots=True)
class _View:
    """Middle of a picture in px of the enlarged portrait, and px of the picture in one of those."""

    centre: Float64
    scale: float


def unit_pictures(units: Iterable[int] = tuple(SHOWS)) -> dict[int, UInt8]:
    """Unit -> uint8 [1 + STEPS, HEIGHT, WIDTH, 3], BGR: the peak with arrows, then rest to peak.

    Args:
        units: keys of `SHOWS`.

    Raises:
        SourceError: the installed portrait is damaged.
    """
    subject = demo_subject()
    base = cv2.resize(portrait.load(), None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    # The subject is a square around the middle of the face in the portrait.
    middle = subject.gray.shape[0] / 2
    points = np.asarray((subject.points - middle + np.asarray(FACE_MIDDLE) + 0.5) * ENLARGED - 0.5, np.float64)
    px = subject.unit * ENLARGED
    return {unit: _picture(unit, np.asarray(base, np.uint8), points, px) for unit in units}


def _picture(unit: int, base: UInt8, points: Float64, px: float) -> UInt8:
    place, peak = SHOWS[unit]
    pulls = MORE.get(str(unit)) or ACTION_UNITS.get(str(unit)) or ACTION_UNITS["45"]
    view = _View(points[list(PLACES[place])].mean(axis=0), WIDTH / (SHOWN[place] * px))
    shown = []
    lids = Eyelids(ENLARGED, CLOSED[unit]) if unit in CLOSED else None
    moved = _field(pulls, points, px, base.shape[:2]) if lids is None else None
    for level in np.linspace(0.0, 1.0, STEPS):
        if lids is not None:
            picture = lids.close(base, float(level))
        else:
            assert moved is not None
            picture = _warped(base, moved * np.float32(level * peak * px))
        shown.append(_cut(np.asarray(picture, np.uint8), view))
    sides = _sides(pulls)[:: 2 if unit == WINK else 1]
    return np.stack([_with_arrows(shown[-1], sides, points, view), *shown])


def _field(pulls: tuple[Pull, ...], points: Float64, px: float, shape: tuple[int, int]) -> Float32:
    """Displacement, float32 [H, W, 2]; the fastest point moves 1 px."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    total = np.zeros((*shape, 2), np.float32)
    for at, way, reach in _sides(pulls):
        far = np.hypot((x - points[at, 0]) / (reach[0] * px), (y - points[at, 1]) / (reach[1] * px))
        weight = np.clip(1 - far, 0, None) ** 4 * (4 * far + 1)
        total += weight[..., None] * np.asarray(way, np.float32)
    return np.asarray(total / max(float(np.hypot(total[..., 0], total[..., 1]).max()), 1e-6), np.float32)


def _sides(pulls: tuple[Pull, ...]) -> list[tuple[int, Way, Way]]:
    """Mesh point, way and reach of every pull on both sides; a point in the middle counts once."""
    found = []
    for pull in pulls:
        for number, at in enumerate(dict.fromkeys((pull.at, MIRRORED[pull.at]))):
            found.append((at, (-pull.way[0] if number else pull.way[0], pull.way[1]), pull.reach))
    return found


def _warped(base: UInt8, moved: Float32) -> UInt8:
    height, width = base.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    result = cv2.remap(base, x - moved[..., 0], y - moved[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(result, np.uint8)


def _cut(picture: UInt8, view: _View) -> UInt8:
    """The part around a place, uint8 [HEIGHT, WIDTH, 3]."""
    corner = np.array([WIDTH / 2, HEIGHT / 2]) - view.scale * view.centre
    matrix = np.array([[view.scale, 0, corner[0]], [0, view.scale, corner[1]]])
    return np.asarray(cv2.warpAffine(picture, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_AREA), np.uint8)


def _with_arrows(picture: UInt8, sides: list[tuple[int, Way, Way]], points: Float64, view: _View) -> UInt8:
    """Arrows from where the skin is at rest, the way it goes; only the main ones."""
    drawn = picture.copy()
    strongest = max(float(np.hypot(*way)) for _, way, _ in sides)
    for at, way, _reach in sides:
        size = float(np.hypot(*way))
        if size < MAIN * strongest:
            continue
        start = (points[at] - view.centre) * view.scale + np.array([WIDTH / 2, HEIGHT / 2])
        end = start + np.asarray(way) / size * ARROW_LENGTH
        for colour, thick in (((255, 255, 255), 5), (ARROW, 2)):
            cv2.arrowedLine(
                drawn, np.rint(start).astype(int).tolist(), np.rint(end).astype(int).tolist(), colour, thick,
                cv2.LINE_AA, tipLength=0.4,
            )  # fmt: skip
    return drawn
