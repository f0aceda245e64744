"""The emotions of the card: one button each, the model's probabilities below, and how sure the annotator is."""

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from engine.types import CLASSES, Emotion
from metst_gui.card.card_parts import in_brackets
from metst_gui.card.confidence import ConfidenceButton
from metst_gui.card.emotion_chip import EmotionChip
from metst_gui.document.annotation import EMOTION_LABELS
from metst_gui.language import mark, tr

NONE_TEXT = mark("no emotion inferred")
COLUMNS = 3


class EmotionGrid(QWidget):
    """Buttons of the emotions, of “no emotion inferred” and of the confidence.

    Signals:
        chosen: arg: label, or None for no emotion inferred.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[str | None, EmotionChip] = {}
        self.confidence = ConfidenceButton()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(5)
        self._grid = grid
        self._keys: Mapping[str, str] = {}
        self.set_labels(EMOTION_LABELS)

    @property
    def labels(self) -> tuple[str, ...]:
        """The emotions that are offered, in the order of their digits."""
        return tuple(label for label in self.chips if label is not None)

    def set_labels(self, labels: Sequence[str]) -> None:
        """Offer these emotions instead, and “no emotion inferred” after them."""
        if self.chips and tuple(labels) == self.labels:
            return
        for chip in self.chips.values():
            self._grid.removeWidget(chip)
            chip.deleteLater()
        self._grid.removeWidget(self.confidence)
        self.chips = {}
        for number, label in enumerate(labels):
            self._grid.addWidget(self._chip(label), number // COLUMNS, number % COLUMNS)
        last = -(-len(labels) // COLUMNS)
        self._grid.addWidget(self._chip(None), last, 0, 1, COLUMNS - 1)
        self._grid.addWidget(self.confidence, last, COLUMNS - 1)
        self._show_keys()

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Name the key of each button: id of an action -> its first key."""
        self._keys = keys
        self.confidence.set_key(keys["confidence"])
        self._show_keys()

    def _show_keys(self) -> None:
        for number, (label, chip) in enumerate(self.chips.items(), start=1):
            key = self._keys.get(f"emotion_{number if label is not None else 0}", "")
            chip.set_key(key)
            chip.setToolTip(tr("Set the emotion: {label}", label=tr(label or NONE_TEXT)) + in_brackets(key))

    def check(self, label: str | None, *, chosen: bool) -> None:
        """Mark the emotion that somebody chose; None: “no emotion inferred”. Emits nothing."""
        for name, chip in self.chips.items():
            chip.setChecked(chosen and name == label)

    def show_hints(self, probabilities: Sequence[float], hinted: str | None) -> None:
        """The model's probabilities (of `CLASSES`) under the emotions they are of, its most probable class dashed."""
        shares: dict[str | None, float] = dict(zip(CLASSES, probabilities, strict=False))
        shares |= {label: shares[word] for label in self.labels if (word := _class_of(label)) in shares}
        # Neutral is no emotion that could be seen.
        shares[None] = shares.get(Emotion.NEUTRAL, math.nan)
        for label, chip in self.chips.items():
            share = shares.get(label, math.nan)
            chip.show_hint(
                None if math.isnan(share) else share, hinted=label is not None and hinted in (label, _class_of(label))
            )

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        self.check(None, chosen=False)
        self.show_hints((), None)
        self.confidence.set_value(None)

    def _chip(self, label: str | None) -> EmotionChip:
        chip = self.chips[label] = EmotionChip(tr(label or NONE_TEXT))
        chip.clicked.connect(lambda _checked=False: self._on_clicked(label))
        return chip

    def _on_clicked(self, label: str | None) -> None:
        self.check(label, chosen=True)
        self.chosen.emit(label)


def _class_of(label: str) -> str:
    """The model's class of that name, whatever the case of a data set's words."""
    word = label.casefold()
    return "others" if word == "other" else word
