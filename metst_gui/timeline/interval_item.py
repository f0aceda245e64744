"""The one item that paints every interval of the timeline (ADR 0016)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsObject, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from engine.types import Bounds, Float64, Int64
from metst_gui.timeline.bars import ERRORS_AND_HITS, MARK_HATCHES, MARK_LINES, draw_rects, joined
from metst_gui.timeline.crowd import PAINT_ORDER, Crowd, crowd_of
from metst_gui.timeline.gestures import HANDLE_PX, Span
from metst_gui.timeline.intervals import (
    ASIDE_STYLES,
    MINE_LANE,
    NO_APEX,
    OPEN_STYLES,
    STYLES,
    IntervalRow,
    Lane,
    build_lane,
    sub_lane,
)
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme, blend

MIN_WIDTH_PX = 3.0
DIAMOND_PX = 7.0
_DETAIL_ROWS = 120
_LABEL_PX = 16.0
_LINES = {"human": Qt.PenStyle.SolidLine, "default_bounds": Qt.PenStyle.DotLine, "other": Qt.PenStyle.SolidLine}


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
        self._crowds: dict[int, Crowd] = {}
        self._n_frames = 0
        self._bounds = QRectF()
        self._span = Span(0, 1)
        self._selected: tuple[int, str] | None = None
        self._preview: tuple[str | None, Bounds] | None = None
        self._font = QFont()
        self._font.setPointSizeF(8.0)
        self._metrics = QFontMetricsF(self._font)
        self.setFlag(QGraphicsObject.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Model lane, own lane, and those of other annotators."""
        return tuple(self._lanes)

    def set_lane(self, number: int, lane: Lane) -> None:
        """Replace the intervals of a lane that is there."""
        self._lanes[number] = lane
        self.update()

    def set_others(self, lanes: Sequence[Lane]) -> None:
        """Show these lanes below the own one."""
        before = len(self._lanes)
        self._lanes[MINE_LANE + 1 :] = lanes
        if len(self._lanes) != before:
            self.set_extent(self._n_frames)
        self.update()

    def set_selected(self, selected: tuple[int, str] | None) -> None:
        """Highlight the row with this lane number and id."""
        self._selected = selected
        self.update()

    def selected_row(self) -> IntervalRow | None:
        """The highlighted interval; None where there is none."""
        if self._selected is None:
            return None
        lane = self._lanes[self._selected[0]]
        index = lane.find(self._selected[1])
        return None if index is None else lane.row(index)

    def set_preview(self, id_: str | None, bounds: Bounds | None) -> None:
        """Draw `bounds` instead of the annotation `id_`, or as a new one (None)."""
        self._preview = None if bounds is None else (id_, bounds)
        self.update()

    def set_extent(self, n_frames: int) -> None:
        """Number of frames of the video."""
        self.prepareGeometryChange()
        self._n_frames = n_frames
        self._bounds = QRectF(-0.5, 0, max(1, n_frames), len(self._lanes))

    def set_span(self, span: Span) -> None:
        """Visible range: decides between bars and detail, and where labels are anchored."""
        self._span = span

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self._theme = theme
        self._fills = self._make_fills()
        self.update()

    def _make_fills(self) -> dict[str, QColor]:
        shares = {style: 0.28 if style in _LINES else 0.16 for style in STYLES}
        shares |= dict.fromkeys(ASIDE_STYLES, 0.0)  # hollow
        shares |= {"TP": 0.28, "FP": 0.12, "FN": 0.0, "open": 0.0}
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
        lane, crowd = self._lanes[number], self._crowd(number)
        rows = crowd.in_order(rows)
        left, right = (
            edge.round().astype(np.int64) for edge in _columns(transform, lane.onset[rows], lane.offset[rows])
        )
        first, reach = joined(left, right, crowd.group[rows])
        rows, left = rows[first], left[first]
        top, bottom = (
            transform.m22() * edge + transform.dy() for edge in sub_lane(number, lane.part[rows], lane.parts[rows])
        )
        upper, lower = ((top + share[rows] * (bottom - top)).round() for share in (crowd.upper, crowd.lower))
        rects = np.stack([left, upper, reach - left, np.maximum(1, lower - upper)], axis=1)
        painter.setPen(Qt.PenStyle.NoPen)
        looks = crowd.look[rows]
        for code in np.unique(looks).tolist():
            painter.setBrush(QColor(self._colour(PAINT_ORDER[code])))
            draw_rects(painter, rects[looks == code])

    def _crowd(self, number: int) -> Crowd:
        lane = self._lanes[number]
        if number not in self._crowds or self._crowds[number].lane is not lane:
            self._crowds[number] = crowd_of(lane)
        return self._crowds[number]

    def _paint_row(self, painter: QPainter, transform: QTransform, number: int, row: int) -> None:
        lane = self._lanes[number]
        data = lane.row(row)
        part, parts = int(lane.part[row]), int(lane.parts[row])
        shape = self._shape(transform, number, data.bounds, part, parts)
        self._paint_data(painter, transform, shape, data)

    def _paint_data(self, painter: QPainter, transform: QTransform, shape: _Shape, data: IntervalRow) -> None:
        look = data.mark or data.style
        self._paint_shape(painter, shape, look)
        label = f"{data.mark} {data.label}" if data.mark in ERRORS_AND_HITS else data.label
        free_from = self._paint_label(painter, transform, shape.rect, label)
        self._paint_apex(painter, shape, look, free_from=free_from)

    def _paint_shape(self, painter: QPainter, shape: _Shape, look: str) -> None:
        colour = QColor(self._colour(look))
        rect = QRectF(shape.rect.left(), shape.rect.top(), shape.rect.width() - 1, shape.rect.height() - 1)
        if look == "point":
            _paint_diamond(painter, rect, colour)
            return
        marked = look in ERRORS_AND_HITS
        painter.setBrush(self._fills[look])
        if look in MARK_HATCHES:
            painter.fillRect(rect, self._fills[look])
            painter.setBrush(QBrush(blend(self._colour(look), self._theme.base, 0.5), MARK_HATCHES[look]))
        line = MARK_LINES.get(look) or _LINES.get(look, Qt.PenStyle.DashLine)
        painter.setPen(QPen(colour, 2 if marked else 1, line))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if marked else rect)

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
        data = lane.row(row)
        bounds = data.bounds
        shape = self._shape(transform, number, bounds, int(lane.part[row]), int(lane.parts[row]))
        self._paint_data(painter, transform, shape, data)
        if data.style == "point":
            _paint_diamond(painter, shape.rect, QColor(self._theme.accent))
            _paint_diamond(painter, shape.rect, QColor(self._colour("point")), share=0.6)
            return
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
        top, bottom = _device_rows(transform, number, part, parts)
        apex = None if bounds.apex in (None, NO_APEX) else transform.m11() * float(bounds.apex or 0) + transform.dx()
        return _Shape(QRectF(left - lack, top, right - left + 2 * lack, bottom - top), apex)

    def _colour(self, style: str) -> str:
        if style in self._theme.marks:
            return self._theme.marks[style]
        if style in (*ASIDE_STYLES, "other", "open"):
            return self._theme.muted
        return self._theme.human if style in _LINES or style == "point" else self._theme.verdicts[style]


def _paint_diamond(painter: QPainter, rect: QRectF, colour: QColor, *, share: float = 1.0) -> None:
    """A point label: a moment, which has no width; with a share only the inner part of it."""
    middle, half = rect.center(), share * min(DIAMOND_PX, rect.height() / 2)
    corners = ((0, -half), (half, 0), (0, half), (-half, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(middle.x() + x, middle.y() + y) for x, y in corners]))


def _columns(transform: QTransform, onset: Int64, offset: Int64) -> tuple[Float64, Float64]:
    """Pixel columns of the edges, at least `MIN_WIDTH_PX` apart."""
    left = (onset - 0.5) * transform.m11() + transform.dx()
    right = (offset + 0.5) * transform.m11() + transform.dx()
    lack = np.maximum(0.0, MIN_WIDTH_PX - (right - left)) / 2
    return left - lack, right + lack


def _device_rows(transform: QTransform, number: int, part: int, parts: int) -> tuple[float, float]:
    top, bottom = (transform.m22() * edge + transform.dy() for edge in sub_lane(number, part, parts))
    return round(top), max(round(bottom), round(top) + 2)
