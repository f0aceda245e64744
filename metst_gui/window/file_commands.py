"""Commands that open and write files."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from metst_gui.commands.book import CommandBook
from metst_gui.labels import dataset_folder, label_files
from metst_gui.language import mark, tr
from metst_gui.widgets.save_folder import beside

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

VIDEO_FILTER = mark("Videos (*.mp4 *.mov *.avi *.mkv *.m4v *.mpg *.mpeg *.ts *.mts *.webm *.wmv);;All files (*)")


class FileCommands(QObject):
    """Opening, saving, importing and exporting, in one window."""

    def __init__(self, window: "MainWindow", book: CommandBook) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        book.bind(
            {
                "open_video": self.open_video,
                "open_folder": self.open_folder,
                "open_project": self.open_project,
                "open_demo": window.demo_requested.emit,
                "open_dataset": self.open_dataset,
                "save_as": self.save_as,
                "save_copy": self.save_copy,
                "import_labels": self.import_labels,
                "export": self.export,
                "quit": window.close,
            }
        )

    def open_video(self) -> None:
        """Ask for a video file."""
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Open a video"), self._folder(), tr(VIDEO_FILTER))
        if name:
            self._session.open_path(Path(name))

    def open_folder(self) -> None:
        """Ask for a folder of images."""
        name = QFileDialog.getExistingDirectory(self._window, tr("Open a folder of images"), self._folder())
        if name:
            self._session.open_path(Path(name))

    def open_project(self) -> None:
        """Ask for a project file."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open a project"), self._folder(), tr("METST projects (*.metst)")
        )
        if name:
            self._session.open_path(Path(name))

    def open_dataset(self) -> None:
        """Make a project of a data set's frames and labels, and open it."""
        dataset_folder.open_dataset(self._window)

    def save_as(self) -> None:
        """Ask where the project is to be kept."""
        if self._session.info is None:
            self._session.notifier.info(tr("Open a video first."))
            return
        info = self._session.info
        start = str(beside(info.path, f"{info.path.stem}.metst"))
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save the project"), start, tr("METST projects (*.metst)")
        )
        if name:
            self._session.save_as(Path(name))

    def save_copy(self) -> None:
        """Ask where a copy of the project is to be written."""
        path = self._session.project_path
        if path is None:
            self._session.notifier.info(tr("Nothing is saved yet: File, Save project as… makes a project of this."))
            return
        start = str(path.with_stem(f"{path.stem}-copy"))
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save a copy of the project"), start, tr("METST projects (*.metst)")
        )
        if name:
            self._session.save_copy(Path(name))

    def import_labels(self) -> None:
        """Import annotations of the open video."""
        label_files.import_labels(self._window, self._session)

    def export(self) -> None:
        """Export the annotations."""
        label_files.export(self._window, self._session)

    def _folder(self) -> str:
        info = self._session.info
        return str(info.path.parent if info is not None else Path.home())
