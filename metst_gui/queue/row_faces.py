"""Faces of the rows in view: onset and apex of each, decoded in a thread of their own and kept for a while."""

from collections import OrderedDict
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from engine.types import UInt8, VideoInfo
from metst_gui.desk.queue_rows import QueueItem
from metst_gui.playback.clips import ClipAsk, ClipService
from metst_gui.widgets.bgr_image import bgr_image

# Side in px of a kept picture (twice what is shown, for dense screens), and rows kept: 20 MB.
SIDE, KEPT = 80, 500
# What scrolls past is not decoded: asked for is what is in view once the list rests, and a few rows beside it.
SETTLE_MS, BESIDE = 60, 24

Key = tuple[str, int, int]


class RowFaces(QObject):
    """Gives the pictures of a row, or asks for them.

    Args:
        face_at: place of the face that is analysed, as in `AnalysisConfig`, when asked.

    Attributes:
        in_view: the rows that are seen now, from the top; they are decoded first.

    Signals:
        arrived: pictures of some row are there now.
    """

    arrived = Signal()

    def __init__(self, face_at: Callable[[], tuple[float, float] | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._face_at = face_at
        self.in_view: Callable[[], Iterable[QueueItem]] = tuple
        self._info: VideoInfo | None = None
        self._service: ClipService | None = None
        self._kept: OrderedDict[str, tuple[Key, tuple[QImage, ...]]] = OrderedDict()
        self._wanted: dict[str, Key] = {}
        self._asked: dict[str, Key] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask)

    def set_source(self, info: VideoInfo | None) -> None:
        """Show faces of another video from now on."""
        self.shutdown()
        self._info = info
        for store in (self._kept, self._wanted, self._asked):
            store.clear()

    def pictures(self, item: QueueItem) -> tuple[QImage, ...]:
        """Face at the onset and at the apex of a row; empty: they are on their way, or cannot be had."""
        if self._info is None:
            return ()
        key = (item.id, item.onset, item.onset if item.apex is None else item.apex)
        found = self._kept.get(item.id)
        if found is not None and found[0] == key:
            self._kept.move_to_end(item.id)
            return found[1]
        if self._asked.get(item.id) != key and self._wanted.get(item.id) != key:
            self._wanted[item.id] = key
            self._settle.start()
        # Those of the former bounds stand until the new ones are there.
        return () if found is None else found[1]

    @Slot()
    def shutdown(self) -> None:
        """Release the source and join the thread; may be called more than once."""
        self._settle.stop()
        if self._service is not None:
            self._service.shutdown()
            self._service = None

    @Slot()
    def _ask(self) -> None:
        info = self._info
        if info is None or not self._wanted:
            return
        if self._service is None:
            self._service = ClipService(info, self._face_at(), self)
            self._service.clip_ready.connect(self._on_clip)
        self._asked, self._wanted = self._next(), {}
        last = info.n_frames - 1
        self._service.page(
            [
                ClipAsk(0, id_, min(onset, last), min(apex, last), min(apex, last), SIDE, only=(onset, apex))
                for id_, onset, apex in self._asked.values()
                if onset <= last and apex <= last
            ]
        )

    def _next(self) -> dict[str, Key]:
        """Of what was wanted what is seen now, from the top, then what was painted last."""
        wanted, seen = self._wanted, [one.id for one in self.in_view()]
        beside = [id_ for id_ in reversed(wanted) if id_ not in set(seen)][:BESIDE]
        return {id_: wanted[id_] for id_ in (*seen, *beside) if id_ in wanted}

    @Slot(str, object)
    def _on_clip(self, id_: str, pictures: UInt8) -> None:
        key = self._asked.get(id_)
        if key is None:
            return
        self._kept[id_] = (key, tuple(bgr_image(one) for one in pictures))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()
