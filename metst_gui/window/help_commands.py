"""Commands that explain the window: its keys, its messages, what METST is. Its dialogs are loaded when they open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.commands.table import key_groups
from metst_gui.desk.desk import Desk
from metst_gui.models import model_of, model_of_run, second_model_of
from metst_gui.notify import log_path
from metst_gui.widgets.help_button import HelpButton
from metst_gui.widgets.message_bar import MessageBar
from metst_gui.window.keys_in_use import KeysInUse

if TYPE_CHECKING:
    from metst_gui.window.manual_window import ManualWindow


def panel_at(widget: QWidget | None) -> str:
    """What the manual calls the panel that a widget is part of, by its question mark; empty where there is none."""
    while widget is not None and not widget.isWindow():
        found = {one.anchor for one in widget.findChildren(HelpButton)}
        if len(found) == 1:
            return found.pop()
        if found:  # what holds several panels is none
            return ""
        widget = widget.parentWidget()
    return ""


class HelpCommands(QObject):
    """The dialogs of the Help menu.

    Attributes:
        opened: the window of the manual; None: it was not asked for yet.
    """

    def __init__(self, desk: Desk, book: CommandBook, keys: KeysInUse, messages: MessageBar, host: QMainWindow) -> None:
        super().__init__(host)
        self._desk = desk
        self._book = book
        self._keys = keys
        self._messages = messages
        self._host = host
        self.opened: ManualWindow | None = None
        messages.all_requested.connect(self.messages)
        for button in host.findChildren(HelpButton):
            button.asked.connect(self.manual)
        book.bind(
            {
                "key_sheet": self.key_sheet,
                "change_keys": self.change_keys,
                "find_command": self.find_command,
                "manual": self.manual_here,
                "menus": self.menus,
                "messages": self.messages,
                "about": self.about,
            }
        )

    def key_sheet(self) -> None:
        """Show every key."""
        from metst_gui.window.help_dialogs import KeySheet

        KeySheet(key_groups(self._keys.specs), self._host).exec()

    def find_command(self) -> None:
        """Let the user type part of a name, and run the command or open the page that they choose."""
        from metst_gui.commands.palette import Palette
        from metst_gui.wording.handbook import topics

        palette = Palette(self._book, self._host, topics=topics())
        if palette.exec():
            if palette.topic is not None:
                self._shown().open_topic(palette.topic)
            elif palette.chosen:
                self._book.trigger(palette.chosen)
        palette.deleteLater()

    def manual_here(self) -> None:
        """Open the manual at the panel that has the keyboard, else at the one under the pointer, else at its begin."""
        self.manual(panel_at(QApplication.focusWidget()) or panel_at(QApplication.widgetAt(QCursor.pos())))

    @Slot(str)
    def manual(self, anchor: str = "") -> None:
        """Open the manual, at what a panel calls by a name."""
        self._shown().open_anchor(anchor)

    def _shown(self) -> "ManualWindow":
        """The window of the manual, in front of the others."""
        if self.opened is None:
            from metst_gui.window.manual_window import ManualWindow

            self.opened = ManualWindow(self._host)
        self.opened.show()
        self.opened.raise_()
        self.opened.activateWindow()
        return self.opened

    def change_keys(self) -> None:
        """Let the reviewer give actions other keys."""
        from metst_gui.commands.key_dialog import KeyDialog

        dialog = KeyDialog(self._desk.settings.value.keys, self._host)
        if dialog.exec() and not dialog.problem:
            self._desk.settings.update(keys=dict(dialog.overrides))
            self._keys.use(dialog.overrides)

    def menus(self) -> None:
        """Open the first menu."""
        bar = self._host.menuBar()
        bar.setActiveAction(bar.actions()[0])

    def messages(self) -> None:
        """Show what the message line said."""
        from metst_gui.window.help_dialogs import MessageDialog

        dialog = MessageDialog(tuple(self._messages.history), log_path(), self._host)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def about(self) -> None:
        """Show what METST and its model are."""
        from metst_gui.window.help_dialogs import AboutDialog

        run = self._desk.document.view.run
        model = model_of_run(run) if run is not None else model_of(self._desk.settings.value.weights)
        second = None if run is None else second_model_of(run)
        AboutDialog(model, self._host, second=second).exec()
