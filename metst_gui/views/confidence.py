"""How sure the annotator is of an annotation: three buttons on the card, one key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from metst_gui.document.annotation import CONFIDENCES
from metst_gui.language import mark, tr
from metst_gui.views.parts import ToggleButton
from metst_gui.views.review import ReviewController

TIP = mark("How sure you are of this annotation; press the marked one again to state nothing")
WORDS = {1: mark("low"), 2: mark("medium"), 3: mark("high")}


class ConfidenceRow(QWidget):
    """Low, medium, high, at most one of them.

    Signals:
        chosen: arg: key of `CONFIDENCES`, or None: not stated.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: int | None = None
        self.label = QLabel(tr("Confidence"))
        self.buttons: dict[int, ToggleButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        row.addWidget(self.label)
        for level, word in WORDS.items():
            button = ToggleButton(tr(word))
            button.setToolTip(tr(TIP))
            button.setAccessibleName(tr("Confidence: {word}", word=tr(word)))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._on_clicked, level))
            self.buttons[level] = button
            row.addWidget(button, 1)

    def set_value(self, value: int | None) -> None:
        """Mark a level; None marks none. Emits nothing."""
        self._value = value
        for level, button in self.buttons.items():
            button.setChecked(level == value)

    def set_key(self, key: str) -> None:
        """Name the key that goes through the levels."""
        self.label.setText(f"{key}  {tr('Confidence')}".strip())

    def _on_clicked(self, level: int, _checked: object = None) -> None:
        value = None if level == self._value else level
        self.set_value(value)
        self.chosen.emit(value)


class Confidence(QObject):
    """Handlers of the confidence of one window's card."""

    def __init__(self, review: ReviewController, row: ConfidenceRow) -> None:
        super().__init__(row)
        self._review = review
        row.chosen.connect(self.set)

    def table(self) -> dict[str, Callable[[], object]]:
        """Handler name -> callable."""
        direct = {f"confidence_{level}": partial(self.set, level) for level in CONFIDENCES}
        return {"confidence": self.step, "confidence_0": partial(self.set, None), **direct}

    def step(self) -> None:
        """High, medium, low, not stated, in turn: most of what is kept is sure."""
        annotation = self._review.annotation
        now = None if annotation is None else annotation.confidence
        self.set(max(CONFIDENCES) if now is None else (now - 1 or None))

    def set(self, level: int | None) -> None:
        """State the confidence; on an undecided proposal this accepts it."""
        self._review.set_field("confidence", level)
