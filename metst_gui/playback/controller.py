"""The one clock: which frame is shown now (ADR 0018)."""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from engine.types import VideoInfo

RATES = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0, 2.0, 4.0)
TICK_MS = 16
# Speeds at which speech can be understood when its pitch is kept.
HEARD = (1 / 4, 2.0)


class PlaybackController(QObject):
    """Media time follows the wall clock, frames follow media time; slow displays drop frames, time never drifts.

    Forward, frame i shows during ``[times[i], times[i + 1])``; backward during ``(times[i], times[i + 1]]``.

    Signals:
        frame_changed(int): the current frame index.
        playing_changed(bool), rate_changed(float).
        loop_changed(object): ``(onset, offset)`` inclusive, or None.
        looped(): a turn of the loop ended.
    """

    frame_changed = Signal(int)
    playing_changed = Signal(bool)
    rate_changed = Signal(float)
    loop_changed = Signal(object)
    looped = Signal()

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._info: VideoInfo | None = None
        self._frame = 0
        self._playing = False
        self._rate = 1.0
        self._loop: tuple[int, int] | None = None
        # Media time at a moment of the clock, that moment, and the speed since: one value, read from other threads too.
        self._line = (0.0, 0.0, 1.0)
        # Start of every frame and, last, the end of the last one.
        self._edges = np.zeros(1)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def info(self) -> VideoInfo | None:
        """The source on the clock; None: no video."""
        return self._info

    @property
    def frame(self) -> int:
        """Current frame index; 0 without a video."""
        return self._frame

    @property
    def playing(self) -> bool:
        """Whether time runs."""
        return self._playing

    @property
    def rate(self) -> float:
        """Speed; negative plays backward."""
        return self._rate

    @property
    def heard(self) -> tuple[float, float] | None:
        """Seconds since frame 0 now and the speed, for sound; None unless it runs forward at 1/4 to 2. Any thread."""
        now, line = self._clock(), self._line
        if not self._playing or not HEARD[0] <= line[2] <= HEARD[1]:
            return None
        return _on_line(line, now), line[2]

    @property
    def loop(self) -> tuple[int, int] | None:
        """The looped frames ``(onset, offset)``, inclusive."""
        return self._loop

    def set_info(self, info: VideoInfo | None) -> None:
        """Put a source on the clock, at frame 0, paused, at 1x and without a loop; None takes it off."""
        self.pause()
        self.set_loop(None)
        self.set_rate(1.0)
        self._info = info
        self._edges = _edges(info)
        self._frame = 0
        self.frame_changed.emit(0)

    @Slot()
    def play(self) -> None:
        """Run; from the end of the video (or loop) it starts over."""
        if self._info is None or self._playing:
            return
        first, last = self._range()
        start = self._frame
        if not first <= start <= last or start == (last if self._rate > 0 else first):
            start = first if self._rate > 0 else last
        # What follows the clock from another thread must never see it run from a stale place.
        self._anchor_at(start)
        self._playing = True
        self.playing_changed.emit(True)
        self._anchor_at(start)
        self._timer.start()
        self._show(start)

    @Slot()
    def pause(self) -> None:
        """Stop on the current frame."""
        if self._playing:
            self._timer.stop()
            self._playing = False
            self.playing_changed.emit(False)

    @Slot()
    def toggle(self) -> None:
        """Play or pause."""
        if self._playing:
            self.pause()
        else:
            self.play()

    @Slot(int)
    def step(self, count: int) -> None:
        """Pause and move by `count` frames, no further than the ends of the video."""
        self.pause()
        self.seek(self._frame + count)

    @Slot(int)
    def seek(self, index: int) -> None:
        """Go to a frame (clamped to the video); playing goes on from there."""
        if self._info is None:
            return
        index = min(max(index, 0), self._info.n_frames - 1)
        self._anchor_at(index)
        self._show(index)

    @Slot(float)
    def set_rate(self, rate: float) -> None:
        """Set the speed, clamped to 1/16 .. 4 either way; 0 is ignored."""
        if not rate or rate == self._rate:
            return
        rate = float(np.copysign(min(max(abs(rate), RATES[0]), RATES[-1]), rate))
        if rate == self._rate:
            return
        turned = (rate > 0) != (self._rate > 0)
        now = self._clock()
        media = self._media_time(now)
        self._rate = rate
        if turned and self._info is not None:
            self._anchor_at(self._frame)
        else:
            self._line = media, now, rate
        self.rate_changed.emit(rate)

    def set_loop(self, onset: int | None, offset: int | None = None) -> None:
        """Loop the frames ``onset .. offset`` (inclusive, clamped to the video); None ends the loop."""
        loop = None
        if self._info is not None and onset is not None and offset is not None:
            last = self._info.n_frames - 1
            low, high = sorted((min(max(onset, 0), last), min(max(offset, 0), last)))
            loop = (low, high)
        if loop == self._loop:
            return
        self._loop = loop
        if self._playing and loop is not None and not loop[0] <= self._frame <= loop[1]:
            self.seek(loop[0] if self._rate > 0 else loop[1])
        self.loop_changed.emit(loop)

    @Slot()
    def tick(self) -> None:
        """Show the frame of this moment; starts over at the end of a loop, pauses at the ends of the video."""
        if self._info is None or not self._playing:
            return
        first, last = self._range()
        index = self._index_at(self._media_time(self._clock()))
        if self._loop is not None:
            ended = index > last if self._rate > 0 else index < first
            self._show(self._start_over(first, last) if ended else index)
            if ended:
                self.looped.emit()
            return
        index = min(max(index, first), last)
        self._show(index)
        if index == (last if self._rate > 0 else first):
            self.pause()

    def _range(self) -> tuple[int, int]:
        if self._loop is not None:
            return self._loop
        return 0, len(self._edges) - 2

    def _media_time(self, now: float) -> float:
        return _on_line(self._line, now)

    def _anchor_at(self, index: int) -> None:
        """Let media time be at the edge of `index` where playing enters it."""
        self._line = float(self._edges[index if self._rate > 0 else index + 1]), self._clock(), self._rate

    def _start_over(self, first: int, last: int) -> int:
        """Take whole turns of the loop off the media time: the frame where the next turn stands by now."""
        start, stop = float(self._edges[first]), float(self._edges[last + 1])
        now = self._clock()
        media = self._media_time(now)
        over = (media - stop if self._rate > 0 else start - media) % (stop - start)
        anchor = start + over if self._rate > 0 else stop - over
        self._line = anchor, now, self._rate
        return min(max(self._index_at(anchor), first), last)

    def _index_at(self, media: float) -> int:
        # A billionth of a second absorbs the rounding of times that were summed in different orders.
        if self._rate > 0:
            return int(np.searchsorted(self._edges, media + 1e-9, side="right")) - 1
        return int(np.searchsorted(self._edges, media - 1e-9, side="left")) - 1

    def _show(self, index: int) -> None:
        if index != self._frame:
            self._frame = index
            self.frame_changed.emit(index)


def _on_line(line: tuple[float, float, float], now: float) -> float:
    anchor, started, speed = line
    return anchor + speed * (now - started)


def _edges(info: VideoInfo | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Start times of the frames and the end of the last, which lasts as long as the median frame."""
    if info is None:
        return np.zeros(1)
    usual = float(np.median(np.diff(info.times))) if info.n_frames > 1 else 1.0 / (info.fps or 25.0)
    return np.append(info.times, info.times[-1] + usual)
