"""Tells below the queue what is to be expected of it, and opens the page on the chances."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.queue.chance_text import learnt_from, rest_text, rest_tip
from metst_gui.queue.queue_panel import QueuePanel

if TYPE_CHECKING:
    from metst_gui.queue.chance_dialog import ChanceDialog


class ChanceController(QObject):
    """Connects the chances to the queue's last line."""

    def __init__(self, desk: Desk, book: CommandBook, panel: QueuePanel, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._panel, self._host = desk, panel, host
        book.bind({"chance": self.show})
        panel.rest.clicked.connect(lambda: book.trigger("chance"))
        for signal in (desk.chance.changed, desk.chance.rest_changed, desk.queue.changed):
            signal.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Say what is expected; where the chances are asked for and cannot be told, why."""
        chance, queue = self._desk.chance, self._desk.queue
        asked = queue.sort == "chance" or queue.minutes
        if queue.hides_model:
            self._panel.show_rest("", "")
        elif chance.rest is not None:
            self._panel.show_rest(rest_text(chance.rest), rest_tip(chance.rest, chance.told))
        elif asked and queue.count("open") and chance.told.known is None:
            self._panel.show_rest(learnt_from(chance.told), "")
        else:
            self._panel.show_rest("", "")

    def dialog(self) -> "ChanceDialog":
        """A new page on the chances."""
        from metst_gui.queue.chance_dialog import ChanceDialog

        return ChanceDialog(self._desk.chance, self._host)

    def show(self) -> None:
        """Show the page beside the window; it goes when it is closed."""
        from PySide6.QtCore import Qt

        dialog = self.dialog()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
