"""Clips of a reviewer's planted trials, made in a thread of their own and kept nowhere else (ADR 0034)."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.errors import EngineError
from engine.types import VideoInfo
from engine.video import Source, open_source, same_source
from metst_gui.language import tr
from metst_gui.playback.worker_thread import WorkerThread

if TYPE_CHECKING:
    from engine.planted.trial_pictures import TrialPictures
    from engine.planted.trials import TrialPlan

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class TrialAsk:
    """A clip that is wanted: frames `first` to `last`, with what is planned in it (None: as they are)."""

    number: int
    first: int
    last: int
    plan: "TrialPlan | None"


class TrialClipWorker(QObject):
    """Owns a source; lives in the thread of the trials."""

    ready = Signal(int, object)
    failed = Signal(object)

    def __init__(self, info: VideoInfo, face_at: tuple[float, float] | None) -> None:
        super().__init__()
        self._info, self._face_at = info, face_at
        self._source: Source | None = None
        self._pictures: TrialPictures | None = None

    @Slot(object)
    def make(self, ask: TrialAsk) -> None:
        """Make one clip."""
        try:
            clip = self._ready().clip(ask.first, ask.last, ask.plan)
        except EngineError as error:
            self.failed.emit(str(error))
        except Exception:  # noqa: BLE001 - the window must hear of it, whatever it is
            _log.exception("the trial clip at frame %d failed", ask.first)
            self.failed.emit(tr("A clip cannot be made: the log says why."))
        else:
            self.ready.emit(ask.number, clip)

    @Slot()
    def finish(self) -> None:
        """Release the source and end the thread."""
        if self._source is not None:
            self._source.close()
        QThread.currentThread().quit()

    def _ready(self) -> "TrialPictures":
        if self._pictures is None:
            from engine.planted.trial_pictures import TrialPictures

            rate = self._info.fps if self._info.kind == "images" else None
            source = self._source = same_source(open_source(Path(self._info.path), fps=rate), self._info)
            self._pictures = TrialPictures(lambda frame: source.read(frame).bgr(), self._face_at)
        return self._pictures


class TrialClips(QObject):
    """Clips for the GUI thread. Call `shutdown` before it goes.

    Args:
        info: the source.
        face_at: place of the face that is analysed, as in `AnalysisConfig`.
        parent: its owner.

    Signals:
        ready: number, `TrialClip`; None where no face is seen.
        failed(str): one sentence for the user.
    """

    ready = Signal(int, object)
    failed = Signal(object)

    def __init__(
        self, info: VideoInfo, face_at: tuple[float, float] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker = TrialClipWorker(info, face_at)
        self._worker.ready.connect(self.ready)
        self._worker.failed.connect(self.failed)
        self._thread = WorkerThread(self._worker, "trials", self)

    def ask(self, ask: TrialAsk) -> None:
        """Ask for a clip; answers with `ready` or `failed`, in the order of asking."""
        self._thread.ask(ask)

    @Slot()
    def shutdown(self) -> None:
        """Release the source and join the thread; may be called more than once."""
        self._thread.shutdown()
