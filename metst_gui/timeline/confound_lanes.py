"""The lanes of blinks, head movement and restless spans."""

from PySide6.QtCore import QObject, Slot

from engine.types import AnalysisRun
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.document.changes import Changes
from metst_gui.language import tr
from metst_gui.models import is_from_file
from metst_gui.timeline.timeline_view import TimelineView


class ConfoundLanes(QObject):
    """Shows what else moved the face, where the reviewer wants to see it."""

    def __init__(self, desk: Desk, book: CommandBook, timeline: TimelineView) -> None:
        super().__init__(timeline)
        self._desk = desk
        self._timeline = timeline
        self._told: AnalysisRun | None = None  # whose blinks and movements are shown
        desk.session.opened.connect(self._show)
        desk.document.changed.connect(self._on_document)
        book.bind({"confound_lanes": self.toggle})

    def toggle(self) -> None:
        """Show or hide the lanes, in this and later sittings."""
        shown = not self._desk.settings.value.confound_lanes
        self._desk.settings.update(confound_lanes=shown)
        self._show()
        if shown and not self._timeline.confounds.lanes:
            self._desk.say(tr("There is no finished analysis whose blinks and movements could be shown."))

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.run or changes.layer:
            self._show()

    @Slot()
    def _show(self) -> None:
        run = self._desk.document.view.run if self._desk.settings.value.confound_lanes else None
        if run is None or is_from_file(run):
            self._told = None
            self._timeline.set_confounds({})
        elif self._told is not run:
            from engine.explain import confound_lanes

            self._told = run
            self._timeline.set_confounds(confound_lanes(run))
