"""Makes a project file of others in a thread of its own: what it is made of is read and checked whole."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal
from typing_extensions import override

from engine.errors import EngineError


class ProjectJob(QThread):
    """Makes one project file.

    Args:
        act: makes it, and shares nothing with the thread of the window; what it returns is told.
        parent: its owner.

    Signals:
        made: arg: what `act` returned.
        failed: arg: sentence.
    """

    made = Signal(object)
    failed = Signal(object)

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self.setObjectName("project")

    @override
    def run(self) -> None:
        try:
            found = self._act()
        except EngineError as error:
            self.failed.emit(str(error))
        else:
            self.made.emit(found)
