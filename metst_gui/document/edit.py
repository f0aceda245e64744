"""A change of the document as a value: what it touches, before or after it. Qt-free."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from metst_gui.document.annotation import Annotation, VerdictRecord
from metst_gui.document.changes import NO_FRAME, Place
from metst_gui.document.file.forms import decision_to, statement_forms, topic_key
from metst_gui.document.project import Decision
from metst_gui.document.state import ProjectState, Scope, book_forms
from metst_gui.document.statement import Artefacts, EmotionChoice, OwnMark, RightLabel, Topic


@dataclass(frozen=True, slots=True)
class Edit:
    """For each touched id the value after the change, or before it; None: absent.

    Attributes:
        scope: video and layer it belongs to.
        annotations: annotation id -> annotation.
        verdicts: proposal id -> verdict record (absent: pending).
        decisions: decision id -> decision.
        statements: topic -> what is stated on it.
        decoders: video id -> decoder options chosen since its run (None: the run's own).
    """

    scope: Scope
    annotations: Mapping[str, Annotation | None] = field(default_factory=dict)
    verdicts: Mapping[str, VerdictRecord | None] = field(default_factory=dict)
    decisions: Mapping[str, Decision | None] = field(default_factory=dict)
    statements: Mapping[Topic, Any] = field(default_factory=dict)
    decoders: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)

    def before(self, state: ProjectState) -> "Edit":
        """What is there now of everything it touches."""
        book = state.book(self.scope)
        return Edit(
            self.scope,
            {key: book.annotations.get(key) for key in self.annotations},
            {key: book.verdicts.get(key) for key in self.verdicts},
            {key: state.decisions.get(key) for key in self.decisions},
            {key: state.statements.get(key) for key in self.statements},
            {key: state.videos[key].decoder for key in self.decoders},
        )

    def place(self) -> Place | None:
        """Where the change is to be seen; None where everything it touched is absent after it."""
        for id_, record in self.verdicts.items():
            if record is not None:
                return record.proposal.apex, "proposal", id_
        for id_, annotation in self.annotations.items():
            if annotation is not None:
                return annotation.onset if annotation.apex is None else annotation.apex, "annotation", id_
        for topic, value in self.statements.items():
            if isinstance(topic, Artefacts) and value:
                return int(value[-1][0]), "", ""
            if isinstance(topic, OwnMark) and value is not None:
                return int(value.first), "", ""
            if isinstance(topic, EmotionChoice) and value is not None:
                return NO_FRAME, "proposal", topic.proposal
            if isinstance(topic, RightLabel) and topic.layer == self.scope[1]:
                return NO_FRAME, "annotation", topic.annotation
        return None

    def object(self) -> str:
        """What the journal names it by."""
        for id_ in self.verdicts:
            return f"verdicts/{'/'.join(self.scope)}/{id_}"
        for kind, touched in (("annotations", self.annotations), ("decisions", self.decisions)):
            for id_ in touched:
                return f"{kind}/{id_}"
        for topic in self.statements:
            return f"settings/{topic_key(topic)}"
        for id_ in self.decoders:
            return f"videos/{id_}"
        return "project"

    def forms(self) -> dict[str, Any]:
        """Forms for the journal, but for those of videos; kinds it does not touch are left out."""
        forms: dict[str, Any] = book_forms(self.scope, self.annotations, self.verdicts)
        forms["decisions"] = {id_: one and decision_to(one) for id_, one in self.decisions.items()}
        forms["settings"] = statement_forms(self.statements)
        return {kind: rows for kind, rows in forms.items() if rows}


@dataclass(frozen=True, slots=True)
class Step:
    """An edit that is to be made.

    Attributes:
        text: what the journal and the undo history call it.
        after: what it touches, as it is from then on.
        told: what else the journal says of it.
    """

    text: str
    after: Edit
    told: Mapping[str, Any] = field(default_factory=dict)


def together(scope: Scope, edits: Iterable[Edit]) -> Edit:
    """Edits of one scope as one; of what several touch, the last counts."""
    annotations: dict[str, Annotation | None] = {}
    verdicts: dict[str, VerdictRecord | None] = {}
    decisions: dict[str, Decision | None] = {}
    statements: dict[Topic, Any] = {}
    decoders: dict[str, Mapping[str, Any] | None] = {}
    for one in edits:
        annotations |= one.annotations
        verdicts |= one.verdicts
        decisions |= one.decisions
        statements |= one.statements
        decoders |= one.decoders
    return Edit(scope, annotations, verdicts, decisions, statements, decoders)
