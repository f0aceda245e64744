"""Fills the queue from the document: what it ranks by, and when it follows."""

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from engine.types import Int64
from metst_gui.desk.chance import Chance
from metst_gui.desk.decoding import Decoding
from metst_gui.desk.label_check import LabelCheck
from metst_gui.desk.queue_rows import Standing, queue_items
from metst_gui.desk.review_queue import ReviewQueue
from metst_gui.desk.session import Session
from metst_gui.desk.threshold import Threshold
from metst_gui.document.changes import Changes
from metst_gui.models import CLASS_NAME, model_of_run

# The list follows once a dragged threshold rests for this long; the timeline follows at once.
_DRAG_MS = 250


class QueueFeed(QObject):
    """Keeps the rows of the queue as the document has them.

    Attributes:
        chance: how likely each is to be accepted.
        label_check: which annotations look wrong.
    """

    def __init__(self, session: Session, decoding: Decoding, threshold: Threshold, queue: ReviewQueue) -> None:
        super().__init__(session)
        self.chance = Chance(session, queue)
        self.label_check = LabelCheck(session)
        self._session = session
        self._document = session.document
        self._decoding = decoding
        self._threshold = threshold
        self._queue = queue
        self._doubtful: tuple[str, Int64] = ("", np.zeros(0, np.int64))
        self._late = QTimer(self, singleShot=True)
        self._late.setInterval(_DRAG_MS)
        self._late.timeout.connect(self._refresh)
        self._document.changed.connect(self._on_document)
        session.opened.connect(self._start_over)
        self._had_chances = False
        self.chance.changed.connect(self._on_chances)
        self._had_doubts = False
        self.label_check.changed.connect(self._on_doubts)

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.layer:
            self._start_over()
        elif changes.items:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the items as the document has them now; while the threshold is dragged, once it rests."""
        if self._decoding.dragged is None:
            self._late.stop()
            self._refresh()
        else:
            self._late.start()

    @Slot()
    def _start_over(self) -> None:
        """Another video or annotator: places in the queue and the budget are forgotten."""
        self._doubtful = "", np.zeros(0, np.int64)
        self._had_chances = self._had_doubts = False
        self._queue.start_over()
        self.refresh()

    @Slot()
    def _on_chances(self) -> None:
        """Show them; the first of a video put its queue in order, later ones leave every row where it is."""
        self.refresh()
        first = bool(self.chance.told.of) and not self._had_chances
        self._had_chances = bool(self.chance.told.of)
        if first and self._queue.sort == "chance":
            self._queue.set_sort("chance")

    @Slot()
    def _on_doubts(self) -> None:
        """Show them; the first of a video put their queue in order."""
        self.refresh()
        any_ = bool(self.label_check.doubts)
        if any_ and not self._had_doubts and self._queue.sort == "check":
            self._queue.set_sort("check")
        self._had_doubts = any_

    @Slot()
    def _refresh(self) -> None:
        document, run = self._document, self._document.view.run
        hint = CLASS_NAME if run is None else model_of_run(run).class_name
        told = self.chance.told.of, self.label_check.doubts
        standing = Standing(self._threshold.height, self._doubt(), document.second.opinion, hint, *told)
        self._queue.hide_model(hidden=document.view.hides)
        self._queue.set_rows(queue_items(document, self._session.info, standing))

    def _doubt(self) -> Int64:
        """Number of frames before each that the analysis itself doubts."""
        run, info = self._document.view.run, self._session.info
        if run is None or info is None:
            return np.zeros(0, np.int64)
        if self._doubtful[0] != run.id:
            doubtful = np.zeros(info.n_frames, np.bool_)
            frames = run.curves.frames[run.curves.mask != 0]
            doubtful[frames[frames < info.n_frames]] = True
            self._doubtful = run.id, np.append(0, np.cumsum(doubtful))
        return self._doubtful[1]
