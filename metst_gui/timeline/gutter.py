"""Left column of the timeline: names, scale and legend of each plot, drawn beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget
from typing_extensions import override

from metst_gui.language import tr
from metst_gui.timeline.bars import ERRORS_AND_HITS, MARK_HATCHES, MARK_LINES
from metst_gui.timeline.curves_item import CurveStyle
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import VERDICT_GLYPHS, Theme, blend

WIDTH = 122
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_SWATCH = 22.0
_PITCH = 16.0
_LEGEND_FILL = {"TP": Qt.BrushStyle.SolidPattern}
_BUTTON = 56
# Between two lines of one lane; a lane is at least twice as high.
_TIGHT = 12.0


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
        self._legend: frozenset[str] = frozenset()
        self._font = QFont()
        self._font.setPointSizeF(8.0)
        self.button = no_focus(QToolButton(self))
        self.button.setText(tr("Lanes ▾"))
        self.button.setFont(self._font)
        make(self.button, "link")
        self.button.setToolTip(tr("Other annotators' layers, hits and errors (Ctrl+L)"))
        self.button.setAccessibleName(tr("Lanes and comparison"))

    def lines(self, row: str) -> tuple[GutterLine, ...]:
        """Lines shown in a row."""
        return self._lines.get(row, ())

    def set_legend(self, marks: Iterable[str]) -> None:
        """Show beside the axis how these marks of a comparison are drawn; hits and errors are told together."""
        shown = frozenset(marks)
        if shown != self._legend:
            self._legend = shown
            self.update()

    def set_rows(self, rows: dict[str, tuple[float, float]]) -> None:
        """Top and height of each row in pixels."""
        if rows != self._rows:
            self._rows = dict(rows)
            if "axis" in rows:
                self.button.setGeometry(2, round(rows["axis"][0]) + 1, _BUTTON, 16)
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
            if self._legend and "axis" in self._rows:
                top, height = self._rows["axis"]
                self._paint_legend(painter, QRectF(4, top + height - _PITCH, WIDTH - 9, _PITCH))

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        """Hits and errors in a row below the button, what is not yet decided beside the button."""
        width = area.width() / len(ERRORS_AND_HITS)
        if "open" in self._legend:
            beside = QRectF(_BUTTON + 5, area.top() - area.height(), WIDTH - _BUTTON - 6, area.height())
            self._paint_mark(painter, beside, "open")
        for number, mark in enumerate(ERRORS_AND_HITS if self._legend else ()):
            self._paint_mark(painter, QRectF(area.left() + number * width, area.top(), width, area.height()), mark)

    def _paint_mark(self, painter: QPainter, area: QRectF, mark: str) -> None:
        """One swatch with the line and hatch of its intervals; at a part of the height neither could be seen."""
        colour = self._theme.marks.get(mark, self._theme.muted)
        fill = MARK_HATCHES.get(mark, _LEGEND_FILL.get(mark, Qt.BrushStyle.NoBrush))
        painter.setPen(QPen(QColor(colour), 1, MARK_LINES[mark]))
        painter.setBrush(QBrush(blend(colour, self._theme.window, 0.6), fill))
        painter.drawRect(QRectF(area.left(), area.top() + 3, 11, 9))
        painter.setPen(QColor(self._theme.text))
        words = f"{VERDICT_GLYPHS['pending']} {tr('open')}" if mark == "open" else mark
        place = area.adjusted(14, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

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
        metrics = painter.fontMetrics()
        needed = metrics.horizontalAdvance(line.value) + 4 if line.value else 0
        if line.at is not None and line.text and needed + metrics.horizontalAdvance(line.text) > rest.width():
            painter.drawText(rest.translated(0, _TIGHT / 2), _RIGHT, line.value)
            rest, needed = rest.translated(0, -_TIGHT / 2), 0
        room = rest.width() - needed
        text = metrics.elidedText(line.text, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if needed:
            painter.drawText(rest, _RIGHT, line.value)
