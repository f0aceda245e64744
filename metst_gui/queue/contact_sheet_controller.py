"""Opens the contact sheet on the open proposals of the queue."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from engine.types import Proposal
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.document.annotation import Verdict
from metst_gui.widgets import theme as themes

if TYPE_CHECKING:
    from metst_gui.queue.contact_sheet import ContactSheet


class ContactSheetController(QObject):
    """Shows the sheet over its host, and rejects what is marked on it."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        book.bind({"contact_sheet": self.show_sheet})

    def open_proposals(self) -> list[Proposal]:
        """Undecided proposals in the order of the queue, as it is filtered."""
        document = self._desk.document
        found = [document.view.proposal(id_) for kind, id_ in self._desk.queue.shown_ids() if kind == "proposal"]
        return [one for one in found if one is not None and document.view.verdict(one.id) is Verdict.PENDING]

    def sheet(self) -> "ContactSheet":
        """A new contact sheet; a video is open, and a proposal is pending."""
        from metst_gui.queue.contact_sheet import ContactSheet

        info, proposals = self._desk.session.info, self.open_proposals()
        assert info is not None
        self._desk.playback.pause()
        return ContactSheet(
            proposals,
            info,
            theme=themes.named(self._desk.theme.name),
            reject=self._desk.review.reject_all,
            face_at=self._desk.face.at,
            parent=self._host,
        )

    def show_sheet(self) -> None:
        """Show the sheet until it is closed."""
        sheet = self.sheet()
        sheet.exec()
        sheet.deleteLater()
