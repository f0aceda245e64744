"""What the desk says of commands: which states are on, and what holds. No widgets."""

from PySide6.QtCore import QObject, Slot

from engine.config import DEFAULT_WEIGHTS, TALKING_WEIGHTS
from metst_gui.desk.command_state import CommandState
from metst_gui.desk.desk import Desk
from metst_gui.document.annotation import Verdict
from metst_gui.document.own_labels import has_labels
from metst_gui.document.perspective import HIDDEN
from metst_gui.language import told, tr
from metst_gui.models import CLASSICAL
from metst_gui.wording.emotion_text import is_emotion_said

# Value of the emotion where it was said that none can be inferred.
NO_EMOTION = "none"


def add_rules(state: CommandState, desk: Desk) -> None:
    """Let a state read what the desk keeps, and follow it."""
    _add_settings(state, desk)
    _add_session(state, desk)
    _add_item(state, desk)
    _need_project(state, desk)
    _need_annotators(state, desk)
    _need_analysis(state, desk)
    _need_item(state, desk)
    _need_queue(state, desk)
    _FollowHistory(state, desk)
    document, playback = desk.document, desk.playback
    # The queue follows once the threshold rests, and tells of it.
    state.rest_while(lambda: desk.decoding.dragged is not None)
    state.follow(
        *(desk.session.opened, desk.opener.video_missing, desk.analysis.progress_changed, desk.analysis.ended),
        *(desk.selection.changed, desk.settings.changed, desk.draft.changed, desk.queue.changed, desk.marked.changed),
        desk.background.changed,
        document.changed,
        desk.board.shown_changed,
        *(playback.playing_changed, playback.loop_changed),
        *(desk.analysis.inference.started, desk.analysis.inference.cancelled, desk.analysis.inference.finished),
    )


def _add_settings(state: CommandState, desk: Desk) -> None:
    settings = desk.settings
    state.add_check("theme", lambda: settings.value.theme)
    state.add_check("language", lambda: settings.value.language)
    state.add_check("arrival", lambda: settings.value.arrival)
    state.add_check("sound", lambda: settings.value.sound)
    state.add_check("confound_lanes", lambda: settings.value.confound_lanes)
    state.add_check("choose_by_movement", lambda: settings.value.choose_by_movement and not desk.session.is_kept)
    names = {CLASSICAL: "classical", DEFAULT_WEIGHTS: "default", TALKING_WEIGHTS: "talking"}
    state.add_check("model", lambda: names.get(settings.value.weights, ""))


def _add_session(state: CommandState, desk: Desk) -> None:
    def decoder() -> str:
        found = desk.decoding.decoder()
        return "" if found is None else found.name

    state.add_check("decoder", decoder)
    state.add_check("synergy", lambda: "" if desk.document.view.run is None else desk.decoding.synergy)
    state.add_check("blind_look", lambda: desk.document.view.hides and not desk.document.view.blind)
    state.add_need(
        "desk",
        lambda: not desk.board.is_shown,
        lambda: tr("The case board is shown: Ctrl+Shift+B shows the video again."),
    )
    state.add_check("play", lambda: desk.playback.playing)
    state.add_check("background_paused", lambda: desk.background.paused)
    state.add_check("loop", lambda: desk.playback.loop is not None)


def _add_item(state: CommandState, desk: Desk) -> None:
    def emotion() -> str:
        annotation, proposal = desk.current.annotation, desk.current.proposal
        if annotation is not None:
            said = is_emotion_said(annotation) and not annotation.default_emotion
            return (annotation.emotion or NO_EMOTION) if said else ""
        chosen, label = (False, None) if proposal is None else desk.document.statements.emotion_draft(proposal.id)
        return (label or NO_EMOTION) if chosen else ""

    def confidence() -> str:
        annotation = desk.current.annotation
        return "" if annotation is None else str(annotation.confidence or 0)

    state.add_check("emotion", emotion)
    state.add_check("confidence", confidence)
    state.add_check("kind", lambda: desk.current.annotation is not None and desk.current.annotation.kind is not None)


def _need_project(state: CommandState, desk: Desk) -> None:
    document = desk.document
    state.add_need("video", lambda: desk.session.info is not None, lambda: tr("Open a video first."))
    state.add_need(
        "several_videos",
        lambda: len(document.videos) > 1,
        lambda: tr("This project has one video: File, Add videos to project… adds another."),
    )
    state.add_need(
        "project",
        lambda: desk.session.project_path is not None,
        lambda: tr("Nothing is saved yet: File, Save project as… makes a project of this."),
    )
    state.add_need(
        "tiers",
        lambda: document.coding.scheme.tiers,
        lambda: tr("This project has no tiers of its own: Review, Own tiers, Coding scheme… adds some."),
    )
    state.add_need(
        "merged",
        lambda: document.merged_answers.any,
        lambda: tr("Nothing is to be decided: File, Merge with project… lists what two projects answered differently."),
    )
    state.add_need("writable", lambda: not document.ledger.read_only, lambda: told(document.ledger.read_only))
    state.add_need("undo", lambda: document.history.stack.canUndo(), lambda: tr("There is nothing to undo."))
    state.add_need("redo", lambda: document.history.stack.canRedo(), lambda: tr("There is nothing to redo."))
    state.add_need(
        "labels",
        lambda: document.focus.book.annotations or has_labels(document),
        lambda: tr("There is nothing to export yet: accept a proposal or mark an interval first."),
    )
    state.add_need(
        "finalised", lambda: document.statements.completion is not None, lambda: tr("This video is not finalised.")
    )


def _need_annotators(state: CommandState, desk: Desk) -> None:
    document = desk.document
    state.add_need("sighted", lambda: not document.view.blind, lambda: tr(HIDDEN))
    state.add_need("blind", lambda: document.view.blind, lambda: tr("Nothing is hidden."))
    state.add_need(
        "unveiled",
        lambda: not document.view.hides or document.view.blind,
        lambda: tr("The model's marks are hidden: B shows them, then finalise."),
    )
    state.add_need(
        "several_annotators",
        lambda: len(document.annotators) > 1,
        lambda: tr("There is one annotator only: Review, Annotators, Add annotator… adds another."),
    )


def _need_analysis(state: CommandState, desk: Desk) -> None:
    document, inference = desk.document, desk.analysis.inference

    def no_run() -> str:
        if document.view.hidden_reason:
            return tr(document.view.hidden_reason)
        if inference.running:
            return tr("The analysis is not finished yet.")
        return tr("There are no finished curves: analyse the video first (Ctrl+R).")

    state.add_need("run", lambda: document.view.run is not None, no_run)
    state.add_need(
        "emotions",
        lambda: document.view.run is not None and document.view.run.curves.probabilities is not None,
        lambda: tr("This model infers no emotion: synergy changes nothing here."),
    )
    state.add_need("analysis", lambda: inference.running, lambda: tr("No analysis is running."))
    state.add_need(
        "background",
        lambda: desk.background.active,
        lambda: tr("Nothing is analysed in the background: F5 analyses all videos of the project."),
    )
    state.add_need("idle", lambda: not inference.running, lambda: tr("The analysis is not finished yet."))
    state.add_need(
        "artefact",
        lambda: desk.threshold.artefact_begun or document.view.artefacts,
        lambda: tr("No artefact is marked in this video."),
    )
    state.add_need(
        "former_model",
        lambda: desk.settings.value.former_weights,
        lambda: tr("No other model was chosen before."),
    )


def _need_item(state: CommandState, desk: Desk) -> None:
    document = desk.document

    def _is(id_: str, verdict: Verdict) -> bool:
        return document.view.verdict(id_) is verdict

    def is_editable() -> bool:
        proposal = desk.current.proposal
        return desk.current.annotation is not None or proposal is None or not _is(proposal.id, Verdict.REJECTED)

    def is_deletable() -> bool:
        proposals = [one for one in (desk.current.proposal, *desk.marked.proposals) if one is not None]
        annotated = desk.current.annotation is not None or bool(desk.marked.annotations)
        return annotated or any(not _is(one.id, Verdict.PENDING) for one in proposals)

    def is_mergeable() -> bool:
        one = desk.current.annotation
        return one is not None and any(
            (other.onset, other.offset, other.id) > (one.onset, one.offset, one.id)
            for other in document.focus.book.annotations.values()
        )

    def nothing_follows() -> str:
        if desk.current.annotation is None:
            return tr("Select an annotation: it is merged with the next one in time.")
        return tr("There is no annotation after this one to merge with.")

    _need_selection(state, desk)
    state.add_need(
        "editable",
        is_editable,
        lambda: tr("This proposal is rejected: accept it first (Enter), then change it."),
    )
    state.add_need("deletable", is_deletable, lambda: tr("Nothing to delete: Backspace rejects a proposal."))
    state.add_need("mergeable", is_mergeable, nothing_follows)


def _need_selection(state: CommandState, desk: Desk) -> None:
    def is_selected() -> bool:
        return desk.current.annotation is not None or desk.current.proposal is not None

    def is_proposal() -> bool:
        return desk.current.proposal is not None or bool(desk.marked.proposals)

    def no_proposal() -> str:
        return desk.tour.advice() if desk.current.annotation is None else tr("Delete removes an annotation of yours.")

    state.add_need("item", is_selected, desk.tour.advice)
    state.add_need("proposal", is_proposal, no_proposal)


def _need_queue(state: CommandState, desk: Desk) -> None:
    document = desk.document

    def is_pending() -> bool:
        return any(
            row.kind == "proposal" and document.view.verdict(row.id) is Verdict.PENDING for row in desk.queue.shown
        )

    state.add_need("queue", lambda: desk.queue.shown, desk.tour.advice)
    state.add_need("pending", is_pending, lambda: tr("No pending proposal is in the queue."))


class _FollowHistory(QObject):
    """Follows the undo stack of the annotator in use; each has an own one, and each project new ones."""

    def __init__(self, state: CommandState, desk: Desk) -> None:
        super().__init__(state)
        self._state = state
        self._document = desk.document
        self._stack: QObject | None = None
        desk.session.opened.connect(self._on_other)
        desk.document.changed.connect(self._on_other)
        self._on_other()

    @Slot()
    def _on_other(self) -> None:
        stack = self._document.history.stack
        if stack is not self._stack:
            self._stack = stack
            self._state.follow(stack.indexChanged)
