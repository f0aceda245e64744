"""The foot of the window: what happens and what happened at the left, model, annotator and file at the right."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from metst_gui.language import tr
from metst_gui.widgets.buttons import ElidedLabel, no_focus
from metst_gui.widgets.icons import icon
from metst_gui.widgets.look import make
from metst_gui.widgets.message_bar import MessageBar
from metst_gui.widgets.theme import Theme


class StatusLine(QStatusBar):
    """Gives a message the room of the model's line while it is shown: a sentence is read whole, then the line is back.

    Attributes:
        messages: messages and progress.
        all: opens the list of messages.
        model, annotator, saved: what the model says of itself; who works; where edits go.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(6, 0, 8, 0)
        self.messages = MessageBar()
        self.model = ElidedLabel()
        self.annotator, self.saved = QLabel(), QLabel()
        self.all = make(no_focus(QToolButton()), "plain")
        self.all.setToolTip(tr("Messages: what was said before"))
        self.all.setAccessibleName(tr("Messages"))
        self.all.clicked.connect(self.messages.all_requested)
        self.addWidget(self.messages, 1)
        self.addWidget(self.model, 1)
        self.addPermanentWidget(self.annotator)
        self.addPermanentWidget(self.saved)
        self.addPermanentWidget(self.all)
        self.messages.occupied.connect(self._on_occupied)
        self._on_occupied(self.messages.is_occupied)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon in the colours of a theme."""
        self.all.setIcon(icon("list", theme))

    @Slot(bool)
    def _on_occupied(self, occupied: bool) -> None:
        # What an action under the pointer says would be painted below.
        self.clearMessage()
        self.messages.setVisible(occupied)
        self.model.setVisible(not occupied)
