"""Faces in grey frames: detection, the 468-point mesh, tracking, and the optional 68 dlib points."""

from engine.face.detector import Candidate, FaceDetector
from engine.face.dlib_points import LICENCE_NOTICE, dlib_is_ready, dlib_landmarks
from engine.face.identity import FaceChoice
from engine.face.jumps import JumpWatch
from engine.face.mesh import FaceMesh, MeshRegion
from engine.face.points import MESH_TO_68, Face
from engine.face.tracked import TrackedFace
from engine.face.tracker import FaceTracker

__all__ = [
    "LICENCE_NOTICE",
    "MESH_TO_68",
    "Candidate",
    "Face",
    "FaceChoice",
    "FaceDetector",
    "FaceMesh",
    "FaceTracker",
    "JumpWatch",
    "MeshRegion",
    "TrackedFace",
    "dlib_is_ready",
    "dlib_landmarks",
]
