"""How well the chances of proposals fit the verdicts, as a plot and in words."""

from math import sqrt

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from engine.estimates.acceptance import ReliabilityBin
from metst_gui.desk.chance import Chance
from metst_gui.language import tr
from metst_gui.queue.chance_text import count_text, learnt_from
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import blend

_LEFT, _TOP, _RIGHT, _BOTTOM = 52, 12, 26, 40
# Of the normal distribution: 90 % lie within so many standard deviations.
_Z90 = 1.645


class ReliabilityPlot(QWidget):
    """Share accepted against the chance told, for groups of verdicts; on the dashed line chances are right.

    Attributes:
        bins: what is drawn.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bins: tuple[ReliabilityBin, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 220)
        self.setAccessibleName(tr("Share accepted against the chance told"))

    def show_bins(self, bins: tuple[ReliabilityBin, ...]) -> None:
        """Draw these groups."""
        self.bins = bins
        told = "\n".join(
            tr(
                "told {expected:.0%}: {accepted:.0%} of {n} accepted",
                expected=one.expected,
                accepted=one.accepted,
                n=one.n,
            )
            for one in bins
        )
        self.setAccessibleDescription(told)
        self.setToolTip(told)
        self.update()

    def place(self, told: float, accepted: float) -> QPointF:
        """Pixel of a point, both shares 0..1."""
        area = self._area()
        return QPointF(area.left() + told * area.width(), area.bottom() - accepted * area.height())

    def _area(self) -> QRectF:
        return QRectF(_LEFT, _TOP, max(1, self.width() - _LEFT - _RIGHT), max(1, self.height() - _TOP - _BOTTOM))

    @override
    @safe_override(default=QSize(380, 300))
    def sizeHint(self) -> QSize:
        return QSize(380, 300)

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            palette, area = self.palette(), self._area()
            text = palette.color(QPalette.ColorRole.Text)
            grid = blend(text.name(), palette.color(QPalette.ColorRole.Base).name(), 0.25)
            painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
            font = QFont(self.font())
            font.setPointSizeF(8.0)
            painter.setFont(font)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for part in range(5):
                self._paint_step(painter, part / 4, grid, text)
            under = QRectF(area.left(), self.height() - 19, area.width(), 16)
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter, tr("chance told"))
            painter.save()
            painter.translate(11, area.center().y())
            painter.rotate(-90)
            painter.drawText(QRectF(-80, -8, 160, 16), Qt.AlignmentFlag.AlignCenter, tr("share accepted"))
            painter.restore()
            painter.setPen(QPen(grid, 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(self.place(0, 0), self.place(1, 1))
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
            for one in self.bins:
                low, high = accepted_range(one)
                painter.drawLine(self.place(one.expected, low), self.place(one.expected, high))
                painter.drawEllipse(self.place(one.expected, one.accepted), 4, 4)

    def _paint_step(self, painter: QPainter, share: float, grid: QColor, text: QColor) -> None:
        left, right, under = self.place(0, share), self.place(1, share), self.place(share, 0)
        painter.setPen(QPen(grid, 1))
        painter.drawLine(left, right)
        painter.setPen(text)
        right_up = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left.x() - 36, left.y() - 8, 31, 16), right_up, f"{share:.0%}")
        painter.drawText(QRectF(under.x() - 22, under.y() + 2, 44, 14), Qt.AlignmentFlag.AlignCenter, f"{share:.0%}")


def accepted_range(one: ReliabilityBin) -> tuple[float, float]:
    """90% interval of a group's share accepted (Wilson 1927)."""
    z = _Z90**2 / one.n
    middle = (one.accepted + z / 2) / (1 + z)
    half = _Z90 * sqrt(one.accepted * (1 - one.accepted) / one.n + z / (4 * one.n)) / (1 + z)
    return max(0.0, middle - half), min(1.0, middle + half)


class ChanceDialog(QDialog):
    """Says what is learnt from the verdicts, and follows them."""

    def __init__(self, chance: Chance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Chances, and what is left"))
        self._chance = chance
        self.plot, self.words, self.method = ReliabilityPlot(), QLabel(), QLabel()
        column = QVBoxLayout(self)
        column.setSpacing(10)
        for label in (self.words, self.method):
            label.setWordWrap(True)
        column.addWidget(self.words)
        column.addWidget(self.plot, 1)
        column.addWidget(self.method)
        column.addStretch()
        self.method.setText(
            tr(
                "The chance is learnt from score, doubtful samples, length, and how often you accept in this video "
                "(logistic model, weak prior). Each verdict is compared with a chance told without it. Bars: 90% "
                "interval of the share. A chance says how you decide, not whether there is an expression."
            )
        )
        self.resize(440, 520)
        chance.changed.connect(self.refresh)
        chance.rest_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what is known now."""
        told, rest = self._chance.told, self._chance.rest
        words = [learnt_from(told)]
        if told.known is not None:
            words.append(
                tr(
                    "The chances are off by {error:.0%} on average (expected calibration error); right ones would be "
                    "off by {luck:.0%} with so many verdicts, by luck alone.",
                    error=told.error,
                    luck=told.luck,
                )
            )
        if rest is not None:
            words.append(tr("Of {n} open items, about {count} will be accepted.", n=rest.n, count=count_text(rest.all)))
            if 0 < rest.after < rest.n:
                words.append(
                    tr(
                        "After {n} of them, about {count} more is expected in the rest.",
                        n=rest.after,
                        count=count_text(rest.left),
                    )
                )
        self.words.setText(" ".join(words))
        self.plot.show_bins(told.bins)
        self.plot.setVisible(bool(told.bins) and told.known is not None)
