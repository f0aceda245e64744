"""The line for action units: it says how it is read, and keeps the keyboard while it cannot be."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit

from metst_gui.document.facs import parse_line
from metst_gui.language import tr


class UnitsField(QLineEdit):
    """A line of action units; the text is kept as typed, whatever it says.

    Return on a text that cannot be read commits it and stays: what is typed next is no key of the review. Esc leaves.

    Args:
        reading: says how the text is read; hidden while there is none.

    Signals:
        released: Return gave the keyboard back.
    """

    released = Signal()

    def __init__(self, reading: QLabel) -> None:
        super().__init__()
        self._reading = reading
        reading.hide()
        self.textChanged.connect(self._on_typed)
        self.returnPressed.connect(self._on_return)

    def keeps_return(self) -> bool:
        """Whether Return leaves the keyboard here: something in the text is no action unit."""
        return any(one.doubt for one in parse_line(self.text()))

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._say([one.words() for one in parse_line(text)])

    @Slot()
    def _on_return(self) -> None:
        if not self.keeps_return():
            self.released.emit()
            return
        # Nothing is left to undo: Esc leaves, and what Return committed stays.
        self.setText(self.text())
        # As modified as before: the card commits what was typed.
        self.setModified(True)
        flagged = [one.words() for one in parse_line(self.text()) if one.doubt]
        self._say([*flagged, tr("kept as typed; Esc leaves the line")])

    def _say(self, words: list[str]) -> None:
        text = " · ".join(words)
        self._reading.setText(text)
        self._reading.setToolTip(text)
        self._reading.setVisible(bool(text))
