"""Review queue: what is left to decide, what was decided, and the reviewer's own annotations."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from engine.clock import time_text
from engine.types import mask_text
from metst_gui.desk.queue_order import SORTS
from metst_gui.desk.queue_rows import FILTERS, QueueItem, filter_of
from metst_gui.desk.review_queue import BUDGETS, ReviewQueue
from metst_gui.document.annotation import Verdict
from metst_gui.language import mark, told, tr
from metst_gui.queue.row_faces import RowFaces
from metst_gui.widgets.buttons import ToggleButton, no_focus
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import LIGHT, VERDICT_GLYPHS, Theme
from metst_gui.wording.emotion_text import HINT_GLYPH

Index = QModelIndex | QPersistentModelIndex

OWN_GLYPH = "✎"
NEAR_GLYPH = "◇"
FILTER_WORDS = {"open": mark("open"), "mine": mark("drawn")}
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
NO_ITEMS = mark("Proposals and your own intervals are listed here.")
ALL_HIDDEN = mark("All items are hidden: switch a filter above on again.")
# Pixels that a row of the list takes; of a face, and of the bar below a score.
LEAST_LIST, FACE, BAR = 56, 40, 56
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


def row_words(item: QueueItem) -> str:
    """Second line of a row: how long it is, and its emotion or the model's hint."""
    length = "" if item.length_s is None else tr("{ms:.0f} ms", ms=item.length_s * 1000)
    emotion = "" if not item.emotion else tr(item.emotion)
    if emotion and item.hint:
        emotion = tr("hint {emotion}", emotion=emotion)
    return " · ".join(part for part in (length, emotion, "⚠" if item.quality else "") if part)


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
    """Draws a row: verdict, the face at onset and apex, time, length and emotion, score.

    Args:
        faces: gives the pictures.
        parent: the list.
    """

    def __init__(self, faces: RowFaces, parent: QWidget) -> None:
        super().__init__(parent)
        self._faces = faces
        self.theme = LIGHT

    @override
    @safe_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item, theme = index.data(ITEM_ROLE), self.theme
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.soft))
            painter.fillRect(
                QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), QColor(theme.accent)
            )
        glyph = row_cells(item)[0]
        name = filter_of(item)
        colour = (
            theme.human if name == "mine" else theme.verdicts.get("pending" if name == "open" else name, theme.muted)
        )
        room = option.rect.adjusted(9, 0, -8, 0)
        painter.setPen(QColor(colour))
        painter.setFont(option.font)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | middle), glyph)
        room.setLeft(room.left() + 20)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        pictures = self._faces.pictures(item)
        for number in range(2):
            place = QRect(room.left(), room.center().y() - FACE // 2, FACE, FACE)
            if number < len(pictures):
                painter.drawImage(place, pictures[number])
            else:
                painter.fillRect(place, QColor(theme.raised))
            room.setLeft(room.left() + FACE + 5)
        self._paint_words(painter, option, item, room.adjusted(4, 0, 0, 0))
        painter.restore()

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, item: QueueItem, room: QRect) -> None:
        theme, small, bold = self.theme, QFont(option.font), QFont(option.font)
        small.setPointSizeF(small.pointSizeF() * 11 / 13)
        bold.setBold(True)
        upper, lower = QRect(room), QRect(room)
        upper.setBottom(room.center().y())
        lower.setTop(room.center().y() + 1)
        down, up = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setPen(QColor(theme.text))
        painter.setFont(bold)
        painter.drawText(upper, int(left | down), time_text(item.time_s))
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        words = painter.fontMetrics().elidedText(row_words(item), Qt.TextElideMode.ElideRight, lower.width() - 4)
        painter.drawText(lower, int(left | up), words)
        if item.score is None:
            return
        painter.drawText(upper.adjusted(0, 0, 0, -5), int(right | down), f"{item.score:.2f}")
        bar = QRect(upper.right() - BAR, upper.bottom() - 3, BAR, 3)
        painter.fillRect(bar, QColor(theme.raised))
        bar.setWidth(round(BAR * min(max(item.score, 0.0), 1.0)))
        painter.fillRect(bar, QColor(theme.accent))

    @override
    @safe_override(default=QSize(200, 50))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, max(FACE + 8, 2 * option.fontMetrics.height() + 8))


class QueuePanel(QWidget):
    """The queue with filters, order and progress. It never takes the keyboard.

    Signals:
        chosen: a row was clicked. args: kind, id.
    """

    chosen = Signal(str, str)

    def __init__(self, queue: ReviewQueue, faces: RowFaces | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.faces = RowFaces(lambda: None) if faces is None else faces
        self.faces.setParent(self)
        self._current: tuple[str, str] | None = None
        self._model = QueueModel(self)
        self._list = no_focus(QListView())
        self._list.setAccessibleName(tr("Queue"))
        self._list.setModel(self._model)
        self._rows = RowDelegate(self.faces, self._list)
        self._list.setItemDelegate(self._rows)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self.faces.arrived.connect(self._list.viewport().update)
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
                tr("I have {minutes} min", minutes=minutes) if minutes else tr("no time limit"), minutes
            )
        self._budget.setToolTip(
            tr(
                "Show only as many pending items, in this order, as you get through at your pace.\nHow many "
                "expressions lie in the rest is not known."
            )
        )
        self._budget.setAccessibleName(tr("Time for this review"))
        self._budget.activated.connect(self._on_budget)
        self._chips: dict[str, ToggleButton] = {}
        self._lay_out()
        queue.changed.connect(self._refresh)
        queue.counted.connect(self._count)
        self._refresh()

    @property
    def progress_text(self) -> str:
        """Text of the progress line."""
        return self._progress.text()

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self._rows.theme = theme
        self._list.viewport().update()

    def set_current(self, kind: str, id_: str) -> None:
        """Mark a row and scroll to it; empty texts mark none. Emits nothing."""
        self._current = (kind, id_) if id_ else None
        self._mark(scroll=True)

    @Slot()
    def _refresh(self) -> None:
        queue = self._queue
        self._model.set_items(queue.shown)
        self._list.setVisible(bool(queue.shown))
        self._empty.setVisible(not queue.shown)
        self._empty.setText(tr(ALL_HIDDEN) if queue.rows else tr(NO_ITEMS))
        for name, chip in self._chips.items():
            chip.setChecked(name in queue.filters)
        if self._sort.currentData() != queue.sort:
            self._sort.setCurrentIndex(SORTS.index(queue.sort))
            self._sort.setToolTip(tr("{order}; choose it again to sort again", order=tr(SORT_TIPS[queue.sort])))
        self._budget.setCurrentIndex(BUDGETS.index(queue.minutes))
        self._mark(scroll=False)
        self._count()

    @Slot()
    def _count(self) -> None:
        counts = dict.fromkeys(FILTERS, 0)
        for item in self._queue.rows:
            counts[filter_of(item)] += 1
        for name, chip in self._chips.items():
            # An accepted interval is no drawn one, but what is accepted is not told while the model is hidden.
            if self._queue.hides_model:
                count = f" {counts[name]}" if name == "mine" else ""
                word = tr("yours") if name == "mine" else tr(FILTER_WORDS.get(name, name))
            else:
                count, word = f" {counts[name]}", tr(FILTER_WORDS.get(name, name))
            chip.setAccessibleName(f"{word}{count}")
            chip.setText(f"{word}{count}" if name == "open" else f"{_chip_glyph(name)}{count}")
        total = sum(counts.values()) - counts["mine"] - counts["near"]
        within = [item for item in self._queue.rows if filter_of(item) == "open" and self._queue.is_within(item)]
        words = [
            tr("{n}/{total} decided", n=total - counts["open"], total=total),
            tr("{n} accepted", n=counts["accepted"]),
        ] * (not self._queue.hides_model)
        if counts["unsure"]:
            words.append(tr("{n} unsure", n=counts["unsure"]))
        if len(within) < counts["open"]:
            words.append(tr("{n} beyond the budget", n=counts["open"] - len(within)))
        if within or counts["unsure"]:
            words.append(
                tr("~{minutes} left", minutes=_minutes((len(within) + counts["unsure"]) * self._queue.pace.seconds))
            )
        if self._queue.looked is not None:
            words.append(tr("{looked:.0%} looked at", looked=self._queue.looked))
        self._progress.setText(" · ".join(words))
        source = tr("your pace so far") if self._queue.pace.is_own else tr("assumed until five are decided")
        self._progress.setToolTip(
            tr("{seconds:.0f} s an item ({source})", seconds=self._queue.pace.seconds, source=source)
        )

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
        chips = QHBoxLayout()
        chips.setSpacing(3)
        for name in FILTERS:
            chip = make(ToggleButton(tr(name)), "chip")
            chip.setChecked(name in self._queue.filters)
            chip.setToolTip(tr(FILTER_TIPS[name]))
            chip.clicked.connect(partial(self._queue.toggle_filter, name))
            self._chips[name] = chip
            chips.addWidget(chip)
        chips.addStretch(1)
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

    @Slot(int)
    def _on_sort(self, index: int) -> None:
        self._sort.setToolTip(tr("{order}; choose it again to sort again", order=tr(SORT_TIPS[SORTS[index]])))
        self._queue.set_sort(SORTS[index])

    @Slot(int)
    def _on_budget(self, index: int) -> None:
        self._queue.set_budget(BUDGETS[index])

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
