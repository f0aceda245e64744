"""Merges two project files in a thread of its own: both are read and checked whole."""

from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal
from typing_extensions import override

from engine.errors import EngineError


class MergeJob(QThread):
    """Merges two projects into a third file.

    Args:
        first: the project that is open; it stays as it is.
        second: the other.
        out: the new file.
        annotator: whose name the journal tells.
        parent: its owner.

    Signals:
        merged: arg: path of the new file.
        failed: arg: sentence.
    """

    merged = Signal(str)
    failed = Signal(object)

    def __init__(self, first: Path, second: Path, out: Path, annotator: str, parent: QObject) -> None:
        super().__init__(parent)
        self._paths = first, second, out
        self._annotator = annotator
        self.setObjectName("merge")

    @override
    def run(self) -> None:
        from engine.journal.merge_files import merge_projects

        try:
            found = merge_projects(*self._paths, annotator=self._annotator)
        except EngineError as error:
            self.failed.emit(str(error))
        else:
            self.merged.emit(str(found.path))
