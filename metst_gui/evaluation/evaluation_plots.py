"""Plots of an evaluation: recall against reviewed candidates, the overlap threshold, recall by duration and class."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from engine.evaluation.analysis import ReportAnalysis, values_of
from engine.evaluation.breakdown import Share
from metst_gui.language import tr
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import blend

_LINES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)
_LEFT, _TOP, _RIGHT, _BOTTOM = 44, 24, 12, 36


@dataclass(frozen=True, slots=True)
class Curve:
    """A named curve of points (x, y) with y in [0, 1]."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A share in [0, 1] with the counts behind it."""

    name: str
    value: float
    counts: str


class Plot(QWidget):
    """Curves or bars over axes from 0, the y axis to 1; colours of the palette, curves told apart by line and marks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 150)
        self.title, self.x_label = "", ""
        self.curves: tuple[Curve, ...] = ()
        self.bars: tuple[Bar, ...] = ()

    def show_curves(self, title: str, x_label: str, curves: Sequence[Curve]) -> None:
        """Show curves over a common x axis from 0."""
        self._set(title, x_label, curves, ())

    def show_bars(self, title: str, bars: Sequence[Bar]) -> None:
        """Show shares side by side."""
        self._set(title, "", (), bars)

    def _set(self, title: str, x_label: str, curves: Sequence[Curve], bars: Sequence[Bar]) -> None:
        self.title, self.x_label, self.curves, self.bars = title, x_label, tuple(curves), tuple(bars)
        told = [f"{bar.name}: {bar.counts}" for bar in self.bars]
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(told))
        self.setToolTip("\n".join([title, *told]))
        self.update()

    @property
    def right(self) -> float:
        """End of the x axis."""
        return max((x for curve in self.curves for x, _ in curve.points), default=1.0) or 1.0

    def place(self, x: float, y: float) -> QPointF:
        """Pixel of a point of a curve."""
        area = self._area()
        height = min(max(y, 0.0), 1.0) * area.height()
        return QPointF(area.left() + x / self.right * area.width(), area.bottom() - height)

    def _area(self) -> QRectF:
        return QRectF(_LEFT, _TOP, max(1, self.width() - _LEFT - _RIGHT), max(1, self.height() - _TOP - _BOTTOM))

    @override
    @safe_override(default=QSize(360, 220))
    def sizeHint(self) -> QSize:
        return QSize(360, 220)

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
            font = QFont(self.font())
            font.setPointSizeF(8.0)
            painter.setFont(font)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_axes(painter)
            for number, curve in enumerate(self.curves):
                self._paint_curve(painter, number, curve)
            for number, bar in enumerate(self.bars):
                self._paint_bar(painter, number, bar)

    def _colour(self, number: int = 0) -> QColor:
        role = QPalette.ColorRole.Highlight if number == 0 else QPalette.ColorRole.Text
        return self.palette().color(role)

    def _paint_axes(self, painter: QPainter) -> None:
        area, text = self._area(), self.palette().color(QPalette.ColorRole.Text)
        grid = blend(text.name(), self.palette().color(QPalette.ColorRole.Base).name(), 0.2)
        painter.setPen(text)
        top = QRectF(8, 4, self.width() - 16, _TOP - 6)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.title)
        low = QRectF(area.left(), self.height() - 18, area.width(), 16)
        painter.drawText(low, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, self.x_label)
        for part in range(5):
            y = area.bottom() - area.height() * part / 4
            painter.setPen(QPen(grid, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(text)
            beside = QRectF(2, y - 8, _LEFT - 8, 16)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{part / 4:g}")
            if self.curves:
                x = area.left() + area.width() * part / 4
                below = QRectF(x - 30, area.bottom() + 2, 60, 14)
                painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, f"{self.right * part / 4:.3g}")
        if not (self.bars or any(curve.points for curve in self.curves)):
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, tr("nothing to show"))

    def _paint_curve(self, painter: QPainter, number: int, curve: Curve) -> None:
        points = [self.place(x, y) for x, y in curve.points]
        painter.setPen(QPen(self._colour(number), 2, _LINES[number % len(_LINES)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if 0 < len(points) <= 30:
            painter.setPen(QPen(self._colour(number), 1.5))
            for point in points:
                if number == 0:
                    painter.drawEllipse(point, 3, 3)
                else:
                    painter.drawRect(QRectF(point.x() - 3, point.y() - 3, 6, 6))
        if curve.name:
            area = self._area()
            line = QPointF(area.right() - 96, area.top() + 10 + 15 * number)
            painter.setPen(QPen(self._colour(number), 2, _LINES[number % len(_LINES)]))
            painter.drawLine(line, line + QPointF(26, 0))
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            painter.drawText(line + QPointF(32, 4), curve.name)

    def _paint_bar(self, painter: QPainter, number: int, bar: Bar) -> None:
        area = self._area()
        step = area.width() / len(self.bars)
        left, height = area.left() + number * step, min(max(bar.value, 0.0), 1.0) * area.height()
        painter.fillRect(QRectF(left + 0.15 * step, area.bottom() - height, 0.7 * step, height), self._colour())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        above = QRectF(left, area.bottom() - height - 15, step, 14)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, bar.counts)
        name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, int(step) - 2)
        painter.drawText(QRectF(left, area.bottom() + 2, step, 14), Qt.AlignmentFlag.AlignCenter, name)


class PlotsPane(QWidget):
    """The four plots of an evaluation, with its intervals and false alarms in words above them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.plots = tuple(Plot() for _ in range(4))
        grid = QGridLayout()
        for number, plot in enumerate(self.plots):
            grid.addWidget(plot, number // 2, number % 2)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addLayout(grid, 1)

    def show_analysis(self, found: ReportAnalysis) -> None:
        """Show what the report of the same comparison shows."""
        n_truth = max(found.report.n_truth, 1)
        review, sweep, lengths, classes = self.plots
        reviewed = Curve("", tuple((float(n), hits / n_truth) for n, hits in found.review))
        review.show_curves(tr("Recall against reviewed candidates"), tr("candidates, best first"), [reviewed])
        sweep.show_curves(
            tr("Overlap threshold"),
            tr("IoU threshold"),
            [
                Curve("F1", tuple((one.iou_threshold, one.f1) for one in found.sweep)),
                Curve(tr("recall"), tuple((one.iou_threshold, one.tp / n_truth) for one in found.sweep)),
            ],
        )
        lengths.show_bars(tr("Recall by duration"), _bars(found.lengths))
        classes.show_bars(tr("Recall by class"), _bars(found.classes))
        self.words.setText(analysis_words(found))


def analysis_words(found: ReportAnalysis) -> str:
    """Rates with their intervals, and false alarms per minute, with the counts behind them."""
    parts = []
    for name in ("precision", "recall", "f1"):
        value, interval = values_of(found.report)[name], found.bootstrap.intervals.get(name)
        words = [f"{tr(name)} {value:.3f}"]
        if interval:
            words.append(tr("(95 %: {low:.3f} to {high:.3f})", low=interval.low, high=interval.high))
        parts.append(" ".join(words))
    if not found.bootstrap.intervals:
        parts.append(tr("no intervals: {n} subject cannot be resampled", n=found.bootstrap.n_subjects))
    alarms = found.alarms
    if alarms is not None:
        parts.append(
            tr(
                "false alarms: {rate:.2f} a minute ({fp} in {minutes:.1f} min)",
                rate=alarms.rate,
                fp=alarms.fp,
                minutes=alarms.minutes,
            )
        )
    return " · ".join(parts)


def _bars(shares: Sequence[Share]) -> list[Bar]:
    return [Bar(one.name.replace(" frames", ""), one.recall, f"{one.found}/{one.n}") for one in shares]
