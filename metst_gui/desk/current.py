"""The item under review, read from the selection."""

from engine.types import Bounds, Proposal
from metst_gui.desk.queue_place import row_of
from metst_gui.desk.selection import Item
from metst_gui.desk.session import Session
from metst_gui.document.annotation import Annotation


class Current:
    """What the selection stands for, as the document has it now."""

    def __init__(self, session: Session) -> None:
        self._selection = session.selection
        self._document = session.document

    @property
    def proposal(self) -> Proposal | None:
        """The selected proposal."""
        item = self._selection.item
        return self._document.view.proposal(item.id) if item is not None and item.kind == "proposal" else None

    @property
    def annotation(self) -> Annotation | None:
        """The selected annotation, or the one the selected proposal became."""
        item = self._selection.item
        if item is None:
            return None
        return (
            self._document.view.annotation(item.id)
            if item.kind == "annotation"
            else self._document.view.annotation_of(item.id)
        )

    @property
    def item(self) -> Annotation | Proposal | None:
        """The annotation where there is one, else the proposal."""
        return self.annotation or self.proposal

    @property
    def bounds(self) -> Bounds | None:
        """Onset, apex, offset of the item, as frame indices; None: nothing is selected."""
        item = self.item
        return None if item is None else item.bounds

    @property
    def span(self) -> tuple[int, int, int] | None:
        """The bounds, with the middle for an apex that is not set."""
        bounds = self.bounds
        if bounds is None:
            return None
        onset, apex, offset = bounds
        return onset, (onset + offset) // 2 if apex is None else apex, offset

    @property
    def place(self) -> Item | None:
        """The item as the queue lists it: what a proposal became stands in the row of the proposal."""
        return row_of(self._document, self._selection.item)
