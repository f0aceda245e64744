"""What the session and the review say of commands: which states are on, and what holds. No widgets."""

from PySide6.QtCore import QObject, Slot

from engine.config import DEFAULT_WEIGHTS
from metst_gui.desk.command_state import CommandState
from metst_gui.desk.review import ReviewController
from metst_gui.desk.session import CLASSICAL, Session
from metst_gui.desk.threshold import LiveDecoder
from metst_gui.document.annotation import Verdict
from metst_gui.document.export import other_videos
from metst_gui.document.perspective import HIDDEN
from metst_gui.language import told, tr
from metst_gui.wording.emotion_text import is_emotion_said

# Value of the emotion where it was said that none can be inferred.
NO_EMOTION = "none"


def add_rules(state: CommandState, session: Session, review: ReviewController, live: LiveDecoder) -> None:
    """Let a state read what a session, its review and its decoder keep, and follow them."""
    _add_settings(state, session)
    _add_session(state, session)
    _add_item(state, review)
    _need_project(state, session)
    _need_annotators(state, session)
    _need_analysis(state, session, live)
    _need_item(state, session, review)
    _need_queue(state, session, review)
    _FollowHistory(state, session)
    document, playback = session.document, session.playback
    state.follow(
        *(session.opened, session.video_missing, session.progress_changed, session.analysis_ended),
        *(session.selection.changed, session.settings.changed, review.draft_changed),
        *(document.annotations_changed, document.verdicts_changed, document.proposals_changed, document.run_changed),
        *(document.layer_changed, document.videos_changed, document.stated, document.edited),
        *(playback.playing_changed, playback.loop_changed),
        *(session.inference.started, session.inference.cancelled, session.inference.finished),
    )


def _add_settings(state: CommandState, session: Session) -> None:
    settings = session.settings
    state.add_check("theme", lambda: settings.value.theme)
    state.add_check("language", lambda: settings.value.language)
    state.add_check("arrival", lambda: settings.value.arrival)
    state.add_check("sound", lambda: settings.value.sound)
    state.add_check("confound_lanes", lambda: settings.value.confound_lanes)
    names = {CLASSICAL: "classical", DEFAULT_WEIGHTS: "default"}
    state.add_check("model", lambda: names.get(settings.value.weights, ""))


def _add_session(state: CommandState, session: Session) -> None:
    def decoder() -> str:
        found = session.decoder()
        return "" if found is None else found.name

    state.add_check("decoder", decoder)
    state.add_check("synergy", lambda: "" if session.document.view.run is None else session.synergy)
    state.add_check("blind_look", lambda: session.document.view.hides and not session.document.view.blind)
    state.add_check("play", lambda: session.playback.playing)
    state.add_check("loop", lambda: session.playback.loop is not None)


def _add_item(state: CommandState, review: ReviewController) -> None:
    def emotion() -> str:
        annotation, proposal = review.annotation, review.proposal
        if annotation is not None:
            said = is_emotion_said(annotation) and not annotation.default_emotion
            return (annotation.emotion or NO_EMOTION) if said else ""
        chosen, label = (False, None) if proposal is None else review.emotion_draft(proposal.id)
        return (label or NO_EMOTION) if chosen else ""

    def confidence() -> str:
        annotation = review.annotation
        return "" if annotation is None else str(annotation.confidence or 0)

    state.add_check("emotion", emotion)
    state.add_check("confidence", confidence)
    state.add_check("kind", lambda: review.annotation is not None and review.annotation.kind is not None)


def _need_project(state: CommandState, session: Session) -> None:
    document = session.document
    state.add_need("video", lambda: session.info is not None, lambda: tr("Open a video first."))
    state.add_need(
        "several_videos",
        lambda: len(document.videos) > 1,
        lambda: tr("This project has one video: File, Add video to project… adds another."),
    )
    state.add_need(
        "project",
        lambda: session.project_path is not None,
        lambda: tr("Nothing is saved yet: File, Save project as… makes a project of this."),
    )
    state.add_need("writable", lambda: not document.ledger.read_only, lambda: told(document.ledger.read_only))
    state.add_need("undo", lambda: document.history.stack.canUndo(), lambda: tr("There is nothing to undo."))
    state.add_need("redo", lambda: document.history.stack.canRedo(), lambda: tr("There is nothing to redo."))
    state.add_need(
        "labels",
        lambda: document.focus.book.annotations or other_videos(document),
        lambda: tr("There is nothing to export yet: accept a proposal or mark an interval first."),
    )
    state.add_need(
        "finalised", lambda: document.statements.completion is not None, lambda: tr("This video is not finalised.")
    )


def _need_annotators(state: CommandState, session: Session) -> None:
    document = session.document
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


def _need_analysis(state: CommandState, session: Session, live: LiveDecoder) -> None:
    document, inference = session.document, session.inference

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
    state.add_need("idle", lambda: not inference.running, lambda: tr("The analysis is not finished yet."))
    state.add_need(
        "artefact",
        lambda: live.artefact_begun or document.view.artefacts,
        lambda: tr("No artefact is marked in this video."),
    )
    state.add_need(
        "former_model",
        lambda: session.settings.value.former_weights,
        lambda: tr("No other model was chosen before."),
    )


def _need_item(state: CommandState, session: Session, review: ReviewController) -> None:
    document = session.document

    def is_editable() -> bool:
        proposal = review.proposal
        return review.annotation is not None or proposal is None or not _is(proposal.id, Verdict.REJECTED)

    def is_deletable() -> bool:
        proposal = review.proposal
        return review.annotation is not None or (proposal is not None and not _is(proposal.id, Verdict.PENDING))

    def _is(id_: str, verdict: Verdict) -> bool:
        return document.view.verdict(id_) is verdict

    def is_mergeable() -> bool:
        one = review.annotation
        return one is not None and any(
            (other.onset, other.offset, other.id) > (one.onset, one.offset, one.id)
            for other in document.focus.book.annotations.values()
        )

    def no_proposal() -> str:
        return review.select_first() if review.annotation is None else tr("Delete removes an annotation of yours.")

    def nothing_follows() -> str:
        if review.annotation is None:
            return tr("Select an annotation: it is merged with the next one in time.")
        return tr("There is no annotation after this one to merge with.")

    def is_selected() -> bool:
        return review.annotation is not None or review.proposal is not None

    state.add_need("item", is_selected, review.select_first)
    state.add_need("proposal", lambda: review.proposal is not None, no_proposal)
    state.add_need(
        "editable",
        is_editable,
        lambda: tr("This proposal is rejected: accept it first (Enter), then change it."),
    )
    state.add_need("deletable", is_deletable, lambda: tr("Nothing to delete: Backspace rejects a proposal."))
    state.add_need("mergeable", is_mergeable, nothing_follows)


def _need_queue(state: CommandState, session: Session, review: ReviewController) -> None:
    document = session.document

    def is_pending() -> bool:
        return any(kind == "proposal" and document.view.verdict(id_) is Verdict.PENDING for kind, id_ in review.order())

    state.add_need("queue", lambda: review.order(), review.select_first)
    state.add_need("pending", is_pending, lambda: tr("No pending proposal is in the queue."))


class _FollowHistory(QObject):
    """Follows the undo stack of the annotator in use; each has an own one, and each project new ones."""

    def __init__(self, state: CommandState, session: Session) -> None:
        super().__init__(state)
        self._state = state
        self._document = session.document
        self._stack: QObject | None = None
        session.opened.connect(self._on_other)
        session.document.layer_changed.connect(self._on_other)
        self._on_other()

    @Slot()
    def _on_other(self) -> None:
        stack = self._document.history.stack
        if stack is not self._stack:
            self._stack = stack
            self._state.follow(stack.indexChanged)
