"""Handing the open project over to a second coder, who works blind on this computer or another one."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFileDialog, QFormLayout, QLabel, QLineEdit, QWidget

from engine.content import stem_without_digest
from engine.journal import content_digest
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.jobs import JobKind
from metst_gui.desk.project_files import PROJECT_SUFFIX
from metst_gui.desk.project_job import ProjectJob
from metst_gui.language import plural, tr
from metst_gui.widgets.save_folder import beside_project

if TYPE_CHECKING:
    from engine.journal.hand_over import HandOver


class HandOverDialog(QDialog):
    """Name of the second coder, and whether the analysis runs go along."""

    def __init__(self, videos: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Hand over to a second coder"))
        self._name = QLineEdit()
        self._runs = QCheckBox(tr("Also the analyses; what they propose stays hidden until the coder reveals it"))
        note = QLabel(
            plural(
                videos,
                "Goes along: {n} video by its content (not the video itself), the coding scheme, the definition and "
                "the threshold. Nothing that anybody marked goes along; the second coder works blind.",
                "Goes along: {n} videos by their content (not the videos themselves), the coding scheme, the "
                "definition and the threshold. Nothing that anybody marked goes along; the second coder works blind.",
            )
        )
        note.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(tr("Hand over…"))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(tr("Second coder"), self._name)
        form.addRow(self._runs)
        form.addRow(note)
        form.addRow(self._buttons)
        self.setMinimumWidth(460)
        self._name.textChanged.connect(self._refresh)
        self._refresh()

    @property
    def name(self) -> str:
        """Name as typed, without blanks around."""
        return self._name.text().strip()

    @property
    def runs(self) -> bool:
        """Whether the analysis runs go along."""
        return self._runs.isChecked()

    @Slot()
    def _refresh(self) -> None:
        self._ok.setEnabled(bool(self.name))
        self._ok.setToolTip("" if self.name else tr("Type the second coder's name first"))


class HandingOver(QObject):
    """Asks for the second coder and a file, and writes it."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host
        self._job: ProjectJob | None = None
        desk.closing.connect(self.wait)
        book.bind({"hand_over": self.ask})

    def ask(self) -> None:
        """Ask for the second coder, and where the file is to be written."""
        path, info = self._desk.session.project_path, self._desk.session.info
        if path is None or info is None or self._job is not None:
            return
        dialog = HandOverDialog(len(self._desk.document.videos), self._host)
        if not dialog.exec():
            return
        start = beside_project(path, info.path, f"{stem_without_digest(path.stem)} {dialog.name}{PROJECT_SUFFIX}")
        title, kinds = tr("The file for the second coder"), tr("METST projects (*.metst)")
        name, _ = QFileDialog.getSaveFileName(self._host, title, str(start), kinds)
        if name:
            self.hand_over(Path(name), dialog.name, runs=dialog.runs)

    def hand_over(self, out: Path, to: str, *, runs: bool) -> None:
        """Write the file in the background; the journal tells of it.

        Args:
            out: the new file.
            to: name of the second coder.
            runs: whether the analysis runs go along.
        """
        session = self._desk.session
        if session.project_path is None or not session.autosaver.flush():
            return
        out = out if out.suffix.lower() == PROJECT_SUFFIX else out.with_name(out.name + PROJECT_SUFFIX)
        path, by = session.project_path, session.document.layer.name

        def act() -> object:
            from engine.journal.hand_over import hand_over

            return hand_over(path, out, to=to, runs=runs, annotator=by)

        self._job = ProjectJob(act, self)
        self._job.made.connect(self._on_made)
        self._job.failed.connect(session.notifier.error)
        told_of = self._desk.jobs.begin(JobKind(tr("Handing over")))
        self._job.finished.connect(told_of.end)
        self._job.finished.connect(self._on_finished)
        self._job.start()

    @Slot()
    def wait(self) -> None:
        """Join the thread; may be called more than once."""
        if self._job is not None:
            self._job.wait()

    @Slot(object)
    def _on_made(self, found: "HandOver") -> None:
        told = {"file": found.path.name, "sha256": content_digest(found.path), "to": found.to, "analyses": found.runs}
        self._desk.attempt(lambda: self._desk.document.ledger.note("hand over", told))
        self._desk.notifier.notice(
            tr(
                "“{name}” is for {coder}: give it to them with the videos. File, Take back a hand-over… adds what "
                "comes back.",
                name=found.path.name,
                coder=found.to,
            )
        )

    @Slot()
    def _on_finished(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
