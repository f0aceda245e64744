"""The line below the queue on what the rest holds; a click asks for more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from metst_gui.widgets.qt_guard import safe_override


class RestLine(QLabel):
    """A sentence that wraps, and can be clicked.

    Signals:
        clicked: with the left button.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_text(self, text: str, tip: str) -> None:
        """Say something; empty: nothing."""
        self.setText(text)
        self.setToolTip(tip)
        self.setVisible(bool(text))

    @override
    @safe_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
