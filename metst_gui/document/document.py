"""The document: a project made of its parts, and the only place annotations and verdicts change."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.messages import Said
from engine.types import AnalysisRun, Bounds, Proposal
from metst_gui.document import edits
from metst_gui.document.adjudications import Adjudications
from metst_gui.document.annotation import Annotation, new_id
from metst_gui.document.annotators import Annotators
from metst_gui.document.brought import BroughtCurves
from metst_gui.document.case import Case
from metst_gui.document.changes import FIRST_FRAME, Changes
from metst_gui.document.coding import Coding
from metst_gui.document.decoded import DecodedProposals
from metst_gui.document.drag import DragSession
from metst_gui.document.edit import Edit, Step
from metst_gui.document.file.store import ProjectStore
from metst_gui.document.focus import NO_VIDEO, Focus
from metst_gui.document.history import History
from metst_gui.document.ledger import Ledger
from metst_gui.document.looked import LookedSpans
from metst_gui.document.merged_answers import MergedAnswers
from metst_gui.document.perspective import EVERYTHING, Perspective
from metst_gui.document.project import FIRST_LAYER, Layer, Project, Video
from metst_gui.document.runs import Runs
from metst_gui.document.second_run import SecondRun
from metst_gui.document.several import Several
from metst_gui.document.state import Book, ProjectState, layer_of
from metst_gui.document.statement import EXTRA
from metst_gui.document.statements import Statements
from metst_gui.document.trials import PlantedTrials
from metst_gui.document.videos import Videos


class AnnotationDocument(QObject):
    """A project as the annotator in use sees one of its videos, and what they do about it.

    Every edit is one undoable command, and is in the project file before anything is seen of it. One that cannot be
    stored raises `EditRefusedError` (a `ValueError`) and changes nothing.

    Attributes:
        focus: which project is open, which video is shown, who works.
        ledger: the only writer of the project file.
        view: what the annotator in use may see.
        case: all videos at a glance, as they may see them.
        history: their edits.
        several: edits of several items at once.
        drag: a drag that goes on.
        runs: what the models found.
        second: the run shown beside the current one.
        brought: curves brought in from files.
        videos, annotators, adjudications: those of the project.
        statements: what is stated of whole videos and of the project.
        looked: what was looked at.
        coding: what the project codes, and marks on its own tiers.
        merged_answers: what two merged projects answered differently.
        trials: planted trials of the reviewer, which are no part of what is said of a video.

    Signals:
        changed: something changed. arg: `Changes`.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        focus = self.focus = Focus()
        ledger = self.ledger = Ledger(focus, self)
        self.runs = Runs(focus, ledger)
        self._decoded = DecodedProposals(focus)
        view = self.view = Perspective(focus, self.runs, self._decoded, ledger, self.tell)
        self.case = Case(focus, view)
        self.second = SecondRun(self.runs, view, self.tell)
        self.brought = BroughtCurves(focus, ledger, lambda: self.view.hides, self.tell)
        history = self.history = History(focus, ledger, self.tell, self)
        self.several = Several(history, view, self.runs.maker)
        self.drag = DragSession(focus, history, ledger, self)
        self.videos = Videos(focus, ledger, self.tell)
        self.annotators = Annotators(focus, ledger, self.tell)
        self.adjudications = Adjudications(focus, history, view)
        self.looked = LookedSpans(focus, ledger, self)
        self.statements = Statements(focus, ledger, history, view, self.looked, self.tell)
        self.coding = Coding(focus, history, view)
        self.merged_answers = MergedAnswers(focus, history, view, self.videos)
        self.trials = PlantedTrials(focus, ledger)
        self.annotators.before_change(self.drag.finish)
        self.annotators.before_change(self.looked.store)
        for act in (self.drag.finish, self.looked.store, self.history.clear):
            self.videos.before_removal(act)

    @property
    def video(self) -> Video | None:
        """The current video; None before one was opened."""
        return self.focus.video

    @property
    def layer(self) -> Layer:
        """The layer of the annotator in use."""
        return self.focus.layer

    @property
    def project(self) -> Project:
        """Snapshot of the current video for exports, as the annotator in use sees it."""
        video, blind = self.focus.video, self.view.blind
        return Project(
            video=None if video is None else video.ref,
            subject="" if video is None else video.subject,
            video_name="" if video is None else video.name,
            annotator=self.focus.layer.name,
            annotations=self.view.annotations,
            verdicts=dict(self.view.verdicts),
            run=None if blind else self.runs.of(video),
            decoder=None if video is None or blind else video.decoder,
            definition=self.statements.definition,
            clock=None if video is None else self.videos.clocks.get(video.id),
            extra=self.focus.state.statements.get(EXTRA, {}),
        )

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
        self._take(_state_of(project))
        if project.run is not None:
            self.runs.remember(project.run)
            self._decoded.take(project.run.proposals, anew=True)
        self.tell(EVERYTHING)

    def show_video(self, id_: str) -> None:
        """Make another video of the project current; the undo history stays.

        Raises:
            ValueError: there is no such video, or a drag could not be stored.
        """
        self.drag.finish()
        if id_ not in self.focus.state.videos:
            raise ValueError(Said("This video is not in the project."))
        self.focus.video_id = id_
        self.ledger.withhold("")
        run = self.runs.of(self.focus.video)
        self._decoded.take(() if run is None else run.proposals, anew=True)
        self.tell(EVERYTHING)

    # What the models found.

    def set_run(self, run: AnalysisRun) -> None:
        """Make a run current; decided proposals keep their verdicts, matched by id, then by overlap.

        One that cannot be stored is shown all the same and stored with the next edit.
        """
        self.runs.make_current(run)
        self.tell(Changes(run=True))
        self.set_proposals(run.proposals)

    def put_run(self, video_id: str, run: AnalysisRun | str, *, told: Mapping[str, str] | None = None) -> None:
        """Make a run the current one of any video of the project.

        Args:
            video_id: which video.
            run: a run that was made in the background or elsewhere, or the id of a stored one.
            told: what the journal tells of where a run comes from that was made elsewhere.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        is_shown = video_id == self.focus.video_id
        if isinstance(run, str):
            self.runs.use(video_id, run)
        elif is_shown and told is None:
            self.set_run(run)
            return
        else:
            self.runs.put(video_id, run, told=told)
        if not is_shown:
            self.tell(Changes(videos=True))
        elif isinstance(run, str):
            found = self.runs.of(self.focus.video)
            self._decoded.take(() if found is None else found.proposals, anew=True)
            self.tell(EVERYTHING)
        else:
            self.runs.remember(run)
            self.tell(Changes(run=True))
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
        video = self.focus.video
        if decoder is not None and video is not None and dict(decoder) != video.decoder and not self.ledger.read_only:
            self.history.make(Step("set decoder", Edit(self.focus.scope, decoders={video.id: dict(decoder)})))
        self._decoded.take(proposals, near)
        self.tell(Changes(proposals=True))

    # Edits: one undo command each; see `edits` for what they do.

    def add(self, annotation: Annotation) -> None:
        """Add an annotation of the annotator's own.

        Raises:
            ValueError: it lies outside the video, or its id is taken.
        """
        self.history.make(edits.add(self.view.hand(), annotation))

    def import_annotations(self, annotations: Iterable[Annotation], *, source: Mapping[str, str] | None = None) -> int:
        """Add several annotations as one edit; those equal to an existing one in frames and emotion are left out.

        Args:
            annotations: what to add.
            source: what the journal tells of the file they come from.

        Returns:
            number of those added.

        Raises:
            ValueError: one lies outside the video; nothing changes.
        """
        step = edits.import_annotations(self.view.hand(), annotations, source or {})
        self.history.make(step)
        return 0 if step is None else len(step.after.annotations)

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
        hand = self.view.hand()
        if drag is None:
            self.history.make(edits.change(hand, id_, fields, stated=stated))
            return
        start = self.drag.start_of(drag, edits.existing(hand, id_))
        step = edits.change(hand, id_, fields, stated=stated, start=start)
        if step is not None:
            self.drag.make(step, drag)

    def delete(self, id_: str) -> None:
        """Delete an annotation; the proposal it came from becomes undecided again.

        Raises:
            ValueError: there is no such annotation.
        """
        self.history.make(edits.delete(self.view.hand(), id_))

    def split(self, id_: str, frame: int) -> str:
        """Cut an annotation in two before a frame.

        Returns:
            id of the second part.

        Raises:
            ValueError: the frame lies not inside, or there is no such annotation; nothing changes.
        """
        step, second = edits.split(self.view.hand(), id_, frame)
        self.history.make(step)
        return second

    def merge(self, id_: str, other: str) -> None:
        """Make two annotations one; a proposal the second came from stays accepted.

        Raises:
            ValueError: one of them is not there; nothing changes.
        """
        self.history.make(edits.merge(self.view.hand(), id_, other))

    def accept(
        self,
        proposal: Proposal,
        *,
        emotion: str | None = None,
        chosen: bool = False,
        bounds: Bounds | None = None,
        stated: Collection[str] = (),
    ) -> None:
        """Accept a proposal: verdict and annotation in one edit. One already accepted only gets the emotion.

        Args:
            proposal: what is accepted.
            emotion: the reviewer's label.
            chosen: whether the reviewer chose `emotion` (None is a choice too); else the model's class is taken.
            bounds: the reviewer's onset, apex and offset; None: the proposal's, as default bounds.
            stated: names of bounds that the reviewer stated, whether they moved or not.
        """
        model, hand = self.runs.maker(proposal), self.view.hand()
        step = edits.accept(hand, proposal, model=model, emotion=emotion, chosen=chosen, bounds=bounds, stated=stated)
        self.history.make(step)

    def reject(self, proposal: Proposal, reason: str = "", *, suggested: bool = False) -> None:
        """Reject a proposal; an annotation made from it goes with the same edit.

        Args:
            proposal: what is rejected.
            reason: why.
            suggested: whether the reason was filled in and the reviewer only let it stand; the journal tells it.
        """
        self.history.make(edits.reject(self.view.hand(), proposal, reason, suggested=suggested))

    def reject_all(self, proposals: Iterable[Proposal], reason: str = "") -> None:
        """Reject several proposals: a journal row each, one undo step; those decided already stay as they are.

        Raises:
            EditRefusedError: one could not be stored; those before it are rejected.
        """
        self.history.make_each(edits.reject_all(self.view.hand(), proposals, reason), "reject {n} proposals")

    def unsure(self, proposal: Proposal) -> None:
        """Put a proposal off for later; an annotation made from it goes with the same edit."""
        self.history.make(edits.unsure(self.view.hand(), proposal))

    def clear_verdict(self, proposal: Proposal) -> None:
        """Make a proposal undecided again; an annotation made from it goes with the same edit."""
        self.history.make(edits.clear_verdict(self.view.hand(), proposal))

    # The file.

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
        self.looked.store()

    # Telling.

    def tell(self, changes: Changes) -> None:
        """Tell everybody of a change, and then, in a notice of its own, of the place where it is to be seen."""
        if changes.verdicts or changes.proposals:
            self._decoded.forget()
        self.case.note(changes)
        self.changed.emit(replace(changes, place=None))
        scope, place = changes.scope, changes.place
        if place is None and (changes.decisions or changes.decoder) and scope not in (None, self.focus.scope):
            place = FIRST_FRAME
        if place is None:
            return
        # Only when everybody has heard of the change: who shows the place looks up what is there.
        self.changed.emit(Changes(scope=scope, place=place))

    def _take(self, state: ProjectState) -> None:
        self.history.clear()
        self.drag.forget()
        self.focus.state = state
        self.focus.layer_id = layer_of(state)
        self.focus.video_id = next((one.id for one in self.videos), NO_VIDEO)
        self.ledger.withhold("")
        self.runs.forget()
        self.brought.forget()
        self.looked.forget()
        self._decoded.take((), anew=True)
        self.case.forget()


def _state_of(project: Project) -> ProjectState:
    """A project that holds a snapshot of one video."""
    state = ProjectState(layers={FIRST_LAYER: Layer(FIRST_LAYER, project.annotator)})
    id_, run = NO_VIDEO, project.run
    if project.video is not None:
        id_ = new_id()
        run_id = None if run is None else run.id
        state.videos[id_] = Video(id_, project.video, project.subject, project.video_name, run_id, project.decoder)
    state.books[(id_, FIRST_LAYER)] = Book({one.id: one for one in project.annotations}, dict(project.verdicts))
    return state
