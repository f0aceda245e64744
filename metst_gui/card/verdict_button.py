"""A verdict as a button: its word, and its key beside it where there is the room, else below."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget
from typing_extensions import override

from metst_gui.card.bound_tile import SMALL, sized
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.qt_guard import safe_override

# Signs that stand on keyboards, for keys whose names are long.
SIGNS: Mapping[str, str] = {"Return": "↵", "Enter": "↵", "Backspace": "⌫"}
GAP, LEAST_HEIGHT = 6, 36


def short_key(key: str) -> str:
    """A key, named as the platform does in the language of the window, as it stands on a keyboard."""
    native = QKeySequence.SequenceFormat.NativeText
    return next((sign for name, sign in SIGNS.items() if QKeySequence(name).toString(native) == key), key)


class VerdictButton(QPushButton):
    """Its text is word and key, for screen readers too; how they are painted depends on the room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        no_focus(self).setCheckable(True)
        self._words = self._foot = ""
        self._two_lines = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str, key: str, more: str = "") -> None:
        """Show a verdict and the key that gives it.

        Args:
            words: the verdict.
            key: as the platform writes it; empty: it has none.
            more: what goes with the verdict, below it.
        """
        self._words, self._foot = words, " ".join(part for part in (more, short_key(key)) if part)
        self._two_lines = bool(more)
        self.setText(f"{words}: {more}\n{key}" if more else f"{words}\n{key}")
        self.updateGeometry()

    @override
    @safe_override(default=QSize(90, LEAST_HEIGHT))
    def sizeHint(self) -> QSize:
        return QSize(90, max(LEAST_HEIGHT, 2 * self.fontMetrics().height() + 8))

    @override
    @safe_override(default=QSize(60, LEAST_HEIGHT))
    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        small = sized(self.font(), SMALL)
        word, key = QFontMetrics(self.font()), QFontMetrics(small)
        room = self.rect().adjusted(4, 2, -4, -2)
        words = word.elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        foot = key.elidedText(self._foot, Qt.TextElideMode.ElideRight, room.width())
        width, beside = word.horizontalAdvance(words), key.horizontalAdvance(foot)
        ink = self._ink()
        middle, centre = int(Qt.AlignmentFlag.AlignVCenter), int(Qt.AlignmentFlag.AlignHCenter)
        with QPainter(self) as painter:
            self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
            if foot and (self._two_lines or width + GAP + beside > room.width()):
                upper, lower = QRect(room), QRect(room)
                upper.setBottom(room.center().y())
                lower.setTop(room.center().y() + 1)
                self._draw(painter, words, upper, centre | int(Qt.AlignmentFlag.AlignBottom), ink)
                painter.setFont(small)
                painter.drawText(lower, centre | int(Qt.AlignmentFlag.AlignTop), foot)
                return
            left = room.left() + (room.width() - width - (GAP + beside if foot else 0)) // 2
            self._draw(painter, words, QRect(left, room.top(), width + 1, room.height()), middle, ink)
            painter.setFont(small)
            painter.drawText(QRect(left + width + GAP, room.top(), beside + 1, room.height()), middle, foot)

    def _draw(self, painter: QPainter, words: str, room: QRect, flags: int, ink: QColor) -> None:
        painter.setFont(self.font())
        painter.setPen(ink)
        painter.drawText(room, flags, words)

    def _ink(self) -> QColor:
        role = QPalette.ColorRole.Highlight if self.isChecked() else QPalette.ColorRole.ButtonText
        return self.palette().color(role)
