"""Merging the open project with another one, and deciding what both answered differently."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.journal.conflicts import MergeConflict
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.jobs import JobKind
from metst_gui.desk.project_files import PROJECT_SUFFIX
from metst_gui.desk.project_job import ProjectJob
from metst_gui.document.changes import Changes
from metst_gui.document.file.place import real
from metst_gui.language import mark, plural, told, tr
from metst_gui.project.came_in_dialog import CameInDialog
from metst_gui.widgets.save_folder import beside

if TYPE_CHECKING:
    from engine.journal.merge_files import MergedProject

WHAT, WHERE, WHO, NOW, OTHER = range(5)
HEADS = (mark("About"), mark("Where"), mark("Annotator"), mark("In effect"), mark("The other answer"))
WIDTH, HEIGHT = 860, 360
PROJECTS = mark("METST projects (*.metst)")


class Merging(QObject):
    """Binds the three commands.

    Attributes:
        answers: the list of what is to be decided; None before it was asked for.
        brought: what came in with the file that was taken back last; None before one was.
    """

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host
        self._job: ProjectJob | None = None
        self.answers: MergedAnswersDialog | None = None
        self.brought: CameInDialog | None = None
        self._fresh: MergedProject | None = None
        self._returned = False
        desk.closing.connect(self.wait)
        desk.session.opened.connect(self._on_opened)
        book.bind({"merge_project": self.ask, "take_back": self.ask_back, "merged_answers": self.show_answers})

    def ask(self) -> None:
        """Ask for the other project, and where both together are to be kept."""
        self._ask(tr("Merge the open project with this one"), returned=False)

    def ask_back(self) -> None:
        """Ask for the file a second coder worked in, and where both together are to be kept."""
        self._ask(tr("The file that the second coder worked in"), returned=True)

    def _ask(self, title: str, *, returned: bool) -> None:
        path = self._desk.session.project_path
        if path is None or self._job is not None:
            return
        other, _ = QFileDialog.getOpenFileName(self._host, title, str(path.parent), tr(PROJECTS))
        if not other:
            return
        start = str(beside(path, f"{path.stem} {tr('merged')}{path.suffix}"))
        out, _ = QFileDialog.getSaveFileName(self._host, tr("Keep both together in a new file"), start, tr(PROJECTS))
        if out:
            self.merge(Path(other), Path(out), returned=returned)

    def merge(self, other: Path, out: Path, *, returned: bool = False) -> None:
        """Merge the open project with another one, and open what comes of it.

        Args:
            other: the other project.
            out: the new file.
            returned: whether the other must be a file that was handed over from the open project.
        """
        session = self._desk.session
        assert session.project_path is not None
        if not session.autosaver.flush():
            return
        out = out if out.suffix.lower() == PROJECT_SUFFIX else out.with_name(out.name + PROJECT_SUFFIX)
        first, name, self._returned = session.project_path, session.document.layer.name, returned

        def act() -> object:
            from engine.journal.merge_files import merge_projects

            return merge_projects(first, other, out, annotator=name, returned=returned)

        self._job = ProjectJob(act, self)
        self._job.made.connect(self._on_merged)
        self._job.failed.connect(session.notifier.error)
        # One that is being written is finished before the window is gone.
        told_of = self._desk.jobs.begin(JobKind(tr("Merging two projects")))
        self._job.finished.connect(told_of.end)
        self._job.finished.connect(self._on_finished)
        self._job.start()

    def show_answers(self) -> None:
        """Show the list of what is to be decided."""
        if self.answers is None:
            self.answers = MergedAnswersDialog(self._desk, self._host)
        self.answers.refresh()
        self.answers.show()
        self.answers.activateWindow()

    def wait(self) -> None:
        """Join the thread; may be called more than once."""
        if self._job is not None:
            self._job.wait()

    @Slot(object)
    def _on_merged(self, found: "MergedProject") -> None:
        self._fresh = found
        self._desk.opener.open_project(real(found.path))

    @Slot()
    def _on_opened(self) -> None:
        """Say what came in, and what is to be decided, of a project that was merged just now."""
        found = self._fresh
        if found is None or self._desk.session.project_path != real(found.path):
            return
        self._fresh = None
        n = len(self._desk.document.merged_answers.all)
        self._desk.session.say(
            plural(
                n,
                "Both projects are one now; {n} answer is to be decided: File, Merged answers…",
                "Both projects are one now; {n} answers are to be decided: File, Merged answers…",
            )
            if n
            else tr("Both projects are one now; nothing is to be decided.")
        )
        if self._returned and not self._desk.document.view.blind:
            self.brought = CameInDialog(found.came_in, self._host)
            self.brought.show()

    @Slot()
    def _on_finished(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None


class MergedAnswersDialog(QDialog):
    """One row an answer that is not in effect; a click shows where it belongs, buttons decide."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Merged answers"))
        self._desk = desk
        self._rows: tuple[MergeConflict, ...] = ()
        self._count = QLabel()
        self.table = QTableWidget(0, len(HEADS))
        self.table.setAccessibleName(tr("Merged answers"))
        self.table.setHorizontalHeaderLabels([tr(one) for one in HEADS])
        self.table.verticalHeader().setVisible(False)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        for column in (NOW, OTHER):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.keep, self.take = QPushButton(tr("Keep what is in effect")), QPushButton(tr("Take the other answer"))
        close = QPushButton(tr("Close"))
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        for button in (self.keep, self.take, close):
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.addWidget(self.table)
        whole.addLayout(row)
        self.resize(WIDTH, HEIGHT)
        self.keep.clicked.connect(lambda: self._decide(other=False))
        self.take.clicked.connect(lambda: self._decide(other=True))
        close.clicked.connect(self.close)
        self.table.currentCellChanged.connect(self._on_row)
        desk.document.changed.connect(self._on_document)
        desk.session.opened.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """List what is to be decided now."""
        document = self._desk.document
        row = self.table.currentRow()
        self._rows = document.merged_answers.all
        videos = {one.id: one for one in document.videos}
        layers = {one.id: one.name for one in document.annotators}
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._rows))
        for number, one in enumerate(self._rows):
            video = videos.get(one.video)
            name = "" if video is None else video.name or video.ref.path.name
            frame = "" if one.frame is None else tr("frame {n}", n=one.frame)
            where = " · ".join(part for part in (name, frame) if part)
            texts = (told(one.what), where, layers.get(one.layer, ""), told(one.now), told(one.other))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, column, item)
        if self._rows:
            self.table.setCurrentCell(min(max(row, 0), len(self._rows) - 1), WHAT)
        self.table.blockSignals(False)
        self.table.resizeColumnToContents(WHAT)
        self._count.setText(plural(len(self._rows), "{n} answer to be decided", "{n} answers to be decided"))
        writable = bool(self._rows) and not document.ledger.read_only
        self.keep.setEnabled(writable)
        self.take.setEnabled(writable)

    def _decide(self, *, other: bool) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._rows):
            conflict, answers = self._rows[row], self._desk.document.merged_answers
            self._desk.attempt(lambda: answers.decide(conflict, other=other))
            self.refresh()

    @Slot(int)
    def _on_row(self, row: int) -> None:
        if not 0 <= row < len(self._rows):
            return
        one = self._rows[row]
        if one.frame is None:
            return
        if one.video == self._desk.document.focus.video_id:
            self._desk.playback.seek(one.frame)
        else:
            self._desk.opener.show_video(one.video, place=(one.frame, "", ""))

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if self.isVisible() and (changes.statements or changes.layer or changes.videos):
            self.refresh()
