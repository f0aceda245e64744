"""The queue of what is to be reviewed: which rows are shown, in which order, and how long the rest takes."""

import time
from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from metst_gui.desk.queue_order import FrozenOrder, Pace, within_budget
from metst_gui.desk.queue_rows import FILTERS, QueueItem, filter_of
from metst_gui.desk.selection import Item
from metst_gui.document.annotation import Verdict

# Minutes a reviewer may have; 0: all the time it takes.
BUDGETS: tuple[int, ...] = (0, 10, 20, 30, 60)


class ReviewQueue(QObject):
    """Rows, filters, order, budget and pace.

    Attributes:
        minutes: the budget, one of `BUDGETS`.
        pace: how long the reviewer takes for an item.
        hides_model: whether nothing of the model is counted.
        looked: share of the video's frames that were looked at, 0..1; None: not known yet.

    Signals:
        changed: other rows are shown, or in another order.
        counted: pace, what was looked at, or whether the model is hidden.
    """

    changed = Signal()
    counted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[QueueItem, ...] = ()
        self._kinds: tuple[str, ...] = ()
        self._counts: Counter[str] = Counter()
        self._shown: tuple[QueueItem, ...] = ()
        self._shown_ids: tuple[Item, ...] = ()
        self._order = FrozenOrder()
        self._filters = set(FILTERS) - {"near"}
        self._within: frozenset[Item] | None = None
        self.pace = Pace([])
        self.minutes = 0
        self.hides_model = False
        self.looked: float | None = None

    @property
    def rows(self) -> tuple[QueueItem, ...]:
        """All rows, as they were set."""
        return self._rows

    @property
    def shown(self) -> tuple[QueueItem, ...]:
        """The rows that pass filters and budget, in order."""
        return self._shown

    def shown_ids(self) -> list[Item]:
        """``(kind, id)`` of the rows that are shown, in order."""
        return list(self._shown_ids)

    def all_ids(self) -> list[Item]:
        """``(kind, id)`` of all rows, those a filter hides too, in the same order."""
        return [item.item for item in self.in_order()]

    def in_order(self) -> list[QueueItem]:
        """All rows, those a filter hides too, in order."""
        return self._order.arrange(self._rows)

    def set_rows(self, rows: Sequence[QueueItem]) -> None:
        """Replace all rows; filters and order stay."""
        self._rows = tuple(rows)
        self._kinds = tuple(filter_of(row) for row in self._rows)
        self._counts = Counter(self._kinds)
        self._refresh()

    # What is shown.

    @property
    def filters(self) -> frozenset[str]:
        """The filters of `FILTERS` whose rows are shown."""
        return frozenset(self._filters)

    def set_filter(self, name: str, *, shown: bool) -> None:
        """Show or hide the rows of one filter of `FILTERS`."""
        if shown != (name in self._filters):
            self.toggle_filter(name)

    def toggle_filter(self, name: str) -> None:
        """Show the rows of a filter, or hide them."""
        self._filters ^= {name}
        self._refresh()

    def show_all(self) -> None:
        """Show every row, whatever was chosen before; near misses only where there is nothing else."""
        self._filters |= set(FILTERS) - {"near"}
        if all(item.near for item in self._rows):
            self._filters.add("near")
        self.set_budget(0)

    @property
    def sort(self) -> str:
        """Order now, one of `SORTS`."""
        return self._order.sort

    def set_sort(self, name: str) -> None:
        """Order the rows anew by one of `SORTS`."""
        self._order.resort(name)
        self._apply_budget()

    @property
    def is_reversed(self) -> bool:
        """Whether the order is turned round."""
        return self._order.is_reversed

    def turn_round(self) -> None:
        """Turn the order round, or back."""
        self._order.is_reversed = not self._order.is_reversed
        self._apply_budget()

    def set_budget(self, minutes: int) -> None:
        """Show only the open items the reviewer gets through in some minutes; 0: all."""
        self.minutes = minutes
        self._apply_budget()

    def is_within(self, item: QueueItem) -> bool:
        """Whether a row is within the budget; what is decided always is."""
        return self._within is None or item.is_aside or item.verdict is not Verdict.PENDING or item.item in self._within

    def start_over(self) -> None:
        """Another video: places and budget are forgotten."""
        self._order.forget()
        self._within = None
        self.looked = None

    # What is counted.

    def count(self, name: str) -> int:
        """How many rows belong to a filter of `FILTERS`, shown or not."""
        return self._counts[name]

    @property
    def n_within(self) -> int:
        """How many open rows are within the budget, shown or not."""
        if self._within is None:
            return self._counts["open"]
        return sum(kind == "open" and self.is_within(row) for kind, row in zip(self._kinds, self._rows, strict=True))

    @Slot()
    def decide_now(self) -> None:
        """A verdict was given at this moment: the estimate follows the reviewer's pace."""
        self.pace.decided(time.monotonic())
        self.counted.emit()

    def hide_model(self, *, hidden: bool) -> None:
        """Count nothing of the model, or count it again."""
        if hidden != self.hides_model:
            self.hides_model = hidden
            self.counted.emit()

    @Slot(float)
    def set_looked(self, share: float) -> None:
        """Share of the video's frames that were looked at, 0..1."""
        self.looked = share
        self.counted.emit()

    def _apply_budget(self) -> None:
        self._within = None
        if self.minutes:
            self._within = within_budget(self._order.arrange(self._rows), self.minutes, self.pace.seconds)
        self._refresh()

    def _refresh(self) -> None:
        rows = zip(self._kinds, self._rows, strict=True)
        if self.sort == "check":
            # These are gone through whatever the filters hide.
            shown = [row for row in self._rows if row.look_again is not None]
        else:
            shown = [row for kind, row in rows if kind in self._filters and self.is_within(row)]
        self._shown = tuple(self._order.arrange(shown))
        self._shown_ids = tuple(row.item for row in self._shown)
        self.changed.emit()
