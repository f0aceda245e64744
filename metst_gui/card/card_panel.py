"""Card of the current item: bounds, computed kind, emotion, action units, note, and the verdict buttons."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from engine.clock import Clock, FrameClock, steady
from engine.definitions import CASME3, Definition
from engine.types import Float64, Proposal, VideoInfo, mask_text
from metst_gui.card.card_parts import at_right, in_brackets, muted, origin_of, time_of
from metst_gui.card.confidence import ConfidenceButton
from metst_gui.document.annotation import EMOTION_LABELS, HIDDEN_ORIGIN, Annotation, Verdict
from metst_gui.language import mark, told_list, tr
from metst_gui.models import CLASS_NAME
from metst_gui.widgets.action_units_field import UnitsField
from metst_gui.widgets.buttons import BigToggleButton, ElidedLabel, ToggleButton, no_focus
from metst_gui.widgets.probability_bars import ProbabilityBars
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.small_screen import CardArea
from metst_gui.widgets.theme import VERDICT_GLYPHS
from metst_gui.wording.emotion_text import emotion_text, is_emotion_said, unset_text
from metst_gui.wording.judged import judged_line
from metst_gui.wording.kind_text import ASSUMED_APEX, kind_text, kind_tip
from metst_gui.wording.reasons import reason_text

HANDLES = ("onset", "apex", "offset")
VERDICT_BUTTONS = {
    "accepted": ("accept", mark("Accept")),
    "rejected": ("reject", mark("Reject")),
    "unsure": ("unsure", mark("Unsure")),
}
COLUMNS = (mark("frame"), mark("1-based"), mark("time"))
DEFAULT_BOUNDS = mark("model's bounds")
DEFAULT_TIP = mark("These bounds are the decoder's; moving one makes them yours")
APEX_ASSUMED = mark("apex assumed")
NOT_INFERRED = mark("Emotion: not inferred by this model")
NONE_TEXT = mark("no emotion inferred")
SIZE = QSize(300, 410)


class CardPanel(QWidget):
    """What is known of the selected item, and everything that can be said about it.

    Signals:
        verdict_requested: arg: ``"accepted"``, ``"rejected"`` or ``"unsure"``.
        emotion_chosen: arg: label, or None for no emotion inferred.
        action_units_edited, note_edited: a line was committed with a changed text. arg: the text.
        delete_requested: delete the shown annotation.
        handle_chosen: arg: ``"onset"``, ``"apex"`` or ``"offset"``.
        focus_released: Return in a line gave the keyboard back.
    """

    verdict_requested = Signal(str)
    emotion_chosen = Signal(object)
    action_units_edited = Signal(str)
    note_edited = Signal(str)
    delete_requested = Signal()
    handle_chosen = Signal(str)
    focus_released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = self._suggested = ""
        self._keys: Mapping[str, str] = {}
        self.class_name = CLASS_NAME  # what an emotion of the model is called
        self._emotion: str | None = None
        self._title = ElidedLabel()
        self._default_mark = muted(QLabel(tr(DEFAULT_BOUNDS)))
        self._default_mark.setToolTip(tr(DEFAULT_TIP))
        self._handles: dict[str, ToggleButton] = {}
        self._cells: dict[tuple[str, str], QLabel] = {}
        self.definition: Definition = CASME3
        self._clock: FrameClock | None = None
        self.confidence = ConfidenceButton()
        self._kind = ElidedLabel()
        self._emotions: dict[str | None, ToggleButton] = {}
        self._emotion_line = ElidedLabel()
        self._bars = ProbabilityBars()
        self._units = ElidedLabel()
        self._action_units = UnitsField(self._units)
        self._note = QLineEdit()
        self._set_up_field(self._action_units, tr("Action units: 4 12L 7B"), tr("Action units, as typed"))
        self._set_up_field(self._note, tr("Note"), tr("Note"))
        self._committed: dict[QLineEdit, str] = {self._action_units: "", self._note: ""}
        self._quality, self._remark = QLabel(), QLabel()
        self._verdicts: dict[str, BigToggleButton] = {}
        self._delete = no_focus(QPushButton(tr("Delete")))
        self._nothing = QLabel()
        self._stack = QStackedWidget()
        self._lay_out()
        self.show_nothing(tr("Nothing selected."))

    # What to show.

    def show_proposal(self, proposal: Proposal, verdict: Verdict, info: VideoInfo) -> None:
        """Show a proposal: its bounds are the decoder's, its kind is computed from them."""
        self._begin(proposal.id)
        self._title.setText(
            tr(
                "{glyph} Proposal · {verdict} · score {score:.2f}",
                glyph=VERDICT_GLYPHS[verdict],
                verdict=tr(verdict),
                score=proposal.score,
            )
        )
        self._title.setToolTip(
            tr("Origin: the model, {id}\nBounds by the decoder {decoder}", id=proposal.id, decoder=proposal.decoder)
        )
        shape = Annotation.of_proposal(proposal, model=proposal.decoder)
        self._show_bounds(shape, fps=info.fps, times=info.times)
        self._show_kind(shape, self._clock_of(info.fps, info.times))
        inferred = proposal.probabilities is not None
        self._show_emotion_line(unset_text(self.class_name) if inferred else tr(NOT_INFERRED))
        self._bars.setVisible(inferred)
        self._bars.set_values(proposal.probabilities or ())
        self._check_emotion(None, chosen=False)
        self._show_text(self._action_units, "")
        self._show_text(self._note, "")
        self._show_quality(proposal.quality, judged_line(proposal.judged))
        self._show_buttons(verdicts=True, verdict=verdict, delete=False)

    def show_annotation(
        self, annotation: Annotation, fps: float, n_frames: int, *, times: Float64 | None = None
    ) -> None:
        """Show an annotation.

        Args:
            annotation: the annotation.
            fps: mean frame rate in Hz.
            n_frames: number of frames of the video.
            times: float64 [n_frames], seconds; None: frame index / fps.
        """
        self._begin(annotation.id)
        from_proposal = annotation.proposal_id is not None
        by = f" · {annotation.annotator}" if annotation.annotator else ""
        name = (
            tr("✓ Accepted proposal") if from_proposal else tr("✎ Annotation · {origin}", origin=origin_of(annotation))
        )
        self._title.setText(name + by)
        self._title.setToolTip(
            tr(
                "Origin: {origin}\nAnnotator: {annotator}",
                origin=origin_of(annotation) if annotation.origin == HIDDEN_ORIGIN else tr(annotation.origin),
                annotator=annotation.annotator or tr("not named"),
            )
        )
        self._show_bounds(annotation, fps=fps, times=times)
        beyond = tr(" · ends after the video") if annotation.offset >= n_frames else ""
        self._show_kind(annotation, self._clock_of(fps, times), beyond)
        self._bars.hide()
        known = annotation.emotion is None or annotation.emotion in EMOTION_LABELS
        hint = annotation.default_emotion and annotation.emotion is not None
        self._show_emotion_line(emotion_text(annotation, self.class_name) if hint or not known else "")
        self._check_emotion(annotation.emotion, chosen=not hint and is_emotion_said(annotation))
        self._show_text(self._action_units, annotation.action_units)
        self._show_text(self._note, annotation.note)
        self._show_quality(0)
        self._show_buttons(verdicts=from_proposal, verdict=Verdict.ACCEPTED, delete=True)

    def show_nothing(self, text: str) -> None:
        """Show a text instead of an item."""
        self._item = ""
        self._nothing.setText(text)
        self._stack.setCurrentIndex(0)

    def forget(self) -> None:
        """Keep nothing of what was shown before, not even in a hidden label."""
        for label in (self._title, self._kind, *self._cells.values()):
            label.setText("")
        for label in (self._title, self._kind):
            label.setToolTip("")
        for field in self._committed:
            self._show_text(field, "")
        self.show_remark("", "")
        self._default_mark.setText(tr(DEFAULT_BOUNDS))
        self._show_emotion_line("")
        self._bars.set_values(())
        self._check_emotion(None, chosen=False)
        self.confidence.set_value(None)
        self._show_quality(0)
        for button in self._verdicts.values():
            button.setChecked(False)

    def set_emotion(self, label: str | None) -> None:
        """Mark an emotion as chosen; None marks "no emotion inferred". Emits nothing."""
        self._check_emotion(label, chosen=True)

    @Slot(str)
    def set_handle(self, handle: str) -> None:
        """Mark the active handle: onset, apex or offset."""
        for name, button in self._handles.items():
            button.setChecked(name == handle)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Name the keys of the actions on the buttons.

        Args:
            keys: id of an action -> its first key, empty where it has none.
        """
        for name, button in self._handles.items():
            key = keys[f"goto_{name}"]
            button.setText(f"{key}  {tr(name)}".strip())
            button.setToolTip(tr("Go to the {name} and make it the active handle", name=tr(name)) + in_brackets(key))
        for number, (label, chip) in enumerate(self._emotions.items(), start=1):
            key = keys[f"emotion_{number if label is not None else 0}"]
            chip.setText(f"{key}  {tr(label or NONE_TEXT)}".strip())
            chip.setToolTip(tr("Set the emotion: {label}", label=tr(label or NONE_TEXT)) + in_brackets(key))
        self._keys = keys
        self._name_verdicts()
        self.confidence.set_key(keys["confidence"])
        self._delete.setText(tr("Delete\n{key}", key=keys["delete"]))
        self._action_units.setToolTip(tr("Action units, as typed") + in_brackets(keys["edit_action_units"]))
        self._note.setToolTip(tr("Note") + in_brackets(keys["edit_note"]))

    def _name_verdicts(self) -> None:
        for name, (action, text) in VERDICT_BUTTONS.items():
            key, big = self._keys.get(action, ""), self._verdicts[name]
            words = tr(text)
            if name == "rejected" and self._suggested:
                words += f": {reason_text(self._suggested)}"
            big.setText(f"{VERDICT_GLYPHS[name]} {words}\n{key}")
            big.setToolTip(tr("{text} and go to the next open item", text=words) + in_brackets(key))

    def focus_note(self) -> None:
        """Put the cursor into the note, when an item is shown."""
        if self._item:
            self._note.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._note.end(False)

    def focus_action_units(self) -> None:
        """Put the cursor into the action unit line, when an item is shown."""
        if self._item:
            self._action_units.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._action_units.end(False)

    def _begin(self, item: str) -> None:
        if item != self._item:
            self.show_remark("", "")
            # Text typed for the item before must not be committed to this one.
            for field in self._committed:
                field.setModified(False)
        self._item = item
        self._stack.setCurrentIndex(1)

    def _show_bounds(self, shape: Annotation, *, fps: float, times: Float64 | None) -> None:
        told = [tr(DEFAULT_BOUNDS)] if shape.default_bounds else []
        told += [tr(APEX_ASSUMED)] if shape.assumed_apex else []
        self._default_mark.setText("\n".join(told))
        tips = [tr(DEFAULT_TIP)] if shape.default_bounds else []
        self._default_mark.setToolTip("\n".join([*tips, *([tr(ASSUMED_APEX)] if shape.assumed_apex else [])]))
        for name in HANDLES:
            frame: int | None = getattr(shape, name)
            texts = (
                ("–", "", tr("not marked"))
                if frame is None
                else (str(frame), str(frame + 1), time_of(frame, fps, times))
            )
            for column, text in zip(COLUMNS, texts, strict=True):
                self._cells[name, column].setText(text)

    def _clock_of(self, fps: float, times: Float64 | None) -> Clock:
        """The video's own times, else those of its mean rate."""
        if times is None:
            return steady(fps)
        if self._clock is None or self._clock.starts is not times:
            self._clock = FrameClock(times)
        return self._clock

    def _show_kind(self, shape: Annotation, clock: Clock, more: str = "") -> None:
        self.confidence.set_value(shape.confidence)
        self._kind.setText(kind_text(shape, clock, self.definition) + more)
        self._kind.setToolTip(kind_tip(shape, clock, self.definition))

    def _show_emotion_line(self, text: str) -> None:
        self._emotion_line.setText(text)
        self._emotion_line.setToolTip(text)
        self._emotion_line.setVisible(bool(text))

    def _check_emotion(self, label: str | None, *, chosen: bool) -> None:
        self._emotion = label
        for name, button in self._emotions.items():
            button.setChecked(chosen and name == label)

    def _show_text(self, field: QLineEdit, text: str) -> None:
        if field.hasFocus() and field.isModified():
            return
        self._committed[field] = text
        if field.text() != text:
            field.setText(text)

    def show_remark(self, remark: str, suggested: str) -> None:
        """Say what else may explain the shown proposal, and which reason a rejection is given.

        Args:
            remark: a blink, a moving head; empty: nothing is known.
            suggested: reason that the reject key confirms; empty: none.
        """
        self._remark.setText(f"⚠ {remark}" if remark else "")
        self._remark.setVisible(bool(remark))
        self._suggested = suggested
        self._name_verdicts()

    def show_accepted(self, *, by_change: bool) -> None:
        """Say, as long as the item is shown, that no verdict but a change accepted it."""
        if by_change:
            self._title.setText(tr("✓ Accepted by your change"))
        words = tr("Your change accepted this proposal; Enter goes on, Ctrl+Z takes it back.")
        self._remark.setText(words if by_change else "")
        self._remark.setVisible(by_change)

    def _show_quality(self, bits: int, judged: str = "") -> None:
        doubt = tr("⚠ Doubtful: {reasons}", reasons=told_list(mask_text(bits))) if bits else ""
        lines = [line for line in (judged, doubt) if line]
        self._quality.setText("\n".join(lines))
        self._quality.setToolTip(mask_text(bits))
        self._quality.setVisible(bool(lines))

    def _show_buttons(self, *, verdicts: bool, verdict: Verdict, delete: bool) -> None:
        for name, button in self._verdicts.items():
            button.setVisible(verdicts)
            button.setChecked(name == verdict)
        self._delete.setVisible(delete)

    # What was done.

    def _commit(self, field: QLineEdit, edited: str) -> None:
        text = field.text()
        field.setModified(False)
        if self._item and text != self._committed[field]:
            self._committed[field] = text
            (self.action_units_edited if edited == "action_units" else self.note_edited).emit(text)

    @Slot()
    def _on_action_units(self) -> None:
        self._commit(self._action_units, "action_units")

    @Slot()
    def _on_note(self) -> None:
        self._commit(self._note, "note")

    def _on_handle(self, name: str) -> None:
        self.set_handle(name)
        self.handle_chosen.emit(name)

    def _on_emotion(self, label: str | None) -> None:
        self._check_emotion(label, chosen=True)
        self.emotion_chosen.emit(label)

    def _on_verdict(self, name: str, *, checked: bool) -> None:
        # The document decides what is checked; it answers with a fresh show.
        self._verdicts[name].setChecked(not checked)
        self.verdict_requested.emit(name)

    # Construction.

    @override
    @safe_override(default=SIZE)
    def sizeHint(self) -> QSize:
        return SIZE

    @staticmethod
    def _set_up_field(field: QLineEdit, placeholder: str, tip: str) -> None:
        field.setPlaceholderText(placeholder)
        field.setToolTip(tip)
        field.setAccessibleName(tip)
        # Reached by click or key only: Tab must not walk into a text field unnoticed.
        field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _lay_out(self) -> None:
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._action_units.editingFinished.connect(self._on_action_units)
        self._action_units.released.connect(self.focus_released)
        self._note.returnPressed.connect(self.focus_released)
        self._note.editingFinished.connect(self._on_note)
        self._quality.setWordWrap(True)
        self._remark.setWordWrap(True)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._kind.setFont(font)
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(8, 6, 8, 0)
        column.setSpacing(5)
        column.addWidget(self._title)
        column.addLayout(self._bounds_grid())
        column.addWidget(self._kind)
        column.addLayout(self._emotion_grid())
        column.addWidget(self._emotion_line)
        column.addWidget(self._bars)
        fields = QHBoxLayout()
        fields.addWidget(self._action_units, 1)
        fields.addWidget(self._note, 1)
        column.addLayout(fields)
        column.addWidget(self._units)
        column.addWidget(self._quality)
        column.addWidget(self._remark)
        column.addStretch(1)
        card = QWidget()
        whole = QVBoxLayout(card)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addWidget(CardArea(told), 1)
        whole.addLayout(self._button_row())
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _bounds_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._default_mark, 0, 0)
        for number, column in enumerate(COLUMNS, start=1):
            grid.addWidget(muted(at_right(QLabel(tr(column)))), 0, number)
        for row, name in enumerate(HANDLES, start=1):
            button = ToggleButton(tr(name))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, name=name: self._on_handle(name))
            self._handles[name] = button
            grid.addWidget(button, row, 0)
            for number, column in enumerate(COLUMNS, start=1):
                self._cells[name, column] = at_right(QLabel())
                grid.addWidget(self._cells[name, column], row, number)
        grid.setColumnStretch(3, 1)
        return grid

    def _emotion_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(3)
        for number, label in enumerate(EMOTION_LABELS):
            grid.addWidget(self._emotion_button(label), number // 3, number % 3)
        grid.addWidget(self._emotion_button(None), len(EMOTION_LABELS) // 3, 0, 1, 2)
        grid.addWidget(self.confidence, len(EMOTION_LABELS) // 3, 2)
        return grid

    def _emotion_button(self, label: str | None) -> ToggleButton:
        button = ToggleButton(tr(label or NONE_TEXT))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _checked=False: self._on_emotion(label))
        self._emotions[label] = button
        return button

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 6)
        row.setSpacing(4)
        for name, (_action, text) in VERDICT_BUTTONS.items():
            button = BigToggleButton(f"{VERDICT_GLYPHS[name]} {tr(text)}")
            button.clicked.connect(lambda checked, name=name: self._on_verdict(name, checked=checked))
            self._verdicts[name] = button
            row.addWidget(button, 1)
        self._delete.setToolTip(tr("Delete this annotation"))
        self._delete.clicked.connect(self.delete_requested)
        row.addWidget(self._delete, 1)
        for big in (*self._verdicts.values(), self._delete):
            big.setMinimumSize(40, 40)
        return row
