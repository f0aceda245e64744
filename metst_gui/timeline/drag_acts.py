"""What a mouse gesture does to the timeline: it shows the drag in the plots and says what is asked for."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from engine.types import Bounds
from metst_gui.timeline.curve_store import CurveStore
from metst_gui.timeline.drag_label import DragLabel
from metst_gui.timeline.gestures import Part, Span
from metst_gui.timeline.lane_book import LaneBook
from metst_gui.timeline.plots import PlotStack
from metst_gui.timeline.snapping import resting_frames
from metst_gui.timeline.zoom import Zoom


class DragActs(QObject):
    """The host of the gestures (`mouse.MouseHost`).

    Signals:
        seek_requested: frame index to show.
        interval_created: onset, offset of a newly drawn interval.
        annotation_dragged: id, onset, apex (int or None), offset, token, finished.
        threshold_dragged: threshold in [0, 1], finished.
    """

    seek_requested = Signal(int)
    interval_created = Signal(int, int)
    annotation_dragged = Signal(str, int, object, int, object, bool)
    threshold_dragged = Signal(float, bool)

    def __init__(
        self,
        plots: PlotStack,
        label: DragLabel,
        zoom: Zoom,
        book: LaneBook,
        *,
        store: Callable[[], CurveStore],
        explain: Callable[[int], str],
    ) -> None:
        """Begin.

        Args:
            plots: where a drag is drawn.
            label: where its length is told.
            zoom: what a drag of the axis moves.
            book: what lies in the lanes.
            store: the curves that are shown.
            explain: tool tip of the curves at a frame index.
        """
        super().__init__(plots)
        self._plots, self._label, self._zoom, self._book = plots, label, zoom, book
        self._store, self._explain = store, explain

    @property
    def n_frames(self) -> int:
        """Frames of the video."""
        return len(self._book.times)

    def describe(self, lane: int, id_: str) -> str:
        """Tool tip of an interval."""
        return self._book.hint(lane, id_)

    def explain(self, frame: int) -> str:
        """Tool tip of the curves at a frame index."""
        return self._explain(frame)

    def rests(self, part: Part, bounds: Bounds, id_: str) -> Mapping[int, str]:
        """Frames at which a dragged handle rests, with what is there."""
        return resting_frames(part, bounds, id_, store=self._store(), lanes=self._book.lanes)

    def seek(self, frame: int) -> None:
        """Ask for this frame."""
        self.seek_requested.emit(frame)

    def preview(self, id_: str | None, bounds: Bounds | None, note: str = "") -> None:
        """Draw an interval being created (`id_` None) or dragged, with its duration and a note; None ends it."""
        self._plots.intervals.set_preview(id_, bounds)
        if bounds is None:
            self._label.hide()
            self._plots.show_selected()
        else:
            self._plots.set_band(bounds)
            self._label.tell(bounds, self._book.times, note)

    def create(self, onset: int, offset: int) -> None:
        """Ask for a new interval."""
        self.interval_created.emit(onset, offset)

    def move(self, id_: str, bounds: Bounds, token: object, *, finished: bool) -> None:
        """Ask for other bounds of an annotation."""
        self.annotation_dragged.emit(id_, bounds.onset, bounds.apex, bounds.offset, token, finished)

    def move_threshold(self, value: float, *, finished: bool) -> None:
        """Move the line, its words unchanged until the receiver has new ones, and ask for this threshold."""
        self._plots.threshold.show_at(value, self._plots.threshold.text)
        self.threshold_dragged.emit(value, finished)

    def pan_to(self, span: Span) -> None:
        """Show this range."""
        self._zoom.show(span)
