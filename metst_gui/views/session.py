"""One sitting: which video and project are open, the analysis of it, and where it is saved. No widgets."""

import logging
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from engine.config import PRESETS, AnalysisConfig, DecoderConfig
from engine.types import AnalysisRun, Progress, ScoreChunk, VideoInfo
from metst_gui.document.annotation import Verdict
from metst_gui.document.autosave import Autosaver
from metst_gui.document.codec import read_project, write_project
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.errors import ProjectFileError
from metst_gui.document.project import Project, VideoRef
from metst_gui.document.selection import SelectionModel
from metst_gui.inference.controller import InferenceController
from metst_gui.notify import Notifier
from metst_gui.playback import FrameService, PlaybackController
from metst_gui.settings import SettingsStore
from metst_gui.views.project_files import PROJECT_SUFFIX, Claim, stored_project

CLASSICAL = "classical"
_log = logging.getLogger(__name__)


class Session(QObject):
    """Opens videos and projects, keeps them saved, and runs the analysis.

    What is open stays open until the new source has proved readable.

    Signals:
        opened: a video is open (the document is loaded). arg: VideoInfo.
        chunk_ready: provisional curves. arg: ScoreChunk.
        progress_changed: stage text, done, total; total 0: nothing runs.
        analysis_ended: the analysis finished, failed or was cancelled.
    """

    opened = Signal(object)
    chunk_ready = Signal(object)
    progress_changed = Signal(str, int, int)
    analysis_ended = Signal()

    def __init__(
        self,
        *,
        settings: SettingsStore,
        notifier: Notifier,
        frames: FrameService,
        inference: InferenceController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.notifier = notifier
        self.frames = frames
        self.inference = inference
        self.document = AnnotationDocument(self)
        self.selection = SelectionModel(self)
        self.playback = PlaybackController(self)
        self.autosaver = Autosaver(self.document, lambda: self._claim.path, self)
        self.info: VideoInfo | None = None
        self._claim = Claim()
        self._returning = False
        self._pending: tuple[Path, Project | None] | None = None
        frames.opened.connect(self._on_opened)
        frames.failed.connect(self._on_failed)
        inference.event_ready.connect(self._on_event)
        inference.finished.connect(self._on_finished)
        inference.cancelled.connect(self._on_cancelled)
        self.autosaver.failed.connect(notifier.error)
        self.playback.frame_changed.connect(frames.request)

    @property
    def project_path(self) -> Path | None:
        """File the open project is saved to."""
        return self._claim.path

    def open_path(self, path: Path) -> None:
        """Open a video file, an image folder or a project file."""
        if path.suffix.lower() == PROJECT_SUFFIX and not path.is_dir():
            self.open_project(path)
        else:
            self.open_video(path)

    def open_video(self, path: Path) -> None:
        """Open a video in the background; answers with `opened` or a message."""
        self._returning = False
        self._pending = (path, None)
        self.frames.open(path.absolute())

    def open_project(self, path: Path) -> None:
        """Open a project and the video it is about."""
        try:
            project = read_project(path)
        except ProjectFileError as error:
            self.notifier.error(str(error))
            return
        if project.video is None:
            self.notifier.error(f"“{path.name}” names no video: open the video instead.")
            return
        beside = path.with_name(project.video.path.name)
        video = project.video.path if project.video.path.exists() else beside
        if not video.exists():
            self.notifier.error(
                f"The video of “{path.name}” is not at “{project.video.path}”: "
                "put it beside the project, then open again."
            )
            return
        self._returning = False
        self._pending = (path, project)
        self.frames.open(video.absolute())

    def save_as(self, path: Path) -> None:
        """Save the project under a name of the user's; later edits go there too."""
        path = path if path.suffix.lower() == PROJECT_SUFFIX else path.with_name(path.name + PROJECT_SUFFIX)
        before = self._claim.path
        if not self._claim.take(path):
            self.notifier.error(f"“{path.name}” is open in another METST window: choose another name.")
            return
        try:
            write_project(path, self.document.project)
        except ProjectFileError as error:
            self.notifier.error(str(error))
            if before is not None:
                self._claim.take(before)
            return
        self.notifier.info(f"Saved to “{path.name}”; every later edit is saved there at once.")

    def set_image_rate(self, fps: float) -> None:
        """Set the frame rate of the open image folder; a finished analysis is made again, verdicts stay."""
        info = self.info
        if info is None or info.kind != "images" or fps == info.fps:
            return
        self.inference.cancel()
        self.info = info.at_rate(fps)
        self.document.set_video(VideoRef.of(self.info))
        self.playback.set_info(self.info)
        self.opened.emit(self.info)
        self.notifier.info(f"The images are now {fps:g} a second.")
        if self.document.run is not None or self.settings.value.analyse_on_open:
            self.start_analysis()

    def start_analysis(self) -> None:
        """Start the analysis of the open video, or start it again."""
        if self.info is None:
            self.notifier.info("Open a video first.")
            return
        self.progress_changed.emit("Starting the analysis", 0, 1)
        self.inference.start(self.info.path, self.analysis_config())

    def cancel_analysis(self) -> None:
        """Stop the analysis; what was decided stays."""
        if not self.inference.running:
            return
        self.inference.cancel()
        kept = "the curves of the one before are shown again" if self.document.run is not None else "its curves go"
        self.notifier.info(f"Analysis stopped; {kept}, verdicts stay. Ctrl+R starts it again.")

    def analysis_config(self) -> AnalysisConfig:
        """Options of the next run, from the settings."""
        value = self.settings.value
        preset = PRESETS.get(value.preset, PRESETS["casme3"])
        return AnalysisConfig(
            preset=preset.preset, k=preset.k, rate=preset.rate, weights=value.weights, image_rate=self._image_rate()
        )

    def _image_rate(self) -> float | None:
        return self.info.fps if self.info is not None and self.info.kind == "images" else None

    def decoder(self) -> DecoderConfig | None:
        """Decoder the shown proposals come from; None before the first run."""
        project = self.document.project
        if project.run is None:
            return None
        stored = project.decoder or project.run.settings.get("decoder")
        try:
            return DecoderConfig(**stored) if stored else DecoderConfig()
        except TypeError:
            _log.warning("unknown decoder options in the project: %s", stored)
            return DecoderConfig()

    def redecode(self, decoder: DecoderConfig, *, store: bool = True) -> None:
        """Decode the current run again with other options; no inference, decided proposals stay.

        Args:
            decoder: the options.
            store: whether they are the user's choice from now on.
        """
        from dataclasses import asdict

        from engine.decoding import decode

        run = self.document.run
        if run is None or self.info is None:
            return
        synergy = run.settings.get("synergy", "spotting_led")
        proposals = decode(run.curves, config=decoder, n_frames=self.info.n_frames, synergy=synergy)
        self.document.set_proposals(proposals, decoder=asdict(decoder) if store else None)

    def shutdown(self) -> None:
        """Save, and join every thread and process; may be called more than once."""
        self.autosaver.flush()
        self.playback.pause()
        self.inference.shutdown()
        self.frames.shutdown()
        self._claim.release()

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        pending, self._pending = self._pending, None
        if self._returning:
            self._returning = False
            self.frames.request(self.playback.frame)
            return
        path, project, complaint = (info.path, None, "") if pending is None else (*pending, "")
        if project is None:
            path, project, complaint = stored_project(info)
        refusal = self._refusal(info, path, project)
        if refusal:
            self.notifier.error(refusal)
            self._return_to_previous()
            return
        self.inference.cancel()
        if info.kind == "images" and project is not None and project.video is not None:
            info = info.at_rate(project.video.fps)
        self.document.load(project or Project(video_name=info.path.stem, annotator=self.settings.value.annotator))
        self.document.set_video(VideoRef.of(info))
        self.selection.clear()
        self.info = info
        decoder = self.decoder()
        if decoder is not None:
            self.redecode(decoder, store=False)
        self.playback.set_info(info)
        self.opened.emit(info)
        self._tell(info, project, complaint)
        if self.document.run is None and self.settings.value.analyse_on_open:
            self.start_analysis()

    def _refusal(self, info: VideoInfo, path: Path, project: Project | None) -> str:
        """Why a video that was opened must not replace the one that is shown; empty where it may."""
        if project is not None and project.video is not None and project.video.table_digest != info.table_digest:
            return (
                f"“{info.path.name}” is not the video “{path.name}” was made with: its frames differ. "
                "Find the original video and put it beside the project."
            )
        if not self.autosaver.flush() and self.info is not None:
            return f"“{info.path.name}” was not opened, because the open project cannot be saved first."
        if not self._claim.take(path):
            return f"The project of “{info.path.name}” is open in another METST window: use that one."
        return ""

    def _tell(self, info: VideoInfo, project: Project | None, complaint: str) -> None:
        if complaint:
            self.notifier.error(complaint)
        news = list(info.warnings)
        if info.kind == "images":
            news.insert(0, f"The images are taken as {info.fps:g} a second: Play, Frame rate of images… changes it.")
        if project is not None and (project.annotations or project.verdicts):
            drawn, decided = len(project.annotations), len(project.verdicts)
            news.append(f"Restored {counted(drawn, 'annotation')} and {counted(decided, 'verdict')} of this video.")
        run = self.document.run
        news += [note for note in (run.notes if run is not None else ()) if note not in news]
        if news:
            self.notifier.info(" ".join(news))

    def _return_to_previous(self) -> None:
        """Decode from the video that is shown again, which was open until now."""
        if self.info is not None:
            self._returning = True
            self.frames.open(self.info.path)
        else:
            self.frames.close()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._pending = None
        self._returning = False
        self.notifier.error(sentence)

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, Progress):
            self.progress_changed.emit(event.stage, event.done, event.total)
        elif isinstance(event, ScoreChunk):
            self.chunk_ready.emit(event)
            if event.proposals is not None:
                self.document.set_proposals(event.proposals)
        elif isinstance(event, AnalysisRun):
            self.document.set_run(event)
            self.notifier.info(self._outcome(event))

    def _outcome(self, run: AnalysisRun) -> str:
        """What a finished analysis found, what it could not do, and which key comes next."""
        open_ = sum(self.document.verdict(one.id) is Verdict.PENDING for one in self.document.proposals)
        if open_:
            found = f"Analysis finished: {counted(open_, 'proposal')} to review, ↓ shows the first."
        elif np.isfinite(run.curves.score).any():
            found = "Analysis finished: no proposal is open. Drag the red line down for weaker ones, or mark your own."
        else:
            found = "Analysis finished without a score: mark intervals by hand (I, P, O)."
        known = self.info.warnings if self.info is not None else ()
        return " ".join([found, *(note for note in run.notes if note not in known)])

    @Slot(object)
    def _on_finished(self, sentence: object) -> None:
        if isinstance(sentence, str):
            if self.settings.value.weights != CLASSICAL:
                self.settings.update(weights=CLASSICAL)
                sentence = f"{sentence} The classical spotter is chosen again: Ctrl+R starts it."
            self.notifier.error(sentence)
            self._show_stored_run()
        self._end()

    @Slot()
    def _on_cancelled(self) -> None:
        self._show_stored_run()
        self._end()

    def _show_stored_run(self) -> None:
        """After an unfinished analysis the finished one before it is shown again."""
        decoder = self.decoder()
        if decoder is not None:
            self.redecode(decoder, store=False)
            self.document.run_changed.emit()

    def _end(self) -> None:
        self.progress_changed.emit("", 0, 0)
        self.analysis_ended.emit()


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is not one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
