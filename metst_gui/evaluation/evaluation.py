"""The command that compares the model with labels; its dialog is loaded when it opens."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk


class Evaluation(QObject):
    """Opens the comparison beside the window.

    Signals:
        timeline_asked: a comparison is to be seen on the timeline. args: (`RUNS`, id of the layer), protocol.
    """

    timeline_asked = Signal(object, str)

    def __init__(self, desk: Desk, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        book.bind({"evaluate": self.show})

    def show(self) -> None:
        """Open a new dialog, which deletes itself."""
        from metst_gui.evaluation.evaluation_dialog import EvaluationDialog

        dialog = EvaluationDialog(self._desk, self._host)
        dialog.timeline_asked.connect(self.timeline_asked)
        dialog.show()
