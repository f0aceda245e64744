"""What a reviewer may want to see of the measurement: landmarks, regions and motion in a picture, faces compared."""

from engine.inspection.compare import compare_faces
from engine.inspection.observer import FaceObserver
from engine.inspection.overlay import face_overlay
from engine.inspection.people import People, PeopleFinder, SeenPerson

__all__ = ["FaceObserver", "People", "PeopleFinder", "SeenPerson", "compare_faces", "face_overlay"]
