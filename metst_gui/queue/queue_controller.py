"""The commands of the queue, and what a click in its list does."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.queue_order import SORTS
from metst_gui.desk.queue_rows import FILTERS
from metst_gui.desk.review_queue import BUDGETS
from metst_gui.document.changes import Changes
from metst_gui.language import tr
from metst_gui.queue.queue_panel import QueuePanel
from metst_gui.widgets import theme as themes

# What a right click offers, in groups; the emotions follow the first.
MENU = (
    ("accept", "reject", "reject_reason", "unsure"),
    ("delete", "zoom_item", "why_panel", "more_like_this", "save_clip"),
    ("mark_all", "contact_sheet"),
)
EMOTIONS = (*(f"emotion_{digit}" for digit in range(1, 10)), "emotion_0")


class QueueController(QObject):
    """Connects the list to the item under review."""

    def __init__(self, desk: Desk, book: CommandBook, panel: QueuePanel) -> None:
        super().__init__(panel)
        self._desk = desk
        self._book = book
        self._panel = panel
        self._face_at = desk.face.at
        panel.chosen.connect(desk.tour.select)
        panel.marked.connect(desk.marked.mark)
        panel.menu_requested.connect(self.show_menu)
        desk.marked.changed.connect(self._on_marked)
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
                "sort_reverse": queue.turn_round,
                "keep_label": partial(desk.tour.when_in_view, self.keep_label),
                "mark_all": desk.marked.mark_all,
                "mark_next": partial(desk.marked.extend, 1),
                "mark_previous": partial(desk.marked.extend, -1),
            },
            on={
                "sort": lambda: queue.sort,
                "sort_reverse": lambda: queue.is_reversed,
                "budget": lambda: str(queue.minutes),
                **{f"filter_{name}": partial(self._shows, name) for name in FILTERS},
            },
        )

        panel.header.set_actions(book.actions)
        panel.header.again.clicked.connect(self.toggle_check)
        self._former_sort = "time"

    @Slot(QPoint)
    def show_menu(self, place: QPoint) -> None:
        """Show the commands for what is selected, at a place of the screen."""
        menu = QMenu(self._panel)
        menu.setObjectName("queue_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        self._book.refresh()
        for group in MENU:
            menu.addSeparator()
            menu.addActions([self._book.actions[name] for name in group])
            if group == MENU[0]:
                emotions = menu.addMenu(tr("Emotion"))
                emotions.addActions([self._book.actions[name] for name in EMOTIONS])
        menu.popup(place)

    @Slot()
    def toggle_check(self) -> None:
        """List only the annotations that look wrong, or everything again in the order there was."""
        queue = self._desk.queue
        if queue.sort == "check":
            queue.set_sort(self._former_sort)
        else:
            self._former_sort = queue.sort
            queue.set_sort("check")
            for kind, id_ in queue.shown_ids()[:1]:
                self._desk.tour.select(kind, id_)

    def keep_label(self) -> None:
        """The annotation under review is right: name it no more, and go to the next that looks wrong."""
        desk = self._desk
        annotation = desk.current.annotation
        if annotation is None or annotation.id not in desk.label_check.doubts:
            desk.say(tr("This annotation does not look wrong."))
            return
        coming = desk.tour.next_open(1) if desk.queue.sort == "check" else None
        if desk.label_check.keep(annotation.id) and coming is not None:
            desk.tour.select(*coming)

    @Slot()
    def _on_marked(self) -> None:
        self._panel.set_marked(self._desk.marked.items)

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
