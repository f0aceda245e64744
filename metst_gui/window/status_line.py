"""The foot of the window: what happens and what happened at the left, model, annotator and file at the right."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from metst_gui.widgets.buttons import ElidedLabel
from metst_gui.widgets.message_bar import MessageBar


class StatusLine(QStatusBar):
    """Gives a message the room of the model's line while it is shown: a sentence is read whole, then the line is back.

    Attributes:
        messages: messages and progress.
        model, annotator, saved: what the model says of itself; who works, and on which video; where edits go.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.messages = MessageBar()
        self.model = ElidedLabel()
        self.model.elide = Qt.TextElideMode.ElideMiddle
        self.annotator, self.saved = QLabel(), QLabel()
        self.addWidget(self.messages, 1)
        self.addWidget(self.model, 1)
        self.addPermanentWidget(self.annotator)
        self.addPermanentWidget(self.saved)
        self.messages.occupied.connect(self._on_occupied)
        self._on_occupied(self.messages.is_occupied)

    @Slot(bool)
    def _on_occupied(self, occupied: bool) -> None:
        # What an action under the pointer says would be painted below.
        self.clearMessage()
        self.messages.setVisible(occupied)
        self.model.setVisible(not occupied)
