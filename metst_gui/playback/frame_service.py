"""Frames of one source for the GUI thread."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot

from engine.video import open_source
from metst_gui.playback.frame_worker import FrameWorker, Opener
from metst_gui.playback.mailbox import Mailbox

# Frames around the playhead, and frames of the items reviewed next; a frame is kept as decoded (1.4 MB at 720p).
BUDGET_BYTES = 256 * 1024 * 1024
AHEAD_BYTES = 192 * 1024 * 1024


class FrameService(QObject):
    """Frames of one source for the GUI thread. Call `shutdown` before it goes.

    Signals:
        opening(float): share of the file that is read, for long files only.
        previewed(uint8 [H, W, 3] BGR read-only): the picture of frame 0, before `opened`, for new files only.
        opened(VideoInfo): the source is ready; request a frame next.
        failed(str): one sentence for the user.
        frame_ready(int, uint8 [H, W, 3] BGR read-only, bool): frame index, picture, and whether it is damaged.
    """

    opening = Signal(float)
    previewed = Signal(object)
    opened = Signal(object)
    failed = Signal(object)
    frame_ready = Signal(int, object, bool)
    _open_asked = Signal(int, object, object)
    _serve_asked = Signal()
    _replan_asked = Signal()
    _close_asked = Signal()
    _finish_asked = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        budget_bytes: int = BUDGET_BYTES,
        ahead_bytes: int = AHEAD_BYTES,
        opener: Opener = open_source,
    ) -> None:
        super().__init__(parent)
        self._mailbox = Mailbox()
        self._job = 0
        self._worker = FrameWorker(self._mailbox, budget_bytes=budget_bytes, ahead_bytes=ahead_bytes, opener=opener)
        self._thread = QThread()
        self._thread.setObjectName("frames")
        self._worker.moveToThread(self._thread)
        self._open_asked.connect(self._worker.open)
        self._serve_asked.connect(self._worker.serve)
        self._close_asked.connect(self._worker.close)
        self._finish_asked.connect(self._worker.finish)
        self._replan_asked.connect(self._worker.replan)
        self._worker.opening.connect(self._on_opening)
        self._worker.previewed.connect(self._on_previewed)
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

    def plan(self, ranges: Sequence[range]) -> None:
        """Decode these ranges of frame indices when there is time, the most urgent first; replaces the last plan."""
        self._mailbox.plan(tuple(ranges))
        self._replan_asked.emit()

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

    @Slot(int, float)
    def _on_opening(self, job: int, share: float) -> None:
        if job == self._job:
            self.opening.emit(share)

    @Slot(int, object)
    def _on_previewed(self, job: int, picture: object) -> None:
        if job == self._job:
            self.previewed.emit(picture)

    @Slot(int, object)
    def _on_opened(self, job: int, info: object) -> None:
        if job == self._job:
            self.opened.emit(info)

    @Slot(int, object)
    def _on_failed(self, job: int, sentence: str) -> None:
        if job == self._job:
            self.failed.emit(sentence)

    @Slot(int, int, object, bool)
    def _on_decoded(self, job: int, index: int, picture: object, damaged: bool) -> None:
        if job == self._job:
            self.frame_ready.emit(index, picture, damaged)
