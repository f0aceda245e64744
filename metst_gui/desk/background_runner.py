"""Analyses one video in the background: finds it, proves that it is the one that is meant, and runs the model on it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.config import AnalysisConfig
from engine.messages import Said
from engine.types import Progress
from metst_gui.desk.identify import Identified, locate
from metst_gui.desk.project_files import video_places
from metst_gui.desk.same_video import CONTENT, refusal
from metst_gui.desk.video_job import VideoJob
from metst_gui.document.file.digest import DigestService
from metst_gui.document.project import Video
from metst_gui.inference.controller import InferenceController
from metst_gui.inference.pool import InferencePool

NOT_FOUND = Said("The video is not at its place: File, Find moved video… says where it is now.")
WITHOUT_RESULT = Said("The analysis ended without a result: try this video again.")
CHANGED = Said("The file was changed while it was analysed; nothing of it is kept.")
# Of those that were left in the middle so many rest with all they have computed, each in a process of its own.
MOST_RESTING = 1
# How often progress is told, in ms.
TELL_MS = 500
Configure = Callable[[Path], AnalysisConfig]


class BackgroundRunner(QObject):
    """Has one video at a time, which may rest; what the window leaves in the middle goes on here, before others.

    Args:
        pool: makes what runs an analysis.
        parent: owner.

    Signals:
        progressed: more of the video is analysed; told at most twice a second.
        analysed: it was analysed. arg: AnalysisRun.
        failed: it could not be. arg: sentence.
        adopted: an analysis that was begun elsewhere goes on here.
        put_back: a video was given up for another one, and is to be analysed anew. arg: its id.
    """

    progressed = Signal()
    analysed = Signal(object)
    failed = Signal(object)
    adopted = Signal()
    put_back = Signal(str)

    def __init__(self, pool: InferencePool, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = pool
        self._video: Video | None = None
        self._configure: Configure | None = None
        self._located: Path | None = None
        self._job: VideoJob | None = None
        self._resting: list[tuple[Video, VideoJob]] = []
        self._held = False
        self._tell = QTimer(self, singleShot=True)
        self._tell.setInterval(TELL_MS)
        self._tell.timeout.connect(self.progressed)
        self._digests = DigestService(self)
        self._digests.digested.connect(self._on_located)
        self._digests.failed.connect(self._fail)

    @property
    def video(self) -> str:
        """Id of the video it has; empty: none."""
        return "" if self._video is None else self._video.id

    @property
    def videos(self) -> tuple[str, ...]:
        """Ids of the video it has, and of those that were begun and wait behind it."""
        current = () if self._video is None else (self._video.id,)
        return (*current, *(video.id for video, _job in self._resting))

    def share_of(self, video: str) -> float:
        """How much of one of `videos` is analysed, in [0, 1]."""
        return next((job.share for one, job in self._resting if one.id == video), self.share)

    @property
    def held(self) -> bool:
        """Whether the video rests."""
        return self._held

    @property
    def share(self) -> float:
        """How much of the video is analysed, in [0, 1]."""
        return 0.0 if self._job is None else self._job.share

    @property
    def seconds(self) -> float:
        """How long the video was worked on, rests not counted."""
        return 0.0 if self._job is None else self._job.seconds

    def adopt(self, video: Video, inference: InferenceController, heard: Iterable[object]) -> None:
        """Go on with the analysis of a video that is running elsewhere, before the one that is running here.

        Args:
            video: of the project.
            inference: runs it, and nothing afterwards.
            heard: what it told so far.
        """
        free = self._pool.idle()
        inference.swap(free)
        if self._job is not None and self._video is not None:
            self._job.hold(held=True)
            self._resting.insert(0, (self._video, self._job))
        elif self._video is not None:
            self._digests.shutdown()
            self.put_back.emit(self._video.id)
        for one, job in self._resting[MOST_RESTING:]:
            job.cancel()
            job.deleteLater()
            self.put_back.emit(one.id)
        del self._resting[MOST_RESTING:]
        self._video, self._located = video, None
        self._take(VideoJob(video.id, free, self, heard))
        self._held = False
        self.adopted.emit()

    def give_back(self, video: str, inference: InferenceController) -> list[object] | None:
        """Let an analysis go on elsewhere.

        Args:
            video: id of its video.
            inference: runs nothing, and this analysis afterwards.

        Returns:
            what it told so far; None: the video is not analysed here.
        """
        job = self._without(video)
        if job is None:
            return None
        job.hold(held=False)
        controller, heard = job.release(), job.heard
        job.deleteLater()
        if controller is None:
            return None
        inference.swap(controller)
        return heard

    def drop(self, video: str) -> None:
        """Give a video up, if it is here."""
        if video == self.video and self._job is None:
            self._digests.shutdown()
            self._forget()
            return
        job = self._without(video)
        if job is not None:
            job.cancel()
            job.deleteLater()

    def start(self, video: Video, project: Path, configure: Configure) -> None:
        """Begin with a video; answers with `analysed` or `failed`.

        Args:
            video: of the project.
            project: its file.
            configure: tells the options, given where the video is.
        """
        self.cancel()
        self._video, self._configure = video, configure
        places, ref = video_places(video, project), video.ref
        if places:
            self._digests.start(lambda stop: locate(places, ref, stop=stop))
        else:
            self._fail(NOT_FOUND)

    def hold(self, *, held: bool) -> None:
        """Let the video rest, keeping what was computed, or let it go on."""
        self._held = held
        if self._job is not None:
            self._job.hold(held=held)
        elif not held and self._located is not None:
            self._run()

    def cancel(self) -> None:
        """Give all videos up; nothing is told of them any more."""
        self._digests.shutdown()
        for one in self.videos:
            self.drop(one)

    def release(self) -> None:
        """Nothing follows: a process that is kept for the next video ends."""
        self._pool.release()

    def shutdown(self) -> None:
        """Join every thread and process; may be called more than once."""
        self._tell.stop()
        self.cancel()
        self._pool.shutdown()

    def _without(self, video: str) -> VideoJob | None:
        """The job of a video, which is no longer here; None: it has none."""
        if video and video == self.video and self._job is not None:
            job, self._job = self._job, None
            self._forget()
            return job
        found = next((pair for pair in self._resting if pair[0].id == video), None)
        if found is None:
            return None
        self._resting.remove(found)
        return found[1]

    def _forget(self) -> None:
        """The video is done with: one that was begun before goes on."""
        if self._job is not None:
            self._job.deleteLater()
        self._video = self._job = self._located = None
        if self._resting:
            self._video, self._job = self._resting.pop(0)
            self._job.hold(held=self._held)

    def _take(self, job: VideoJob) -> None:
        self._job = job
        job.event_ready.connect(self._on_event)
        job.ended.connect(self._on_ended)

    @Slot(object)
    def _on_located(self, found: Identified) -> None:
        if self._video is None:
            return
        if found.content is None:
            self._fail(NOT_FOUND)
        elif found.same is False:
            self._fail(refusal(found.path.name, CONTENT, found.content, self._video.ref))
        else:
            self._located = found.path
            if not self._held:
                self._run()

    def _run(self) -> None:
        path, video, configure = self._located, self._video, self._configure
        assert path is not None
        assert video is not None
        assert configure is not None
        self._located = None
        self._take(VideoJob(video.id, self._pool.idle(), self))
        assert self._job is not None
        self._job.start(path, configure(path))

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, Progress) and not self._tell.isActive():
            self._tell.start()

    @Slot(object)
    def _on_ended(self, sentence: object) -> None:
        job, video = self._job, self._video
        if job is None or video is None or self.sender() is not job:
            return
        if isinstance(sentence, str):
            self._fail(sentence)
        elif job.run is None:
            self._fail(WITHOUT_RESULT)
        elif job.run.content and video.ref.fast and job.run.content != video.ref.fast:
            self._fail(CHANGED)
        else:
            self.analysed.emit(job.run)
            self._forget()

    @Slot(object)
    def _fail(self, sentence: str) -> None:
        if self._video is not None:
            self.failed.emit(sentence)
            self._forget()
