"""Says on the card that several items are selected, and what is done to all of them then."""

from PySide6.QtWidgets import QLabel, QWidget

from metst_gui.language import tr
from metst_gui.widgets.look import make


class SeveralNote(QLabel):
    """Hidden unless two items or more are selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        make(self, "note")
        self.hide()

    def show_count(self, n: int) -> None:
        """Say how many are selected; fewer than two: nothing is to be said."""
        several = n > 1
        if not several and self.isHidden():
            return
        words = tr("{n} selected: verdict and emotion are for all", n=n)
        self.setText(words if several else "")
        tip = tr("Verdict, emotion and Delete are for all of them, as one step to undo; the rest is for this one.")
        self.setToolTip(tip if several else "")
        self.setVisible(several)
