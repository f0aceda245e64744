"""Card of the current item: bounds, computed kind, emotion, action units, note, and the verdict buttons."""

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from engine.clock import Clock, FrameClock, steady
from engine.definitions import CASME3, Definition
from engine.types import CLASSES, Emotion, Float64, Proposal, VideoInfo, mask_text
from metst_gui.card.bound_tile import LARGE, SMALL, BoundTile, sized
from metst_gui.card.card_parts import in_brackets, muted, origin_of, time_of
from metst_gui.card.confidence import ConfidenceButton
from metst_gui.card.emotion_chip import EmotionChip
from metst_gui.document.annotation import EMOTION_LABELS, HIDDEN_ORIGIN, Annotation, Verdict
from metst_gui.language import mark, told, tr
from metst_gui.models import CLASS_NAME
from metst_gui.widgets.action_units_field import UnitsField
from metst_gui.widgets.buttons import BigToggleButton, ElidedLabel, no_focus
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.small_screen import CardArea
from metst_gui.widgets.theme import VERDICT_GLYPHS
from metst_gui.wording.emotion_text import emotion_text, is_emotion_said, unset_text
from metst_gui.wording.judged import judged_line
from metst_gui.wording.kind_text import kind_text, kind_tip
from metst_gui.wording.origin_text import origin_tip, origin_word
from metst_gui.wording.reasons import reason_text

HANDLES = ("onset", "apex", "offset")
VERDICT_BUTTONS = {
    "accepted": ("accept", mark("Accept")),
    "rejected": ("reject", mark("Reject")),
    "unsure": ("unsure", mark("Unsure")),
}
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
        why_requested: which part of the face moved, and what else may explain it, is to be shown.
        focus_released: Return in a line gave the keyboard back.
    """

    verdict_requested = Signal(str)
    emotion_chosen = Signal(object)
    action_units_edited = Signal(str)
    note_edited = Signal(str)
    delete_requested = Signal()
    handle_chosen = Signal(str)
    why_requested = Signal()
    focus_released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = self._suggested = ""
        self._keys: Mapping[str, str] = {}
        self._class_name = CLASS_NAME  # what an emotion of the model is called
        self._emotion: str | None = None
        self._title, self._score = ElidedLabel(), muted(QLabel())
        self._handles: dict[str, BoundTile] = {}
        self._definition: Definition = CASME3
        self._clock: FrameClock | None = None
        self.confidence = ConfidenceButton()
        self._kind = ElidedLabel()
        self._emotions: dict[str | None, EmotionChip] = {}
        self._emotion_line = muted(ElidedLabel())
        self._units = ElidedLabel()
        self._action_units = UnitsField(self._units)
        self._note = QLineEdit()
        self._set_up_field(self._action_units, tr("Action units: 4 12L 7B"), tr("Action units, as typed"))
        self._set_up_field(self._note, tr("Note"), tr("Note"))
        self._committed: dict[QLineEdit, str] = {self._action_units: "", self._note: ""}
        self._quality, self._remark = muted(QLabel()), QLabel()
        self._why = make(no_focus(QPushButton(tr("Why"))), "link")
        self._why.setToolTip(tr("Which part of the face moved, blinks, the score without a region"))
        self._why.clicked.connect(self.why_requested)
        self._verdicts: dict[str, BigToggleButton] = {}
        self._delete = no_focus(QPushButton(tr("Delete")))
        self._nothing = QLabel()
        self._stack = QStackedWidget()
        self._lay_out()
        self.show_nothing(tr("Nothing selected."))

    # What to show.

    def set_terms(self, *, definition: Definition, class_name: str) -> None:
        """What is called a micro-expression, and what an emotion of the model is called, from now on."""
        self._definition, self._class_name = definition, class_name

    def show_proposal(
        self, proposal: Proposal, verdict: Verdict, info: VideoInfo, *, place: tuple[int, int] | None = None
    ) -> None:
        """Show a proposal: its bounds are the decoder's, its kind is computed from them.

        Args:
            proposal: the proposal.
            verdict: what was decided on it.
            info: its video.
            place: which one of how many it is, in the order of time, from 1; None: not told.
        """
        self._begin(proposal.id)
        glyph = VERDICT_GLYPHS[verdict]
        if place is None:
            self._title.setText(tr("{glyph} Proposal", glyph=glyph))
        else:
            self._title.setText(tr("{glyph} Proposal {number} of {n}", glyph=glyph, number=place[0], n=place[1]))
        self._score.setText(tr("{verdict} · score {score:.2f}", verdict=tr(verdict), score=proposal.score))
        self._title.setToolTip(
            tr("Origin: the model, {id}\nBounds by the decoder {decoder}", id=proposal.id, decoder=proposal.decoder)
        )
        shape = Annotation.of_proposal(proposal, model=proposal.decoder)
        self._show_bounds(shape, fps=info.fps, times=info.times)
        self._show_kind(shape, self._clock_of(info.fps, info.times))
        inferred = proposal.probabilities is not None
        self._show_emotion_line(unset_text(self._class_name) if inferred else tr(NOT_INFERRED))
        self._check_emotion(None, chosen=False)
        self._show_hints(proposal.probabilities or (), None if proposal.emotion is None else str(proposal.emotion))
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
        self._score.setText("")
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
        known = annotation.emotion is None or annotation.emotion in EMOTION_LABELS
        hint = annotation.default_emotion and annotation.emotion is not None
        self._show_emotion_line(emotion_text(annotation, self._class_name) if hint or not known else "")
        self._check_emotion(annotation.emotion, chosen=not hint and is_emotion_said(annotation))
        self._show_hints((), annotation.emotion if hint else None)
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
        for label in (self._title, self._score, self._kind):
            label.setText("")
            label.setToolTip("")
        for tile in self._handles.values():
            tile.show_value("", "", "")
            tile.setToolTip("")
        for field in self._committed:
            self._show_text(field, "")
        self.show_remark("", "")
        self._show_emotion_line("")
        self._check_emotion(None, chosen=False)
        self._show_hints((), None)
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
            button.set_key(keys[f"goto_{name}"])
        for number, (label, chip) in enumerate(self._emotions.items(), start=1):
            key = keys[f"emotion_{number if label is not None else 0}"]
            chip.set_key(key)
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
        for name, tile in self._handles.items():
            frame: int | None = getattr(shape, name)
            goes = tr("Go to the {name} and make it the active handle", name=tr(name))
            goes += in_brackets(self._keys.get(f"goto_{name}", ""))
            if frame is None:
                tile.show_value(tr("not marked"), "", "")
                tile.setToolTip(goes)
                continue
            origin = shape.origins.of(name)
            tile.show_value(time_of(frame, fps, times), str(frame), origin_word(origin))
            numbers = tr("Frame {frame}, {one} counted from 1.", frame=frame, one=frame + 1)
            tile.setToolTip("\n".join(line for line in (numbers, origin_tip(origin), goes) if line))

    def _clock_of(self, fps: float, times: Float64 | None) -> Clock:
        """The video's own times, else those of its mean rate."""
        if times is None:
            return steady(fps)
        if self._clock is None or self._clock.starts is not times:
            self._clock = FrameClock(times)
        return self._clock

    def _show_kind(self, shape: Annotation, clock: Clock, more: str = "") -> None:
        self.confidence.set_value(shape.confidence)
        self._kind.setText(kind_text(shape, clock, self._definition) + more)
        self._kind.setToolTip(kind_tip(shape, clock, self._definition))

    def _show_emotion_line(self, text: str) -> None:
        self._emotion_line.setText(text)
        self._emotion_line.setToolTip(text)
        self._emotion_line.setVisible(bool(text))

    def _check_emotion(self, label: str | None, *, chosen: bool) -> None:
        self._emotion = label
        for name, button in self._emotions.items():
            button.setChecked(chosen and name == label)

    def _show_hints(self, probabilities: Sequence[float], hinted: str | None) -> None:
        """The model's probabilities under the emotions they are of, and its most probable class dashed."""
        shares: dict[str | None, float] = dict(zip(CLASSES, probabilities, strict=False))
        # Neutral is no emotion that could be seen.
        shares[None] = shares.get(Emotion.NEUTRAL, math.nan)
        for label, chip in self._emotions.items():
            share = shares.get(label, math.nan)
            chip.show_hint(None if math.isnan(share) else share, hinted=label is not None and label == hinted)

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
        doubt = tr("⚠ Doubtful: {reasons}", reasons=told(mask_text(bits))) if bits else ""
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
        self._nothing.setMargin(12)
        self._action_units.editingFinished.connect(self._on_action_units)
        self._action_units.released.connect(self.focus_released)
        self._note.returnPressed.connect(self.focus_released)
        self._note.editingFinished.connect(self._on_note)
        self._title.setFont(sized(self._title.font(), LARGE, bold=True))
        for small in (self._kind, self._score, self._emotion_line, self._remark, self._quality):
            small.setFont(sized(small.font(), SMALL))
        self._quality.setWordWrap(True)
        self._remark.setWordWrap(True)
        card = QWidget()
        whole = QVBoxLayout(card)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addWidget(CardArea(self._told()), 1)
        whole.addLayout(self._button_row())
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _told(self) -> QWidget:
        """Everything above the verdict buttons."""
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(12, 10, 12, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._score)
        column.addLayout(head)
        bounds = QHBoxLayout()
        bounds.setSpacing(6)
        for name in HANDLES:
            tile = self._handles[name] = BoundTile(name)
            tile.clicked.connect(lambda _checked=False, name=name: self._on_handle(name))
            bounds.addWidget(tile, 1)
        column.addLayout(bounds)
        kind = QHBoxLayout()
        kind.addWidget(self._kind, 1)
        kind.addWidget(self._why)
        column.addLayout(kind)
        column.addWidget(self._remark)
        column.addWidget(self._quality)
        column.addLayout(self._emotion_grid())
        column.addWidget(self._emotion_line)
        fields = QHBoxLayout()
        fields.setSpacing(6)
        fields.addWidget(self._action_units, 1)
        fields.addWidget(self._note, 1)
        column.addLayout(fields)
        column.addWidget(self._units)
        column.addStretch(1)
        return told

    def _emotion_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(5)
        for number, label in enumerate(EMOTION_LABELS):
            grid.addWidget(self._emotion_button(label), number // 3, number % 3)
        grid.addWidget(self._emotion_button(None), len(EMOTION_LABELS) // 3, 0, 1, 2)
        grid.addWidget(self.confidence, len(EMOTION_LABELS) // 3, 2)
        return grid

    def _emotion_button(self, label: str | None) -> EmotionChip:
        button = EmotionChip(tr(label or NONE_TEXT))
        button.clicked.connect(lambda _checked=False: self._on_emotion(label))
        self._emotions[label] = button
        return button

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 12, 10)
        row.setSpacing(6)
        for name, (_action, text) in VERDICT_BUTTONS.items():
            button = BigToggleButton(f"{VERDICT_GLYPHS[name]} {tr(text)}")
            button.clicked.connect(lambda checked, name=name: self._on_verdict(name, checked=checked))
            self._verdicts[name] = button
            row.addWidget(button, 1)
        make(self._verdicts["accepted"], "primary")
        self._delete.setToolTip(tr("Delete this annotation"))
        self._delete.clicked.connect(self.delete_requested)
        row.addWidget(self._delete, 1)
        for big in (*self._verdicts.values(), self._delete):
            big.setMinimumSize(40, 40)
        return row
