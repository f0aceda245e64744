"""Two moments of a face in one place: alternating, side by side under a wipe, or as a signed difference."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from engine.types import FaceComparison, Float32, UInt8
from metst_gui.language import mark, told, tr
from metst_gui.widgets.buttons import ToggleButton, no_focus
from metst_gui.widgets.qt_guard import safe_override

MODES: tuple[tuple[str, str, str], ...] = (
    ("flicker", mark("Flicker"), mark("Show the two moments in turn: what jumps is what moved")),
    ("wipe", mark("Wipe"), mark("The first moment left of the mouse, the second right of it")),
    ("difference", mark("Difference"), mark("Second minus first: red became brighter, blue darker")),
)
FLICKER_MS = 350
# Grey levels of a difference are shown this much stronger, and the picture says so.
GAIN = 4
# Micro-expressions move by one or two px: with this much left, head movement can look like one.
TOO_MUCH_PX = 1.0


def difference_picture(difference: Float32) -> UInt8:
    """A signed difference in grey levels as a picture uint8 [H, W, 3] (BGR): red brighter, blue darker, grey same."""
    strength = np.clip(np.abs(difference) * GAIN, 0, 127)
    channels = np.full((*difference.shape, 3), 128.0)
    brighter, darker = difference > 0, difference < 0
    channels[..., 2] += np.where(brighter, strength, -strength)
    channels[..., 1] -= strength
    channels[..., 0] += np.where(darker, strength, -strength)
    channels[difference == 0] = 128
    return np.clip(channels, 0, 255).astype(np.uint8)


def comparison_words(found: FaceComparison) -> str:
    """What was taken out of the pair, and how well."""
    if found.crops is None:
        return told(found.note)
    rest = tr("residual {residual:.2f} px", residual=found.residual)
    if math.isnan(found.residual):
        rest = tr("⚠ residual cannot be measured")
    elif found.residual > TOO_MUCH_PX:
        rest = tr("⚠ {rest}, as much as an expression moves: part of the flicker is the head", rest=rest)
    return tr(
        "{rest} · head moved {moved:.1f} px, turned {angle:.1f}° (taken out)",
        rest=rest,
        moved=found.moved,
        angle=abs(found.turned),
    )


class Stage(QWidget):
    """The square the comparison is painted on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Comparison of two moments"))
        self._found: FaceComparison | None = None
        self._images: list[QImage] = []
        self._pixels: list[UInt8] = []
        self.mode = "flicker"
        self.turn = 0
        self.wipe = 0.5
        self.message = ""

    def show_pair(self, found: FaceComparison | None) -> None:
        """Show a comparison; None shows nothing."""
        self._found = found
        self._pixels = []
        if found is not None and found.crops is not None and found.difference is not None:
            self._pixels = [*found.crops, difference_picture(found.difference)]
        self._images = [
            QImage(one.data, one.shape[1], one.shape[0], one.strides[0], QImage.Format.Format_BGR888)
            for one in self._pixels
        ]
        self.update()

    @property
    def caption(self) -> str:
        """What is seen now, as one line."""
        found = self._found
        if found is None or not self._images:
            return self.message
        if self.mode == "flicker":
            frame = (found.first, found.second)[self.turn]
            return tr("frame {frame}", frame=frame) if self.turn else tr("frame {frame} (onset)", frame=frame)
        if self.mode == "wipe":
            return tr("frame {first} | frame {second}", first=found.first, second=found.second)
        return tr("frame {second} − frame {first}, ×{gain}", second=found.second, first=found.first, gain=GAIN)

    @override
    @safe_override(default=QSize(320, 320))
    def sizeHint(self) -> QSize:
        return QSize(320, 320)

    @override
    @safe_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.mode == "wipe":
            place = self._place()
            self.wipe = min(max((event.position().x() - place.left()) / max(1.0, place.width()), 0.0), 1.0)
            self.update()

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(24, 24, 24))
            place = self._place()
            if self._images:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                self._paint_images(painter, place)
            painter.setPen(QColor(235, 235, 235))
            text = painter.boundingRect(self.rect(), Qt.TextFlag.TextWordWrap, self.caption)
            room = QRect(self.rect().left(), self.rect().bottom() - text.height() - 8, self.width(), text.height() + 8)
            if self._images:
                painter.fillRect(room, QColor(0, 0, 0, 150))
            else:
                room = self.rect().adjusted(12, 12, -12, -12)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.caption)

    def _paint_images(self, painter: QPainter, place: QRectF) -> None:
        first, second, difference = self._images
        if self.mode == "difference":
            painter.drawImage(place, difference)
            return
        if self.mode == "flicker":
            painter.drawImage(place, (first, second)[self.turn])
            return
        at = place.left() + self.wipe * place.width()
        painter.drawImage(place, second)
        painter.setClipRect(QRectF(place.left(), place.top(), at - place.left(), place.height()))
        painter.drawImage(place, first)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(255, 255, 255), 1))
        painter.drawLine(QPointF(at, place.top()), QPointF(at, place.bottom()))

    def _place(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)


class CompareView(QWidget):
    """The comparison with its choices.

    Signals:
        closed: the user wants the picture alone again.
        partner_changed: compare with the apex (True) or with the frame shown (False).
    """

    closed = Signal()
    partner_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = Stage()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._buttons: dict[str, ToggleButton] = {}
        row = QHBoxLayout()
        row.setContentsMargins(4, 2, 4, 0)
        for mode, text, tip in MODES:
            button = self._buttons[mode] = ToggleButton(tr(text))
            button.setToolTip(tr(tip))
            button.clicked.connect(lambda _checked=False, mode=mode: self.set_mode(mode))
            row.addWidget(button)
        row.addStretch(1)
        self._apex = ToggleButton(tr("Apex"))
        self._apex.setToolTip(tr("Compare the onset with the apex instead of the frame shown"))
        self._apex.clicked.connect(lambda: self.partner_changed.emit(self._apex.isChecked()))
        row.addWidget(self._apex)
        close = no_focus(QToolButton())
        close.setText("×")
        close.setToolTip(tr("Close the comparison (F)"))
        close.setAccessibleName(tr("Close the comparison"))
        close.clicked.connect(self.closed)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._stage, 1)
        column.addWidget(self._words)
        self._timer = QTimer(self)
        self._timer.setInterval(FLICKER_MS)
        self._timer.timeout.connect(self._turn)
        self.set_mode("flicker")

    @property
    def stage(self) -> Stage:
        """The square the comparison is painted on."""
        return self._stage

    @property
    def words(self) -> str:
        """The line below the picture."""
        return self._words.text()

    def set_mode(self, mode: str) -> None:
        """Show the comparison as ``"flicker"``, ``"wipe"`` or ``"difference"``."""
        for name, button in self._buttons.items():
            button.setChecked(name == mode)
        self._stage.mode = mode
        self._stage.update()

    def start(self, message: str) -> None:
        """Be seen; `message` stands until a comparison arrives."""
        self._stage.message = message
        self._stage.turn = 0
        self._timer.start()
        self.show()

    def stop(self) -> None:
        """Be gone."""
        self._timer.stop()
        self.hide()
        self.show_comparison(None)

    def show_comparison(self, found: FaceComparison | None, message: str = "") -> None:
        """Show a comparison, or a sentence where there is none."""
        self._stage.message = message or (found.note if found is not None else "")
        self._stage.show_pair(found)
        self._words.setText("" if found is None else comparison_words(found))

    @Slot()
    def _turn(self) -> None:
        if self._stage.mode == "flicker":
            self._stage.turn = 1 - self._stage.turn
            self._stage.update()
