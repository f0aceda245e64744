"""What the card shows, and what its buttons and lines do."""

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence

from engine.coding_scheme import CodingScheme
from engine.types import AnalysisRun, Proposal
from metst_gui.card.action_unit_picker import ActionUnitPicker
from metst_gui.card.card_panel import CardPanel
from metst_gui.card.card_parts import in_brackets
from metst_gui.card.confidence import Confidence
from metst_gui.commands.book import CommandBook
from metst_gui.commands.scheme_names import name_emotions
from metst_gui.desk.desk import Desk
from metst_gui.document.changes import Changes
from metst_gui.language import told as told_in_words
from metst_gui.models import model_of, model_of_run, run_title
from metst_gui.widgets import theme as themes
from metst_gui.wording.chance_text import chance_text

VERDICTS = {"accepted": "accept", "rejected": "reject", "unsure": "unsure"}


class CardController(QObject):
    """Connects the card to the item under review."""

    def __init__(self, desk: Desk, book: CommandBook, card: CardPanel) -> None:
        super().__init__(card)
        self._desk = desk
        self._book = book
        self._card = card
        self._named: tuple[AnalysisRun, str] | None = None
        self._scheme: CodingScheme | None = None
        self.confidence = Confidence(desk, book, card.confidence)
        document, session = desk.document, desk.session
        for signal in (
            *(desk.selection.changed, session.opened, desk.settings.changed),
            *(desk.draft.changed, desk.acceptance.changed, desk.marked.changed, desk.chance.changed),
            desk.label_check.changed,
        ):
            signal.connect(self.refresh)
        document.changed.connect(self._on_document)
        for signal in (desk.analysis.inference.started, desk.analysis.ended):
            signal.connect(self._on_analysis)
        desk.tour.handle_changed.connect(card.set_handle)
        card.verdict_requested.connect(self._on_verdict)
        card.emotion_chosen.connect(desk.review.set_emotion)
        card.modifier_chosen.connect(desk.review.set_modifier)
        card.action_units_edited.connect(self._on_action_units)
        card.note_edited.connect(self._on_note)
        card.delete_requested.connect(desk.review.delete)
        card.reason_requested.connect(lambda: book.trigger("reject_reason"))
        card.why_requested.connect(self._on_why)
        card.doubt.kept.connect(book.actions["keep_label"].trigger)
        card.lines.pick_requested.connect(book.actions["pick_action_units"].trigger)
        desk.theme.changed.connect(self._on_theme)
        self._on_theme()
        book.bind({"pick_action_units": partial(desk.tour.when_in_view, self.pick)})
        card.handle_chosen.connect(desk.tour.go_to_handle)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the selected item as the document has it now."""
        desk, card = self._desk, self._card
        info, document, run = desk.session.info, desk.document, desk.document.view.run
        annotation, proposal = desk.current.annotation, desk.current.proposal
        card.several.show_count(len(desk.marked.items))
        card.verdicts.show_count(len(desk.marked.proposals))
        self._show_scheme()
        doubt = None if annotation is None else desk.label_check.doubts.get(annotation.id)
        card.doubt.show_reason("" if doubt is None else told_in_words(doubt.reason))
        measured = desk.sensitivity.answer
        card.set_terms(
            definition=document.statements.definition,
            class_name=self._class_name(run),
            errors=None if measured is None else measured.errors,
        )
        if info is not None and annotation is not None:
            shown = annotation.without_model() if document.view.hides else annotation
            card.show_annotation(shown, info.fps, info.n_frames, times=info.times)
            card.show_accepted(by_change=desk.acceptance.by_change and not document.view.hides)
        elif info is not None and proposal is not None:
            verdict, place = document.view.verdict(proposal.id), self._place_of(proposal)
            chance = desk.chance.of(proposal.id)
            told = "" if chance is None else chance_text(chance)
            alone = document.second.run if proposal in document.view.only_second else None
            second = "" if alone is None else run_title(alone)
            card.show_proposal(proposal, verdict, info, place=place, chance=told, second=second)
            remark = desk.explanation.remark(proposal.onset, proposal.offset)
            card.show_remark(remark, desk.review.suggestion(proposal))
            chosen, label = document.statements.emotion_draft(proposal.id)
            if chosen:
                card.set_emotion(label)
        else:
            self._show_nothing()

    @Slot()
    def _on_analysis(self) -> None:
        if self._desk.current.item is None:
            self.refresh()

    def _show_nothing(self) -> None:
        """Say why no item is under review, and offer the commands that are possible."""
        if self._desk.draft.text:
            self._card.show_nothing(self._desk.draft.text)
            return
        found = self._desk.next_steps.situation()
        choices = []
        for step in found.steps:
            if step.act is not None:
                choices.append((step.text, step.act))
            elif self._book.missing(step.command) is None:
                keys = self._book.actions[step.command].shortcuts()
                key = in_brackets(keys[0].toString(QKeySequence.SequenceFormat.NativeText)) if keys else ""
                choices.append((step.text + key, partial(self._book.trigger, step.command)))
        self._card.show_nothing(found.title, found.text, choices)

    def _class_name(self, run: AnalysisRun | None) -> str:
        """What the model's class is called; looked up once for each run, not at each step of a drag."""
        if run is None:
            return model_of(self._desk.settings.value.weights).class_name
        if self._named is None or self._named[0] is not run:
            self._named = run, model_of_run(run).class_name
        return self._named[1]

    def _show_scheme(self) -> None:
        """Offer what the project codes, and call the digits' commands by it."""
        scheme = self._desk.document.coding.scheme
        if scheme != self._scheme:
            self._scheme = scheme
            self._card.set_scheme(scheme)
            name_emotions(self._book, scheme)

    def _place_of(self, proposal: Proposal) -> tuple[int, int] | None:
        """Which one of how many a proposal is, in the order of time."""
        proposals = self._desk.document.view.proposals
        here = next((number for number, one in enumerate(proposals) if one.id == proposal.id), None)
        if here is None:
            return None
        before = sum((one.onset, number) < (proposal.onset, here) for number, one in enumerate(proposals))
        return before + 1, len(proposals)

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.layer:
            # Another annotator works: what was typed by the one before is not theirs.
            self._card.forget()
        if changes.items or changes.run or changes.statements or changes.layer:
            self.refresh()

    @Slot()
    def _on_why(self) -> None:
        self._book.actions["why_panel"].trigger()

    @Slot(str)
    def _on_verdict(self, verdict: str) -> None:
        """A verdict button was pressed."""
        self._book.actions[VERDICTS[verdict]].trigger()

    @Slot(str)
    def _on_action_units(self, text: str) -> None:
        """The action unit line was committed."""
        self._desk.review.set_field("action_units", text)

    def pick(self) -> None:
        """Let action units be chosen from the grid."""
        line = self._card.lines.action_units
        picker = ActionUnitPicker(line.text(), self._card.window())
        if picker.exec() and picker.text != line.text():
            line.setText(picker.text)
            self._desk.review.set_field("action_units", picker.text)
        picker.deleteLater()

    @Slot()
    def _on_theme(self) -> None:
        self._card.lines.set_theme(themes.named(self._desk.theme.name))

    @Slot(str)
    def _on_note(self, text: str) -> None:
        """The note was committed."""
        self._desk.review.set_field("note", text)
