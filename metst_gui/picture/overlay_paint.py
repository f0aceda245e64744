"""Draws what the engine measures over the picture: landmarks, regions, motion."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from engine.types import FaceOverlay
from metst_gui.language import mark, told, tr

# What is drawn at each level of detail.
LEVELS = (mark("no overlay"), mark("landmarks"), mark("landmarks and regions"), mark("landmarks, regions and motion"))
# Micro-expressions move by a px or two: arrows are drawn this much longer, and the picture says so.
MAGNIFIED = 8.0
HEAD_PX = 4.0
POINTS, BOXES, ARROWS = QColor(90, 220, 255), QColor(255, 210, 80), QColor(255, 95, 70)
OUTLINE = QColor(0, 0, 0, 150)
Box = tuple[float, float, float, float]


def overlay_words(overlay: FaceOverlay, level: int) -> str:
    """What the overlay shows, in a line."""
    if overlay.note:
        return told(overlay.note)
    if level >= 3 and overlay.reference is not None:
        return tr(
            "Motion since frame {frame}, without the head's own, drawn {times:g}× longer",
            frame=overlay.reference,
            times=MAGNIFIED,
        )
    if level >= 3:
        return tr("Motion needs a selected item: it is measured since its onset")
    return ""


def paint_overlay(painter: QPainter, overlay: FaceOverlay, level: int, place: QRectF, scale: float) -> None:
    """Draw an overlay.

    Args:
        painter: of the picture's widget.
        overlay: what was measured, in px of the picture.
        level: index of `LEVELS`.
        place: where the whole picture lies in the widget.
        scale: widget px per px of the picture.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    corner = place.topLeft()
    if level >= 2:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for corners in overlay.boxes:
            box = QPolygonF([corner + QPointF(x * scale, y * scale) for x, y in corners.tolist()])
            for pen in (QPen(OUTLINE, 3), QPen(BOXES, 1)):
                painter.setPen(pen)
                painter.drawPolygon(box)
    if level >= 1:
        places = [corner + QPointF(x * scale, y * scale) for x, y in overlay.landmarks.tolist()]
        for pen in (QPen(OUTLINE, 4), QPen(POINTS, 2)):
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(places)
    if level >= 3:
        for x, y, dx, dy in overlay.arrows.tolist():
            start = corner + QPointF(x * scale, y * scale)
            _arrow(painter, start, QPointF(dx, dy) * (scale * MAGNIFIED))
    painter.restore()


def paint_box(painter: QPainter, box: Box, name: str, place: QRectF, scale: float) -> None:
    """Draw a named box.

    Args:
        painter: of the picture's widget.
        box: (x0, y0, x1, y1) in px of the picture.
        name: written above it.
        place: where the whole picture lies in the widget.
        scale: widget px per px of the picture.
    """
    painter.save()
    x0, y0, x1, y1 = (value * scale for value in box)
    frame = QRectF(place.left() + x0, place.top() + y0, x1 - x0, y1 - y0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(OUTLINE, 4), QPen(BOXES, 2)):
        painter.setPen(pen)
        painter.drawRect(frame)
    words = painter.fontMetrics().boundingRect(name).adjusted(-5, -2, 5, 2)
    label = QRectF(frame.left(), max(0.0, frame.top() - words.height()), words.width(), words.height())
    painter.fillRect(label, QColor(0, 0, 0, 200))
    painter.setPen(QPen(BOXES))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, name)
    painter.restore()


def _arrow(painter: QPainter, start: QPointF, shift: QPointF) -> None:
    length = (shift.x() ** 2 + shift.y() ** 2) ** 0.5
    end = start + shift
    for pen in (QPen(OUTLINE, 4), QPen(ARROWS, 2)):
        painter.setPen(pen)
        painter.drawLine(start, end)
        if length > HEAD_PX:
            along = shift * (HEAD_PX / length)
            across = QPointF(-along.y(), along.x()) * 0.6
            painter.drawLine(end, end - along + across)
            painter.drawLine(end, end - along - across)
        else:
            painter.drawEllipse(start, 2.0, 2.0)
