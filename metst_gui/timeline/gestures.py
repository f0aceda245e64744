"""What a mouse gesture means, without a window: snapping, limits, ranges, and one class a drag.

Positions are frame positions: frame f covers f - 0.5 to f + 0.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from engine.types import Bounds, Float64
from metst_gui.language import plural
from metst_gui.wording.duration import duration_ms

Part = Literal["onset", "apex", "offset"]

HANDLE_PX = 6.0
_APEX_SHARE = 0.4
MIN_SPAN = 8.0
THRESHOLD_STEP = 0.01


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse is: frame position, spotting score at its height, pixel column; `free`: nothing is snapped to."""

    position: float
    score: float
    x: float
    free: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Visible range in frame positions."""

    first: float
    last: float

    @property
    def width(self) -> float:
        """Frames shown."""
        return self.last - self.first

    def contains(self, frame: float) -> bool:
        """Whether a frame position is visible."""
        return self.first <= frame <= self.last


class GestureHost(Protocol):
    """What a gesture may do to the timeline."""

    @property
    def n_frames(self) -> int:
        """Frames of the video."""

    def seek(self, frame: int) -> None:
        """Show this frame."""

    def preview(self, id_: str | None, bounds: Bounds | None, note: str = "") -> None:
        """Draw an interval being created (`id_` None) or dragged, with its duration and a note; None ends it."""

    def create(self, onset: int, offset: int) -> None:
        """A new interval was drawn."""

    def move(self, id_: str, bounds: Bounds, token: object, *, finished: bool) -> None:
        """An annotation was dragged."""

    def move_threshold(self, value: float, *, finished: bool) -> None:
        """The threshold line was dragged."""

    def pan_to(self, span: Span) -> None:
        """Show this range."""


class Gesture(Protocol):
    """A drag in progress."""

    def moved(self, pointer: Pointer) -> None:
        """The mouse moved with the button down."""

    def released(self) -> None:
        """The button went up: commit."""

    def cancelled(self) -> None:
        """Esc: leave everything as it was."""


def snap(position: float, n_frames: int) -> int:
    """Nearest frame index of a video of `n_frames` (>= 1)."""
    return min(max(0, int(np.floor(position + 0.5))), max(0, n_frames - 1))


def move_part(bounds: Bounds, part: Part, delta: int, n_frames: int) -> Bounds:
    """Bounds with one handle moved by `delta` frames; it stops at its neighbour, which never moves with it."""
    if part == "onset":
        limit = bounds.offset if bounds.apex is None else bounds.apex
        return bounds._replace(onset=min(max(0, bounds.onset + delta), limit))
    if part == "offset":
        limit = bounds.onset if bounds.apex is None else bounds.apex
        return bounds._replace(offset=max(min(n_frames - 1, bounds.offset + delta), limit))
    if bounds.apex is None:
        return bounds
    return bounds._replace(apex=min(max(bounds.onset, bounds.apex + delta), bounds.offset))


def handle_at(x: float, height: float, *, onset_x: float, apex_x: float | None, offset_x: float) -> Part | None:
    """Handle under the mouse, or None.

    The edge handles lie outside the interval and reach a little into it, the apex handle fills the upper part, so
    that all three stay reachable on an interval a few pixels wide.

    Args:
        x: pixel column of the mouse.
        height: 0 (top) to 1 (bottom) within the interval.
        onset_x: pixel column of the left edge.
        apex_x: pixel column of the apex tick, or None.
        offset_x: pixel column of the right edge.
    """
    if apex_x is not None and height < _APEX_SHARE and abs(x - apex_x) <= HANDLE_PX:
        return "apex"
    inner = min(HANDLE_PX / 2, (offset_x - onset_x) / 3)
    if onset_x - HANDLE_PX <= x <= onset_x + inner:
        return "onset"
    if offset_x - inner <= x <= offset_x + HANDLE_PX:
        return "offset"
    return None


def zoomed(span: Span, at: float, factor: float, n_frames: int) -> Span:
    """Range with `factor` times fewer frames, position `at` staying under the mouse."""
    full = whole(n_frames)
    width = min(max(span.width / factor, min(MIN_SPAN, full.width)), full.width)
    share = (at - span.first) / span.width if span.width > 0 else 0.5
    first = at - share * width
    return limited(Span(first, first + width), n_frames)


def limited(span: Span, n_frames: int) -> Span:
    """Range moved, and if need be cut, so that it lies inside the video."""
    full = whole(n_frames)
    width = min(span.width, full.width)
    first = min(max(span.first, full.first), full.last - width)
    return Span(first, first + width)


def whole(n_frames: int) -> Span:
    """Range of the whole video."""
    return Span(-0.5, max(1, n_frames) - 0.5)


def duration_text(onset: int, offset: int, times: Float64) -> str:
    """Duration for the label at a handle, e.g. ``"14 frames · 467 ms"``."""
    count = offset - onset + 1
    milliseconds = duration_ms(onset, offset, times)
    return plural(
        count, "{n} frame · {milliseconds:.0f} ms", "{n} frames · {milliseconds:.0f} ms", milliseconds=milliseconds
    )


class ScrubGesture:
    """Left drag on empty timeline: the frame under the mouse is shown."""

    def __init__(self, host: GestureHost, pointer: Pointer) -> None:
        self._host = host
        self._frame: int | None = None
        self.moved(pointer)

    def moved(self, pointer: Pointer) -> None:
        """Seek where the frame under the mouse changed."""
        frame = snap(pointer.position, self._host.n_frames)
        if frame != self._frame:
            self._frame = frame
            self._host.seek(frame)

    def released(self) -> None:
        """Nothing is left to commit."""

    def cancelled(self) -> None:
        """The playhead stays: a seek changes no data."""


class CreateGesture:
    """Shift + left drag: a new interval from the pressed frame to the frame under the mouse."""

    def __init__(self, host: GestureHost, pointer: Pointer) -> None:
        self._host = host
        self._anchor = snap(pointer.position, host.n_frames)
        self._press_x = pointer.x
        self._bounds: Bounds | None = None

    def moved(self, pointer: Pointer) -> None:
        """Grow or shrink the interval; a tremble of two pixels does not start one."""
        if self._bounds is None and abs(pointer.x - self._press_x) < 3:
            return
        frame = snap(pointer.position, self._host.n_frames)
        bounds = Bounds(min(frame, self._anchor), None, max(frame, self._anchor))
        if bounds != self._bounds:
            self._bounds = bounds
            self._host.preview(None, bounds)
            self._host.seek(frame)

    def released(self) -> None:
        """Create the interval, if the mouse was dragged at all."""
        if self._bounds is not None:
            self._host.preview(None, None)
            self._host.create(self._bounds.onset, self._bounds.offset)

    def cancelled(self) -> None:
        """Drop it."""
        self._host.preview(None, None)


class HandleGesture:
    """Drag of an edge or the apex of an annotation; every emitted step carries one token (one undo entry)."""

    def __init__(
        self,
        host: GestureHost,
        pointer: Pointer,
        *,
        id_: str,
        bounds: Bounds,
        part: Part,
        rests: Mapping[int, str] | None = None,
        reach: float = 0.0,
    ) -> None:
        """Begin.

        Args:
            host: what it acts on.
            pointer: where the button went down.
            id_: whose handle it is.
            bounds: of that interval.
            part: which handle.
            rests: frames it snaps to, and why; with `Pointer.free` it does not.
            reach: how near (frames) it must come.
        """
        self._host = host
        self._rests, self._reach = rests or {}, reach
        self.id = id_
        self._part: Part = part
        self._origin = self._bounds = bounds
        self._press = pointer.position
        self._token = object()
        self._touched = False
        host.preview(id_, bounds)

    def moved(self, pointer: Pointer) -> None:
        """Move the handle by whole frames; the frame under it is shown."""
        delta = int(np.floor(pointer.position - self._press + 0.5))
        delta, note = (delta, "") if pointer.free else self._rested(delta)
        bounds = move_part(self._origin, self._part, delta, self._host.n_frames)
        if bounds == self._bounds:
            return
        self._bounds, self._touched = bounds, True
        self._host.preview(self.id, bounds, note)
        self._host.move(self.id, bounds, self._token, finished=False)
        self._host.seek(self._frame())

    def released(self) -> None:
        """Commit, if the handle was moved at all."""
        self._host.preview(self.id, None)
        if self._touched:
            self._host.move(self.id, self._bounds, self._token, finished=True)

    def cancelled(self) -> None:
        """Put the handle back."""
        self._host.preview(self.id, None)
        if self._touched:
            self._host.move(self.id, self._origin, self._token, finished=True)

    def _rested(self, delta: int) -> tuple[int, str]:
        """The movement to the nearest frame to snap to, where one is near, and why it is one."""
        start = self._frame_of(self._origin)
        near = [(abs(frame - start - delta), frame) for frame in self._rests]
        distance, frame = min(near, default=(np.inf, 0))
        return (frame - start, self._rests[frame]) if distance <= self._reach else (delta, "")

    def _frame(self) -> int:
        return self._frame_of(self._bounds)

    def _frame_of(self, bounds: Bounds) -> int:
        apex = bounds.apex if bounds.apex is not None else bounds.onset
        return {"onset": bounds.onset, "apex": apex, "offset": bounds.offset}[self._part]


class ThresholdGesture:
    """Drag of the threshold line in steps of 0.01."""

    def __init__(self, host: GestureHost, pointer: Pointer, *, value: float) -> None:
        self._host = host
        self._origin = self._value = value
        self._press = pointer.score
        self._touched = False

    def moved(self, pointer: Pointer) -> None:
        """Follow the mouse; the receiver decodes again."""
        raw = self._origin + pointer.score - self._press
        value = min(1.0, max(0.0, round(raw / THRESHOLD_STEP) * THRESHOLD_STEP))
        if abs(value - self._value) > THRESHOLD_STEP / 2:
            self._value, self._touched = value, True
            self._host.move_threshold(value, finished=False)

    def released(self) -> None:
        """Commit, if the line was moved at all."""
        if self._touched:
            self._host.move_threshold(self._value, finished=True)

    def cancelled(self) -> None:
        """Put the line back."""
        if self._touched:
            self._host.move_threshold(self._origin, finished=True)


class PanGesture:
    """Middle drag: the timeline follows the mouse."""

    def __init__(self, host: GestureHost, pointer: Pointer, *, span: Span, frames_a_pixel: float) -> None:
        self._host = host
        self._x = pointer.x
        self._span = span
        self._frames_a_pixel = frames_a_pixel

    def moved(self, pointer: Pointer) -> None:
        """Shift the range by the distance dragged."""
        shift = (self._x - pointer.x) * self._frames_a_pixel
        self._host.pan_to(Span(self._span.first + shift, self._span.last + shift))

    def released(self) -> None:
        """Nothing is left to commit."""

    def cancelled(self) -> None:
        """Back to the range before the drag."""
        self._host.pan_to(self._span)
