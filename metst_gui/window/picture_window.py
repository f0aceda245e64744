"""A window of its own for the pictures, for a second screen."""

from PySide6.QtCore import QByteArray, QSettings, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from metst_gui.language import tr
from metst_gui.widgets.qt_guard import safe_override

FIRST_SIZE = 960, 640
GEOMETRY = "window/pictures/geometry"


class PictureWindow(QWidget):
    """Holds the pictures while they stand apart from the desk; all keys of the desk work in it.

    Signals:
        closed: the user closed it: the pictures are wanted back.
    """

    closed = Signal()

    def __init__(self, main: QWidget) -> None:
        super().__init__()
        self.setWindowTitle(tr("METST: picture"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.addActions(main.actions())
        kept = QSettings().value(GEOMETRY)
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            self.resize(*FIRST_SIZE)
            self._go_to_other_screen(main)

    def hold(self, pictures: QWidget) -> None:
        """Show the pictures here."""
        self._column.addWidget(pictures)
        pictures.show()
        self.show()

    def keep(self) -> None:
        """Remember where it is."""
        QSettings().setValue(GEOMETRY, self.saveGeometry())

    def _go_to_other_screen(self, main: QWidget) -> None:
        screen = main.screen()
        others = [one for one in screen.virtualSiblings() if one is not screen]
        if others:
            self.move(others[0].availableGeometry().topLeft())

    @override
    @safe_override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.closed.emit()
