"""Why a proposal is there: traces of the face regions around it, eyes and head, and the score without a region."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from engine.explain import Confounds, Movement, Occlusion, RegionMovement
from engine.types import Float32, Int64
from metst_gui.language import mark, told, tr
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.help_button import HelpButton
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import LIGHT, Theme

# Of 18 regions those that moved most are shown.
MOST_ROWS = 6
NOTE = mark(
    "px: pixels of the 320-pixel face crop, with head movement taken out; σ: standard deviations of this person's "
    "neutral face; left: left side of the picture"
)
EMPTY = mark("Select an item to see which part of the face moved. N tells why there is no proposal at the frame shown.")
NO_WINDOWS = mark(
    "This model measures many small patches of skin over the whole video and keeps no windows that could be explained "
    "here: see the curves and the lanes of the regions."
)
NO_EVIDENCE = mark(
    "This analysis was made by an older version of METST, which kept no measurements. Press Ctrl+R to analyse the "
    "video again."
)
# A drop of the score below this share is worth a mark.
MUCH_LESS = 0.6
# Pixels of a row in a low window: two lines of small words.
LEAST_ROW = 28
# Pixels of the smallest words beside a trace.
_LEAST_WORDS = 8


@dataclass(frozen=True, slots=True, eq=False)
class TraceRow:
    """One trace.

    Attributes:
        name: what it is of.
        value: words at its left, under the name.
        trace: float32 [n], NaN where unmeasured.
        low, high: values at the lower and upper edge.
        strong: whether it stands out.
    """

    name: str
    value: str
    trace: Float32
    low: float
    high: float
    strong: bool


def region_words(one: RegionMovement) -> str:
    """How much a region moved, e.g. ``"1.8 px down, 4.1 σ"``."""
    if np.isnan(one.px):
        return tr("not measured")
    sigma = "" if np.isnan(one.sigma) else f", {one.sigma:.1f} σ"
    return f"{one.px:.1f} px {told(one.direction)}{sigma}".replace(" ,", ",")


def region_rows(found: Movement) -> list[TraceRow]:
    """Rows of the regions, on one scale; of many those that moved most, in order."""
    order = np.argsort([-np.inf if np.isnan(one.sigma) else -one.sigma for one in found.regions], kind="stable")
    shown = [found.regions[index] for index in sorted(order[:MOST_ROWS].tolist())]
    top = max([0.5, *(float(np.nanmax(np.abs(one.trace))) for one in shown if not np.isnan(one.trace).all())])
    best = max((one.sigma for one in shown if not np.isnan(one.sigma)), default=0.0)
    return [
        TraceRow(told(one.name), region_words(one), one.trace, -top, top, one.sigma >= max(3.0, best / 2))
        for one in shown
    ]


def lane_rows(eyes: Float32, head: Float32, found: Confounds) -> list[TraceRow]:
    """Rows of the eyes and the head."""
    blink = tr("blink") if found.blinks else tr("no blink")
    moved = tr("not seen") if np.isnan(found.head) else tr("up to {px:.1f} px", px=found.head)
    return [
        TraceRow(tr("eye opening"), blink, eyes, 0.0, 0.45, bool(found.blinks)),
        TraceRow(tr("head, in 0.2 s"), moved, head, 0.0, 12.0, "head" in found.text),
    ]


def occlusion_words(found: Occlusion) -> str:
    """The score without each group of regions, the largest drop first, e.g. ``"without mouth: 0.71 → 0.12"``."""
    rows = sorted(found.without, key=lambda row: row[1])
    words = [
        ("▼ " if score < MUCH_LESS * found.score else "")
        + tr("without {name}: {before:.2f} → {after:.2f}", name=told(name), before=found.score, after=score)
        for name, score in rows
    ]
    return "\n".join(words)


class Traces(QWidget):
    """Paints the rows on one time axis, with onset, apex, offset and the frame shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.theme: Theme = LIGHT
        self.rows: Sequence[TraceRow] = ()
        self.frames: Int64 = np.zeros(0, np.int64)
        self.marks: tuple[int, int, int] = (0, 0, 0)
        self.playhead = -1

    @override
    @safe_override(default=QSize(240, 200))
    def sizeHint(self) -> QSize:
        return QSize(300, 34 * max(5, len(self.rows)))

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self.theme.base))
            if not len(self.rows) or not len(self.frames):
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            height = self.height() / len(self.rows)
            names = min(170.0, self.width() * 0.55)
            for number, row in enumerate(self.rows):
                place = QRectF(0, number * height, self.width(), height)
                self._paint_words(painter, row, place.adjusted(4, 0, names - self.width(), 0))
                self._paint_trace(painter, row, place.adjusted(names, 3, -4, -3))

    def _paint_words(self, painter: QPainter, row: TraceRow, place: QRectF) -> None:
        font = painter.font()
        font.setBold(row.strong)
        two_lines = QFontMetricsF(font).lineSpacing() * 2
        if place.height() < two_lines:
            # In a low window the words get smaller rather than run into those of the next row.
            font.setPixelSize(max(_LEAST_WORDS, int(QFontInfo(font).pixelSize() * place.height() / two_lines)))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        text = f"{'▸ ' if row.strong else ''}{row.name}\n{row.value}"
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_trace(self, painter: QPainter, row: TraceRow, place: QRectF) -> None:
        first, last = int(self.frames[0]), max(int(self.frames[-1]), int(self.frames[0]) + 1)

        def x(frame: float) -> float:
            return place.left() + (frame - first) / (last - first) * place.width()

        painter.setPen(QPen(QColor(self.theme.border), 1))
        painter.drawRect(place)
        onset, apex, offset = self.marks
        shade = QColor(self.theme.accent)
        shade.setAlpha(40)
        painter.fillRect(QRectF(x(onset), place.top(), x(offset) - x(onset), place.height()), shade)
        for frame, colour, style in (
            (apex, self.theme.accent, Qt.PenStyle.DashLine),
            (self.playhead, self.theme.playhead, Qt.PenStyle.SolidLine),
        ):
            if first <= frame <= last:
                painter.setPen(QPen(QColor(colour), 1, style))
                painter.drawLine(QPointF(x(frame), place.top()), QPointF(x(frame), place.bottom()))
        share = np.clip((row.trace - row.low) / (row.high - row.low), 0, 1)
        painter.setPen(QPen(QColor(self.theme.score), 2 if row.strong else 1.2))
        line = QPolygonF()
        for frame, value in zip(self.frames.tolist(), share.tolist(), strict=True):
            if np.isnan(value):
                painter.drawPolyline(line)
                line = QPolygonF()
            else:
                line.append(QPointF(x(frame), place.bottom() - value * place.height()))
        painter.drawPolyline(line)


class WhyPanel(QWidget):
    """The panel beside the picture.

    Signals:
        opening: it is about to be shown; the layout has not asked for its room yet.
    """

    opening = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Why"))
        self.setMinimumWidth(300)
        self.title = QLabel(tr(EMPTY))
        self.traces = Traces()
        self.without = QLabel()
        self.note = QLabel(tr(NOTE))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 2, 4, 2)
        column.setSpacing(3)
        for label in (self.title, self.without, self.note):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(HelpButton("why"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._scrolled(), 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    @override
    @safe_override
    def setVisible(self, visible: bool) -> None:
        if visible and self.isHidden():
            self.opening.emit()
        super().setVisible(visible)

    def _scrolled(self) -> QScrollArea:
        """What has no room in a low window is scrolled to: no row runs into the next."""
        inner, area = QWidget(), no_focus(QScrollArea())
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.traces, 1)
        column.addWidget(self.without)
        column.addWidget(self.note)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        # The panel's own ground shows through: one that is filled here stays in the colours of the former theme.
        inner.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme`."""
        self.traces.theme = theme
        self.traces.update()

    def set_playhead(self, frame: int) -> None:
        """Mark the frame shown."""
        self.traces.playhead = frame
        self.traces.update()

    def show_sentence(self, text: str) -> None:
        """Only a sentence: nothing is selected, or nothing can be shown."""
        self.title.setText(text)
        self.without.setText("")
        self._show_rows((), np.zeros(0, np.int64), (0, 0, 0))

    def show_movement(self, title: str, rows: Sequence[TraceRow], frames: Int64, marks: tuple[int, int, int]) -> None:
        """Traces of an item; `marks` are its onset, apex and offset."""
        self.title.setText(title)
        self._show_rows(rows, frames, marks)

    def show_occlusion(self, text: str) -> None:
        """What the model says without a region, or why that is not known."""
        self.without.setText(text)

    def _show_rows(self, rows: Sequence[TraceRow], frames: Int64, marks: tuple[int, int, int]) -> None:
        self.traces.rows, self.traces.frames, self.traces.marks = rows, frames, marks
        self.traces.setVisible(bool(rows))
        self.traces.setMinimumHeight(LEAST_ROW * len(rows))
        self.note.setVisible(bool(rows))
        self.traces.update()
