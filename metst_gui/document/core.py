"""What the document holds and how a change of it becomes durable; the edits themselves are in `document`."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.clock import Clock, steady
from engine.definitions import definition_from
from engine.messages import Said
from metst_gui.document.annotation import Annotation, VerdictRecord, new_id
from metst_gui.document.changes import Changes
from metst_gui.document.drag import DragSession
from metst_gui.document.file.forms import (
    entry_to,
    layer_to,
)
from metst_gui.document.file.store import ProjectStore
from metst_gui.document.focus import NO_VIDEO, Focus
from metst_gui.document.history import Edit, History, Step
from metst_gui.document.ledger import Ledger
from metst_gui.document.perspective import EVERYTHING, Perspective
from metst_gui.document.project import FIRST_LAYER, Decision, Layer, Project, Video
from metst_gui.document.runs import Runs
from metst_gui.document.state import Book, ProjectState, Scope, layer_of

DAMAGED_CURVES = Said("The curves of this video are damaged in the project: Ctrl+R analyses it again.")


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
        self.runs = Runs(self.focus, self.ledger)
        self.view = Perspective(self.focus, self.runs, self.ledger, self._on_changed)
        self.history = History(self.focus, self.ledger, self._on_changed, self)
        self.drag = DragSession(self.focus, self.history, self.ledger, self)
        self._unsaved_looked: dict[str, Any] = {}

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
            annotations=self.view.annotations,
            verdicts=dict(self._book.verdicts),
            run=None if self.view.blind else self.runs.of(video),
            decoder=None if video is None or self.view.blind else video.decoder,
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
        return self.focus.videos

    @property
    def layer(self) -> Layer:
        """The layer of the annotator in use."""
        return self.focus.layer

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All annotators' layers, in the order they were added."""
        return tuple(self.focus.state.layers.values())

    @property
    def n_frames(self) -> int | None:
        """Frames of the current video; None before one was opened."""
        return self.video.ref.n_frames if self.video is not None else None

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
            self.runs.remember(project.run)
            self.view.decode(project.run.proposals, anew=True)
        self._announce()

    def show_video(self, id_: str) -> None:
        """Make another video of the project current; the undo history stays."""
        if id_ not in self.focus.state.videos:
            raise ValueError(Said("This video is not in the project."))
        self.focus.video_id = id_
        self.ledger.withhold("")
        run = self.runs.of(self.video)
        self.view.decode(() if run is None else run.proposals, anew=True)
        self._announce()

    def _take(self, state: ProjectState, *, video: str | None = None) -> None:
        self.history.clear()
        self.drag.forget()
        self.focus.state = state
        self.ledger.withhold("")
        self.focus.layer_id = layer_of(state)
        self.runs.forget()
        self._unsaved_looked = {}
        first = self.videos[0].id if self.videos else NO_VIDEO
        self.focus.video_id = first if video is None else video
        self.view.decode((), anew=True)

    def _announce(self) -> None:
        self._on_changed(EVERYTHING)

    def _on_changed(self, changes: Changes) -> None:
        if changes.verdicts or changes.proposals:
            self.view.forget()
        for changed, signal in (
            (changes.annotations, self.annotations_changed),
            (changes.verdicts, self.verdicts_changed),
            (changes.proposals, self.proposals_changed),
            (changes.run, self.run_changed),
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
