"""Shows the clips of a session, one after the other, and takes an answer to each; nothing else can be done here."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QMessageBox, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from metst_gui.desk.trial_session import TrialItem, TrialSession
from metst_gui.language import told, tr
from metst_gui.playback.trial_clips import TrialAsk, TrialClips
from metst_gui.trials.trial_stage import TrialStage
from metst_gui.trials.trial_words import REMINDER
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.text_label import text_label
from metst_gui.widgets.theme import Theme

if TYPE_CHECKING:
    from engine.planted.trial_pictures import TrialClip

SCREEN_SHARE = 0.9


class TrialWindow(QDialog):
    """One session; it ends when all clips are answered or the reviewer stops.

    Attributes:
        failure: why no clip can be made, as a sentence; empty: they can.
    """

    def __init__(
        self, session: TrialSession, clips: TrialClips, *, fps: float, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Planted trials"))
        self.setModal(True)
        self._session, self._clips = session, clips
        self._made: dict[int, TrialClip] = {}
        self._asked: set[int] = set()
        self.failure = ""
        self.stage = TrialStage(fps, theme)
        self.progress = QLabel()
        self.speed = QLabel()
        # Neither answer looks like the one that is wanted.
        self.seen = QPushButton(tr("Movement (Enter)"))
        self.nothing = QPushButton(tr("Nothing (Backspace)"))
        self.back = QPushButton(tr("Clip before (Ctrl+Z)"))
        self._lay_out()
        clips.ready.connect(self._on_clip)
        clips.failed.connect(self._on_failed)
        self._show_item()

    def _lay_out(self) -> None:
        self.seen.clicked.connect(partial(self.answer, seen=True))
        self.nothing.clicked.connect(partial(self.answer, seen=False))
        self.back.clicked.connect(self.go_back)
        top, foot = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.progress)
        top.addStretch(1)
        top.addWidget(self.speed)
        for one in (self.seen, self.nothing):
            foot.addWidget(no_focus(one), 2)
        foot.addWidget(no_focus(self.back), 1)
        for one in (self.seen, self.nothing, self.back):
            one.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.stage, 1)
        column.addLayout(foot)
        keys = tr("Space pauses, ← and → go frame by frame, - and = change the speed, Esc stops.")
        column.addWidget(text_label(f"{tr(REMINDER)} {keys}"))
        self.resize(QSize(620, 740).boundedTo(self.screen().availableSize() * SCREEN_SHARE))

    @property
    def clip(self) -> "TrialClip | None":
        """The clip that is shown; None: it is being made."""
        return self._made.get(self._session.at)

    def answer(self, *, seen: bool) -> None:
        """Answer the clip that is shown; one that is not there yet cannot be answered."""
        clip = self.clip
        if clip is None:
            return
        if self._session.answer(seen=seen, strength=clip.strength):
            self._show_item()
        else:
            self.progress.setText(tr("The answer cannot be stored: Esc stops, and the window behind says why."))

    def go_back(self) -> None:
        """Show the clip before once more; the last answer to a clip counts."""
        if self._session.back():
            self._show_item()

    @override
    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, has_control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.stage.step(1 if key == Qt.Key.Key_Right else -1)
        elif event.isAutoRepeat():
            return
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace):
            self.answer(seen=key != Qt.Key.Key_Backspace)
        elif key == Qt.Key.Key_Space:
            self.stage.toggle()
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Equal):
            self.stage.change_rate(1 if key == Qt.Key.Key_Minus else -1)
            self._tell_speed()
        elif key == Qt.Key.Key_Z and has_control:
            self.go_back()
        elif key == Qt.Key.Key_Escape:
            self.reject()

    @override
    @safe_override
    def reject(self) -> None:
        """Stop early, after a question."""
        if self._may_stop():
            super().reject()

    @override
    @safe_override
    def done(self, result: int) -> None:
        self.stage.stop()
        self._made.clear()
        super().done(result)

    def _may_stop(self) -> bool:
        answered = len(self._session.answers)
        if not answered:
            return True
        text = tr(
            "Stop now? {answered} of {n} clips are answered; they count, and are revealed now.",
            answered=answered,
            n=len(self._session.items),
        )
        stop, stay = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
        box = QMessageBox(QMessageBox.Icon.Question, tr("Planted trials"), text, stop | stay, self)
        box.button(stop).setText(tr("Stop and reveal"))
        box.button(stay).setText(tr("Go on"))
        box.setDefaultButton(stay)
        return box.exec() == stop

    def _show_item(self) -> None:
        item = self._session.item
        if item is None:
            self.accept()
            return
        self._ask(item)
        if self._session.next_item is not None:
            self._ask(self._session.next_item)
        kept = range(self._session.at - 1, self._session.at + 2)
        self._made = {number: clip for number, clip in self._made.items() if number in kept}
        self._asked &= set(kept)
        clip = self.clip
        self.stage.show_clip(None if clip is None else clip.pictures)
        n = len(self._session.items)
        self.progress.setText(tr("Clip {number} of {n}", number=item.number + 1, n=n))
        self.back.setEnabled(bool(self._session.answers) and item.number > 0)
        self._refresh()

    def _refresh(self) -> None:
        for one in (self.seen, self.nothing):
            one.setEnabled(self.clip is not None)
        self._tell_speed()

    def _tell_speed(self) -> None:
        self.speed.setText(tr("{rate:g}× speed", rate=self.stage.rate))

    def _ask(self, item: TrialItem) -> None:
        if item.number not in self._asked:
            self._asked.add(item.number)
            self._clips.ask(TrialAsk(item.number, item.first, item.last, item.plan))

    @Slot(int, object)
    def _on_clip(self, number: int, clip: "TrialClip | None") -> None:
        item = self._session.item
        if item is None or number not in self._asked:
            return
        if clip is not None:
            self._made[number] = clip
            if number == item.number:
                self.stage.show_clip(clip.pictures)
                self._refresh()
        elif number == item.number:
            # No face is seen there: nobody could have answered, whatever is planted.
            self._session.leave_out()
            self._show_item()
        else:
            self._asked.discard(number)

    @Slot(object)
    def _on_failed(self, sentence: str) -> None:
        self.failure = told(sentence)
        super().reject()
