"""A blind look: the model's marks are hidden until the reviewer has looked with their own eyes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QLabel

from metst_gui.commands.book import CommandBook
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.perspective import HIDDEN
from metst_gui.language import mark, tr

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

HIDDEN_NOW = mark("The model's curves and proposals are hidden; your own marks stay. B shows them again.")
SHOWN_AGAIN = mark("The model's curves and proposals are shown again.")
LABEL = mark("◌ blind look (B)")


class BlindLook(QObject):
    """Handler and status of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._document = window.session.document
        self.label = QLabel()
        window.statusBar().addPermanentWidget(self.label)
        self._document.layer_changed.connect(self.refresh)
        self._session.opened.connect(self.refresh)

    def bind(self, book: CommandBook) -> None:
        """Say what its commands do."""
        book.bind({"blind_look": self.toggle})

    def toggle(self) -> None:
        """Hide the model's marks, or show them again; the journal tells of both."""
        session, document = self._session, self._document
        if session.info is None:
            session.notifier.info(tr("Open a video first."))
            return
        if document.view.blind:
            session.notifier.info(HIDDEN)
            return
        hide = not document.view.veiled
        item = session.selection.item
        if hide and item is not None and item[0] == "proposal":
            made = document.view.annotation_of(item[1])
            if made is None:
                session.selection.clear()
            else:
                session.selection.select("annotation", made.id)
        try:
            document.view.veil(hide, frame=session.playback.frame)
        except EditRefusedError as error:
            session.notifier.error(str(error))
            return
        if not hide:
            decoder = session.decoder()
            if decoder is not None:
                session.redecode(decoder, store=False)
            self._window.live.refresh()
        self.refresh()
        session.notifier.info(tr(HIDDEN_NOW) if hide else tr(SHOWN_AGAIN))

    @Slot()
    def refresh(self) -> None:
        """Show in the status line that the marks are hidden."""
        self.label.setText(tr(LABEL) if self._document.view.veiled else "")
