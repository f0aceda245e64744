"""Writes frames and clips of the original in a thread of its own, one after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.errors import EngineError
from engine.types import VideoInfo
from engine.video import open_source
from metst_gui.language import tr


@dataclass(frozen=True, slots=True)
class Cut:
    """What to write.

    Attributes:
        info: the source, as it is open in the window.
        first, last: frame indices, inclusive; equal for a single picture.
        path: the file; a picture or video by its suffix.
        numbered: whether the frame numbers are burnt in.
        single: whether it is a picture rather than a clip.
    """

    info: VideoInfo
    first: int
    last: int
    path: Path
    numbered: bool
    single: bool


class _Worker(QObject):
    done = Signal(str)
    failed = Signal(object)
    progressed = Signal(str, int, int)

    @Slot(object)
    def write(self, cut: Cut) -> None:
        """Write one cut."""
        try:
            self._write(cut)
        except EngineError as error:
            self.failed.emit(str(error))
            return
        finally:
            self.progressed.emit("", 0, 0)
        what = (
            tr("Frame {first}", first=cut.first)
            if cut.single
            else tr("Frames {first} to {last}", first=cut.first, last=cut.last)
        )
        self.done.emit(tr("{what} of the original written to “{name}”.", what=what, name=cut.path.name))

    def _write(self, cut: Cut) -> None:
        from engine.video.cutting import write_clip, write_frame

        rate = cut.info.fps if cut.info.kind == "images" else None
        with open_source(cut.info.path, fps=rate) as source:
            if source.info.fast_digest != cut.info.fast_digest:
                raise EngineError(
                    tr("“{name}” was changed since it was opened: open it again to export.", name=cut.info.path.name)
                )
            if cut.single:
                write_frame(source, cut.first, cut.path, numbered=cut.numbered)
            else:
                write_clip(source, cut.first, cut.last, cut.path, numbered=cut.numbered, tell=self._tell(cut))

    def _tell(self, cut: Cut) -> Callable[[int], None]:
        total = cut.last - cut.first + 1
        return lambda done: self.progressed.emit(cut.path.name, done, total)


class Cutter(QObject):
    """Writing for the GUI thread. Call `shutdown` before it goes.

    Signals:
        done(str), failed(str): one sentence for the user.
        progressed: file, frames written, frames in all; total 0: it is over.
    """

    done = Signal(str)
    failed = Signal(object)
    progressed = Signal(str, int, int)
    _asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: QThread | None = None
        self._worker: _Worker | None = None

    def write(self, cut: Cut) -> None:
        """Write in the background; answers with `done` or `failed`."""
        if self._thread is None:
            self._worker, self._thread = _Worker(), QThread()
            self._thread.setObjectName("cutter")
            self._worker.moveToThread(self._thread)
            self._asked.connect(self._worker.write)
            self._worker.done.connect(self.done)
            self._worker.failed.connect(self.failed)
            self._worker.progressed.connect(self.progressed)
            self._thread.start()
        self._asked.emit(cut)

    @Slot()
    def shutdown(self) -> None:
        """Finish what is being written and join the thread; may be called more than once."""
        if self._thread is not None and self._thread.isRunning():
            self._thread.quit()
            self._thread.wait()
