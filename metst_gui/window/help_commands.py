"""Commands that explain the window: its keys, its messages, what METST is."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from metst_gui.commands.book import CommandBook
from metst_gui.commands.key_dialog import KeyDialog
from metst_gui.commands.palette import Palette
from metst_gui.commands.table import key_groups
from metst_gui.desk.desk import Desk
from metst_gui.models import model_of, model_of_run
from metst_gui.notify import log_path
from metst_gui.widgets.message_bar import MessageBar
from metst_gui.window.help_dialogs import AboutDialog, KeySheet, MessageDialog
from metst_gui.window.keys_in_use import KeysInUse


class HelpCommands(QObject):
    """The dialogs of the Help menu."""

    def __init__(self, desk: Desk, book: CommandBook, keys: KeysInUse, messages: MessageBar, host: QMainWindow) -> None:
        super().__init__(host)
        self._desk = desk
        self._book = book
        self._keys = keys
        self._messages = messages
        self._host = host
        book.bind(
            {
                "key_sheet": self.key_sheet,
                "change_keys": self.change_keys,
                "find_command": self.find_command,
                "menus": self.menus,
                "messages": self.messages,
                "about": self.about,
            }
        )

    def key_sheet(self) -> None:
        """Show every key."""
        KeySheet(key_groups(self._keys.specs), self._host).exec()

    def find_command(self) -> None:
        """Let the user type part of a command's name, and run what they choose."""
        palette = Palette(self._book, self._host)
        if palette.exec() and palette.chosen:
            self._book.trigger(palette.chosen)
        palette.deleteLater()

    def change_keys(self) -> None:
        """Let the reviewer give actions other keys."""
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
        MessageDialog(tuple(self._messages.history), log_path(), self._host).exec()

    def about(self) -> None:
        """Show what METST and its model are."""
        run = self._desk.document.view.run
        model = model_of_run(run) if run is not None else model_of(self._desk.settings.value.weights)
        AboutDialog(model, self._host).exec()
