"""A video that was moved: the offer to find it, and what is asked where another file is chosen."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.document.project import Video
from metst_gui.language import mark, tr
from metst_gui.widgets.message_bar import MessageBar

OFFER = mark("Find the video…")
NOTHING_MISSING = mark("No video is missing. This finds the video of a project that was moved or renamed.")


class MovedVideo(QObject):
    """Offers to find a missing video, and asks where it is.

    Attributes:
        missing: the project file and the video that was not found last; None: nothing is missing.
    """

    def __init__(self, desk: Desk, book: CommandBook, messages: MessageBar, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._messages = messages
        self._host = host
        self.missing: tuple[Path, Video] | None = None
        desk.opener.video_missing.connect(self._on_missing)
        desk.opener.asked.connect(self._on_asked)
        desk.session.opened.connect(self._on_opened)
        messages.offered.connect(self.find)
        book.bind(
            {"find_video": self.find},
            needs={"missing_video": (lambda: self.missing is not None, lambda: tr(NOTHING_MISSING))},
        )

    @Slot()
    def find(self) -> None:
        """Ask where the missing video is now."""
        if self.missing is None:
            self._desk.say(tr(NOTHING_MISSING))
            return
        project, video = self.missing
        title, start = tr("Where is “{name}” now?", name=video.ref.path.name), str(project.absolute().parent)
        if video.ref.path.suffix:
            name, _ = QFileDialog.getOpenFileName(self._host, title, start)
        else:
            name = QFileDialog.getExistingDirectory(self._host, title, start)
        if name:
            self._desk.opener.use_file(project, video.id, Path(name))

    @Slot(object, object)
    def _on_missing(self, project: Path, video: Video) -> None:
        self.missing = project, video
        self._messages.offer(tr(OFFER))

    @Slot(object)
    def _on_opened(self, _info: object) -> None:
        self.missing = None

    @Slot(str)
    def _on_asked(self, question: str) -> None:
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
        answer = QMessageBox.question(self._host, tr("Another file"), question, buttons, QMessageBox.StandardButton.No)
        self._desk.opener.answer(taken=answer == QMessageBox.StandardButton.Yes)
