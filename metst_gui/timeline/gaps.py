"""Spans without a score, and their shading: one hue and hatch a reason (ADR 0004)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsObject, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from engine.types import UNSCORED, Float64, Int64, Mask, UInt8, mask_text
from metst_gui.language import told, tr
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import MASK_HATCHES, Theme, blend, leading_reason

# Bits the `Mask` type does not use: the span holds no sample at all.
NOT_ANALYSED = -1
ARTEFACT = 256
_DOUBT_HEIGHT = 5.0
# A multiple of every pattern's size (8 x 8); wide, because a row is copied tile by tile.
_TILE = QSize(512, 32)
ARTEFACT_HATCH = Qt.BrushStyle.Dense4Pattern


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """Spans with a reason, in time order, not overlapping.

    Attributes:
        starts, ends: float64 [G], edges in frame positions (a frame f covers f - 0.5 to f + 0.5).
        bits: int64 [G], `Mask` bits, or `NOT_ANALYSED`.
    """

    starts: Float64
    ends: Float64
    bits: Int64

    def at(self, position: float) -> int | None:
        """Index of the span that covers a frame position, or None."""
        index = int(np.searchsorted(self.starts, position, "right")) - 1
        return index if index >= 0 and position < self.ends[index] else None

    def describe(self, index: int) -> str:
        """One line for a tooltip: reason and frame range (0-based, inclusive)."""
        first, last = int(np.ceil(self.starts[index])), int(np.ceil(self.ends[index])) - 1
        reason = reason_text(int(self.bits[index]))
        return tr("{reason} (frames {first}-{last})", reason=reason, first=first, last=max(first, last))

    def reasons(self) -> tuple[int, ...]:
        """The leading reasons that occur, one bit each, in the order of `Mask`; first `NOT_ANALYSED` if it does."""
        # Spans are few; `np.unique` would load numpy's masked arrays while the window starts.
        bits = set(self.bits.tolist())
        own = {value for value in bits if value in (NOT_ANALYSED, ARTEFACT)}
        return tuple(sorted(own | {int(leading_reason(value)) for value in bits if value not in own}))


def reason_text(bits: int) -> str:
    """Words for a span: ``"not analysed"``, ``"no score: <reasons>"`` or ``"doubtful: <reasons>"``."""
    if bits == NOT_ANALYSED:
        return tr("not analysed")
    if bits == ARTEFACT:
        return tr("artefact, marked by hand")
    reasons = told(mask_text(bits))
    return tr("no score: {reasons}", reasons=reasons) if bits & UNSCORED else tr("doubtful: {reasons}", reasons=reasons)


def find_gaps(frames: Int64, mask: UInt8 | Int64, n_frames: int) -> Gaps:
    """Spans of equal non-zero mask, and the ends of the video that hold no sample.

    Args:
        frames: int64 [S], frame index of each sample, increasing.
        mask: [S], `Mask` bits or `ARTEFACT`.
        n_frames: frames of the video.

    Returns:
        The spans; edges lie midway between samples.
    """
    if not len(frames):
        count = min(1, n_frames)
        ends = np.full(count, n_frames - 0.5)
        return Gaps(np.full(count, -0.5), ends, np.full(count, NOT_ANALYSED, np.int64))
    step = max(1.0, (int(frames[-1]) - int(frames[0])) / max(1, len(frames) - 1))
    middles = (frames[1:] + frames[:-1]) / 2
    edges = np.concatenate([[max(-0.5, frames[0] - step / 2)], middles, [min(n_frames - 0.5, frames[-1] + step / 2)]])
    change = np.flatnonzero(np.diff(mask)) + 1
    begin, end = np.concatenate([[0], change]), np.concatenate([change, [len(mask)]])
    keep = mask[begin] != 0
    starts, ends, bits = edges[begin[keep]], edges[end[keep]], mask[begin[keep]].astype(np.int64)
    before = [(-0.5, edges[0])] if edges[0] > step else []
    after = [(edges[-1], n_frames - 0.5)] if n_frames - 0.5 - edges[-1] > step else []
    return Gaps(
        np.concatenate([[a for a, _ in before], starts, [a for a, _ in after]]).astype(np.float64),
        np.concatenate([[b for _, b in before], ends, [b for _, b in after]]).astype(np.float64),
        np.concatenate([[NOT_ANALYSED] * len(before), bits, [NOT_ANALYSED] * len(after)]).astype(np.int64),
    )


def with_artefacts(frames: Int64, mask: UInt8, artefacts: Sequence[tuple[int, int]]) -> Int64:
    """The mask with `ARTEFACT` in place of other bits in these spans (first, last frame index, inclusive)."""
    marked = mask.astype(np.int64)
    for first, last in artefacts:
        marked[np.searchsorted(frames, first) : np.searchsorted(frames, last, "right")] = ARTEFACT
    return marked


def gap_brushes(bits: int, theme: Theme) -> tuple[QColor, QBrush]:
    """Tint and hatch of a reason."""
    if bits == ARTEFACT:
        return blend(theme.human, theme.base, 0.14), QBrush(blend(theme.human, theme.base, 0.45), ARTEFACT_HATCH)
    reason = leading_reason(max(0, bits))
    hue = theme.masks[reason]
    share = 0.05 if reason is Mask.NONE else 0.14
    hatch = QBrush(blend(hue, theme.base, 0.5 if reason is Mask.NONE else 0.45), MASK_HATCHES[reason])
    return blend(hue, theme.base, share), hatch


def gap_texture(bits: int, theme: Theme) -> QBrush:
    """Tint and hatch of a reason in one brush, as an opaque picture: that is copied, where a pattern is drawn."""
    picture = QImage(_TILE, QImage.Format.Format_RGB32)
    with QPainter(picture) as painter:
        painter.setPen(Qt.PenStyle.NoPen)
        for brush in gap_brushes(bits, theme):
            painter.setBrush(brush)
            painter.drawRect(picture.rect())
    return QBrush(picture)


class GapItem(QGraphicsObject):
    """Paints the spans of one plot: unscored ones over the whole height, doubtful ones as a strip at the bottom."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._gaps = Gaps(np.zeros(0), np.zeros(0), np.zeros(0, np.int64))
        self._bounds = QRectF()
        self._textures: dict[int, QBrush] = {}
        self.setZValue(-20)
        self.setFlag(QGraphicsObject.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def set_gaps(self, gaps: Gaps) -> None:
        """Show these spans."""
        self._gaps = gaps
        self.update()

    def set_bounds(self, bounds: QRectF) -> None:
        """Extent of the plot, in frames x plot units."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds

    def set_theme(self, theme: Theme) -> None:
        """Repaint in the colours of `theme`."""
        self._theme = theme
        self._textures = {}
        self.update()

    @override
    @safe_override(default=QRectF())
    def boundingRect(self) -> QRectF:
        return self._bounds

    @override
    @safe_override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        transform = painter.worldTransform()
        first = int(np.searchsorted(self._gaps.ends, option.exposedRect.left(), "left"))
        last = int(np.searchsorted(self._gaps.starts, option.exposedRect.right(), "right"))
        if first >= last:
            return
        area = transform.mapRect(self._bounds)
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        painter.resetTransform()
        painter.setPen(Qt.PenStyle.NoPen)
        left = self._gaps.starts[first:last] * transform.m11() + transform.dx()
        right = np.maximum(self._gaps.ends[first:last] * transform.m11() + transform.dx(), left + 1)
        bits = self._gaps.bits[first:last]
        for value in np.unique(bits).tolist():
            doubtful = value not in (NOT_ANALYSED, ARTEFACT) and not value & UNSCORED
            top = area.bottom() - _DOUBT_HEIGHT if doubtful else area.top()
            chosen = zip(*_merged(left[bits == value], right[bits == value]), strict=True)
            rects = [QRectF(x0, top, x1 - x0, area.bottom() - top) for x0, x1 in chosen]
            brush = self._texture(value)
            brush.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))  # as fine as a pattern is on any screen
            painter.setBrush(brush)
            painter.drawRects(rects)

    def _texture(self, bits: int) -> QBrush:
        if bits not in self._textures:
            self._textures[bits] = gap_texture(bits, self._theme)
        return self._textures[bits]


def _merged(left: Float64, right: Float64) -> tuple[list[float], list[float]]:
    """Spans joined where less than a pixel lies between them: flicker of the mask costs one rectangle a pixel."""
    apart = np.flatnonzero(left[1:] - right[:-1] >= 1.0) + 1
    begin, end = np.concatenate([[0], apart]), np.concatenate([apart, [len(left)]]) - 1
    return left[begin].tolist(), right[end].tolist()
