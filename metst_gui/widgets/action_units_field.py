"""The line for action units: it says how it is read, and keeps the keyboard while it cannot be."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QLineEdit
from typing_extensions import override

from metst_gui.language import tr
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.wording.facs import parse_line


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
        self._held = False
        reading.hide()
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_typed)
        self.returnPressed.connect(self._on_return)

    def keeps_return(self) -> bool:
        """Whether Return leaves the keyboard here: something in the text is no action unit."""
        return any(one.doubt for one in parse_line(self.text()))

    @override
    @safe_override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._held = False
        super().focusOutEvent(event)
        self._say()

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._held = False

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._say()

    @Slot()
    def _on_return(self) -> None:
        if not self.keeps_return():
            self.released.emit()
            return
        self._held = True
        # Nothing is left to undo: Esc leaves, and what Return committed stays.
        self.setText(self.text())
        # As modified as before: the card commits what was typed.
        self.setModified(True)
        self._say()

    def _say(self) -> None:
        units = parse_line(self.text())
        words = [one.words() for one in units if one.doubt or not self._held]
        if self._held and words:
            words.append(tr("kept as typed; Esc leaves the line"))
        text = " · ".join(words)
        self._reading.setText(text)
        self._reading.setToolTip(text)
        self._reading.setVisible(bool(text))
