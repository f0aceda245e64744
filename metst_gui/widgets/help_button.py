"""The small question mark of a panel: it opens the page of the manual on that panel."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from metst_gui.language import tr
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.look import make


class HelpButton(QToolButton):
    """Asks for a topic of the manual.

    Args:
        anchor: what the manual calls the topic.
        parent: its owner.

    Signals:
        asked: arg: the anchor.
    """

    asked = Signal(str)

    def __init__(self, anchor: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.anchor = anchor
        self.setText("?")
        self.setToolTip(tr("Open the manual here"))
        self.setAccessibleName(tr("Open the manual here"))
        make(no_focus(self), "link")
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.asked.emit(self.anchor)
