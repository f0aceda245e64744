"""One video that is being analysed, in a process of its own, whoever asked for it."""

import time
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.compiling import Preparing
from engine.config import AnalysisConfig
from engine.types import AnalysisRun, Progress, ScoreChunk
from metst_gui.inference.controller import InferenceController


def with_event(heard: list[object], event: object) -> list[object]:
    """What an analysis told that still holds after it told this: the last progress, and the latest curves."""
    if isinstance(event, Preparing):
        return heard
    if isinstance(event, Progress):
        heard = [one for one in heard if not isinstance(one, Progress)]
    elif isinstance(event, ScoreChunk) and event.start == 0:
        # A second model joined and all is shown anew: the curves of the first one alone are over.
        heard = [one for one in heard if not isinstance(one, ScoreChunk)]
    return [*heard, event]


class VideoJob(QObject):
    """Runs the model on a video, and can rest in between.

    Args:
        video: id of the video in its project.
        controller: runs nothing, or the analysis of this video already; it is this job's until it ends.
        parent: owner.
        heard: what such an analysis told so far.

    Attributes:
        video: as given.
        share: how much is analysed, in [0, 1].
        run: what came of it; None: it is not finished.
        heard: the curves that were told so far, and the last progress.

    Signals:
        event_ready: AnalysisEvent.
        ended: it ended, unless it was cancelled. arg: None, or a sentence on why it failed.
    """

    event_ready = Signal(object)
    ended = Signal(object)

    def __init__(
        self, video: str, controller: InferenceController, parent: QObject, heard: Iterable[object] = ()
    ) -> None:
        super().__init__(parent)
        self.video = video
        self.share = 0.0
        self.run: AnalysisRun | None = None
        self.heard: list[object] = []
        self._controller: InferenceController | None = controller
        self._worked = 0.0
        self._since: float | None = None
        controller.event_ready.connect(self._on_event)
        controller.finished.connect(self._on_finished)
        for event in heard:
            self._hear(event)
        if controller.running:
            self._since = time.monotonic()

    @property
    def running(self) -> bool:
        """Whether it has neither ended nor been cancelled; one that rests counts."""
        return self._controller is not None

    @property
    def held(self) -> bool:
        """Whether it rests."""
        return self.running and self._since is None

    @property
    def seconds(self) -> float:
        """How long it has worked, rests not counted."""
        return self._worked + (0.0 if self._since is None else time.monotonic() - self._since)

    def start(self, path: Path, config: AnalysisConfig) -> None:
        """Begin."""
        assert self._controller is not None
        self._since = time.monotonic()
        self._controller.start(path, config, kept=True)

    def hold(self, *, held: bool) -> None:
        """Let it rest, keeping what was computed, or let it go on."""
        if self._controller is None or held == self.held:
            return
        self._controller.hold(held=held)
        self._worked, self._since = self.seconds, None if held else time.monotonic()

    def cancel(self) -> None:
        """Give it up; nothing is told of it any more."""
        controller = self.release()
        if controller is not None:
            controller.cancel()

    def release(self) -> InferenceController | None:
        """Let go of the controller, whose analysis goes on; None: it has ended."""
        controller, self._controller = self._controller, None
        if controller is not None:
            self._worked, self._since = self.seconds, None
            controller.event_ready.disconnect(self._on_event)
            controller.finished.disconnect(self._on_finished)
        return controller

    @Slot(object)
    def _on_event(self, event: object) -> None:
        self._hear(event)
        self.event_ready.emit(event)

    def _hear(self, event: object) -> None:
        if isinstance(event, Progress):
            self.share = min(max(event.done / event.total, 0.0), 1.0) if event.total > 1 else 0.0
        if isinstance(event, AnalysisRun):
            self.run = event
        else:
            self.heard = with_event(self.heard, event)

    @Slot(object)
    def _on_finished(self, sentence: object) -> None:
        self.release()
        self.ended.emit(sentence)
