"""Cells of the board, painted by hand: a picture, words, a second line, a bar."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import LIGHT, Theme, blend

# px: left and right of a cell, size of a picture, height and greatest width of a bar, edge of the current row.
PAD, PICTURE, BAR, BAR_WIDTH, EDGE = 8, (64, 36), 3, 48, 3
SMALL = 11 / 13
_LEFT = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class BoardCell:
    """What a cell shows.

    Attributes:
        text: the words.
        small: a second line, quieter.
        share: length of the bar, 0..1; None: it has none.
        tone: name of a verdict, whose colour the words have; ``"muted"``; empty: as any text.
        picture: drawn before the words; None: room is left for it where `pictured`.
        pictured: whether there is, or will be, a picture.
        bold: whether the words stand out.
        tip: a sentence.
    """

    text: str
    small: str = ""
    share: float | None = None
    tone: str = ""
    picture: QImage | None = None
    pictured: bool = False
    bold: bool = False
    tip: str = ""


class CellDelegate(QStyledItemDelegate):
    """Paints `BoardCell`s that a model gives by the user role; only those in view."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.theme: Theme = LIGHT

    @override
    @safe_override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell = index.data(int(Qt.ItemDataRole.UserRole))
        if not isinstance(cell, BoardCell):
            return
        theme = self.theme
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.soft))
        # Rows that are selected together are still told apart.
        line = QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1)
        painter.fillRect(line, blend(theme.border, theme.base, 0.7))
        here = self._view.currentIndex()
        if index.column() == 0 and index.row() == here.row() and self._view.hasFocus():
            painter.fillRect(
                QRect(option.rect.left(), option.rect.top(), EDGE, option.rect.height()), QColor(theme.accent)
            )
        room = option.rect.adjusted(PAD, 0, -PAD // 2, 0)
        if cell.pictured:
            self._paint_picture(painter, cell.picture, room)
            room.setLeft(room.left() + PICTURE[0] + PAD)
        self._paint_words(painter, option.font, cell, room)
        painter.restore()

    def _paint_picture(self, painter: QPainter, picture: QImage | None, room: QRect) -> None:
        place = QRect(room.left(), room.center().y() - PICTURE[1] // 2, *PICTURE)
        painter.fillRect(place, QColor(self.theme.stage if picture is not None else self.theme.raised))
        if picture is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        inside = QRect(place.topLeft(), size)
        inside.moveCenter(place.center())
        painter.drawImage(inside, picture)

    def _paint_words(self, painter: QPainter, font: QFont, cell: BoardCell, room: QRect) -> None:
        theme, words, quiet = self.theme, QFont(font), QFont(font)
        words.setBold(cell.bold)
        quiet.setPointSizeF(quiet.pointSizeF() * SMALL)
        upper, lower = QRect(room), QRect(room)
        if cell.small:
            upper.setBottom(room.center().y())
            lower.setTop(room.center().y() + 1)
        elif cell.share is not None:
            upper.adjust(0, 0, 0, -2 * BAR)
        painter.setFont(words)
        painter.setPen(QColor(theme.muted if cell.tone == "muted" else theme.verdicts.get(cell.tone, theme.text)))
        down = Qt.AlignmentFlag.AlignBottom if cell.small else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(upper, int(_LEFT | down), _fitting(words, cell.text, upper.width()))
        if cell.small:
            painter.setFont(quiet)
            painter.setPen(QColor(theme.muted))
            painter.drawText(lower, int(_LEFT | Qt.AlignmentFlag.AlignTop), _fitting(quiet, cell.small, lower.width()))
        elif cell.share is not None:
            height = QFontMetrics(words).height()
            bar = QRect(upper.left(), upper.center().y() + height // 2 + BAR, min(BAR_WIDTH, upper.width()), BAR)
            painter.fillRect(bar, QColor(theme.border))
            bar.setWidth(round(bar.width() * min(max(cell.share, 0.0), 1.0)))
            painter.fillRect(bar, QColor(theme.verdicts.get(cell.tone, theme.accent)))


def _fitting(font: QFont, text: str, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
