"""Small looping clips of the face around proposals, decoded in a thread of their own."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.errors import EngineError
from engine.types import UInt8, VideoInfo, frozen
from engine.video import Source, open_source, same_source
from metst_gui.playback.worker_thread import WorkerThread

if TYPE_CHECKING:
    from engine.inspection import FaceObserver

_log = logging.getLogger(__name__)
# Side of a crop in px, and the most pictures of a clip: 12 clips take 20 MB.
SIDE = 160
MOST_PICTURES = 20
# Side of the crop in face widths.
FACE_WIDTHS = 1.3


@dataclass(frozen=True, slots=True)
class ClipAsk:
    """A clip that is wanted.

    Attributes:
        job: number of the page it is for; clips of another page are dropped.
        id: comes back with the clip.
        first, apex, last: frame indices; the face is looked for at the apex.
        side: of the square crop in px.
        most: pictures at most; of a longer clip every n-th frame.
        only: these frames instead of all from first to last.
    """

    job: int
    id: str
    first: int
    apex: int
    last: int
    side: int = SIDE
    most: int = MOST_PICTURES
    only: tuple[int, ...] = ()

    @property
    def frames(self) -> Sequence[int]:
        """Frame indices of the pictures."""
        if self.only:
            return self.only
        step = max(1, -(-(self.last - self.first + 1) // self.most))
        return range(self.first, self.last + 1, step)


class ClipWorker(QObject):
    """Owns a source; lives in the clip thread."""

    ready = Signal(int, str, object)

    def __init__(self, info: VideoInfo, face_at: tuple[float, float] | None) -> None:
        super().__init__()
        self._info, self._face_at = info, face_at
        self._source: Source | None = None
        self._observer: FaceObserver | None = None
        self.job = 0

    @Slot(object)
    def make(self, ask: ClipAsk) -> None:
        """Decode one clip; what cannot be decoded is an empty one."""
        if ask.job != self.job:
            return
        try:
            clip = self._clip(ask)
        except EngineError:
            clip = np.zeros((0, ask.side, ask.side, 3), np.uint8)
        except Exception:  # noqa: BLE001 - the sheet must go on without it
            _log.exception("the clip at frame %d failed", ask.apex)
            clip = np.zeros((0, ask.side, ask.side, 3), np.uint8)
        self.ready.emit(ask.job, ask.id, frozen(clip))

    @Slot()
    def finish(self) -> None:
        """Release the source and end the thread."""
        if self._source is not None:
            self._source.close()
        QThread.currentThread().quit()

    def _clip(self, ask: ClipAsk) -> UInt8:
        from engine.inspection import FaceObserver

        if self._source is None:
            rate = self._info.fps if self._info.kind == "images" else None
            self._source = same_source(open_source(Path(self._info.path), fps=rate), self._info)
        if self._observer is None:
            first = None if self._face_at is None else self._source.read(0).bgr()
            self._observer = FaceObserver(self._face_at, first, kept=1)
        return face_pictures(self._source, self._observer, ask.frames, ask.side, at=ask.apex)


def face_pictures(
    source: Source, observer: "FaceObserver", frames: Sequence[int], side: int, *, at: int | None = None
) -> UInt8:
    """The same square around the face in some frames.

    Args:
        source: the video.
        observer: finds the face.
        frames: frame indices.
        side: of a picture in px.
        at: frame index where the face is looked for; None: the last of them.

    Returns:
        uint8 [n, side, side, 3] (BGR).

    Raises:
        EngineError: a frame cannot be decoded.
    """
    import cv2

    apex, info = frames[-1] if at is None else at, source.info
    face = observer.look(apex, source.read(apex).bgr()).face
    if face is None:
        x, y, width = info.width / 2, info.height / 2, float(min(info.width, info.height))
    else:
        (x, y), width = face.center, FACE_WIDTHS * face.width
    matrix = np.array([[width / side, 0, x - width / 2], [0, width / side, y - width / 2]])
    flags = (cv2.INTER_AREA if width >= side else cv2.INTER_CUBIC) | cv2.WARP_INVERSE_MAP
    pictures = [cv2.warpAffine(source.read(frame).bgr(), matrix, (side, side), flags=flags) for frame in frames]
    return np.asarray(np.stack(pictures), np.uint8)


class ClipService(QObject):
    """Clips for the GUI thread. Call `shutdown` before it goes.

    Args:
        info: the source.
        face_at: place of the face that is analysed, as in `AnalysisConfig`.
        parent: its owner.

    Signals:
        clip_ready: id, pictures uint8 [n, S, S, 3] (BGR) read-only; n is 0 where they cannot be decoded.
    """

    clip_ready = Signal(str, object)

    def __init__(
        self, info: VideoInfo, face_at: tuple[float, float] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker = ClipWorker(info, face_at)
        self._worker.ready.connect(self._on_ready)
        self._thread = WorkerThread(self._worker, "clips", self)

    def page(self, asks: list[ClipAsk]) -> None:
        """Ask for the clips of another page (their `job` is set here); older ones are dropped."""
        self._worker.job += 1
        for ask in asks:
            self._thread.ask(replace(ask, job=self._worker.job))

    @Slot()
    def shutdown(self) -> None:
        """Release the source and join the thread; may be called more than once."""
        self._worker.job += 1
        self._thread.shutdown()

    @Slot(int, str, object)
    def _on_ready(self, job: int, id_: str, clip: object) -> None:
        if job == self._worker.job:
            self.clip_ready.emit(id_, clip)
