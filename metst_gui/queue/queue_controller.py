"""The commands of the queue, and what a click in its list does."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.queue_order import SORTS
from metst_gui.desk.queue_rows import FILTERS
from metst_gui.desk.review_queue import BUDGETS
from metst_gui.document.changes import Changes
from metst_gui.queue.queue_panel import QueuePanel
from metst_gui.widgets import theme as themes


class QueueController(QObject):
    """Connects the list to the item under review."""

    def __init__(self, desk: Desk, book: CommandBook, panel: QueuePanel) -> None:
        super().__init__(panel)
        self._desk = desk
        self._panel = panel
        self._face_at = desk.face.at
        panel.chosen.connect(desk.tour.select)
        desk.selection.changed.connect(self._on_selection)
        desk.session.opened.connect(self._on_selection)
        desk.session.opened.connect(panel.faces.set_source)
        desk.document.changed.connect(self._on_document)
        desk.closing.connect(panel.faces.shutdown)
        desk.theme.changed.connect(self._on_theme)
        self._on_theme()
        queue = desk.queue
        book.bind(
            {
                **{f"sort_{name}": partial(queue.set_sort, name) for name in SORTS},
                **{f"budget_{minutes}": partial(queue.set_budget, minutes) for minutes in BUDGETS},
                **{f"filter_{name}": partial(queue.toggle_filter, name) for name in FILTERS},
            },
            on={
                "sort": lambda: queue.sort,
                "budget": lambda: str(queue.minutes),
                **{f"filter_{name}": partial(self._shows, name) for name in FILTERS},
            },
        )

    def _shows(self, name: str) -> bool:
        return name in self._desk.queue.filters

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.items or changes.layer:
            self._on_selection()
        if changes.run:
            self._on_run()

    @Slot()
    def _on_selection(self) -> None:
        self._panel.set_current(*(self._desk.current.place or ("", "")))

    def _on_run(self) -> None:
        """Another face may be analysed: its pictures are shown then."""
        if self._face_at != self._desk.face.at:
            self._face_at = self._desk.face.at
            self._panel.faces.set_source(self._desk.session.info)
            self._panel.update()

    @Slot()
    def _on_theme(self) -> None:
        self._panel.set_theme(themes.named(self._desk.theme.name))
