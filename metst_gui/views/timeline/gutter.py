"""Left column of the timeline: names, scale and legend of each plot, drawn beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from metst_gui.views.safe import safe_override
from metst_gui.views.theme import Theme
from metst_gui.views.timeline.curves_item import CurveStyle

WIDTH = 112
_SWATCH = 22.0
_PITCH = 16.0


@dataclass(frozen=True, slots=True)
class GutterLine:
    """One line of text.

    Attributes:
        text: the name.
        value: text at the right edge, next to the plot.
        style: line drawn before the name, or None.
        at: where the line sits, 0 (top) to 1 (bottom) of the row; None spreads such lines evenly.
        strong: drawn in the normal, not the muted text colour.
    """

    text: str
    value: str = ""
    style: CurveStyle | None = None
    at: float | None = None
    strong: bool = True


class Gutter(QWidget):
    """Paints the lines of all rows. A widget of its own, so that a new value repaints no plot."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = theme
        self._rows: dict[str, tuple[float, float]] = {}
        self._lines: dict[str, tuple[GutterLine, ...]] = {}
        self._font = QFont()
        self._font.setPointSizeF(8.0)

    def lines(self, row: str) -> tuple[GutterLine, ...]:
        """Lines shown in a row."""
        return self._lines.get(row, ())

    def set_rows(self, rows: dict[str, tuple[float, float]]) -> None:
        """Top and height of each row in pixels."""
        if rows != self._rows:
            self._rows = dict(rows)
            self.update()

    def set_lines(self, row: str, lines: Sequence[GutterLine]) -> None:
        """Show these lines; nothing is repainted where they are the same."""
        if tuple(lines) != self._lines.get(row):
            self._lines[row] = tuple(lines)
            top, height = self._rows.get(row, (0.0, float(self.height())))
            self.update(0, int(top), WIDTH, int(height) + 2)

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self._theme = theme
        self.update()

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.window))
            painter.setFont(self._font)
            dirty = event.rect()
            for row, (top, height) in self._rows.items():
                if top > dirty.bottom() or top + height < dirty.top():
                    continue
                self._paint_row(painter, self._lines.get(row, ()), top=top, height=height)

    def _paint_row(self, painter: QPainter, lines: tuple[GutterLine, ...], *, top: float, height: float) -> None:
        spread = [line for line in lines if line.at is None]
        pitch = min(_PITCH, height / max(1, len(spread)))
        first = top + (height - pitch * len(spread)) / 2
        for number, line in enumerate(spread):
            self._paint_line(painter, line, QRectF(4, first + number * pitch, WIDTH - 9, pitch))
        half = _PITCH / 2
        for line in lines:
            if line.at is not None:
                centre = min(max(top + half - 2, top + line.at * height), top + height - half + 2)
                self._paint_line(painter, line, QRectF(4, centre - half, WIDTH - 9, _PITCH))

    def _paint_line(self, painter: QPainter, line: GutterLine, area: QRectF) -> None:
        left = area.left()
        if line.style is not None:
            painter.setPen(QPen(QColor(line.style.colour), 2, line.style.line))
            middle = QPointF(left, round(area.center().y()))
            painter.drawLine(QLineF(middle, middle + QPointF(_SWATCH, 0)))
            left += _SWATCH + 5
        painter.setPen(QColor(self._theme.text if line.strong else self._theme.muted))
        rest = QRectF(left, area.top(), area.right() - left, area.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line.text)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.value)
