"""Writes a report in a thread of its own: it decodes key frames."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal
from typing_extensions import override

from engine.errors import EngineError

Printer = Callable[[str, Path], None]


class ReportJob(QThread):
    """Writes one report.

    Args:
        project: the project file.
        target: the file to write.
        layer: id of the only annotator to report; None: all.
        printer: prints it on paper; None: it is a page for a browser.
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
        self._project = project
        self._target = target
        self._layer = layer
        self._printer = printer
        self.setObjectName("report")

    @override
    def run(self) -> None:
        from engine.case_report import write_case_report

        try:
            digest = write_case_report(
                self._project,
                self._target,
                layer=self._layer,
                printer=self._printer,
                tell=lambda done, total: self.progressed.emit("", done, total),
            )
        except EngineError as error:
            self.failed.emit(str(error))
        else:
            self.written.emit(str(self._target), digest)
