"""Keeps the face pane beside the picture open on the selected item, with the item in a slow loop."""

from PySide6.QtCore import QObject, QTimer, Slot

from engine.types import UInt8, VideoInfo
from metst_gui.desk.desk import Desk
from metst_gui.document.changes import Changes
from metst_gui.language import tr
from metst_gui.picture.compare_view import CompareView
from metst_gui.playback.clips import ClipAsk, ClipService

# Side of the crops in px, and the most pictures: 30 MB.
SIDE, MOST = 400, 64
# Shown before the onset and after the offset, in seconds.
CONTEXT = 0.25
# Going through the queue by a held key decodes no clip on the way.
SETTLE_MS = 120


class FaceLoop(QObject):
    """Asks for the clip of what is selected, in a thread of its own, while the pane shows loops."""

    def __init__(self, desk: Desk, pane: CompareView) -> None:
        super().__init__(pane)
        self._desk, self._pane = desk, pane
        self._service: ClipService | None = None
        self._asked: ClipAsk | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        desk.selection.changed.connect(self.refresh)
        desk.document.changed.connect(self._on_document)
        desk.session.opened.connect(self._on_opened)
        desk.closing.connect(self.shutdown)
        pane.mode_changed.connect(self.refresh)
        pane.set_mode("loop")

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.annotations:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the loop of what is selected now."""
        if self._pane.isVisible() and self._pane.mode == "loop" and self._wanted() != self._asked:
            self._pane.show_loop(None)
            self._settle.start()

    @Slot()
    def shutdown(self) -> None:
        """Release the source and join the thread; may be called more than once."""
        self._settle.stop()
        if self._service is not None:
            self._service.shutdown()
            self._service = None

    def _wanted(self) -> ClipAsk | None:
        info, item = self._desk.session.info, self._desk.current.item
        if info is None or item is None:
            return None
        context = round(CONTEXT * info.fps)
        first, last = max(0, item.onset - context), min(info.n_frames - 1, item.offset + context)
        apex = item.onset if item.apex is None else item.apex
        return ClipAsk(0, item.id, first, min(max(apex, first), last), last, SIDE, MOST)

    @Slot()
    def _ask(self) -> None:
        self._asked, info = self._wanted(), self._desk.session.info
        if self._asked is None or info is None:
            self._pane.show_loop(None)
            return
        if self._service is None:
            self._service = ClipService(info, self._desk.face.at, self)
            self._service.clip_ready.connect(self._on_clip)
        self._service.page([self._asked])

    @Slot(str, object)
    def _on_clip(self, id_: str, pictures: UInt8) -> None:
        info, asked = self._desk.session.info, self._asked
        if info is None or asked is None or id_ != asked.id:
            return
        if not len(pictures):
            self._pane.stage.message = tr("The item cannot be decoded.")
        rate = self._desk.settings.value.slow_rate
        self._pane.show_loop(pictures, asked.frames, rate=rate, fps=info.fps)

    @Slot(object)
    def _on_opened(self, _info: VideoInfo) -> None:
        self.shutdown()
        self._asked = None
