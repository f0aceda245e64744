"""Card of the current item: bounds, computed kind, emotion, action units, note, and the verdict buttons."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from engine.clock import Clock, FrameClock, steady
from engine.coding_scheme import CodingScheme
from engine.definitions import CASME3, Definition
from engine.planted import BoundErrors
from engine.types import Float64, Proposal, VideoInfo, mask_text
from metst_gui.card.bound_tile import LARGE, SMALL, sized
from metst_gui.card.bounds_row import BoundsRow
from metst_gui.card.card_parts import muted, origin_of
from metst_gui.card.doubt_line import DoubtLine
from metst_gui.card.emotion_grid import EmotionGrid
from metst_gui.card.modifier_row import ModifierRow
from metst_gui.card.several_note import SeveralNote
from metst_gui.card.text_lines import TextLines
from metst_gui.card.verdict_row import VerdictRow
from metst_gui.document.annotation import HIDDEN_ORIGIN, Annotation, Verdict
from metst_gui.language import mark, told, tr
from metst_gui.models import CLASS_NAME
from metst_gui.widgets.buttons import ElidedLabel, no_focus
from metst_gui.widgets.empty_place import Choice, EmptyPlace
from metst_gui.widgets.help_button import HelpButton
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.small_screen import CardArea
from metst_gui.widgets.theme import VERDICT_GLYPHS
from metst_gui.wording.emotion_text import emotion_text, is_emotion_said, unset_text
from metst_gui.wording.judged import judged_line
from metst_gui.wording.kind_text import flip_text, kind_text, kind_tip

NOT_INFERRED = mark("Emotion: not inferred by this model")
CHANCE_TIP = mark(
    "Score, and the chance that you accept it, learnt from your verdicts on this model, with its 90% interval. It says "
    "how you decide, not whether there is an expression: Review, Chances and what is left… tells how well it fits."
)
SIZE = QSize(300, 410)


class CardPanel(QWidget):
    """What is known of the selected item, and everything that can be said about it.

    Signals:
        verdict_requested: arg: ``"accepted"``, ``"rejected"`` or ``"unsure"``.
        emotion_chosen: arg: label, or None for no emotion inferred.
        modifier_chosen: args: name of the modifier, value; empty: none.
        action_units_edited, note_edited: a line was committed with a changed text. arg: the text.
        delete_requested: delete the shown annotation.
        reason_requested: ask why the proposal is rejected.
        handle_chosen: arg: ``"onset"``, ``"apex"`` or ``"offset"``.
        why_requested: which part of the face moved, and what else may explain it, is to be shown.
        focus_released: Return in a line gave the keyboard back.
    """

    verdict_requested = Signal(str)
    emotion_chosen = Signal(object)
    modifier_chosen = Signal(str, str)
    action_units_edited = Signal(str)
    note_edited = Signal(str)
    delete_requested = Signal()
    reason_requested = Signal()
    handle_chosen = Signal(str)
    why_requested = Signal()
    focus_released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = ""
        self._class_name = CLASS_NAME  # what an emotion of the model is called
        self._definition: Definition = CASME3
        self._errors: BoundErrors | None = None
        self._clock: FrameClock | None = None
        self._title, self._score = ElidedLabel(), muted(QLabel())
        self._kind, self._emotion_line = ElidedLabel(), muted(ElidedLabel())
        self._quality, self._remark, self._flip = muted(QLabel()), QLabel(), muted(ElidedLabel())
        self._why = make(no_focus(QPushButton(tr("Why"))), "link")
        self._why.setToolTip(tr("Show which part of the face moved, blinks near it, and the score without each region"))
        self.bounds, self.emotions = BoundsRow(), EmotionGrid()
        self.lines, self.verdicts = TextLines(), VerdictRow()
        self.confidence = self.emotions.confidence
        self.several = SeveralNote()
        self.modifiers, self.doubt = ModifierRow(), DoubtLine()
        self._nothing = EmptyPlace()
        self._stack = QStackedWidget()
        self._connect()
        self._lay_out()
        self.show_nothing(tr("Nothing selected."))

    def _connect(self) -> None:
        self._why.clicked.connect(self.why_requested)
        self.bounds.chosen.connect(self.handle_chosen)
        self.emotions.chosen.connect(self.emotion_chosen)
        self.modifiers.chosen.connect(self.modifier_chosen)
        self.lines.action_units_edited.connect(self._on_action_units)
        self.lines.note_edited.connect(self._on_note)
        self.lines.released.connect(self.focus_released)
        self.verdicts.requested.connect(self.verdict_requested)
        self.verdicts.delete_requested.connect(self.delete_requested)
        self.verdicts.reason_requested.connect(self.reason_requested)

    # What to show.

    def set_terms(self, *, definition: Definition, class_name: str, errors: BoundErrors | None = None) -> None:
        """What holds from now on.

        Args:
            definition: what is called a micro-expression.
            class_name: what an emotion of the model is called.
            errors: how far proposed bounds were off in this footage; None: that was not measured.
        """
        self._definition, self._class_name, self._errors = definition, class_name, errors

    def set_scheme(self, scheme: CodingScheme) -> None:
        """What the project codes: the emotions and modifiers that are offered."""
        self.emotions.set_labels(scheme.emotions)
        self.modifiers.set_modifiers(scheme.modifiers)

    def show_proposal(
        self,
        proposal: Proposal,
        verdict: Verdict,
        info: VideoInfo,
        *,
        place: tuple[int, int] | None = None,
        chance: str = "",
        second: str = "",
    ) -> None:
        """Show a proposal: its bounds are the decoder's, its kind is computed from them.

        Args:
            proposal: the proposal.
            verdict: what was decided on it.
            info: its video.
            place: which one of how many it is, in the order of time, from 1; None: not told, of a near miss.
            chance: of being accepted, with its interval; empty: not known.
            second: model of the second run, where only that proposes it.
        """
        self._begin(proposal.id)
        glyph = VERDICT_GLYPHS[verdict]
        if second:
            self._title.setText(tr("╌ Second run only"))
        elif place is None and verdict is Verdict.PENDING:
            self._title.setText(tr("◇ Near miss"))
        elif place is None:
            self._title.setText(tr("{glyph} Proposal", glyph=glyph))
        else:
            self._title.setText(tr("{glyph} Proposal {number} of {n}", glyph=glyph, number=place[0], n=place[1]))
        score = tr("{verdict} · score {score:.2f}", verdict=tr(verdict), score=proposal.score)
        # The verdict has its sign in the title; there is no room for more words beside the chance.
        said = tr("{score:.2f} · chance {chance}", score=proposal.score, chance=chance)
        self._score.setText(said if chance else score)
        self._score.setToolTip(tr(CHANCE_TIP) if chance else "")
        maker = second or tr("the model")
        words = tr(
            "Origin: {maker}, {id}\nBounds by the decoder {decoder}",
            maker=maker,
            id=proposal.id,
            decoder=proposal.decoder,
        )
        self._title.setToolTip(words)
        shape = Annotation.of_proposal(proposal, model=proposal.decoder)
        self.bounds.show_bounds(shape, fps=info.fps, times=info.times, errors=self._errors)
        self._show_kind(shape, self._clock_of(info.fps, info.times))
        inferred = proposal.probabilities is not None
        self._show_emotion_line(unset_text(self._class_name) if inferred else tr(NOT_INFERRED))
        self.emotions.check(None, chosen=False)
        self.emotions.show_hints(
            proposal.probabilities or (), None if proposal.emotion is None else str(proposal.emotion)
        )
        self.lines.show_texts("", "")
        self.modifiers.show_values({})
        self._show_quality(proposal.quality, judged_line(proposal.judged))
        self.verdicts.show_for(verdict, verdicts=True, delete=False)

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
        self.bounds.show_bounds(annotation, fps=fps, times=times, errors=self._errors)
        beyond = tr(" · ends after the video") if annotation.offset >= n_frames else ""
        self._show_kind(annotation, self._clock_of(fps, times), beyond)
        known = annotation.emotion is None or annotation.emotion in self.emotions.labels
        hint = annotation.default_emotion and annotation.emotion is not None
        self._show_emotion_line(emotion_text(annotation, self._class_name) if hint or not known else "")
        self.emotions.check(annotation.emotion, chosen=not hint and is_emotion_said(annotation))
        self.emotions.show_hints((), annotation.emotion if hint else None)
        self.lines.show_texts(annotation.action_units, annotation.note)
        self.modifiers.show_values(dict(annotation.modifiers))
        self._show_quality(0)
        self.verdicts.show_for(Verdict.ACCEPTED, verdicts=from_proposal, delete=True)

    def show_nothing(self, title: str, text: str = "", choices: Sequence[Choice] = ()) -> None:
        """Say why no item is shown, and offer what can be done.

        Args:
            title: in a few words.
            text: more of it.
            choices: what buttons say and do.
        """
        self._item = ""
        self._nothing.show_choices(title, text, choices)
        self._stack.setCurrentIndex(0)

    def forget(self) -> None:
        """Keep nothing of what was shown before, not even in a hidden label."""
        for label in (self._title, self._score, self._kind, self._flip):
            label.setText("")
            label.setToolTip("")
        for part in (self.bounds, self.emotions, self.verdicts):
            part.forget()
        self.lines.show_texts("", "")
        self.modifiers.show_values({})
        self.show_remark("", "")
        self._show_emotion_line("")
        self._show_quality(0)

    def set_emotion(self, label: str | None) -> None:
        """Mark an emotion as chosen; None marks "no emotion inferred". Emits nothing."""
        self.emotions.check(label, chosen=True)

    @Slot(str)
    def set_handle(self, handle: str) -> None:
        """Mark the active handle: onset, apex or offset."""
        self.bounds.set_handle(handle)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Name the keys of the actions on the buttons.

        Args:
            keys: id of an action -> its first key, empty where it has none.
        """
        for part in (self.bounds, self.emotions, self.modifiers, self.lines, self.verdicts):
            part.set_keys(keys)

    def focus_note(self) -> None:
        """Put the cursor into the note, when an item is shown."""
        if self._item:
            self.lines.focus(self.lines.note)

    def focus_action_units(self) -> None:
        """Put the cursor into the action unit line, when an item is shown."""
        if self._item:
            self.lines.focus(self.lines.action_units)

    def _begin(self, item: str) -> None:
        if item != self._item:
            self.show_remark("", "")
            self.lines.drop()
        self._item = item
        self._stack.setCurrentIndex(1)

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
        flip = "" if self._errors is None else flip_text(shape, clock, self._definition, self._errors)
        self._flip.setText(flip)
        self._flip.setVisible(bool(flip))

    def _show_emotion_line(self, text: str) -> None:
        self._emotion_line.setText(text)
        self._emotion_line.setToolTip(text)
        self._emotion_line.setVisible(bool(text))

    def show_remark(self, remark: str, suggested: str) -> None:
        """Say what else may explain the shown proposal, and which reason a rejection is given.

        Args:
            remark: a blink, a moving head; empty: nothing is known.
            suggested: reason that the reject key confirms; empty: none.
        """
        self._remark.setText(f"⚠ {remark}" if remark else "")
        self._remark.setVisible(bool(remark))
        self.verdicts.suggest(suggested)

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

    # What was typed.

    @Slot(str)
    def _on_action_units(self, text: str) -> None:
        if self._item:
            self.action_units_edited.emit(text)

    @Slot(str)
    def _on_note(self, text: str) -> None:
        if self._item:
            self.note_edited.emit(text)

    # Construction.

    @override
    @safe_override(default=SIZE)
    def sizeHint(self) -> QSize:
        return SIZE

    def _lay_out(self) -> None:
        self._title.setFont(sized(self._title.font(), LARGE, bold=True))
        for small in (self._kind, self._flip, self._score, self._emotion_line, self._remark, self._quality):
            small.setFont(sized(small.font(), SMALL))
        self._quality.setWordWrap(True)
        self._remark.setWordWrap(True)
        card = QWidget()
        whole = QVBoxLayout(card)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addWidget(CardArea(self._told()), 1)
        whole.addWidget(self.verdicts)
        self._stack.addWidget(CardArea(self._nothing))
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
        column.addWidget(self.several)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._score)
        head.addWidget(HelpButton("card"))
        column.addLayout(head)
        column.addWidget(self.bounds)
        kind = QHBoxLayout()
        kind.addWidget(self._kind, 1)
        kind.addWidget(self._why)
        column.addLayout(kind)
        column.addWidget(self._flip)
        column.addWidget(self._remark)
        column.addWidget(self.doubt)
        column.addWidget(self._quality)
        column.addWidget(self.emotions)
        column.addWidget(self._emotion_line)
        column.addWidget(self.modifiers)
        column.addWidget(self.lines)
        column.addStretch(1)
        return told
