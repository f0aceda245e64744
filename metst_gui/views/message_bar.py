"""One line that tells what happened: never in the way, never modal."""

from collections import deque
from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from metst_gui.views.parts import ElidedLabel, no_focus

LEVELS: Mapping[str, str] = {"info": "ℹ", "warning": "⚠", "error": "✖"}
SHOW_MS = 8000
HISTORY = 50


class MessageBar(QWidget):
    """The last message at the left, the running job at the right.

    Information and warnings leave after 8 s, errors stay until dismissed. `history` keeps the last 50 as
    ``(level, sentence)``.

    Signals:
        cancel_requested: the user wants the running job to stop.
    """

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.history: deque[tuple[str, str]] = deque(maxlen=HISTORY)
        self._level = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_MS)
        self._timer.timeout.connect(self.dismiss)
        self._glyph = QLabel()
        self._text = ElidedLabel()
        self._dismiss = no_focus(QToolButton())
        self._dismiss.setText("×")
        self._dismiss.setAutoRaise(True)
        self._dismiss.setToolTip("Dismiss this message")
        self._dismiss.clicked.connect(self.dismiss)
        self._stage = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 8)
        self._cancel = no_focus(QToolButton())
        self._cancel.setText("Cancel")
        self._cancel.setToolTip("Stop the analysis; verdicts stay")
        self._cancel.clicked.connect(self.cancel_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.addWidget(self._glyph)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._dismiss)
        layout.addSpacing(12)
        for widget in (self._stage, self._bar, self._cancel):
            layout.addWidget(widget)
        self.setFixedHeight(max(30, self._cancel.sizeHint().height() + 4))
        self.dismiss()
        self.progress("", 0, 0)

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
        # An error nobody dismissed outlives a message of lesser weight; the history has both.
        if self._level == "error" and level != "error":
            return
        self._level = level
        self._glyph.setText(LEVELS[level])
        self._glyph.setAccessibleName(level)
        self._text.setText(sentence)
        self._text.setToolTip(sentence)
        self._dismiss.setVisible(True)
        if level == "error":
            self._timer.stop()
        else:
            self._timer.start()

    @Slot()
    def dismiss(self) -> None:
        """Clear the line."""
        self._timer.stop()
        self._level = ""
        self._glyph.clear()
        self._text.clear()
        self._text.setToolTip("")
        self._dismiss.setVisible(False)

    @Slot(str, int, int)
    def progress(self, text: str, done: int, total: int) -> None:
        """Show a running job; `total` 0 hides it.

        Args:
            text: what is being done.
            done: parts ready, 0..total.
            total: number of parts.
        """
        running = total > 0
        for widget in (self._stage, self._bar, self._cancel):
            widget.setVisible(running)
        if not running:
            return
        # A thousand steps: QProgressBar counts in 32 bit, frame counts need not fit.
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * min(max(done, 0), total) / total))
        self._stage.setText(text)
        self._bar.setToolTip(f"{text}: {done} of {total}")
