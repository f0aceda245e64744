"""A video with small movements rendered into its own pictures, frame by frame as it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from engine.face import Face, FaceTracker
from engine.planted.places import PlantedMovement
from engine.planted.trial_pictures import rendered_movement
from engine.planted.trials import TrialPlan
from engine.synthesis.injection import SkinMovement, injected
from engine.synthesis.subject import Subject
from engine.types import Int64, UInt8, VideoInfo
from engine.video import Frame, Source
from engine.video.frame import Picture

# A course is known to the renderer from this many samples before its onset.
EARLY = 2


@dataclass(frozen=True, slots=True, eq=False)
class _Altered:
    """A picture whose grey levels are others; its colours are the file's."""

    own: Picture
    levels: UInt8

    @property
    def nbytes(self) -> int:
        return self.own.nbytes + self.levels.nbytes

    def gray(self, out: UInt8 | None = None) -> UInt8:  # noqa: ARG002 - it is there already
        return self.levels

    def bgr(self) -> UInt8:
        return self.own.bgr()


class PlantedSource:
    """`Source` with movements in its grey pictures. Read once, from the first frame; never shown to anybody.

    Args:
        source: open; stays open.
        frames: int64 [S], frame index of each sample.
        movements: in time order, counted in samples.
        tracker: follows the face that is analysed.
        seed: of the shapes of the movements.
    """

    def __init__(
        self,
        source: Source,
        frames: Int64,
        movements: Sequence[PlantedMovement],
        tracker: FaceTracker,
        seed: int,
    ) -> None:
        self._source, self._tracker, self._seed = source, tracker, seed
        self._sample = {int(frame): sample for sample, frame in enumerate(frames.tolist())}
        self._waiting = list(movements)
        self._moving: list[tuple[PlantedMovement, SkinMovement, Subject]] = []
        self.planted: list[PlantedMovement] = []

    @property
    def info(self) -> VideoInfo:
        """That of the source."""
        return self._source.info

    def read(self, index: int) -> Frame:
        """The frame as it is in the file."""
        return self._source.read(index)

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """Frames in order, with what moves in them."""
        for frame in self._source.frames(start, stop):
            sample = self._sample.get(frame.index)
            levels = None if sample is None else self._levels(frame, sample)
            yield frame if levels is None else replace(frame, picture=_Altered(frame.picture, levels))

    def _levels(self, frame: Frame, sample: int) -> UInt8 | None:
        """Grey picture of a sample with its movements; None: as it is."""
        gray = frame.gray()
        face = self._tracker.track(gray).face
        while self._waiting and self._waiting[0].course.start <= sample + EARLY:
            self._begin(self._waiting.pop(0), gray, face)
        self._moving = [one for one in self._moving if one[0].course.start + len(one[0].course.level) > sample]
        if face is None:
            return None
        for movement, skin, subject in self._moving:
            here = SkinMovement(
                tuple(replace(one, course=movement.course.shifted(-sample)) for one in skin.motions), skin.shading
            )
            (moved,) = injected([gray], [face], subject, [here])
            if moved is not gray:
                return moved
        return None

    def _begin(self, movement: PlantedMovement, gray: UInt8, face: Face | None) -> None:
        if face is None:
            return
        number = len(self.planted)
        course = movement.course
        plan = TrialPlan(0, 0, course, tuple(movement.units.split("+")), movement.strength, self._seed + 7919 * number)
        skin, reached, subject = rendered_movement(plan, gray, face, 0)
        if reached > 0:
            self._moving.append((movement, skin, subject))
            self.planted.append(replace(movement, strength=reached))

    def decode_start(self, index: int) -> int:
        """See `Source`."""
        return self._source.decode_start(index)

    def twin(self) -> Source:
        """The source's own: as it is in the file."""
        return self._source.twin()

    def close(self) -> None:
        """Leaves the source open."""

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leaves the source open."""
