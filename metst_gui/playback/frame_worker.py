"""Decoding in a thread of its own: the newest request wins, frames around the playhead are kept and prefetched."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from engine.errors import EngineError
from engine.messages import Said
from engine.types import frozen
from engine.video import Frame, OpeningCancelledError, Source
from metst_gui.playback.ahead import Ahead
from metst_gui.playback.frame_cache import FrameCache
from metst_gui.playback.mailbox import Mailbox

# Frames prefetched in the direction of travel: 0.8 s at 30 fps, longer than decoding a group of 250 takes.
PREFETCHED = 24
# While newer requests keep coming, a picture is shown at least this often (s); what was asked before is given up.
SHOWN_EVERY = 0.25
TOLD_EVERY = 0.1

Opener = Callable[..., Source]


class FrameWorker(QObject):
    """Owns the source; lives in the decoding thread. Every signal starts with the job number it belongs to."""

    opening = Signal(int, float)
    previewed = Signal(int, object)
    opened = Signal(int, object)
    failed = Signal(int, object)
    decoded = Signal(int, int, object, bool)
    _prefetch_asked = Signal()

    def __init__(self, mailbox: Mailbox, *, budget_bytes: int, ahead_bytes: int, opener: Opener) -> None:
        super().__init__()
        self._mailbox = mailbox
        self._opener = opener
        self._cache = FrameCache(budget_bytes)
        self._ahead = Ahead(ahead_bytes)
        self._source: Source | None = None
        # A second reader: decoding the next items does not move the first away from the playhead.
        self._scout: Source | None = None
        self._scout_plan: range = range(0)
        self._job = 0
        self._delivered = float("-inf")
        # Frames [start, stop) that are being prefetched.
        self._plan: range = range(0)
        # Queued, so that a request is served between two frames; and one at a time, so that it waits for one only.
        self._prefetch_asked.connect(self.prefetch, Qt.ConnectionType.QueuedConnection)
        self._is_coming_back = False

    @Slot(int, object, object)
    def open(self, job: int, path: Path, fps: float | None) -> None:
        """Open a source instead of the present one, which stays open where the new one cannot be read.

        Skipped where a newer one has been asked for.
        """
        if self._mailbox.is_stale(job):
            return
        self._job = job
        try:
            source = self._opener(path, fps=fps, opening=_Listener(self, self._mailbox, job))
        except OpeningCancelledError:
            return
        except EngineError as error:
            self.failed.emit(job, str(error))
            return
        self.close()
        self._source = source
        self.opened.emit(job, self._source.info)

    @Slot()
    def serve(self) -> None:
        """Deliver the newest requested frame, then prefetch."""
        index = self._mailbox.take(self._job)
        if index is None or self._source is None or not 0 <= index < self._source.info.n_frames:
            return
        if index != self._cache.playhead:
            self._cache.direction = 1 if index > self._cache.playhead else -1
        self._cache.playhead = index
        self._plan = range(0)
        try:
            frame = self._cache.get(index) or self._ahead.get(index) or self._decode_to(self._source, index)
        except EngineError as error:
            self.failed.emit(self._job, str(error))
            return
        if frame is not None:
            self._delivered = time.monotonic()
            self.decoded.emit(self._job, index, frozen(frame.bgr()), frame.damaged)
            self._come_back()

    @Slot()
    def replan(self) -> None:
        """Take over which items are reviewed next."""
        # What was planned before another, shorter video was open must not be asked of it.
        last = 0 if self._source is None else self._source.info.n_frames
        self._ahead.want(tuple(range(one.start, min(one.stop, last)) for one in self._mailbox.ranges))
        self._scout_plan = range(0)
        self._come_back()

    @Slot()
    def prefetch(self) -> None:
        """Decode one more frame around the playhead, else of the items to come; come back through the event loop."""
        self._is_coming_back = False
        if self._source is None or self._mailbox.is_stale(self._job):
            return
        if not self._plan:
            self._plan = self._next_plan(self._source)
        try:
            if self._plan:
                self._cache.put(self._source.read(self._plan.start))
                self._plan = self._plan[1:]
            elif not self._scouted(self._source):
                return
        except EngineError as error:
            self.failed.emit(self._job, str(error))
            return
        self._come_back()

    def _scouted(self, source: Source) -> bool:
        """Decode one more frame of the items to come; False where nothing is left to do."""
        if not self._scout_plan:
            missing = self._ahead.missing()
            if missing is None:
                return False
            held = self._cache.get(missing)
            if held is not None:
                return self._ahead.put(held)
            if self._scout is None:
                self._scout = source.twin()
            self._scout_plan = range(self._scout.decode_start(missing), missing + 1)
        if self._scout is None:
            return False
        index, self._scout_plan = self._scout_plan[0], self._scout_plan[1:]
        return self._ahead.put(self._scout.read(index)) or bool(self._scout_plan)

    @Slot()
    def close(self) -> None:
        """Release the source and forget its frames."""
        for one in (self._source, self._scout):
            if one is not None:
                one.close()
        self._source = self._scout = None
        self._plan = self._scout_plan = range(0)
        self._cache.clear()
        self._ahead.clear()

    @Slot()
    def finish(self) -> None:
        """Release the source and end the thread."""
        self.close()
        QThread.currentThread().quit()

    def _decode_to(self, source: Source, index: int) -> Frame | None:
        """Decode up to `index`, keeping every frame passed: stepping back through them is then free."""
        frame: Frame | None = None
        for frame in source.frames(source.decode_start(index), index + 1):
            self._cache.put(frame)
            if self._mailbox.is_stale(self._job) or (frame.index != index and self._is_overtaken()):
                return None
        return frame

    def _come_back(self) -> None:
        """Prefetch once more after whatever waits in the event loop."""
        if not self._is_coming_back:
            self._is_coming_back = True
            self._prefetch_asked.emit()

    def _is_overtaken(self) -> bool:
        """Whether a newer request should be served instead; a request is then already on its way to this thread."""
        return self._mailbox.is_waiting and time.monotonic() - self._delivered < SHOWN_EVERY

    def _next_plan(self, source: Source) -> range:
        """The next frames to prefetch: one ahead, else all from the keyframe up to the missing one."""
        cache = self._cache
        # A quarter of the cache: three quarters of it fill up behind before this much is left, so that one pass over
        # a group of pictures serves many steps back.
        reach = min(PREFETCHED, cache.room() // 4)
        for distance in range(1, reach + 1):
            index = cache.playhead + cache.direction * distance
            if not 0 <= index < source.info.n_frames:
                break
            if index not in cache and index not in self._ahead:
                return range(source.decode_start(index), index + 1)
        return range(0)


class _Listener:
    """Passes on what is heard while a source is opened, and gives the opening up once it is of no use."""

    def __init__(self, worker: FrameWorker, mailbox: Mailbox, job: int) -> None:
        self._worker, self._mailbox, self._job = worker, mailbox, job
        self._told = time.monotonic()

    def first_picture(self, frame: Frame) -> None:
        """See `Opening`."""
        self._worker.previewed.emit(self._job, frozen(frame.bgr()))

    def progress(self, share: float) -> None:
        """See `Opening`."""
        if self._mailbox.is_stale(self._job):
            raise OpeningCancelledError(Said("Another source was chosen."))
        if time.monotonic() - self._told > TOLD_EVERY:
            self._told = time.monotonic()
            self._worker.opening.emit(self._job, share)
