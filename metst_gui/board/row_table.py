"""A table of many rows: a model that makes a cell when it is seen, a filter over it, and the view."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSettings,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from metst_gui.board.cells import BoardCell, CellDelegate
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = int(Qt.ItemDataRole.UserRole)
# px beside the widest text of a column: padding of the cell, and the arrow of the header.
PADDING = 30
_ROOT = QModelIndex()
_SELECT = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One column.

    Attributes:
        id: its name in code.
        title: translated.
        cell: what it shows of a row.
        key: what it is sorted by; rows of which that is None come last either way.
        sample: a text as wide as any in it; empty: the column takes what room there is.
        tip: what it says, as a translated sentence.
    """

    id: str
    title: str
    cell: Callable[[Any], BoardCell]
    key: Callable[[Any], Any]
    sample: str = ""
    tip: str = ""


class RowModel(QAbstractTableModel):
    """Rows of any kind, sorted by one of the columns.

    Args:
        identity: what makes a row the same one after they are all set anew.
        parent: owner.

    Attributes:
        columns, rows: as they are shown.
    """

    def __init__(self, identity: Callable[[Any], Hashable], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.identity = identity
        self.columns: tuple[BoardColumn, ...] = ()
        self.rows: list[Any] = []
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[Any], columns: Sequence[BoardColumn]) -> None:
        """Replace all; the same rows in other states are only painted anew."""
        found = self._in_order(list(rows), columns)
        same = [one.id for one in columns] == [one.id for one in self.columns]
        if same and list(map(self.identity, found)) == list(map(self.identity, self.rows)):
            self.columns, self.rows = tuple(columns), found
            if found:
                self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, len(columns) - 1))
            return
        self.beginResetModel()
        self.columns, self.rows = tuple(columns), found
        self.endResetModel()

    @override
    @safe_override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        wanted = (column, order) if column >= 0 else None
        if wanted == self._sorted:
            return  # the view asks twice
        self._sorted = wanted
        self.beginResetModel()
        self.rows = self._in_order(self.rows, self.columns)
        self.endResetModel()

    def _in_order(self, rows: list[Any], columns: Sequence[BoardColumn]) -> list[Any]:
        if self._sorted is None or self._sorted[0] >= len(columns):
            return rows
        column, order = self._sorted
        keyed = [(columns[column].key(one), one) for one in rows]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=order == Qt.SortOrder.DescendingOrder)
        return [one for _, one in known] + [one for key, one in keyed if key is None]

    @override
    @safe_override(default=0)
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    @safe_override(default=0)
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    @safe_override(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not (index.row() < len(self.rows) and index.column() < len(self.columns)):
            return None
        roles = Qt.ItemDataRole
        if role not in (roles.DisplayRole, roles.ToolTipRole, roles.AccessibleTextRole, CELL_ROLE):
            return None
        column = self.columns[index.column()]
        cell = column.cell(self.rows[index.row()])
        if role == CELL_ROLE:
            return cell
        if role == roles.DisplayRole:
            return cell.text
        if role == roles.ToolTipRole:
            return cell.tip or None
        return f"{column.title}: {' '.join(part for part in (cell.text, cell.small) if part)}"

    @override
    @safe_override(default=None)
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return self.columns[section].tip or None if role == Qt.ItemDataRole.ToolTipRole else None


class RowFilter(QSortFilterProxyModel):
    """The rows that pass; they are sorted below, where a key is made once a row."""

    def __init__(self, model: RowModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._passes: Callable[[Any], bool] | None = None
        self.setSourceModel(model)

    def set_filter(self, passes: Callable[[Any], bool] | None) -> None:
        """Show the rows for which this holds; None: all."""
        self.beginFilterChange()
        self._passes = passes
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def row(self, number: int) -> Any:
        """A row that is shown."""
        return self._model.rows[self.mapToSource(self.index(number, 0)).row()]

    @override
    @safe_override(default=True)
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        return self._passes is None or self._passes(self._model.rows[source_row])

    @override
    @safe_override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._model.sort(column, order)


class RowTable(QTableView):
    """The view: whole rows, several of which may be selected. Keys of the review do nothing here.

    Columns keep the widths that the reviewer gives them, from start to start.

    Args:
        identity: see `RowModel`.
        kept: what the widths are kept under.
        name: for screen readers.
        parent: owner.

    Attributes:
        model_: all rows. filter: those that are shown.

    Signals:
        activated_row: a double click or Return. arg: the row.
        selected: other rows are selected, or others are there.
        removed, renamed, analysed: Delete, F2 and Ctrl+R.
    """

    activated_row = Signal(object)
    selected = Signal()
    removed = Signal()
    renamed = Signal()
    analysed = Signal()

    def __init__(
        self, identity: Callable[[Any], Hashable], kept: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kept, self._sizing = kept, False
        self.model_ = RowModel(identity)
        self.model_.setParent(self)
        self.filter = RowFilter(self.model_)
        self.filter.setParent(self)
        self.setModel(self.filter)
        self.cells = CellDelegate(self)
        self.setItemDelegate(self.cells)
        self.setAccessibleName(name)
        self.setProperty("keeps_keys", True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self._on_double)
        self.selectionModel().selectionChanged.connect(self.selected)
        self.filter.modelReset.connect(self.selected)
        header.sectionResized.connect(self._on_resized)

    def set_rows(self, rows: Sequence[Any], columns: Sequence[BoardColumn]) -> None:
        """Show these; what is selected stays selected, where it is still there."""
        model = self.model_
        resized = [(one.id, one.title) for one in columns] != [(one.id, one.title) for one in model.columns]
        kept, place = set(map(model.identity, self.chosen)), self.verticalScrollBar().value()
        now = self._current_identity()
        self._sizing = True
        model.set_rows(rows, columns)
        if resized:
            self._size_columns(columns)
        self._sizing = False
        if set(map(model.identity, self.chosen)) != kept:
            self._select(kept, now)
            self.verticalScrollBar().setValue(place)
        if not self.currentIndex().isValid() and self.filter.rowCount():
            self.setCurrentIndex(self.filter.index(0, 0))

    @property
    def chosen(self) -> list[Any]:
        """The rows that are selected, from the top."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.filter.row(number) for number in numbers]

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of a theme."""
        self.cells.theme = theme
        self.viewport().update()

    def set_row_height(self, least: int) -> None:
        """Rows of this height, or as high as their text needs."""
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(max(least, self.fontMetrics().height() + 8))

    @override
    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self._on_double(self.currentIndex())
        elif plain and key == Qt.Key.Key_Delete:
            self.removed.emit()
        elif plain and key == Qt.Key.Key_F2:
            self.renamed.emit()
        elif key == Qt.Key.Key_R and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.analysed.emit()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_double(self, index: QModelIndex) -> None:
        self.activated_row.emit(self.filter.row(index.row()))

    def _current_identity(self) -> Hashable | None:
        index = self.currentIndex()
        return self.model_.identity(self.filter.row(index.row())) if index.isValid() else None

    def _select(self, kept: set[Hashable], now: Hashable | None) -> None:
        selection, last = QItemSelection(), self.filter.columnCount() - 1
        for number in range(self.filter.rowCount()):
            identity = self.model_.identity(self.filter.row(number))
            if identity in kept:
                selection.select(self.filter.index(number, 0), self.filter.index(number, last))
            if identity == now:
                self.selectionModel().setCurrentIndex(self.filter.index(number, 0), _SELECT.NoUpdate)
        self.selectionModel().select(selection, _SELECT.ClearAndSelect)

    def _size_columns(self, columns: Sequence[BoardColumn]) -> None:
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        for number, column in enumerate(columns):
            if not column.sample:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
                continue
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
            wide = max(map(metrics.horizontalAdvance, (column.sample, column.title))) + PADDING
            kept = QSettings().value(self._width_of(column), 0, type=int)
            if isinstance(kept, int) and header.minimumSectionSize() <= kept <= self.screen().size().width():
                wide = kept
            header.resizeSection(number, wide)

    def _width_of(self, column: BoardColumn) -> str:
        """What the width that the reviewer gave a column is kept as."""
        return f"board/{self._kept}/{column.id}"

    @Slot(int, int, int)
    def _on_resized(self, number: int, _before: int, now: int) -> None:
        columns = self.model_.columns
        # One that takes what room there is was given no width by anybody.
        if not self._sizing and number < len(columns) and columns[number].sample and now:
            QSettings().setValue(self._width_of(columns[number]), now)
