"""Actions on the whole project: its videos, annotators, agreement and report."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from engine.content import stem_without_digest
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.jobs import JobKind
from metst_gui.desk.report_job import ReportJob
from metst_gui.language import tr
from metst_gui.widgets.paper import print_apart
from metst_gui.widgets.save_folder import beside_project


class VideosAndAnnotators(QObject):
    """What the commands on the whole project do."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self._document = desk.document
        self._reports: set[ReportJob] = set()
        desk.closing.connect(self.shutdown)
        names = ("add_video", "export_report", "add_annotator", "change_annotator", "reveal")
        steps = {"next_video": partial(self.step_video, 1), "previous_video": partial(self.step_video, -1)}
        book.bind({**{name: getattr(self, name) for name in names}, **steps})

    def add_video(self) -> None:
        """Ask for videos and add them to the project; a single one is shown."""
        names, _ = QFileDialog.getOpenFileNames(self._host, tr("Add videos to this project"))
        if len(names) == 1:
            self._desk.opener.add_video(Path(names[0]))
        elif names:
            self._desk.adder.add([Path(one) for one in names])

    def step_video(self, step: int) -> None:
        """Show the next or previous video of the project."""
        videos, now = self._document.videos, self._document.video
        assert now is not None
        position = [one.id for one in videos].index(now.id)
        self._desk.opener.show_video(videos[(position + step) % len(videos)].id)

    def export_report(self) -> None:
        """Ask for a file and write the report."""
        path = self._desk.session.project_path
        assert path is not None
        kinds = (tr("Page for a browser (*.html)"), tr("PDF, to print or hand over (*.pdf)"))
        start = self._start(f"{tr('report')}.html")
        name, chosen = QFileDialog.getSaveFileName(self._host, tr("Write the report"), start, ";;".join(kinds))
        target = report_file(Path(name), paper=chosen == kinds[1])
        if name and (target == Path(name) or self._may_replace(target)):
            self.write_report(target)

    def _may_replace(self, target: Path) -> bool:
        """Whether a file may be written that the dialog did not ask about, because it has another ending now."""
        if not target.exists():
            return True
        words = tr("“{name}” is there already. Replace it?", name=target.name)
        answer = QMessageBox.question(self._host, tr("Write the report"), words)
        return answer == QMessageBox.StandardButton.Yes

    def write_report(self, target: Path) -> None:
        """Write the report in the background; one who works blind gets an own one."""
        path = self._desk.session.project_path
        if path is None or not self._desk.session.autosaver.flush():
            return
        layer = self._document.layer
        printer = print_apart if target.suffix.lower() == ".pdf" else None
        report = ReportJob(path, target, layer.id if layer.blind else None, printer, self)
        kind = JobKind(
            tr("Writing the report"),
            loss=tr("If you close now, the report is not written."),
            stop_tip=tr("Stop writing the report; a file that is at its place stays as it is"),
        )
        job = self._desk.jobs.begin(kind, stop=partial(self._stop, report))
        report.progressed.connect(job.progress)
        # It is over before it is said to be; a stopped one tells nothing but its end.
        for over in (report.written, report.failed, report.finished):
            over.connect(job.end)
        report.written.connect(self._on_written)
        report.failed.connect(self._desk.notifier.error)
        report.finished.connect(self._on_finished)
        self._reports.add(report)
        report.start()

    def _stop(self, report: ReportJob) -> None:
        report.stop()
        self._desk.say(tr("The report was not written: you stopped it."))

    def add_annotator(self) -> None:
        """Ask for a further annotator, who works from then on."""
        from metst_gui.project.annotator_dialogs import AnnotatorDialog

        dialog = AnnotatorDialog(self._host)
        if dialog.exec():
            self._desk.attempt(lambda: self._document.annotators.add(dialog.name, blind=dialog.blind))

    def change_annotator(self) -> None:
        """Ask who works from now on."""
        layers = self._document.annotators
        names = [one.name or tr("Annotator {id}", id=one.id) for one in layers]
        now = [one.id for one in layers].index(self._document.layer.id)
        name, done = QInputDialog.getItem(self._host, tr("Change annotator"), tr("Who works now?"), names, now, False)
        if done:
            self._desk.attempt(lambda: self._document.annotators.use(layers[names.index(name)].id))

    def reveal(self) -> None:
        """Ask, then end blind work."""
        text = tr("Show the model's and the other annotators' marks? You cannot undo this, and the journal records it.")
        if QMessageBox.question(self._host, tr("Reveal"), text) == QMessageBox.StandardButton.Yes:
            self._desk.attempt(self._document.annotators.reveal)

    @Slot()
    def shutdown(self) -> None:
        """Give up what is being written; may be called more than once."""
        for report in self._reports:
            report.stop()
        for report in tuple(self._reports):
            report.wait()

    @Slot()
    def _on_finished(self) -> None:
        self._reports = {one for one in self._reports if one is not self.sender()}

    @Slot(str, str)
    def _on_written(self, name: str, sha256: str) -> None:
        told = {"file": Path(name).name, "sha256": sha256, "head": self._document.ledger.head}
        self._desk.attempt(lambda: self._document.ledger.note("report", told))
        self._desk.notifier.notice(tr("The report was written to “{name}”.", name=Path(name).name))

    def _start(self, ending: str) -> str:
        path, info = self._desk.session.project_path, self._desk.session.info
        if path is None or info is None:
            return ending
        return str(beside_project(path, info.path, f"{stem_without_digest(path.stem)} {ending}"))


def report_file(path: Path, *, paper: bool) -> Path:
    """The file that a report goes into.

    Args:
        path: as it was named; an ending ``.pdf`` says what it is to be.
        paper: whether a PDF was chosen in the dialog, whose name ends as the page for a browser at first.
    """
    if path.suffix.lower() == ".pdf":
        return path
    if path.suffix.lower() in (".html", ".htm"):
        return path.with_suffix(".pdf") if paper else path
    return path.with_name(f"{path.name}{'.pdf' if paper else '.html'}")
