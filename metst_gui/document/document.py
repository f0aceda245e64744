"""The document: the only place annotations and verdicts change, always through one undoable, durable command."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from typing_extensions import override

from engine.messages import Said
from engine.origins import BOUNDS
from engine.types import AnalysisRun, Origin, OriginKind, Proposal
from metst_gui.document import regroup
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord
from metst_gui.document.changes import Changes
from metst_gui.document.ledger import utc_now
from metst_gui.document.project import Decision
from metst_gui.document.statements import StatedDocument

T = TypeVar("T")


class AnnotationDocument(StatedDocument):
    """Edits of annotations and verdicts; every one is in the project file before anything is seen of it.

    An edit that cannot be stored raises `EditRefusedError` (a `ValueError`) and changes nothing.
    """

    # Edits: one undo command each.

    def add(self, annotation: Annotation) -> None:
        """Add an annotation of the annotator's own: what it says of unknown origin is stated by them, now.

        Raises:
            ValueError: it lies outside the video, or its id is taken.
        """
        if annotation.id in self._book.annotations:
            raise ValueError(Said("This annotation exists already."))
        self.history.make(
            self._step("add annotation", annotations={annotation.id: self._checked(annotation.stated(self._by()))})
        )

    def import_annotations(self, annotations: Iterable[Annotation], *, source: Mapping[str, str] | None = None) -> int:
        """Add several annotations as one edit; those equal to an existing one in frames and emotion are left out.

        A label file may name proposals of another project: none of this project's is decided by it, and deciding one
        never takes an imported annotation along.

        Args:
            annotations: what to add.
            source: what the journal tells of the file they come from.

        Returns:
            number of those added.

        Raises:
            ValueError: one lies outside the video; nothing changes.
        """
        known = {(one.onset, one.apex, one.offset, one.emotion) for one in self._book.annotations.values()}
        new = [one for one in annotations if (one.onset, one.apex, one.offset, one.emotion) not in known]
        if new:
            added = {one.id: self._checked(one.detached()) for one in new}
            self.history.make(self._step("import annotations", annotations=added, told={"import": dict(source or {})}))
        return len(new)

    def change(self, id_: str, *, drag: object = None, stated: Collection[str] | None = None, **fields: Any) -> None:
        """Change fields of an annotation; edits with the same drag token become one undo step.

        Args:
            id_: id of the annotation.
            drag: what the change is part of.
            stated: those of the fields that the annotator stated; None: all.
            **fields: what is changed.

        Raises:
            ValueError: the result would be no valid interval, or there is no such annotation; nothing changes.
        """
        before = self._existing(id_)
        after = self._checked(before.edited(self._by(), stated=stated, **fields))
        if drag is not None:
            after = self._dragged(drag, before, after)
        if after != before:
            step = self._step("change " + ", ".join(fields), annotations={id_: after})
            if drag is None:
                self.history.make(step)
            else:
                self.drag.make(step, drag)

    def delete(self, id_: str) -> None:
        """Delete an annotation; the proposal it came from becomes undecided again.

        Raises:
            ValueError: there is no such annotation.
        """
        annotation = self._existing(id_)
        origin = annotation.proposal_id
        verdicts: dict[str, VerdictRecord | None] = {origin: None} if origin in self._book.verdicts and origin else {}
        self.history.make(self._step("delete annotation", annotations={id_: None}, verdicts=verdicts))

    def accept(
        self,
        proposal: Proposal,
        *,
        emotion: str | None = None,
        chosen: bool = False,
        bounds: tuple[int, int | None, int] | None = None,
    ) -> None:
        """Accept a proposal: verdict and annotation in one edit. One already accepted only gets the emotion.

        Args:
            proposal: what is accepted.
            emotion: the reviewer's label.
            chosen: whether the reviewer chose `emotion` (None is a choice too); else the model's class is taken.
            bounds: the reviewer's onset, apex and offset; None: the proposal's, as default bounds.
        """
        existing = self.view.annotation_of(proposal.id)
        if existing is not None and self.view.verdict(proposal.id) is Verdict.ACCEPTED:
            if chosen:
                self.change(existing.id, emotion=emotion)
            return
        by, run = self._by(), self.view.run
        model = proposal.decoder if run is None else Path(run.model).name
        annotation = Annotation.of_proposal(proposal, model=model, bounds=bounds).stated(by)
        annotation = replace(annotation, annotator=self.layer.name)
        if chosen:
            annotation = annotation.edited(by, emotion=emotion)
        self.history.make(
            self._step(
                "accept",
                annotations={annotation.id: self._checked(annotation)},
                verdicts={proposal.id: self._record(proposal, Verdict.ACCEPTED)},
                settings=self._without_draft(proposal.id),
            )
        )

    def reject(self, proposal: Proposal, reason: str = "", *, suggested: bool = False) -> None:
        """Reject a proposal; an annotation made from it goes with the same edit.

        Args:
            proposal: what is rejected.
            reason: why.
            suggested: whether the reason was filled in and the reviewer only let it stand; the journal tells it.
        """
        told = {"suggested_reason": reason} if suggested else None
        self._decide("reject", proposal, Verdict.REJECTED, reason, told)

    def reject_all(self, proposals: Iterable[Proposal], reason: str = "") -> None:
        """Reject several proposals: a journal row each, one undo step; those decided already stay as they are.

        Raises:
            EditRefusedError: one could not be stored; those before it are rejected.
        """
        pending = {one.id: one for one in proposals if one.id not in self._book.verdicts}
        rows = ({id_: self._record(one, Verdict.REJECTED, reason)} for id_, one in pending.items())
        self.history.make_each((self._step("reject", verdicts=row) for row in rows), "reject {n} proposals")

    def unsure(self, proposal: Proposal) -> None:
        """Put a proposal off for later; an annotation made from it goes with the same edit."""
        self._decide("mark as unsure", proposal, Verdict.UNSURE)

    def clear_verdict(self, proposal: Proposal) -> None:
        """Make a proposal undecided again; an annotation made from it goes with the same edit."""
        if proposal.id in self._book.verdicts:
            self.history.make(
                self._step("take back verdict", annotations=self._without(proposal.id), verdicts={proposal.id: None})
            )

    def split(self, id_: str, frame: int) -> str:
        """Cut an annotation in two before a frame.

        Returns:
            id of the second part.

        Raises:
            ValueError: the frame lies not inside, or there is no such annotation; nothing changes.
        """
        first, second = regroup.split(self._existing(id_), frame, self._by())
        self.history.make(self._step("split", annotations={first.id: first, second.id: second}))
        return second.id

    def merge(self, id_: str, other: str) -> None:
        """Make two annotations one; a proposal the second came from stays accepted.

        Raises:
            ValueError: one of them is not there; nothing changes.
        """
        merged = regroup.merge(self._existing(id_), self._existing(other))
        self.history.make(self._step("merge", annotations={id_: merged, other: None}))

    def decide(self, decision: Decision) -> None:
        """Add an adjudication, or change the one with its id; the annotations it is about stay as they are."""
        self.history.make(self._step("adjudicate", decisions={decision.id: decision}))

    def undecide(self, id_: str) -> None:
        """Take an adjudication back."""
        if id_ in self.focus.state.decisions:
            self.history.make(self._step("take back adjudication", decisions={id_: None}))

    # Not undoable.

    @override
    def show_video(self, id_: str) -> None:
        self.drag.finish()
        super().show_video(id_)

    @override
    def use_annotator(self, id_: str) -> None:
        self.drag.finish()
        self._store_looked()
        super().use_annotator(id_)

    def set_run(self, run: AnalysisRun) -> None:
        """Make a run current; decided proposals keep their verdicts, matched by id, then by overlap.

        One that cannot be stored is shown all the same and stored with the next edit.
        """
        self.runs.make_current(run)
        self._on_changed(Changes(run=True))
        self.set_proposals(run.proposals)

    def set_proposals(
        self,
        proposals: tuple[Proposal, ...],
        *,
        near: tuple[Proposal, ...] = (),
        decoder: Mapping[str, Any] | None = None,
    ) -> None:
        """Replace the undecided proposals; what was decided stays as it was decided (ADR 0014).

        Args:
            proposals: what the decoder found; one in the place of an undecided proposal shown before keeps its id.
            near: what it would find a little below the threshold.
            decoder: options to be stored; None: they stay.

        Raises:
            EditRefusedError: the decoder options could not be stored; nothing changes.
        """
        video = self.video
        if decoder is not None and video is not None and dict(decoder) != video.decoder and not self.ledger.read_only:
            self._put_video("set decoder", replace(video, decoder=dict(decoder)))
        self.view.decode(proposals, near)
        self._on_changed(Changes(proposals=True))

    # A drag is one edit.

    @property
    def dirty(self) -> bool:
        """True while a drag, or a run that could not be stored, is not in the file."""
        return self.runs.waiting or self.drag.waiting

    def flush(self) -> None:
        """Store what is not stored yet.

        Raises:
            EditRefusedError: it could not be stored.
        """
        self.drag.finish()
        self.runs.store()
        self._store_looked()

    def _existing(self, id_: str) -> Annotation:
        if id_ not in self._book.annotations:
            raise ValueError(Said("This annotation was deleted: undo to bring it back."))
        return self._book.annotations[id_]

    def _dragged(self, token: object, before: Annotation, after: Annotation) -> Annotation:
        """`after`, with each bound's origin as before the drag where it stands as it did then."""
        start = self.drag.start_of(token, before)
        origins = after.origins
        for name in BOUNDS:
            if getattr(start, name) == getattr(after, name):
                origins = origins.put((name,), start.origins.of(name))
        return replace(after, origins=origins)

    def _decide(self, text: str, proposal: Proposal, verdict: Verdict, reason: str = "", told: Any = None) -> None:
        known = self._book.verdicts.get(proposal.id)
        if known is None or (known.verdict, known.reason) != (verdict, reason):
            record = self._record(proposal, verdict, reason)
            self.history.make(
                self._step(text, annotations=self._without(proposal.id), verdicts={proposal.id: record}, told=told)
            )

    def _without(self, proposal_id: str) -> dict[str, Annotation | None]:
        annotation = self.view.annotation_of(proposal_id)
        return {} if annotation is None else {annotation.id: None}

    def _by(self) -> Origin:
        """Origin of what the annotator in use states now."""
        return Origin(OriginKind.HUMAN, self.layer.name, utc_now(), self.view.hides)

    def _record(self, proposal: Proposal, verdict: Verdict, reason: str = "") -> VerdictRecord:
        return VerdictRecord(verdict, proposal, reason, self.layer.name, utc_now())

    def _checked(self, annotation: Annotation) -> Annotation:
        if self.n_frames is not None and annotation.offset >= self.n_frames:
            raise ValueError(Said("The offset lies behind the last frame ({n_frames}).", n_frames=self.n_frames - 1))
        return annotation
