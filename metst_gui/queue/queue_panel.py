"""Review queue: what is left to decide, what was decided, and the reviewer's own annotations."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from engine.types import mask_text
from metst_gui.desk.queue_order import SORTS, FrozenOrder, Pace, within_budget
from metst_gui.desk.queue_rows import FILTERS, QueueItem, filter_of
from metst_gui.document.annotation import Verdict
from metst_gui.language import mark, told, tr
from metst_gui.widgets.buttons import ToggleButton, no_focus
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import VERDICT_GLYPHS
from metst_gui.wording.emotion_text import HINT_GLYPH
from metst_gui.wording.time_text import time_text

Index = QModelIndex | QPersistentModelIndex

OWN_GLYPH = "✎"
NEAR_GLYPH = "◇"
FILTER_WORDS = {"open": mark("pending"), "mine": mark("drawn")}
FILTER_TIPS = {
    "open": mark("Show or hide the proposals without a verdict"),
    "near": mark("Show or hide near misses: candidates just below the threshold"),
    "accepted": mark("Show or hide the proposals that are accepted"),
    "rejected": mark("Show or hide the proposals that are rejected"),
    "unsure": mark("Show or hide the proposals that are unsure"),
    "mine": mark("Show or hide the intervals you drew or imported; accepted proposals count as accepted"),
}
SORT_TEXTS = {
    "time": mark("in order of time"),
    "rank": mark("highest first"),
    "uncertainty": mark("least sure first"),
    "disagreement": mark("disputed first"),
    "audit": mark("random audit"),
}
SORT_TIPS = {
    "time": mark("In order of the onset"),
    "rank": mark("Highest above the threshold first, less what is doubtful. A rank, not a probability"),
    "uncertainty": mark("Nearest to the threshold first"),
    "disagreement": mark("What only one of two models finds first (analyse with another model to compare)"),
    "audit": mark("A shuffle that can be repeated, to check the order itself"),
}
BUDGETS: tuple[int, ...] = (0, 10, 20, 30, 60)
NO_ITEMS = mark("Proposals and your own intervals are listed here.")
ALL_HIDDEN = mark("All items are hidden: switch a filter above on again.")
# Filters in a row, and the pixels that two rows of the list take.
CHIPS, LEAST_LIST = 3, 46
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
_ROOT = QModelIndex()


def row_cells(item: QueueItem) -> tuple[str, str, str, str]:
    """Columns of a row: glyph, time, spotting score, emotion with a mark for doubtful quality."""
    glyph = OWN_GLYPH if item.kind == "annotation" else VERDICT_GLYPHS[item.verdict or Verdict.PENDING]
    glyph = NEAR_GLYPH if item.near else glyph
    score = "" if item.score is None else f"{item.score:.2f}"
    emotion = tr(item.emotion) if item.emotion else "–"
    emotion = f"{HINT_GLYPH}{emotion}" if item.emotion and item.hint else emotion
    return glyph, time_text(item.time_s), score, emotion + (" ⚠" if item.quality else "")


def row_text(item: QueueItem) -> str:
    """Row as one text."""
    return "  ".join(cell for cell in row_cells(item) if cell)


class QueueModel(QAbstractListModel):
    """Rows in shown order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[QueueItem, ...] = ()

    def set_items(self, items: Sequence[QueueItem]) -> None:
        """Replace the rows; the same row count only repaints, so the list does not jump."""
        if len(items) == len(self.items):
            self.items = tuple(items)
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    @override
    @safe_override(default=0)
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.items)

    @override
    @safe_override(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.items):
            return None
        item = self.items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row_text(item)
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.ToolTipRole:
            doubt = f" · {told(mask_text(item.quality))}" if item.quality else ""
            place = tr("frames {onset} to {offset}", onset=item.onset, offset=item.offset)
            hint = f" · {HINT_GLYPH}{tr(item.hint)}: {tr(item.emotion)}" if item.hint and item.emotion else ""
            return f"{place} · {tr(FILTER_WORDS.get(filter_of(item), filter_of(item)))}{hint}{doubt}"
        return None


class RowDelegate(QStyledItemDelegate):
    """Draws the cells of a row in columns."""

    @override
    @safe_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = QStyleOptionViewItem(option)
        self.initStyleOption(row, index)
        row.text = ""
        style = row.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, row, painter, row.widget)
        item = index.data(ITEM_ROLE)
        selected = bool(row.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        widths = [row.fontMetrics.horizontalAdvance(sample) for sample in ("○", "00:00.000", "0.00")]
        left = row.rect.left() + 6
        painter.save()
        painter.setPen(row.palette.color(role))
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, *[Qt.AlignmentFlag.AlignLeft] * 2)
        for cell, width, side in zip(row_cells(item), (*widths, row.rect.width()), sides, strict=True):
            room = QRect(left, row.rect.top(), min(width, row.rect.right() - left), row.rect.height())
            painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), cell)
            left += width + 10
        painter.restore()

    @override
    @safe_override(default=QSize(200, 22))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, option.fontMetrics.height() + 6)


class QueuePanel(QWidget):
    """The queue with filters, order and progress. It never takes the keyboard.

    Signals:
        chosen: a row was clicked. args: kind, id.
        sort_changed: arg: one of `SORTS`.
    """

    chosen = Signal(str, str)
    sort_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[QueueItem, ...] = ()
        self._order = FrozenOrder()
        self._pace = Pace([])
        self._minutes = 0
        self._within: frozenset[tuple[str, str]] | None = None
        self._looked: float | None = None
        self._current: tuple[str, str] | None = None
        self._model = QueueModel(self)
        self._list = no_focus(QListView())
        self._list.setModel(self._model)
        self._list.setItemDelegate(RowDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._on_clicked)
        self._empty = QLabel(tr(NO_ITEMS))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._progress = QLabel()
        self._progress.setWordWrap(True)
        self._sort = no_focus(QComboBox())
        for name in SORTS:
            self._sort.addItem(tr(SORT_TEXTS[name]), name)
        self._sort.setToolTip(tr("{order}; the order stays until you choose one again", order=tr(SORT_TIPS["time"])))
        self._sort.setAccessibleName(tr("Order of the queue"))
        self._sort.activated.connect(self._on_sort)
        self._budget = no_focus(QComboBox())
        for minutes in BUDGETS:
            self._budget.addItem(
                tr("I have {minutes} min", minutes=minutes) if minutes else tr("all the time"), minutes
            )
        self._budget.setToolTip(
            tr(
                "Show only as many pending items, in this order, as you get through at your pace.\nHow many "
                "expressions lie in the rest is not known."
            )
        )
        self._budget.setAccessibleName(tr("Time for this review"))
        self._budget.activated.connect(self._on_budget)
        self._hides_model = False
        self._chips: dict[str, ToggleButton] = {}
        self._lay_out()
        self._refresh()

    def visible_items(self) -> list[tuple[str, str]]:
        """``(kind, id)`` of the rows that pass the filters, in shown order."""
        return [(item.kind, item.id) for item in self._model.items]

    def all_items(self) -> list[tuple[str, str]]:
        """``(kind, id)`` of all rows, those a filter hides too, in the same order."""
        return [(item.kind, item.id) for item in self._order.arrange(self._items)]

    @property
    def sort(self) -> str:
        """Order now, one of `SORTS`."""
        return self._order.sort

    @property
    def minutes(self) -> int:
        """Time for this review, one of `BUDGETS`."""
        return self._minutes

    def shows(self, name: str) -> bool:
        """Whether the rows of one filter of `FILTERS` are shown."""
        return self._chips[name].isChecked()

    @property
    def progress_text(self) -> str:
        """Text of the progress line."""
        return self._progress.text()

    def set_items(self, items: Sequence[QueueItem]) -> None:
        """Replace all rows; filters, order and the current row stay."""
        self._items = tuple(items)
        self._refresh()

    def set_current(self, kind: str, id_: str) -> None:
        """Mark a row and scroll to it; empty texts mark none. Emits nothing."""
        self._current = (kind, id_) if id_ else None
        self._mark(scroll=True)

    def set_filter(self, name: str, *, shown: bool) -> None:
        """Show or hide the rows of one filter of `FILTERS`."""
        self._chips[name].setChecked(shown)

    def toggle_filter(self, name: str) -> None:
        """Show the rows of a filter, or hide them."""
        self._chips[name].toggle()

    def set_sort(self, name: str) -> None:
        """Order the rows anew by one of `SORTS`; emits nothing."""
        self._sort.setCurrentIndex(SORTS.index(name))
        self._sort.setToolTip(tr("{order}; choose it again to sort again", order=tr(SORT_TIPS[name])))
        self._order.resort(name)
        self._refresh()
        self._apply_budget()

    def set_budget(self, minutes: int) -> None:
        """Show only the open items the reviewer gets through in some minutes; 0: all."""
        self._minutes = minutes
        self._budget.setCurrentIndex(BUDGETS.index(minutes))
        self._apply_budget()

    def start_over(self) -> None:
        """Another video: places and budget are forgotten."""
        self._order.forget()
        self._within = None
        self._looked = None

    def decided(self, now: float) -> None:
        """A verdict was given at a time, in seconds of a clock: the estimate follows the reviewer's pace."""
        self._pace.decided(now)
        self._count()

    def hide_model(self, hidden: bool) -> None:
        """Count nothing of the model, or count it again."""
        self._hides_model = hidden
        self._count()

    def set_looked_at(self, share: float) -> None:
        """Share of the video's frames that were looked at, 0..1."""
        self._looked = share
        self._count()

    def _apply_budget(self) -> None:
        self._within = None
        if self._minutes:
            ordered = self._order.arrange(self._items)
            self._within = within_budget(ordered, self._minutes, self._pace.seconds)
        self._refresh()

    def _refresh(self) -> None:
        shown = [item for item in self._items if self._chips[filter_of(item)].isChecked() and self._is_within(item)]
        self._model.set_items(self._order.arrange(shown))
        self._list.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._empty.setText(tr(ALL_HIDDEN) if self._items else tr(NO_ITEMS))
        self._mark(scroll=False)
        self._count()

    def _is_within(self, item: QueueItem) -> bool:
        return (
            self._within is None
            or item.near
            or item.verdict is not Verdict.PENDING
            or (item.kind, item.id) in self._within
        )

    def _count(self) -> None:
        counts = dict.fromkeys(FILTERS, 0)
        for item in self._items:
            counts[filter_of(item)] += 1
        for name, chip in self._chips.items():
            # An accepted interval is no drawn one, but what is accepted is not told while the model is hidden.
            if self._hides_model:
                count = f" {counts[name]}" if name == "mine" else ""
                word = tr("yours") if name == "mine" else tr(FILTER_WORDS.get(name, name))
            else:
                count, word = f" {counts[name]}", tr(FILTER_WORDS.get(name, name))
            chip.setText(f"{_chip_glyph(name)} {word}{count}")
        total = sum(counts.values()) - counts["mine"] - counts["near"]
        within = [item for item in self._items if filter_of(item) == "open" and self._is_within(item)]
        words = [
            tr("{n}/{total} decided", n=total - counts["open"], total=total),
            tr("{n} accepted", n=counts["accepted"]),
        ] * (not self._hides_model)
        if counts["unsure"]:
            words.append(tr("{n} unsure", n=counts["unsure"]))
        if len(within) < counts["open"]:
            words.append(tr("{n} beyond the budget", n=counts["open"] - len(within)))
        if within or counts["unsure"]:
            words.append(tr("~{minutes} left", minutes=_minutes((len(within) + counts["unsure"]) * self._pace.seconds)))
        if self._looked is not None:
            words.append(tr("{looked:.0%} looked at", looked=self._looked))
        self._progress.setText(" · ".join(words))
        source = tr("your pace so far") if self._pace.is_own else tr("assumed until five are decided")
        self._progress.setToolTip(tr("{seconds:.0f} s an item ({source})", seconds=self._pace.seconds, source=source))

    def _mark(self, *, scroll: bool) -> None:
        for row, item in enumerate(self._model.items):
            if (item.kind, item.id) == self._current:
                index = self._model.index(row)
                self._list.setCurrentIndex(index)
                if scroll:
                    self._list.scrollTo(index)
                return
        self._list.clearSelection()
        self._list.setCurrentIndex(_ROOT)

    def _lay_out(self) -> None:
        chips = QGridLayout()
        chips.setSpacing(3)
        for number, name in enumerate(FILTERS):
            chip = ToggleButton(tr(name))
            chip.setChecked(name != "near")
            chip.setToolTip(tr(FILTER_TIPS[name]))
            chip.toggled.connect(self._on_filter)
            chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._chips[name] = chip
            chips.addWidget(chip, number // CHIPS, number % CHIPS)
        choices = QHBoxLayout()
        choices.setSpacing(3)
        choices.addWidget(self._budget, 1)
        choices.addWidget(self._sort, 1)
        self._list.setMinimumHeight(LEAST_LIST)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(5)
        column.addLayout(chips)
        column.addLayout(choices)
        column.addWidget(self._list, 1)
        column.addWidget(self._empty, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._progress, 1)
        column.addLayout(foot)

    @override
    @safe_override(default=QSize(260, 320))
    def sizeHint(self) -> QSize:
        return QSize(260, 320)

    @Slot(bool)
    def _on_filter(self, _checked: object) -> None:
        self._refresh()

    @Slot(int)
    def _on_sort(self, index: int) -> None:
        self.set_sort(SORTS[index])
        self.sort_changed.emit(self.sort)

    @Slot(int)
    def _on_budget(self, index: int) -> None:
        self.set_budget(BUDGETS[index])

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        item = self._model.items[index.row()]
        self._current = (item.kind, item.id)
        self.chosen.emit(item.kind, item.id)


def _minutes(seconds: float) -> str:
    if seconds < 5400:
        return tr("{n} min", n=max(1, round(seconds / 60)))
    return tr("{hours:.1f} h", hours=seconds / 3600)


def _chip_glyph(name: str) -> str:
    if name == "near":
        return NEAR_GLYPH
    return OWN_GLYPH if name == "mine" else VERDICT_GLYPHS["pending" if name == "open" else name]
