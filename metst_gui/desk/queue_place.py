"""Where in the queue an item stands, so that keys go on from there. No widgets."""

from collections.abc import Callable, Sequence

from metst_gui.desk.selection import Item
from metst_gui.document.document import AnnotationDocument


def row_of(document: AnnotationDocument, item: Item | None) -> Item | None:
    """The row an item stands in: what a proposal became stands in the row of the proposal."""
    made = document.view.annotation(item.id) if item is not None and item.kind == "annotation" else None
    origin = None if made is None else made.proposal_id
    return Item("proposal", origin) if origin and document.view.proposal(origin) is not None else item


def around(order: Sequence[Item], row: Item | None, whole: Callable[[], Sequence[Item]]) -> tuple[int, int] | None:
    """How many rows lie before a row, and where those after it begin; None: the row is nowhere.

    Args:
        order: the rows shown.
        row: one of them, or one that a filter hides.
        whole: all rows, in the same order; asked only for a hidden one.
    """
    if row in order:
        at = order.index(row)
        return at, at + 1
    rows = whole() if row is not None else ()
    if row not in rows:
        return None
    before = set(rows[: rows.index(row)])
    at = sum(one in before for one in order)
    return at, at
