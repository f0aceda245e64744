"""The line on the card that says why an annotation looks wrong, with the button that says it is right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from metst_gui.card.bound_tile import SMALL, sized
from metst_gui.language import tr
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.look import make


class DoubtLine(QWidget):
    """Reason and button.

    Signals:
        kept: the annotation is right.
    """

    kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = QLabel()
        self.reason.setFont(sized(self.reason.font(), SMALL))
        self.reason.setWordWrap(True)
        self.right = make(no_focus(QPushButton(tr("It is right"))), "link")
        self.right.setToolTip(
            tr("This annotation is right: do not name it any more (Shift+K). The journal keeps that.")
        )
        self.right.clicked.connect(self.kept)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.reason, 1)
        row.addWidget(self.right)
        self.show_reason("")

    def show_reason(self, reason: str) -> None:
        """Say why the shown annotation looks wrong; empty: it does not."""
        self.reason.setText(f"⚑ {reason}" if reason else "")
        for part in (self.reason, self.right, self):
            part.setVisible(bool(reason))
