"""The list of the queue: one row an item, painted by hand, only the rows in view."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from engine.clock import time_text
from metst_gui.desk.queue_rows import QueueItem, filter_of
from metst_gui.desk.selection import Item
from metst_gui.language import tr
from metst_gui.queue.row_faces import RowFaces
from metst_gui.queue.row_text import row_cells, row_text, row_tip, row_words
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import LIGHT, Theme

Index = QModelIndex | QPersistentModelIndex

# Pixels: least height of the list; a face; the bar below a score; a row, where its font asks for no more.
LEAST, FACE, BAR, ROW = 84, 40, 56, 50
# Rows that a notch of the wheel moves.
NOTCH = ROW // 2
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
_ROOT = QModelIndex()
_SELECT = QItemSelectionModel.SelectionFlag


class QueueModel(QAbstractListModel):
    """Rows in shown order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[QueueItem, ...] = ()
        self._rows: dict[Item, int] = {}

    def set_items(self, items: Sequence[QueueItem]) -> None:
        """Replace the rows; the same row count only repaints, so the list does not jump."""
        self._rows = {item.item: row for row, item in enumerate(items)}
        if len(items) == len(self.items):
            self.items = tuple(items)
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def row_of(self, item: Item) -> int | None:
        """Row of an item; None: it is not shown."""
        return self._rows.get(item)

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
        return row_tip(item) if role == Qt.ItemDataRole.ToolTipRole else None


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
        self.current: Item | None = None
        self.doubts = False  # whether rows say why they look wrong

    @override
    @safe_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item, theme = index.data(ITEM_ROLE), self.theme
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.soft))
        if item.item == self.current:
            edge = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
            painter.fillRect(edge, QColor(theme.accent))
        name = filter_of(item)
        colour = (
            theme.human if name == "mine" else theme.verdicts.get("pending" if name == "open" else name, theme.muted)
        )
        room = option.rect.adjusted(9, 0, -8, 0)
        painter.setPen(QColor(colour))
        painter.setFont(option.font)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), row_cells(item)[0])
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
        self._paint_words(painter, option.font, item, room.adjusted(4, 0, 0, 0))
        painter.restore()

    def _paint_words(self, painter: QPainter, font: QFont, item: QueueItem, room: QRect) -> None:
        theme, small, bold = self.theme, QFont(font), QFont(font)
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
        words = QFontMetrics(small).elidedText(
            row_words(item, doubts=self.doubts), Qt.TextElideMode.ElideRight, lower.width() - 4
        )
        painter.drawText(lower, int(left | up), words)
        if item.score is None:
            return
        says = f"{item.score:.2f}" if item.chance is None else f"{item.chance.value:.0%}"
        painter.drawText(upper.adjusted(0, 0, 0, -5), int(right | down), says)
        bar = QRect(upper.right() - BAR, upper.bottom() - 3, BAR, 3)
        painter.fillRect(bar, QColor(theme.raised))
        value = item.score if item.chance is None else item.chance.value
        if item.chance is None:
            bar.setWidth(round(BAR * min(max(value, 0.0), 1.0)))
        else:
            # From one end of the interval to the other, and a mark where the chance itself is.
            low, high = round(BAR * item.chance.low), round(BAR * item.chance.high)
            bar.setLeft(upper.right() - BAR + low)
            bar.setWidth(max(2, high - low))
            tick = QRect(upper.right() - BAR + round(BAR * value) - 1, upper.bottom() - 5, 2, 7)
            painter.fillRect(tick, QColor(theme.text))
        painter.fillRect(bar, QColor(theme.accent))

    @override
    @safe_override(default=QSize(200, ROW))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, max(ROW, 2 * option.fontMetrics.height() + 8))


class RowList(QListView):
    """Rows of which several may be selected: Shift with a click, Ctrl with a click, a drag. It takes no keyboard.

    Signals:
        picked: rows were selected by the mouse; read `picked_items`. arg: row under review from now on.
    """

    picked = Signal(int)

    def __init__(self, faces: RowFaces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        no_focus(self)
        self.rows = QueueModel(self)
        self.setModel(self.rows)
        self._delegate = RowDelegate(faces, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("Queue"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(NOTCH)
        self.setMinimumHeight(LEAST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        faces.in_view = self.items_in_view
        faces.arrived.connect(self.viewport().update)

    @property
    def picked_items(self) -> list[Item]:
        """What is selected, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.items[row].item for row in rows]

    def items_in_view(self) -> tuple[QueueItem, ...]:
        """What is seen now, from the top."""
        area = self.viewport().rect()
        first, last = self.indexAt(area.topLeft()).row(), self.indexAt(area.bottomLeft()).row()
        return self.rows.items[max(0, first) : last + 1 if last >= 0 else None]

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of a theme."""
        self._delegate.theme = theme
        self.viewport().update()

    def show_doubts(self, *, shown: bool) -> None:
        """Let rows say why they look wrong, or how long they are again."""
        self._delegate.doubts = shown

    def show_selection(self, current: Item | None, marked: Collection[Item], *, scroll: bool) -> None:
        """Show which row is under review, and which are selected with it. Emits nothing.

        Args:
            current: the one under review; None, or one that is not shown: none is.
            marked: all that are selected, where they are several.
            scroll: whether the row under review is brought into view.
        """
        if current != self._delegate.current:
            self._delegate.current = current
            self.viewport().update()
        row = None if current is None else self.rows.row_of(current)
        found = {self.rows.row_of(one) for one in marked} | {row}
        selection, model = QItemSelection(), self.selectionModel()
        for first, last in _spans(sorted(one for one in found if one is not None)):
            selection.select(self.rows.index(first), self.rows.index(last))
        model.select(selection, _SELECT.ClearAndSelect)
        model.setCurrentIndex(_ROOT if row is None else self.rows.index(row), _SELECT.NoUpdate)
        if scroll and row is not None:
            self.scrollTo(self.rows.index(row))

    @override
    @safe_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(self.currentIndex().row())

    @override
    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        under = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.RightButton and under.isValid():
            # The row below the menu is the one it acts on, alone or with those selected before.
            self.picked.emit(under.row())


def _spans(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rows in order as (first, last), inclusive."""
    spans: list[tuple[int, int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1] = spans[-1][0], row
        else:
            spans.append((row, row))
    return spans
