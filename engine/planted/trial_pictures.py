"""The pictures of a reviewer's trials: cut around the face, with a movement rendered into them where one is planted."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from engine.face import Face
from engine.face.place import robust_box
from engine.inspection import FaceObserver
from engine.inspection.observer import Seen
from engine.planted.trials import TrialPlan
from engine.synthesis.clips import Motion
from engine.synthesis.injection import SkinMovement, canonical_face, injected_colours, response
from engine.synthesis.movements import draw_field, draw_sides
from engine.synthesis.recordings import BLIND, MAX_SKIN_PX
from engine.synthesis.subject import Subject
from engine.types import Float32, UInt8, frozen

# Side of the cut in sides of the crop box around the face: the whole head.
CUT_SIDES = 1.25
# Px, and bytes of all pictures of a clip: at 200 frames a second they are smaller.
SIDE_PX = 512
CLIP_BYTES = 96 << 20


@dataclass(frozen=True, slots=True, eq=False)
class TrialClip:
    """A clip as it is shown.

    Attributes:
        pictures: uint8 [n, S, S, 3], BGR, read-only.
        strength: of the rendered movement, px of the 320 px crop; 0: none.
        altered: bool [n], pictures in which a movement was rendered.
    """

    pictures: UInt8
    strength: float
    altered: tuple[bool, ...]


class TrialPictures:
    """Makes clips of one video. Not thread-safe.

    Args:
        read: picture uint8 [H, W, 3] of a frame index.
        face_at: place of the face that is analysed, as in `AnalysisConfig`; None: the largest.
    """

    def __init__(self, read: Callable[[int], UInt8], face_at: tuple[float, float] | None = None) -> None:
        self._read = read
        self._observer = FaceObserver(face_at, None if face_at is None else read(0), kept=1)

    def clip(self, first: int, last: int, plan: TrialPlan | None) -> TrialClip | None:
        """The clip of frames `first` to `last`, with what is planned in it.

        Args:
            first: frame index.
            last: frame index, inclusive.
            plan: of a planted or a calm clip; None: a proposal, shown as it is.

        Returns:
            None where no face is seen all through the movement: then no clip is made, planted or calm.
        """
        cut: _Cut | None = None
        pictures: list[UInt8] = []
        points: list[Float32 | None] = []
        start: tuple[int, Seen] | None = None
        for frame in range(first, last + 1):
            seen = self._observer.look(frame, self._read(frame))
            if cut is None and seen.face is not None:
                cut = _Cut.around(seen.face, seen.gray.shape)
                pictures = [cut.of(self._read(one)) for one in range(first, frame)]
            points.append(None if seen.face is None or cut is None else cut.moved(seen.face.points))
            if cut is not None:
                pictures.append(cut.of(seen.bgr))
            if plan is not None and frame == plan.course.onset:
                start = frame, seen
        if cut is None:
            return None
        strength = 0.0
        altered = [False] * len(pictures)
        if plan is not None:
            inside = points[max(0, plan.course.onset - 1 - first) : plan.course.offset + 2 - first]
            if start is None or start[1].face is None or any(one is None for one in inside):
                return None
            if plan.planted:
                movement, strength, subject = rendered_movement(plan, start[1].gray, start[1].face, first)
                moved = injected_colours(pictures, points, subject, [movement])
                altered = [one is not other for one, other in zip(moved, pictures, strict=True)]
                pictures = moved
        side = min(SIDE_PX, int((CLIP_BYTES / (3 * len(pictures))) ** 0.5))
        return TrialClip(frozen(np.stack([_sized(one, side) for one in pictures])), strength, tuple(altered))


@dataclass(frozen=True, slots=True)
class _Cut:
    """The square that is cut out of every picture of a clip: head movement stays to be seen."""

    left: int
    top: int
    side: int

    @staticmethod
    def around(face: Face, shape: tuple[int, ...]) -> "_Cut":
        box = robust_box(face.points68)
        side = min(round(CUT_SIDES * box.side), shape[0], shape[1])
        middle = box.left + box.side / 2, box.top + box.side / 2
        left, top = (round(one - side / 2) for one in middle)
        return _Cut(min(max(0, left), shape[1] - side), min(max(0, top), shape[0] - side), side)

    def of(self, bgr: UInt8) -> UInt8:
        return np.ascontiguousarray(bgr[self.top : self.top + self.side, self.left : self.left + self.side])

    def moved(self, points: Float32) -> Float32:
        return points - np.array([self.left, self.top], np.float32)


def rendered_movement(plan: TrialPlan, gray: UInt8, face: Face, first: int) -> tuple[SkinMovement, float, Subject]:
    """A plan's movement on a face (frames from the clip's first on), the strength it reaches, the canonical face."""
    rng = np.random.default_rng(plan.seed)
    subject = canonical_face("reviewed", face)
    sides = draw_sides(rng, plan.units)
    course = plan.course.shifted(-first)
    motions = [Motion(draw_field(subject, unit, rng, sides), 1.0, course) for unit in plan.units]
    per_px = max(response(gray, face, subject, motions), BLIND)
    peak = min(plan.strength / per_px, MAX_SKIN_PX)
    return SkinMovement(tuple(replace(one, peak=peak) for one in motions)), peak * per_px, subject


def _sized(picture: UInt8, side: int) -> UInt8:
    if picture.shape[0] == side:
        return picture
    how = cv2.INTER_AREA if picture.shape[0] > side else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (side, side), interpolation=how), np.uint8)
