"""Share of planted movements that is found, against their strength: a small plot a region, with its interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from engine.planted import TOLD, FoundShare
from metst_gui.language import tr
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import LIGHT, Theme

# px of one row, of the axis below the last, and of the plots' left end.
ROW, AXIS = 68, 30
LEAST_WIDTH = 280
WORDS = 176.0
_LEAST_WORDS = 9
# Strengths that the axis names, px.
TICKS = (0.25, 0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One region.

    Attributes:
        name: of the region, translated.
        lines: what is told of it, each figure with its interval.
        curve: share found against strength.
        strong: whether it stands for the whole face.
    """

    name: str
    lines: tuple[str, ...]
    curve: FoundShare
    strong: bool = False


class ShareCurves(QWidget):
    """Paints the rows one above the other on one axis of strength."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.theme: Theme = LIGHT
        self.rows: Sequence[ShareRow] = ()

    def set_rows(self, rows: Sequence[ShareRow]) -> None:
        """Show these regions; a screen reader reads the same words."""
        self.rows = rows
        words = [f"{row.name}: {', '.join(row.lines)}" for row in rows]
        self.setAccessibleName(tr("Share found against strength"))
        self.setAccessibleDescription(". ".join(words))
        self.setToolTip(
            tr("Share of planted movements that is found, against their strength. Shaded: 90 % interval.")
            if rows
            else ""
        )
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme`."""
        self.theme = theme
        self.update()

    @override
    @safe_override(default=QSize(LEAST_WIDTH, ROW))
    def sizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, ROW * len(self.rows) + AXIS)

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            words = min(WORDS, self.width() * 0.56)
            for number, row in enumerate(self.rows):
                place = QRectF(0, number * ROW, self.width(), ROW)
                self._paint_words(painter, row, place.adjusted(0, 2, words - self.width() - 6, -2))
                self._paint_curve(painter, row, place.adjusted(words, 4, -14, -4))
            if self.rows:
                self._paint_axis(painter, QRectF(words, ROW * len(self.rows) - 4, self.width() - words - 14, AXIS))

    def _paint_words(self, painter: QPainter, row: ShareRow, place: QRectF) -> None:
        font = QFont(self.font())
        size = QFontInfo(font).pixelSize()
        lines = (row.name, *row.lines)
        font.setBold(True)
        high = QFontMetricsF(font).lineSpacing()
        if high * len(lines) > place.height():
            size = max(_LEAST_WORDS, int(size * place.height() / (high * len(lines))))
            font.setPixelSize(size)
            high = QFontMetricsF(font).lineSpacing()
        top = place.top() + (place.height() - high * len(lines)) / 2
        for number, line in enumerate(lines):
            font.setBold(number == 0)
            painter.setFont(font)
            painter.setPen(QColor(self.theme.text if number < 2 else self.theme.muted))
            text = QFontMetricsF(font).elidedText(line, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(
                QRectF(place.left(), top + number * high, place.width(), high),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                text,
            )

    def _paint_curve(self, painter: QPainter, row: ShareRow, place: QRectF) -> None:
        theme = self.theme
        painter.fillRect(place, QColor(theme.base))
        painter.setPen(QPen(QColor(theme.border), 1, Qt.PenStyle.DotLine))
        middle = place.center().y()
        painter.drawLine(QPointF(place.left(), middle), QPointF(place.right(), middle))
        for px in TICKS[1:-1]:
            at = x_of(px, place)
            painter.drawLine(QPointF(at, place.top()), QPointF(at, place.bottom()))
        if row.curve.n:
            self._paint_shares(painter, row, place)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawRect(place)
        painter.setPen(QColor(theme.muted))
        font = QFont(self.font())
        font.setPixelSize(_LEAST_WORDS)
        painter.setFont(font)
        painter.drawText(place.adjusted(3, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, "100 %")

    def _paint_shares(self, painter: QPainter, row: ShareRow, place: QRectF) -> None:
        """The curve in its interval."""
        low, high, line = QPolygonF(), QPolygonF(), QPolygonF()
        for px, share in zip(TOLD, row.curve.shares, strict=True):
            at = x_of(px, place)
            low.append(QPointF(at, y_of(share.low, place)))
            high.append(QPointF(at, y_of(share.high, place)))
            line.append(QPointF(at, y_of(share.value, place)))
        shade = QColor(self.theme.score)
        shade.setAlpha(55)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawPolygon(QPolygonF([*high.toList(), *reversed(low.toList())]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.score), 2.4 if row.strong else 1.6))
        painter.drawPolyline(line)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_axis(self, painter: QPainter, place: QRectF) -> None:
        painter.setPen(QColor(self.theme.muted))
        font = QFont(self.font())
        font.setPixelSize(_LEAST_WORDS + 1)
        painter.setFont(font)
        for px in TICKS:
            at = x_of(px, place)
            room = QRectF(at - 20, place.top(), 40, 13)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"{px:g}")
        room = QRectF(place.left() - 30, place.top() + 13, place.width() + 44, 14)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, tr("strength in px"))


def x_of(px: float, place: QRectF) -> float:
    """Column of a strength on the logarithmic axis."""
    first, last = math.log(TOLD[0]), math.log(TOLD[-1])
    return place.left() + (math.log(px) - first) / (last - first) * place.width()


def y_of(share: float, place: QRectF) -> float:
    """Row of a share, 0..1."""
    return place.bottom() - share * place.height()
