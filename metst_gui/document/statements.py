"""What is stated of a video as a whole, and of the project; what a reviewer states is an edit that can be undone."""

from collections.abc import Callable, Iterable
from typing import Any

from engine.definitions import Definition, definition_from
from engine.planted import Sensitivity
from metst_gui.document import edits
from metst_gui.document.annotation import Verdict
from metst_gui.document.changes import Changes
from metst_gui.document.edit import Edit
from metst_gui.document.face_choice import Place
from metst_gui.document.focus import Focus
from metst_gui.document.history import History
from metst_gui.document.ledger import Ledger
from metst_gui.document.looked import LookedSpans
from metst_gui.document.perspective import Perspective
from metst_gui.document.state import said_digest
from metst_gui.document.statement import (
    DATASET,
    DEFINITION,
    AnalysedFace,
    ChosenEmotion,
    Completion,
    EmotionChoice,
    Finalised,
    KeptModel,
    MeasuredSensitivity,
    RightLabel,
    Setting,
    Spans,
    Topic,
)


class Statements:
    """Definition, label format, artefacts, emotions chosen ahead of a verdict, the chosen face, and completeness.

    Args:
        focus: the project, and the video that is shown.
        ledger: stores what is not undone.
        history: takes what can be undone.
        view: says who states it, and what they see.
        looked: what was looked at, stored along with the statement that a video is complete.
        tell: told of what is not undone.
    """

    def __init__(
        self,
        focus: Focus,
        ledger: Ledger,
        history: History,
        view: Perspective,
        looked: LookedSpans,
        tell: Callable[[Changes], None],
    ) -> None:
        self._focus = focus
        self._ledger = ledger
        self._history = history
        self._view = view
        self._looked = looked
        self._tell = tell

    # The project.

    @property
    def definition(self) -> Definition:
        """What the project calls a micro-expression; that of CAS(ME)^3 where nothing was chosen."""
        found = self._stated.get(DEFINITION)
        return found if isinstance(found, Definition) else definition_from(found)

    @property
    def dataset(self) -> str:
        """Name of the label format the project is meant for; empty: none was chosen."""
        return str(self._stated.get(DATASET, ""))

    def set_conventions(self, *, definition: Definition, dataset: str) -> None:
        """Choose definition and label format of the project as one edit.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        self._history.make(edits.conventions(self._view.hand(), definition, dataset))

    def setting(self, name: str) -> Any:
        """A setting of the project that has no place of its own here; None where it was never set."""
        return self._stated.get(Setting(name))

    def set_setting(self, name: str, value: Any) -> None:
        """Set a JSON-able setting of the project; it is not undone.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        self._put(Setting(name), value)

    # The current video.

    def set_artefacts(self, spans: Iterable[tuple[int, int]]) -> None:
        """Mark these spans (first, last frame index, inclusive) of the current video as artefacts.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        self._history.make(edits.artefacts(self._view.hand(), spans))

    def emotion_draft(self, proposal_id: str) -> tuple[bool, str | None]:
        """Whether an emotion was chosen for an undecided proposal, and which (None: no emotion inferred)."""
        found: ChosenEmotion | None = self._stated.get(EmotionChoice(*self._focus.scope, proposal_id))
        return (False, None) if found is None else (True, found.emotion)

    def set_emotion_draft(self, proposal_id: str, label: str | None) -> None:
        """Keep the emotion chosen for a proposal until its verdict.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        self._history.make(edits.choose_emotion(self._view.hand(), proposal_id, label))

    def face(self, video: str) -> Place | None:
        """(x, y) in px of the upright picture where the chosen face of a video is at first; None: the largest."""
        found: Place | None = self._stated.get(AnalysedFace(video))
        return found

    def choose_face(self, video: str, place: Place | None) -> None:
        """Choose the face of a video that is analysed; None: the largest. It is not undone.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        self._put(AnalysedFace(video), place)

    def kept_model(self, video: str) -> str:
        """Model the user keeps for a video, whatever the movement would choose, as in the settings; empty: none."""
        return str(self._stated.get(KeptModel(video), ""))

    def keep_model(self, video: str, weights: str) -> None:
        """Keep a model for a video; empty: the movement may choose again. It is not undone.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        self._put(KeptModel(video), weights or None)

    def sensitivity(self, video: str, run: str) -> Sensitivity | None:
        """What planted movements say of a run of a video; None: that was not measured."""
        found: Sensitivity | None = self._stated.get(MeasuredSensitivity(video, run))
        return found

    def set_sensitivity(self, video: str, run: str, found: Sensitivity) -> None:
        """Keep what planted movements say of a run of a video. It is not undone.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        self._put(MeasuredSensitivity(video, run), found)

    # Labels that look wrong.

    def dismissed(self, video: str, layer: str) -> dict[str, tuple[str, ...]]:
        """Doubts of the labels of a video and layer that somebody took away, by the label's id."""
        return {
            topic.annotation: value
            for topic, value in self._stated.items()
            if isinstance(topic, RightLabel) and (topic.video, topic.layer) == (video, layer)
        }

    def keep_label(self, topic: RightLabel, doubts: Iterable[str]) -> None:
        """State that a label is right, whatever these doubts say; they are shown no more.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        self._history.make(edits.keep_label(self._view.hand(), topic, doubts))

    # Nothing else here.

    @property
    def completion(self) -> Completion | None:
        """The annotator's statement that nothing else is in the current video; None: it was not made."""
        found: Completion | None = self._stated.get(Finalised(*self._focus.scope))
        return found

    @property
    def changed_since_completion(self) -> bool:
        """Whether anything was said about the current video after it was stated to be complete."""
        completion, focus = self.completion, self._focus
        return completion is not None and completion.digest != said_digest(focus.scope, focus.book)

    def complete(self, *, looked: float, not_looked: Spans, not_analysed: Spans) -> None:
        """State that nothing else is in the current video; what was looked at is stored with it.

        Args:
            looked: share of the frames that were looked at, 0..1.
            not_looked: spans of frame indices (inclusive) that were not.
            not_analysed: those without a spotting score.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        open_ = (Verdict.PENDING, Verdict.UNSURE)
        n_open = sum(self._view.verdict(one.id) in open_ for one in self._view.proposals)
        self._looked.store()
        hand = self._view.hand()
        self._history.make(
            edits.complete(hand, looked=looked, not_looked=not_looked, not_analysed=not_analysed, n_open=n_open)
        )

    def reopen(self) -> None:
        """Take the statement back.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        self._history.make(edits.reopen(self._view.hand()))

    @property
    def _stated(self) -> dict[Topic, Any]:
        return self._focus.state.statements

    def _put(self, topic: Topic, value: Any) -> None:
        after = Edit(self._focus.scope, statements={topic: value})
        before = after.before(self._focus.state)
        if before != after:
            self._ledger.commit("set", after.object(), before.forms(), after.forms())
            if value is None:
                self._stated.pop(topic, None)
            else:
                self._stated[topic] = value
            self._tell(Changes(statements=True))
