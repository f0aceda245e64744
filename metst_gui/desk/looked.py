"""Which frames were looked at, and which the model scored."""

from contextlib import suppress

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.types import AnalysisRun, VideoInfo
from metst_gui.desk.session import Session
from metst_gui.document.changes import Changes
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.statement import Spans

_REFRESH_MS = 500
# What a computer that fails may cost of looking; each time is a row of the journal.
STORE_MS = 60_000
# A frame that passes faster than this was not looked at.
_TOP_RATE = 1.0


class LookedFrames(QObject):
    """What the annotator in use has looked at of the open video.

    Attributes:
        frames: bool [F], True for the frames that were looked at; empty before a video is open.

    Signals:
        changed: some more was looked at, or another video or annotator is there. arg: share of the frames, 0..1.
    """

    changed = Signal(float)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._document = session.document
        self.frames: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._tell)
        self._store_timer = QTimer(self, singleShot=True)
        self._store_timer.setInterval(STORE_MS)
        self._store_timer.timeout.connect(self.store)
        session.opened.connect(self._on_opened)
        session.frames.frame_ready.connect(self._on_frame)
        self._document.looked.asked.connect(self.note)
        self._document.changed.connect(self._on_document)

    @Slot()
    def note(self) -> None:
        """Let the document keep what was looked at; it stores it with its next flush."""
        self._document.looked.note(spans_of(self.frames))

    @Slot()
    def store(self) -> None:
        """Store what was looked at now, not only when the video is left; a bound in the hand is not let go for it."""
        if self._document.drag.waiting:
            self._store_timer.start()
            return
        with suppress(EditRefusedError):  # the ledger told of it, and the next flush stores it
            self._document.looked.store()

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        self.frames = marked_in(self._document.looked.spans, info.n_frames)

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.layer:
            # Another annotator works: what the one before looked at is not theirs.
            self.frames = marked_in(self._document.looked.spans, len(self.frames))
            self._tell()

    @Slot(int, object)
    def _on_frame(self, frame: int, _picture: object) -> None:
        playback = self._session.playback
        if 0 <= frame < len(self.frames) and (not playback.playing or abs(playback.rate) <= _TOP_RATE):
            self.frames[frame] = True
            for timer in (self._timer, self._store_timer):
                if not timer.isActive():
                    timer.start()

    @Slot()
    def _tell(self) -> None:
        if len(self.frames):
            self.changed.emit(float(self.frames.mean()))


def spans_of(marked: NDArray[np.bool_]) -> Spans:
    """Spans (first, last index, inclusive) of True in bool [n]."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    return tuple((int(first), int(stop) - 1) for first, stop in zip(edges[::2], edges[1::2], strict=True))


def marked_in(spans: Spans, n: int) -> NDArray[np.bool_]:
    """Bool [n], True in the spans; the inverse of `spans_of`."""
    marked = np.zeros(n, np.bool_)
    for first, last in spans:
        marked[first : last + 1] = True
    return marked


def analysed(run: AnalysisRun | None, n: int) -> NDArray[np.bool_]:
    """Bool [n], frames that a scored sample stands for: those up to the next sample."""
    found = np.zeros(n, np.bool_)
    if run is None or not len(run.curves.frames):
        return found
    frames = run.curves.frames
    step = int(np.median(np.diff(frames))) if len(frames) > 1 else 1
    stops = np.append(frames[1:], frames[-1] + step)
    for first, stop in zip(frames[np.isfinite(run.curves.score)], stops[np.isfinite(run.curves.score)], strict=True):
        found[first : min(stop, first + step)] = True
    return found
