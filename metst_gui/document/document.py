"""The document: the only place annotations and verdicts change, always through one undoable command."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from engine.types import AnalysisRun, Proposal
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord
from metst_gui.document.commands import ChangeDocument, Edit, Place
from metst_gui.document.project import Project, VideoRef
from metst_gui.document.same import without_decided

T = TypeVar("T")


class AnnotationDocument(QObject):
    """Annotations, verdicts and the latest analysis run of one video.

    Attributes:
        undo_stack: every edit of annotations and verdicts; runs and identity are not undoable.

    Signals:
        annotations_changed: annotations were added, changed or removed.
        verdicts_changed: verdicts were given or taken back.
        proposals_changed: other proposals are decoded (a verdict may hide or show some as well).
        run_changed: another analysis run is current.
        revealed: undo or redo changed something there. args: frame index, kind (proposal or annotation) and id.
        edited: anything a file should hold changed.
    """

    annotations_changed = Signal()
    verdicts_changed = Signal()
    proposals_changed = Signal()
    run_changed = Signal()
    revealed = Signal(int, str, str)
    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self._project = Project()
        self._annotations: dict[str, Annotation] = {}
        self._verdicts: dict[str, VerdictRecord] = {}
        self._decoded: tuple[Proposal, ...] = ()
        self._shown: dict[str, Proposal] | None = None
        self._drag: tuple[object, Annotation] | None = None

    @property
    def project(self) -> Project:
        """Snapshot for the codec and for exports."""
        return replace(self._project, annotations=self.annotations, verdicts=dict(self._verdicts))

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """Annotations in order of onset."""
        return tuple(sorted(self._annotations.values(), key=lambda one: (one.onset, one.offset, one.id)))

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """In order of apex: the decided ones as they were decided, and the decoded ones that are none of them."""
        return tuple(self._by_id().values())

    @property
    def run(self) -> AnalysisRun | None:
        """Latest analysis run."""
        return self._project.run

    @property
    def n_frames(self) -> int | None:
        """Frames of the video; None before one was opened."""
        return self._project.video.n_frames if self._project.video is not None else None

    def annotation(self, id_: str) -> Annotation | None:
        """Annotation by id."""
        return self._annotations.get(id_)

    def proposal(self, id_: str) -> Proposal | None:
        """Proposal by id."""
        return self._by_id().get(id_)

    def verdict(self, proposal_id: str) -> Verdict:
        """Verdict on a proposal."""
        record = self._verdicts.get(proposal_id)
        return Verdict.PENDING if record is None else record.verdict

    def annotation_of(self, proposal_id: str) -> Annotation | None:
        """The annotation an accepted proposal became."""
        return next((one for one in self._annotations.values() if one.proposal_id == proposal_id), None)

    # Edits: one undo command each.

    def add(self, annotation: Annotation) -> None:
        """Add an annotation.

        Raises:
            ValueError: it lies outside the video, or its id is taken.
        """
        if annotation.id in self._annotations:
            raise ValueError("This annotation exists already.")
        self._push("add annotation", annotations={annotation.id: self._checked(annotation)})

    def import_annotations(self, annotations: Iterable[Annotation]) -> int:
        """Add several annotations as one edit; those equal to an existing one in frames and emotion are left out.

        A label file may name proposals of another project: none of this project's is decided by it, and deciding one
        never takes an imported annotation along.

        Raises:
            ValueError: one lies outside the video; nothing changes.
        """
        known = {(one.onset, one.apex, one.offset, one.emotion) for one in self._annotations.values()}
        new = [one for one in annotations if (one.onset, one.apex, one.offset, one.emotion) not in known]
        if new:
            self._push("import annotations", annotations={one.id: self._checked(one.detached()) for one in new})
        return len(new)

    def change(self, id_: str, *, drag: object = None, **fields: Any) -> None:
        """Change fields of an annotation; edits with the same drag token become one undo step.

        Raises:
            ValueError: the result would be no valid interval, or there is no such annotation; nothing changes.
        """
        before = self._existing(id_)
        after = self._checked(before.edited(**fields))
        if drag is not None:
            after = self._dragged(drag, before, after)
        if after != before:
            self._push("change " + ", ".join(fields), annotations={id_: after}, drag=drag)

    def delete(self, id_: str) -> None:
        """Delete an annotation; the proposal it came from becomes undecided again.

        Raises:
            ValueError: there is no such annotation.
        """
        annotation = self._existing(id_)
        origin = annotation.proposal_id
        verdicts: dict[str, VerdictRecord | None] = {origin: None} if origin in self._verdicts and origin else {}
        self._push("delete annotation", annotations={id_: None}, verdicts=verdicts)

    def accept(self, proposal: Proposal, *, emotion: str | None = None, chosen: bool = False) -> None:
        """Accept a proposal: verdict and annotation in one edit. One already accepted only gets the emotion.

        Args:
            proposal: what is accepted.
            emotion: the reviewer's label.
            chosen: whether the reviewer chose `emotion` (None is a choice too); else the model's class is taken.
        """
        existing = self.annotation_of(proposal.id)
        label = emotion if chosen else str(proposal.emotion) if proposal.emotion else None
        if existing is not None and self.verdict(proposal.id) is Verdict.ACCEPTED:
            if chosen:
                self.change(existing.id, emotion=emotion)
            return
        annotation = Annotation(
            onset=proposal.onset,
            apex=proposal.apex,
            offset=proposal.offset,
            emotion=label,
            origin=f"proposal:{proposal.id}",
            default_bounds=True,
            annotator=self._project.annotator,
        )
        self._push(
            "accept",
            annotations={annotation.id: self._checked(annotation)},
            verdicts={proposal.id: self._record(proposal, Verdict.ACCEPTED)},
        )

    def reject(self, proposal: Proposal, reason: str = "") -> None:
        """Reject a proposal; an annotation made from it goes with the same edit."""
        self._decide("reject", proposal, Verdict.REJECTED, reason)

    def unsure(self, proposal: Proposal) -> None:
        """Put a proposal off for later; an annotation made from it goes with the same edit."""
        self._decide("mark as unsure", proposal, Verdict.UNSURE)

    def clear_verdict(self, proposal: Proposal) -> None:
        """Make a proposal undecided again; an annotation made from it goes with the same edit."""
        if proposal.id in self._verdicts:
            self._push("take back verdict", annotations=self._without(proposal.id), verdicts={proposal.id: None})

    # Not undoable.

    def load(self, project: Project) -> None:
        """Replace everything by a project that was read from a file; the undo history starts anew."""
        self.undo_stack.clear()
        self._project = project
        self._annotations = {one.id: one for one in project.annotations}
        self._verdicts = dict(project.verdicts)
        self._decoded = project.run.proposals if project.run is not None else ()
        self._shown = self._drag = None
        for signal in (self.annotations_changed, self.verdicts_changed, self.proposals_changed, self.run_changed):
            signal.emit()

    def set_video(self, video: VideoRef) -> None:
        """Note where the video lies now."""
        if video != self._project.video:
            self._project = replace(self._project, video=video)
            self.edited.emit()

    def set_identity(
        self, *, subject: str | None = None, video_name: str | None = None, annotator: str | None = None
    ) -> None:
        """Set names used in exports and provenance; None leaves one as it is."""
        given = {"subject": subject, "video_name": video_name, "annotator": annotator}
        changed = {key: value for key, value in given.items() if value is not None}
        if any(getattr(self._project, key) != value for key, value in changed.items()):
            self._project = replace(self._project, **changed)  # type: ignore[arg-type]
            self.edited.emit()

    def set_run(self, run: AnalysisRun) -> None:
        """Make a run current; decided proposals keep their verdicts, matched by id, then by overlap."""
        self._project = replace(self._project, run=run, decoder=None)
        self.run_changed.emit()
        self.set_proposals(run.proposals)
        self.edited.emit()

    def set_proposals(self, proposals: tuple[Proposal, ...], *, decoder: Mapping[str, Any] | None = None) -> None:
        """Replace the undecided proposals; what was decided stays as it was decided (design D9)."""
        self._decoded = proposals
        self._shown = None
        if decoder is not None:
            self._project = replace(self._project, decoder=dict(decoder))
            self.edited.emit()
        self.proposals_changed.emit()

    def _by_id(self) -> dict[str, Proposal]:
        """Shown proposals by id, in order of apex; kept until the decoded or the decided ones change.

        Hidden is not forgotten: when a verdict is taken back, the decoded proposal in its place is there again.
        """
        if self._shown is None:
            decided = {key: record.proposal for key, record in self._verdicts.items()}
            found = {one.id: one for one in without_decided(self._decoded, decided.values())} | decided
            self._shown = {one.id: one for one in sorted(found.values(), key=lambda one: (one.apex, one.id))}
        return self._shown

    def _existing(self, id_: str) -> Annotation:
        if id_ not in self._annotations:
            raise ValueError("This annotation was deleted: undo to bring it back.")
        return self._annotations[id_]

    def _dragged(self, drag: object, before: Annotation, after: Annotation) -> Annotation:
        """`after`, with its bounds as untouched as before the drag where the drag came back to its beginning."""
        if self._drag is None or self._drag[0] is not drag or self._drag[1].id != before.id:
            self._drag = (drag, before)
        start = self._drag[1]
        unmoved = (start.onset, start.apex, start.offset) == (after.onset, after.apex, after.offset)
        return replace(after, default_bounds=start.default_bounds) if unmoved else after

    def _decide(self, text: str, proposal: Proposal, verdict: Verdict, reason: str = "") -> None:
        known = self._verdicts.get(proposal.id)
        if known is None or (known.verdict, known.reason) != (verdict, reason):
            record = self._record(proposal, verdict, reason)
            self._push(text, annotations=self._without(proposal.id), verdicts={proposal.id: record})

    def _without(self, proposal_id: str) -> dict[str, Annotation | None]:
        annotation = self.annotation_of(proposal_id)
        return {} if annotation is None else {annotation.id: None}

    def _record(self, proposal: Proposal, verdict: Verdict, reason: str = "") -> VerdictRecord:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        return VerdictRecord(verdict, proposal, reason, self._project.annotator, at)

    def _checked(self, annotation: Annotation) -> Annotation:
        if self.n_frames is not None and annotation.offset >= self.n_frames:
            raise ValueError(f"The offset lies behind the last frame ({self.n_frames - 1}).")
        return annotation

    def _push(
        self,
        text: str,
        *,
        annotations: Mapping[str, Annotation | None],
        verdicts: Mapping[str, VerdictRecord | None] | None = None,
        drag: object = None,
    ) -> None:
        after = Edit(annotations, verdicts or {})
        before = Edit(
            {key: self._annotations.get(key) for key in after.annotations},
            {key: self._verdicts.get(key) for key in after.verdicts},
        )
        self.undo_stack.push(ChangeDocument(self._apply, text, before, after, drag))

    def _apply(self, edit: Edit, place: Place | None) -> None:
        """The one mutator; called by commands only. `place` is given where the change is to be shown."""
        _update(self._annotations, edit.annotations)
        _update(self._verdicts, edit.verdicts)
        self._shown = None if edit.verdicts else self._shown
        if edit.annotations:
            self.annotations_changed.emit()
        if edit.verdicts:
            self.verdicts_changed.emit()
        self.edited.emit()
        if place is not None:
            self.revealed.emit(*place)


def _update(target: dict[str, T], changes: Mapping[str, T | None]) -> None:
    for key, value in changes.items():
        if value is None:
            target.pop(key, None)
        else:
            target[key] = value
