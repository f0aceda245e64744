"""The one selection: a proposal or an annotation."""

from PySide6.QtCore import QObject, Signal

Item = tuple[str, str]


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
        """``("proposal" | "annotation", id)``, or None."""
        return self._item

    def select(self, kind: str, id_: str) -> None:
        """Select an item."""
        self._set((kind, id_))

    def clear(self) -> None:
        """Select nothing."""
        self._set(None)

    def _set(self, item: Item | None) -> None:
        if item != self._item:
            self._item = item
            self.changed.emit()
