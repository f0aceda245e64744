"""Writes a report in a process of its own: it decodes key frames, and Qt lays out a page without letting Python go.

In a thread, pages of 300 annotations held the window up for half a second at a time; see ADR 0003.
"""

import logging
import multiprocessing
import os
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QThread, Signal
from typing_extensions import override

from engine.errors import EngineError
from engine.workers import end_with_parent
from metst_gui.inference.spawned import end_process, start_module_hidden
from metst_gui.language import mark

Printer = Callable[[str, Path], None]
STOPPED = mark("The report could not be written: its process ended unexpectedly. Try again; details are in the log.")
NICENESS = 10
POLL_SECONDS = 0.05
# Time to take away what is half written.
GRACE_SECONDS = 2.0
_log = logging.getLogger(__name__)


class ReportJob(QThread):
    """Has one report written; the thread does nothing but listen to the process.

    Args:
        project: the project file.
        target: the file to write.
        layer: id of the only annotator to report; None: all.
        printer: importable; prints it on paper, in a process that has no application; None: it is a page for a browser.
        parent: its owner.

    Signals:
        written: args: path, sha256 hex.
        failed: arg: sentence.
        progressed: nothing, parts ready, parts in all.
    """

    written = Signal(str, str)
    failed = Signal(object)
    progressed = Signal(str, int, int)

    def __init__(
        self, project: Path, target: Path, layer: str | None, printer: Printer | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._asked = project, target, layer, printer
        self._target = target
        self._given_up = Event()
        self.setObjectName("report")

    def stop(self) -> None:
        """Give it up; what is at its place stays, and nothing is told any more."""
        self._given_up.set()

    @override
    def run(self) -> None:
        context = multiprocessing.get_context("spawn")
        pipe, other = context.Pipe()
        process = context.Process(target=write_apart, args=(other, *self._asked), daemon=True, name="report")
        with pipe:
            try:
                with other, start_module_hidden():
                    process.start()
                self._listen(pipe)
                with suppress(OSError):
                    pipe.send("enough")
            except (EOFError, OSError):
                _log.warning("the process that writes the report is gone")
                self._fail(STOPPED)
            end_process(process, grace=GRACE_SECONDS)

    def _listen(self, pipe: Connection) -> None:
        while not self._given_up.is_set():
            if not pipe.poll(POLL_SECONDS):
                continue
            kind, detail = pipe.recv()
            if kind == "progressed":
                self.progressed.emit("", *detail)
                continue
            if kind == "written" and not self._given_up.is_set():
                self.written.emit(str(self._target), detail)
            elif kind == "failed":
                self._fail(detail)
            elif kind == "crash":
                _log.error("the report failed:\n%s", detail)
                self._fail(STOPPED)
            return

    def _fail(self, sentence: str) -> None:
        if not self._given_up.is_set():
            self.failed.emit(sentence)


def write_apart(pipe: Connection, project: Path, target: Path, layer: str | None, printer: Printer | None) -> None:
    """Child process: write a report, and say what came of it.

    Messages: ``("progressed", (done, total))`` any number of times, then one of ``("written", sha256)``,
    ``("failed", sentence)``, ``("crash", traceback text)``; none after it was asked to end.

    Args:
        pipe: of both ways; whatever comes through it asks for the end.
        project: the project file.
        target: the file to write.
        layer: id of the only annotator to report; None: all.
        printer: prints it on paper; None: it is a page for a browser.
    """
    from engine.case_report import write_case_report

    def go_on() -> None:
        if pipe.poll():
            raise SystemExit

    def tell(done: int, total: int) -> None:
        go_on()
        pipe.send(("progressed", (done, total)))

    def on_paper(html: str, part: Path) -> None:
        assert printer is not None
        printer(html, part)
        go_on()

    with suppress(AttributeError, OSError):
        os.nice(NICENESS)
    end_with_parent(by_kernel=False)
    try:
        digest = write_case_report(
            project, target, layer=layer, printer=None if printer is None else on_paper, tell=tell
        )
        pipe.send(("written", digest))
    except EngineError as error:
        pipe.send(("failed", str(error)))
    except (BrokenPipeError, ConnectionError):
        _log.info("the window is gone")
    except Exception:  # noqa: BLE001 - whatever it is, the window must hear of it
        pipe.send(("crash", traceback.format_exc()))
    finally:
        pipe.close()
