"""What the timeline shows of the open video, and what is done on it with the mouse."""

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu

from engine.types import Bounds, ScoreChunk, VideoInfo
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.selection import Item, ItemKind
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.document.changes import Changes
from metst_gui.models import model_of, model_of_run
from metst_gui.timeline.lane_book import TierLane
from metst_gui.timeline.timeline_view import TimelineView
from metst_gui.widgets import theme as themes


class TimelineController(QObject):
    """Connects the view to run, marks, selection and clock of the desk."""

    def __init__(self, desk: Desk, book: CommandBook, view: TimelineView) -> None:
        super().__init__(view)
        self._desk = desk
        self._book = book
        self._view = view
        self._listen_to_desk()
        self._listen_to_view()
        self._show_class_name()

    def _listen_to_desk(self) -> None:
        desk = self._desk
        desk.session.opened.connect(self._on_opened)
        desk.analysis.chunk_ready.connect(self._on_chunk)
        desk.analysis.progress_changed.connect(self._on_progress)
        desk.analysis.ended.connect(self._on_ended)
        desk.playback.frame_changed.connect(self._view.set_playhead)
        desk.threshold.threshold_changed.connect(self._view.set_threshold)
        desk.looked.changed.connect(self._show_looked)
        desk.theme.changed.connect(self._on_theme)
        desk.selection.changed.connect(self._show_selection)
        desk.settings.changed.connect(self._show_class_name)
        desk.document.changed.connect(self._on_document)
        desk.tiers.changed.connect(self.show_tiers)

    def _listen_to_view(self) -> None:
        desk, view = self._desk, self._view
        view.seek_requested.connect(desk.playback.seek)
        view.interval_created.connect(desk.review.create)
        view.annotation_dragged.connect(self._on_dragged)
        view.selected.connect(desk.tour.select)
        view.left.connect(self._on_left)
        view.activated.connect(self._on_activated)
        view.threshold_dragged.connect(desk.threshold.on_threshold)
        view.zoom.changed.connect(desk.tour.set_view)
        view.context_requested.connect(self.item_menu)

    # What the desk says.

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        self._view.set_video(info)
        self._show_run()
        self.show_marks()
        self.show_tiers()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.run or changes.layer:
            self._show_run()
        if changes.items or changes.layer:
            self.show_marks()
        elif changes.statements:
            self._show_artefacts()
        if changes.statements or changes.layer or changes.items:
            self.show_tiers()

    @Slot()
    def _show_run(self) -> None:
        document, threshold = self._desk.document, self._desk.threshold
        run = document.view.run
        self._view.set_hidden(hidden=document.view.hides)
        self._view.set_curves(run.curves if run is not None else None, provisional=False)
        self._view.set_threshold(threshold.height, threshold.text)
        self._show_class_name()

    @Slot()
    def _show_class_name(self) -> None:
        run, weights = self._desk.document.view.run, self._desk.settings.value.weights
        self._view.set_class_name((model_of(weights) if run is None else model_of_run(run)).class_name)

    @Slot()
    def show_marks(self) -> None:
        """Show proposals, verdicts and annotations as the document has them now."""
        document = self._desk.document
        proposals, known = document.view.proposals, document.view.verdicts
        decided = {id_: record.verdict for id_, record in known.items()}
        items = [(one, decided.get(one.id, Verdict.PENDING)) for one in proposals]
        self._view.set_proposals(items, document.view.near_misses, document.view.only_second)
        self._view.set_annotations(document.view.shown_annotations)
        self._show_artefacts()
        self._show_selection()

    @Slot()
    def show_tiers(self) -> None:
        """Show the marks on the project's own tiers as the document has them now."""
        tiers = self._desk.tiers
        if self._desk.session.info is None or not tiers.scheme.tiers:
            self._view.set_tiers(())
            return
        marks = tiers.marks
        self._view.set_tiers(
            [
                TierLane(
                    tier, {id_: one for id_, one in marks.items() if one.tier == tier.id}, tiers.begun.get(tier.id)
                )
                for tier in tiers.scheme.tiers
            ]
        )

    @Slot()
    def _show_artefacts(self) -> None:
        self._view.set_artefacts(self._desk.document.view.artefacts)

    @Slot()
    def _show_selection(self) -> None:
        annotation = self._desk.current.annotation
        # The interval that can be dragged: an accepted proposal stands in the lane of the reviewer's own.
        item = Item("annotation", annotation.id) if annotation is not None else self._desk.selection.item
        self._view.set_selection(item)

    @Slot()
    def _show_looked(self) -> None:
        self._view.overview.set_looked(self._desk.looked.frames)

    @Slot(object)
    def _on_chunk(self, chunk: ScoreChunk) -> None:
        self._view.append_chunk(chunk)

    @Slot(str, int, int)
    def _on_progress(self, _text: str, done: int, total: int) -> None:
        if done == 0 and total > 0:
            self._view.set_curves(None, provisional=True)

    @Slot()
    def _on_ended(self) -> None:
        if self._desk.session.info is not None and self._desk.document.view.run is None:
            self._view.set_incomplete()

    @Slot()
    def _on_theme(self) -> None:
        self._view.set_theme(themes.named(self._desk.theme.name))

    # What is done on the view.

    @Slot(int, bool)
    def _on_left(self, frame: int, among_lanes: bool) -> None:
        """A click on an empty place selects nothing; on the curves, one on the item's own frames only looks there."""
        item = self._desk.current.item
        if item is not None and (among_lanes or not item.onset <= frame <= item.offset):
            self._desk.selection.clear()

    @Slot(str, int, object, int, object, bool)
    def _on_dragged(self, id_: str, onset: int, apex: object, offset: int, token: object, finished: bool) -> None:
        desk = self._desk
        before, proposal = desk.document.view.annotation(id_), desk.document.view.proposal(id_)
        bounds = Bounds(onset, apex if isinstance(apex, int) else None, offset)
        if before is None and proposal is not None:
            # Nothing is decided before the edge is let go.
            if finished:
                desk.acceptance.accept_moved(proposal, bounds)
            return
        desk.review.set_bounds(id_, *bounds, drag=token)
        if finished:
            desk.review.finish_drag()
        # The last event of a drag repeats the bounds: the frame under the handle stays in sight.
        if before is not None and before.bounds != bounds:
            desk.playback.seek(_moved_frame(before, *bounds))

    @Slot(str, str)
    def _on_activated(self, kind: ItemKind, id_: str) -> None:
        self._desk.tour.select(kind, id_)
        self._book.actions["zoom_item"].trigger()

    @Slot(int, str, str, QPoint)
    def item_menu(self, frame: int, kind: ItemKind, id_: str, place: QPoint) -> None:
        """Menu of the timeline at a frame, with the commands for the item there."""
        names: tuple[str, ...] = ("why_here", "set_onset", "set_apex", "set_offset")
        if kind:
            self._desk.tour.select(kind, id_)
            names = ("delete", "zoom_item") if kind == "annotation" else ("accept", "reject", "unsure", "zoom_item")
        else:
            self._desk.review.deselect()
            self._desk.playback.seek(frame)
        menu = QMenu(self._view)
        menu.setObjectName("item_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._book.actions[name] for name in names])
        menu.popup(place)


def _moved_frame(before: Annotation, onset: int, apex: int | None, offset: int) -> int:
    """The frame under the handle that is being dragged."""
    if onset != before.onset:
        return onset
    if offset != before.offset:
        return offset
    return apex if apex is not None else onset
