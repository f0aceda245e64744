"""The items that are selected together: what is decided then is decided of all of them."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from engine.types import Proposal
from metst_gui.desk.current import Current
from metst_gui.desk.review_queue import ReviewQueue
from metst_gui.desk.selection import Item
from metst_gui.desk.session import Session
from metst_gui.document.annotation import Annotation
from metst_gui.document.changes import Changes


class Marked(QObject):
    """Two items or more, one of them under review; with another item under review they are none again.

    Signals:
        changed: others are marked; read `items`.
    """

    changed = Signal()

    def __init__(self, session: Session, current: Current, queue: ReviewQueue) -> None:
        super().__init__(session)
        self._session = session
        self._document = session.document
        self._current = current
        self._queue = queue
        self._items: frozenset[Item] = frozenset()
        session.selection.changed.connect(self._on_selection)
        session.opened.connect(self.clear)
        session.document.changed.connect(self._on_document)
        queue.changed.connect(self._on_queue)

    @property
    def items(self) -> tuple[Item, ...]:
        """Those that are marked, in the order of the queue; none, or two and more."""
        return tuple(one for one in self._queue.shown_ids() if one in self._items) if self._items else ()

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """The proposals among them."""
        found = (self._document.view.proposal(id_) for kind, id_ in self.items if kind == "proposal")
        return tuple(one for one in found if one is not None)

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """The annotations among them that no proposal stands behind."""
        found = (self._document.view.annotation(id_) for kind, id_ in self.items if kind == "annotation")
        return tuple(one for one in found if one is not None)

    def mark(self, items: Iterable[Item]) -> None:
        """Mark these, which are shown in the queue; a single one is not marked, it is only selected."""
        wanted = frozenset(items)
        self._set(wanted if len(wanted) > 1 else frozenset())

    def mark_all(self) -> None:
        """Mark all items that are shown; the first is under review, where none of them is."""
        shown = self._queue.shown_ids()
        if shown and self._current.place not in shown:
            self._session.selection.select(*shown[0])
        self.mark(shown)

    def extend(self, step: int) -> None:
        """Mark the next (1) or previous (-1) item too, or let go of the last one on the way back."""
        shown, place = self._queue.shown_ids(), self._current.place
        if place not in shown:
            return
        at = shown.index(place) + step
        if not 0 <= at < len(shown):
            return
        kept = set(self._items) or {place}
        if shown[at] in kept:
            kept.discard(place)
        kept.add(shown[at])
        self._set(frozenset())
        self._session.selection.select(*shown[at])
        self.mark(kept)

    @Slot()
    def clear(self) -> None:
        """Mark none."""
        self._set(frozenset())

    def _set(self, items: frozenset[Item]) -> None:
        if items != self._items:
            self._items = items
            self.changed.emit()

    @Slot()
    def _on_selection(self) -> None:
        if self._items and self._current.place not in self._items:
            self.clear()

    @Slot()
    def _on_queue(self) -> None:
        """What is no longer shown is not decided unseen."""
        if self._items:
            self.mark(self._items.intersection(self._queue.shown_ids()))

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.layer:
            self.clear()
