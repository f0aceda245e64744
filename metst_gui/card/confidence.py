"""How sure the annotator is of an annotation: one button on the card, one key."""

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from engine.definitions import CONFIDENCES
from metst_gui.card.emotion_chip import EmotionChip
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.language import mark, tr

UNSET = mark("confidence")
WORDS = {1: mark("low confidence"), 2: mark("medium confidence"), 3: mark("high confidence")}
TIP = mark("How sure you are of this annotation: high, medium, low, not stated, in turn")


class ConfidenceButton(EmotionChip):
    """Says what was stated, as the emotions beside it say what they are; pressed while anything is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.value: int | None = None
        self.set_value(None)

    def set_value(self, value: int | None) -> None:
        """Show a level, key of `CONFIDENCES`; None: not stated."""
        self.value = value
        words = tr(UNSET) if value is None else tr(WORDS[value])
        self.set_word(words)
        self.setAccessibleName(words)
        self.setToolTip(tr(TIP) + (f" ({self._key})" if self._key else ""))
        self.setChecked(value is not None)

    @override
    def set_key(self, key: str) -> None:
        """Name the key that goes through the levels."""
        super().set_key(key)
        self.set_value(self.value)


class Confidence(QObject):
    """What the button and the commands of the confidence do."""

    def __init__(self, desk: Desk, book: CommandBook, button: ConfidenceButton) -> None:
        super().__init__(button)
        self._desk = desk
        self._button = button
        button.clicked.connect(self._on_clicked)
        direct = {f"confidence_{level}": partial(self.set, level) for level in CONFIDENCES}
        step = partial(desk.tour.when_in_view, self.step)
        book.bind({"confidence": step, "confidence_0": partial(self.set, None), **direct})

    def step(self) -> None:
        """High, medium, low, not stated, in turn: most of what is kept is sure."""
        annotation = self._desk.current.annotation
        now = None if annotation is None else annotation.confidence
        self.set(max(CONFIDENCES) if now is None else (now - 1 or None))

    def set(self, level: int | None) -> None:
        """State the confidence; on an undecided proposal this accepts it."""
        self._desk.review.set_field("confidence", level)

    @Slot()
    def _on_clicked(self) -> None:
        # The document decides what is shown; it answers with a fresh show.
        self._button.set_value(self._button.value)
        self.step()
