"""Analyses one video in the background: finds it, proves that it is the one that is meant, and runs the model on it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.config import AnalysisConfig
from engine.messages import Said
from engine.types import Progress
from metst_gui.desk.identify import Identified, locate
from metst_gui.desk.project_files import video_places
from metst_gui.desk.same_video import CONTENT, refusal
from metst_gui.desk.video_job import VideoJob
from metst_gui.document.file.digest import DigestService
from metst_gui.document.project import Video
from metst_gui.inference.pool import InferencePool

NOT_FOUND = Said("The video is not at its place: File, Find moved video… says where it is now.")
WITHOUT_RESULT = Said("The analysis ended without a result: try this video again.")
CHANGED = Said("The file was changed while it was analysed; nothing of it is kept.")
Configure = Callable[[Path], AnalysisConfig]


class BackgroundRunner(QObject):
    """Has one video at a time, which may rest.

    Args:
        pool: makes what runs an analysis.
        parent: owner.

    Signals:
        progressed: more of the video is analysed.
        analysed: it was analysed. arg: AnalysisRun.
        failed: it could not be. arg: sentence.
    """

    progressed = Signal()
    analysed = Signal(object)
    failed = Signal(object)

    def __init__(self, pool: InferencePool, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = pool
        self._video: Video | None = None
        self._configure: Configure | None = None
        self._located: Path | None = None
        self._job: VideoJob | None = None
        self._held = False
        self._digests = DigestService(self)
        self._digests.digested.connect(self._on_located)
        self._digests.failed.connect(self._fail)

    @property
    def video(self) -> str:
        """Id of the video it has; empty: none."""
        return "" if self._video is None else self._video.id

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
        """Give the video up; nothing is told of it any more."""
        self._digests.shutdown()
        if self._job is not None:
            self._job.cancel()
        self._forget()

    def release(self) -> None:
        """Nothing follows: a process that is kept for the next video ends."""
        self._pool.release()

    def shutdown(self) -> None:
        """Join every thread and process; may be called more than once."""
        self.cancel()
        self._pool.shutdown()

    def _forget(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
        self._video = self._job = self._located = None

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
        self._job = VideoJob(video.id, self._pool.idle(), self)
        self._job.event_ready.connect(self._on_event)
        self._job.ended.connect(self._on_ended)
        self._job.start(path, configure(path))

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, Progress):
            self.progressed.emit()

    @Slot(object)
    def _on_ended(self, sentence: object) -> None:
        job, video = self._job, self._video
        if job is None or video is None:
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
