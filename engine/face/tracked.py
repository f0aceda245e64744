"""What the tracker says of a frame."""

from dataclasses import dataclass

from engine.face.place import Place
from engine.face.points import Face


@dataclass(frozen=True, slots=True, eq=False)
class TrackedFace:
    """What the tracker says of one frame.

    Attributes:
        face: the tracked person's face, or None where it is not seen.
        cut: True where this frame does not continue the previous one (scene cut, or the track jumped).
        dark: True where the face (the whole picture where no face is seen) is too dark or too flat for optical flow.
        place: where the features look for the face; None: they take it from `face` alone.
    """

    face: Face | None
    cut: bool
    dark: bool
    place: Place | None = None
