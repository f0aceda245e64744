"""All faces of one picture: candidates of the detector in which the mesh sees a face at a place of its own."""

import math
from dataclasses import dataclass

from engine.face.detector import Candidate, FaceDetector
from engine.face.mesh import FaceMesh, MeshRegion
from engine.face.points import Face
from engine.types import UInt8


@dataclass(frozen=True, slots=True, eq=False)
class CountedFace:
    """One face of a picture.

    Attributes:
        candidate: what the detector gave.
        face: its mesh.
    """

    candidate: Candidate
    face: Face


def count_faces(detector: FaceDetector, mesh: FaceMesh, gray: UInt8, *, thorough: bool) -> list[CountedFace]:
    """The faces of a picture, in the order the detector finds them.

    Args:
        detector: finds candidates.
        mesh: confirms them.
        gray: uint8 [H, W].
        thorough: also look for small faces (some 20 more runs of the detector).
    """
    found = detector.detect(gray, thorough=thorough)
    beside = detector.others(gray, found, thorough=thorough) if found else []
    counted: list[CountedFace] = []
    for item in [*found, *beside]:
        face = mesh.fit(gray, MeshRegion.of_candidate(item).snapped())
        if face and all(_is_apart(face, one.face) for one in counted):
            counted.append(CountedFace(item, face))
    return counted


def _is_apart(face: Face, other: Face) -> bool:
    return math.dist(face.center, other.center) > max(face.width, other.width) / 2
