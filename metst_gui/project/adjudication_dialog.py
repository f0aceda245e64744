"""Deciding by keys where two annotators differ: one of the two, both, neither, or bounds of one's own."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from engine.evaluation.agreement import BOUNDS, AnnotatorMark, MarkedEvent
from metst_gui.document.annotation import new_id
from metst_gui.document.annotator_pairs import CHOICES, EventKey, decisions_of, events_of, is_alike, key_of
from metst_gui.document.changes import Changes
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.ledger import utc_now
from metst_gui.document.project import OWN, Decision, Video
from metst_gui.language import mark, plural, tr
from metst_gui.project.annotator_dialogs import PairDialog, difference_text, mark_text

# Choice -> its key, in the table; Return is for own bounds once some are set.
KEYS = {"first": "A", "second": "B", "both": "T", "neither": "N", OWN: "Return", "": "Backspace"}
BOUND_KEYS = {"onset": ("I", "["), "apex": ("P", "\\"), "offset": ("O", "]")}
STEP_KEYS = {"Left": -1, "Right": 1, "Shift+Left": -10, "Shift+Right": 10}
NEXT_KEY, REASON_KEY, ALIKE_KEY, EXPORT_KEY = "F8", "R", "L", "E"
HINT = mark(
    "A, B: take one · T: two expressions · N: neither · I, P, O: own onset, apex, offset at the frame shown (← →), "
    "then Return · R: reason · L: all marked alike · F8: next open one · E: export"
)
# Of the height of the window: the picture and the transport have the rest. The frame of a dialog is about so high.
SHARE, FRAME_PX = 0.5, 32
ALIKE = mark("both marked the same")


class AdjudicationDialog(PairDialog):
    """Events of all videos side by side; a decision with a reason, the originals untouched.

    Args:
        document: with its project.
        frame: the frame index that is shown now.
        parent: window it belongs to.

    Signals:
        shown: an event of the current video was chosen. arg: frame index to show.
        elsewhere: an event of another video was chosen. args: id of the video, frame index.
        stepped: the picture is to go on by some frames. arg: how many.
        refused: a decision could not be stored. arg: sentence.
        export_requested: ids of the two layers.
    """

    shown = Signal(int)
    elsewhere = Signal(str, int)
    stepped = Signal(int)
    refused = Signal(str)
    export_requested = Signal(str, str)

    def __init__(
        self,
        document: AnnotationDocument,
        parent: QWidget | None = None,
        *,
        frame: Callable[[], int] = lambda: 0,
    ) -> None:
        super().__init__(document, tr("Adjudication"), parent)
        self._events: list[tuple[Video, MarkedEvent]] = []
        self._decisions: dict[EventKey, Decision] = {}
        self._at_once = False
        self._frame = frame
        self._own: dict[str, int | None] = {}
        self._line, self.emotion, self.reason = QLabel(), QComboBox(), QLineEdit()
        self.column.addLayout(self._own_row())
        self.reason.setPlaceholderText(tr("Reason of the decision"))
        self.reason.setAccessibleName(tr("Reason of the decision"))
        self.reason.returnPressed.connect(self.table.setFocus)
        self.column.addWidget(self.reason)
        self.buttons: dict[str, QPushButton] = {}
        self.column.addLayout(self._button_row())
        self._hint, self._open = QLabel(tr(HINT)), QLabel()
        self._hint.setWordWrap(True)
        for label in (self._open, self._hint):
            self.column.addWidget(label)
        self._add_keys()
        self.table.itemSelectionChanged.connect(self._on_selected)
        document.changed.connect(self._on_document)
        self.resize(960, 520)
        self.refresh()
        self.table.setFocus()

    def stand_below(self, window: QWidget) -> None:
        """Take the lower part of a window, so that the picture above it is seen while events are decided."""
        place = window.frameGeometry()
        height = max(self.minimumSizeHint().height(), min(self.height(), round(place.height() * SHARE)))
        self.resize(min(self.width(), place.width()), height)
        self.move(place.center().x() - self.width() // 2, place.bottom() - height - FRAME_PX)

    def _own_row(self) -> QHBoxLayout:
        """What is set of own bounds, and their emotion."""
        self.emotion.setAccessibleName(tr("Emotion of the own bounds"))
        self.emotion.addItem(tr("emotion not set"), None)
        for label in self.document.coding.scheme.emotions:
            self.emotion.addItem(tr(label), label)
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout()
        row.addWidget(self._line, 1)
        row.addWidget(self.emotion)
        return row

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for choice, text in (*CHOICES, ("", mark("Take back"))):
            self.buttons[choice] = self._button(tr(text), partial(self.decide, choice))
            self.buttons[choice].setToolTip(tr("Key: {key}", key=KEYS[choice]))
            row.addWidget(self.buttons[choice])
        self.alike = self._button(tr("Take what is alike"), self.decide_alike)
        self.alike.setToolTip(tr("Key: {key}", key=ALIKE_KEY))
        row.addWidget(self.alike)
        row.addStretch(1)
        export = self._button(tr("Export adjudicated…"), self._export)
        export.setToolTip(tr("Key: {key}", key=EXPORT_KEY))
        row.addWidget(export)
        return row

    def _export(self) -> None:
        self.export_requested.emit(*self.pair)

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _add_keys(self) -> None:
        """Keys of the table; in a text field they are letters."""
        acts: dict[str, Callable[[], object]] = {key: partial(self.decide, choice) for choice, key in KEYS.items()}
        acts |= {key: partial(self.set_bound, name) for name, keys in BOUND_KEYS.items() for key in keys}
        acts |= {key: partial(self.stepped.emit, count) for key, count in STEP_KEYS.items()}
        acts |= {
            NEXT_KEY: self.go_to_next,
            REASON_KEY: self.reason.setFocus,
            ALIKE_KEY: self.decide_alike,
            EXPORT_KEY: self._export,
        }
        acts |= {str(n): partial(self.emotion.setCurrentIndex, n) for n in range(min(10, self.emotion.count()))}
        for key, act in acts.items():
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if self._at_once:
            return
        if changes.decisions or changes.annotations or changes.layer or changes.videos:
            self.refresh()

    @property
    def left(self) -> int:
        """Number of events without a decision."""
        return sum(self._decision_on(*one) is None for one in self._events)

    def _decision_on(self, video: Video, event: MarkedEvent) -> Decision | None:
        return self._decisions.get(key_of(video, event))

    @override
    @Slot()
    def refresh(self) -> None:
        """Show the events of all videos."""
        chosen = self.table.currentRow()
        try:
            self._events = events_of(self.document, *self.pair)
        except ValueError:
            self._events = []
        self._decisions = decisions_of(self.document)
        several = len(self.document.videos) > 1
        header: tuple[str, ...] = (*self.names(), tr("Second − first (frames)"), tr("Decision"), tr("Reason"))
        self.table.blockSignals(True)
        self.fill(
            (tr("Video"), *header) if several else header, [self._cells(*one, several=several) for one in self._events]
        )
        self.table.selectRow(min(max(chosen, 0), len(self._events) - 1))
        self.table.blockSignals(False)
        for button in (*self.buttons.values(), self.alike):
            button.setEnabled(bool(self._events))
        self._open.setText(
            plural(
                len(self._events),
                "{left} of {n} event without a decision",
                "{left} of {n} events without a decision",
                left=self.left,
            )
        )
        self._show_own()

    def _cells(self, video: Video, event: MarkedEvent, *, several: bool) -> tuple[str, ...]:
        decision = self._decision_on(video, event)
        what = tr("open") if decision is None else tr(dict(CHOICES).get(decision.choice, ""))
        if decision is not None and decision.choice == OWN:
            frames = decision.onset, decision.apex, decision.offset
            bounds = " / ".join("–" if one is None else str(one) for one in frames)
            what = " ".join(part for part in (what, bounds, tr(decision.emotion or "")) if part)
        reason = "" if decision is None else decision.reason
        name = (video.name or video.ref.path.name,) if several else ()
        return (*name, mark_text(event.first), mark_text(event.second), difference_text(event), what, reason)

    @property
    def _chosen(self) -> tuple[Video, MarkedEvent] | None:
        row = self.table.currentRow()
        return self._events[row] if 0 <= row < len(self._events) else None

    # Own bounds.

    def set_bound(self, name: str) -> None:
        """Set one of the own bounds at the frame that is shown; the others begin as those of whoever marked it."""
        if self._chosen is None:
            return
        video, event = self._chosen
        if video.id != self.document.focus.video_id:
            self._on_selected()
            return
        if not self._own:
            start = event.first or event.second
            assert start is not None
            self._own = {bound: getattr(start, bound) for bound in BOUNDS}
            self.emotion.setCurrentIndex(max(0, self.emotion.findData(_common_emotion(event.first, event.second))))
        self._own[name] = self._frame()
        self._show_own()

    def _show_own(self) -> None:
        bounds = " / ".join("–" if self._own.get(name) is None else str(self._own[name]) for name in BOUNDS)
        none = tr("Own bounds: none yet (I, P, O at the frame shown)")
        self._line.setText(tr("Own bounds: {bounds}", bounds=bounds) if self._own else none)
        self.buttons[OWN].setEnabled(bool(self._own))

    # Deciding.

    def decide(self, choice: str) -> None:
        """Decide on the chosen event, and go to the next open one; an empty choice takes the decision back."""
        if self._chosen is None or (choice == OWN and not self._own):
            return
        video, event = self._chosen
        known = self._decision_on(video, event)
        try:
            if choice:
                self.document.adjudications.decide(self._decision(video, event, choice, known))
                self.reason.clear()
                self._own = {}
                self._show_own()
                self.go_to_next()
            elif known is not None:
                self.document.adjudications.undecide(known.id)
        except ValueError as error:
            self.refused.emit(str(error))

    def _decision(
        self, video: Video, event: MarkedEvent, choice: str, known: Decision | None, reason: str | None = None
    ) -> Decision:
        own = {**self._own, "emotion": self.emotion.currentData()} if choice == OWN else {}
        return Decision(
            id=known.id if known is not None else new_id(),
            video=video.id,
            first=None if event.first is None else event.first.id,
            second=None if event.second is None else event.second.id,
            choice=choice,
            reason=self.reason.text().strip() if reason is None else reason,
            annotator=self.document.layer.name,
            at=utc_now(),
            **own,
        )

    @Slot()
    def decide_alike(self) -> None:
        """Take every open event that both marked alike: frames, emotion and action units."""
        self._at_once = True
        try:
            for video, event in self._events:
                if is_alike(event) and self._decision_on(video, event) is None:
                    self.document.adjudications.decide(self._decision(video, event, "first", None, tr(ALIKE)))
        except ValueError as error:
            self.refused.emit(str(error))
        finally:
            self._at_once = False
        self.refresh()
        if self._chosen is not None and self._decision_on(*self._chosen) is not None:
            self.go_to_next()

    @Slot()
    def go_to_next(self) -> None:
        """Go to the next event without a decision, in the next videos too, and from the last on to the first."""
        row, n = self.table.currentRow(), len(self._events)
        for step in range(1, n + 1):
            video, event = self._events[(row + step) % n]
            if self._decision_on(video, event) is None:
                self.table.selectRow((row + step) % n)
                return
        # Nothing is open: on to the next row, as where every decision is looked at once more.
        self.table.selectRow(min(row + 1, n - 1))

    def go_to_first(self) -> None:
        """Show the first event without a decision."""
        self.table.blockSignals(True)
        self.table.setCurrentCell(-1, -1)
        self.table.blockSignals(False)
        self.go_to_next()

    @Slot()
    def _on_selected(self) -> None:
        self._own = {}
        self._show_own()
        if self._chosen is None:
            return
        video, event = self._chosen
        if video.id == self.document.focus.video_id:
            self.shown.emit(event.onset)
        else:
            self.elsewhere.emit(video.id, event.onset)


def _common_emotion(first: AnnotatorMark | None, second: AnnotatorMark | None) -> str | None:
    """The emotion to begin with: the one both gave, or the only one that was given."""
    given = {one.emotion for one in (first, second) if one is not None and one.emotion}
    return given.pop() if len(given) == 1 else None
