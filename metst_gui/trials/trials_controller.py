"""Offers planted trials, runs a session, and reveals what was planted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from engine.errors import EngineError
from engine.types import Proposal
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.trial_session import TrialPlanner, TrialSession
from metst_gui.document.annotation import Verdict
from metst_gui.language import told
from metst_gui.playback.trial_clips import TrialClips
from metst_gui.widgets import theme as themes

if TYPE_CHECKING:
    from metst_gui.trials.reveal_dialog import RevealDialog
    from metst_gui.trials.start_dialog import TrialStart
    from metst_gui.trials.trial_window import TrialWindow


class TrialsController(QObject):
    """Nothing of a session outlives its windows but the rows of the journal."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host
        self._planner = TrialPlanner(desk.session)
        self._clips: TrialClips | None = None
        desk.closing.connect(self.shutdown)
        book.bind({"planted_trials": self.offer})

    def offer(self) -> None:
        """Say what trials are, and run a session where the reviewer wants one."""
        self._desk.playback.pause()
        start = self.start_dialog()
        wanted = start.number.value() if start.exec() else 0
        start.deleteLater()
        if wanted:
            self.run(wanted)

    def start_dialog(self) -> "TrialStart":
        """The question that comes first."""
        from metst_gui.trials.start_dialog import TrialStart

        view = self._desk.document.view
        pending = sum(view.verdict(one.id) is Verdict.PENDING for one in view.proposals)
        return TrialStart(self._planner.tally(), pending, self._host)

    def run(self, wanted: int) -> None:
        """Run a session with so many planted movements, then reveal it."""
        session = self.begin(wanted)
        if session is None:
            return
        window = self.window(session)
        window.exec()
        if window.failure:
            self._desk.notifier.error(window.failure)
        window.deleteLater()
        if session.answers:
            session.reveal()
            dialog = self.reveal_dialog(session)
            dialog.exec()
            dialog.deleteLater()
            if dialog.go_to is not None:
                self._desk.playback.seek(dialog.go_to)
        self.shutdown()

    def begin(self, wanted: int, *, seed: int | None = None) -> TrialSession | None:
        """A new session; None where there is no room for one, which is said."""
        try:
            return self._planner.begin(wanted, seed=seed)
        except (EngineError, ValueError) as error:
            self._desk.notifier.error(told(str(error)))
            return None

    def window(self, session: TrialSession) -> "TrialWindow":
        """The window of a session."""
        from metst_gui.trials.trial_window import TrialWindow

        fps, theme = self._fps, themes.named(self._desk.theme.name)
        window = TrialWindow(session, self._service(), fps=fps, theme=theme, parent=self._host)
        window.setWindowModality(Qt.WindowModality.ApplicationModal)
        return window

    def reveal_dialog(self, session: TrialSession) -> "RevealDialog":
        """The window that tells what was planted."""
        from metst_gui.trials.reveal_dialog import RevealDialog

        def reject(proposals: Sequence[Proposal]) -> bool:
            return self._desk.review.reject_all(proposals, "")

        fps, theme = self._fps, themes.named(self._desk.theme.name)
        return RevealDialog(session, self._service(), fps=fps, theme=theme, reject=reject, parent=self._host)

    def shutdown(self) -> None:
        """Join the thread that makes the clips; may be called more than once."""
        if self._clips is not None:
            self._clips.shutdown()
            self._clips.deleteLater()
            self._clips = None

    @property
    def _fps(self) -> float:
        info = self._desk.session.info
        assert info is not None
        return info.fps

    def _service(self) -> TrialClips:
        info = self._desk.session.info
        assert info is not None
        if self._clips is None:
            self._clips = TrialClips(info, self._desk.face.at, self)
        return self._clips
