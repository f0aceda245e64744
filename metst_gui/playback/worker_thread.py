"""A thread of its own for a worker that is asked for things one after the other."""

from PySide6.QtCore import QObject, QThread, Signal, Slot


class WorkerThread(QObject):
    """The thread of one worker. Call `shutdown` before it goes.

    Args:
        worker: without a parent; it is moved to the thread. Its slot ``make(ask)`` makes what is asked for and tells of
            it by a signal of its own, and ``finish()`` releases what it holds and ends the thread.
        name: of the thread.
        parent: its owner.
        priority: of the thread; None: as usual.
    """

    _asked = Signal(object)
    _finish_asked = Signal()

    def __init__(
        self, worker: QObject, name: str, parent: QObject, *, priority: QThread.Priority | None = None
    ) -> None:
        super().__init__(parent)
        self._thread = QThread()
        self._thread.setObjectName(name)
        worker.moveToThread(self._thread)
        self._asked.connect(worker.make)  # type: ignore[attr-defined]
        self._finish_asked.connect(worker.finish)  # type: ignore[attr-defined]
        self._thread.start(QThread.Priority.InheritPriority if priority is None else priority)

    def ask(self, what: object) -> None:
        """Ask the worker; it answers in the order of asking."""
        self._asked.emit(what)

    @Slot()
    def shutdown(self) -> None:
        """Let the worker finish and join the thread; may be called more than once."""
        if self._thread.isRunning():
            self._finish_asked.emit()
            self._thread.wait()
