"""Renders the demo clip in a process of its own, so that the window stays alive meanwhile."""

import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.errors import EngineError
from engine.workers import end_with_parent
from metst_gui.language import mark, tr

POLL_MS = 100
STOPPED = mark("The demo clip could not be rendered: try File, Open demo clip again, or open a video of your own.")
CANCELLED = mark("The demo clip was not rendered to its end: File, Open demo clip begins again.")


def render(pipe: Connection) -> None:
    """Child process: render the demo if it is not there yet, and say where it lies."""
    from engine.synthesis import demo_files

    end_with_parent(by_kernel=False)
    try:
        files = demo_files(progress=lambda done, total: pipe.send((done, total)))
        pipe.send(str(files.video))
    except EngineError as error:
        pipe.send(error)
    finally:
        pipe.close()


class DemoLoader(QObject):
    """Finds or renders the demo clip.

    Signals:
        progressed: text, frames done, frames in all; total 0: done.
        ready: the clip's path.
        failed: one sentence.
        cancelled: the user ended it. arg: one sentence.
    """

    progressed = Signal(str, int, int)
    ready = Signal(Path)
    failed = Signal(object)
    cancelled = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pipe: Connection | None = None
        self._process: BaseProcess | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    def start(self) -> None:
        """Begin; a clip that is on its way already is waited for."""
        if self._process is not None:
            return
        self.progressed.emit(tr("Preparing the demo clip (only the first time on this computer)"), 0, 1)
        context = multiprocessing.get_context("spawn")
        self._pipe, child_end = context.Pipe(duplex=False)
        self._process = context.Process(target=render, args=(child_end,), daemon=True, name="demo")
        with child_end:
            self._process.start()
        self._timer.start()

    @Slot()
    def stop(self) -> None:
        """End the process if it still runs; may be called more than once."""
        self._timer.stop()
        if self._process is not None:
            self._process.terminate()
            self._process.join(3)
            self._process = None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    @Slot()
    def cancel(self) -> None:
        """End it because the user wants so; says nothing where nothing runs."""
        if self._process is not None:
            self._finish()
            self.cancelled.emit(tr(CANCELLED))

    @Slot()
    def _poll(self) -> None:
        try:
            message: object = None
            while self._pipe is not None and self._pipe.poll():
                message = self._pipe.recv()
                if not isinstance(message, tuple):
                    break
        except (EOFError, OSError):
            self._finish()
            self.failed.emit(tr(STOPPED))
            return
        if isinstance(message, tuple):
            self.progressed.emit(tr("Rendering the demo clip (only the first time on this computer)"), *message)
        elif isinstance(message, str):
            self._finish()
            self.ready.emit(Path(message))
        elif isinstance(message, Exception):
            self._finish()
            self.failed.emit(str(message))

    def _finish(self) -> None:
        self.stop()
        self.progressed.emit("", 0, 0)
