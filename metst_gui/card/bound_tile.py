"""One bound of the item as a tile: its name and key, its time, and where the value comes from."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QWidget
from typing_extensions import override

from metst_gui.language import tr
from metst_gui.widgets.buttons import ToggleButton
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override

# Sizes against the window's own text (13 px): the value 15 px, name and origin 11 px.
LARGE, SMALL = 15 / 13, 11 / 13
MARGIN, GAP = 7, 1


def sized(font: QFont, share: float, *, bold: bool = False) -> QFont:
    """The same font in another size."""
    result = QFont(font)
    if font.pointSizeF() > 0:
        result.setPointSizeF(font.pointSizeF() * share)
    else:
        result.setPixelSize(max(1, round(font.pixelSize() * share)))
    result.setBold(bold)
    return result


class BoundTile(ToggleButton):
    """Onset, apex or offset. Checked: it is the handle that the keys move.

    Args:
        name: ``"onset"``, ``"apex"`` or ``"offset"``.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(tr(name), parent)
        make(self, "tile")
        self._name, self._key = tr(name), ""
        self.time = self.foot = self._short = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_key(self, key: str) -> None:
        """Name the key that goes there."""
        self._key = key
        self.setText(f"{key}  {self._name}".strip())

    def show_value(self, time: str, frame: str, origin: str, band: str = "") -> None:
        """Show a bound.

        Args:
            time: ``m:ss.mmm``, or words where it is not marked.
            frame: its frame index; empty where it is not marked.
            origin: where the value comes from, in a word; empty: not known.
            band: frames within which the true bound lies, as ``"−2/+4"``; empty: not known.
        """
        self.time = time
        sure = " ".join(part for part in (origin, band) if part)
        self.foot = " · ".join(part for part in (frame, sure) if part)
        # In a narrow tile the frame, which the tool tip has too, gives way to what is known of the bound.
        self._short = sure if band else self.foot
        self.setAccessibleName(tr("{name} {time}, frame {foot}", name=self._name, time=time, foot=self.foot or "–"))
        self.update()

    @override
    @safe_override(default=QSize(80, 56))
    def sizeHint(self) -> QSize:
        return QSize(84, sum(self._heights()) + 2 * GAP + 2 * MARGIN - 2)

    @override
    @safe_override(default=QSize(60, 56))
    def minimumSizeHint(self) -> QSize:
        widest = QFontMetrics(self._fonts()[1]).horizontalAdvance("0:00.000")
        return QSize(widest + 2 * MARGIN, self.sizeHint().height())

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        room = self.rect().adjusted(MARGIN, MARGIN - 1, -MARGIN, -MARGIN + 1)
        palette = self.palette()
        ink, faint = (palette.color(one) for one in (QPalette.ColorRole.Text, QPalette.ColorRole.PlaceholderText))
        left, right = int(Qt.AlignmentFlag.AlignLeft), int(Qt.AlignmentFlag.AlignRight)
        small, large, foot = self._fonts()
        with QPainter(self) as painter:
            self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
            painter.setPen(faint)
            painter.setFont(small)
            painter.drawText(room, left, self._name)
            painter.drawText(room, right, self._key)
            first, second, third = self._heights()
            top = room.top() + first + GAP
            painter.setPen(ink)
            painter.setFont(large)
            metrics = QFontMetrics(large)
            line = QRect(room.left(), top, room.width(), second)
            painter.drawText(line, left, metrics.elidedText(self.time, Qt.TextElideMode.ElideRight, room.width()))
            top += second + GAP
            painter.setPen(faint)
            painter.setFont(foot)
            metrics = QFontMetrics(foot)
            line = QRect(room.left(), top, room.width(), third)
            words = self.foot if metrics.horizontalAdvance(self.foot) <= room.width() else self._short
            painter.drawText(line, left, metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width()))

    def _heights(self) -> tuple[int, int, int]:
        """Of the three lines: a script that the font lacks may stand higher in the one that Qt takes instead."""
        samples = (self._name, "0:00.000", tr("assumed"))
        first, second, third = (
            max(metrics.height(), metrics.boundingRect(text).height() + 2)
            for metrics, text in zip(map(QFontMetrics, self._fonts()), samples, strict=True)
        )
        return first, second, third

    def _fonts(self) -> tuple[QFont, QFont, QFont]:
        return sized(self.font(), SMALL), sized(self.font(), LARGE, bold=True), sized(self.font(), SMALL)
