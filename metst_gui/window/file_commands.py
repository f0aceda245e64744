"""Commands that open and write files."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.content import stem_without_digest
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.project_copies import save_as, save_copy
from metst_gui.language import mark, tr
from metst_gui.widgets.save_folder import beside, beside_project
from metst_gui.window.adding_videos import AddingVideos

VIDEO_FILTER = mark("Videos (*.mp4 *.mov *.avi *.mkv *.m4v *.mpg *.mpeg *.ts *.mts *.webm *.wmv);;All files (*)")


class FileCommands(QObject):
    """Asks for files over its host, and opens or saves them.

    Signals:
        demo_requested: the demo clip is to be opened, and rendered first where it is missing.
    """

    demo_requested = Signal()

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget, adding: AddingVideos) -> None:
        super().__init__(host)
        self._desk = desk
        self._adding = adding
        self._host = host
        book.bind(
            {
                "open_video": self.open_video,
                "open_folder": self.open_folder,
                "open_project": self.open_project,
                "open_results": self.open_results,
                "open_demo": self.demo_requested.emit,
                "save_as": self.save_as,
                "save_copy": self.save_copy,
                "quit": host.close,
            }
        )

    def open_video(self) -> None:
        """Ask for a video file; several become a project, or are added to the one that is open."""
        names, _ = QFileDialog.getOpenFileNames(self._host, tr("Open a video"), self._folder(), tr(VIDEO_FILTER))
        if names:
            self._adding.open_paths([Path(one) for one in names])

    def open_folder(self) -> None:
        """Ask for a folder of images, which is a video, or of videos."""
        name = QFileDialog.getExistingDirectory(self._host, tr("Open a folder of images or videos"), self._folder())
        if name:
            self._adding.open_paths([Path(name)])

    def open_project(self) -> None:
        """Ask for a project file."""
        name, _ = QFileDialog.getOpenFileName(
            self._host, tr("Open a project"), self._folder(), tr("METST projects (*.metst)")
        )
        if name:
            self._desk.opener.open_path(Path(name))

    def open_results(self) -> None:
        """Ask for a folder that `metst analyze` wrote to."""
        name = QFileDialog.getExistingDirectory(self._host, tr("Open results of metst analyze"), self._folder())
        if name:
            self._desk.results.open(Path(name))

    def save_as(self) -> None:
        """Ask where the project is to be kept."""
        info = self._desk.session.info
        assert info is not None
        start = str(beside(info.path, f"{info.path.stem}.metst"))
        name, _ = QFileDialog.getSaveFileName(self._host, tr("Save the project"), start, tr("METST projects (*.metst)"))
        if name:
            save_as(self._desk.session, Path(name))

    def save_copy(self) -> None:
        """Ask where a copy of the project is to be written."""
        path, info = self._desk.session.project_path, self._desk.session.info
        assert path is not None
        assert info is not None
        name = f"{stem_without_digest(path.stem)} {tr('copy')}{path.suffix}"
        start = str(beside_project(path, info.path, name))
        name, _ = QFileDialog.getSaveFileName(
            self._host, tr("Save a copy of the project"), start, tr("METST projects (*.metst)")
        )
        if name:
            save_copy(self._desk.session, Path(name))

    def _folder(self) -> str:
        info = self._desk.session.info
        return str(info.path.parent if info is not None else Path.home())
