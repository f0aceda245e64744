"""Drives the analysis process from a thread of its own: spawns it, reads its events, ends it."""

import logging
import multiprocessing
import time
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from engine.types import AnalysisEvent, Progress, ScoreChunk
from metst_gui.inference.child import child_main
from metst_gui.inference.job import WorkerJob
from metst_gui.inference.spawned import end_process, start_module_hidden
from metst_gui.language import mark, tr

STOPPED = mark("The analysis stopped unexpectedly; the review goes on. Start it again from the Analysis menu.")
FAILED = mark("The analysis failed ({kind}); the review goes on. Details are in the log.")
# At most 20 batches a second reach the window (ADR 0003).
BATCH_SECONDS = 0.05
POLL_SECONDS = 0.02
GRACE_SECONDS = 2.0
# So many jobs a process that is kept does at most: what it may hold on to is given back then.
MOST_JOBS = 50
# Nothing of a cancelled analysis is kept, so it need not end in good order.
CANCEL_SECONDS = 0.3
_log = logging.getLogger(__name__)


class InferenceWorker(QObject):
    """Lives in the inference thread.

    Signals:
        event_ready: job id, AnalysisEvent.
        finished: job id, None or one sentence; exactly once a job.
    """

    event_ready = Signal(int, object)
    finished = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._child: _Child | None = None

    @Slot(object)
    def run(self, job: WorkerJob) -> None:
        """Run one job to its end, its failure or its cancellation."""
        outcome: str | None = tr(STOPPED)
        try:
            outcome = None if job.cancelled.is_set() else self._run(job)
        except Exception:  # noqa: BLE001 - the thread must live on and the window hear of it
            _log.exception("the analysis process could not be driven")
        self.finished.emit(job.id, outcome)

    @Slot()
    def release(self) -> None:
        """End the process that was kept."""
        child, self._child = self._child, None
        if child is not None:
            child.end(GRACE_SECONDS)

    def _run(self, job: WorkerJob) -> str | None:
        child = self._child_for(job)
        try:
            kind, detail = self._read(job, child)
        except BaseException:
            self._child = None
            child.end(GRACE_SECONDS)
            raise
        # One that crashed, or was told to stop, is in no state for another job; none lives on for ever.
        reusable = kind in ("done", "error") and child.jobs < MOST_JOBS
        self._child = child if job.kept and reusable else None
        if self._child is None:
            child.end(CANCEL_SECONDS if job.cancelled.is_set() else GRACE_SECONDS)
        return tr(STOPPED) if kind == "died" else _sentence(kind, detail)

    def _child_for(self, job: WorkerJob) -> "_Child":
        """The process that was kept, with the job to do, or a new one."""
        kept, self._child = self._child, None
        if kept is not None:
            if job.kept and kept.take(job):
                return kept
            kept.end(GRACE_SECONDS)
        return _Child(job)

    def _read(self, job: WorkerJob, child: "_Child") -> tuple[str, Any]:
        """How it ended, as `child_main` tells it; ``"cancelled"`` or ``"died"`` where it tells nothing."""
        batch = _Batch()
        while not job.cancelled.is_set():
            child.hold(held=job.held.is_set())
            try:
                message = child.pipe.recv() if child.pipe.poll(POLL_SECONDS) else None
            except (EOFError, OSError):
                return ("cancelled" if job.cancelled.is_set() else "died"), None
            if message is not None and message[0] != "event":
                self._emit(job, batch.take())
                return message[0], message[1]
            if message is not None:
                batch.add(frozen_event(message[1]))
            if batch.is_due():
                self._emit(job, batch.take())
        return "cancelled", None

    def _emit(self, job: WorkerJob, events: list[AnalysisEvent]) -> None:
        for event in events:
            self.event_ready.emit(job.id, event)


class _Child:
    """A process with its pipe.

    Attributes:
        pipe: to and from it.
        jobs: number of jobs it was given.
    """

    def __init__(self, job: WorkerJob) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self._stop, self._held = context.Event(), context.Event()
        self.jobs = 1
        arguments = job.factory, (job.path, job.config), other, self._stop, self._held
        self._process = context.Process(target=child_main, args=arguments, daemon=True, name="analysis")
        try:
            with other, start_module_hidden():
                self._process.start()
        except BaseException:
            self.end(GRACE_SECONDS)
            raise

    def take(self, job: WorkerJob) -> bool:
        """Give it another job; False where it has ended."""
        try:
            self.pipe.send((job.factory, (job.path, job.config)))
        except OSError:
            return False
        self.jobs += 1
        return True

    def hold(self, *, held: bool) -> None:
        """Let it rest between two events, or go on."""
        if held != self._held.is_set():
            (self._held.set if held else self._held.clear)()

    def end(self, grace: float) -> None:
        """Make it end; it has so many seconds to do so by itself."""
        self._stop.set()
        self.pipe.close()
        end_process(self._process, grace=grace)


class _Batch:
    """Events since the last emit: every chunk, but only the latest progress and the latest decoded proposals.

    Both are replaced as a whole by their successor, and painting them is what costs the window time.
    """

    def __init__(self) -> None:
        self._events: list[AnalysisEvent] = []
        self._last = 0.0

    def add(self, event: AnalysisEvent) -> None:
        if isinstance(event, Progress):
            self._events = [one for one in self._events if not isinstance(one, Progress)]
        elif isinstance(event, ScoreChunk) and event.proposals is not None:
            self._events = [
                replace(one, proposals=None) if isinstance(one, ScoreChunk) else one for one in self._events
            ]
        self._events.append(event)

    def is_due(self) -> bool:
        return bool(self._events) and time.monotonic() - self._last >= BATCH_SECONDS

    def take(self) -> list[AnalysisEvent]:
        events, self._events, self._last = self._events, [], time.monotonic()
        return events


def frozen_event(value: Any) -> Any:
    """The same value with every array in it read-only: pickling forgets that."""
    if isinstance(value, np.ndarray):
        value.setflags(write=False)
    elif is_dataclass(value):
        for one in fields(value):
            frozen_event(getattr(value, one.name))
    return value


def _sentence(kind: str, detail: Any) -> str | None:
    if kind == "error":
        return str(detail)
    if kind == "crash":
        name, text = detail
        _log.error("the analysis failed:\n%s", text)
        return tr(FAILED, kind=name)
    return None
