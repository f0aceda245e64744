"""Emotion probabilities as small labelled bars."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from engine.types import CLASSES
from metst_gui.language import tr
from metst_gui.widgets.qt_guard import safe_override

COLUMNS = 2
BAR_HEIGHT = 3


class ProbabilityBars(QWidget):
    """One bar a class of `CLASSES`, in two columns; the most probable class is bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float, ...] = ()

    def set_values(self, values: Sequence[float]) -> None:
        """Show probabilities.

        Args:
            values: one in [0, 1] for each of `CLASSES`; empty shows nothing.
        """
        self._values = tuple(values)
        self.setToolTip("\n".join(self.texts()))
        self.setAccessibleName(", ".join(self.texts()))
        self.update()

    def texts(self) -> list[str]:
        """Label of each bar."""
        return [f"{tr(emotion)} {value:.2f}" for emotion, value in zip(CLASSES, self._values, strict=False)]

    @override
    @safe_override(default=QSize(200, 54))
    def sizeHint(self) -> QSize:
        rows = -(-len(CLASSES) // COLUMNS)
        return QSize(200, rows * self._row_height())

    @override
    @safe_override(default=QSize(160, 54))
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._values:
            return
        texts = self.texts()
        best = max(range(len(texts)), key=lambda i: self._values[i])
        width, height = self.width() / COLUMNS, self._row_height()
        palette = self.palette()
        with QPainter(self) as painter:
            for i, text in enumerate(texts):
                left, top = (i % COLUMNS) * width, (i // COLUMNS) * height
                font = self.font()
                font.setBold(i == best)
                painter.setFont(font)
                painter.setPen(palette.color(QPalette.ColorRole.WindowText))
                room = QRect(int(left), top, int(width) - 6, height - BAR_HEIGHT - 1)
                painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
                base = top + height - BAR_HEIGHT - 1
                painter.fillRect(QRectF(left, base, width - 6, BAR_HEIGHT), palette.color(QPalette.ColorRole.Mid))
                filled = (width - 6) * min(max(self._values[i], 0.0), 1.0)
                painter.fillRect(QRectF(left, base, filled, BAR_HEIGHT), palette.color(QPalette.ColorRole.Highlight))

    def _row_height(self) -> int:
        return self.fontMetrics().height() + BAR_HEIGHT + 2
