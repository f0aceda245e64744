"""One line that tells what happened: never in the way, never modal."""

from collections import deque
from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from metst_gui.language import mark, tr
from metst_gui.widgets.buttons import ElidedLabel, no_focus
from metst_gui.widgets.look import make

LEVELS: Mapping[str, str] = {mark("info"): "ℹ", mark("warning"): "⚠", mark("error"): "✖"}
SHOW_MS = 8000
HISTORY = 50


class MessageBar(QWidget):
    """The last message at the left, the running job at the right.

    Information and warnings leave after 8 s. An error stands until it is dismissed or `clear` is called; what comes
    meanwhile is shown for its 8 s, then the error again. `history` keeps the last 50 as ``(level, sentence)``.

    Signals:
        cancel_requested: the user wants the running job to stop.
        offered: what `offer` named is wanted.
        occupied: there is something to read or to wait for, or no longer. arg: whether.
    """

    cancel_requested = Signal()
    offered = Signal()
    occupied = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.history: deque[tuple[str, str]] = deque(maxlen=HISTORY)
        self._standing = ""
        self._level = ""
        self._running = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_MS)
        self._timer.timeout.connect(self._fall_back)
        self._glyph = QLabel()
        self._text = ElidedLabel()
        self._dismiss = no_focus(QToolButton())
        self._dismiss.setText("×")
        self._dismiss.setToolTip(tr("Dismiss this message"))
        self._dismiss.clicked.connect(self.dismiss)
        self._offer = no_focus(QToolButton())
        self._offer.clicked.connect(self.offered)
        self._stage = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 8)
        self._cancel = no_focus(QToolButton())
        self._cancel.setText(tr("Cancel"))
        self._cancel.clicked.connect(self.cancel_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.addWidget(self._glyph)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._offer)
        layout.addWidget(self._dismiss)
        layout.addSpacing(12)
        for widget in (self._stage, self._bar, self._cancel):
            layout.addWidget(widget)
        for button in (self._dismiss, self._offer, self._cancel):
            make(button, "link")
        self.setFixedHeight(self._cancel.sizeHint().height() + 4)
        self.clear()
        self.hide_progress()

    def forget(self) -> None:
        """Show nothing, and list nothing of what was said."""
        self.clear()
        self.history.clear()
        self.hide_progress()
        self._stage.setText("")
        self._bar.reset()
        for widget in (self._stage, self._bar):
            widget.setToolTip("")
            widget.setAccessibleName("")

    @property
    def is_occupied(self) -> bool:
        """Whether there is something to read or to wait for."""
        return self._running or bool(self._text.text())

    @property
    def message(self) -> str:
        """The sentence shown now; empty: none."""
        return self._text.text()

    @Slot(str, str)
    def show_message(self, level: str, sentence: str) -> None:
        """Show a sentence.

        Args:
            level: ``"info"``, ``"warning"`` or ``"error"``; anything else counts as information.
            sentence: what happened and what to do.
        """
        level = level if level in LEVELS else "info"
        self.history.append((level, sentence))
        if level == "error":
            self._standing = sentence
            self.offer("")
        self._show(level, sentence)

    def offer(self, text: str) -> None:
        """Offer to do something about the error that stands; it goes with the error."""
        self._offer.setText(text)
        self._offer.setVisible(bool(text))

    @Slot()
    def dismiss(self) -> None:
        """Take the message away; an error that stood behind it is shown again."""
        if self._level == "error":
            self._standing = ""
            self.offer("")
        self._fall_back()

    def clear(self) -> None:
        """Take every message away, as when another video is open: an old error would be read as one of the new."""
        self._standing = ""
        self.offer("")
        self._fall_back()

    @Slot()
    def _fall_back(self) -> None:
        self._show("error" if self._standing else "", self._standing)

    def _show(self, level: str, sentence: str) -> None:
        self._level = level
        self._glyph.setText(LEVELS.get(level, ""))
        self._glyph.setAccessibleName(tr(level))
        self._text.setText(sentence)
        self._text.setToolTip(sentence)
        self._dismiss.setVisible(bool(sentence))
        self.occupied.emit(self.is_occupied)
        if level in ("info", "warning"):
            self._timer.start()
        else:
            self._timer.stop()

    def show_progress(self, text: str, percent: int | None, *, tip: str = "", stop_tip: str = "") -> None:
        """Show what goes on.

        Args:
            text: what is being done, and how far it is.
            percent: the same for the bar, 0..100; None: it cannot be told.
            tip: more of it.
            stop_tip: what stopping it does; empty: it cannot be stopped.
        """
        self._running = True
        self._stage.setText(text)
        self._bar.setRange(0, 0 if percent is None else 100)
        self._bar.setValue(percent or 0)
        self._cancel.setToolTip(stop_tip)
        for widget in (self._stage, self._bar):
            widget.setToolTip(tip)
            widget.setVisible(True)
        self._bar.setAccessibleName(text)
        self._cancel.setVisible(bool(stop_tip))
        self.occupied.emit(self.is_occupied)

    def hide_progress(self) -> None:
        """Nothing goes on any more."""
        self._running = False
        for widget in (self._stage, self._bar, self._cancel):
            widget.setVisible(False)
        self.occupied.emit(self.is_occupied)
