"""What the GUI knows of the analysis: start, cancel, events of the current job only."""

import itertools
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.config import AnalysisConfig
from engine.explain.requests import LaneRequest, OcclusionRequest, StatesRequest
from engine.planted import SensitivityRequest
from engine.training.requests import LearnRequest
from metst_gui.inference.job import WorkerJob
from metst_gui.inference.worker import STOPPED, InferenceWorker

# Rising over all controllers, for a job may go from one to another.
_IDS = itertools.count(1)
# Thread, worker, current job, last job.
_Work = tuple[QThread, InferenceWorker, WorkerJob | None, WorkerJob | None]


class InferenceController(QObject):
    """Owns the inference thread. Call `shutdown` before it goes.

    Signals:
        started: a job was handed to the thread.
        event_ready: AnalysisEvent of the current job.
        finished: the current job ended. arg: None, or one sentence on why it failed.
        cancelled: the current job was cancelled; no event of it follows.
    """

    started = Signal()
    event_ready = Signal(object)
    finished = Signal(object)
    cancelled = Signal()
    _asked = Signal(object)
    _released = Signal()

    def __init__(self, parent: QObject | None = None, *, factory: str = "engine.pipeline:analyze") -> None:
        super().__init__(parent)
        self._factory = factory
        self._job: WorkerJob | None = None
        self._last: WorkerJob | None = None
        self._moved: dict[int, InferenceController] = {}
        self._thread = QThread()
        self._thread.setObjectName("inference")
        self._worker = InferenceWorker()
        self._worker.moveToThread(self._thread)
        self._connect()
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether a job is current."""
        return self._job is not None

    @property
    def factory(self) -> str:
        """``"module:function"`` of the generator that is run."""
        return self._factory

    def start(
        self,
        path: Path,
        config: AnalysisConfig | OcclusionRequest | StatesRequest | LaneRequest | LearnRequest | SensitivityRequest,
        *,
        kept: bool = False,
    ) -> None:
        """Analyse a source; a job that runs is cancelled first. After `shutdown` nothing is analysed any more.

        Args:
            path: the source.
            config: options, or what is asked about a run.
            kept: whether the process is kept for the next job of this kind, until `release` or `shutdown`.
        """
        self.cancel()
        if not self._thread.isRunning():
            self.finished.emit(STOPPED)
            return
        self._job = self._last = WorkerJob(next(_IDS), self._factory, path, config, kept=kept)
        self._asked.emit(self._job)
        self.started.emit()

    def swap(self, other: "InferenceController") -> None:
        """Exchange the current jobs, with the threads that run them: each goes on, and is told of by the other one."""
        mine, theirs = self._leave(other), other._leave(self)  # noqa: SLF001 - another one of these
        self._enter(*theirs)
        other._enter(*mine)  # noqa: SLF001 - another one of these

    def hold(self, *, held: bool) -> None:
        """Let the current job rest, keeping all it has computed, or let it go on."""
        if self._job is not None:
            (self._job.held.set if held else self._job.held.clear)()

    def cancel(self) -> None:
        """Forget the current job at once; its process ends within two seconds."""
        if self._job is not None:
            self._job.cancelled.set()
            self._job = None
            self.cancelled.emit()

    def release(self) -> None:
        """End a process that was kept, once its job has ended."""
        self._released.emit()

    @Slot()
    def shutdown(self) -> None:
        """Cancel, and join the thread and its process; may be called more than once."""
        if self._last is not None:
            self._last.cancelled.set()
        self._job = None
        if self._thread.isRunning():
            self._thread.quit()
            self._thread.wait()
            self._worker.release()

    @Slot(int, object)
    def _on_event(self, job_id: int, event: object) -> None:
        if self._job is not None and job_id == self._job.id:
            self.event_ready.emit(event)
        elif job_id in self._moved:
            self._moved[job_id]._on_event(job_id, event)  # noqa: SLF001 - another one of these

    @Slot(int, object)
    def _on_finished(self, job_id: int, sentence: object) -> None:
        if self._job is not None and job_id == self._job.id:
            self._job = None
            self.finished.emit(sentence)
        elif job_id in self._moved:
            self._moved.pop(job_id)._on_finished(job_id, sentence)  # noqa: SLF001 - another one of these

    def _leave(self, heir: "InferenceController") -> _Work:
        """Hear of the work no more; what is on its way already is passed on to the one that gets it."""
        self._moved = {} if self._job is None else {self._job.id: heir}
        self._asked.disconnect(self._worker.run)
        self._released.disconnect(self._worker.release)
        self._worker.event_ready.disconnect(self._on_event)
        self._worker.finished.disconnect(self._on_finished)
        return self._thread, self._worker, self._job, self._last

    def _enter(self, thread: QThread, worker: InferenceWorker, job: WorkerJob | None, last: WorkerJob | None) -> None:
        self._thread, self._worker, self._job, self._last = thread, worker, job, last
        self._connect()

    def _connect(self) -> None:
        self._asked.connect(self._worker.run)
        self._released.connect(self._worker.release)
        self._worker.event_ready.connect(self._on_event)
        self._worker.finished.connect(self._on_finished)
