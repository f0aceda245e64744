"""Coach marks: everything but one place of the window is dimmed, and a few words beside that place explain it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from metst_gui.language import tr
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.look import make
from metst_gui.widgets.qt_guard import safe_override

DIMMED = QColor(0, 0, 0, 120)
# px: around the place, from the place to the words, width of the words.
AROUND, GAP, WIDTH = 4, 12, 330
RADIUS = 7
ON = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space})
BACK = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backspace})


@dataclass(frozen=True, slots=True)
class CoachStep:
    """One mark.

    Attributes:
        title: its heading, translated.
        text: what is said of the place, translated.
        places: gives the widgets that are explained; hidden ones, and those of other windows, are passed over.
    """

    title: str
    text: str
    places: Callable[[], Sequence[QWidget]]


class CoachMarks(QWidget):
    """Lies over a window and takes every key and click, until its steps are gone through or it is left.

    Enter, Space, →, ↓ and a click beside the words go on; ←, ↑ and Backspace go back; Esc leaves.

    Args:
        host: the window it lies over.

    Signals:
        shown: a step begins. arg: its number, from 0.
        left: gone through, or left before.
    """

    shown = Signal(int)
    left = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        # Other filters of keys let these alone (`DigitRow`, `Refusals`).
        self.setProperty("keeps_keys", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Tour"))
        self._steps: Sequence[CoachStep] = ()
        self.number = 0
        self.bubble = QFrame(self)
        self.bubble.setObjectName("bubble")
        self.bubble.setAutoFillBackground(True)
        self.bubble.setFrameShape(QFrame.Shape.StyledPanel)
        self._count, self._title, self._text = QLabel(), QLabel(), QLabel()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._text.setWordWrap(True)
        self.skip = make(no_focus(QPushButton(tr("Leave the tour"))), "link")
        self.back = no_focus(QPushButton(tr("Back")))
        self.on = make(no_focus(QPushButton()), "primary")
        self.skip.clicked.connect(self.leave)
        self.back.clicked.connect(lambda: self._go(self.number - 1))
        self.on.clicked.connect(lambda: self._go(self.number + 1))
        self._lay_out()
        self.hide()
        host.installEventFilter(self)

    def begin(self, steps: Sequence[CoachStep]) -> None:
        """Show the first of some steps."""
        self._steps = steps
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.setFocus()
        self._go(0)

    @Slot()
    def leave(self) -> None:
        """Take the marks away."""
        if not self.isHidden():
            self.hide()
            self.left.emit()

    @property
    def place(self) -> QRect:
        """What is explained, in px of the window; empty where nothing of it is seen."""
        window, found = self._host, QRect()
        for widget in self._steps[self.number].places() if self._steps else ():
            if widget.isVisible() and widget.window() is window.window():
                found = found.united(QRect(widget.mapTo(window, QPoint()), widget.size()))
        return found.adjusted(-AROUND, -AROUND, AROUND, AROUND).intersected(self.rect()) if found.isValid() else found

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.on)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        self._column = column = QVBoxLayout(self.bubble)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addLayout(buttons)

    def _go(self, number: int) -> None:
        if number >= len(self._steps):
            self.leave()
            return
        self.number = max(number, 0)
        step, n = self._steps[self.number], len(self._steps)
        self._title.setText(step.title)
        self._text.setText(step.text)
        self._count.setText(tr("{number} of {n}", number=self.number + 1, n=n))
        self.setAccessibleDescription(f"{step.title}. {step.text}")
        self.back.setEnabled(self.number > 0)
        self.on.setText(tr("Done") if self.number == n - 1 else tr("Next"))
        self.shown.emit(self.number)
        self._settle()

    def _settle(self) -> None:
        """Put the words beside the place, where there is most room."""
        width = min(WIDTH, self.width() - 2 * GAP)
        self.bubble.setFixedWidth(width)
        self.bubble.adjustSize()
        height = self.bubble.sizeHint().height()
        self.bubble.setFixedHeight(self._column.totalHeightForWidth(width) or height)
        height, place = self.bubble.height(), self.place
        if place.isEmpty():
            corner = self.rect().center() - QPoint(width // 2, height // 2)
        else:
            corner = self._beside(place, width, height)
        self.bubble.move(
            min(max(corner.x(), GAP), max(GAP, self.width() - width - GAP)),
            min(max(corner.y(), GAP), max(GAP, self.height() - height - GAP)),
        )
        self.update()

    def _beside(self, place: QRect, width: int, height: int) -> QPoint:
        middle = place.center() - QPoint(width // 2, height // 2)
        # Room beyond what the words take, on each side, and the corner of the words there.
        sides = (
            (place.left() - width, QPoint(place.left() - GAP - width, middle.y())),
            (self.width() - place.right() - width, QPoint(place.right() + GAP, middle.y())),
            (place.top() - height, QPoint(middle.x(), place.top() - GAP - height)),
            (self.height() - place.bottom() - height, QPoint(middle.x(), place.bottom() + GAP)),
        )
        return max(sides, key=lambda side: side[0])[1]

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shade, place = QPainterPath(), self.place
            shade.addRect(QRectF(self.rect()))
            if not place.isEmpty():
                hole = QPainterPath()
                hole.addRoundedRect(QRectF(place), RADIUS, RADIUS)
                shade = shade.subtracted(hole)
            painter.fillPath(shade, DIMMED)
            if not place.isEmpty():
                painter.setPen(QPen(self.palette().highlight().color(), 2))
                painter.drawRoundedRect(QRectF(place), RADIUS, RADIUS)

    @override
    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in ON:
            self._go(self.number + 1)
        elif event.key() in BACK:
            self._go(self.number - 1)
        event.accept()

    @override
    @safe_override(default=False)
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # No command of the window is run by a key meanwhile.
            event.accept()
            return True
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel):
            self.setFocus()
            event.accept()
            if self._goes_on(event):
                self._go(self.number + 1)
            return True
        return super().event(event)

    def _goes_on(self, event: QEvent) -> bool:
        """Whether it is a click beside the words; the second press of a double click is none."""
        if not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseButtonPress:
            return False
        beside = not self.bubble.geometry().contains(event.position().toPoint())
        return beside and event.button() == Qt.MouseButton.LeftButton

    @override
    @safe_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._host.rect())
            self._settle()
        return False
