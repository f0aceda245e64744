"""What takes a while: how far it is, how long it will take, how it is stopped, what is lost with it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from metst_gui.language import told, tr
from metst_gui.wording.time_left import left_text

# An estimate needs so much to go on: seconds that passed, and parts that are ready.
LEAST_SECONDS, LEAST_DONE = 2.0, 2


@dataclass(frozen=True, slots=True)
class JobKind:
    """What a job is, in words that are translated.

    Attributes:
        name: what is being done, as “Analysing”.
        loss: what closing the window gives up, as a sentence; empty: nothing is lost, or it is finished first.
        stop_tip: what stopping it does, as a sentence; empty: it cannot be stopped.
    """

    name: str
    loss: str = ""
    stop_tip: str = ""


class Job(QObject):
    """One of the things that go on.

    Args:
        kind: what it is.
        stop: ends it early; None: it cannot be stopped.
        clock: seconds of any clock.

    Attributes:
        stage: which part of it, in words; empty: it has none.
        waits: what it waits for, in words; empty: it goes on.

    Signals:
        changed: it is further.
        ended: it is over.
    """

    changed = Signal()
    ended = Signal()

    def __init__(
        self,
        kind: JobKind,
        *,
        stop: Callable[[], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.stop = stop
        self.stage = self.waits = ""
        self._clock = clock
        self._done = self._total = 0
        self._began = (0, clock())

    @property
    def percent(self) -> int | None:
        """How far it is, 0..100, rounded down; None: that is not known."""
        return None if self._total <= 1 else 100 * self._done // self._total

    @property
    def seconds_left(self) -> float | None:
        """How long it will take at the pace so far; None: too little of it is ready to tell."""
        first, since = self._began
        done, passed = self._done - first, self._clock() - since
        if self.percent is None or passed < LEAST_SECONDS or done < LEAST_DONE:
            return None
        return passed / done * (self._total - self._done)

    @property
    def text(self) -> str:
        """What is being done, how far it is, and how long it will take; or what that waits for."""
        if self.waits:
            return self.waits
        percent, left = self.percent, self.seconds_left
        words = self.kind.name if percent is None else tr("{name} {percent} %", name=self.kind.name, percent=percent)
        return words if left is None else f"{words} · {left_text(left)}"

    @property
    def tip(self) -> str:
        """The same with the stage and the numbers."""
        stage = self.stage or self.kind.name
        if self.waits or self.percent is None:
            return self.waits or stage
        return tr("{text}: {done} of {total}", text=stage, done=self._done, total=self._total)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Say how far it is.

        Args:
            stage: which part of it, in words.
            done: parts ready, 0..total.
            total: number of parts; 1 or less: it cannot be told.
        """
        done = min(max(done, 0), max(total, 0))
        # What it took until the first parts were ready, such as loading a model, says nothing of the pace.
        goes_on = stage == self.stage and total == self._total and 0 < self._done <= done
        if self.waits or not goes_on:
            self._began = done, self._clock()
        self.stage, self._done, self._total, self.waits = stage, done, total, ""
        self.changed.emit()

    def wait(self, reason: str) -> None:
        """Say what it waits for, until it is further; the time that takes tells nothing of its pace."""
        if reason != self.waits:
            self.waits = reason
            self.changed.emit()

    def end(self) -> None:
        """It is over, however it ended."""
        self.ended.emit()


class Jobs(QObject):
    """All that goes on, the latest last.

    Signals:
        changed: one began, is further or ended.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Job] = []

    @property
    def running(self) -> tuple[Job, ...]:
        """What goes on."""
        return tuple(self._running)

    @property
    def losses(self) -> tuple[Job, ...]:
        """What would be given up by closing now: what has something to lose and is past its very beginning."""
        return tuple(one for one in self._running if one.kind.loss and one.percent)

    def begin(self, kind: JobKind, *, stop: Callable[[], object] | None = None) -> Job:
        """A job that has begun; whoever does it says how far it is, and ends it."""
        job = Job(kind, stop=stop, parent=self)
        self._running.append(job)
        job.changed.connect(self.changed)
        job.ended.connect(lambda: self._on_ended(job))
        self.changed.emit()
        return job

    def _on_ended(self, job: Job) -> None:
        if job in self._running:
            self._running.remove(job)
            job.deleteLater()
            self.changed.emit()


class JobLine(QObject):
    """Makes a job of what tells its progress as stage, done and total: total 0 says that nothing goes on.

    Args:
        jobs: of the desk.
        kind: what it is.
        stop: ends it early; None: it cannot be stopped.
        parent: owner.
    """

    def __init__(
        self, jobs: Jobs, kind: JobKind, *, stop: Callable[[], object] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._kind, self._stop = jobs, kind, stop
        self._job: Job | None = None

    @Slot(str, int, int)
    def follow(self, stage: str, done: int, total: int) -> None:
        """Begin, go on or end."""
        if total and self._job is None:
            self._job = self._jobs.begin(self._kind, stop=self._stop)
        if self._job is None:
            return
        if total:
            self._job.progress(told(stage), done, total)
        else:
            job, self._job = self._job, None
            job.end()

    @Slot(str)
    def wait(self, reason: str) -> None:
        """Say what the job waits for, until it is further."""
        if self._job is not None:
            self._job.wait(told(reason))
