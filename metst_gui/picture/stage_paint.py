"""Painting the stage of the video: the picture, the invitation where there is none, and words over it."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from metst_gui.widgets.theme import Theme


@dataclass(frozen=True, slots=True)
class Words:
    """A title and what stands below it; empty: nothing."""

    title: str
    detail: str = ""


def paint_picture(painter: QPainter, image: QImage, view: QRectF, whole: QRectF, *, smooth: bool) -> None:
    """Paint the part of a picture that is seen.

    Args:
        painter: of the stage.
        image: the picture.
        view: the stage.
        whole: where the whole picture lies, beyond the view too.
        smooth: whether it is interpolated.
    """
    scale = whole.width() / image.width()
    # Only whole source pixels that touch the view: a 32x target of a large picture is never scaled entirely.
    seen = whole.intersected(view)
    left, top = int((seen.left() - whole.left()) / scale), int((seen.top() - whole.top()) / scale)
    right = min(image.width(), int((seen.right() - whole.left()) / scale) + 1)
    bottom = min(image.height(), int((seen.bottom() - whole.top()) / scale) + 1)
    source = QRectF(left, top, right - left, bottom - top)
    target = QRectF(
        whole.left() + left * scale, whole.top() + top * scale, source.width() * scale, source.height() * scale
    )
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(target, image, source)


def paint_invitation(painter: QPainter, stage: QRect, words: Words, theme: Theme) -> None:
    """Paint a card in the middle of the stage with what can be done there."""
    view = QRectF(stage)
    card = QRectF(0, 0, min(560.0, view.width() - 32), min(220.0, view.height() - 24))
    card.moveCenter(view.center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(theme.base))
    painter.setPen(QPen(QColor(theme.border), 2, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(card, 14, 14)
    _paint_words(painter, card.adjusted(20, 12, -20, -12), words, theme, title_points=20.0)


def _paint_words(painter: QPainter, inner: QRectF, words: Words, theme: Theme, *, title_points: float) -> None:
    """Title and detail below each other, together in the middle of `inner`; smaller where the room is small."""
    wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter
    title_font, detail_font = QFont(painter.font()), QFont(painter.font())
    title_font.setPointSizeF(title_points if inner.width() > 360 else title_points * 0.65)
    title_font.setBold(True)
    detail_font.setPointSizeF(11.0)
    painter.setFont(title_font)
    title = painter.boundingRect(inner, wrap, words.title)
    painter.setFont(detail_font)
    detail = painter.boundingRect(inner, wrap, words.detail)
    space = 12.0
    if not words.detail or title.height() + space + detail.height() > inner.height():
        space = 0.0
        detail.setHeight(0)
    top = inner.center().y() - (title.height() + space + detail.height()) / 2
    if detail.height():
        painter.setPen(QColor(theme.muted))
        detail_place = QRectF(inner.left(), top + title.height() + space, inner.width(), detail.height() + 2)
        painter.drawText(detail_place, wrap, words.detail)
    painter.setFont(title_font)
    painter.setPen(QColor(theme.text))
    painter.drawText(QRectF(inner.left(), top, inner.width(), title.height() + 2), wrap, words.title)


def paint_banner(painter: QPainter, stage: QRect, words: str, theme: Theme, *, top: bool) -> None:
    """Paint words in a box over the picture, at its top as a warning, or at its bottom."""
    wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
    room = QRectF(stage).adjusted(28, 18, -28, -18)
    place = painter.boundingRect(room, wrap, words).adjusted(-12, -7, 12, 7)
    if top:
        place.moveTop(10)
    else:
        place.moveBottom(stage.height() - 10)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.verdicts["unsure"] if top else theme.border), 2))
    painter.setBrush(QColor(theme.base))
    painter.drawRoundedRect(place, 6, 6)
    painter.setPen(QColor(theme.text))
    painter.drawText(place, wrap, words)
