"""Opens the contact sheet on the open proposals of the queue."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from engine.types import Proposal
from metst_gui.commands.book import CommandBook
from metst_gui.document.annotation import Verdict
from metst_gui.language import tr
from metst_gui.queue.contact_sheet import ContactSheet

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow


class ContactDesk(QObject):
    """The contact sheet's side of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session

    def bind(self, book: CommandBook) -> None:
        """Say what its commands do."""
        book.bind({"contact_sheet": self.show_sheet})

    def open_proposals(self) -> list[Proposal]:
        """Undecided proposals in the order of the queue, as it is filtered."""
        document = self._session.document
        found = [document.view.proposal(id_) for kind, id_ in self._window.review.order() if kind == "proposal"]
        return [one for one in found if one is not None and document.view.verdict(one.id) is Verdict.PENDING]

    def sheet(self) -> ContactSheet | None:
        """A new contact sheet; None, with a sentence, where there is nothing to show."""
        info, proposals = self._session.info, self.open_proposals()
        if info is None or not proposals:
            text = tr("Open a video first.") if info is None else tr("No pending proposal is in the queue.")
            self._session.notifier.info(text)
            return None
        self._session.playback.pause()
        return ContactSheet(
            proposals,
            info,
            theme=self._window.theme,
            reject=self._reject,
            face_at=self._session.face_at,
            parent=self._window,
        )

    def show_sheet(self) -> None:
        """Show the sheet until it is closed."""
        sheet = self.sheet()
        if sheet is not None:
            sheet.exec()
            sheet.deleteLater()

    def _reject(self, proposals: Sequence[Proposal], reason: str) -> bool:
        """Whether all could be stored."""
        try:
            self._session.document.reject_all(proposals, reason)
        except ValueError as error:
            self._session.notifier.error(str(error))
            return False
        return True
