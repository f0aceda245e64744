"""Review queue: what is left to decide, what was decided, and the reviewer's own annotations."""

from collections.abc import Collection

from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from engine.explain.coverage import told_share
from metst_gui.desk.queue_rows import FILTERS
from metst_gui.desk.review_queue import ReviewQueue
from metst_gui.desk.selection import Item, ItemKind
from metst_gui.language import mark, plural, tr
from metst_gui.queue.queue_header import QueueHeader
from metst_gui.queue.rest_line import RestLine
from metst_gui.queue.row_faces import RowFaces
from metst_gui.queue.row_list import LEAST, RowList
from metst_gui.widgets.empty_place import EmptyPlace
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme

NO_ITEMS = mark("Proposals and your own intervals are listed here.")
NONE_DOUBTFUL = mark("No annotation looks wrong")
CHECKED_WITH = mark(
    "They are compared with one another, and with what the analysis of this video measured. That does not prove them "
    "right."
)
ALL_HIDDEN = mark("All items are hidden: switch a filter above on again.")


class QueuePanel(QWidget):
    """The queue with filters, order and progress. It never takes the keyboard.

    Signals:
        chosen: a row was clicked. args: kind, id.
        marked: rows were selected together, or a single one again. arg: ``(kind, id)`` of each.
        menu_requested: a menu for what is selected is asked for. arg: place on the screen.
    """

    chosen = Signal(str, str)
    marked = Signal(object)
    menu_requested = Signal(QPoint)

    def __init__(self, queue: ReviewQueue, faces: RowFaces | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.faces = RowFaces(lambda: None) if faces is None else faces
        self.faces.setParent(self)
        self._current: Item | None = None
        self._marked: tuple[Item, ...] = ()
        self.header = QueueHeader()
        self.header.toggled.connect(queue.toggle_filter)
        self._list = RowList(self.faces)
        self._list.picked.connect(self._on_picked)
        self._list.customContextMenuRequested.connect(self._on_menu)
        self._empty = EmptyPlace()
        self._empty.setMinimumHeight(LEAST)
        self._progress = QLabel()
        self._progress.setWordWrap(True)
        self.rest = RestLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(6)
        column.addWidget(self.header)
        column.addWidget(self._list, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._progress)
        column.addWidget(self.rest)
        queue.changed.connect(self._refresh)
        queue.counted.connect(self._count)
        self._refresh()

    @property
    def progress_text(self) -> str:
        """Text of the progress line."""
        return self._progress.text()

    def show_rest(self, text: str, tip: str) -> None:
        """Say below the queue what is expected in its rest; empty: nothing."""
        self.rest.show_text(text[:1].upper() + text[1:], tip)

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self._list.set_theme(theme)

    def set_current(self, kind: ItemKind, id_: str) -> None:
        """Mark a row and scroll to it; empty texts mark none. Emits nothing."""
        self._current = Item(kind, id_) if id_ else None
        self._show_selection(scroll=True)

    def set_marked(self, items: Collection[Item]) -> None:
        """Show these as selected together; none: only the one under review is. Emits nothing."""
        self._marked = tuple(items)
        self._show_selection(scroll=False)

    @Slot()
    def _refresh(self) -> None:
        queue = self._queue
        self._list.show_doubts(shown=queue.sort == "check")
        self._list.rows.set_items(queue.shown)
        self._list.setVisible(bool(queue.shown))
        self._empty.setVisible(not queue.shown)
        if queue.sort == "check" and not queue.shown:
            back = (tr("Show the whole queue"), self.header.again.click)
            self._empty.show_choices(tr(NONE_DOUBTFUL), tr(CHECKED_WITH), [back])
        elif not queue.rows:
            self._empty.show_choices("", tr(NO_ITEMS))
        elif not queue.shown:
            self._show_hidden()
        self.header.show_order(queue.sort, queue.minutes, is_reversed=queue.is_reversed)
        self._show_selection(scroll=False)
        self._count()

    def _show_hidden(self) -> None:
        """Say what the filters hide, and offer to show it."""
        n, show_all = len(self._queue.rows), self._queue.show_all
        if all(item.near for item in self._queue.rows):
            title = plural(
                n, "{n} candidate is just below the threshold.", "{n} candidates are just below the threshold."
            )
            self._empty.show_choices("", title, [(plural(n, "Show it", "Show them"), show_all)])
        else:
            self._empty.show_choices(tr(ALL_HIDDEN), choices=[(tr("Show all"), show_all)])

    @Slot()
    def _count(self) -> None:
        queue = self._queue
        counts, within = {name: queue.count(name) for name in FILTERS}, queue.n_within
        self.header.show_counts(counts, queue.filters, hides_model=queue.hides_model)
        decided = counts["accepted"] + counts["rejected"]
        total = decided + counts["open"] + counts["unsure"]
        n_again = sum(row.look_again is not None for row in queue.rows)
        self.header.show_again(n_again, on=queue.sort == "check")
        words = []
        if total and not queue.hides_model:
            words.append(tr("{n} of {total} decided", n=decided, total=total))
        if counts["unsure"]:
            words.append(tr("{n} put off", n=counts["unsure"]))
        if within < counts["open"]:
            words.append(tr("{n} beyond the time you have", n=counts["open"] - within))
        if within or counts["unsure"]:
            left = (within + counts["unsure"]) * queue.pace.seconds
            words.append(tr("about {minutes} left", minutes=_minutes(left)))
        if queue.looked is not None:
            words.append(tr("{looked:.0%} looked at", looked=told_share(queue.looked)))
        self._progress.setText(" · ".join(words))
        source = tr("your pace so far") if queue.pace.is_own else tr("assumed until you have decided five")
        self._progress.setToolTip(tr("{seconds:.0f} s an item ({source})", seconds=queue.pace.seconds, source=source))

    def _show_selection(self, *, scroll: bool) -> None:
        self._list.show_selection(self._current, self._marked, scroll=scroll)

    @override
    @safe_override(default=QSize(260, 320))
    def sizeHint(self) -> QSize:
        return QSize(260, 320)

    @Slot(int)
    def _on_picked(self, row: int) -> None:
        items, rows = self._list.picked_items, self._list.rows.items
        if not items:
            # Nothing is under review, or all that was selected was let go of: that is what Esc is for.
            self._show_selection(scroll=False)
            return
        under = (rows[row].kind, rows[row].id) if 0 <= row < len(rows) else items[0]
        under = under if under in items else items[0]
        self.chosen.emit(*under)
        self.marked.emit(items)

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        self.menu_requested.emit(self._list.viewport().mapToGlobal(place))


def _minutes(seconds: float) -> str:
    if seconds < 5400:
        return tr("{n} min", n=max(1, round(seconds / 60)))
    return tr("{hours:.1f} h", hours=seconds / 3600)
