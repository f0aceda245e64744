"""Thin lanes above the curves: what else moved the face there, and where it moved too much to judge."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from engine.types import Int64
from metst_gui.language import mark, tr
from metst_gui.timeline.bars import bar_rects
from metst_gui.timeline.gestures import Span
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme, blend

# Name beside the lane, and what a span of it means.
WORDS: Mapping[str, tuple[str, str]] = {
    "blink": (mark("blink"), mark("Blink, frames {first} to {last}: it lasts as long as a micro-expression")),
    "head": (mark("head moves"), mark("Frames {first} to {last}: the head moves more than 4 px in 0.2 s")),
    "restless": (
        mark("too restless"),
        mark(
            "Too much head motion or speech, frames {first} to {last}:\n"
            "nothing found here does not mean that there is nothing"
        ),
    ),
}
_PARTS: Mapping[str, tuple[str, str]] = {
    "brows_unjudged": (
        mark("no brows"),
        mark(
            "Brows and eyes are not judged, frames {first} to {last}:\n"
            "nothing found here does not mean that there is nothing"
        ),
    ),
    "nose_unjudged": (
        mark("no nose"),
        mark(
            "The nose is not judged, frames {first} to {last}:\nnothing found here does not mean that there is nothing"
        ),
    ),
    "mouth_unjudged": (
        mark("no mouth"),
        mark(
            "The mouth is not judged, frames {first} to {last}:\nnothing found here does not mean that there is nothing"
        ),
    ),
}
WORDS = {**WORDS, **_PARTS}
NOT_KEPT = mark("not kept by this run: Ctrl+R analyses the video again")
_ROW = 13
_HATCHES = {
    "blink": Qt.BrushStyle.SolidPattern,
    "head": Qt.BrushStyle.FDiagPattern,
    "restless": Qt.BrushStyle.DiagCrossPattern,
    **dict.fromkeys(_PARTS, Qt.BrushStyle.DiagCrossPattern),
}
# Inside of a row that a span fills; a restless span fills all of it.
_SHARES = {"blink": (0.25, 0.85), "head": (0.15, 0.95), "restless": (0.0, 1.0)} | dict.fromkeys(_PARTS, (0.15, 0.95))


class ConfoundStrip(QWidget):
    """Paints one row a lane on the x range of the plots; hidden while there is nothing to tell."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Blinks, head movement and restless spans"))
        self._theme = theme
        self._lanes: dict[str, Int64 | None] = {}
        self._span = Span(0, 1)
        self._playhead = 0
        self._margins = (0.0, 0.0)
        self._font = QFont()
        self._font.setPointSizeF(8.0)
        self.hide()

    @property
    def lanes(self) -> Mapping[str, Int64 | None]:
        """What is shown: first and last frame index of each span, by name of the lane."""
        return self._lanes

    def set_lanes(self, lanes: Mapping[str, Int64 | None]) -> None:
        """Show these lanes (int64 [n, 2] each; None: unknown), in this order; none hides the strip."""
        self._lanes = dict(lanes)
        self.setFixedHeight(max(1, _ROW * len(lanes) + 2))
        self.setVisible(bool(lanes))
        self.update()

    def set_span(self, span: Span) -> None:
        """Visible range in frame positions."""
        self._span = span
        self.update()

    def set_playhead(self, frame: int) -> None:
        """Frame index of the playhead; repaints only the columns it leaves and enters."""
        before, after = round(self._column(self._playhead)), round(self._column(frame))
        self._playhead = frame
        if before != after:
            for column in (before, after):
                self.update(column - 1, 0, 3, self.height())

    def set_margins(self, left: float, right: float) -> None:
        """Pixels left free, so that columns line up with the plots below."""
        self._margins = (left, right)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self._theme = theme
        self.update()

    def colour(self, name: str) -> str:
        """Colour of a lane's spans."""
        return self._theme.threshold if name == "restless" or name in _PARTS else self._theme.muted

    def hint(self, x: float, y: float) -> str:
        """What lies under a point; empty where nothing does."""
        number = int((y - 1) // _ROW)
        names = list(self._lanes)
        if not 0 <= number < len(names) or x < self._margins[0]:
            return ""
        spans = self._lanes[names[number]]
        if spans is None:
            return tr(NOT_KEPT)
        slack = self._span.width / max(1.0, self._width())
        position = self._span.first + (x - self._margins[0]) * slack
        near = np.flatnonzero((spans[:, 0] - 0.5 - slack <= position) & (spans[:, 1] + 0.5 + slack >= position))
        if not len(near):
            return ""
        first, last = spans[near[0]].tolist()
        return tr(WORDS[names[number]][1], first=first, last=last)

    def _width(self) -> float:
        return self.width() - self._margins[0] - self._margins[1]

    def _column(self, position: float) -> float:
        return self._margins[0] + (position - self._span.first) / max(1e-9, self._span.width) * self._width()

    @override
    @safe_override(default=QSize(200, 3 * _ROW))
    def sizeHint(self) -> QSize:
        return QSize(200, _ROW * max(1, len(self._lanes)) + 2)

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        area = QRectF(self._margins[0], 0, max(1.0, self._width()), self.height())
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.window))
            painter.fillRect(area, QColor(self._theme.base))
            painter.setFont(self._font)
            for number, (name, spans) in enumerate(self._lanes.items()):
                self._paint_lane(painter, name, spans, QRectF(area.left(), 1 + number * _ROW, area.width(), _ROW))
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0, 0, -1, -1))
            if self._span.contains(self._playhead):
                painter.setPen(QPen(QColor(self._theme.playhead), 1))
                column = round(self._column(self._playhead)) + 0.5
                painter.drawLine(QLineF(column, 0, column, self.height()))

    def _paint_lane(self, painter: QPainter, name: str, spans: Int64 | None, row: QRectF) -> None:
        painter.setPen(QColor(self._theme.text if spans is not None and len(spans) else self._theme.muted))
        names = QRectF(4, row.top(), self._margins[0] - 9, row.height())
        count = "–" if spans is None else str(len(spans))
        painter.drawText(names, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, tr(WORDS[name][0]))
        painter.drawText(names, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        if spans is None:
            painter.drawText(row.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, tr(NOT_KEPT))
            return
        seen = spans[(spans[:, 1] >= self._span.first - 1) & (spans[:, 0] <= self._span.last + 1)]
        scale = self._width() / max(1e-9, self._span.width)
        left, right = (
            np.clip(row.left() + (edge - self._span.first) * scale, row.left(), row.right())
            for edge in (seen[:, 0] - 0.5, seen[:, 1] + 0.5)
        )
        right = np.maximum(right, left + 1)
        top, bottom = (np.full(len(seen), row.top() + share * row.height()) for share in _SHARES[name])
        rects = bar_rects(left, top, right, bottom)
        painter.setPen(Qt.PenStyle.NoPen)
        for brush in (
            QBrush(blend(self.colour(name), self._theme.base, 0.3)),
            QBrush(QColor(self.colour(name)), _HATCHES[name]),
        ):
            painter.setBrush(brush)
            painter.drawRects(rects)

    @override
    @safe_override(default=False)
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.hint(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
