"""The videos of the project that wait for their analysis: one after the other, while another one is reviewed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.config import AnalysisConfig
from engine.messages import Said
from engine.types import Progress
from metst_gui.desk.analysis import Analysis
from metst_gui.desk.analysis_options import options_of, rate_of, same_run
from metst_gui.desk.identify import Identified, locate
from metst_gui.desk.jobs import LEAST_SECONDS
from metst_gui.desk.project_files import video_places
from metst_gui.desk.queue_file import KeptQueue, read_queue, write_queue
from metst_gui.desk.same_video import CONTENT, refusal
from metst_gui.desk.session import Session
from metst_gui.desk.video_job import VideoJob
from metst_gui.desk.video_state import NOT_ANALYSED, Stage, VideoState
from metst_gui.desk.waiting_list import WaitingList
from metst_gui.document.file.digest import DigestService
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.perspective import HIDDEN
from metst_gui.document.project import Video
from metst_gui.inference.pool import InferencePool
from metst_gui.language import plural, told, tr
from metst_gui.wording.counted import counted
from metst_gui.wording.time_left import left_text

# How often progress is told, and how long an order that is being changed settles before it is kept, in ms.
TELL_MS, KEEP_MS = 500, 500
NOT_FOUND = Said("The video is not at its place: File, Find moved video… says where it is now.")
WITHOUT_RESULT = Said("The analysis ended without a result: try this video again.")
CHANGED = Said("The file was changed while it was analysed; nothing of it is kept.")


@dataclass(slots=True)
class _Pace:
    """How fast the list gets shorter: frames that were analysed, and the seconds that took."""

    frames: float = 0.0
    seconds: float = 0.0


class AnalysisQueue(QObject):
    """Analyses videos of the open project one at a time; the open video, when it is asked for, goes first.

    What is found is stored as a run of its video, whichever video is open then. A video that was analysed by the same
    model with the same settings is left out, unless its content is another one by now. The list is kept beside the
    project, and goes on when that is opened again.

    Args:
        session: what is open.
        analysis: of the open video.
        pool: makes what runs an analysis.

    Signals:
        changed: a video stands elsewhere, or is further; told at most twice a second for progress alone.
        emptied: the last video was analysed or failed.
    """

    changed = Signal()
    emptied = Signal()

    def __init__(self, session: Session, analysis: Analysis, pool: InferencePool) -> None:
        super().__init__(session)
        self._session, self._document = session, session.document
        self._analysis = analysis
        self._pool = pool
        self._list = WaitingList()
        self._paused = False
        self._closed = False
        self._job: VideoJob | None = None
        self._looked_for = ""
        self._pace = _Pace()
        self._project: object = None
        self._digests = DigestService(self)
        self._digests.digested.connect(self._on_located)
        self._digests.failed.connect(self._on_not_located)
        self._next, self._tell = self._timer(0, self._begin_next), self._timer(TELL_MS, self.changed.emit)
        self._keep = self._timer(KEEP_MS, self.keep)
        session.arrived.connect(self._on_arrived)
        analysis.progress_changed.connect(self._on_open_video)
        analysis.ended.connect(self._on_open_video)

    # What there is to know.

    @property
    def waiting(self) -> tuple[str, ...]:
        """Ids of the videos that wait, the next one first."""
        return self._list.waiting

    @property
    def current(self) -> str:
        """Id of the video that is analysed in the background, or rests; empty: none is."""
        return "" if self._job is None else self._job.video

    @property
    def paused(self) -> bool:
        """Whether nothing is analysed until `go_on`."""
        return self._paused

    @property
    def active(self) -> bool:
        """Whether something waits or is being analysed."""
        return bool(self._list.waiting) or self._job is not None

    @property
    def counts(self) -> tuple[int, int]:
        """Number of the videos that were analysed since the list was empty, and of all that were or are on it."""
        rest = len(self._list.waiting) + (self._job is not None)
        return self._list.finished, self._list.settled + rest

    def state_of(self, video: str) -> VideoState:
        """Where a video stands.

        Args:
            video: its id in the project.
        """
        if self._job is not None and video == self._job.video:
            return VideoState(Stage.PAUSED if self._job.held else Stage.RUNNING, share=self._job.share)
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
        frames, seconds = self._pace.frames, self._pace.seconds
        rest = float(sum(self._frames(one) for one in self._list.waiting))
        job = self._job
        if job is not None:
            frames += self._frames(job.video) * job.share
            rest += self._frames(job.video) * (1 - job.share)
            seconds += job.seconds
        return None if seconds < LEAST_SECONDS or frames <= 0 else rest * seconds / frames

    @property
    def text(self) -> str:
        """How far all is, as “3 of 200 analysed, about 12 min left”; empty where nothing is on the list."""
        done, total = self.counts
        if not total:
            return ""
        parts, failed = [tr("{done} of {total} analysed", done=done, total=total)], self._list.failed
        parts += [plural(failed, "{n} failed", "{n} failed")] if failed else []
        if self._paused and self.active:
            parts.append(tr("paused"))
        elif self._job is not None and self._job.held:
            parts.append(tr("the open video goes first"))
        elif self.active and self.seconds_left is not None:
            parts.append(left_text(self.seconds_left))
        return ", ".join(parts)

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
        if not self._may_ask():
            return 0
        known, runs = self._document.focus.state.videos, self._document.runs.by_video()
        there = {*self._list.waiting, self.current}
        wanted = [one for one in dict.fromkeys(videos) if one in known and one not in there]
        added = [one for one in wanted if not self._done_before(known[one], runs.get(one, []))]
        if not self.active:
            self._list.restart()
            self._pace = _Pace()
        self._list.add(added)
        self._settle()
        return len(added)

    def move(self, video: str, by: int) -> None:
        """Let a video that waits be analysed earlier (below zero) or later, by so many places."""
        if self._list.place(video):
            self._list.move(video, by)
            self._keep.start()
            self.changed.emit()

    def move_up(self, video: str) -> None:
        """Let a video that waits be analysed one place earlier."""
        self.move(video, -1)

    def move_down(self, video: str) -> None:
        """Let a video that waits be analysed one place later."""
        self.move(video, 1)

    def take_out(self, videos: Iterable[str]) -> None:
        """Take videos off the list; one that is being analysed is given up."""
        gone = set(videos)
        self._list.remove(gone)
        if self._job is not None and self._job.video in gone:
            self._drop_job()
        self._settle()

    def clear(self) -> None:
        """Take every video off the list."""
        self._drop_job()
        self._list = WaitingList()
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
        write_queue(path, self._list.kept(self.current, paused=self._paused))

    def shutdown(self) -> None:
        """Keep the list, and end what is running; may be called more than once."""
        if self._closed:
            return
        self.keep()
        self._closed = True
        for timer in (self._next, self._tell, self._keep):
            timer.stop()
        self._digests.shutdown()
        self._drop_job()
        self._pool.shutdown()

    # How it goes on.

    def _timer(self, milliseconds: int, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def _frames(self, video: str) -> int:
        found = self._document.focus.state.videos.get(video)
        return 0 if found is None else max(1, found.ref.n_frames)

    def _may_ask(self) -> bool:
        """Whether videos may be put on the list; where not, that is said."""
        if self._document.view.blind:
            self._session.say(HIDDEN)
            return False
        if self._session.project_path is None or self._document.ledger.read_only:
            self._session.say(tr("Several videos are analysed in a project that can be written: save this one first."))
            return False
        return True

    def _config(self, video: Video, path: Path) -> AnalysisConfig:
        face = self._document.statements.face(video.id)
        return options_of(self._session.settings.value, image_rate=rate_of(video.ref, path), face_at=face)

    def _done_before(self, video: Video, runs: list[Mapping[str, Any]]) -> bool:
        """Whether this was done before; a run that another one replaced is the current one again then."""
        found = same_run(runs, video.ref, self._config(video, video.ref.path))
        if found and found != video.run:
            return self._session.attempt(lambda: self._document.put_run(video.id, found))
        return bool(found)

    def _settle(self) -> None:
        """What is asked for is another thing now."""
        if self._job is not None:
            self._job.hold(held=self._paused or self._analysis.running)
        self.keep()
        self._next.start()
        self.changed.emit()

    @Slot()
    def _begin_next(self) -> None:
        """Begin with the next video, where nothing is in the way."""
        if self._closed or self._paused or self._job is not None or self._looked_for or self._analysis.running:
            return
        self._leave_out()
        if not self._list.waiting:
            self._on_empty()
            return
        project, video = self._session.project_path, self._document.focus.state.videos[self._list.waiting[0]]
        places = [] if project is None else video_places(video, project)
        if not places:
            self._fail(video.id, NOT_FOUND)
            return
        self._looked_for, ref = video.id, video.ref
        self._digests.start(lambda stop: locate(places, ref, stop=stop))

    def _leave_out(self) -> None:
        """Take those off the list that were analysed meanwhile."""
        known, runs = self._document.focus.state.videos, self._document.runs.by_video()
        while self._list.waiting:
            id_ = self._list.waiting[0]
            if not self._done_before(known[id_], runs.get(id_, [])):
                return
            self._list.finish(id_)
            self.changed.emit()

    def _on_empty(self) -> None:
        if self._list.settled:
            self.keep()
            self.emptied.emit()
            self.changed.emit()

    @Slot(object)
    def _on_located(self, found: Identified) -> None:
        id_, self._looked_for = self._looked_for, ""
        video = self._document.focus.state.videos.get(id_)
        if video is None or self._list.place(id_) != 1 or self._analysis.running or self._paused:
            self._next.start()
            return
        if found.content is None:
            self._fail(id_, NOT_FOUND)
        elif found.same is False:
            self._fail(id_, refusal(found.path.name, CONTENT, found.content, video.ref))
        else:
            self._list.take_next()
            self._job = job = VideoJob(id_, self._pool.idle(), self)
            job.event_ready.connect(self._on_event)
            job.ended.connect(self._on_ended)
            job.start(found.path, self._config(video, found.path))
            self.changed.emit()

    @Slot(object)
    def _on_not_located(self, sentence: str) -> None:
        id_, self._looked_for = self._looked_for, ""
        if self._list.place(id_):
            self._fail(id_, sentence)

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, Progress) and not self._tell.isActive():
            self._tell.start()

    @Slot(object)
    def _on_ended(self, sentence: object) -> None:
        job, self._job = self._job, None
        if job is None:
            return
        job.deleteLater()
        self._pace.frames += self._frames(job.video)
        self._pace.seconds += job.seconds
        if isinstance(sentence, str):
            self._fail(job.video, sentence)
        elif job.run is None:
            self._fail(job.video, WITHOUT_RESULT)
        else:
            self._store(job)

    def _store(self, job: VideoJob) -> None:
        run, video = job.run, self._document.focus.state.videos.get(job.video)
        assert run is not None
        if video is None:
            self._next.start()
            return
        if run.content and video.ref.fast and run.content != video.ref.fast:
            self._fail(job.video, CHANGED)
            return
        try:
            self._document.put_run(job.video, run)
        except EditRefusedError as error:
            # The next one could not be stored either: nothing is computed in vain.
            self._list.add([job.video], first=True)
            self._paused = True
            self._session.notifier.error(
                tr("{error} The analysis in the background rests until you let it go on.", error=told(str(error)))
            )
        else:
            self._list.finish(job.video)
        self._settle()

    def _fail(self, video: str, sentence: str) -> None:
        """One video costs no other one: it is said why, and the next one follows."""
        self._list.fail(video, sentence)
        self._settle()

    def _drop_job(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            job.deleteLater()

    @Slot()
    def _on_open_video(self) -> None:
        """The analysis of the open video began, goes on or ended: it goes first."""
        running = self._analysis.running
        shown = self._document.focus.video_id
        if running and self._job is not None and self._job.video == shown:
            self._drop_job()
            self.changed.emit()
        if self._job is not None and self._job.held != (running or self._paused):
            self._settle()
        elif not running:
            self._next.start()

    @Slot()
    def _on_arrived(self) -> None:
        """Another project may be open: its own list goes on."""
        state = self._document.focus.state
        if state is self._project:
            return
        self._drop_job()
        self._digests.shutdown()
        self._looked_for = ""
        self._project = state
        path = self._session.project_path
        kept = KeptQueue() if path is None else read_queue(path)
        self._list = WaitingList(kept, state.videos)
        self._paused, self._pace = kept.paused, _Pace()
        if self._list.waiting:
            waiting = counted(len(self._list.waiting), "video")
            self._session.say(tr("The analysis of {videos} of this project goes on.", videos=waiting))
        self._next.start()
        self.changed.emit()
