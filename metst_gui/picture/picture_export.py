"""Asking where a frame or a clip of the selected item is to be written."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.jobs import JobKind, JobLine
from metst_gui.language import mark, tr
from metst_gui.playback.cutter import Cut, Cutter
from metst_gui.widgets.save_folder import beside

PICTURES = mark("PNG, every pixel kept (*.png);;JPEG (*.jpg)")
CLIPS = mark("Lossless video (*.mkv);;MP4, for any player (*.mp4)")


class PictureExport(QObject):
    """Export of single frames and clips."""

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self._cutter = Cutter(self)
        self._cutter.done.connect(desk.notifier.notice)
        self._cutter.failed.connect(desk.notifier.error)
        # One that is being written is finished before the window is gone.
        self._cutter.progressed.connect(JobLine(desk.jobs, JobKind(tr("Writing pictures")), parent=self).follow)
        desk.closing.connect(self._cutter.shutdown)
        book.bind(
            {
                "save_frame": partial(self.ask_frame, numbered=False),
                "save_frame_numbered": partial(self.ask_frame, numbered=True),
                "save_clip": partial(self.ask_clip, numbered=False),
                "save_clip_numbered": partial(self.ask_clip, numbered=True),
            }
        )

    def ask_frame(self, *, numbered: bool) -> None:
        """Write the frame shown."""
        frame = self._desk.playback.frame
        self._ask(frame, frame, numbered=numbered, single=True)

    def ask_clip(self, *, numbered: bool) -> None:
        """Write the selected item with its context."""
        item = self._desk.current.item
        info = self._desk.session.info
        assert item is not None
        assert info is not None
        context = self._desk.settings.value.loop_context
        first, last = max(0, item.onset - context), min(info.n_frames - 1, item.offset + context)
        self._ask(first, last, numbered=numbered, single=False)

    def _ask(self, first: int, last: int, *, numbered: bool, single: bool) -> None:
        info = self._desk.session.info
        assert info is not None
        span = f"{first}" if single else f"{first}-{last}"
        suffix = ".png" if single else ".mkv"
        start = beside(info.path, f"{info.path.stem}_{span}{suffix}")
        title, filters = (tr("Save this frame"), PICTURES) if single else (tr("Save the clip"), CLIPS)
        name, _ = QFileDialog.getSaveFileName(self._host, title, str(start), tr(filters))
        if not name:
            return
        path = Path(name)
        path = path if path.suffix else path.with_suffix(suffix)
        if path.resolve() == info.path.resolve():
            self._desk.notifier.error(tr("The recording itself is never overwritten: choose another name."))
            return
        self._cutter.write(Cut(info, first, last, path, numbered, single))
