"""Finding a command by its name: what it is called, its keys, and why it is not possible now."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from metst_gui.commands.book import CommandBook
from metst_gui.commands.search import rank
from metst_gui.commands.table import ActionSpec, menu_path, shown_key
from metst_gui.language import tr
from metst_gui.widgets.qt_guard import safe_override

_ID = int(Qt.ItemDataRole.UserRole)
# px; a list of twelve commands is seen at once.
SIZE = 620, 420
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Row:
    """One command as it is shown.

    Attributes:
        id: of the command.
        title: its name in the language of the window.
        menu: where it stands.
        keys: its keys as the platform writes them.
        on: whether it is ticked.
        why_not: what to do first; empty where it is possible.
    """

    id: str
    title: str
    menu: str
    keys: str
    on: bool
    why_not: str


def rows(book: CommandBook, typed: str) -> list[Row]:
    """Commands that fit what was typed, the best first; those that fit alike in the order of the menus.

    A command is found by its name, its menu, what it does, its English name and its keys.
    """
    found = []
    for number, spec in enumerate(book.table):
        row = _row(book, spec)
        fit = rank(typed, row.title, (row.menu, tr(spec.tip), spec.text, row.keys))
        if fit is not None:
            found.append((fit, number, row))
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


def _row(book: CommandBook, spec: ActionSpec) -> Row:
    action = book.actions[spec.id]
    # Return and Enter have one name in some languages.
    keys = ", ".join(dict.fromkeys(shown_key(one.toString()) for one in action.shortcuts()))
    return Row(
        spec.id, tr(spec.text).rstrip("…"), menu_path(spec.menu), keys, action.isChecked(), book.why_not(spec.id)
    )


class Palette(QDialog):
    """A line to type in, and the commands that fit. Return chooses one; nothing is done before the dialog is closed.

    Args:
        book: whose commands.
        parent: window it belongs to.

    Attributes:
        chosen: id of the command that was chosen; empty: none.
    """

    def __init__(self, book: CommandBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Find a command"))
        self._book = book
        self.chosen = ""
        book.refresh()
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Type part of a command's name, menu or key"))
        self.line.setAccessibleName(tr("Name of the command"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setHeaderLabels([tr("Command"), tr("Menu"), tr("Keys")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setStretchLastSection(False)
        self.list.currentItemChanged.connect(self._explain)
        self.list.itemClicked.connect(self._choose)
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        for widget in (self.line, self.list, self.note):
            column.addWidget(widget)
        self.resize(*SIZE)
        self._rows: dict[str, Row] = {}
        self._fill("")
        self.line.setFocus()

    @Slot(str)
    def _fill(self, typed: str) -> None:
        found = rows(self._book, typed)
        self._rows = {row.id: row for row in found}
        self.list.clear()
        grey = self.palette().brush(QPalette.ColorGroup.Active, QPalette.ColorRole.PlaceholderText)
        for row in found:
            item = QTreeWidgetItem([f"✓ {row.title}" if row.on else row.title, row.menu, row.keys])
            item.setData(0, _ID, row.id)
            for place in range(3 if row.why_not else 0):
                item.setForeground(place, grey)
                item.setToolTip(place, row.why_not)
            self.list.addTopLevelItem(item)
        for place in (1, 2):
            self.list.resizeColumnToContents(place)
        self._select(0)
        if not found:
            self.note.setText(tr("No command matches."))

    @Slot(QTreeWidgetItem)
    def _explain(self, item: QTreeWidgetItem | None) -> None:
        """Say below the list what the current command does, or why it is not possible."""
        if item is not None:
            row = self._rows[str(item.data(0, _ID))]
            self.note.setText(row.why_not or self._book.actions[row.id].statusTip())

    @Slot(QTreeWidgetItem)
    def _choose(self, item: QTreeWidgetItem | None) -> None:
        """Close with a command; one that is not possible only says why."""
        if item is not None and not self._rows[str(item.data(0, _ID))].why_not:
            self.chosen = str(item.data(0, _ID))
            self.accept()

    @override
    @safe_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The line has the keyboard; the keys that go through a list go through the list all the same."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _MOVES:
            self._move(Qt.Key(event.key()))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
            return True
        return False

    def _move(self, key: Qt.Key) -> None:
        page = max(1, self.list.viewport().height() // max(1, self.list.sizeHintForRow(0)) - 1)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        last, now = self.list.topLevelItemCount() - 1, self.list.currentIndex().row()
        self._select(min(max(now + steps[key], 0), last))

    def _select(self, number: int) -> None:
        item = self.list.topLevelItem(number)
        if item is not None:
            self.list.setCurrentItem(item)
