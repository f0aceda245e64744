"""What was dropped, chosen or named on the command line is opened; much of it is added to the project."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.content import stem_without_digest
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.video_search import is_many, is_project
from metst_gui.language import tr


class AddingVideos(QObject):
    """Opens one video or project, and adds many videos; asks over its host whether they belong to the open project."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        book.bind({"add_folder": self.add_folder})

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open a video, a project, or many videos as a project.

        Args:
            paths: files and folders, at least one.
        """
        if not is_many(paths):
            self._desk.opener.open_path(paths[0])
            return
        project = self._desk.session.project_path
        if project is None or any(is_project(one) for one in paths):
            self._desk.adder.add(paths)
            return
        where = where_to(self._host, stem_without_digest(project.stem))
        if where == HERE:
            self._desk.adder.add(paths)
        elif where == NEW:
            self._desk.adder.make_project(paths)

    def add_folder(self) -> None:
        """Ask for a folder, and add every video in it to the open project."""
        name = QFileDialog.getExistingDirectory(self._host, tr("Add a folder of videos to this project"))
        if name:
            self._desk.adder.add([Path(name)])


HERE, NEW, NOWHERE = "here", "new", ""


def where_to(parent: QWidget, case: str) -> str:
    """Ask whether many videos belong to the open project: a video of another case has no place in it.

    Args:
        parent: the window.
        case: name of the open project.

    Returns:
        `HERE`, `NEW` or `NOWHERE`.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Several videos"))
    box.setText(tr("Do these videos belong to “{case}”?", case=case))
    box.setInformativeText(tr("They are added to it, or a new project is made of them. The open one stays as it is."))
    here = box.addButton(tr("Add to “{case}”", case=case), QMessageBox.ButtonRole.AcceptRole)
    new = box.addButton(tr("New project"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(here)
    box.exec()
    clicked = box.clickedButton()
    return HERE if clicked is here else NEW if clicked is new else NOWHERE
