"""Reads a large table in a thread of its own: a face tracker's table of ten minutes takes seconds."""

from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal
from typing_extensions import override

from engine.errors import EngineError
from engine.foreign.table import read_table

# Smaller files are read at once.
LARGE_BYTES = 4 << 20


class TableJob(QThread):
    """Reads one table.

    Args:
        path: the file.
        parent: its owner.

    Signals:
        read: arg: ForeignTable.
        failed: arg: sentence.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self.setObjectName("table")

    @override
    def run(self) -> None:
        try:
            table = read_table(self._path)
        except EngineError as error:
            self.failed.emit(str(error))
        else:
            self.read.emit(table)
