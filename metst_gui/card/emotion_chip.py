"""A choice on the card, such as an emotion: its word, its key at the right, and how probable the model finds it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QWidget
from typing_extensions import override

from metst_gui.card.bound_tile import SMALL, sized
from metst_gui.widgets.buttons import ToggleButton
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import blend

MARGIN, BAR = 7, 3


class EmotionChip(ToggleButton):
    """A button of the emotion grid. Filled: a human chose it; dashed: only the model's hint.

    Args:
        word: the emotion, as it is shown.
    """

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(word, parent)
        self._word, self._key = word, ""
        self._share: float | None = None
        self._hinted = False
        make(self, "emotion")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_key(self, key: str) -> None:
        """Name the key that chooses it."""
        self._key = key
        self._name()

    def set_word(self, word: str) -> None:
        """Show another word."""
        self._word = word
        self._name()

    @property
    def share(self) -> float | None:
        """Probability 0..1 that the model gives it; None: the model has no such class."""
        return self._share

    @property
    def hinted(self) -> bool:
        """Whether it is the model's most probable class, which nobody confirmed."""
        return self._hinted

    def show_hint(self, share: float | None, *, hinted: bool) -> None:
        """Show what the model says; None and False: nothing."""
        self._share = share
        self.update()
        if hinted != self._hinted:
            self._hinted = hinted
            make(self, "hint" if hinted else "emotion")

    @override
    @safe_override(default=QSize(80, 27))
    def sizeHint(self) -> QSize:
        return QSize(86, QFontMetrics(self.font()).height() + 9)

    @override
    @safe_override(default=QSize(60, 27))
    def minimumSizeHint(self) -> QSize:
        key = QFontMetrics(sized(self.font(), SMALL)).horizontalAdvance("0")
        width = min(QFontMetrics(self.font()).horizontalAdvance(self._word), 70)
        return QSize(width + key + 2 * MARGIN + 4, self.sizeHint().height())

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        palette = self.palette()
        faint, accent, base = (
            palette.color(one)
            for one in (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Highlight, QPalette.ColorRole.Base)
        )
        room = self.rect().adjusted(MARGIN, 0, -MARGIN, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        with QPainter(self) as painter:
            self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
            if self._share is not None:
                whole = QRectF(self.rect()).adjusted(2, 0, -2, -1)
                bar = QRectF(whole.left(), whole.bottom() - BAR, whole.width() * min(max(self._share, 0.0), 1.0), BAR)
                painter.fillRect(bar, blend(accent.name(), base.name(), 0.6))
            small = sized(self.font(), SMALL)
            painter.setFont(small)
            painter.setPen(faint)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | middle), self._key)
            room.setRight(room.right() - QFontMetrics(small).horizontalAdvance(self._key) - 3)
            painter.setFont(self.font())
            painter.setPen(accent if self.isChecked() else palette.color(QPalette.ColorRole.Text))
            word = self.fontMetrics().elidedText(self._word, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | middle), word)

    def _name(self) -> None:
        self.setText(f"{self._key}  {self._word}".strip())
        self.updateGeometry()
