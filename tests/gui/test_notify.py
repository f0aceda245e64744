"""Sentences reach the window; uncaught exceptions of every thread do too."""

import logging
import sys
import threading
from pathlib import Path

import pytest

from metst_gui import notify
from metst_gui.notify import Notifier, install_excepthook


@pytest.fixture
def notifier(qapp, monkeypatch: pytest.MonkeyPatch) -> Notifier:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    return Notifier()


def test_levels(notifier) -> None:
    said = []
    notifier.message.connect(lambda level, sentence: said.append((level, sentence)))
    notifier.info("a")
    notifier.warning("b")
    notifier.error("c")
    assert said == [("info", "a"), ("warning", "b"), ("error", "c")]


def test_uncaught_exceptions_are_told_and_logged(notifier, caplog) -> None:
    said = []
    notifier.message.connect(lambda _level, sentence: said.append(sentence))
    install_excepthook(notifier)
    error = KeyError("x")
    sys.excepthook(KeyError, error, None)
    assert said == ["Something went wrong (KeyError); the review goes on. Details are in the log."]
    assert caplog.records[-1].levelno == logging.ERROR or any(one.exc_info for one in caplog.records)


def test_exceptions_of_threads_are_told_too(notifier, qtbot, caplog) -> None:
    install_excepthook(notifier)
    with qtbot.waitSignal(notifier.message, timeout=2000) as told:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
    assert "ZeroDivisionError" in told.args[1]


def test_the_log_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    monkeypatch.setattr(notify, "qInstallMessageHandler", lambda _handler: None)
    monkeypatch.setattr(notify.faulthandler, "enable", lambda file: file.close())
    monkeypatch.setattr(notify.logging, "captureWarnings", lambda _on: None)
    try:
        path = notify.setup_logging(tmp_path)
        logging.getLogger("test").warning("seen")
        assert "seen" in path.read_text(encoding="utf-8")
    finally:
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
