"""Commands on where the desk is shown: the whole screen, pictures in a window of their own, panes as at first."""

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt, Slot
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.commands.refusals import Refusals
from metst_gui.desk.desk import Desk
from metst_gui.language import tr
from metst_gui.window.panes import Panes
from metst_gui.window.picture_window import PictureWindow

STATE, DETACHED = "window/state", "window/pictures/detached"


class Screens(QObject):
    """Full screen, the detached picture, and what of that is kept from session to session.

    Args:
        desk: what is open.
        book: the commands.
        panes: of the main window.
        main: the main window.
    """

    def __init__(self, desk: Desk, book: CommandBook, panes: Panes, main: QMainWindow) -> None:
        super().__init__(main)
        self._desk, self._book, self._panes, self._main = desk, book, panes, main
        self._apart: PictureWindow | None = None
        book.bind(
            {
                "full_screen": self.toggle_full_screen,
                "detach_picture": self.toggle_detached,
                "reset_layout": self.reset,
            },
            on={"full_screen": lambda: self._front.isFullScreen(), "detach_picture": lambda: self._apart is not None},
        )
        desk.session.opened.connect(self._on_opened)

    @property
    def _front(self) -> QWidget:
        """The window of the two that has the keyboard."""
        apart = self._apart
        return apart if apart is not None and QApplication.activeWindow() is apart else self._main

    def toggle_full_screen(self) -> None:
        """Let the window that has the keyboard take the whole screen, or give it back."""
        front = self._front
        front.setWindowState(front.windowState() ^ Qt.WindowState.WindowFullScreen)
        if front.isFullScreen():
            self._desk.say(tr("Full screen: Esc leaves it."))

    def leave(self) -> bool:
        """Leave the full screen; whether there was one."""
        front = self._front
        if not front.isFullScreen():
            return False
        front.setWindowState(front.windowState() & ~Qt.WindowState.WindowFullScreen)
        return True

    @Slot()
    def toggle_detached(self) -> None:
        """Show the pictures in a window of their own, or in the desk again."""
        if self._apart is None:
            self._detach()
        else:
            self._attach()
        QSettings().setValue(DETACHED, self._apart is not None)
        self._book.refresh()

    def attach(self) -> bool:
        """Take the pictures back where their window has the keyboard; whether they were away."""
        if self._apart is None or self._front is not self._apart:
            return False
        self.toggle_detached()
        return True

    def reset(self) -> None:
        """Everything where and as large as at first."""
        if self._apart is not None:
            self.toggle_detached()
        self._panes.reset()

    def restore(self) -> None:
        """Have panes and bars as they were last time; the pictures go where they were with the next video."""
        settings = QSettings()
        kept = settings.value(STATE)
        if isinstance(kept, QByteArray):
            self._main.restoreState(kept)
        self._panes.restore(settings)

    def close(self) -> None:
        """Keep it all, and close the other window."""
        settings = QSettings()
        settings.setValue(STATE, self._main.saveState())
        self._panes.save(settings)
        if self._apart is not None:
            self._attach()

    def _detach(self) -> None:
        self._apart = PictureWindow(self._main)
        self._apart.closed.connect(self.toggle_detached)
        self._apart.hold(self._panes.take_pictures())
        Refusals(self._book, self._apart).install()

    def _attach(self) -> None:
        apart, self._apart = self._apart, None
        assert apart is not None
        apart.keep()
        apart.hide()
        self._panes.put_back()
        apart.deleteLater()
        self._main.activateWindow()

    @Slot()
    def _on_opened(self) -> None:
        if self._apart is None and QSettings().value(DETACHED) in (True, "true"):
            self._detach()
            self._book.refresh()
