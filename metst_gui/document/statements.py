"""What is said of a video as a whole: its artefacts, emotions chosen ahead of a verdict, and that it is complete."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal

from engine.definitions import Definition, definition_from
from engine.journal import book_digest
from engine.journal.reader import MALFORMED
from metst_gui.document.annotation import Verdict
from metst_gui.document.file.forms import spans_from
from metst_gui.document.ledger import utc_now
from metst_gui.document.state import book_forms
from metst_gui.document.videos import FiledDocument

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Completion:
    """The statement that nothing else is in a video.

    Attributes:
        at: UTC time, ISO 8601.
        annotator: who stated it.
        looked: share of the frames that were looked at then, 0..1.
        not_looked: spans of frame indices (inclusive) that were not looked at then.
        not_analysed: those without a spotting score then.
        open: number of proposals without a final verdict then.
        annotations: number of annotations then.
        digest: of what was said then, see `engine.journal.book_digest`.
    """

    at: str
    annotator: str
    looked: float
    not_looked: Spans
    not_analysed: Spans
    open: int
    annotations: int
    digest: str


class StatedDocument(FiledDocument):
    """A document with statements on the whole video; those that a reviewer makes are undoable edits.

    Signals:
        looking: what was looked at is about to be stored: `note_looked` is to be called with the last of it.
    """

    looking = Signal()

    @property
    def definition(self) -> Definition:
        """What the project calls a micro-expression; that of CAS(ME)^3 where nothing was chosen."""
        return definition_from(self.focus.state.settings.get("definition"))

    @property
    def dataset(self) -> str:
        """Name of the label format the project is meant for; empty: none was chosen."""
        return str(self.focus.state.settings.get("dataset", ""))

    def set_conventions(self, *, definition: Definition, dataset: str) -> None:
        """Choose definition and label format of the project as one edit.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        wanted = {"definition": definition.form(), "dataset": dataset}
        changed = {name: value for name, value in wanted.items() if self.focus.state.settings.get(name) != value}
        if definition == self.definition and "definition" not in self.focus.state.settings:
            changed.pop("definition", None)
        if not dataset and "dataset" not in self.focus.state.settings:
            changed.pop("dataset", None)
        if changed:
            self.history.make(self._step("set " + " and ".join(changed), settings=changed))

    def set_artefacts(self, spans: Iterable[tuple[int, int]]) -> None:
        """Mark these spans (first, last frame index, inclusive) of the current video as artefacts.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        merged: list[list[int]] = []
        for first, last in sorted(spans):
            if merged and first <= merged[-1][1] + 1:
                merged[-1][1] = max(merged[-1][1], last)
            else:
                merged.append([first, last])
        if merged != [list(one) for one in self.view.artefacts]:
            self.history.make(
                self._step("mark artefacts", settings={f"artefacts/{self.focus.video_id}": merged or None})
            )

    # An emotion chosen before the verdict.

    def emotion_draft(self, proposal_id: str) -> tuple[bool, str | None]:
        """Whether an emotion was chosen for an undecided proposal, and which (None: no emotion inferred)."""
        stored = self.focus.state.settings.get(self._draft_key(proposal_id))
        return (True, stored.get("emotion")) if isinstance(stored, Mapping) else (False, None)

    def set_emotion_draft(self, proposal_id: str, label: str | None) -> None:
        """Keep the emotion chosen for a proposal until its verdict.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        if self.emotion_draft(proposal_id) != (True, label):
            self.history.make(self._step("choose emotion", settings={self._draft_key(proposal_id): {"emotion": label}}))

    def _draft_key(self, proposal_id: str) -> str:
        return f"emotion/{self.focus.video_id}/{self.focus.layer_id}/{proposal_id}"

    def _without_draft(self, proposal_id: str) -> dict[str, Any]:
        key = self._draft_key(proposal_id)
        return {key: None} if key in self.focus.state.settings else {}

    # What was looked at.

    @property
    def looked(self) -> Spans:
        """Spans of the current video the annotator in use looked at, as stored last."""
        return spans_from(self.focus.state.settings.get(self._looked_key(), ()))

    def note_looked(self, spans: Sequence[tuple[int, int]]) -> None:
        """Keep what was looked at of the current video; it is stored with the next flush."""
        if self.video is not None and tuple(spans) != self.looked:
            self._unsaved_looked[self._looked_key()] = [list(one) for one in spans]

    def _store_looked(self) -> None:
        """Store what was looked at. It is no decision: where it cannot be stored it is left."""
        self.looking.emit()
        unsaved, self._unsaved_looked = self._unsaved_looked, {}
        if unsaved and not self.ledger.read_only:
            before = {key: self.focus.state.settings.get(key) for key in unsaved}
            self.ledger.commit("look", "project", {"settings": before}, {"settings": unsaved})
            self.focus.state.settings |= unsaved

    def _looked_key(self) -> str:
        return f"looked/{self.focus.video_id}/{self.focus.layer_id}"

    # Nothing else here.

    @property
    def completion(self) -> Completion | None:
        """The annotator's statement that nothing else is in the current video; None: it was not made."""
        stored: Any = self.focus.state.settings.get(self._complete_key())
        try:
            return Completion(
                at=str(stored["at"]),
                annotator=str(stored["annotator"]),
                looked=float(stored["looked"]),
                not_looked=spans_from(stored["not_looked"]),
                not_analysed=spans_from(stored["not_analysed"]),
                open=int(stored["open"]),
                annotations=int(stored["annotations"]),
                digest=str(stored["digest"]),
            )
        except MALFORMED:
            return None

    @property
    def changed_since_completion(self) -> bool:
        """Whether anything was said about the current video after it was stated to be complete."""
        completion = self.completion
        return completion is not None and completion.digest != self._digest()

    def complete(self, *, looked: float, not_looked: Spans, not_analysed: Spans) -> None:
        """State that nothing else is in the current video; what was looked at is stored with it.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        answers = [self.view.verdict(one.id) for one in self.view.proposals]
        self._store_looked()
        stated = {
            "at": utc_now(),
            "annotator": self.layer.name,
            "looked": round(looked, 4),
            "not_looked": [list(one) for one in not_looked],
            "not_analysed": [list(one) for one in not_analysed],
            "open": sum(one in (Verdict.PENDING, Verdict.UNSURE) for one in answers),
            "annotations": len(self.view.annotations),
            "digest": self._digest(),
        }
        self.history.make(self._step("finalise", settings={self._complete_key(): stated}))

    def reopen(self) -> None:
        """Take the statement back.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        if self.completion is not None:
            self.history.make(self._step("reopen", settings={self._complete_key(): None}))

    def _complete_key(self) -> str:
        return f"complete/{self.focus.video_id}/{self.focus.layer_id}"

    def _digest(self) -> str:
        forms = book_forms(self._scope, self._book.annotations, self._book.verdicts)
        return book_digest(forms["annotations"], forms["verdicts"])
