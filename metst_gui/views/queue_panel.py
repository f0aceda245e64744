"""Review queue: what is left to decide, what was decided, and the reviewer's own annotations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

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
from metst_gui.document.annotation import Verdict
from metst_gui.views.parts import ToggleButton, no_focus, time_text
from metst_gui.views.safe import safe_override
from metst_gui.views.theme import VERDICT_GLYPHS

Index = QModelIndex | QPersistentModelIndex

OWN_GLYPH = "✎"
FILTERS: tuple[str, ...] = ("open", "accepted", "rejected", "unsure", "mine")
FILTER_TIPS = {
    "open": "Show or hide the proposals without a verdict",
    "mine": "Show or hide the intervals you drew or imported; accepted proposals count as accepted",
}
SORTS: tuple[str, ...] = ("time", "rank")
SORT_TEXTS = {"time": "in order of time", "rank": "highest score first"}
NO_ITEMS = "Proposals and your own intervals are listed here."
ALL_HIDDEN = "All items are hidden: switch a filter above on again."
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One row.

    Attributes:
        kind: ``"proposal"`` or ``"annotation"``.
        id: of the proposal or annotation.
        onset, offset: frame indices, inclusive.
        time_s: time of the onset in seconds.
        score: spotting score 0..1 of a proposal; None for an annotation.
        verdict: of a proposal; None for an annotation.
        emotion: label, or None: no emotion inferred.
        quality: `engine.types.Mask` bits; 0 is good.
    """

    kind: Literal["proposal", "annotation"]
    id: str
    onset: int
    offset: int
    time_s: float
    score: float | None = None
    verdict: Verdict | None = None
    emotion: str | None = None
    quality: int = 0


def filter_of(item: QueueItem) -> str:
    """Filter chip a row belongs to."""
    if item.kind == "annotation":
        return "mine"
    return "open" if item.verdict in (None, Verdict.PENDING) else str(item.verdict)


def row_cells(item: QueueItem) -> tuple[str, str, str, str]:
    """Columns of a row: glyph, time, spotting score, emotion with a mark for doubtful quality."""
    glyph = OWN_GLYPH if item.kind == "annotation" else VERDICT_GLYPHS[item.verdict or Verdict.PENDING]
    score = "" if item.score is None else f"{item.score:.2f}"
    return glyph, time_text(item.time_s), score, (item.emotion or "–") + (" ⚠" if item.quality else "")


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
            doubt = f" · {mask_text(item.quality)}" if item.quality else ""
            return f"frames {item.onset} to {item.offset} · {filter_of(item)}{doubt}"
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
        sort_changed: arg: ``"time"`` or ``"rank"``.
    """

    chosen = Signal(str, str)
    sort_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[QueueItem, ...] = ()
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
        self._empty = QLabel(NO_ITEMS)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._progress = QLabel()
        self._sort = no_focus(QComboBox())
        for name in SORTS:
            self._sort.addItem(SORT_TEXTS[name], name)
        self._sort.setToolTip("Order of the queue: by time, or by spotting score")
        self._sort.activated.connect(self._on_sort)
        self._chips: dict[str, ToggleButton] = {}
        self._lay_out()
        self._refresh()

    def visible_items(self) -> list[tuple[str, str]]:
        """``(kind, id)`` of the rows that pass the filters, in shown order."""
        return [(item.kind, item.id) for item in self._model.items]

    @property
    def sort(self) -> str:
        """Order now: ``"time"`` or ``"rank"``."""
        return str(self._sort.currentData())

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

    def set_sort(self, name: str) -> None:
        """Order the rows by ``"time"`` or ``"rank"``; emits nothing."""
        self._sort.setCurrentIndex(SORTS.index(name))
        self._refresh()

    def _refresh(self) -> None:
        shown = [item for item in self._items if self._chips[filter_of(item)].isChecked()]
        self._model.set_items(sorted(shown, key=self._key))
        self._list.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._empty.setText(ALL_HIDDEN if self._items else NO_ITEMS)
        self._mark(scroll=False)
        self._count()

    def _key(self, item: QueueItem) -> tuple[float, int, str]:
        # Own annotations have no score; they follow the ranked proposals.
        rank = -item.score if item.score is not None else 1.0
        return (rank if self.sort == "rank" else 0.0, item.onset, item.id)

    def _count(self) -> None:
        counts = dict.fromkeys(FILTERS, 0)
        for item in self._items:
            counts[filter_of(item)] += 1
        for name, chip in self._chips.items():
            chip.setText(f"{_chip_glyph(name)} {'drawn' if name == 'mine' else name} {counts[name]}")
        total = sum(counts.values()) - counts["mine"]
        unsure = f" · {counts['unsure']} unsure" if counts["unsure"] else ""
        decided = total - counts["open"]
        self._progress.setText(f"{decided}/{total} decided · {counts['accepted']} accepted{unsure}")

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
            chip = ToggleButton(name)
            chip.setChecked(True)
            chip.setToolTip(FILTER_TIPS.get(name, f"Show or hide the proposals that are {name}"))
            chip.toggled.connect(self._on_filter)
            chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._chips[name] = chip
            chips.addWidget(chip, number // 2, number % 2)
        chips.addWidget(self._sort, len(FILTERS) // 2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(5)
        column.addLayout(chips)
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
    def _on_sort(self, _index: int) -> None:
        self._refresh()
        self.sort_changed.emit(self.sort)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        item = self._model.items[index.row()]
        self._current = (item.kind, item.id)
        self.chosen.emit(item.kind, item.id)


def _chip_glyph(name: str) -> str:
    return OWN_GLYPH if name == "mine" else VERDICT_GLYPHS["pending" if name == "open" else name]
