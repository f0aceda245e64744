"""At the foot of the window: how far the videos are that are analysed in the background, and a button to pause."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from metst_gui.desk.analysis_queue import AnalysisQueue
from metst_gui.desk.desk import Desk
from metst_gui.desk.queue_text import queue_text
from metst_gui.language import plural, tr
from metst_gui.widgets import theme as themes
from metst_gui.widgets.buttons import no_focus
from metst_gui.widgets.icons import icon
from metst_gui.widgets.look import make


class QueueLine(QWidget):
    """Seen while a video waits or is analysed in the background."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._queue = desk, desk.background
        self._text = QLabel()
        self._pause = make(no_focus(QToolButton()), "plain")
        self._pause.clicked.connect(self._on_pause)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(2)
        layout.addWidget(self._text, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._pause)
        self._queue.changed.connect(self.refresh)
        self._queue.emptied.connect(self._on_emptied)
        desk.theme.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Say how far all is."""
        queue = self._queue
        self.setVisible(queue.active)
        self._text.setText(queue_text(queue))
        self._text.setToolTip(self._tip())
        words = tr("Go on analysing in the background") if queue.paused else tr("Pause the analysis in the background")
        self._pause.setToolTip(words)
        self._pause.setAccessibleName(words)
        self._pause.setIcon(icon("play" if queue.paused else "pause", themes.named(self._desk.theme.name)))

    def _tip(self) -> str:
        """Which video is analysed now."""
        name = next((one.name for one in self._desk.document.videos if one.id == self._queue.current), "")
        if not name:
            return ""
        percent = int(100 * self._queue.state_of(self._queue.current).share)
        return tr("Now: {name}, {percent} %", name=name, percent=percent)

    @Slot()
    def _on_pause(self) -> None:
        pause_or_go_on(self._queue)

    @Slot()
    def _on_emptied(self) -> None:
        done, failed, _total = self._queue.counts
        self._desk.session.notice(outcome(done, failed))


def pause_or_go_on(queue: AnalysisQueue) -> None:
    """Let what is analysed in the background rest, or go on."""
    (queue.go_on if queue.paused else queue.pause)()


def outcome(done: int, failed: int) -> str:
    """What became of all videos that were analysed in the background."""
    said = plural(done, "{n} video was analysed in the background.", "{n} videos were analysed in the background.")
    if not failed:
        return said
    why = plural(failed, "{n} could not be: the case board says why.", "{n} could not be: the case board says why.")
    return f"{said} {why}"
