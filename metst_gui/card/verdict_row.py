"""Accept, reject and unsure, and deleting an annotation: the buttons at the foot of the card."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from metst_gui.card.card_parts import in_brackets
from metst_gui.card.verdict_button import VerdictButton
from metst_gui.document.annotation import Verdict
from metst_gui.language import mark, tr
from metst_gui.widgets.look import make
from metst_gui.widgets.theme import VERDICT_GLYPHS
from metst_gui.wording.reasons import reason_text

BUTTONS = {
    "accepted": ("accept", mark("Accept")),
    "rejected": ("reject", mark("Reject")),
    "unsure": ("unsure", mark("Unsure")),
}


class VerdictRow(QWidget):
    """One primary button and two quiet ones; the document decides what is checked.

    Signals:
        requested: arg: ``"accepted"``, ``"rejected"`` or ``"unsure"``.
        reason_requested: ask why it is rejected; a right click on “Reject”.
        delete_requested: delete the shown annotation.
    """

    requested = Signal(str)
    reason_requested = Signal()
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: Mapping[str, str] = {}
        self._suggested = self._number = ""
        self.buttons: dict[str, VerdictButton] = {}
        self.delete = VerdictButton()
        self.delete.setCheckable(False)
        self.delete.set_words(tr("Delete"), "")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 10)
        row.setSpacing(6)
        for name, (_action, text) in BUTTONS.items():
            button = self.buttons[name] = VerdictButton()
            button.set_words(f"{VERDICT_GLYPHS[name]} {tr(text)}", "")
            button.clicked.connect(lambda checked, name=name: self._on_clicked(name, checked=checked))
            row.addWidget(button, 1)
        make(self.buttons["accepted"], "primary")
        self.buttons["rejected"].setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.buttons["rejected"].customContextMenuRequested.connect(lambda _place: self.reason_requested.emit())
        self.delete.setToolTip(tr("Delete this annotation"))
        self.delete.clicked.connect(self.delete_requested)
        row.addWidget(self.delete, 1)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Name the key of each button: id of an action -> its first key."""
        self._keys = keys
        self.delete.set_words(tr("Delete"), keys["delete"])
        self._write()

    def suggest(self, reason: str) -> None:
        """Name the reason that a rejection is given; empty: none."""
        if reason != self._suggested:
            self._suggested = reason
            self._write()

    def show_count(self, n: int) -> None:
        """Say for how many proposals a verdict is given; 1: for the one that is shown."""
        number = f" {n}" if n > 1 else ""
        if number != self._number:
            self._number = number
            self._write()

    def show_for(self, verdict: Verdict, *, verdicts: bool, delete: bool) -> None:
        """Show the buttons that an item has, and the verdict on it."""
        for name, button in self.buttons.items():
            button.setVisible(verdicts)
            button.setChecked(name == verdict)
        self.delete.setVisible(delete)

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        self.suggest("")
        for button in self.buttons.values():
            button.setChecked(False)

    def _write(self) -> None:
        for name, (action, text) in BUTTONS.items():
            key, big = self._keys.get(action, ""), self.buttons[name]
            words, asked = tr(text) + self._number, name == "rejected" and self._suggested and not self._number
            reason = reason_text(self._suggested) if asked else ""
            big.set_words(f"{VERDICT_GLYPHS[name]} {words}", key, reason)
            told = f"{words}: {reason}" if reason else words
            big.setToolTip(tr("{text} and go to the next open item", text=told) + in_brackets(key))
        why = tr("With a reason: a right click") + in_brackets(self._keys.get("reject_reason", ""))
        self.buttons["rejected"].setToolTip(f"{self.buttons['rejected'].toolTip()}\n{why}")

    def _on_clicked(self, name: str, *, checked: bool) -> None:
        # The document decides what is checked; it answers with a fresh show.
        self.buttons[name].setChecked(not checked)
        self.requested.emit(name)
