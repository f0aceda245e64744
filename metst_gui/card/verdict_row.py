"""Accept, reject and unsure, and deleting an annotation: the buttons at the foot of the card."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from metst_gui.card.card_parts import in_brackets
from metst_gui.document.annotation import Verdict
from metst_gui.language import mark, tr
from metst_gui.widgets.buttons import BigToggleButton, no_focus
from metst_gui.widgets.look import make
from metst_gui.widgets.theme import VERDICT_GLYPHS
from metst_gui.wording.reasons import reason_text

BUTTONS = {
    "accepted": ("accept", mark("Accept")),
    "rejected": ("reject", mark("Reject")),
    "unsure": ("unsure", mark("Unsure")),
}


PADDING = 22  # px that the look of a button takes at both sides
LONGEST = 150  # px that a button with a reason may ask for


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
        self.buttons: dict[str, BigToggleButton] = {}
        self.delete = no_focus(QPushButton(tr("Delete")))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 10)
        row.setSpacing(6)
        for name, (_action, text) in BUTTONS.items():
            button = self.buttons[name] = BigToggleButton(f"{VERDICT_GLYPHS[name]} {tr(text)}")
            button.clicked.connect(lambda checked, name=name: self._on_clicked(name, checked=checked))
            row.addWidget(button, 1)
        make(self.buttons["accepted"], "primary")
        self.buttons["rejected"].setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.buttons["rejected"].customContextMenuRequested.connect(lambda _place: self.reason_requested.emit())
        self.delete.setToolTip(tr("Delete this annotation"))
        self.delete.clicked.connect(self.delete_requested)
        row.addWidget(self.delete, 1)
        for big in (*self.buttons.values(), self.delete):
            big.setMinimumSize(40, 40)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Name the key of each button: id of an action -> its first key."""
        self._keys = keys
        self.delete.setText(tr("Delete\n{key}", key=keys["delete"]))
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
        self._give_room()

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        self.suggest("")
        for button in self.buttons.values():
            button.setChecked(False)

    def _write(self) -> None:
        for name, (action, text) in BUTTONS.items():
            key, big = self._keys.get(action, ""), self.buttons[name]
            words = tr(text) + self._number
            if name == "rejected" and self._suggested and not self._number:
                words += f": {reason_text(self._suggested)}"
            big.setText(f"{VERDICT_GLYPHS[name]} {words}\n{key}")
            big.setToolTip(tr("{text} and go to the next open item", text=words) + in_brackets(key))
        why = tr("With a reason: a right click") + in_brackets(self._keys.get("reject_reason", ""))
        self.buttons["rejected"].setToolTip(f"{self.buttons['rejected'].toolTip()}\n{why}")

    def _on_clicked(self, name: str, *, checked: bool) -> None:
        # The document decides what is checked; it answers with a fresh show.
        self.buttons[name].setChecked(not checked)
        self.requested.emit(name)
        self._give_room()

    def _give_room(self) -> None:
        """No button is so narrow that a word is cut; beside a fourth one a long reason has to be."""
        most = LONGEST if self.delete.isHidden() else 0
        for big in self.buttons.values():
            words, key = (big.fontMetrics().horizontalAdvance(line) for line in (big.text() + "\n").split("\n")[:2])
            big.setMinimumWidth(max(40, key + PADDING, min(words + PADDING, most)))
