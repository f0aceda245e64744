"""The commands that read and write label files. How they ask for them is loaded when they do."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk


class ImportExport(QObject):
    """Asks for files over its host, and reads or writes them."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self._book = book
        book.bind(
            {
                "import_labels": self.import_labels,
                "export": self.export,
                "open_dataset": self.open_dataset,
                "bring_in": self.bring_in,
            }
        )

    def import_labels(self) -> None:
        """Import annotations of the open video."""
        from metst_gui.labels import label_files

        label_files.import_labels(self._host, self._desk)

    def export(self) -> None:
        """Export the annotations."""
        from metst_gui.labels import label_files

        label_files.export(self._host, self._desk)

    def bring_in(self) -> None:
        """Bring in curves, scores or proposals of other tools."""
        from metst_gui.labels import bring_in

        bring_in.ask_file(self._host, self._desk)

    def take_dropped(self, path: Path) -> bool:
        """Bring in a file that was dropped on the open video; False where it is none of that kind."""
        from metst_gui.labels import bring_in

        if self._book.missing("bring_in") is not None or not bring_in.can_bring_in(path):
            return False
        bring_in.bring_in(self._host, self._desk, path)
        return True

    def open_dataset(self) -> None:
        """Make a project of a data set's frames and labels, and open it."""
        from metst_gui.labels import dataset_folder

        dataset_folder.open_dataset(self._desk, self._host)
