"""Line below the ruler: state of the curves on the left, the legend of unscored spans on the right; often neither."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from metst_gui.language import tr
from metst_gui.timeline.gaps import gap_brushes, reason_text
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme

HEIGHT = 18
_SWATCH = 20.0
_SPACE = 12.0


class Header(QWidget):
    """Paints the line; legend entries that do not fit are counted, the tooltip names all of them. Hidden when empty."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._theme = theme
        self._state = ""
        self._reasons: tuple[int, ...] = ()
        self._font = QFont()
        self._font.setPointSizeF(8.0)
        self._metrics = QFontMetricsF(self._font)
        self.hide()

    @property
    def state(self) -> str:
        """Text on the left."""
        return self._state

    def set_state(self, state: str) -> None:
        """Text on the left."""
        if state != self._state:
            self._state = state
            self._show()

    def set_reasons(self, reasons: tuple[int, ...]) -> None:
        """Bit patterns that occur in the video, one a legend entry."""
        if reasons != self._reasons:
            self._reasons = reasons
            self.setToolTip("\n".join(reason_text(bits) for bits in reasons))
            self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._state or self._reasons))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self._theme = theme
        self.update()

    @override
    @safe_override(default=QSize(200, HEIGHT))
    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(self._font)
            state_width = self._metrics.horizontalAdvance(self._state)
            self._text(painter, self._state, QRectF(4, 0, state_width + 1, HEIGHT), self._theme.text)
            self._paint_legend(painter, least=4 + state_width + (_SPACE if self._state else 0))

    def _paint_legend(self, painter: QPainter, *, least: float) -> None:
        """Entries from the right end down to column `least`."""
        names = [legend_text(bits) for bits in self._reasons]
        widths = [_SWATCH + 5 + self._metrics.horizontalAdvance(name) + _SPACE for name in names]
        left = self.width() - 8.0
        for number, (bits, name, width) in enumerate(zip(self._reasons, names, widths, strict=True)):
            more = tr("+{n} more", n=len(names) - number)
            more_width = self._metrics.horizontalAdvance(more) + _SPACE
            if left - width - (more_width if number + 1 < len(names) else 0) < least:
                left -= more_width
                self._text(painter, more, QRectF(left, 0, more_width, HEIGHT), self._theme.muted)
                break
            left -= width
            swatch = QRectF(left, 4, _SWATCH, HEIGHT - 8)
            painter.setPen(QPen(QColor(self._theme.border), 1))
            for brush in gap_brushes(bits, self._theme):
                painter.setBrush(brush)
                painter.drawRect(swatch)
            self._text(painter, name, QRectF(swatch.right() + 5, 0, width, HEIGHT), self._theme.text)

    @staticmethod
    def _text(painter: QPainter, text: str, place: QRectF, colour: str) -> None:
        painter.setPen(QColor(colour))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)


def legend_text(bits: int) -> str:
    """Short words for a legend entry: unscored spans by their reason alone."""
    return reason_text(bits).removeprefix(tr("no score: {reasons}", reasons=""))
