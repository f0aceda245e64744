"""Faces at moments of any number of videos, decoded in a thread of their own; nothing is written to the disk."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.errors import EngineError
from engine.types import UInt8, frozen
from engine.video import Source, open_source
from metst_gui.playback.clips import face_pictures
from metst_gui.playback.worker_thread import WorkerThread

if TYPE_CHECKING:
    from engine.inspection import FaceObserver

_log = logging.getLogger(__name__)
SIDE = 96


@dataclass(frozen=True, slots=True)
class FaceAsk:
    """Faces that are wanted.

    Attributes:
        job: number of the list it is for; those of another list are dropped.
        key: comes back with them.
        path: of the video or folder.
        fps: frame rate of a folder of images; None: a video file.
        frames: frame indices, the last one is where the face is looked for.
        face_at: place of the face that is analysed, as in `AnalysisConfig`.
    """

    job: int
    key: str
    path: Path
    fps: float | None
    frames: tuple[int, ...]
    face_at: tuple[float, float] | None = None


class FaceWorker(QObject):
    """Lives in the thread; keeps the source it used last open."""

    ready = Signal(int, str, object)

    def __init__(self) -> None:
        super().__init__()
        self._of: tuple[object, ...] | None = None
        self._source: Source | None = None
        self._observer: FaceObserver | None = None
        self.job = 0

    @Slot(object)
    def make(self, ask: FaceAsk) -> None:
        """Decode; what cannot be decoded is an empty picture."""
        if ask.job != self.job:
            return
        try:
            pictures = self._faces(ask)
        except (EngineError, OSError):
            pictures = np.zeros((0, SIDE, SIDE, 3), np.uint8)
        except Exception:  # noqa: BLE001 - the list must go on without it
            _log.exception("no face of %s", ask.path.name)
            pictures = np.zeros((0, SIDE, SIDE, 3), np.uint8)
        self.ready.emit(ask.job, ask.key, frozen(pictures))

    @Slot()
    def finish(self) -> None:
        """Release the source and end the thread."""
        self._close()
        QThread.currentThread().quit()

    def _close(self) -> None:
        if self._source is not None:
            self._source.close()
        self._source, self._observer, self._of = None, None, None

    def _faces(self, ask: FaceAsk) -> UInt8:
        from engine.inspection import FaceObserver

        # Another face may have been chosen since.
        if self._of != (ask.path, ask.fps, ask.face_at):
            self._close()
            self._source = open_source(ask.path, fps=ask.fps)
            self._of = ask.path, ask.fps, ask.face_at
        assert self._source is not None
        last = self._source.info.n_frames - 1
        if self._observer is None:
            first = None if ask.face_at is None else self._source.read(0).bgr()
            self._observer = FaceObserver(ask.face_at, first, kept=1)
        return face_pictures(self._source, self._observer, [min(one, last) for one in ask.frames], SIDE)


class CaseFaces(QObject):
    """Faces for the GUI thread. Call `shutdown` before it goes.

    Signals:
        ready: key, pictures uint8 [n, S, S, 3] (BGR) read-only; n is 0 where they cannot be had.
    """

    ready = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = FaceWorker()
        self._worker.ready.connect(self._on_ready)
        self._thread = WorkerThread(self._worker, "case faces", self, priority=QThread.Priority.LowPriority)

    def show(self, asks: Sequence[FaceAsk]) -> None:
        """Ask for the faces of another list (their `job` is set here), video by video; older ones are dropped."""
        self._worker.job += 1
        for ask in asks:
            self._thread.ask(replace(ask, job=self._worker.job))

    @Slot()
    def shutdown(self) -> None:
        """Release the source and join the thread; may be called more than once."""
        self._worker.job += 1
        self._thread.shutdown()

    @Slot(int, str, object)
    def _on_ready(self, job: int, key: str, pictures: UInt8) -> None:
        if job == self._worker.job:
            self.ready.emit(key, pictures)
