"""Eyes and head of every sample of a run, for the lanes beside the curves."""

import math
from array import array
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.face.tracked import TrackedFace
from engine.types import Float32

# Corner, two upper, corner and two lower points of each eye in the 68-point convention; the eye aspect ratio is
# (|p2 p6| + |p3 p5|) / (2 |p1 p4|) (Soukupova and Cech 2016, equation 1).
EYES = ((36, 37, 38, 39, 40, 41), (42, 43, 44, 45, 46, 47))
# Mesh points that expressions hardly move, spread over the face: forehead, temples, nose bridge, inner eye corners.
HEAD_POINTS = (10, 127, 356, 168, 6, 133, 362)
# The head's movement is taken over this time: shorter, the tremble of the mesh hides it.
HEAD_SECONDS = 0.2
# The width of the mesh counts as this many px, so that the lane reads nearly as px of the features' 320 px crop.
FACE_PX = 240.0


@dataclass(slots=True)
class FaceMeasures:
    """Collects one row a sample, 80 bytes each."""

    _eyes: "array[float]" = field(default_factory=lambda: array("f"))
    _points: "array[float]" = field(default_factory=lambda: array("f"))
    _widths: "array[float]" = field(default_factory=lambda: array("d"))
    _track: "array[int]" = field(default_factory=lambda: array("q"))
    _tracks: int = 0

    def add(self, tracked: TrackedFace) -> None:
        """The next sample."""
        face = tracked.face
        self._tracks += tracked.cut or face is None
        self._track.append(self._tracks)
        self._eyes.append(float("nan") if face is None else eye_aspect_ratio(face.points68))
        self._widths.append(float("nan") if face is None else face.width)
        count = 2 * len(HEAD_POINTS)
        self._points.extend([float("nan")] * count if face is None else face.points[list(HEAD_POINTS)].ravel().tolist())

    def eyes(self) -> Float32:
        """Eye aspect ratio of each sample, float32 [S]; NaN where no face is seen."""
        return np.array(self._eyes, np.float32)

    def head(self, rate: float) -> Float32:
        """Mean movement of the head's points over 0.2 s around each sample, float32 [S], in px at a face of 240 px.

        NaN where no face is seen on the way, or the face there is another track.
        """
        moved = np.full(len(self._eyes), np.nan, np.float32)
        half = max(1, round(HEAD_SECONDS * rate / 2))
        if len(moved) <= 2 * half:
            return moved
        points, track = np.array(self._points).reshape(-1, len(HEAD_POINTS), 2), np.array(self._track)
        way = np.linalg.norm(points[2 * half :] - points[: -2 * half], axis=2).mean(axis=1)
        way *= FACE_PX / np.array(self._widths)[half:-half]
        moved[half:-half] = np.where(track[2 * half :] == track[: -2 * half], way, np.nan)
        return moved


def eye_aspect_ratio(points: NDArray[np.floating[Any]]) -> float:
    """Mean over both eyes of height by width, from the 68 points [68, 2]; about 0.3 where they are open."""
    total = 0.0
    for eye in EYES:
        outer, up1, up2, inner, low2, low1 = points[list(eye)].tolist()
        width = math.dist(outer, inner)
        height = (math.dist(up1, low1) + math.dist(up2, low2)) / 2
        total += height / width if width > 0 else math.nan
    return total / len(EYES)
