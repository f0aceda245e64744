"""What the document holds and how a change of it becomes durable; the edits themselves are in `document`."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.clock import Clock, steady
from engine.definitions import definition_from
from engine.journal.reader import MALFORMED
from engine.types import AnalysisRun, Proposal
from metst_gui.document.annotation import Annotation, Verdict, VerdictRecord, new_id
from metst_gui.document.changes import Changes
from metst_gui.document.drag import DragSession
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.file.forms import (
    entry_to,
    layer_to,
    proposal_from,
    stored_run_from,
    stored_run_to,
)
from metst_gui.document.file.store import ProjectStore
from metst_gui.document.focus import NO_VIDEO, Focus
from metst_gui.document.history import Edit, History, Step
from metst_gui.document.ledger import Ledger
from metst_gui.document.matching import without_decided
from metst_gui.document.project import FIRST_LAYER, Decision, Layer, Project, Video
from metst_gui.document.state import Book, ProjectState, Scope, layer_of

DAMAGED_CURVES = "The curves of this video are damaged in the project: Ctrl+R analyses it again."


class DocumentBase(QObject):
    """A project as the annotator in use sees one of its videos.

    Signals:
        annotations_changed: annotations were added, changed or removed.
        verdicts_changed: verdicts were given or taken back.
        proposals_changed: other proposals are decoded (a verdict may hide or show some as well).
        run_changed: another analysis run is current.
        layer_changed: another annotator works, or something was revealed.
        videos_changed: a video was added, or its names or place changed.
        stated: something was said of a whole video, or of the project: artefacts, a definition, that it is complete.
        decisions_changed: an adjudication was made or taken back.
        revealed: undo or redo changed something there. args: frame index, kind (proposal or annotation) and id.
        elsewhere: the same in another video. args: id of the video, frame index, kind and id.
        edited: anything a file should hold changed.
    """

    annotations_changed = Signal()
    verdicts_changed = Signal()
    proposals_changed = Signal()
    run_changed = Signal()
    layer_changed = Signal()
    videos_changed = Signal()
    decisions_changed = Signal()
    stated = Signal()
    revealed = Signal(int, str, str)
    elsewhere = Signal(str, int, str, str)
    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # When the frames of the videos that were opened were recorded, by the id of the video.
        self.clocks: dict[str, Clock] = {}
        self.focus = Focus()
        self.ledger = Ledger(self.focus, self)
        self.ledger.before_commit(self._store_run)
        self.history = History(self.focus, self.ledger, self._on_changed, self)
        self.drag = DragSession(self.focus, self.history, self.ledger, self)
        self._loaded_runs: dict[str, AnalysisRun] = {}
        self._bad_runs: set[str] = set()
        self._unsaved_run: tuple[str, AnalysisRun] | None = None
        self._unsaved_looked: dict[str, Any] = {}
        self._decoded: tuple[Proposal, ...] = ()
        self._near: tuple[Proposal, ...] = ()
        self._near_shown: tuple[tuple[Proposal, ...], dict[str, Proposal], tuple[Proposal, ...]] | None = None
        self._shown: dict[str, Proposal] | None = None
        self._second: tuple[str, tuple[Proposal, ...]] | None = None

    # What is there.

    @property
    def project(self) -> Project:
        """Snapshot of the current video for exports, as the annotator in use sees it."""
        video = self.video
        return Project(
            video=None if video is None else video.ref,
            subject="" if video is None else video.subject,
            video_name="" if video is None else video.name,
            annotator=self.layer.name,
            annotations=self.annotations,
            verdicts=dict(self._book.verdicts),
            run=None if self.layer.blind else self._run_of(video),
            decoder=None if video is None or self.layer.blind else video.decoder,
            definition=definition_from(self.focus.state.settings.get("definition")),
            clock=None if video is None else self.clocks.get(video.id),
            extra=self.focus.state.settings.get("extra", {}),
        )

    def clock_of(self, video: Video) -> Clock:
        """When the frames of a video were recorded: as its file tells, else evenly spaced at its mean rate."""
        return self.clocks.get(video.id) or steady(video.ref.fps)

    @property
    def video(self) -> Video | None:
        """The current video; None before one was opened."""
        return self.focus.video

    @property
    def videos(self) -> tuple[Video, ...]:
        """All videos of the project, in the order they were added."""
        return tuple(sorted(self.focus.state.videos.values(), key=lambda one: (one.added, one.id)))

    @property
    def layer(self) -> Layer:
        """The layer of the annotator in use."""
        return self.focus.layer

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All annotators' layers, in the order they were added."""
        return tuple(self.focus.state.layers.values())

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """The own annotations of the current video, in order of onset."""
        return in_order(self._book)

    @property
    def shown_annotations(self) -> tuple[Annotation, ...]:
        """The own annotations as they may be shown: without what the model set while its marks are hidden."""
        found = self.annotations
        return tuple(one.without_model() for one in found) if self.hides else found

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """In order of apex: the decided ones as they were decided, and the decoded ones that are none of them.

        None while the annotator works blind.
        """
        return tuple(self._by_id().values())

    @property
    def hides(self) -> bool:
        """Whether the model's marks are hidden: from one who works blind, or for a blind look."""
        return self.layer.blind or self.focus.veiled

    @property
    def run(self) -> AnalysisRun | None:
        """The analysis run of the current video; None while it is hidden."""
        return None if self.hides else self._run_of(self.video)

    def second_opinion(self) -> tuple[Proposal, ...] | None:
        """What another model than the current run's proposed for the current video; None: no such run is stored."""
        run = self.run
        if run is None:
            return None
        others = [
            form
            for id_, form in self.focus.state.runs.items()
            if (id_ != run.id and form.get("video") == self.focus.video_id)
            and form.get("model_digest") != run.model_digest
        ]
        if not others:
            return None
        id_ = str(others[-1].get("id"))
        if self._second is None or self._second[0] != id_:
            try:
                self._second = id_, tuple(proposal_from(one) for one in others[-1]["proposals"])
            except MALFORMED:
                return None
        return self._second[1]

    @property
    def n_frames(self) -> int | None:
        """Frames of the current video; None before one was opened."""
        return self.video.ref.n_frames if self.video is not None else None

    def annotation(self, id_: str) -> Annotation | None:
        """Annotation by id."""
        return self._book.annotations.get(id_)

    @property
    def near_misses(self) -> tuple[Proposal, ...]:
        """Candidates just below the threshold that are no proposals; one that is decided becomes a proposal."""
        if self.hides:
            return ()
        shown = self._by_id()
        if self._near_shown is None or self._near_shown[0] is not self._near or self._near_shown[1] is not shown:
            self._near_shown = self._near, shown, without_decided(self._near, shown.values())
        return self._near_shown[2]

    def proposal(self, id_: str) -> Proposal | None:
        """Proposal or near miss by id."""
        found = self._by_id().get(id_)
        return found if found is not None else next((one for one in self.near_misses if one.id == id_), None)

    @property
    def artefacts(self) -> tuple[tuple[int, int], ...]:
        """Spans of the current video marked as artefacts: (first, last) frame index, inclusive, in order."""
        if self.layer.blind:
            return ()
        stored = self.focus.state.settings.get(f"artefacts/{self.focus.video_id}", ())
        return tuple((int(first), int(last)) for first, last in stored)

    @property
    def verdicts(self) -> Mapping[str, VerdictRecord]:
        """Verdicts by proposal id; pending ones are absent."""
        return MappingProxyType(self._book.verdicts)

    def verdict(self, proposal_id: str) -> Verdict:
        """Verdict on a proposal."""
        record = self._book.verdicts.get(proposal_id)
        return Verdict.PENDING if record is None else record.verdict

    def annotation_of(self, proposal_id: str) -> Annotation | None:
        """The annotation an accepted proposal became."""
        return next((one for one in self._book.annotations.values() if one.proposal_id == proposal_id), None)

    # Opening.

    def open(self, store: ProjectStore, state: ProjectState) -> ProjectStore | None:
        """Replace everything by an open project; the undo history starts anew.

        Returns:
            the file that was open before, for its owner to close.
        """
        before = self.ledger.store
        self.ledger.use_store(store)
        self._take(state)
        return before

    def load(self, project: Project) -> None:
        """Replace everything by a snapshot that is stored nowhere; the undo history starts anew."""
        self.ledger.store = None
        state = ProjectState(layers={FIRST_LAYER: Layer(FIRST_LAYER, project.annotator)})
        id_ = NO_VIDEO
        if project.video is not None:
            id_ = new_id()
            run = project.run
            state.videos[id_] = Video(
                id_,
                project.video,
                project.subject,
                project.video_name,
                None if run is None else run.id,
                project.decoder,
            )
        state.books[(id_, FIRST_LAYER)] = Book({one.id: one for one in project.annotations}, dict(project.verdicts))
        self._take(state, video=id_)
        if project.run is not None:
            self._loaded_runs[project.run.id] = project.run
            self._decoded = project.run.proposals
        self._announce()

    def show_video(self, id_: str) -> None:
        """Make another video of the project current; the undo history stays."""
        if id_ not in self.focus.state.videos:
            raise ValueError("This video is not in the project.")
        self.focus.video_id = id_
        self.ledger.withhold("")
        self._decoded = self._near = ()
        run = self._run_of(self.video)
        if run is not None:
            self._decoded = run.proposals
        self._announce()

    def _take(self, state: ProjectState, *, video: str | None = None) -> None:
        self.history.clear()
        self.drag.forget()
        self.focus.state = state
        self.ledger.withhold("")
        self.focus.layer_id = layer_of(state)
        self._loaded_runs = {}
        self._bad_runs = set()
        self._unsaved_run = None
        self._unsaved_looked = {}
        first = self.videos[0].id if self.videos else NO_VIDEO
        self.focus.video_id = first if video is None else video
        self._decoded = self._near = ()
        self._shown = None

    def _announce(self) -> None:
        self._shown = None
        for signal in (
            self.annotations_changed,
            self.verdicts_changed,
            self.proposals_changed,
            self.run_changed,
            self.decisions_changed,
        ):
            signal.emit()

    def _on_changed(self, changes: Changes) -> None:
        if changes.verdicts:
            self._shown = None
        for changed, signal in (
            (changes.annotations, self.annotations_changed),
            (changes.verdicts, self.verdicts_changed),
            (changes.decisions, self.decisions_changed),
            (changes.statements, self.stated),
        ):
            if changed:
                signal.emit()
        self.edited.emit()
        here, place = changes.scope == self._scope, changes.place
        if place is not None and here:
            self.revealed.emit(*place)
        elif changes.scope is not None and not here and (place is not None or changes.decisions):
            self.elsewhere.emit(changes.scope[0], *(place or (0, "", "")))

    def _step(
        self,
        text: str,
        *,
        annotations: Mapping[str, Annotation | None] | None = None,
        verdicts: Mapping[str, VerdictRecord | None] | None = None,
        decisions: Mapping[str, Decision | None] | None = None,
        settings: Mapping[str, Any] | None = None,
        told: Mapping[str, Any] | None = None,
    ) -> Step:
        after = Edit(self._scope, annotations or {}, verdicts or {}, decisions or {}, settings or {})
        return Step(text, after, told or {})

    # Storing.

    def _store_run(self) -> None:
        if self._unsaved_run is None:
            return
        video_id, run = self._unsaved_run
        video = self.focus.state.videos[video_id]
        after = replace(video, run=run.id, decoder=None)
        form, packed = stored_run_to(run, video_id)
        known = self.focus.state.runs.get(run.id)
        self._unsaved_run = None
        try:
            self.ledger.commit(
                "analyse",
                f"runs/{run.id}",
                {"runs": {run.id: known}, "videos": {video_id: entry_to(video)}},
                {"runs": {run.id: form}, "videos": {video_id: entry_to(after)}},
                blobs={(run.id, name): data for name, data in packed.items()},
            )
        except EditRefusedError:
            self._unsaved_run = (video_id, run)
            raise
        self.focus.state.runs[run.id] = form
        self.focus.state.videos[video_id] = after

    def _put_video(self, action: str, video: Video) -> None:
        before = self.focus.state.videos.get(video.id)
        forms = {video.id: None if before is None else entry_to(before)}
        stored = self.ledger.located(video)
        self.ledger.commit(action, f"videos/{video.id}", {"videos": forms}, {"videos": {video.id: entry_to(stored)}})
        self.focus.state.videos[video.id] = stored

    def _put_layer(self, action: str, layer: Layer) -> None:
        before = self.focus.state.layers.get(layer.id)
        forms = {layer.id: None if before is None else layer_to(before)}
        self.ledger.commit(action, f"layers/{layer.id}", {"layers": forms}, {"layers": {layer.id: layer_to(layer)}})
        self.focus.state.layers[layer.id] = layer

    # Inside.

    @property
    def _scope(self) -> Scope:
        return self.focus.scope

    @property
    def _book(self) -> Book:
        return self.focus.book

    def _run_of(self, video: Video | None) -> AnalysisRun | None:
        if self._unsaved_run is not None and video is not None and self._unsaved_run[0] == video.id:
            return self._unsaved_run[1]
        if video is None or video.run is None:
            return None
        if video.run not in self._loaded_runs:
            form, store = self.focus.state.runs.get(video.run), self.ledger.store
            if form is None or store is None or video.run in self._bad_runs:
                return None
            id_ = video.run
            try:
                self._loaded_runs[id_] = stored_run_from(form, lambda name, size: store.curve(id_, name, size))
            except MALFORMED:
                self._bad_runs.add(id_)
                self.ledger.refused.emit(DAMAGED_CURVES)
                return None
        return self._loaded_runs[video.run]

    def _by_id(self) -> dict[str, Proposal]:
        """Shown proposals by id, in order of apex; kept until the decoded or the decided ones change.

        Hidden is not forgotten: when a verdict is taken back, the decoded proposal in its place is there again.
        """
        if self.hides:
            return {}
        if self._shown is None:
            decided = {key: record.proposal for key, record in self._book.verdicts.items()}
            found = {one.id: one for one in without_decided(self._decoded, decided.values())} | decided
            self._shown = {one.id: one for one in sorted(found.values(), key=lambda one: (one.apex, one.id))}
        return self._shown


def in_order(book: Book) -> tuple[Annotation, ...]:
    """Annotations in order of onset."""
    return tuple(sorted(book.annotations.values(), key=lambda one: (one.onset, one.offset, one.id)))
