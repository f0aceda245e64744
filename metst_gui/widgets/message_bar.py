"""One line that tells what happened: never in the way, never modal."""

from collections import deque
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QElapsedTimer, QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget
from typing_extensions import override

from metst_gui.language import plural, tr
from metst_gui.widgets.buttons import ElidedLabel, no_focus
from metst_gui.widgets.look import make
from metst_gui.widgets.message_stack import LEVELS, MessageStack
from metst_gui.widgets.qt_guard import safe_override

HISTORY = 50


class Told(NamedTuple):
    """A message that was shown.

    Attributes:
        level: one of `LEVELS`.
        sentence: what happened and what to do.
        at: when it was said last, in the time of the place.
    """

    level: str
    sentence: str
    at: datetime


class MessageBar(QWidget):
    """The last message at the left, the running job at the right.

    An information or a warning stays for as long as reading it takes, and gives way to the next message. A notice comes
    again where it was not read; an error stands until it is dismissed, settled, or `clear` is called. None leaves while
    the pointer is on it. `history` keeps the last 50.

    Args:
        pace: factor of the time that messages stay.

    Signals:
        cancel_requested: the user wants the running job to stop.
        offered: what `offer` named is wanted.
        all_requested: the user wants to read all messages, or the whole of this one.
        occupied: there is something to read or to wait for, or no longer. arg: whether.
    """

    cancel_requested = Signal()
    offered = Signal()
    all_requested = Signal()
    occupied = Signal(bool)

    def __init__(self, parent: QWidget | None = None, *, pace: float = 1.0) -> None:
        super().__init__(parent)
        self.history: deque[Told] = deque(maxlen=HISTORY)
        self._stack = MessageStack()
        self._pace = pace
        self._running = False
        self._seen = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_read)
        # What is beside a sentence takes its place first, and then it is known whether the sentence is cut.
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self._fit)
        self._glyph = QLabel()
        self._text = ElidedLabel()
        self._more = self._link(tr("More"), tr("Read the whole message, and those before it"))
        self._more.clicked.connect(self.all_requested)
        self._dismiss = self._link("×", tr("Dismiss this message"))
        self._dismiss.clicked.connect(self.dismiss)
        self._offer = self._link("", "")
        self._offer.clicked.connect(self.offered)
        self._stage = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 8)
        self._cancel = self._link(tr("Cancel"), "")
        self._cancel.clicked.connect(self.cancel_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.addWidget(self._glyph)
        layout.addWidget(self._text, 1)
        for button in (self._more, self._offer, self._dismiss):
            layout.addWidget(button)
        layout.addSpacing(12)
        for widget in (self._stage, self._bar, self._cancel):
            layout.addWidget(widget)
        self.setFixedHeight(self._cancel.sizeHint().height() + 4)
        self.clear()
        self.hide_progress()

    def forget(self) -> None:
        """Show nothing, and list nothing of what was said."""
        self.clear()
        self.history.clear()
        self.hide_progress()

    @property
    def is_occupied(self) -> bool:
        """Whether there is something to read or to wait for."""
        return self._running or self._stack.top is not None

    @property
    def message(self) -> str:
        """The sentence shown now; empty: none."""
        return self._text.text()

    @Slot(str, str)
    def show_message(self, level: str, sentence: str) -> None:
        """Show a sentence.

        Args:
            level: ``"info"``, ``"notice"``, ``"warning"`` or ``"error"``; anything else counts as information.
            sentence: what happened and what to do.
        """
        level = level if level in LEVELS else "info"
        if self.history and self.history[-1][:2] == (level, sentence):
            self.history.pop()  # said again: when it was said last counts
        self.history.append(Told(level, sentence, datetime.now().astimezone()))
        self._stack.put(level, sentence, self._seen.elapsed() if self._seen.isValid() else 0)
        self._show()

    def offer(self, text: str) -> None:
        """Offer to do something about the message that is shown; it goes with it."""
        if self._stack.top is not None:
            self._stack.top.offer = text
            self._show()

    @Slot()
    def dismiss(self) -> None:
        """Take the message away; what stood behind it is shown again."""
        self._stack.drop()
        self._show()

    @Slot(str)
    def settle(self, sentence: str) -> None:
        """Take a message away that is no longer true."""
        self._stack.settle(sentence)
        self._show()

    def clear(self) -> None:
        """Take every message away, as when another video is open: an old error would be read as one of the new."""
        self._stack.clear()
        self._show()

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
        """Nothing goes on any more; nothing of it is kept, not even out of sight."""
        self._running = False
        self._stage.setText("")
        self._bar.reset()
        self._bar.setAccessibleName("")
        for widget in (self._stage, self._bar, self._cancel):
            widget.setToolTip("")
            widget.setVisible(False)
        self.occupied.emit(self.is_occupied)

    @override
    @safe_override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._timer.stop()

    @override
    @safe_override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._wait()

    @override
    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._text.text() and self._text.geometry().contains(event.position().toPoint()):
            self.all_requested.emit()

    @override
    @safe_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._late.start()

    @Slot()
    def _on_read(self) -> None:
        self._stack.drop()
        self._show()

    def _show(self) -> None:
        top = self._stack.top
        sentence = "" if top is None else top.sentence
        self._glyph.setText("" if top is None else LEVELS[top.level])
        self._glyph.setAccessibleName("" if top is None else tr(top.level))
        self._text.setText(sentence)
        self._text.setToolTip(sentence)
        self._dismiss.setVisible(top is not None)
        self._offer.setText("" if top is None else top.offer)
        self._offer.setVisible(top is not None and bool(top.offer))
        self._late.start()
        self.occupied.emit(self.is_occupied)
        self._seen.start()
        self._wait()

    def _wait(self) -> None:
        """Let the message be read before it leaves."""
        top = self._stack.top
        if top is None or top.left is None:
            self._timer.stop()
        elif not self.underMouse():
            self._timer.start(round(self._pace * top.left))

    def _fit(self) -> None:
        """Offer the rest of a sentence that is cut, and those behind it."""
        room = self._text.width() + (self._more.width() if self._more.isVisible() else 0)
        cut = self._text.fontMetrics().horizontalAdvance(self._text.text()) > room
        waiting = self._stack.waiting
        self._more.setText(plural(waiting, "{n} more", "{n} more") if waiting else tr("More"))
        self._more.setVisible(bool(self._text.text()) and (cut or bool(waiting)))

    @staticmethod
    def _link(text: str, tip: str) -> QToolButton:
        button = make(no_focus(QToolButton()), "link")
        button.setText(text)
        button.setToolTip(tip)
        return button
