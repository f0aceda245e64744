"""The faces of one picture, and where an analysis finds each of them when it begins."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from engine.face.census import CountedFace, count_faces
from engine.face.detector import FaceDetector
from engine.face.identity import SAME_PERSON, looks_of
from engine.face.mesh import FaceMesh
from engine.types import UInt8

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """One face of the picture shown.

    Attributes:
        box: (x0, y0, x1, y1) in px of the upright picture; may leave it.
        start: (x, y) in px where this face is in the picture the analysis begins with, for
            `AnalysisConfig.face_at`; None: it is not seen there and somebody else is at its place.
        start_size: its size there in px, as `FaceChoice` compares sizes; 0 where it is not seen there.
    """

    box: tuple[float, float, float, float]
    start: Point | None
    start_size: float

    @property
    def width(self) -> float:
        """Width of `box` in px."""
        return self.box[2] - self.box[0]

    def holds(self, x: float, y: float) -> bool:
        """Whether a place in px lies on this face."""
        x0, y0, x1, y1 = self.box
        return x0 <= x <= x1 and y0 <= y <= y1

    def distance(self, x: float, y: float) -> float:
        """From the middle of the face, in px."""
        return math.dist(((self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2), (x, y))

    def distance_at_start(self, x: float, y: float) -> float:
        """From the middle of the face where the analysis begins, in px; infinite where it is not seen there."""
        return math.inf if self.start is None else math.dist(self.start, (x, y))


@dataclass(frozen=True, slots=True)
class People:
    """The faces of one picture.

    Attributes:
        frame: frame index of the picture.
        first: frame index of the picture the analysis begins with, or begins again with after a cut.
        persons: the largest face first.
    """

    frame: int
    first: int
    persons: tuple[SeenPerson, ...]

    def present(self, place: Point | None) -> SeenPerson | None:
        """The face that is analysed now; None: it is not seen in this picture.

        Args:
            place: the face chosen, as in `AnalysisConfig.face_at`; None: the largest where the analysis begins.
        """
        if place is None:
            there = (one for one in self.persons if one.start_size > 0)
            return max(there, key=lambda one: one.start_size, default=None)
        near = [one for one in self.persons if one.distance_at_start(*place) <= (one.start_size or one.width)]
        return min(near, key=lambda one: one.distance_at_start(*place), default=None)

    def after(self, place: Point | None) -> SeenPerson | None:
        """The next smaller face after the present one that can be analysed, at last the largest; None: no other."""
        present = self.present(place)
        at = self.persons.index(present) if present is not None else -1
        coming = [*self.persons[at + 1 :], *self.persons[: max(at, 0)]]
        return next((one for one in coming if one.start is not None), None)


class PeopleFinder:
    """Finds all faces of a picture, small ones too. Not thread-safe."""

    def __init__(self) -> None:
        self._detector, self._mesh = FaceDetector(), FaceMesh()

    def look(self, frame: int, bgr: UInt8, first: int, first_bgr: UInt8) -> People:
        """The faces of picture `frame`, each looked for in picture `first` by its looks.

        Args:
            frame: frame index.
            bgr: its picture, uint8 [H, W, 3].
            first: frame index an analysis of this scene begins with.
            first_bgr: its picture, of the same size.
        """
        gray = _gray(bgr)
        here = self._count(gray)
        if frame == first:
            there, pairs = here, {index: index for index in range(len(here))}
        else:
            first_gray = _gray(first_bgr)
            there = self._count(first_gray)
            pairs = _alike(gray, here, first_gray, there)
        return People(frame, first, tuple(_person(index, here, there, pairs) for index in range(len(here))))

    def _count(self, gray: UInt8) -> list[CountedFace]:
        counted = count_faces(self._detector, self._mesh, gray, thorough=True)
        return sorted(counted, key=lambda one: one.candidate.size, reverse=True)


def _person(index: int, here: list[CountedFace], there: list[CountedFace], pairs: dict[int, int]) -> SeenPerson:
    box, center = here[index].face.box, here[index].candidate.center
    if index in pairs:
        match = there[pairs[index]].candidate
        return SeenPerson(box, _rounded(match.center), match.size)
    # The tracker takes the face nearest to the place; one that was recognised as somebody else must not be it.
    near = [n for n, one in enumerate(there) if math.dist(one.candidate.center, center) <= one.candidate.size]
    near.sort(key=lambda n: math.dist(there[n].candidate.center, center))
    if near and near[0] in pairs.values():
        return SeenPerson(box, None, 0.0)
    return SeenPerson(box, _rounded(center), there[near[0]].candidate.size if near else 0.0)


def _rounded(place: Point) -> Point:
    return round(float(place[0]), 1), round(float(place[1]), 1)


def _alike(gray: UInt8, here: list[CountedFace], first_gray: UInt8, there: list[CountedFace]) -> dict[int, int]:
    """Which face here is which there: pairs of the same looks, the most alike first."""
    looks = np.array([looks_of(gray, one.face) for one in here])
    first_looks = np.array([looks_of(first_gray, one.face) for one in there])
    if not looks.size or not first_looks.size:
        return {}
    likeness = looks @ first_looks.T
    pairs: dict[int, int] = {}
    for flat in np.argsort(-likeness, axis=None).tolist():
        one, other = divmod(flat, len(there))
        if likeness[one, other] >= SAME_PERSON and one not in pairs and other not in pairs.values():
            pairs[one] = other
    return pairs


def _gray(bgr: UInt8) -> UInt8:
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.uint8)
