"""Decoding in a thread of its own: the newest request wins, frames around the playhead are kept and prefetched."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot

from engine.errors import EngineError
from engine.types import frozen
from engine.video import Frame, Source, open_source
from metst_gui.playback.frame_cache import FrameCache

BUDGET_BYTES = 256 * 1024 * 1024
# Frames prefetched in the direction of travel: 0.8 s at 30 fps, longer than decoding a group of 250 takes.
PREFETCHED = 24

Opener = Callable[..., Source]


class Mailbox:
    """What the GUI thread wants next: one slot, overwritten by each newer request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted: int | None = None
        self._job = 0
        self._stopping = False

    def put(self, index: int) -> bool:
        """Want `index` instead of whatever was wanted; True where the worker has to be woken."""
        with self._lock:
            was_empty, self._wanted = self._wanted is None, index
            return was_empty

    def take(self, job: int) -> int | None:
        """The wanted index, once; None where it belongs to a newer job than `job`."""
        with self._lock:
            if job != self._job:
                return None
            wanted, self._wanted = self._wanted, None
            return wanted

    def new_job(self) -> int:
        """Number of a newly opened source; requests for the former one are dropped."""
        with self._lock:
            self._job, self._wanted = self._job + 1, None
            return self._job

    def stop(self) -> None:
        """End all work at the next frame."""
        with self._lock:
            self._stopping = True

    def is_stale(self, job: int) -> bool:
        """Whether results of `job` are of no use any more."""
        with self._lock:
            return self._stopping or job != self._job


class FrameWorker(QObject):
    """Owns the source; lives in the decoding thread. Every signal starts with the job number it belongs to."""

    opened = Signal(int, object)
    failed = Signal(int, str)
    decoded = Signal(int, int, object, bool)
    _prefetch_asked = Signal()

    def __init__(self, mailbox: Mailbox, *, budget_bytes: int, opener: Opener) -> None:
        super().__init__()
        self._mailbox = mailbox
        self._opener = opener
        self._cache = FrameCache(budget_bytes)
        self._source: Source | None = None
        self._job = 0
        # Frames [start, stop) that are being prefetched.
        self._plan: range = range(0)
        self._prefetch_asked.connect(self.prefetch)

    @Slot(int, object, object)
    def open(self, job: int, path: Path, fps: float | None) -> None:
        """Open a source instead of the present one, which stays open where the new one cannot be read.

        Skipped where a newer one has been asked for.
        """
        if self._mailbox.is_stale(job):
            return
        self._job = job
        try:
            source = self._opener(path, fps=fps)
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
            frame = self._cache.get(index) or self._decode_to(self._source, index)
        except EngineError as error:
            self.failed.emit(self._job, str(error))
            return
        if frame is not None:
            self.decoded.emit(self._job, index, frozen(frame.bgr()), frame.damaged)
            self._prefetch_asked.emit()

    @Slot()
    def prefetch(self) -> None:
        """Decode one more frame in the direction of travel, then come back through the event loop."""
        if self._source is None or self._mailbox.is_stale(self._job):
            return
        if not self._plan:
            self._plan = self._next_plan(self._source)
        if not self._plan:
            return
        try:
            self._cache.put(self._source.read(self._plan.start))
        except EngineError as error:
            self.failed.emit(self._job, str(error))
            return
        self._plan = self._plan[1:]
        self._prefetch_asked.emit()

    @Slot()
    def close(self) -> None:
        """Release the source and forget its frames."""
        if self._source is not None:
            self._source.close()
        self._source = None
        self._plan = range(0)
        self._cache.clear()

    @Slot()
    def finish(self) -> None:
        """Release the source and end the thread."""
        self.close()
        QThread.currentThread().quit()

    def _decode_to(self, source: Source, index: int) -> Frame | None:
        """Decode up to `index`, keeping every frame passed: stepping back through them is then free."""
        frame: Frame | None = None
        for frame in source.frames(source.decode_start(index), index + 1):
            if self._mailbox.is_stale(self._job):
                return None
            self._cache.put(frame)
        return frame

    def _next_plan(self, source: Source) -> range:
        """The next frames to prefetch: one ahead, or, backwards, all from the keyframe up to the missing one."""
        cache = self._cache
        # A quarter of the cache: three quarters of it fill up behind before this much is left, so that one pass over
        # a group of pictures serves many steps back.
        reach = min(PREFETCHED, cache.room() // 4)
        for distance in range(1, reach + 1):
            index = cache.playhead + cache.direction * distance
            if not 0 <= index < source.info.n_frames:
                break
            if index not in cache:
                return range(index if cache.direction > 0 else source.decode_start(index), index + 1)
        return range(0)


class FrameService(QObject):
    """Frames of one source for the GUI thread. Call `shutdown` before it goes.

    Signals:
        opened(VideoInfo): the source is ready; request a frame next.
        failed(str): one sentence for the user.
        frame_ready(int, uint8 [H, W, 3] BGR read-only, bool): frame index, picture, and whether it is damaged.
    """

    opened = Signal(object)
    failed = Signal(str)
    frame_ready = Signal(int, object, bool)
    _open_asked = Signal(int, object, object)
    _serve_asked = Signal()
    _close_asked = Signal()
    _finish_asked = Signal()

    def __init__(
        self, parent: QObject | None = None, *, budget_bytes: int = BUDGET_BYTES, opener: Opener = open_source
    ) -> None:
        super().__init__(parent)
        self._mailbox = Mailbox()
        self._job = 0
        self._worker = FrameWorker(self._mailbox, budget_bytes=budget_bytes, opener=opener)
        self._thread = QThread()
        self._thread.setObjectName("frames")
        self._worker.moveToThread(self._thread)
        self._open_asked.connect(self._worker.open)
        self._serve_asked.connect(self._worker.serve)
        self._close_asked.connect(self._worker.close)
        self._finish_asked.connect(self._worker.finish)
        self._worker.opened.connect(self._on_opened)
        self._worker.failed.connect(self._on_failed)
        self._worker.decoded.connect(self._on_decoded)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.shutdown)
        self._thread.start()

    def open(self, path: Path, *, fps: float | None = None) -> None:
        """Open a source in the background; `fps` is the rate of an image folder. Answers with `opened` or `failed`."""
        self._job = self._mailbox.new_job()
        self._open_asked.emit(self._job, path, fps)

    def request(self, index: int) -> None:
        """Ask for a frame; a newer request replaces one that is still waiting. Answers with `frame_ready`."""
        if self._mailbox.put(index):
            self._serve_asked.emit()

    def close(self) -> None:
        """Release the source; nothing of it arrives any more."""
        self._job = self._mailbox.new_job()
        self._close_asked.emit()

    @Slot()
    def shutdown(self) -> None:
        """Release the source and join the thread; may be called more than once."""
        if self._thread.isRunning():
            self._mailbox.stop()
            self._finish_asked.emit()
            self._thread.wait()

    @Slot(int, object)
    def _on_opened(self, job: int, info: object) -> None:
        if job == self._job:
            self.opened.emit(info)

    @Slot(int, str)
    def _on_failed(self, job: int, sentence: str) -> None:
        if job == self._job:
            self.failed.emit(sentence)

    @Slot(int, int, object, bool)
    def _on_decoded(self, job: int, index: int, picture: object, damaged: bool) -> None:
        if job == self._job:
            self.frame_ready.emit(index, picture, damaged)
