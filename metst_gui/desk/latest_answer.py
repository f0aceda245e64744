"""Works something out in a thread of its own: what is asked last counts, and nothing in the window waits for it."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal, Slot
from typing_extensions import override

_log = logging.getLogger(__name__)
Act = Callable[[], object]


class _Thread(QThread):
    """Works out one answer."""

    made = Signal(object)

    def __init__(self, act: Act, parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self.setObjectName("answer")

    @override
    def run(self) -> None:
        try:
            answer = self._act()
        except Exception:  # noqa: BLE001 - a figure less is no reason to end a review
            _log.exception("a figure could not be worked out")
            answer = None
        self.made.emit(answer)


class LatestAnswer(QObject):
    """One act at a time, for figures that follow a review.

    Signals:
        answered: the act asked last was done. arg: what it returned; None: it failed.
    """

    answered = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: _Thread | None = None
        self._next: Act | None = None
        self._wanted = False

    @property
    def running(self) -> bool:
        """Whether an answer is on its way."""
        return self._wanted

    def ask(self, act: Act) -> None:
        """Do this in the background; what was asked before and is not answered yet is dropped.

        Args:
            act: shares nothing with the thread of the window that may change meanwhile.
        """
        self._wanted, self._next = True, act
        self._start()

    def drop(self) -> None:
        """Nothing is wanted any more."""
        self._wanted, self._next = False, None

    @Slot()
    def shutdown(self) -> None:
        """Join the thread; may be called more than once."""
        self.drop()
        if self._thread is not None:
            self._thread.wait()

    def _start(self) -> None:
        if self._thread is None and self._next is not None:
            self._thread, self._next = _Thread(self._next, self), None
            self._thread.made.connect(self._on_made)
            self._thread.finished.connect(self._on_finished)
            self._thread.start(QThread.Priority.LowPriority)

    @Slot(object)
    def _on_made(self, answer: object) -> None:
        if self._wanted and self._next is None:
            self._wanted = False
            self.answered.emit(answer)

    @Slot()
    def _on_finished(self) -> None:
        if self._thread is not None:
            self._thread.deleteLater()
            self._thread = None
        self._start()
