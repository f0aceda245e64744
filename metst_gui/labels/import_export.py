"""The commands that read and write label files. How they ask for them is loaded when they do."""

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
        book.bind({"import_labels": self.import_labels, "export": self.export, "open_dataset": self.open_dataset})

    def import_labels(self) -> None:
        """Import annotations of the open video."""
        from metst_gui.labels import label_files

        label_files.import_labels(self._host, self._desk)

    def export(self) -> None:
        """Export the annotations."""
        from metst_gui.labels import label_files

        label_files.export(self._host, self._desk)

    def open_dataset(self) -> None:
        """Make a project of a data set's frames and labels, and open it."""
        from metst_gui.labels import dataset_folder

        dataset_folder.open_dataset(self._desk, self._host)
