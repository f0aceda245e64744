"""The tracked face in single pictures, in any order."""

from dataclasses import dataclass

import cv2
import numpy as np

from engine.face import Face, FaceChoice, FaceDetector, FaceMesh, FaceTracker
from engine.face.census import count_faces
from engine.face.identity import Person, looks_of
from engine.types import UInt8


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One picture and the face in it.

    Attributes:
        frame: frame index.
        bgr: uint8 [H, W, 3].
        gray: uint8 [H, W], its BT.601 luma.
        face: the face; None: none is seen.
    """

    frame: int
    bgr: UInt8
    gray: UInt8
    face: Face | None


class FaceObserver:
    """Finds the face of the person under review; each picture is looked at once. Not thread-safe.

    The face nearest to the one seen last is taken, as in an analysis, so that two pictures of one moment show the same
    person.

    Args:
        face_at: (x, y) in px of the upright picture, as in `AnalysisConfig`: the face there is taken first, and
            nobody else in its place; None: the largest.
        first: the picture an analysis begins with, uint8 [H, W, 3], where a face is chosen: who stands at the place
            later may be somebody else, and is taken by looks only.
        kept: pictures that are remembered.
    """

    def __init__(
        self, face_at: tuple[float, float] | None = None, first: UInt8 | None = None, *, kept: int = 8
    ) -> None:
        self._tracker = FaceTracker(FaceChoice(point=face_at))
        self._person: Person | None = None
        self._finder: tuple[FaceDetector, FaceMesh] | None = None
        if face_at is not None and first is not None:
            gray = np.asarray(cv2.cvtColor(first, cv2.COLOR_BGR2GRAY), np.uint8)
            face = self._tracker.track(gray).face
            self._person = None if face is None else Person(looks_of(gray, face))
            self._tracker.reset()
        self._kept = kept
        self._seen: dict[int, Seen] = {}

    def known(self, frame: int) -> Seen | None:
        """A picture that was looked at lately."""
        return self._seen.get(frame)

    def look(self, frame: int, bgr: UInt8) -> Seen:
        """The face in a picture uint8 [H, W, 3]; pictures looked at lately are remembered by their frame index."""
        found = self._seen.pop(frame, None)
        if found is None:
            gray = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), np.uint8)
            face = self._tracker.track(gray).face
            if face is None:
                # After a far jump the last place says nothing: look at the picture as if it were the first.
                self._tracker.reset()
                face = self._tracker.track(gray).face
            found = Seen(frame, bgr, gray, self._checked(gray, face))
        self._seen[frame] = found
        while len(self._seen) > self._kept:
            del self._seen[next(iter(self._seen))]
        return found

    def _checked(self, gray: UInt8, face: Face | None) -> Face | None:
        """The face where it can be the chosen person's, else the one of the picture that is most like them."""
        person = self._person
        if person is None or (face is not None and person.resembles(looks_of(gray, face))):
            return face
        if self._finder is None:
            self._finder = FaceDetector(), FaceMesh()
        faces = [one.face for one in count_faces(*self._finder, gray, thorough=True)]
        alike = [one for one in faces if person.resembles(looks_of(gray, one))]
        return max(alike, key=lambda one: person.likeness(looks_of(gray, one)), default=None)
