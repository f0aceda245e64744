"""Asking the engine something beside the analysis, in a process of its own that starts with the first question."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.compiling import Preparing
from engine.explain.requests import LaneRequest, OcclusionRequest, StatesRequest
from engine.training.requests import LearnRequest
from metst_gui.desk.desk import Desk
from metst_gui.inference.controller import InferenceController

# Only an item that is looked at for this long is asked about: a process starts for it.
SETTLED_MS = 350
# Answers that are kept; one of states is some hundred kilobytes.
KEPT = 64


class EngineJob(QObject):
    """One job at a time in a process of its own.

    Attributes:
        factory: ``"module:function"`` of the engine's generator; read when the process is made.

    Signals:
        event_ready: what the generator yields.
        ended: the job ended. arg: None, or one sentence on why it failed.
    """

    event_ready = Signal(object)
    ended = Signal(object)

    def __init__(self, desk: Desk, factory: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.factory = factory
        self._controller: InferenceController | None = None
        desk.closing.connect(self.shutdown)

    @property
    def running(self) -> bool:
        """Whether a job is current."""
        return self._controller is not None and self._controller.running

    def start(self, path: Path, request: OcclusionRequest | StatesRequest | LaneRequest | LearnRequest) -> None:
        """Begin a job on a source; one that runs is cancelled."""
        if self._controller is None:
            self._controller = InferenceController(self, factory=self.factory)
            self._controller.event_ready.connect(self.event_ready)
            self._controller.finished.connect(self.ended)
        self._controller.start(path, request)

    @Slot()
    def cancel(self) -> None:
        """Forget the current job; neither an event nor an end of it follows."""
        if self._controller is not None:
            self._controller.cancel()

    @Slot()
    def shutdown(self) -> None:
        """Join the thread and its process; may be called more than once."""
        if self._controller is not None:
            self._controller.shutdown()


class Answer(Protocol):
    """What the engine answers."""

    @property
    def token(self) -> str:
        """Of the request."""


class EngineQuestion(QObject):
    """What is asked about the selected item: the last question counts, answers are kept.

    Signals:
        answered: the engine answered the question asked last. arg: the answer.
        failed: it could not. args: token of the request, sentence.
    """

    answered = Signal(object)
    failed = Signal(str, object)

    def __init__(self, desk: Desk, factory: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = EngineJob(desk, factory, self)
        self._job.event_ready.connect(self._on_answer)
        self._job.ended.connect(self._on_ended)
        self._known: dict[str, Answer] = {}
        self._asked: tuple[Path, OcclusionRequest | StatesRequest] | None = None
        self._running = ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._start)
        desk.closing.connect(self._timer.stop)

    def known(self, token: str) -> Answer | None:
        """The answer to a request, where it was asked before."""
        return self._known.get(token)

    def ask(self, path: Path, request: OcclusionRequest | StatesRequest) -> None:
        """Ask about a source once nothing else has been asked for a while."""
        self._asked = path, request
        if self._running != request.token:
            self._timer.start()

    def drop(self) -> None:
        """Nothing is asked any more; a job that runs may finish, its answer is kept."""
        self._timer.stop()
        self._asked = None

    def forget(self) -> None:
        """Another run: no answer holds any more."""
        self.drop()
        self._running = ""
        self._known.clear()
        self._job.cancel()

    @Slot()
    def _start(self) -> None:
        if self._asked is not None:
            path, request = self._asked
            self._job.start(path, request)
            self._running = request.token

    @Slot(object)
    def _on_answer(self, answer: Answer | Preparing) -> None:
        if isinstance(answer, Preparing):
            return
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[answer.token] = answer
        if self._asked is not None and self._asked[1].token == answer.token:
            self.answered.emit(answer)

    @Slot(object)
    def _on_ended(self, sentence: object) -> None:
        running, self._running = self._running, ""
        if isinstance(sentence, str) and running:
            self.failed.emit(running, sentence)
