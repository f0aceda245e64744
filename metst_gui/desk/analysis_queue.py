"""The videos of the project that wait for their analysis: one after the other, while another one is reviewed."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.types import AnalysisRun
from metst_gui.desk.analysis import Analysis
from metst_gui.desk.asked_analysis import AskedAnalysis
from metst_gui.desk.background_runner import BackgroundRunner
from metst_gui.desk.decoding import reset_text
from metst_gui.desk.queue_file import KeptQueue, read_queue, write_queue
from metst_gui.desk.queue_pace import QueuePace
from metst_gui.desk.session import Session
from metst_gui.desk.video_state import NOT_ANALYSED, Stage, VideoState
from metst_gui.desk.waiting_list import WaitingList
from metst_gui.document.changes import Changes
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.language import told, tr
from metst_gui.wording.counted import counted

# How long an order that is being changed settles before it is kept, in ms.
KEEP_MS = 500


class AnalysisQueue(QObject):
    """Analyses videos of the open project one at a time; the open video, when it is asked for, goes first.

    What is found is stored as a run of its video, whichever video is open then. A video that was analysed by the same
    model with the same settings is left out, unless its content is another one by now. The list is kept beside the
    project, and goes on when that is opened again.

    Args:
        session: what is open.
        analysis: of the open video.
        runner: analyses one video at a time.

    Signals:
        changed: a video stands elsewhere, or is further; told at most twice a second for progress alone.
        emptied: the last video was analysed or failed.
    """

    changed = Signal()
    emptied = Signal()

    def __init__(self, session: Session, analysis: Analysis, runner: BackgroundRunner) -> None:
        super().__init__(session)
        self._session, self._document = session, session.document
        self._analysis = analysis
        self._runner = runner
        self._asked, self._list = AskedAnalysis(session), WaitingList()
        self._paused = False
        self._closed = False
        self._pace = QueuePace()
        self._project: object = None
        runner.progressed.connect(self.changed)
        runner.analysed.connect(self._on_analysed)
        runner.failed.connect(self._on_failed)
        runner.adopted.connect(self._settle)
        runner.put_back.connect(self._on_put_back)
        self._next, self._keep = QTimer(self), QTimer(self)
        for timer, milliseconds, act in ((self._next, 0, self._begin_next), (self._keep, KEEP_MS, self.keep)):
            timer.setSingleShot(True)
            timer.setInterval(milliseconds)
            timer.timeout.connect(act)
        session.arrived.connect(self._on_arrived)
        self._document.changed.connect(self._on_document)
        analysis.inference.started.connect(self._on_open_video)
        analysis.ended.connect(self._on_open_video)
        analysis.given_up.connect(self.take_out)

    # What there is to know.

    @property
    def waiting(self) -> tuple[str, ...]:
        """Ids of the videos that wait, the next one first."""
        return self._list.waiting

    @property
    def current(self) -> str:
        """Id of the video that is analysed in the background, or rests; empty: none is."""
        return self._runner.video

    @property
    def paused(self) -> bool:
        """Whether nothing is analysed until `go_on`."""
        return self._paused

    @property
    def active(self) -> bool:
        """Whether something waits or is being analysed."""
        return bool(self._list.waiting or self.current)

    @property
    def held(self) -> bool:
        """Whether what is analysed in the background rests: the list is paused, or the open video goes first."""
        return self._runner.held

    @property
    def counts(self) -> tuple[int, int, int]:
        """Since the list was empty: how many videos were analysed, how many failed, and how many were or are on it."""
        rest = len(self._list.waiting) + len(self._runner.videos)
        return self._list.finished, self._list.failed, self._list.settled + rest

    def state_of(self, video: str) -> VideoState:
        """Where a video stands.

        Args:
            video: its id in the project.
        """
        if video in self._runner.videos:
            rests = self._runner.held or video != self.current
            return VideoState(Stage.PAUSED if rests else Stage.RUNNING, share=self._runner.share_of(video))
        place, why = self._list.place(video), self._list.why_failed(video)
        if place:
            return VideoState(Stage.WAITING, place=place)
        if why is not None:
            return VideoState(Stage.FAILED, reason=why)
        known = self._document.focus.state.videos.get(video)
        return VideoState(Stage.DONE, share=1.0) if known is not None and known.run is not None else NOT_ANALYSED

    @property
    def seconds_left(self) -> float | None:
        """How long the whole list will take at the pace so far; None: too little is ready to tell."""
        runner, videos = self._runner, self._document.videos
        begun = videos.frames(self.current) if self.current else 0
        waiting = sum(videos.frames(one) for one in self._list.waiting)
        return self._pace.left(waiting, begun=begun, share=runner.share, seconds=runner.seconds)

    # What can be asked for.

    def analyse_all(self) -> int:
        """Put every video of the project on the list that is not analysed yet; see `analyse`."""
        return self.analyse(one.id for one in self._document.videos)

    def analyse(self, videos: Iterable[str]) -> int:
        """Put videos at the end of the list, in this order; one that failed is tried again.

        Those that are on it, and those that were analysed in the same way before, are left out.

        Returns:
            number of those put there.
        """
        if not self._asked.may_be():
            return 0
        known, runs = self._document.focus.state.videos, self._document.runs.by_video()
        there = {*self._list.waiting, *self._runner.videos}
        wanted = [one for one in dict.fromkeys(videos) if one in known and one not in there]
        added = [one for one in wanted if not self._asked.done_before(known[one], runs.get(one, []))]
        if not self.active:
            self._list.restart()
            self._pace = QueuePace()
        self._list.add(added)
        self._settle()
        return len(added)

    def move(self, video: str, by: int) -> None:
        """Let a video that waits be analysed earlier (below zero) or later, by so many places."""
        if self._list.place(video):
            self._list.move(video, by)
            self._keep.start()
            self.changed.emit()

    def take_out(self, videos: Iterable[str] | None = None) -> None:
        """Take videos off the list; one that is being analysed is given up.

        Args:
            videos: their ids; None: all of them, and nothing is told any more of what became of the others.
        """
        gone = {*self._list.waiting, *self._runner.videos} if videos is None else set(videos)
        for one in gone:
            self._runner.drop(one)
        self._list.remove(gone)
        if videos is None:
            self._list.restart()
        self._settle()

    def pause(self) -> None:
        """Analyse nothing in the background until `go_on`; what is computed is kept."""
        self._paused = True
        self._settle()

    def go_on(self) -> None:
        """Go on after `pause`."""
        self._paused = False
        self._settle()

    @Slot()
    def keep(self) -> None:
        """Keep the list beside the project."""
        self._keep.stop()
        path = self._session.project_path
        if path is None or self._document.ledger.read_only or self._project is not self._document.focus.state:
            return
        write_queue(path, self._list.kept(self._runner.videos, paused=self._paused))

    def shutdown(self) -> None:
        """Keep the list, and end what is running; may be called more than once."""
        if self._closed:
            return
        self.keep()
        self._closed = True
        for timer in (self._next, self._keep):
            timer.stop()
        self._runner.shutdown()

    # How it goes on.

    @Slot()
    def _settle(self) -> None:
        """What is asked for is another thing now."""
        self._runner.hold(held=self._paused or self._analysis.running)
        self.keep()
        self._next.start()
        self.changed.emit()

    @Slot()
    def _begin_next(self) -> None:
        """Begin with the next video, where nothing is in the way."""
        if self._closed or self._paused or self.current or self._analysis.running:
            return
        self._asked.leave_out(self._list)
        project = self._session.project_path
        if self._list.waiting and project is not None:
            video = self._document.focus.state.videos[self._list.take_next()]
            self._runner.start(video, project, partial(self._asked.config, video))
            self.changed.emit()
        elif self._list.settled:
            self.keep()
            self._runner.release()
            self.emptied.emit()
            self.changed.emit()

    @Slot(object)
    def _on_analysed(self, run: AnalysisRun) -> None:
        """What was found is stored as a run of its video."""
        id_ = self.current
        self._pace.add(self._document.videos.frames(id_), self._runner.seconds)
        videos = self._document.focus.state.videos
        before = videos[id_]
        try:
            self._document.put_run(id_, run)
        except EditRefusedError as error:
            # The next one could not be stored either: nothing is computed in vain.
            self._list.add([id_], first=True)
            self._paused = True
            self._session.notifier.error(
                tr("{error} The analysis in the background rests until you let it go on.", error=told(str(error)))
            )
        else:
            self._list.finish(id_)
            reset = "" if self._document.view.hides else reset_text(before.decoder, videos[id_].decoder, run.settings)
            if reset:
                self._session.notice(f"“{before.ref.path.name}”: {reset}")
        self._settle()

    @Slot(object)
    def _on_failed(self, sentence: str) -> None:
        """One video costs no other one: it is said why, and the next one follows."""
        self._list.fail(self.current, sentence)
        self._settle()

    @Slot(str)
    def _on_put_back(self, video: str) -> None:
        self._list.add([video], first=True)

    @Slot()
    def _on_open_video(self) -> None:
        """The analysis of the open video began, goes on or ended: it goes first."""
        running = self._analysis.running
        if self._runner.held != (running or self._paused):
            self._settle()
        elif not running:
            self._next.start()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        """A video that was removed from the project waits for nothing."""
        known = self._document.focus.state.videos
        gone = {one for one in (*self._list.waiting, *self._runner.videos) if one not in known}
        if changes.videos and gone:
            self.take_out(gone)

    @Slot()
    def _on_arrived(self) -> None:
        """Another project may be open: its own list goes on."""
        state = self._document.focus.state
        if state is self._project:
            return
        self._runner.cancel()
        self._project = state
        path = self._session.project_path
        kept = KeptQueue() if path is None else read_queue(path)
        self._list = WaitingList(kept, state.videos)
        self._paused, self._pace = kept.paused, QueuePace()
        if self._list.waiting:
            waiting = counted(len(self._list.waiting), "video")
            self._session.say(tr("The analysis of {videos} of this project goes on.", videos=waiting))
        self._next.start()
        self.changed.emit()
