"""The queue's side of the window: what it ranks by, what was looked at, and its actions."""

import time
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Slot

from engine.types import Int64, VideoInfo
from metst_gui.commands.book import CommandBook
from metst_gui.desk.looked import marked_in, spans_of
from metst_gui.desk.queue_order import SORTS
from metst_gui.desk.queue_rows import FILTERS, Standing, queue_items
from metst_gui.models import CLASS_NAME, model_of_run
from metst_gui.queue.queue_panel import BUDGETS

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

_REFRESH_MS = 500
# The list follows once a dragged threshold rests for this long; the timeline follows at once.
_DRAG_MS = 250
# A frame that passes faster than this was not looked at.
_TOP_RATE = 1.0


class QueueDesk(QObject):
    """Connects the queue of one window to the document, the curves and the picture."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._panel = window.queue
        self.looked: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._doubtful: tuple[str, Int64] = ("", np.zeros(0, np.int64))
        self._late = QTimer(self, singleShot=True, interval=_DRAG_MS)
        self._late.timeout.connect(self._refresh)
        self._timer = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._timer.timeout.connect(self._show_looked)
        self._session.opened.connect(self._on_opened)
        self._session.frames.frame_ready.connect(self._on_frame)
        self._session.document.looked.asked.connect(self.note_looked)
        window.review.decided.connect(self._on_decided)

    def bind(self, book: CommandBook) -> None:
        """Say what its commands do."""
        panel = self._panel
        book.bind(
            {
                **{f"sort_{name}": partial(panel.set_sort, name) for name in SORTS},
                **{f"budget_{minutes}": partial(panel.set_budget, minutes) for minutes in BUDGETS},
                **{f"filter_{name}": partial(panel.toggle_filter, name) for name in FILTERS},
            },
            on={
                "sort": lambda: panel.sort,
                "budget": lambda: str(panel.minutes),
                **{f"filter_{name}": partial(panel.shows, name) for name in FILTERS},
            },
        )

    def refresh(self) -> None:
        """Show the items as the document has them now; while the threshold is dragged, once it rests."""
        if self._session.dragged is None:
            self._late.stop()
            self._refresh()
        else:
            self._late.start()

    @Slot()
    def _refresh(self) -> None:
        session = self._session
        run = session.document.view.run
        hint = CLASS_NAME if run is None else model_of_run(run).class_name
        standing = Standing(self._window.live.height, self._doubt(), session.document.view.second_opinion(), hint)
        self._panel.hide_model(session.document.view.hides)
        self._panel.set_items(queue_items(session.document, session.info, standing))

    def _doubt(self) -> Int64:
        """Number of frames before each that the analysis itself doubts."""
        run, info = self._session.document.view.run, self._session.info
        if run is None or info is None:
            return np.zeros(0, np.int64)
        if self._doubtful[0] != run.id:
            doubtful = np.zeros(info.n_frames, np.bool_)
            frames = run.curves.frames[run.curves.mask != 0]
            doubtful[frames[frames < info.n_frames]] = True
            self._doubtful = run.id, np.append(0, np.cumsum(doubtful))
        return self._doubtful[1]

    def forget(self) -> None:
        """Another annotator works: what the one before looked at is not theirs."""
        if len(self.looked):
            self.looked = marked_in(self._session.document.looked.spans, len(self.looked))
            self._panel.start_over()
            self._show_looked()

    @Slot()
    def note_looked(self) -> None:
        """Let the document keep what was looked at; it stores it with its next flush."""
        self._session.document.looked.note(spans_of(self.looked))

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        self.looked = marked_in(self._session.document.looked.spans, info.n_frames)
        self._doubtful = "", np.zeros(0, np.int64)
        self._panel.start_over()

    @Slot(int, object)
    def _on_frame(self, frame: int, _picture: object) -> None:
        playback = self._session.playback
        if 0 <= frame < len(self.looked) and (not playback.playing or abs(playback.rate) <= _TOP_RATE):
            self.looked[frame] = True
            if not self._timer.isActive():
                self._timer.start()

    @Slot()
    def _show_looked(self) -> None:
        if len(self.looked):
            self._panel.set_looked_at(float(self.looked.mean()))
            self._window.timeline.overview.set_looked(self.looked)

    @Slot()
    def _on_decided(self) -> None:
        self._panel.decided(time.monotonic())
