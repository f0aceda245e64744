"""Content digests of videos, computed in a thread of their own."""

from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot
from typing_extensions import override

from engine.errors import SourceError
from engine.journal import content_digest


class _Digester(QThread):
    """Computes one digest.

    Signals:
        done: args: path, sha256 hex, sentence (one of the last two is empty).
    """

    done = Signal(str, str, str)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self.setObjectName("digest")

    @override
    def run(self) -> None:
        digest = sentence = ""
        try:
            digest = content_digest(self._path, stop=self.isInterruptionRequested)
        except SourceError as error:
            sentence = str(error)
        if digest or sentence:
            self.done.emit(str(self._path), digest, sentence)


class DigestService(QObject):
    """Computes the content digest of one video at a time; a new request drops the one before.

    Signals:
        digested: args: path, sha256 hex.
        failed: the file cannot be read. arg: sentence.
    """

    digested = Signal(str, str)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: _Digester | None = None

    def start(self, path: Path) -> None:
        """Begin; answers with `digested` or `failed`."""
        self.shutdown()
        self._thread = _Digester(path, self)
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

    @Slot(str, str, str)
    def _on_done(self, path: str, digest: str, sentence: str) -> None:
        if self._thread is None or self.sender() is not self._thread:
            return
        if sentence:
            self.failed.emit(sentence)
        else:
            self.digested.emit(path, digest)
