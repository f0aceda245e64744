"""The parts of the review desk beside card and queue, made for one window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine.types import Proposal
from metst_gui.card.confidence import Confidence
from metst_gui.commands.book import CommandBook
from metst_gui.desk.suggestion import suggested_reason
from metst_gui.explain.network_states import StatesDesk
from metst_gui.project.blind_look import BlindLook
from metst_gui.project.finalise import CompletionDesk
from metst_gui.project.moved_video import FindVideo
from metst_gui.project.project_settings import ProjectSettings

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow


class ReviewDesk(QObject):
    """Makes the parts and binds their commands."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.confidence = Confidence(window.review, window.card.confidence)
        self.settings = ProjectSettings(window)
        self.completion = CompletionDesk(window)
        self.find_video = FindVideo(window)
        self.states = StatesDesk(window)
        self.blind_look = BlindLook(window)
        window.review.suggest = self._suggest
        self._window = window
        window.session.document.stated.connect(self._on_stated)

    def bind(self, book: CommandBook) -> None:
        """Say what the commands of its parts do."""
        for part in (self.confidence, self.settings, self.completion, self.find_video, self.states, self.blind_look):
            part.bind(book)

    def _suggest(self, proposal: Proposal) -> str:
        return suggested_reason(self._window.session.document.view.run, proposal)

    @Slot()
    def _on_stated(self) -> None:
        self._window.timeline.set_artefacts(self._window.session.document.view.artefacts)
