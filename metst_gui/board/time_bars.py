"""A few lengths of time under one another, as bars of one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import LIGHT, Theme

# px: height of a bar, space around a line, greatest width of the whole.
BAR, SPACE, WIDTH = 6, 6, 760


@dataclass(frozen=True, slots=True)
class TimeBar:
    """One bar.

    Attributes:
        name: what it is, translated.
        share: its length as a share of the longest, 0..1.
        text: its value in words.
        tone: name of a verdict, whose colour it has; ``"muted"``; empty: the accent.
    """

    name: str
    share: float
    text: str
    tone: str = ""


class TimeBars(QWidget):
    """Paints the bars, each with its name before and its value after it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[TimeBar, ...] = ()
        self._theme = LIGHT
        self.setMaximumWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[TimeBar]) -> None:
        """Show these."""
        self._bars = tuple(bars)
        self.setAccessibleDescription("; ".join(f"{one.name}: {one.text}" for one in bars))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of a theme."""
        self._theme = theme
        self.update()

    @override
    @safe_override(default=QSize(400, 80))
    def sizeHint(self) -> QSize:
        return QSize(600, len(self._bars) * (self.fontMetrics().height() + SPACE))

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        metrics, theme, tones = self.fontMetrics(), self._theme, self._theme.verdicts
        height = metrics.height() + SPACE
        names = max((metrics.horizontalAdvance(one.name) for one in self._bars), default=0) + 2 * SPACE
        values = max((metrics.horizontalAdvance(one.text) for one in self._bars), default=0) + 2 * SPACE
        room = max(0, self.width() - names - values)
        with QPainter(self) as painter:
            for number, one in enumerate(self._bars):
                line = QRect(0, number * height, self.width(), height)
                painter.setPen(QColor(theme.muted))
                painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), one.name)
                bar = QRect(names, line.center().y() - BAR // 2, room, BAR)
                painter.fillRect(bar, QColor(theme.raised))
                bar.setWidth(round(room * min(max(one.share, 0.0), 1.0)))
                painter.fillRect(bar, QColor(theme.faint if one.tone == "muted" else tones.get(one.tone, theme.accent)))
                painter.setPen(QColor(theme.text))
                value = QRect(names + room + SPACE, line.top(), values, height)
                painter.drawText(value, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), one.text)
