"""How sure the score is at each sample: a band behind its curve, as wide as the overlapping windows disagree."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QTransform
from typing_extensions import override

from metst_gui.timeline.columns import band_spans, column_picture
from metst_gui.timeline.curves_item import CurvesItem
from metst_gui.timeline.lod import MinMaxPyramid


class SpreadItem(CurvesItem):
    """Fills between the two curves it selects: score less its spread, and score with its spread."""

    @override
    def _paint_curves(self, painter: QPainter, transform: QTransform, pyramid: MinMaxPyramid, exposed: QRectF) -> None:
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        margin = 3 / max(1e-9, transform.m11())
        piece = self._store.envelope(
            pyramid,
            first=exposed.left() - margin,
            last=exposed.right() + margin,
            columns_a_frame=transform.m11() * ratio,
        )
        if not len(piece.starts):
            return
        area = transform.mapRect(exposed)
        left, top = int(np.floor(area.left())) - 1, int(np.floor(area.top())) - 1
        width, height = int(np.ceil(area.right())) + 1 - left, int(np.ceil(area.bottom())) + 1 - top
        x = (self._store.positions(piece) * transform.m11() + transform.dx() - left) * ratio
        low, high = (
            (values * transform.m22() + transform.dy() - top) * ratio for values in (piece.low[0], piece.high[1])
        )
        spans = band_spans(x, low, high, round(width * ratio))
        picture = column_picture(*spans, round(height * ratio), [QColor(self._styles[0].colour)])
        picture.setDevicePixelRatio(ratio)
        painter.resetTransform()
        painter.drawImage(QPointF(left, top), picture)
