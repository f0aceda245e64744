"""Every edit an annotator can make, as pure functions: what there is and what the user chose in, a step out. Qt-free.

A function that may find nothing to do returns None then. None of them changes anything.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.definitions import CASME3, Definition
from engine.messages import Said
from engine.origins import BOUNDS
from engine.types import Bounds, Origin, Proposal
from metst_gui.document import regroup
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord
from metst_gui.document.edit import Edit, Step
from metst_gui.document.project import Decision
from metst_gui.document.state import Book, ProjectState, Scope, said_digest
from metst_gui.document.statement import (
    DATASET,
    DEFINITION,
    Artefacts,
    ChosenEmotion,
    Completion,
    EmotionChoice,
    Finalised,
    RightLabel,
    Spans,
    Topic,
)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who edits, what and when.

    Attributes:
        state: the project.
        scope: video and layer that are edited.
        by: origin of what the annotator states now: who, when, and whether the model's marks are hidden.
        n_frames: frames of the video; None before one was opened.
    """

    state: ProjectState
    scope: Scope
    by: Origin
    n_frames: int | None

    @property
    def book(self) -> Book:
        """What the annotator said of the video so far."""
        return self.state.book(self.scope)


# Annotations.


def add(hand: Hand, annotation: Annotation) -> Step:
    """Add an annotation of the annotator's own: what it says of unknown origin is stated by them, now.

    Raises:
        ValueError: it lies outside the video, or its id is taken.
    """
    if annotation.id in hand.book.annotations:
        raise ValueError(Said("This annotation exists already."))
    return _step(hand, "add annotation", {annotation.id: _checked(hand, annotation.stated(hand.by))})


def import_annotations(hand: Hand, annotations: Iterable[Annotation], source: Mapping[str, str]) -> Step | None:
    """Add several annotations; those equal to an existing one in frames and emotion are left out.

    A label file may name proposals of another project: none of this project's is decided by it, and deciding one
    never takes an imported annotation along.

    Args:
        hand: who adds them.
        annotations: what to add.
        source: what the journal tells of the file they come from.

    Raises:
        ValueError: one lies outside the video.
    """
    known = {(one.onset, one.apex, one.offset, one.emotion) for one in hand.book.annotations.values()}
    new = [one for one in annotations if (one.onset, one.apex, one.offset, one.emotion) not in known]
    if not new:
        return None
    added = {one.id: _checked(hand, one.detached()) for one in new}
    return Step("import annotations", Edit(hand.scope, added), {"import": dict(source)})


def change(
    hand: Hand, id_: str, fields: Mapping[str, Any], *, stated: Collection[str] | None, start: Annotation | None = None
) -> Step | None:
    """Change fields of an annotation.

    Args:
        hand: who changes them.
        id_: id of the annotation.
        fields: name -> new value.
        stated: those of the fields that the annotator stated; None: all.
        start: the annotation before the drag this is a part of: a bound that stands where it stood then keeps its
            origin of then.

    Raises:
        ValueError: the result would be no valid interval, or there is no such annotation.
    """
    before = existing(hand, id_)
    after = _checked(hand, before.edited(hand.by, stated=stated, **fields))
    if start is not None:
        origins = after.origins
        for name in BOUNDS:
            if getattr(start, name) == getattr(after, name):
                origins = origins.put((name,), start.origins.of(name))
        after = replace(after, origins=origins)
    return None if after == before else _step(hand, "change " + ", ".join(fields), {id_: after})


def delete(hand: Hand, id_: str) -> Step:
    """Delete an annotation; the proposal it came from becomes undecided again.

    Raises:
        ValueError: there is no such annotation.
    """
    origin = existing(hand, id_).proposal_id
    undecided = {origin: None} if origin and origin in hand.book.verdicts else {}
    return _step(hand, "delete annotation", {id_: None}, undecided)


def split(hand: Hand, id_: str, frame: int) -> tuple[Step, str]:
    """Cut an annotation in two before a frame.

    Returns:
        the step, and the id of the second part.

    Raises:
        ValueError: the frame lies not inside, or there is no such annotation.
    """
    first, second = regroup.split(existing(hand, id_), frame, hand.by)
    return _step(hand, "split", {first.id: first, second.id: second}), second.id


def merge(hand: Hand, id_: str, other: str) -> Step:
    """Make two annotations one; a proposal the second came from stays accepted.

    Raises:
        ValueError: one of them is not there.
    """
    merged = regroup.merge(existing(hand, id_), existing(hand, other))
    return _step(hand, "merge", {id_: merged, other: None})


# Verdicts.


def accept(
    hand: Hand,
    proposal: Proposal,
    *,
    model: str,
    emotion: str | None,
    chosen: bool,
    bounds: Bounds | None,
    stated: Collection[str] = (),
) -> Step | None:
    """Accept a proposal: verdict and annotation. One already accepted only gets the emotion.

    Args:
        hand: who accepts it.
        proposal: what is accepted.
        model: what found it.
        emotion: the reviewer's label.
        chosen: whether the reviewer chose `emotion` (None is a choice too); else the model's class is taken.
        bounds: the reviewer's onset, apex and offset; None: the proposal's, as default bounds.
        stated: names of bounds that the reviewer stated, whether they moved or not.

    Raises:
        ValueError: it lies outside the video.
    """
    known = hand.book.annotation_of(proposal.id)
    if known is not None and hand.book.verdict(proposal.id) is Verdict.ACCEPTED:
        return change(hand, known.id, {"emotion": emotion}, stated=None) if chosen else None
    annotation = Annotation.of_proposal(proposal, model=model, bounds=bounds).stated(hand.by)
    annotation = replace(annotation, annotator=hand.by.who, origins=annotation.origins.put(stated, hand.by))
    if chosen:
        annotation = annotation.edited(hand.by, emotion=emotion)
    draft = EmotionChoice(*hand.scope, proposal.id)
    after = Edit(
        hand.scope,
        annotations={annotation.id: _checked(hand, annotation)},
        verdicts={proposal.id: _record(hand, proposal, Verdict.ACCEPTED)},
        statements={draft: None} if draft in hand.state.statements else {},
    )
    return Step("accept", after)


def reject(hand: Hand, proposal: Proposal, reason: str, *, suggested: bool) -> Step | None:
    """Reject a proposal; an annotation made from it goes with it.

    Args:
        hand: who rejects it.
        proposal: what is rejected.
        reason: why.
        suggested: whether the reason was filled in and the reviewer only let it stand; the journal tells it.
    """
    step = _decide(hand, "reject", proposal, Verdict.REJECTED, reason)
    return replace(step, told={"suggested_reason": reason}) if step is not None and suggested else step


def reject_all(hand: Hand, proposals: Iterable[Proposal], reason: str) -> list[Step]:
    """Reject several proposals, a step each; those decided already stay as they are."""
    pending = {one.id: one for one in proposals if one.id not in hand.book.verdicts}
    records = {id_: _record(hand, one, Verdict.REJECTED, reason) for id_, one in pending.items()}
    return [_step(hand, "reject", {}, {id_: record}) for id_, record in records.items()]


def unsure(hand: Hand, proposal: Proposal) -> Step | None:
    """Put a proposal off for later; an annotation made from it goes with it."""
    return _decide(hand, "mark as unsure", proposal, Verdict.UNSURE)


def clear_verdict(hand: Hand, proposal: Proposal) -> Step | None:
    """Make a proposal undecided again; an annotation made from it goes with it."""
    if proposal.id not in hand.book.verdicts:
        return None
    return _step(hand, "take back verdict", _without(hand, proposal.id), {proposal.id: None})


# Adjudications.


def decide(hand: Hand, decision: Decision) -> Step:
    """Add an adjudication, or change the one with its id; the annotations it is about stay as they are."""
    return Step("adjudicate", Edit(hand.scope, decisions={decision.id: decision}))


def undecide(hand: Hand, id_: str) -> Step | None:
    """Take an adjudication back."""
    if id_ not in hand.state.decisions:
        return None
    return Step("take back adjudication", Edit(hand.scope, decisions={id_: None}))


# Statements.


def conventions(hand: Hand, definition: Definition, dataset: str) -> Step | None:
    """Choose definition and label format of the project; what nobody chose and is the default is not stated."""
    stated = hand.state.statements
    changed: dict[Topic, Any] = {}
    if stated.get(DEFINITION, CASME3) != definition:
        changed[DEFINITION] = definition
    if stated.get(DATASET, "") != dataset:
        changed[DATASET] = dataset
    names = " and ".join(one.name for one in (DEFINITION, DATASET) if one in changed)
    return _stated(hand, f"set {names}", changed) if changed else None


def artefacts(hand: Hand, spans: Iterable[tuple[int, int]]) -> Step | None:
    """Mark these spans of the video as artefacts; those that touch become one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    topic = Artefacts(hand.scope[0])
    if tuple(merged) == hand.state.statements.get(topic, ()):
        return None
    return _stated(hand, "mark artefacts", {topic: tuple(merged) or None})


def choose_emotion(hand: Hand, proposal_id: str, label: str | None) -> Step | None:
    """Keep the emotion chosen for a proposal until its verdict."""
    topic, chosen = EmotionChoice(*hand.scope, proposal_id), ChosenEmotion(label)
    return None if hand.state.statements.get(topic) == chosen else _stated(hand, "choose emotion", {topic: chosen})


def emotion_draft(hand: Hand, proposal_id: str) -> ChosenEmotion | None:
    """The emotion that was chosen for a proposal ahead of its verdict; None: none was."""
    found: ChosenEmotion | None = hand.state.statements.get(EmotionChoice(*hand.scope, proposal_id))
    return found


def keep_label(hand: Hand, topic: RightLabel, doubts: Iterable[str]) -> Step | None:
    """State that a label is right, whatever these doubts say.

    Args:
        hand: who states it.
        topic: which label, of any annotator.
        doubts: their names; those taken away before stay so.
    """
    known: tuple[str, ...] = hand.state.statements.get(topic, ())
    names = tuple(sorted({*known, *doubts}))
    return None if names == known else _stated(hand, "keep label", {topic: names})


def complete(hand: Hand, *, looked: float, not_looked: Spans, not_analysed: Spans, n_open: int) -> Step:
    """State that nothing else is in the video.

    Args:
        hand: who states it.
        looked: share of the frames that were looked at, 0..1.
        not_looked: spans that were not.
        not_analysed: spans without a spotting score.
        n_open: number of proposals without a final verdict.
    """
    said = Completion(
        at=hand.by.at,
        annotator=hand.by.who,
        looked=round(looked, 4),
        not_looked=not_looked,
        not_analysed=not_analysed,
        open=n_open,
        annotations=len(hand.book.annotations),
        digest=said_digest(hand.scope, hand.book),
    )
    return _stated(hand, "finalise", {Finalised(*hand.scope): said})


def reopen(hand: Hand) -> Step | None:
    """Take that statement back."""
    topic = Finalised(*hand.scope)
    return _stated(hand, "reopen", {topic: None}) if topic in hand.state.statements else None


def existing(hand: Hand, id_: str) -> Annotation:
    """An annotation of the annotator's on the video.

    Raises:
        ValueError: there is none.
    """
    if id_ not in hand.book.annotations:
        raise ValueError(Said("This annotation was deleted: undo to bring it back."))
    return hand.book.annotations[id_]


def _step(
    hand: Hand,
    text: str,
    annotations: Mapping[str, Annotation | None],
    verdicts: Mapping[str, VerdictRecord | None] | None = None,
) -> Step:
    return Step(text, Edit(hand.scope, annotations, verdicts or {}))


def _stated(hand: Hand, text: str, statements: Mapping[Topic, Any]) -> Step:
    return Step(text, Edit(hand.scope, statements=statements))


def _decide(hand: Hand, text: str, proposal: Proposal, verdict: Verdict, reason: str = "") -> Step | None:
    known = hand.book.verdicts.get(proposal.id)
    if known is not None and (known.verdict, known.reason) == (verdict, reason):
        return None
    record = _record(hand, proposal, verdict, reason)
    return _step(hand, text, _without(hand, proposal.id), {proposal.id: record})


def _without(hand: Hand, proposal_id: str) -> dict[str, Annotation | None]:
    annotation = hand.book.annotation_of(proposal_id)
    return {} if annotation is None else {annotation.id: None}


def _record(hand: Hand, proposal: Proposal, verdict: Verdict, reason: str = "") -> VerdictRecord:
    return VerdictRecord(verdict, proposal, reason, hand.by.who, hand.by.at)


def _checked(hand: Hand, annotation: Annotation) -> Annotation:
    if hand.n_frames is not None and annotation.offset >= hand.n_frames:
        raise ValueError(Said("The offset lies behind the last frame ({n_frames}).", n_frames=hand.n_frames - 1))
    return annotation
