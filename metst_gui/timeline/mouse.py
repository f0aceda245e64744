"""Mouse on the plots: what lies under it, and which gesture a press starts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from engine.types import Bounds
from metst_gui.desk.selection import ItemKind
from metst_gui.language import tr
from metst_gui.timeline.gaps import Gaps
from metst_gui.timeline.gestures import (
    CreateGesture,
    Gesture,
    GestureHost,
    HandleGesture,
    PanGesture,
    Part,
    Pointer,
    ScrubGesture,
    Span,
    ThresholdGesture,
    handle_at,
    limited,
    snap,
    zoomed,
)
from metst_gui.timeline.interval_item import MIN_WIDTH_PX
from metst_gui.timeline.intervals import MINE_LANE, OPEN_STYLES, STYLES, IntervalRow, sub_lane
from metst_gui.timeline.mouse_events import MouseForwarder
from metst_gui.timeline.plots import PlotStack
from metst_gui.widgets.qt_guard import safe_override

# Of the lanes that are always there; what lies in a further one can only be looked at.
KINDS: tuple[ItemKind, ...] = ("proposal", "annotation")
_THRESHOLD_REACH_PX = 4
_ZOOM_A_NOTCH = 1.25
_NOTCH = 120.0
# A dragged handle snaps to what is this near; a frame that is wider can be aimed at anyway.
SNAP_PX = 5.0


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under the mouse.

    Attributes:
        what: kind of thing.
        lane, id: lane number and id of the interval (`interval` and `handle`).
        part: which handle (`handle`).
    """

    what: Literal["empty", "threshold", "interval", "handle"]
    lane: int = 0
    id: str = ""
    part: Part = "onset"


class MouseHost(GestureHost, Protocol):
    """What the view tells the mouse, beside what gestures may do."""

    def describe(self, lane: int, id_: str) -> str:
        """Tool tip of an interval."""

    def explain(self, frame: int) -> str:
        """Tool tip of the curves at a frame index."""

    def rests(self, part: Part, bounds: Bounds, id_: str) -> Mapping[int, str]:
        """Frames at which a dragged handle rests, with what is there."""


class MouseInput(QObject):
    """Turns mouse events into gestures and signals.

    Signals:
        selected, activated: (kind, id) of a clicked or double-clicked interval.
        left: (frame index, among the lanes) of a click, without a drag, where nothing is.
        context_requested: (frame index, kind, id, global position); kind and id are empty on empty timeline.
    """

    selected = Signal(str, str)
    activated = Signal(str, str)
    left = Signal(int, bool)
    context_requested = Signal(int, str, str, QPoint)

    def __init__(self, plots: PlotStack, host: MouseHost) -> None:
        super().__init__(plots)
        self._plots = plots
        self._host = host
        self._gesture: Gesture | None = None
        self._press: QPointF | None = None
        self._nowhere: QPointF | None = None
        self.selection: tuple[int, str] | None = None
        self.gaps: Gaps | None = None
        self._events = MouseForwarder(plots.viewport(), self)

    @property
    def dragging(self) -> bool:
        """Whether a drag is in progress."""
        return self._gesture is not None

    def dragged_id(self) -> str | None:
        """Id of the annotation being dragged, or None."""
        return self._gesture.id if isinstance(self._gesture, HandleGesture) else None

    def cancel(self) -> bool:
        """Undo the drag in progress; False where there is none."""
        gesture = self._end()
        self._nowhere = None
        if gesture is None:
            return False
        gesture.cancelled()
        return True

    def drop(self) -> None:
        """Forget the drag in progress without a trace (its annotation is gone)."""
        self._end()
        self._host.preview(None, None)

    def hit(self, point: QPointF) -> Hit:
        """What lies under a point of the plots: handles of the selected annotation first, then intervals."""
        lanes = self._plots.area(self._plots.lanes)
        if lanes.contains(point):
            height = (point.y() - lanes.top()) / max(1.0, lanes.height()) * len(self._plots.intervals.lanes)
            return self._hit_handle(point.x(), height) or self._hit_interval(point.x(), height)
        threshold = self._plots.threshold.score
        if threshold is not None and self._plots.area(self._plots.score).contains(point):
            reach = abs(self._plots.value_at(point.y() + _THRESHOLD_REACH_PX) - self._plots.value_at(point.y()))
            if abs(self._plots.value_at(point.y()) - threshold) <= reach:
                return Hit("threshold")
        return Hit("empty")

    def _hit_handle(self, x: float, height: float) -> Hit | None:
        if self.selection is None:
            return None
        number = self.selection[0]
        lane = self._plots.intervals.lanes[number]
        row = lane.find(self.selection[1])
        if row is None or (number != MINE_LANE and STYLES[lane.style[row]] not in OPEN_STYLES):
            return None
        top, bottom = sub_lane(number, int(lane.part[row]), int(lane.parts[row]))
        if not top <= height <= bottom:
            return None
        data = lane.row(row)
        part = handle_at(
            x,
            (height - top) / (bottom - top),
            onset_x=self._plots.column_of(data.onset - 0.5),
            apex_x=None if data.apex is None else self._plots.column_of(data.apex),
            offset_x=self._plots.column_of(data.offset + 0.5),
        )
        return None if part is None else Hit("handle", number, data.id, part)

    def _hit_interval(self, x: float, height: float) -> Hit:
        number = min(len(self._plots.intervals.lanes) - 1, int(height))
        lane = self._plots.intervals.lanes[number]
        slack = (MIN_WIDTH_PX / 2 + 1) * self._plots.frames_a_pixel()
        row = lane.hit(self._plots.position_at(x), height - number, slack=slack)
        return Hit("empty") if row is None else Hit("interval", number, lane.ids[row])

    def pointer(self, point: QPointF) -> Pointer:
        """Frame position and score under a point."""
        return Pointer(self._plots.position_at(point.x()), self._plots.value_at(point.y()), point.x())

    def press(self, event: QMouseEvent) -> None:
        """Start a gesture, or select what was clicked."""
        point = event.position()
        if self._gesture is not None or self._host.n_frames == 0:
            return
        if event.button() is Qt.MouseButton.MiddleButton:
            frames = self._plots.frames_a_pixel()
            self._begin(PanGesture(self._host, self.pointer(point), span=self._plots.span, frames_a_pixel=frames))
        elif event.button() is Qt.MouseButton.LeftButton:
            self._press_left(point, shift=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _press_left(self, point: QPointF, *, shift: bool) -> None:
        pointer = self.pointer(point)
        hit = self.hit(point)
        if shift:
            self._begin(CreateGesture(self._host, pointer))
        elif hit.what == "handle":
            data = self._data(hit)
            bounds = data.bounds
            rests, reach = self._host.rests(hit.part, bounds, hit.id), SNAP_PX * self._plots.frames_a_pixel()
            self._begin(
                HandleGesture(self._host, pointer, id_=hit.id, bounds=bounds, part=hit.part, rests=rests, reach=reach)
            )
        elif hit.what == "threshold" and self._plots.threshold.score is not None:
            self._begin(ThresholdGesture(self._host, pointer, value=self._plots.threshold.score))
        elif hit.what == "interval":
            self._press = point
            if hit.lane < len(KINDS):
                self.selected.emit(KINDS[hit.lane], hit.id)
            else:
                self._host.seek(self._data(hit).onset)
        else:
            self._nowhere = point
            self._begin(ScrubGesture(self._host, pointer))

    def _data(self, hit: Hit) -> IntervalRow:
        lane = self._plots.intervals.lanes[hit.lane]
        return lane.row(lane.index[hit.id])

    def move(self, event: QMouseEvent) -> None:
        """Continue the gesture; without one, show what a press would do."""
        point = event.position()
        if self._gesture is not None:
            free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._gesture.moved(replace(self.pointer(point), free=free))
        elif self._press is not None and event.buttons() & Qt.MouseButton.LeftButton:
            # A press on an interval becomes a scrub only after a clear movement: a trembling click still selects.
            if not _is_click(self._press, point):
                self._press = None
                self._begin(ScrubGesture(self._host, self.pointer(point)))
        else:
            self._hover(point)

    def release(self, event: QMouseEvent) -> None:
        """Commit the gesture."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._press = None
        pressed, self._nowhere = self._nowhere, None
        gesture = self._end()
        if gesture is not None:
            gesture.released()
        if gesture is not None and pressed is not None and _is_click(pressed, event.position()):
            frame = snap(self._plots.position_at(pressed.x()), self._host.n_frames)
            self.left.emit(frame, self._plots.area(self._plots.lanes).contains(pressed))

    def double_click(self, event: QMouseEvent) -> None:
        """Activate an interval; elsewhere a fast second press counts as a press."""
        hit = self.hit(event.position())
        known = hit.what in ("interval", "handle") and hit.lane < len(KINDS)
        if event.button() is Qt.MouseButton.LeftButton and known:
            self.activated.emit(KINDS[hit.lane], hit.id)
        else:
            self.press(event)

    def menu(self, event: QContextMenuEvent) -> None:
        """Ask for a context menu."""
        if self._host.n_frames == 0 or self._gesture is not None:
            return
        point = QPointF(event.pos())
        hit = self.hit(point)
        known = hit.id and hit.lane < len(KINDS)
        kind, id_ = (KINDS[hit.lane], hit.id) if known else ("", "")
        frame = snap(self._plots.position_at(point.x()), self._host.n_frames)
        self.context_requested.emit(frame, kind, id_, event.globalPos())

    def wheel(self, event: QWheelEvent) -> None:
        """Wheel: zoom at the mouse, up is in. Shift or a sideways wheel: pan."""
        event.accept()
        if self._host.n_frames == 0:
            return
        across, along = event.angleDelta().x(), event.angleDelta().y()
        span = self._plots.span
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(across) > abs(along):
            turn = across if abs(across) > abs(along) else along
            shift = -turn / _NOTCH * span.width * 0.1
            self._host.pan_to(limited(Span(span.first + shift, span.last + shift), self._host.n_frames))
        elif along:
            at = self._plots.position_at(event.position().x())
            self._host.pan_to(zoomed(span, at, _ZOOM_A_NOTCH ** (along / _NOTCH), self._host.n_frames))

    def leave(self) -> None:
        """The mouse is gone: no tooltip stays behind."""
        self._plots.viewport().setToolTip("")

    def _hover(self, point: QPointF) -> None:
        hit = self.hit(point) if self._host.n_frames else Hit("empty")
        shape = Qt.CursorShape.ArrowCursor
        if hit.what == "threshold":
            shape = Qt.CursorShape.SizeVerCursor
        elif hit.what == "handle":
            shape = Qt.CursorShape.SizeHorCursor
        elif hit.what == "interval":
            shape = Qt.CursorShape.PointingHandCursor
        viewport = self._plots.viewport()
        if viewport.cursor().shape() != shape:
            viewport.setCursor(shape)
        hint = self._hint(hit, point)
        if viewport.toolTip() != hint:
            viewport.setToolTip(hint)

    def _hint(self, hit: Hit, point: QPointF) -> str:
        if hit.what in ("interval", "handle"):
            return self._host.describe(hit.lane, hit.id)
        if hit.what == "threshold":
            return tr("Drag to change the threshold; the proposals follow at once")
        if self.gaps is None or self._plots.area(self._plots.lanes).contains(point):
            return ""
        position = self._plots.position_at(point.x())
        gap = self.gaps.at(position)
        return self._host.explain(snap(position, self._host.n_frames)) if gap is None else self.gaps.describe(gap)

    def _begin(self, gesture: Gesture) -> None:
        self._gesture = gesture
        app = QApplication.instance()
        if app is not None:
            # The plots never take the focus, so during a drag Esc is caught before whoever has it.
            app.installEventFilter(self)

    def _end(self) -> Gesture | None:
        gesture, self._gesture = self._gesture, None
        app = QApplication.instance()
        if gesture is not None and app is not None:
            app.removeEventFilter(self)
        return gesture

    @override
    @safe_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.cancel()
        return True


def _is_click(pressed: QPointF, point: QPointF) -> bool:
    """Whether the mouse is still where it was pressed, but for a trembling hand."""
    return (point - pressed).manhattanLength() <= QApplication.startDragDistance()
