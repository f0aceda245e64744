"""Curves of one plot, drawn from the min/max pyramid at one column a device pixel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QGraphicsObject, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from metst_gui.timeline.columns import column_picture, column_spans
from metst_gui.timeline.curve_store import CurveStore
from metst_gui.timeline.gestures import Span
from metst_gui.timeline.lod import Envelope, MinMaxPyramid
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme

Floats = NDArray[np.floating[Any]]

# Above this many columns dashes would only hide samples, and cost ten times a solid line.
_STYLED_COLUMNS = 700
_SMOOTH_COLUMNS = 1500


@dataclass(frozen=True, slots=True)
class CurveStyle:
    """Colour (``#rrggbb``) and line style of one curve."""

    colour: str
    line: Qt.PenStyle = Qt.PenStyle.SolidLine


class CurvesItem(QGraphicsObject):
    """All curves of one plot, or one line of text where there are none.

    Only the exposed columns are drawn, so that a moved playhead repaints a few pixels.
    """

    def __init__(self, theme: Theme, *, select: Callable[[CurveStore], MinMaxPyramid | None]) -> None:
        """Make the item.

        Args:
            theme: colours of the message.
            select: which curves of the store this plot shows.
        """
        super().__init__()
        self._theme = theme
        self._select = select
        self._store = CurveStore()
        self._styles: tuple[CurveStyle, ...] = ()
        self._message = ""
        self._bounds = QRectF()
        self._span = Span(0, 1)
        self.setFlag(QGraphicsObject.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    @property
    def message(self) -> str:
        """Text shown in place of curves; empty where curves are shown."""
        return self._message

    def set_curves(self, store: CurveStore, styles: Sequence[CurveStyle]) -> None:
        """Show the selected curves of `store`, one style a curve."""
        self._store = store
        self._styles = tuple(styles)
        self._message = ""
        self.update()

    def set_message(self, message: str) -> None:
        """Show `message` in the middle of the plot instead of curves."""
        self._message = message
        self.update()

    def set_bounds(self, bounds: QRectF) -> None:
        """Extent of the plot, in frames x plot units."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds

    def set_span(self, span: Span) -> None:
        """Visible range: decides about dashes and where the message stands."""
        self._span = span

    def set_theme(self, theme: Theme) -> None:
        """Colours of the message; the curves' styles come with `set_curves`."""
        self._theme = theme
        self.update()

    @override
    @safe_override(default=QRectF())
    def boundingRect(self) -> QRectF:
        return self._bounds

    @override
    @safe_override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        transform = painter.worldTransform()
        if self._message:
            span = self._span
            area = transform.mapRect(QRectF(span.first, self._bounds.top(), span.width, self._bounds.height()))
            painter.resetTransform()
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._message)
            return
        pyramid = self._select(self._store)
        if pyramid is None or not len(pyramid):
            return
        exposed: QRectF = option.exposedRect
        self._paint_curves(painter, transform, pyramid, exposed)

    def _paint_curves(self, painter: QPainter, transform: QTransform, pyramid: MinMaxPyramid, exposed: QRectF) -> None:
        device = painter.device()
        density = transform.m11() * (device.devicePixelRatioF() if device is not None else 1.0)
        margin = 3 / max(1e-9, transform.m11())
        piece = self._store.envelope(
            pyramid, first=exposed.left() - margin, last=exposed.right() + margin, columns_a_frame=density
        )
        if not len(piece.starts):
            return
        if piece.width > 1 and self._paint_columns(painter, transform, piece, exposed):
            return
        columns_in_view = self._span.width * self._store.density() / piece.width
        painter.resetTransform()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, columns_in_view <= _SMOOTH_COLUMNS and piece.width == 1)
        x = self._store.positions(piece) * transform.m11() + transform.dx()
        for number, style in enumerate(self._styles):
            line = style.line if columns_in_view <= _STYLED_COLUMNS and piece.width == 1 else Qt.PenStyle.SolidLine
            pen = QPen(QColor(style.colour), 1, line)
            pen.setCosmetic(True)
            painter.setPen(pen)
            low = piece.low[number] * transform.m22() + transform.dy()
            high = piece.high[number] * transform.m22() + transform.dy()
            painter.drawPath(curve_path(x, low, high, paired=piece.width > 1))

    def _paint_columns(self, painter: QPainter, transform: QTransform, piece: Envelope, exposed: QRectF) -> bool:
        """Paint columns a device pixel apart as a picture; False where they lie too far apart for it."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        area = transform.mapRect(exposed)
        left, top = int(np.floor(area.left())) - 1, int(np.floor(area.top())) - 1
        width, height = int(np.ceil(area.right())) + 1 - left, int(np.ceil(area.bottom())) + 1 - top
        x = (self._store.positions(piece) * transform.m11() + transform.dx() - left) * ratio
        low, high = ((values * transform.m22() + transform.dy() - top) * ratio for values in (piece.low, piece.high))
        spans = column_spans(x, low[: len(self._styles)], high[: len(self._styles)], round(width * ratio))
        if spans is None:
            return False
        picture = column_picture(*spans, round(height * ratio), [QColor(style.colour) for style in self._styles])
        picture.setDevicePixelRatio(ratio)
        painter.resetTransform()
        painter.drawImage(QPointF(left, top), picture)
        return True


def curve_path(x: Floats, low: Floats, high: Floats, *, paired: bool) -> QPainterPath:
    """Path through finite points, broken where the curve is NaN.

    Args:
        x: float64 [B], device columns.
        low: float [B], device rows of the smallest sample of each column; NaN breaks the path.
        high: float [B], device rows of the largest sample.
        paired: draw both rows of a column; else they are equal and one is enough.
    """
    if paired:
        x = np.repeat(x, 2)
        y = np.stack([low, high], axis=1).reshape(-1)
    else:
        x, y = _with_visible_points(x, low)
    path: QPainterPath = pg.arrayToQPath(x, y.astype(np.float64), connect="finite")
    return path


def _with_visible_points(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Points with a neighbour a pixel to the right of each lonely one, which a path alone would not show."""
    finite = np.concatenate([[False], np.isfinite(y), [False]])
    lonely = np.flatnonzero(finite[1:-1] & ~finite[:-2] & ~finite[2:])
    if not len(lonely):
        return x, y
    return np.insert(x, lonely + 1, x[lonely] + 1), np.insert(y, lonely + 1, y[lonely])
