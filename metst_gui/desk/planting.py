"""The one measurement by planted movements that goes on: its process, its line among the jobs, how far it is."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.planted import Sensitivity, SensitivityRequest
from engine.types import Progress
from metst_gui.desk.jobs import JobKind, JobLine, Jobs
from metst_gui.inference.controller import InferenceController
from metst_gui.language import mark, told, tr

IN_FEATURES = "engine.planted.sensitivity:sensitivities"
IN_PICTURES = "engine.pipeline.sensitivity_in_pictures:sensitivities_in_pictures"
NAME = mark("Measuring sensitivity")
STOP_TIP = mark("Stop planting movements; the review goes on")
LOSS = mark("If you close now, the measurement of sensitivity is given up. Every decision is saved.")


class Planting(QObject):
    """Plants in a run's measurements, or in the video's pictures where the request says so, in a process of its own.

    Attributes:
        factories: ``"module:function"`` of the generator, by whether it renders pictures.
        done, total: how far the measurement is; total 0: none goes on.

    Signals:
        event_ready: arg: Sensitivity.
        finished: it ended, not by `cancel`. arg: why it failed, as a sentence; empty: it did not.
        changed: it began, is further or ended.
    """

    event_ready = Signal(object)
    finished = Signal(str)
    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.factories = {False: IN_FEATURES, True: IN_PICTURES}
        self.done = self.total = 0
        self._controllers: dict[str, InferenceController] = {}
        self._stage = mark("planting movements")
        quick = JobKind(tr(NAME), stop_tip=tr(STOP_TIP))
        slow = JobKind(tr(NAME), stop_tip=tr(STOP_TIP), loss=tr(LOSS))
        self._lines = {
            pictures: JobLine(jobs, kind, stop=self.cancel, parent=self)
            for pictures, kind in ((False, quick), (True, slow))
        }
        self._line = self._lines[False]

    def start(self, path: Path, request: SensitivityRequest) -> None:
        """Begin; one that goes on is given up.

        Args:
            path: the video.
            request: what is asked.
        """
        self.cancel()
        pictures = request.pictures is not None
        self._line = self._lines[pictures]
        self._tell(0, 1)
        self._controller(self.factories[pictures]).start(path, request)

    @Slot()
    def cancel(self) -> None:
        """Give it up; nothing more is heard of it."""
        if self.total:
            for one in self._controllers.values():
                one.cancel()
            self._tell(0, 0)

    @Slot()
    def shutdown(self) -> None:
        """Join threads and processes; may be called more than once."""
        for one in self._controllers.values():
            one.shutdown()

    def _controller(self, factory: str) -> InferenceController:
        if factory not in self._controllers:
            made = InferenceController(self, factory=factory)
            made.event_ready.connect(self._on_event)
            made.finished.connect(self._on_finished)
            self._controllers[factory] = made
        return self._controllers[factory]

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, Progress):
            self._stage = event.stage
            self._tell(event.done, event.total)
        elif isinstance(event, Sensitivity):
            self.event_ready.emit(event)

    @Slot(object)
    def _on_finished(self, sentence: object) -> None:
        self.finished.emit(told(sentence) if isinstance(sentence, str) else "")
        self._tell(0, 0)

    def _tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self._line.follow(self._stage, done, total)
        self.changed.emit()
