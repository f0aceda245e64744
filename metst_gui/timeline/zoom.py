"""Which part of the video the timeline shows, and what keeps to it."""

from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.types import Float64
from metst_gui.timeline.gestures import Span, limited, whole, zoomed

_CONTEXT = 0.5
# A playhead that jumps by this many seconds or more is always followed.
_JUMP_S = 1.0
# Where in the view a followed playhead comes to lie, by the way it went.
_AHEAD, _BACK = 0.1, 0.9


class Follower(Protocol):
    """Something painted along the time axis."""

    def set_span(self, span: Span) -> None:
        """Show this range."""


class Zoom(QObject):
    """The visible range of frame positions; every follower shows the same.

    Signals:
        changed: first and last visible frame position.
    """

    changed = Signal(float, float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._times: Float64 = np.zeros(0)
        self._span = whole(0)
        self._playhead = 0
        self._followers: list[Follower] = []

    @property
    def span(self) -> Span:
        """Visible range in frame positions."""
        return self._span

    @property
    def playhead(self) -> int:
        """Frame index of the playhead."""
        return self._playhead

    def follow(self, follower: Follower) -> None:
        """Let this one show the range from now on, after those that came before it."""
        self._followers.append(follower)
        follower.set_span(self._span)

    def start_over(self, times: Float64) -> None:
        """Another video, by the times of its frames (float64 [N], seconds): the playhead is at its first frame."""
        self._times, self._playhead = times, 0

    def show(self, span: Span) -> None:
        """Show this range, moved and cut so that it lies inside the video."""
        self._span = limited(span, len(self._times))
        for follower in self._followers:
            follower.set_span(self._span)
        self.changed.emit(self._span.first, self._span.last)

    def show_interval(self, onset: int, offset: int) -> None:
        """Show this interval with half its length around it, at least a quarter of a second on either side."""
        times = self._times
        if not len(times):
            return
        rate = (len(times) - 1) / max(1e-9, float(times[-1] - times[0])) if len(times) > 1 else 1
        margin = max((offset - onset + 1) * _CONTEXT, rate / 4)
        self.show(Span(onset - margin, offset + margin))

    def show_all(self) -> None:
        """Show the whole video."""
        self.show(whole(len(self._times)))

    def by(self, factor: float) -> None:
        """Show `factor` times fewer frames; the playhead stays where it is, or the middle where it is not in view."""
        span = self._span
        at = float(self._playhead) if span.contains(self._playhead) else (span.first + span.last) / 2
        self.show(zoomed(span, at, factor, len(self._times)))

    def pan(self, share: float) -> None:
        """Move the view by a share of its width."""
        shift = share * self._span.width
        self.show(Span(self._span.first + shift, self._span.last + shift))

    def centre(self, frame: int) -> None:
        """Put a frame into the middle of the view."""
        half = self._span.width / 2
        self.show(Span(frame - half, frame + half))

    def set_playhead(self, frame: int, *, stays: bool) -> None:
        """The playhead moved: page after it where it was in sight before, or jumped by a second or more.

        Args:
            frame: frame index.
            stays: the view stays as it is (something is being dragged).
        """
        before, self._playhead = self._playhead, frame
        if stays or not len(self._times) or self._span.contains(frame):
            return
        seconds = abs(float(self._times[frame] - self._times[before])) if frame < len(self._times) else 0.0
        if self._span.contains(before) or seconds >= _JUMP_S:
            first = frame - (_AHEAD if frame > before else _BACK) * self._span.width
            self.show(Span(first, first + self._span.width))
