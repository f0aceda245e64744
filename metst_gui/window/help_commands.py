"""Commands that explain the window: its keys, its messages, what METST is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from metst_gui.commands.book import CommandBook
from metst_gui.commands.key_dialog import KeyDialog
from metst_gui.commands.palette import Palette
from metst_gui.commands.table import key_groups
from metst_gui.models import model_of, model_of_run
from metst_gui.notify import log_path
from metst_gui.window.help_dialogs import AboutDialog, KeySheet, MessageDialog

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow


class HelpCommands(QObject):
    """The dialogs of the Help menu of one window."""

    def __init__(self, window: "MainWindow", book: CommandBook) -> None:
        super().__init__(window)
        self._window = window
        self._book = book
        self._session = window.session
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
        KeySheet(key_groups(self._window.specs), self._window).exec()

    def find_command(self) -> None:
        """Let the user type part of a command's name, and run what they choose."""
        palette = Palette(self._book, self._window)
        if palette.exec() and palette.chosen:
            self._book.trigger(palette.chosen)
        palette.deleteLater()

    def change_keys(self) -> None:
        """Let the reviewer give actions other keys."""
        dialog = KeyDialog(self._session.settings.value.keys, self._window)
        if dialog.exec() and not dialog.problem:
            self._session.settings.update(keys=dict(dialog.overrides))
            self._window.use_keys(dialog.overrides)

    def menus(self) -> None:
        """Open the first menu."""
        bar = self._window.menuBar()
        bar.setActiveAction(bar.actions()[0])

    def messages(self) -> None:
        """Show what the message line said."""
        MessageDialog(tuple(self._window.messages.history), log_path(), self._window).exec()

    def about(self) -> None:
        """Show what METST and its model are."""
        run = self._session.document.view.run
        model = model_of_run(run) if run is not None else model_of(self._session.settings.value.weights)
        AboutDialog(model, self._window).exec()
