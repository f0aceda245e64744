"""The commands that read and write label files."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.labels import dataset_folder, label_files


class ImportExport(QObject):
    """Asks for files over its host, and reads or writes them."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        book.bind({"import_labels": self.import_labels, "export": self.export, "open_dataset": self.open_dataset})

    def import_labels(self) -> None:
        """Import annotations of the open video."""
        label_files.import_labels(self._host, self._desk)

    def export(self) -> None:
        """Export the annotations."""
        label_files.export(self._host, self._desk)

    def open_dataset(self) -> None:
        """Make a project of a data set's frames and labels, and open it."""
        dataset_folder.open_dataset(self._desk, self._host)
