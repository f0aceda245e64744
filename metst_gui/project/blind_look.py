"""A blind look: the model's marks are hidden until the reviewer has looked with their own eyes."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QLabel

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.document.changes import Changes
from metst_gui.language import mark, tr

HIDDEN_NOW = mark("The model's curves and proposals are hidden; your own marks stay. B shows them again.")
SHOWN_AGAIN = mark("The model's curves and proposals are shown again.")
LABEL = mark("◌ blind look (B)")


class BlindLook(QObject):
    """Hides and shows the marks.

    Attributes:
        label: says that they are hidden; for the foot of the window.
    """

    def __init__(self, desk: Desk, book: CommandBook) -> None:
        super().__init__(desk)
        self._desk = desk
        self._document = desk.document
        self.label = QLabel()
        self._document.changed.connect(self._on_document)
        self._desk.session.opened.connect(self.refresh)
        book.bind({"blind_look": self.toggle})

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.layer:
            self.refresh()

    def toggle(self) -> None:
        """Hide the model's marks, or show them again; the journal tells of both."""
        desk, document = self._desk, self._document
        hide = not document.view.veiled
        item = desk.selection.item
        if hide and item is not None and item.kind == "proposal":
            made = document.view.annotation_of(item.id)
            if made is None:
                desk.selection.clear()
            else:
                desk.selection.select("annotation", made.id)
        if not desk.attempt(lambda: document.view.veil(hide, frame=desk.playback.frame)):
            return
        if not hide:
            desk.decoding.repeat()
            desk.threshold.refresh()
        self.refresh()
        desk.say(tr(HIDDEN_NOW) if hide else tr(SHOWN_AGAIN))

    @Slot()
    def refresh(self) -> None:
        """Show in the status line that the marks are hidden."""
        self.label.setText(tr(LABEL) if self._document.view.veiled else "")
