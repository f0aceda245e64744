"""Asking where a frame or a clip of the selected item is to be written."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog

from metst_gui.commands.book import CommandBook
from metst_gui.language import mark, tr
from metst_gui.playback.cutter import Cut, Cutter
from metst_gui.widgets.save_folder import beside

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

PICTURES = mark("PNG, every pixel kept (*.png);;JPEG (*.jpg)")
CLIPS = mark("Lossless video (*.mkv);;MP4, for any player (*.mp4)")


class Cuts(QObject):
    """Export of single frames and clips from one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._cutter = Cutter(self)
        self._cutter.done.connect(window.session.notifier.info)
        self._cutter.failed.connect(window.session.notifier.error)
        window.closing.connect(self._cutter.shutdown)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._cutter.shutdown)

    def bind(self, book: CommandBook) -> None:
        """Say what its commands do."""
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
        frame = self._session.playback.frame
        self._ask(frame, frame, numbered=numbered, single=True)

    def ask_clip(self, *, numbered: bool) -> None:
        """Write the selected item with its context."""
        item = self._window.review.annotation or self._window.review.proposal
        info = self._session.info
        if item is None or info is None:
            self._session.notifier.info(tr("Select an item first: its frames are written, with their context."))
            return
        context = self._session.settings.value.loop_context
        first, last = max(0, item.onset - context), min(info.n_frames - 1, item.offset + context)
        self._ask(first, last, numbered=numbered, single=False)

    def _ask(self, first: int, last: int, *, numbered: bool, single: bool) -> None:
        info = self._session.info
        if info is None:
            self._session.notifier.info(tr("Open a video first."))
            return
        span = f"{first}" if single else f"{first}-{last}"
        suffix = ".png" if single else ".mkv"
        start = beside(info.path, f"{info.path.stem}_{span}{suffix}")
        title, filters = (tr("Save this frame"), PICTURES) if single else (tr("Save the clip"), CLIPS)
        name, _ = QFileDialog.getSaveFileName(self._window, title, str(start), tr(filters))
        if not name:
            return
        path = Path(name)
        path = path if path.suffix else path.with_suffix(suffix)
        if path.resolve() == info.path.resolve():
            self._session.notifier.error(tr("The recording itself is never overwritten: choose another name."))
            return
        self._cutter.write(Cut(info, first, last, path, numbered, single))
