"""The one item that paints every interval of the timeline (design D15)."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsObject, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from engine.types import Float64, Int64
from metst_gui.views.safe import safe_override
from metst_gui.views.theme import Theme, blend
from metst_gui.views.timeline.gestures import HANDLE_PX, Bounds, Span
from metst_gui.views.timeline.intervals import (
    MINE_LANE,
    MODEL_LANE,
    NO_APEX,
    OPEN_STYLES,
    STYLES,
    Lane,
    build_lane,
    sub_lane,
)

MIN_WIDTH_PX = 3.0
_DETAIL_ROWS = 120
_LABEL_PX = 16.0
# Top and bottom of a bar within its sub-lane where bars are too narrow for a glyph: the place tells the verdict too.
_BAR_SHARES = {
    "pending": (0.2, 0.8),
    "accepted": (0.0, 1.0),
    "rejected": (0.7, 1.0),
    "unsure": (0.0, 0.4),
    "human": (0.0, 1.0),
    "default_bounds": (0.2, 0.8),
    "near": (0.0, 0.15),
}
_PAINT_ORDER = ("near", "rejected", "pending", "unsure", "accepted", "default_bounds", "human")
_LINES = {"human": Qt.PenStyle.SolidLine, "default_bounds": Qt.PenStyle.DotLine}


@dataclass(frozen=True, slots=True)
class _Shape:
    """Device geometry of one interval."""

    rect: QRectF
    apex: float | None


class IntervalItem(QGraphicsObject):
    """Paints proposals (dashed) and annotations (solid, default bounds dotted), in device pixels, visible ones only.

    Scene units are frames across and lanes down (lane n between n and n + 1).
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._fills = self._make_fills()
        self._lanes = [build_lane(()), build_lane(())]
        self._bounds = QRectF()
        self._span = Span(0, 1)
        self._selected: tuple[int, str] | None = None
        self._preview: tuple[str | None, Bounds] | None = None
        self._font = QFont()
        self._font.setPointSizeF(8.0)
        self._metrics = QFontMetricsF(self._font)
        self.setFlag(QGraphicsObject.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    @property
    def lanes(self) -> tuple[Lane, Lane]:
        """Model lane and own lane."""
        return self._lanes[MODEL_LANE], self._lanes[MINE_LANE]

    def set_lane(self, number: int, lane: Lane) -> None:
        """Replace the rows of a lane (`MODEL_LANE` or `MINE_LANE`)."""
        self._lanes[number] = lane
        self.update()

    def set_selected(self, selected: tuple[int, str] | None) -> None:
        """Highlight the row with this lane number and id."""
        self._selected = selected
        self.update()

    def set_preview(self, id_: str | None, bounds: Bounds | None) -> None:
        """Draw `bounds` instead of the annotation `id_`, or as a new one (None)."""
        self._preview = None if bounds is None else (id_, bounds)
        self.update()

    def set_extent(self, n_frames: int) -> None:
        """Number of frames of the video."""
        self.prepareGeometryChange()
        self._bounds = QRectF(-0.5, 0, max(1, n_frames), 2)

    def set_span(self, span: Span) -> None:
        """Visible range: decides between bars and detail, and where labels are anchored."""
        self._span = span

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self._theme = theme
        self._fills = self._make_fills()
        self.update()

    def _make_fills(self) -> dict[str, QColor]:
        shares = {style: 0.28 if style in _LINES else 0.16 for style in STYLES} | {"near": 0.0}  # hollow
        return {style: blend(self._colour(style), self._theme.base, share) for style, share in shares.items()}

    @override
    @safe_override(default=QRectF())
    def boundingRect(self) -> QRectF:
        return self._bounds

    @override
    @safe_override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        transform = painter.worldTransform()
        exposed: QRectF = option.exposedRect
        margin = 2 * HANDLE_PX / max(1e-9, transform.m11())
        painter.resetTransform()
        painter.setFont(self._font)
        for number, lane in enumerate(self._lanes):
            rows = lane.visible(exposed.left() - margin, exposed.right() + margin)
            if number == MINE_LANE and self._preview and self._preview[0] is not None:
                hidden = lane.find(self._preview[0])
                rows = rows[rows != (-1 if hidden is None else hidden)]
            if len(lane.visible(self._span.first, self._span.last)) > _DETAIL_ROWS:
                self._paint_bars(painter, transform, number, rows)
            else:
                for row in rows.tolist():
                    self._paint_row(painter, transform, number, row)
        self._paint_selected(painter, transform)
        self._paint_preview(painter, transform)

    def _paint_bars(self, painter: QPainter, transform: QTransform, number: int, rows: Int64) -> None:
        lane = self._lanes[number]
        left, right = self._columns(transform, lane.onset[rows], lane.offset[rows])
        top, bottom = (
            transform.m22() * edge + transform.dy() for edge in sub_lane(number, lane.part[rows], lane.parts[rows])
        )
        styles = lane.style[rows]
        painter.setPen(Qt.PenStyle.NoPen)
        for style in _PAINT_ORDER:
            chosen = np.flatnonzero(styles == STYLES.index(style))
            if not len(chosen):
                continue
            upper, lower = _BAR_SHARES[style]
            height = bottom[chosen] - top[chosen]
            corners = (left[chosen], top[chosen] + upper * height, right[chosen], top[chosen] + lower * height)
            bars = np.unique(np.stack(corners, axis=1).round(), axis=0).tolist()
            painter.setBrush(QColor(self._colour(style)))
            painter.drawRects([QRectF(x0, y0, x1 - x0, max(1.0, y1 - y0)) for x0, y0, x1, y1 in bars])

    def _paint_row(self, painter: QPainter, transform: QTransform, number: int, row: int) -> None:
        lane = self._lanes[number]
        data = lane.rows[row]
        part, parts = int(lane.part[row]), int(lane.parts[row])
        shape = self._shape(transform, number, Bounds(data.onset, data.apex, data.offset), part, parts)
        self._paint_shape(painter, shape, data.style)
        free_from = self._paint_label(painter, transform, shape.rect, data.label)
        self._paint_apex(painter, shape, data.style, free_from=free_from)

    def _paint_shape(self, painter: QPainter, shape: _Shape, style: str) -> None:
        colour = self._colour(style)
        painter.setBrush(self._fills[style])
        painter.setPen(QPen(QColor(colour), 1, _LINES.get(style, Qt.PenStyle.DashLine)))
        rect = shape.rect
        painter.drawRect(QRectF(rect.left(), rect.top(), rect.width() - 1, rect.height() - 1))

    def _paint_apex(self, painter: QPainter, shape: _Shape, style: str, *, free_from: float) -> None:
        """Tick at the apex; left of `free_from`, where the label stands, only its two ends."""
        rect = shape.rect
        if shape.apex is None or rect.width() < 2 * MIN_WIDTH_PX:
            return
        share = 1.0 if shape.apex >= free_from else 0.22
        colour = QColor(self._colour(style))
        painter.fillRect(QRectF(shape.apex - 1, rect.top(), 2, rect.height() * share), colour)
        painter.fillRect(
            QRectF(shape.apex - 1, rect.bottom() - rect.height() * share, 2, rect.height() * share), colour
        )

    def _paint_label(self, painter: QPainter, transform: QTransform, rect: QRectF, label: str) -> float:
        """Words inside the visible part of the interval, so that they stay in sight on long ones.

        Returns the pixel column where they end.
        """
        if not label or rect.width() < _LABEL_PX or rect.height() < self._metrics.height() - 3:
            return rect.left()
        first, last = (transform.m11() * edge + transform.dx() for edge in (self._span.first, self._span.last))
        left, right = max(rect.left(), first) + 4, min(rect.right(), last) - 2
        words = label
        while words and self._metrics.horizontalAdvance(words) > right - left:
            words = words.rpartition(" ")[0]
        if not words:
            return rect.left()
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QRectF(left, rect.top(), right - left, rect.height()), Qt.AlignmentFlag.AlignVCenter, words)
        return left + self._metrics.horizontalAdvance(words) + 2

    def _paint_selected(self, painter: QPainter, transform: QTransform) -> None:
        if self._selected is None:
            return
        number, id_ = self._selected
        lane = self._lanes[number]
        row = lane.find(id_)
        if row is None or (self._preview is not None and self._preview[0] == id_):
            return
        data = lane.rows[row]
        bounds = Bounds(data.onset, data.apex, data.offset)
        shape = self._shape(transform, number, bounds, int(lane.part[row]), int(lane.parts[row]))
        self._paint_shape(painter, shape, data.style)
        free_from = self._paint_label(painter, transform, shape.rect, data.label)
        self._paint_apex(painter, shape, data.style, free_from=free_from)
        self._paint_frame(painter, shape, handles=number == MINE_LANE or data.style in OPEN_STYLES)

    def _paint_preview(self, painter: QPainter, transform: QTransform) -> None:
        if self._preview is None:
            return
        id_, bounds = self._preview
        lane = self._lanes[MINE_LANE]
        row = None if id_ is None else lane.find(id_)
        part, parts = (0, 1) if row is None else (int(lane.part[row]), int(lane.parts[row]))
        shape = self._shape(transform, MINE_LANE, bounds, part, parts)
        self._paint_shape(painter, shape, "human")
        self._paint_apex(painter, shape, "human", free_from=shape.rect.left())
        self._paint_frame(painter, shape, handles=id_ is not None)

    def _paint_frame(self, painter: QPainter, shape: _Shape, *, handles: bool) -> None:
        accent = QColor(self._theme.accent)
        rect = shape.rect
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 2))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if not handles:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRects(
            [
                QRectF(rect.left() - HANDLE_PX, rect.top() - 1, HANDLE_PX, rect.height() + 1),
                QRectF(rect.right(), rect.top() - 1, HANDLE_PX, rect.height() + 1),
            ]
        )
        painter.setBrush(QColor(self._theme.accent_text))
        for centre in (rect.left() - HANDLE_PX / 2, rect.right() + HANDLE_PX / 2):
            painter.drawRect(QRectF(centre - 0.5, rect.top() + 3, 1, max(1.0, rect.height() - 6)))
        if shape.apex is not None:
            painter.setBrush(accent)
            tip = QPointF(shape.apex, rect.top() + 9)
            top = rect.top() - 1
            painter.drawPolygon(QPolygonF([QPointF(tip.x() - 5, top), QPointF(tip.x() + 5, top), tip]))

    def _shape(self, transform: QTransform, number: int, bounds: Bounds, part: int, parts: int) -> _Shape:
        left, right = ((edge * transform.m11() + transform.dx()) for edge in (bounds.onset - 0.5, bounds.offset + 0.5))
        lack = max(0.0, MIN_WIDTH_PX - (right - left)) / 2
        top, bottom = self._device_rows(transform, number, part, parts)
        apex = None if bounds.apex in (None, NO_APEX) else transform.m11() * float(bounds.apex or 0) + transform.dx()
        return _Shape(QRectF(left - lack, top, right - left + 2 * lack, bottom - top), apex)

    @staticmethod
    def _columns(transform: QTransform, onset: Int64, offset: Int64) -> tuple[Float64, Float64]:
        """Pixel columns of the edges, at least `MIN_WIDTH_PX` apart."""
        left = (onset - 0.5) * transform.m11() + transform.dx()
        right = (offset + 0.5) * transform.m11() + transform.dx()
        lack = np.maximum(0.0, MIN_WIDTH_PX - (right - left)) / 2
        return left - lack, right + lack

    @staticmethod
    def _device_rows(transform: QTransform, number: int, part: int, parts: int) -> tuple[float, float]:
        top, bottom = (transform.m22() * edge + transform.dy() for edge in sub_lane(number, part, parts))
        return round(top), max(round(bottom), round(top) + 2)

    def _colour(self, style: str) -> str:
        if style == "near":
            return self._theme.muted
        return self._theme.human if style in _LINES else self._theme.verdicts[style]
