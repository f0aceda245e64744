"""Pictures of the face inside the report: the moments of an annotation, and its movement drawn larger."""

import base64
import math
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any

from engine.case_report.content import VideoContent
from engine.errors import EngineError
from engine.types import UInt8

if TYPE_CHECKING:
    from engine.inspection import FaceObserver
    from engine.inspection.observer import Seen
    from engine.video import Source

# Side of a face crop, and the width of a whole frame where no face is seen.
SIDE_PX, WIDTH_PX = 320, 240
QUALITY = 88
NOT_FOUND = "The video was not found when the report was written, so no frames are shown."
OTHER_FRAMES = "The file at the video's place has other frames, so none are shown."


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """One picture.

    Attributes:
        name: ``"onset"``, ``"apex"``, ``"offset"`` or ``"magnified"``.
        frame: frame index.
        uri: ``data:image/jpeg;base64,...``.
        factor: how many times as large its movement is drawn; 1: as it was.
    """

    name: str
    frame: int
    uri: str
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures of one annotation.

    Attributes:
        shown: in order of time, the magnified one last.
        words: what was done to them; empty without any.
    """

    shown: tuple[ReportPicture, ...] = ()
    words: str = ""


class FacePictures:
    """Reads and crops the frames of one video; a context manager.

    Args:
        video: the video.
        done: called after each annotation whose pictures were asked for.

    Attributes:
        why: a sentence why there are no pictures; empty where there are.
    """

    def __init__(self, video: VideoContent, done: Callable[[], object]) -> None:
        self._video = video
        self._done = done
        self._stack = ExitStack()
        self._source: Source | None = None
        self._observer: FaceObserver | None = None
        self.why = ""

    def __enter__(self) -> "FacePictures":
        """Open the video where it lies and is what it was."""
        if self._video.path is None:
            self.why = NOT_FOUND
            return self
        from engine.video import open_source

        ref: Mapping[str, Any] = self._video.form["ref"]
        try:
            source = self._stack.enter_context(open_source(self._video.path))
        except EngineError as error:
            self.why = f"No frames are shown: {error}"
            return self
        is_known = bool(ref["sha256"]) and source.info.n_frames == ref["n_frames"]
        if source.info.table_digest != ref["table_digest"] and not is_known:
            self.why = OTHER_FRAMES
        else:
            self._source = source
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._stack.close()

    def of(self, moments: Mapping[str, int]) -> Pictures:
        """Pictures of these moments.

        Args:
            moments: ``onset``, ``apex`` (where there is one) and ``offset`` -> frame index.
        """
        try:
            return self._of(moments)
        finally:
            self._done()

    def _of(self, moments: Mapping[str, int]) -> Pictures:
        if self._source is None:
            return Pictures()
        try:
            seen = {name: self._look(frame) for name, frame in moments.items()}
        except EngineError as error:
            return Pictures(words=f"No frames are shown: {error}")
        if any(one.face is None for one in seen.values()):
            return _whole(seen)
        return _faces(seen)

    def _look(self, frame: int) -> "Seen":
        from engine.inspection import FaceObserver

        assert self._source is not None
        if self._observer is None:
            place = self._video.face
            first = None if place is None else self._source.read(0).bgr()
            self._observer = FaceObserver(place, first)
        return self._observer.look(frame, self._source.read(frame).bgr())


def _whole(seen: Mapping[str, "Seen"]) -> Pictures:
    """Whole frames, where in one of them no face is seen."""
    shown = [ReportPicture(name, one.frame, _jpeg(_narrow(one.bgr))) for name, one in seen.items()]
    missing = ", ".join(str(one.frame) for one in seen.values() if one.face is None)
    return Pictures(tuple(shown), f"No face is seen in frame {missing}: whole frames are shown, and no movement.")


def _faces(seen: Mapping[str, "Seen"]) -> Pictures:
    """Crops in the place of the first one's face, and the movement to the apex (without one: the offset), larger."""
    from engine.inspection import compare_faces
    from engine.inspection.magnify import magnification, magnified, skin_motion, watermarked

    names = list(seen)
    first = seen[names[0]]
    found = {name: compare_faces(first, one, side=SIDE_PX) for name, one in seen.items()}
    crops: dict[str, UInt8] = {name: one.crops[1] for name, one in found.items() if one.crops is not None}
    peak = "apex" if "apex" in seen else names[-1]
    motion = skin_motion(crops[names[0]], crops[peak])
    factor = magnification(motion)
    drawn = watermarked(magnified(crops[peak], motion, factor), f"motion magnified x{factor}")
    shown = [ReportPicture(name, seen[name].frame, _jpeg(crop)) for name, crop in crops.items()]
    larger = ReportPicture("magnified", seen[peak].frame, _jpeg(drawn), factor)
    return Pictures((*shown, larger), _done(found[peak].moved, found[peak].turned, found[peak].residual, peak))


def _done(moved: float, turned: float, residual: float, peak: str) -> str:
    left = "what is left of it cannot be measured" if math.isnan(residual) else f"{residual:.2f} px are left of it"
    return (
        f"Face crops in the place of the onset's face. The head moved {moved:.1f} px and turned {abs(turned):.1f}° "
        f"from onset to {peak}; that is taken out, {left}."
    )


def _narrow(picture: UInt8) -> UInt8:
    import cv2
    import numpy as np

    height, width = picture.shape[:2]
    if width <= WIDTH_PX:
        return picture
    size = (WIDTH_PX, max(1, round(height * WIDTH_PX / width)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _jpeg(picture: UInt8) -> str:
    import cv2

    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return f"data:image/jpeg;base64,{base64.b64encode(data.tobytes()).decode('ascii')}" if done else ""


def frames_of(annotation: Mapping[str, Any]) -> dict[str, int]:
    """Moments of an annotation that are there, in order."""
    return {name: annotation[name] for name in ("onset", "apex", "offset") if annotation[name] is not None}
