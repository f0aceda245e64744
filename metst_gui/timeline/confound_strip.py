"""Thin lanes above the curves: what else moved the face there, and where it moved too much to judge."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip
from typing_extensions import override

from engine.types import Int64
from metst_gui.language import mark, tr
from metst_gui.timeline.bars import bar_rects
from metst_gui.timeline.time_strip import TimeStrip
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme, blend

# Name beside the lane, and what a span of it means.
WORDS: Mapping[str, tuple[str, str]] = {
    "blink": (mark("blink"), mark("Blink, frames {first} to {last}: it lasts as long as a micro-expression")),
    "head": (mark("head"), mark("Frames {first} to {last}: the head moves more than 4 px in 0.2 s")),
    "restless": (
        mark("too much motion"),
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
NOT_KEPT = mark("not kept by this analysis: press Ctrl+R to analyse the video again")
_ROW = 12
_HATCHES = {
    "blink": Qt.BrushStyle.SolidPattern,
    "head": Qt.BrushStyle.FDiagPattern,
    "restless": Qt.BrushStyle.DiagCrossPattern,
    **dict.fromkeys(_PARTS, Qt.BrushStyle.DiagCrossPattern),
}
# Inside of a row that a span fills; a restless span fills all of it.
_SHARES = {"blink": (0.25, 0.85), "head": (0.15, 0.95), "restless": (0.0, 1.0)} | dict.fromkeys(_PARTS, (0.15, 0.95))


# Lanes that share a row: their marks can be told apart.
_TOGETHER = ("blink", "head")


class ConfoundStrip(TimeStrip):
    """Paints the lanes in rows on the x range of the plots; hidden while there is nothing to tell."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 3 * _ROW)
        self.setAccessibleName(tr("Blinks, head movement, and stretches with too much motion to judge"))
        self._lanes: dict[str, Int64 | None] = {}
        self.hide()

    @property
    def lanes(self) -> Mapping[str, Int64 | None]:
        """What is shown: first and last frame index of each span, by name of the lane."""
        return self._lanes

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Names of the lanes in each row, from above."""
        rows: list[tuple[str, ...]] = []
        for name in self._lanes:
            if rows and name in _TOGETHER and rows[-1][0] in _TOGETHER:
                rows[-1] = (*rows[-1], name)
            else:
                rows.append((name,))
        return rows

    def set_lanes(self, lanes: Mapping[str, Int64 | None]) -> None:
        """Show these lanes (int64 [n, 2] each; None: unknown), in this order; none hides the strip."""
        self._lanes = dict(lanes)
        self.setFixedHeight(max(1, _ROW * len(self.rows) + 2))
        self.setVisible(bool(lanes))
        self.update()

    def colour(self, name: str) -> str:
        """Colour of a lane's spans."""
        return self.theme.threshold if name == "restless" or name in _PARTS else self.theme.muted

    def hint(self, x: float, y: float) -> str:
        """What lies under a point; empty where nothing does."""
        number, rows = int((y - 1) // _ROW), self.rows
        if not 0 <= number < len(rows) or x < self.area.left():
            return ""
        told = (self._hint(name, x) for name in rows[number])
        return next((one for one in told if one), "")

    def _hint(self, name: str, x: float) -> str:
        spans = self._lanes[name]
        if spans is None:
            return tr(NOT_KEPT)
        slack = self.span.width / self.area.width()
        position = self.span.first + (x - self.area.left()) * slack
        near = np.flatnonzero((spans[:, 0] - 0.5 - slack <= position) & (spans[:, 1] + 0.5 + slack >= position))
        if not len(near):
            return ""
        first, last = spans[near[0]].tolist()
        return tr(WORDS[name][1], first=first, last=last)

    @override
    @safe_override(default=QSize(200, 3 * _ROW))
    def sizeHint(self) -> QSize:
        return QSize(200, _ROW * max(1, len(self.rows)) + 2)

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.area
        with QPainter(self) as painter:
            self.paint_ground(painter)
            for number, names in enumerate(self.rows):
                row = QRectF(area.left(), 1 + number * _ROW, area.width(), _ROW)
                self._paint_names(painter, names, row)
                for name in names:
                    self._paint_lane(painter, name, self._lanes[name], row)
            painter.setPen(QPen(QColor(self.theme.border), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0, 0, -1, -1))
            self.paint_playhead(painter)

    def _paint_names(self, painter: QPainter, names: tuple[str, ...], row: QRectF) -> None:
        known = [self._lanes[name] for name in names]
        painter.setPen(QColor(self.theme.text if any(map(_n_spans, known)) else self.theme.muted))
        room = QRectF(4, row.top(), row.left() - 9, row.height())
        counts = ", ".join("–" if spans is None else str(len(spans)) for spans in known)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, counts)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(counts) - 4)
        words = tr(", ").join(tr(WORDS[name][0]) for name in names)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_lane(self, painter: QPainter, name: str, spans: Int64 | None, row: QRectF) -> None:
        if spans is None:
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(row.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, tr(NOT_KEPT))
            return
        seen = spans[(spans[:, 1] >= self.span.first - 1) & (spans[:, 0] <= self.span.last + 1)]
        scale = self.area.width() / max(1e-9, self.span.width)
        left, right = (
            np.clip(row.left() + (edge - self.span.first) * scale, row.left(), row.right())
            for edge in (seen[:, 0] - 0.5, seen[:, 1] + 0.5)
        )
        right = np.maximum(right, left + 1)
        top, bottom = (np.full(len(seen), row.top() + share * row.height()) for share in _SHARES[name])
        rects = bar_rects(left, top, right, bottom)
        painter.setPen(Qt.PenStyle.NoPen)
        for brush in (
            QBrush(blend(self.colour(name), self.theme.base, 0.3)),
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


def _n_spans(spans: Int64 | None) -> int:
    return 0 if spans is None else len(spans)
