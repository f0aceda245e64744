"""One way to tell the user something, from any room; and what happens to exceptions nobody caught."""

import faulthandler
import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from metst_gui.language import mark, told, tr

UNEXPECTED = mark("Something went wrong ({kind}); the review goes on. Details are in the log.")
LOG_BYTES = 1_000_000
QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_log = logging.getLogger(__name__)


class Notifier(QObject):
    """Passes sentences to whoever shows them.

    Signals:
        message: level (``"info"``, ``"notice"``, ``"warning"`` or ``"error"``), sentence.
        settled: what was said is no longer true. arg: sentence.
    """

    message = Signal(str, str)
    settled = Signal(str)

    def info(self, sentence: str) -> None:
        """Something worth knowing."""
        _log.info(sentence)
        self.message.emit("info", told(sentence))

    def notice(self, sentence: str) -> None:
        """Something that has to be read, whatever else is said meanwhile."""
        _log.info(sentence)
        self.message.emit("notice", told(sentence))

    def settle(self, sentence: str) -> None:
        """What was said is no longer true."""
        self.settled.emit(told(sentence))

    def warning(self, sentence: str) -> None:
        """Something was not done."""
        _log.info(sentence)
        self.message.emit("warning", told(sentence))

    def error(self, sentence: str) -> None:
        """Something failed; the sentence says what to do."""
        _log.info(sentence)
        self.message.emit("error", told(sentence))


def install_excepthook(notifier: Notifier) -> None:
    """Log uncaught exceptions of every thread and tell the user once each; the program goes on."""

    def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        _log.error("uncaught exception", exc_info=(kind, error or kind(), trace))
        try:
            notifier.error(tr(UNEXPECTED, kind=kind.__name__))
        except RuntimeError:
            _log.info("the window is gone")

    def in_thread(arguments: threading.ExceptHookArgs) -> None:
        report(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    sys.excepthook = report
    threading.excepthook = in_thread


def log_path() -> Path:
    """The log file of this user."""
    return platformdirs.user_log_path("metst") / "metst.log"


def setup_logging(folder: Path | None = None) -> Path | None:
    """Log to a rotating file, Qt's messages and native crashes included.

    Returns:
        the log file; None where the folder cannot be written.
    """
    folder = folder if folder is not None else log_path().parent
    logging.captureWarnings(True)
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    path: Path | None = folder / log_path().name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / log_path().name, maxBytes=LOG_BYTES, backupCount=3, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)
        faulthandler.enable((folder / "crash.log").open("a", encoding="utf-8"))
    except OSError as error:
        _log.warning("no log file can be written: %s", error)
        path = None
    qInstallMessageHandler(_on_qt_message)
    return path


def _on_qt_message(level: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    logging.getLogger("qt").log(QT_LEVELS.get(level, logging.WARNING), text)
