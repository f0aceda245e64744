"""A video that was moved: the offer to find it, and what is asked where another file is chosen."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox

from metst_gui.commands.book import CommandBook
from metst_gui.document.project import Video
from metst_gui.language import mark, tr

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

OFFER = mark("Find the video…")
NOTHING_MISSING = mark("No video is missing. This finds the video of a project that was moved or renamed.")


class FindVideo(QObject):
    """Handler of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.missing: tuple[Path, Video] | None = None
        self._session.video_missing.connect(self._on_missing)
        self._session.opened.connect(self._on_opened)
        self._session.confirm = self._confirm
        window.messages.offered.connect(self.find)

    def bind(self, book: CommandBook) -> None:
        """Say what its commands do."""
        book.bind(
            {"find_video": self.find},
            needs={"missing_video": (lambda: self.missing is not None, lambda: tr(NOTHING_MISSING))},
        )

    @Slot()
    def find(self) -> None:
        """Ask where the missing video is now."""
        if self.missing is None:
            self._session.notifier.info(tr(NOTHING_MISSING))
            return
        project, video = self.missing
        title, start = tr("Where is “{name}” now?", name=video.ref.path.name), str(project.absolute().parent)
        if video.ref.path.suffix:
            name, _ = QFileDialog.getOpenFileName(self._window, title, start)
        else:
            name = QFileDialog.getExistingDirectory(self._window, title, start)
        if name:
            self._session.use_file(project, video.id, Path(name))

    @Slot(object, object)
    def _on_missing(self, project: Path, video: Video) -> None:
        self.missing = project, video
        self._window.messages.offer(tr(OFFER))

    @Slot(object)
    def _on_opened(self, _info: object) -> None:
        self.missing = None

    def _confirm(self, question: str) -> bool:
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
        answer = QMessageBox.question(
            self._window, tr("Another file"), question, buttons, QMessageBox.StandardButton.No
        )
        return answer == QMessageBox.StandardButton.Yes
