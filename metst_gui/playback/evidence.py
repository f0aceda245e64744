"""Landmarks, regions, motion and comparisons of faces, measured in a thread of their own; the newest request wins."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot

from engine.errors import EngineError
from engine.types import UInt8, VideoInfo
from engine.video import Source, open_source, same_source
from metst_gui.language import tr

if TYPE_CHECKING:
    from engine.inspection import FaceObserver, People, PeopleFinder
    from engine.inspection.observer import Seen

# Side of the compared crops: about what a large screen shows of them.
CROP_PX = 512

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """One request; `kind` says what for.

    Attributes:
        job: number of the source it is about.
        kind: ``"overlay"`` (of `frame`, moved since `other` where that is given), ``"comparison"`` (of `other`, the
            moment compared with, and `frame`) or ``"people"`` (all faces of `frame`, an analysis begins at `other`).
        frame, other: frame indices.
        bgr: the picture of `frame` where the window has it already, uint8 [H, W, 3].
    """

    job: int
    kind: str
    frame: int
    other: int | None
    bgr: UInt8 | None


class Slots:
    """The newest request of each kind, handed from the GUI thread to the measuring one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asks: dict[str, Ask] = {}

    def put(self, ask: Ask) -> bool:
        """Replace the waiting request of this kind; True where the worker has to be woken."""
        with self._lock:
            was_empty = not self._asks
            self._asks[ask.kind] = ask
            return was_empty

    def take(self) -> tuple[Ask, ...]:
        """All waiting requests, once."""
        with self._lock:
            asks, self._asks = tuple(self._asks.values()), {}
            return asks


class EvidenceWorker(QObject):
    """Owns a source and a face observer; lives in the measuring thread."""

    measured = Signal(int, str, object)
    failed = Signal(int, object)

    def __init__(self, slots: Slots) -> None:
        super().__init__()
        self._slots = slots
        self._job = 0
        self._info: VideoInfo | None = None
        self._source: Source | None = None
        self._face_at: tuple[float, float] | None = None
        self._observer: FaceObserver | None = None
        self._finder: PeopleFinder | None = None

    @Slot(int, object)
    def set_source(self, job: int, info: VideoInfo | None) -> None:
        """Measure in another source from now on; it is opened when first needed."""
        self.close()
        self._job, self._info = job, info

    @Slot(object)
    def set_face(self, face_at: tuple[float, float] | None) -> None:
        """Look at another face from now on."""
        self._face_at, self._observer = face_at, None

    @Slot()
    def serve(self) -> None:
        """Answer what waits."""
        for ask in self._slots.take():
            if ask.job != self._job or self._info is None:
                continue
            try:
                self.measured.emit(ask.job, ask.kind, self._measure(ask))
            except EngineError as error:
                self.failed.emit(ask.job, str(error))
            except Exception:  # noqa: BLE001 - the window must hear of it, whatever it is
                _log.exception("measuring frame %d failed", ask.frame)
                self.failed.emit(ask.job, tr("Frame {frame} cannot be measured: the log says why.", frame=ask.frame))

    @Slot()
    def finish(self) -> None:
        """Release the source and end the thread."""
        self.close()
        QThread.currentThread().quit()

    def close(self) -> None:
        """Release the source and forget its faces."""
        if self._source is not None:
            self._source.close()
        self._source = self._observer = None

    def _measure(self, ask: Ask) -> object:
        # Imported here: a window opens without the measuring rooms and their compiled kernels.
        from engine.inspection import compare_faces, face_overlay

        if ask.kind == "people":
            return self._people(ask)
        # The moment compared with comes first: the other one is then looked for near it.
        other = None if ask.other is None else self._look(ask.other)
        seen = self._look(ask.frame, ask.bgr)
        if ask.kind == "comparison" and other is not None:
            return compare_faces(other, seen, side=CROP_PX)
        return face_overlay(seen, other)

    def _people(self, ask: Ask) -> "People":
        from engine.inspection import PeopleFinder

        if self._finder is None:
            self._finder = PeopleFinder()
        bgr = self._read(ask.frame) if ask.bgr is None else ask.bgr
        first = ask.frame if ask.other is None else ask.other
        return self._finder.look(ask.frame, bgr, first, bgr if first == ask.frame else self._read(first))

    def _look(self, frame: int, bgr: UInt8 | None = None) -> "Seen":
        from engine.inspection import FaceObserver

        if self._observer is None:
            self._observer = FaceObserver(self._face_at, None if self._face_at is None else self._read(0))
        known = self._observer.known(frame)
        if known is not None:
            return known
        return self._observer.look(frame, self._read(frame) if bgr is None else bgr)

    def _read(self, frame: int) -> UInt8:
        assert self._info is not None
        if self._source is None:
            rate = self._info.fps if self._info.kind == "images" else None
            self._source = same_source(open_source(Path(self._info.path), fps=rate), self._info)
        return self._source.read(frame).bgr()


class EvidenceService(QObject):
    """Measurements for the GUI thread. Call `shutdown` before it goes.

    Signals:
        overlay_ready(FaceOverlay), comparison_ready(FaceComparison), people_ready(People): answers to the newest
            requests.
        failed(str): one sentence for the user.
    """

    overlay_ready = Signal(object)
    comparison_ready = Signal(object)
    people_ready = Signal(object)
    failed = Signal(object)
    _source_set = Signal(int, object)
    _face_set = Signal(object)
    _serve_asked = Signal()
    _finish_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slots = Slots()
        self._job = 0
        self._info: VideoInfo | None = None
        self._face_at: tuple[float, float] | None = None
        self._worker: EvidenceWorker | None = None
        self._thread: QThread | None = None
        self._stopped = False
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.shutdown)

    def set_source(self, info: VideoInfo | None) -> None:
        """Measure in this source from now on."""
        self._job, self._info = self._job + 1, info
        self._source_set.emit(self._job, info)

    def set_face(self, face_at: tuple[float, float] | None) -> None:
        """Look at the face that is analysed: at a place as in `AnalysisConfig.face_at`; None: the largest."""
        if face_at != self._face_at:
            self._face_at = face_at
            self._face_set.emit(face_at)

    def overlay(self, frame: int, bgr: UInt8, reference: int | None) -> None:
        """Ask for a `FaceOverlay` of a picture; `reference` is the frame motion is measured against."""
        self._ask(Ask(self._job, "overlay", frame, reference, bgr))

    def compare(self, first: int, second: int, bgr: UInt8 | None = None) -> None:
        """Ask for a `FaceComparison`; `bgr` is the picture of `second` where it is at hand."""
        self._ask(Ask(self._job, "comparison", second, first, bgr))

    def people(self, frame: int, bgr: UInt8, first: int) -> None:
        """Ask for the `People` of a picture; `first` is the frame an analysis of this scene begins with."""
        self._ask(Ask(self._job, "people", frame, first, bgr))

    @Slot()
    def shutdown(self) -> None:
        """Release the source and join the thread; may be called more than once."""
        self._stopped = True
        if self._thread is not None and self._thread.isRunning():
            self._finish_asked.emit()
            self._thread.wait()

    def _ask(self, ask: Ask) -> None:
        if self._info is None or self._stopped:
            return
        if self._thread is None:
            self._start()
        if self._slots.put(ask):
            self._serve_asked.emit()

    def _start(self) -> None:
        """Begin the thread: a window that shows no evidence has none."""
        self._worker, self._thread = EvidenceWorker(self._slots), QThread()
        self._thread.setObjectName("evidence")
        self._worker.moveToThread(self._thread)
        self._source_set.connect(self._worker.set_source)
        self._face_set.connect(self._worker.set_face)
        self._serve_asked.connect(self._worker.serve)
        self._finish_asked.connect(self._worker.finish)
        self._worker.measured.connect(self._on_measured)
        self._worker.failed.connect(self._on_failed)
        self._thread.start()
        self._source_set.emit(self._job, self._info)
        self._face_set.emit(self._face_at)

    @Slot(int, str, object)
    def _on_measured(self, job: int, kind: str, found: object) -> None:
        answers = {"overlay": self.overlay_ready, "comparison": self.comparison_ready, "people": self.people_ready}
        if job == self._job:
            answers[kind].emit(found)

    @Slot(int, object)
    def _on_failed(self, job: int, sentence: str) -> None:
        if job == self._job:
            self.failed.emit(sentence)
