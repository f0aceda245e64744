"""The timeline: curves, intervals, playhead and overview of one video."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.types import Curves, Float64, Int64, Proposal, ScoreChunk, VideoInfo
from metst_gui.desk.selection import Item
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.language import mark, tr
from metst_gui.timeline.confound_strip import ConfoundStrip
from metst_gui.timeline.curve_store import CurveStore
from metst_gui.timeline.curve_strip import CurveStrip
from metst_gui.timeline.curves_item import CurveStyle
from metst_gui.timeline.drag_acts import DragActs
from metst_gui.timeline.drag_label import DragLabel
from metst_gui.timeline.gaps import find_gaps, with_artefacts
from metst_gui.timeline.gutter import WIDTH, Gutter
from metst_gui.timeline.gutter_values import emotion_lines, emotion_styles, score_lines
from metst_gui.timeline.header import Header
from metst_gui.timeline.intervals import MINE_LANE, MODEL_LANE
from metst_gui.timeline.lane_book import LaneBook, OtherLayer, TierLane
from metst_gui.timeline.loudness_strip import LoudnessStrip
from metst_gui.timeline.mouse import KINDS, MouseInput
from metst_gui.timeline.overview import Overview
from metst_gui.timeline.plots import PlotStack
from metst_gui.timeline.rows import Marks
from metst_gui.timeline.ruler import TimeRuler
from metst_gui.timeline.second_line import SecondLine
from metst_gui.timeline.time_strip import TimeStrip
from metst_gui.timeline.zoom import Zoom
from metst_gui.widgets.help_button import HelpButton
from metst_gui.widgets.small_screen import SHARE, screen_height
from metst_gui.widgets.theme import LIGHT, Theme, blend
from metst_gui.wording.emotion_text import legend_text

_RIGHT_MARGIN = 8
_LEAST_HEIGHT, _MORE_HEIGHT = 214, 20
_REFRESH_MS = 100
_HINTS = (
    mark("Shift+drag: new interval"),
    mark("drag the red line: threshold"),
    mark("wheel: zoom"),
    mark("Shift+wheel: pan"),
    mark("drag: scrub"),
    mark("Alt: a dragged edge does not snap"),
    mark("pale band: how far the windows that see a frame disagree on its score (± one standard deviation)"),
)
_PROVISIONAL = mark("provisional: curves and proposals may still change")
_INCOMPLETE = mark("incomplete: the analysis did not finish; Ctrl+R starts it again")


def _unexplained(_frame: int) -> str:
    return ""


def _unremarked(_onset: int, _offset: int) -> str:
    return ""


def _empty_text(*, video: bool, hidden: bool, analysing: bool) -> str:
    """What stands in place of the curves."""
    if not video:
        return tr("The curves of the video appear here")
    if hidden:
        return tr("The model's curves are hidden")
    if analysing:
        return tr("Analysing: the curves grow from the left")
    return tr("Not analysed: Ctrl+R starts the analysis")


class TimelineView(QWidget):
    """Shows one analysis run with proposals and annotations, and turns mouse gestures into signals.

    Args:
        parent: widget it lies in.
        theme: colours to begin with.
        explain: tool tip of the curves at a frame index; empty: none.
        remark: what else may explain a proposal (onset, offset); empty: nothing.

    It holds no document: what it shows is set from outside, what the user does is signalled. The x axis is the frame
    index. A selection made by a click shows once `set_selection` is called with it.

    Attributes:
        zoom: the visible range, for who changes or follows it.

    Signals:
        seek_requested: frame index to show.
        interval_created: onset, offset of a newly drawn interval.
        annotation_dragged: id (of an annotation, or of an open proposal), onset, apex (int or None), offset, token (one
            object a drag), finished. A cancelled
            drag that moved before ends with the original bounds and finished True.
        left: a click on an empty place. args: frame index, and whether it was among the lanes.
        selected, activated: kind ("proposal" or "annotation") and id of a clicked or double-clicked interval.
        threshold_dragged: threshold in [0, 1], finished; cancelling ends like `annotation_dragged`.
        context_requested: frame index, kind, id (both empty on empty timeline), global position.
    """

    seek_requested = Signal(int)
    interval_created = Signal(int, int)
    annotation_dragged = Signal(str, int, object, int, object, bool)
    selected = Signal(str, str)
    left = Signal(int, bool)
    activated = Signal(str, str)
    threshold_dragged = Signal(float, bool)
    context_requested = Signal(int, str, str, QPoint)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        theme: Theme = LIGHT,
        explain: Callable[[int], str] = _unexplained,
        remark: Callable[[int, int], str] = _unremarked,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Timeline"))
        self._theme = theme
        self._times: Float64 = np.zeros(0)
        self._store = CurveStore()
        self._provisional = self._incomplete = False
        self._book = LaneBook(remark=remark)
        self._artefacts: tuple[tuple[int, int], ...] = ()
        self._refresh = QTimer(self, singleShot=True)
        self._refresh.setInterval(_REFRESH_MS)
        self._refresh.timeout.connect(self._show_curves)
        self.header = Header(theme)
        self.gutter = Gutter(theme)
        self.plots = PlotStack(theme)
        self.second = SecondLine(self.plots, theme)
        self.overview = Overview(theme)
        self.confounds = ConfoundStrip(theme)
        self.brought = CurveStrip(theme)
        self.ruler = TimeRuler(theme)
        self.loudness = LoudnessStrip(theme)
        self.zoom = Zoom(self)
        for part in (self.plots, self.overview):
            self.zoom.follow(part)
        self._label = DragLabel(self.plots, _RIGHT_MARGIN)
        self._acts = DragActs(
            self.plots, self._label, self.zoom, self._book, store=lambda: self._store, explain=explain
        )
        self.mouse = MouseInput(self.plots, self._acts)
        self._hidden = False
        self._info: VideoInfo | None = None
        self._strips: list[TimeStrip] = []
        self._column = QVBoxLayout(self)
        self._lay_out()
        self.plots.resized.connect(self._align)
        self.brought.grown.connect(self._make_room)
        self.loudness.grown.connect(self._make_room)
        self.overview.jumped.connect(self.zoom.centre)
        self.overview.jumped.connect(self.seek_requested)
        self._acts.seek_requested.connect(self.seek_requested)
        self._acts.interval_created.connect(self.interval_created)
        self._acts.annotation_dragged.connect(self.annotation_dragged)
        self._acts.threshold_dragged.connect(self.threshold_dragged)
        self.mouse.selected.connect(self.selected)
        self.mouse.left.connect(self.left)
        self.mouse.activated.connect(self.activated)
        self.mouse.context_requested.connect(self.context_requested)
        self.set_theme(theme)
        self.set_video(None)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.gutter)
        middle.addWidget(self.plots, 1)
        self._column.setContentsMargins(0, 0, 0, 2)
        self._column.setSpacing(1)
        self._column.addWidget(self.header)
        self._column.addLayout(middle, 1)
        self._column.addWidget(self.overview)
        self.overview.set_margins(WIDTH, _RIGHT_MARGIN)
        for strip in (self.loudness, self.brought, self.confounds):
            self.add_strip(strip)
        self.add_strip(self.ruler, 0)
        HelpButton("timeline", self.ruler).move(2, 1)

    def add_strip(self, strip: TimeStrip, place: int | None = None) -> None:
        """Put a strip where it belongs: from now on it follows the x range, playhead, colours and video of the plots.

        Args:
            strip: what is shown.
            place: its place from the top, 0 the highest; None: right above the plots.
        """
        self._column.insertWidget(self._column.indexOf(self.overview) - 1 if place is None else place, strip)
        self._strips.append(strip)
        strip.set_margins(WIDTH, _RIGHT_MARGIN)
        strip.set_theme(self._theme)
        strip.set_info(self._info)
        self.zoom.follow(strip)
        strip.set_playhead(self.zoom.playhead)
        strip.seek_requested.connect(self.seek_requested)

    def set_theme(self, theme: Theme) -> None:
        """Colours of every part."""
        self._theme = theme
        for part in (self.header, self.gutter, self.plots, self.second, self.overview, self._label):
            part.set_theme(theme)
        for strip in self._strips:
            strip.set_theme(theme)
        own = self.palette()
        own.setColor(QPalette.ColorRole.Window, QColor(theme.window))
        self.setPalette(own)
        self.setAutoFillBackground(True)
        self._show_curves()

    def set_video(self, info: VideoInfo | None) -> None:
        """Start over with another video, or with none."""
        self.mouse.drop()
        self._times = info.times if info is not None else np.zeros(0)
        self.zoom.start_over(self._times)
        self._info = info
        for strip in self._strips:
            strip.set_info(info)
        self.plots.set_extent(self._times)
        self.set_selection(None)
        self.set_threshold(None, "")
        self.set_curves(None, provisional=False)
        self._book.start_over(self._times)
        self._show_lanes(MODEL_LANE, MINE_LANE, others=True)
        self.zoom.show_all()
        self.set_playhead(0)

    def set_hidden(self, *, hidden: bool) -> None:
        """Say, where there are no curves, that they are hidden; shown with the next `set_curves`."""
        self._hidden = hidden

    def set_curves(self, curves: Curves | None, *, provisional: bool) -> None:
        """Replace the curves; None for no (or not yet any) analysis. `provisional` while an analysis is running."""
        self._refresh.stop()
        self._store = CurveStore()
        self._provisional, self._incomplete = provisional, False
        if curves is not None:
            self._store.write(0, curves)
        self._show_curves()

    def set_incomplete(self) -> None:
        """Say that what is shown stays unfinished: the analysis was cancelled or failed."""
        self._incomplete = True
        self._show_curves()

    def append_chunk(self, chunk: ScoreChunk) -> None:
        """Write provisional samples over or behind what is shown; they are painted within 100 ms.

        A chunk of the first sample begins anew, as where a second model joins: what is shown goes.
        """
        if chunk.start == 0:
            self._store = CurveStore()
        self._store.write(chunk.start, chunk.curves)
        if not self._refresh.isActive():
            self._refresh.start()

    def _show_curves(self) -> None:
        theme, store = self._theme, self._store
        colour = blend(theme.score, theme.base, 0.7).name() if self._provisional else theme.score
        self.plots.score_curves.set_curves(store, [CurveStyle(colour)])
        self.plots.spread.set_curves(store, [CurveStyle(blend(theme.score, theme.base, 0.3).name())])
        self.plots.emotion_curves.set_curves(store, emotion_styles(theme))
        if not len(store):
            analysing = self._provisional and not self._incomplete
            words = _empty_text(video=bool(len(self._times)), hidden=self._hidden, analysing=analysing)
            self.plots.score_curves.set_message(words)
            self.plots.emotion_curves.set_message("")
        elif store.probabilities is None:
            self.plots.emotion_curves.set_message(tr("Emotion: not inferred by this model"))
        self.plots.set_emotion_shown(shown=store.probabilities is not None)
        self._make_room()
        mask = with_artefacts(store.frames, store.mask, self._artefacts)
        gaps = find_gaps(store.frames, mask, len(self._times))
        self.mouse.gaps = gaps
        self.overview.set_curves(len(self._times), store, gaps)
        self.plots.set_gaps(gaps)
        # What is hidden may well be analysed.
        self.header.set_reasons(() if self._hidden and not len(store) else gaps.reasons())
        state = tr(_INCOMPLETE) if self._incomplete else tr(_PROVISIONAL) if self._provisional else ""
        self.header.set_state(state)
        self.ruler.setToolTip("\n".join(tr(one) for one in _HINTS) if len(self._times) else "")
        self._show_values()
        self._align()

    def set_class_name(self, name: str) -> None:
        """Say what the emotions of the model are: in the legend and in tool tips."""
        self._book.class_name = name
        self.gutter.setToolTip(legend_text(name))

    def set_proposals(
        self,
        items: Sequence[tuple[Proposal, Verdict]],
        near: Sequence[Proposal] = (),
        second: Sequence[Proposal] = (),
    ) -> None:
        """Show these proposals in the model lane; near misses, and what only the second run proposes, hollow."""
        self._book.set_proposals(items, near, second)
        self._show_lanes(MODEL_LANE)

    def set_annotations(self, items: Sequence[Annotation]) -> None:
        """Show these annotations in the reviewer's lane; a drag of one that is gone ends."""
        if self._book.set_annotations(items):
            self._show_lanes(MINE_LANE)
        dragged = self.mouse.dragged_id()
        if dragged is not None and all(lane.find(dragged) is None for lane in self.plots.intervals.lanes):
            self.mouse.drop()

    def set_others(self, others: Sequence[OtherLayer]) -> None:
        """Show the marks of other annotators in lanes below the reviewer's own."""
        if self._book.set_others(others):
            self._show_lanes(others=True)

    def set_tiers(self, tiers: Sequence[TierLane]) -> None:
        """Show the marks on the project's own tiers in lanes below all others."""
        if self._book.set_tiers(tiers):
            self._show_lanes(others=True)

    def set_marks(self, marks: Marks) -> None:
        """Show what a comparison says of intervals, by id, on all lanes; empty: nothing is compared."""
        if self._book.set_marks(marks):
            self._show_lanes(MODEL_LANE, MINE_LANE, others=True)

    def set_confounds(self, lanes: Mapping[str, Int64 | None]) -> None:
        """Show spans of what else moved the face above the curves (see `ConfoundStrip`); none hides them."""
        self.confounds.set_lanes(lanes)
        self._make_room()

    def _make_room(self) -> None:
        strip = self.confounds.height() if self.confounds.lanes else 0
        strip += self.brought.height() if self.brought.rows else 0
        strip += 0 if self.loudness.isHidden() else self.loudness.height()
        emotion = _MORE_HEIGHT if self.plots.emotion_shown else 0
        least = _LEAST_HEIGHT + emotion + _MORE_HEIGHT * (len(self._book.lanes) - 2) + strip
        self.setMinimumHeight(min(least, int(SHARE * screen_height(self))))

    def _show_lanes(self, *numbers: int, others: bool = False) -> None:
        lanes = self._book.lanes
        for number in numbers:
            self.plots.intervals.set_lane(number, lanes[number])
        if others:
            self.plots.intervals.set_others(lanes[MINE_LANE + 1 :])
            self.plots.set_lane_count(len(lanes))
            self._make_room()
            self._align()
        self.gutter.set_lines("lanes", self._book.gutter())
        self.gutter.set_legend(self._book.marks.values())
        self.gutter.setToolTip(self._book.names())
        self.plots.show_selected()
        self.overview.set_lanes(lanes)

    def set_artefacts(self, spans: Sequence[tuple[int, int]]) -> None:
        """Shade these spans (first, last frame index, inclusive) as artefacts."""
        if tuple(spans) != self._artefacts:
            self._artefacts = tuple(spans)
            self._show_curves()

    def set_selection(self, item: Item | None) -> None:
        """Highlight an item; None for nothing."""
        self.mouse.selection = None if item is None else (KINDS.index(item.kind), item.id)
        self.plots.intervals.set_selected(self.mouse.selection)
        self.plots.show_selected()

    def set_playhead(self, frame: int) -> None:
        """Move the playhead; the view pages after it where it was in sight before, or jumped by a second or more."""
        self.plots.set_playhead(frame)
        self.overview.set_playhead(frame)
        for strip in self._strips:
            strip.set_playhead(frame)
        self.zoom.set_playhead(frame, stays=self.mouse.dragging)
        self._show_values()

    def _show_values(self) -> None:
        self.gutter.set_lines("score", score_lines(self._store, self.zoom.playhead, self.second.store))
        self.gutter.set_lines("emotion", emotion_lines(self._store, self.zoom.playhead, self._theme))

    def set_threshold(self, value: float | None, text: str) -> None:
        """Absolute threshold in [0, 1] and what the line says; None where the decoder has none."""
        self.plots.threshold.show_at(value, text)

    def _align(self) -> None:
        rows = {"score": self.plots.score, "emotion": self.plots.emotion, "lanes": self.plots.lanes}
        areas = {name: self.plots.area(row) for name, row in rows.items()} | {"axis": self.plots.axis_area()}
        self.gutter.set_rows({name: (area.top(), area.height()) for name, area in areas.items()})
