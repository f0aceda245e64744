"""Twelve looping face crops on a page, to reject many proposals at once; nothing can be accepted here."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from engine.types import Proposal, UInt8, VideoInfo
from metst_gui.language import mark, tr
from metst_gui.playback.clips import ClipAsk, ClipService
from metst_gui.widgets.bgr_image import bgr_image
from metst_gui.widgets.qt_guard import safe_override
from metst_gui.widgets.theme import Theme
from metst_gui.wording.reasons import DIGITS, reason_list

COLUMNS, ROWS = 4, 3
# Largest share of the screen the sheet takes when it opens: its last line must stay visible.
SCREEN_SHARE = 0.9
# A key for each place, where it lies on the keyboard.
KEYS = "QWERASDFZXCV"
CONTEXT = 6
TICK_MS = 80
HELP = mark(
    "Press the key shown on a clip, or click it, to mark it (✗); Ctrl+A marks the whole page. Backspace rejects what "
    "you marked; a digit rejects it with a reason ({reasons}). → and ← turn the page. Esc closes this sheet; accept in "
    "the review."
)


class ClipPage(QWidget):
    """Paints the clips of one page, each looping.

    Signals:
        clicked: number of a place.
    """

    clicked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.proposals: Sequence[Proposal] = ()
        self.marked: set[str] = set()
        self.clips: dict[str, UInt8] = {}
        self._tick = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._advance)
        self._timer.start()

    @override
    @safe_override(default=QSize(720, 600))
    def sizeHint(self) -> QSize:
        return QSize(COLUMNS * 184, ROWS * 204)

    def place(self, number: int) -> QRectF:
        """Where a clip is painted."""
        width, height = self.width() / COLUMNS, self.height() / ROWS
        left, top = number % COLUMNS * width, number // COLUMNS * height
        return QRectF(left + 3, top + 3, width - 6, height - 6)

    @Slot()
    def _advance(self) -> None:
        self._tick += 1
        self.update()

    @override
    @safe_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number in range(len(self.proposals)):
            if self.place(number).contains(event.position()):
                self.clicked.emit(number)

    @override
    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.window))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for number, proposal in enumerate(self.proposals):
                self._paint(painter, number, proposal)

    def _paint(self, painter: QPainter, number: int, proposal: Proposal) -> None:
        place = self.place(number)
        is_marked = proposal.id in self.marked
        painter.fillRect(place, QColor(self._theme.stage))
        picture = place.adjusted(2, 2, -2, -22)
        clip = self.clips.get(proposal.id)
        if clip is not None and len(clip):
            image = bgr_image(clip[self._tick % len(clip)])
            side = min(picture.width(), picture.height())
            middle = picture.center()
            painter.setOpacity(0.35 if is_marked else 1.0)
            painter.drawImage(QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side), image)
            painter.setOpacity(1.0)
        else:
            text = "…" if clip is None else tr("cannot be decoded")
            painter.setPen(QColor("#cccccc"))
            painter.drawText(picture, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(QColor("#ffffff"))
        words = tr("{key}   {score:.2f}   frame {apex}", key=KEYS[number], score=proposal.score, apex=proposal.apex)
        low = QRectF(place.left() + 6, place.bottom() - 20, place.width() - 12, 18)
        painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, words)
        if is_marked:
            painter.setPen(QPen(QColor("#ffffff"), 3))
            painter.drawRect(place.adjusted(1, 1, -1, -1))
            font = painter.font()
            painter.save()
            font.setPointSizeF(40)
            painter.setFont(font)
            painter.drawText(picture, Qt.AlignmentFlag.AlignCenter, "✗")
            painter.restore()


class ContactSheet(QDialog):
    """Pages of open proposals; `reject` is called with what is marked and the reason."""

    def __init__(
        self,
        proposals: Sequence[Proposal],
        info: VideoInfo,
        *,
        theme: Theme,
        reject: Callable[[Sequence[Proposal], str], bool],
        face_at: tuple[float, float] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Contact sheet: reject only"))
        self._proposals = list(proposals)
        self._info = info
        self._reject = reject
        self._first = 0
        self.page = ClipPage(theme)
        self.status = QLabel()
        guide = QLabel(tr(HELP, reasons=reason_list()))
        column = QVBoxLayout(self)
        for label in (self.status, guide):
            label.setWordWrap(True)
        column.addWidget(self.status)
        column.addWidget(self.page, 1)
        column.addWidget(guide)
        self.resize(QSize(820, 780).boundedTo(self.screen().availableSize() * SCREEN_SHARE))
        self.clips = ClipService(info, face_at, self)
        self.clips.clip_ready.connect(self._on_clip)
        self.page.clicked.connect(self.toggle)
        self.finished.connect(self.clips.shutdown)
        self._show_page()

    @property
    def count(self) -> int:
        """Open proposals left."""
        return len(self._proposals)

    def toggle(self, number: int) -> None:
        """Mark a place of the page, or take the mark off."""
        if number < len(self.page.proposals):
            self.page.marked ^= {self.page.proposals[number].id}
            self._show_status()
            self.page.update()

    def mark_all(self) -> None:
        """Mark the whole page; a second time, nothing of it."""
        ids = {one.id for one in self.page.proposals}
        self.page.marked = set() if ids <= self.page.marked else ids
        self._show_status()
        self.page.update()

    def turn(self, pages: int) -> None:
        """Go to another page; marks of this one are dropped."""
        size = COLUMNS * ROWS
        last = max(0, (len(self._proposals) - 1) // size * size)
        target = min(max(0, self._first + pages * size), last)
        if target != self._first:
            self._first = target
            self._show_page()

    def reject_marked(self, reason: str = "") -> None:
        """Reject what is marked; the others move up, and those after them follow."""
        chosen = [one for one in self.page.proposals if one.id in self.page.marked]
        if not chosen:
            self.status.setText(tr("Nothing is marked yet. Press the key shown on a clip first."))
            return
        if self._reject(chosen, reason):
            gone = {one.id for one in chosen}
            self._proposals = [one for one in self._proposals if one.id not in gone]
            self._first = min(self._first, max(0, (len(self._proposals) - 1) // (COLUMNS * ROWS) * COLUMNS * ROWS))
            self._show_page()

    @override
    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        letter = chr(key) if ord("0") <= key <= ord("Z") else ""
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown):
            self.turn(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_PageUp):
            self.turn(-1)
        elif event.isAutoRepeat():
            return
        elif has_control and letter == "A":
            self.mark_all()
        elif key == Qt.Key.Key_Backspace:
            self.reject_marked()
        elif letter and letter in KEYS and not has_control:
            self.toggle(KEYS.index(letter))
        elif letter.isdigit() and int(letter) in DIGITS:
            self.reject_marked(DIGITS[int(letter)])

    @Slot(str, object)
    def _on_clip(self, id_: str, clip: UInt8) -> None:
        self.page.clips[id_] = clip
        self.page.update()

    def _show_page(self) -> None:
        page = self._proposals[self._first : self._first + COLUMNS * ROWS]
        kept = {one.id: self.page.clips[one.id] for one in page if one.id in self.page.clips}
        self.page.proposals, self.page.marked, self.page.clips = page, set(), kept
        last = self._info.n_frames - 1
        self.clips.page(
            [
                ClipAsk(0, one.id, max(0, one.onset - CONTEXT), one.apex, min(last, one.offset + CONTEXT))
                for one in page
                if one.id not in kept
            ]
        )
        self._show_status()
        self.page.update()

    def _show_status(self) -> None:
        shown = len(self.page.proposals)
        if not shown:
            self.status.setText(tr("No pending proposal is left. Press Esc to go back to the review."))
            return
        span = tr(
            "{first} to {last} of {n} pending proposals",
            first=self._first + 1,
            last=self._first + shown,
            n=len(self._proposals),
        )
        self.status.setText(tr("{span} · {n} marked to be rejected", span=span, n=len(self.page.marked)))
