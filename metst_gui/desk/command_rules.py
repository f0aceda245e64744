"""What the session and the review say of commands: which states are on. No widgets."""

from engine.config import DEFAULT_WEIGHTS
from metst_gui.desk.command_state import CommandState
from metst_gui.desk.review import ReviewController
from metst_gui.desk.session import CLASSICAL, Session
from metst_gui.wording.emotion_text import is_emotion_said

# Value of the emotion where it was said that none can be inferred.
NO_EMOTION = "none"


def add_rules(state: CommandState, session: Session, review: ReviewController) -> None:
    """Let a state read what a session and its review keep, and follow them."""
    _add_settings(state, session)
    _add_session(state, session)
    _add_item(state, review)
    document, playback = session.document, session.playback
    state.follow(
        *(session.opened, session.progress_changed, session.analysis_ended, session.selection.changed),
        *(document.annotations_changed, document.verdicts_changed, document.proposals_changed, document.run_changed),
        *(document.layer_changed, document.videos_changed, document.stated, document.edited),
        *(playback.playing_changed, playback.loop_changed, session.settings.changed, review.draft_changed),
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
