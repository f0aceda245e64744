"""Who is tracked: which face the user chose, and whether a face still looks like the same person."""

import math
from dataclasses import dataclass

import numpy as np

from engine.face.detector import Candidate
from engine.face.mesh import MeshRegion
from engine.face.points import Face
from engine.types import Float32, UInt8
from engine.warp import turned_patch

SIDE = 24
# Several sampled px a px of the small picture, so that a large face is averaged rather than picked from.
OVERSAMPLING = 2
# Of the mesh's region, which is 1.5 x the face, this share is the inner face without hair and background.
INNER_SHARE = 0.6
# Correlation with the running mean of one person's looks: at least .78 in 472 frames of a lively face with a hand over
# it, at most .54 between four different faces (benchmarks/identity.py).
SAME_PERSON = 0.6
# Two pictures of one person that differ in light, view or expression correlate at .05 to .63, and 2 of 741 pairs of
# different people above .75 (median .23, 4 % above .6). So across a cut only the same view is recognised for sure.
RECOGNISED = 0.75
# Weight of a new frame in the running mean: half of it is renewed in 7 frames.
RENEWAL = 0.1


@dataclass(frozen=True, slots=True)
class FaceChoice:
    """Which of several faces is followed; asked again after every scene cut.

    Attributes:
        rank: 1 is the largest face, 2 the next, ...
        point: (x, y) in px of the upright picture; then the face there, whatever its size, and `rank` is not used.
    """

    rank: int = 1
    point: tuple[float, float] | None = None

    @property
    def is_explicit(self) -> bool:
        """True where the user asked for a certain face: nobody else is taken in its place."""
        return self.rank > 1 or self.point is not None

    def among(self, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates to try, best first; empty where the chosen face is not among them."""
        if self.point is not None:
            near = [item for item in candidates if math.dist(item.center, self.point) <= item.size]
            return sorted(near, key=lambda item: math.dist(item.center, self.point or (0, 0)))
        by_size = sorted(candidates, key=lambda item: item.size, reverse=True)
        return by_size[self.rank - 1 :] if self.rank == 1 else by_size[self.rank - 1 : self.rank]


class Person:
    """The looks of the tracked person, as a running mean, and those of the whole scene, as a plain mean."""

    def __init__(self, looks: Float32) -> None:
        self._looks = looks
        self._sum = np.zeros_like(looks)

    def resembles(self, looks: Float32) -> bool:
        """Whether these looks can be the same person's."""
        return self.likeness(looks) >= SAME_PERSON

    def likeness(self, looks: Float32) -> float:
        """Correlation with the running mean of the looks, in [-1, 1]."""
        return float(self._looks @ looks)

    def lasting_likeness(self, looks: Float32) -> float:
        """Correlation with the mean looks of all frames taken in, in [-1, 1]."""
        return float(self._sum @ looks) / max(float(np.linalg.norm(self._sum)), 1e-6)

    def renew(self, looks: Float32) -> None:
        """Take in the looks of one more frame."""
        self._sum = self._sum + looks
        mixed = (1 - RENEWAL) * self._looks + RENEWAL * looks
        self._looks = np.asarray(mixed / max(float(np.linalg.norm(mixed)), 1e-6), np.float32)


def looks_of(gray: UInt8, face: Face) -> Float32:
    """The inner face as a small upright picture: float32 [576], zero mean, length 1.

    Args:
        gray: uint8 [H, W].
        face: a face in it.
    """
    region = MeshRegion.of_face(face)
    inner = MeshRegion(region.x, region.y, region.side * INNER_SHARE, region.angle)
    small = turned_patch(gray, inner.matrix(SIDE * OVERSAMPLING), SIDE, over=OVERSAMPLING).ravel()
    small -= small.mean()
    return np.asarray(small / max(float(np.linalg.norm(small)), 1e-6), np.float32)
