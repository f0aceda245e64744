"""Content digests of videos, computed in a thread of their own."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal, Slot
from typing_extensions import override

from engine.content import Stop
from engine.errors import SourceError

Act = Callable[[Stop], object]


class _Digester(QThread):
    """Does one thing.

    Signals:
        done: args: answer (None: it failed), sentence (empty: it did not).
    """

    done = Signal(object, object)

    def __init__(self, act: Act, parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self.setObjectName("digest")

    @override
    def run(self) -> None:
        try:
            answer, sentence = self._act(self.isInterruptionRequested), ""
        except SourceError as error:
            answer, sentence = None, str(error)
        if not self.isInterruptionRequested():
            self.done.emit(answer, sentence)


class DigestService(QObject):
    """Computes digests, one request at a time; a new request drops the one before.

    Signals:
        digested: arg: what the request answers.
        failed: a file cannot be read. arg: sentence.
    """

    digested = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: _Digester | None = None

    def start(self, act: Act) -> None:
        """Begin; answers with `digested` or `failed`.

        Args:
            act: what to compute; is given a function that says whether to stop, and shares nothing with this thread.
        """
        self.shutdown()
        self._thread = _Digester(act, self)
        self._thread.done.connect(self._on_done)
        self._thread.start(QThread.Priority.LowPriority)

    def shutdown(self) -> None:
        """Stop and join the thread; may be called more than once."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.done.disconnect(self._on_done)
            thread.requestInterruption()
            thread.wait()
            thread.deleteLater()

    @Slot(object, object)
    def _on_done(self, answer: object, sentence: str) -> None:
        if self._thread is None or self.sender() is not self._thread:
            return
        if sentence:
            self.failed.emit(sentence)
        else:
            self.digested.emit(answer)
