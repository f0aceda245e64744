"""The small pictures of the videos in view, asked for when the board rests, and kept by content."""

from collections import OrderedDict

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from metst_gui.document.case import CaseVideo
from metst_gui.playback.thumbnails import ThumbnailAsk, ThumbnailService
from metst_gui.widgets.bgr_image import bgr_image

# Pictures kept, of 128 x 72 px: 35 MB. What scrolls past is not decoded: asked is what was painted last.
KEPT, PAGE = 1000, 24
SETTLE_MS = 80


class VideoPictures(QObject):
    """Gives the picture of a video, or asks for it.

    Signals:
        arrived: one is there now.
    """

    arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service: ThumbnailService | None = None
        self._kept: OrderedDict[str, QImage | None] = OrderedDict()
        self._wanted: OrderedDict[str, CaseVideo] = OrderedDict()
        self._asked = ""
        self._ended = False
        self._settle = QTimer(self, singleShot=True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask)

    def picture(self, video: CaseVideo) -> QImage | None:
        """The picture; None: it is on its way, or cannot be had."""
        key = video.content
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        self._wanted[key] = video
        self._wanted.move_to_end(key)
        self._settle.start()
        return None

    @Slot()
    def shutdown(self) -> None:
        """Join the thread, and ask for nothing more; may be called more than once."""
        self._ended = True  # a window that goes may be painted once more
        self._settle.stop()
        if self._service is not None:
            self._service.shutdown()
            self._service = None

    @Slot()
    def _ask(self) -> None:
        """One at a time: what is in view may have changed until it is there."""
        while len(self._wanted) > PAGE:
            self._wanted.popitem(last=False)
        if self._ended or self._asked or not self._wanted:
            return
        if self._service is None:
            self._service = ThumbnailService(self)
            self._service.ready.connect(self._on_ready)
        self._asked, video = self._wanted.popitem(last=False)
        self._service.ask(ThumbnailAsk(self._asked, video.path, video.n_frames))

    @Slot(str, object)
    def _on_ready(self, key: str, picture: object) -> None:
        self._asked = ""
        self._wanted.pop(key, None)
        self._kept[key] = None if picture is None else bgr_image(picture)  # type: ignore[arg-type]
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()
        self._ask()
