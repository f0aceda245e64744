"""The face beside the picture: the item in a slow loop, or two moments alternating, under a wipe, as a difference."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from engine.types import FaceComparison, Float32, UInt8
from metst_gui.language import mark, told, tr
from metst_gui.widgets.bgr_image import bgr_image
from metst_gui.widgets.buttons import ToggleButton, no_focus
from metst_gui.widgets.help_button import HelpButton
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override

MODES: tuple[tuple[str, str, str], ...] = (
    ("loop", mark("Loop"), mark("The item over and over, slowly: the face alone, with a little before and after")),
    ("flicker", mark("Flicker"), mark("Show the two moments in turn: what jumps is what moved")),
    ("wipe", mark("Wipe"), mark("The first moment left of the mouse, the second right of it")),
    ("difference", mark("Difference"), mark("Second minus first: red became brighter, blue darker")),
)
FLICKER_MS = 350
# Pictures of a loop are shown for no shorter than this.
_LEAST_MS = 15
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


class CompareStage(QWidget):
    """The square the comparison is painted on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 76)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Comparison of two moments"))
        self._found: FaceComparison | None = None
        self._images: list[QImage] = []
        self._loop: tuple[UInt8, Sequence[int]] | None = None
        self.shown = 0
        self.loop_rate = 1.0
        self.mode = "flicker"
        self.turn = 0
        self.wipe = 0.5
        self.message = ""

    def show_pair(self, found: FaceComparison | None) -> None:
        """Show a comparison; None shows nothing."""
        self._found = found
        self._images = []
        if found is not None and found.crops is not None and found.difference is not None:
            self._images = [bgr_image(one) for one in (*found.crops, difference_picture(found.difference))]
        self.update()

    def show_loop(self, pictures: UInt8 | None, frames: Sequence[int] = ()) -> None:
        """Show these pictures, uint8 [n, S, S, 3] (BGR), of these frame indices in turn; None shows none."""
        self._loop = None if pictures is None or not len(pictures) else (pictures, frames)
        self.shown = 0
        self.update()

    @property
    def n_loop(self) -> int:
        """Pictures of the loop; 0: there is none yet."""
        return 0 if self._loop is None else len(self._loop[0])

    @property
    def caption(self) -> str:
        """What is seen now, as one line."""
        if self.mode == "loop":
            if self._loop is None:
                return self.message
            frame = self._loop[1][self.shown % self.n_loop]
            return tr("frame {frame} · loop at {rate}×", frame=frame, rate=f"{self.loop_rate:g}")
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
            loop = self._loop_image() if self.mode == "loop" else None
            is_seen = loop is not None if self.mode == "loop" else bool(self._images)
            if loop is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(place, loop)
            elif is_seen:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                self._paint_images(painter, place)
            painter.setPen(QColor(235, 235, 235))
            text = painter.boundingRect(self.rect(), Qt.TextFlag.TextWordWrap, self.caption)
            room = QRect(self.rect().left(), self.rect().bottom() - text.height() - 8, self.width(), text.height() + 8)
            if is_seen:
                painter.fillRect(room, QColor(0, 0, 0, 150))
            else:
                room = self.rect().adjusted(12, 12, -12, -12)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.caption)

    def _loop_image(self) -> QImage | None:
        if self._loop is None:
            return None
        return bgr_image(self._loop[0][self.shown % self.n_loop])

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
    """The face pane with its choices.

    Signals:
        closed: the user wants the picture alone again.
        partner_changed: compare with the apex (True) or with the frame shown (False).
        mode_changed: another of `MODES` is shown. arg: its name.
        opening: it is about to be shown; the layout has not asked for its room yet.
    """

    opening = Signal()
    closed = Signal()
    partner_changed = Signal(bool)
    mode_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = CompareStage()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._buttons: dict[str, ToggleButton] = {}
        row = QHBoxLayout()
        row.setContentsMargins(4, 3, 4, 1)
        row.setSpacing(2)
        for mode, text, tip in MODES:
            button = self._buttons[mode] = make(ToggleButton(tr(text)), "chip")
            button.setToolTip(tr(tip))
            button.clicked.connect(lambda _checked=False, mode=mode: self.set_mode(mode))
            row.addWidget(button)
        row.addStretch(1)
        self._apex = make(ToggleButton(tr("Apex")), "chip")
        self._apex.setToolTip(tr("Compare the onset with the apex instead of the frame shown"))
        self._apex.clicked.connect(lambda: self.partner_changed.emit(self._apex.isChecked()))
        row.addWidget(self._apex)
        close = make(no_focus(QToolButton()), "plain")
        close.setText("×")
        close.setToolTip(tr("Close the comparison (F)"))
        close.setAccessibleName(tr("Close the comparison"))
        close.clicked.connect(self.closed)
        row.addWidget(HelpButton("face"))
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
        self._loop_timer = QTimer(self)
        self._loop_timer.timeout.connect(self._advance)
        self.set_mode("flicker")

    @property
    def stage(self) -> CompareStage:
        """The square the comparison is painted on."""
        return self._stage

    @property
    def words(self) -> str:
        """The line below the picture."""
        return self._words.text()

    @property
    def mode(self) -> str:
        """Which of `MODES` is shown."""
        return self._stage.mode

    def set_mode(self, mode: str) -> None:
        """Show one of `MODES`."""
        for name, button in self._buttons.items():
            button.setChecked(name == mode)
        is_new, self._stage.mode = mode != self._stage.mode, mode
        self._apex.setVisible(mode != "loop")
        self._words.setVisible(mode != "loop")
        self._stage.update()
        if is_new:
            self.mode_changed.emit(mode)

    def show_loop(
        self, pictures: UInt8 | None, frames: Sequence[int] = (), *, rate: float = 1.0, fps: float = 0
    ) -> None:
        """Show the item in a loop.

        Args:
            pictures: uint8 [n, S, S, 3] (BGR); None: they are on their way, or there are none.
            frames: frame index of each.
            rate: speed, 1: as recorded.
            fps: frames a second of the recording.
        """
        self._stage.loop_rate = rate
        self._stage.show_loop(pictures, frames)
        if self._stage.n_loop < 2 or fps <= 0:
            self._loop_timer.stop()
            return
        self._loop_timer.setInterval(max(_LEAST_MS, round(1000 * (frames[1] - frames[0]) / (fps * rate))))
        if self.isVisible():
            self._loop_timer.start()

    @override
    @safe_override
    def setVisible(self, visible: bool) -> None:
        if visible and self.isHidden():
            self.opening.emit()
        super().setVisible(visible)

    def start(self, message: str) -> None:
        """Be seen; `message` stands until a comparison arrives."""
        self._stage.message = message
        self._stage.turn = 0
        self._timer.start()
        self.show()

    def stop(self) -> None:
        """Be gone."""
        self._timer.stop()
        self._loop_timer.stop()
        self.hide()
        self.show_loop(None)
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

    @Slot()
    def _advance(self) -> None:
        self._stage.shown += 1
        if self._stage.mode == "loop":
            self._stage.update()
