"""Shows at the foot of the window what goes on."""

from PySide6.QtCore import QObject, QTimer, Slot

from metst_gui.desk.jobs import Job, Jobs
from metst_gui.language import plural
from metst_gui.widgets.message_bar import MessageBar

TICK_MS = 1000


class ProgressController(QObject):
    """Shows the job that began last; the others are counted, and named in the tool tip."""

    def __init__(self, jobs: Jobs, messages: MessageBar) -> None:
        super().__init__(messages)
        self._jobs = jobs
        self._messages = messages
        # What is slower than before takes longer, also while nothing is told of it.
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._show)
        jobs.changed.connect(self._show)
        messages.cancel_requested.connect(self._stop)

    @property
    def _shown(self) -> Job | None:
        running = self._jobs.running
        return running[-1] if running else None

    @Slot()
    def _show(self) -> None:
        job = self._shown
        if job is None:
            self._tick.stop()
            self._messages.hide_progress()
            return
        if not self._tick.isActive():
            self._tick.start()
        others = len(self._jobs.running) - 1
        more = plural(others, " · {n} more", " · {n} more") if others else ""
        tip = "\n".join(one.tip for one in reversed(self._jobs.running))
        self._messages.show_progress(job.text + more, job.percent, tip=tip, stop_tip=job.kind.stop_tip)

    @Slot()
    def _stop(self) -> None:
        job = self._shown
        if job is not None and job.stop is not None:
            job.stop()
