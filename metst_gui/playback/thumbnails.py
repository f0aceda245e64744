"""One small picture of each of many videos, decoded in a thread of its own and kept in memory by content.

Nothing is written to the disk: a cache of faces would outlive the project that they belong to.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.errors import EngineError
from engine.types import UInt8, frozen
from engine.video import open_source
from metst_gui.playback.worker_thread import WorkerThread

_log = logging.getLogger(__name__)
# px of the longer side: twice what the board shows, for dense screens.
SIDE = 128
# Of the video: a first frame is often black, or shows a slate.
PLACE = 0.2


@dataclass(frozen=True, slots=True)
class ThumbnailAsk:
    """A picture that is wanted.

    Attributes:
        key: comes back with it.
        path: the file or folder.
        n_frames: number of its frame indices.
    """

    key: str
    path: Path
    n_frames: int


class ThumbnailWorker(QObject):
    """Lives in the thread; opens one source at a time."""

    ready = Signal(str, object)

    @Slot(object)
    def make(self, ask: ThumbnailAsk) -> None:
        """Decode one picture; None where that fails."""
        try:
            picture = _picture(ask)
        except (EngineError, OSError):
            picture = None
        except Exception:  # noqa: BLE001 - the board must go on without it
            _log.exception("no small picture of %s", ask.path.name)
            picture = None
        self.ready.emit(ask.key, picture)

    @Slot()
    def finish(self) -> None:
        """End the thread."""
        QThread.currentThread().quit()


class ThumbnailService(QObject):
    """Pictures for the GUI thread, in the order they are asked for. Call `shutdown` before it goes.

    Signals:
        ready: key, picture uint8 [H, W, 3] (BGR) read-only; None: it cannot be had.
    """

    ready = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThumbnailWorker()
        self._worker.ready.connect(self.ready)
        self._thread = WorkerThread(self._worker, "thumbnails", self, priority=QThread.Priority.LowPriority)

    def ask(self, ask: ThumbnailAsk) -> None:
        """Ask for a picture; answers with `ready`."""
        self._thread.ask(ask)

    @Slot()
    def shutdown(self) -> None:
        """Join the thread; may be called more than once."""
        self._thread.shutdown()


def _picture(ask: ThumbnailAsk) -> UInt8:
    """The picture, at most `SIDE` px wide and high.

    Raises:
        EngineError: it cannot be decoded.
    """
    import cv2

    with open_source(ask.path) as source:
        pixels = source.read(min(int(ask.n_frames * PLACE), source.info.n_frames - 1)).bgr()
    scale = SIDE / max(pixels.shape[:2])
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    return frozen(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
