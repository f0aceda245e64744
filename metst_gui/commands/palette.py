"""Finding a command, a term of the glossary or a page of the manual by part of its name."""

from collections.abc import Sequence
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
from metst_gui.wording.handbook import Topic, page_title

_NUMBER = int(Qt.ItemDataRole.UserRole)
# px; a list of twelve commands is seen at once.
SIZE = 620, 420
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """One command or topic as it is shown.

    Attributes:
        id: of the command; empty: a topic.
        title: its name in the language of the window.
        menu: where it stands.
        keys: its keys as the platform writes them.
        on: whether it is ticked.
        why_not: what to do first; empty where it is possible.
        topic: what can be read; None: a command.
    """

    id: str
    title: str
    menu: str
    keys: str
    on: bool
    why_not: str
    topic: Topic | None = None


def rows(book: CommandBook, typed: str, topics: Sequence[Topic] = ()) -> list[PaletteRow]:
    """Commands and topics that fit what was typed, the best first; what fits alike in the order of the menus.

    A command is found by its name, its menu, what it does, its English name and its keys; a topic by its title, its
    name in another language and what it says, and only once something was typed.
    """
    found = []
    for number, spec in enumerate(book.table):
        row = _row(book, spec)
        fit = rank(typed, row.title, (row.menu, tr(spec.tip), spec.text, row.keys))
        if fit is not None:
            found.append((fit, number, row))
    for number, topic in enumerate(topics if typed.strip() else (), start=len(book.table)):
        # Letters with gaps find a command whose name is half known; among hundreds of topics they find anything.
        fit = rank(typed, topic.title, (topic.other, topic.text))
        if fit is not None and fit[1] == 0:
            found.append((fit, number, PaletteRow("", topic.title, page_title(topic.page), "", False, "", topic)))
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


def _row(book: CommandBook, spec: ActionSpec) -> PaletteRow:
    action = book.actions[spec.id]
    # Return and Enter have one name in some languages.
    keys = ", ".join(dict.fromkeys(shown_key(one.toString()) for one in action.shortcuts()))
    return PaletteRow(
        spec.id, tr(spec.text).rstrip("…"), menu_path(spec.menu), keys, action.isChecked(), book.why_not(spec.id)
    )


class Palette(QDialog):
    """A line to type in, and the commands that fit. Return chooses one; nothing is done before the dialog is closed.

    Args:
        book: whose commands.
        parent: window it belongs to.
        topics: what can be read besides.

    Attributes:
        chosen: id of the command that was chosen; empty: none.
        topic: the topic that was chosen; None: none.
    """

    def __init__(self, book: CommandBook, parent: QWidget | None = None, *, topics: Sequence[Topic] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Find"))
        self._book = book
        self._topics = topics
        self.chosen = ""
        self.topic: Topic | None = None
        book.refresh()
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Part of a command, a key, a word of the glossary, a page of the manual"))
        self.line.setAccessibleName(tr("What to find"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setHeaderLabels([tr("Name"), tr("Menu or page"), tr("Keys")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(tr("What was found"))
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
        self._rows: list[PaletteRow] = []
        self._fill("")
        self.line.setFocus()

    @Slot(str)
    def _fill(self, typed: str) -> None:
        found = self._rows = rows(self._book, typed, self._topics)
        self.list.clear()
        grey = self.palette().brush(QPalette.ColorGroup.Active, QPalette.ColorRole.PlaceholderText)
        for number, row in enumerate(found):
            item = QTreeWidgetItem([f"✓ {row.title}" if row.on else row.title, row.menu, row.keys])
            item.setData(0, _NUMBER, number)
            for place in range(3 if row.why_not else 0):
                item.setForeground(place, grey)
                item.setToolTip(place, row.why_not)
            self.list.addTopLevelItem(item)
        for place in (1, 2):
            self.list.resizeColumnToContents(place)
        self._select(0)
        if not found:
            self.note.setText(tr("Nothing matches."))

    def _row_of(self, item: QTreeWidgetItem) -> PaletteRow:
        return self._rows[int(item.data(0, _NUMBER))]

    @Slot(QTreeWidgetItem)
    def _explain(self, item: QTreeWidgetItem | None) -> None:
        """Say below the list what the current command does, or why it is not possible; of a topic, what it says."""
        if item is None:
            return
        row = self._row_of(item)
        if row.topic is not None:
            self.note.setText(row.topic.text or tr("Return opens the page."))
        else:
            self.note.setText(row.why_not or self._book.actions[row.id].statusTip())

    @Slot(QTreeWidgetItem)
    def _choose(self, item: QTreeWidgetItem | None) -> None:
        """Close with a command or topic; one that is not possible only says why."""
        if item is None or self._row_of(item).why_not:
            return
        row = self._row_of(item)
        self.chosen, self.topic = row.id, row.topic
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
