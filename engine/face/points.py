"""Value types of the face room, and the table from the 468 mesh points to the 68 landmark positions."""

from dataclasses import dataclass

import numpy as np

from engine.types import Float32

MESH_POINTS = 468

# Mesh index of each of the 68 positions (feature spec 4: checked against the dlib predictor, normalised error
# .02 to .05 of the interocular distance; the jaw entries are rough). Position 67 repeats a lip point.
MESH_TO_68: tuple[int, ...] = (
    *(127, 234, 93, 132, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 361, 323),  # 0-16 jaw
    *(70, 63, 105, 66, 107),  # 17-21 brow on the picture's left
    *(336, 296, 334, 293, 300),  # 22-26 brow on the picture's right
    *(168, 197, 5, 4, 75, 97, 2, 326, 305),  # 27-35 nose
    *(33, 160, 158, 133, 153, 144),  # 36-41 eye on the picture's left
    *(362, 385, 387, 263, 373, 380),  # 42-47 eye on the picture's right
    *(61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87),  # 48-67 mouth
)
_INDEX_68 = np.array(MESH_TO_68)


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face in one frame.

    Attributes:
        points: float32 [468, 2], mesh points (x, y) in px of the frame.
        presence: probability of a face as the mesh model gives it, in [0, 1].
        box: (x0, y0, x1, y1), the smallest upright rectangle around the points, in px; may leave the picture.
        depth: float32 [468], how far each point lies behind the middle of the head, in px of the frame as the mesh
            guesses it (nearer is negative).
    """

    points: Float32
    presence: float
    box: tuple[float, float, float, float]
    depth: Float32

    @property
    def points68(self) -> Float32:
        """float32 [68, 2]: (x, y) in px of the frame, in the order of the 68-point convention."""
        chosen: Float32 = self.points[_INDEX_68]
        return chosen

    @property
    def center(self) -> tuple[float, float]:
        """Centre (x, y) of `box` in px."""
        x0, y0, x1, y1 = self.box
        return (x0 + x1) / 2, (y0 + y1) / 2

    @property
    def width(self) -> float:
        """Width of `box` in px."""
        return self.box[2] - self.box[0]


def make_face(points: Float32, presence: float, depth: Float32 | None = None) -> Face:
    """Face from mesh points float32 [468, 2] (x, y) in px, the model's presence in [0, 1] and the points' depth.

    Without depths float32 [468] the face is flat.
    """
    axes = np.ascontiguousarray(points.T)  # smallest and largest along rows are found several times as fast
    (x0, y0), (x1, y1) = axes.min(axis=1).tolist(), axes.max(axis=1).tolist()
    points.setflags(write=False)
    behind = np.zeros(len(points), np.float32) if depth is None else depth
    behind.setflags(write=False)
    return Face(points, presence, (x0, y0, x1, y1), behind)
