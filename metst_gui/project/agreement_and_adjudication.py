"""How far two annotators agree over all videos, what is decided where they do not, and the files of both."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from engine.content import stem_without_digest
from engine.journal import content_digest
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.language import plural, tr
from metst_gui.widgets.save_folder import beside_project
from metst_gui.wording.counted import counted


class AgreementAndAdjudication(QObject):
    """Binds the two commands, and asks where their files are to be written."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self._document = desk.document
        book.bind({"agreement": self.agreement, "adjudicate": self.adjudicate})

    def agreement(self) -> None:
        """Show how far two annotators agree."""
        from metst_gui.project.annotator_dialogs import AgreementDialog

        dialog = AgreementDialog(self._document, self._host)
        dialog.export_requested.connect(self._export_agreement)
        dialog.show()

    def adjudicate(self) -> None:
        """Show two annotators side by side, to decide."""
        from metst_gui.project.adjudication_dialog import AdjudicationDialog

        playback = self._desk.playback
        dialog = AdjudicationDialog(self._document, self._host, frame=lambda: playback.frame)
        dialog.shown.connect(self._show)
        dialog.elsewhere.connect(lambda video, frame: self._desk.opener.show_video(video, place=(frame, "", "")))
        dialog.stepped.connect(playback.step)
        dialog.refused.connect(self._desk.notifier.error)
        dialog.export_requested.connect(self._export_adjudicated)
        dialog.stand_below(self._host.window())
        dialog.show()
        dialog.go_to_first()

    @Slot(int)
    def _show(self, frame: int) -> None:
        self._desk.playback.pause()
        self._desk.playback.seek(frame)

    @Slot(str, str, bool)
    def _export_agreement(self, first: str, second: str, files: bool) -> None:
        from metst_gui.project.annotator_dialogs import export_agreement

        kinds = tr("Everything, JSON (*.json);;Measures, CSV (*.csv)")
        name, _ = QFileDialog.getSaveFileName(
            self._asking(), tr("Export the agreement"), self._start("agreement.json"), kinds
        )
        if name:
            path, pair = Path(name), (first, second)
            self._write(path, lambda: export_agreement(self._document, pair, path, files=files), "export agreement", {})

    @Slot(str, str)
    def _export_adjudicated(self, first: str, second: str) -> None:
        from metst_gui.document.annotator_pairs import undecided_of

        try:
            left = undecided_of(self._document, first, second)
        except ValueError as error:
            self._desk.notifier.error(str(error))
            return
        if left and not self._may_leave_out(left):
            return
        name, _ = QFileDialog.getSaveFileName(
            self._asking(),
            tr("Export the adjudicated annotations"),
            self._start("adjudicated.csv"),
            tr("METST CSV (*.csv)"),
        )
        if name:
            path = Path(name)
            self._write(
                path,
                lambda: self._write_adjudicated(path, first, second),
                "export adjudicated",
                {"undecided": sum(left.values())},
            )

    def _asking(self) -> QWidget:
        """The window in which it was asked for, which has the keyboard again afterwards."""
        return QApplication.activeWindow() or self._host

    def _may_leave_out(self, left: dict[str, int]) -> bool:
        """Whether to export without the events that nobody decided; they are told video by video."""
        names = {one.id: one.name or one.ref.path.name for one in self._document.videos}
        listed = ", ".join(tr("{video}: {n}", video=names[id_], n=n) for id_, n in left.items())
        text = plural(
            sum(left.values()),
            "{n} event has no decision and will not be in the file ({listed}). Export without it?",
            "{n} events have no decision and will not be in the file ({listed}). Export without them?",
            listed=listed,
        )
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
        title = tr("Export the adjudicated annotations")
        answer = QMessageBox.question(self._asking(), title, text, buttons, QMessageBox.StandardButton.No)
        return answer == QMessageBox.StandardButton.Yes

    def _write_adjudicated(self, path: Path, first: str, second: str) -> None:
        from engine.datasets import write_records
        from engine.datasets.hints import with_hints
        from metst_gui.document.annotator_pairs import adjudicated_records

        # A decision for one annotator's interval states no emotion that they did not state.
        records, _ = with_hints(adjudicated_records(self._document, first, second), "without", format="csv")
        write_records(path, records, format="csv", missing_emotion="refuse")

    def _write(self, path: Path, act: Callable[[], object], action: str, told: dict[str, int]) -> None:
        """Write a file, tell the journal, and say so."""
        try:
            act()
            self._document.ledger.note(action, {"file": path.name, "sha256": content_digest(path), **told})
        except OSError as error:
            self._desk.notifier.error(
                tr("“{path}” cannot be written ({why}): choose another place.", path=path, why=error.strerror)
            )
        except ValueError as error:
            self._desk.notifier.error(str(error))
        else:
            self._desk.notifier.notice(tr("Exported to “{name}”.", name=path.name) + self._without(told))

    def _without(self, told: dict[str, int]) -> str:
        n = told.get("undecided", 0)
        return tr(" Not in it: {events} without a decision.", events=counted(n, "event")) if n else ""

    def _start(self, ending: str) -> str:
        path, info = self._desk.session.project_path, self._desk.session.info
        if path is None or info is None:
            return ending
        return str(beside_project(path, info.path, f"{stem_without_digest(path.stem)} {ending}"))
