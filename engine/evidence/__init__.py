"""What a reviewer may want to see of the measurement: landmarks, regions and motion in a picture, faces compared."""

from engine.evidence.compare import compare_faces
from engine.evidence.observer import FaceObserver
from engine.evidence.overlay import face_overlay
from engine.evidence.people import People, PeopleFinder, SeenPerson

__all__ = ["FaceObserver", "People", "PeopleFinder", "SeenPerson", "compare_faces", "face_overlay"]
