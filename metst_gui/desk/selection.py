"""The one selection: a proposal or an annotation."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, Signal

ItemKind = Literal["proposal", "annotation"]


class Item(NamedTuple):
    """What is reviewed: a proposal or an annotation, by the id that it has in the open video."""

    kind: ItemKind
    id: str


class SelectionModel(QObject):
    """Which item is under review.

    Signals:
        changed: the selection changed; read `item`.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._item: Item | None = None

    @property
    def item(self) -> Item | None:
        """The item, or None."""
        return self._item

    def select(self, kind: ItemKind, id_: str) -> None:
        """Select an item."""
        self._set(Item(kind, id_))

    def clear(self) -> None:
        """Select nothing."""
        self._set(None)

    def _set(self, item: Item | None) -> None:
        if item != self._item:
            self._item = item
            self.changed.emit()
