"""Asks whether the reviewer wants planted trials, and says what they are before anything is shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QSpinBox, QVBoxLayout, QWidget

from metst_gui.desk.trial_session import FEWEST, MOST, USUAL
from metst_gui.language import tr
from metst_gui.trials.trial_words import NO_LABELS, OPENING, tally_lines
from metst_gui.widgets.look import make
from metst_gui.widgets.text_label import text_label

if TYPE_CHECKING:
    from engine.planted.trials import TrialTally

# A clip is looked at for about so long.
SECONDS_EACH = 8
WIDTH_PX = 560


class TrialStart(QDialog):
    """Opt-in: how many movements are planted."""

    def __init__(self, before: "TrialTally", pending: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Planted trials: what do you see here?"))
        self._pending = pending
        self.number = QSpinBox()
        self.number.setRange(FEWEST, MOST)
        self.number.setValue(USUAL)
        self.number.setAccessibleName(tr("Planted movements"))
        self._length = text_label()
        column = QVBoxLayout(self)
        column.addWidget(text_label(tr(OPENING)))
        column.addWidget(make(text_label(tr(NO_LABELS)), "note"))
        form = QFormLayout()
        form.addRow(tr("Planted movements"), self.number)
        column.addLayout(form)
        column.addWidget(self._length)
        if before.planted + before.calm:
            said = [tr("So far, on this video:"), *tally_lines(before)]
            column.addWidget(text_label("\n".join(said)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Start"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.number.valueChanged.connect(self._refresh)
        self._refresh()
        self.setMinimumWidth(WIDTH_PX)
        self.resize(WIDTH_PX, column.heightForWidth(WIDTH_PX))

    @Slot()
    def _refresh(self) -> None:
        wanted = self.number.value()
        n = 2 * wanted + min(wanted, self._pending)
        minutes = max(1, round(n * SECONDS_EACH / 60))
        self._length.setText(tr("At most {n} clips, about {minutes} min. Esc stops at any time.", n=n, minutes=minutes))
