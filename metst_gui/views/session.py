"""One sitting: which video and project are open, the analysis of it, and where it is saved. No widgets."""

import logging
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, Signal, Slot

from engine.config import PRESETS, AnalysisConfig, DecoderConfig
from engine.types import AnalysisRun, Progress, ScoreChunk, VideoInfo
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

PROJECT_SUFFIX = ".metst"
CLASSICAL = "classical"
_log = logging.getLogger(__name__)


def autosave_path(info: VideoInfo) -> Path:
    """Project file of a video nobody has named a project for; found again by the video's frame table."""
    folder = platformdirs.user_data_path("metst") / "projects"
    return folder / f"{info.path.stem[:60]}-{info.table_digest[:12]}{PROJECT_SUFFIX}"


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
        self.autosaver = Autosaver(self.document, lambda: self._project_path, self)
        self.info: VideoInfo | None = None
        self._project_path: Path | None = None
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
        return self._project_path

    def open_path(self, path: Path) -> None:
        """Open a video file, an image folder or a project file."""
        if path.suffix.lower() == PROJECT_SUFFIX and not path.is_dir():
            self.open_project(path)
        else:
            self.open_video(path)

    def open_video(self, path: Path) -> None:
        """Open a video in the background; answers with `opened` or a message."""
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
        self._pending = (path, project)
        self.frames.open(video.absolute())

    def save_as(self, path: Path) -> None:
        """Save the project under a name of the user's; later edits go there too."""
        path = path if path.suffix.lower() == PROJECT_SUFFIX else path.with_name(path.name + PROJECT_SUFFIX)
        try:
            write_project(path, self.document.project)
        except ProjectFileError as error:
            self.notifier.error(str(error))
            return
        self._project_path = path
        self.notifier.info(f"Saved to “{path.name}”; every later edit is saved there at once.")

    def start_analysis(self) -> None:
        """Start the analysis of the open video, or start it again."""
        if self.info is None:
            self.notifier.info("Open a video first.")
            return
        self.progress_changed.emit("Starting the analysis", 0, 1)
        self.inference.start(self.info.path, self.analysis_config())

    def cancel_analysis(self) -> None:
        """Stop the analysis; what was decided stays."""
        if self.inference.running:
            self.inference.cancel()

    def analysis_config(self) -> AnalysisConfig:
        """Options of the next run, from the settings."""
        value = self.settings.value
        preset = PRESETS.get(value.preset, PRESETS["casme3"])
        return AnalysisConfig(preset=preset.preset, k=preset.k, rate=preset.rate, weights=value.weights)

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

    def redecode(self, decoder: DecoderConfig) -> None:
        """Decode the current run again with other options; no inference, decided proposals stay."""
        from dataclasses import asdict

        from engine.decoding import decode

        run = self.document.run
        if run is None or self.info is None:
            return
        synergy = run.settings.get("synergy", "spotting_led")
        proposals = decode(run.curves, config=decoder, n_frames=self.info.n_frames, synergy=synergy)
        self.document.set_proposals(proposals, decoder=asdict(decoder))

    def shutdown(self) -> None:
        """Save, and join every thread and process; may be called more than once."""
        self.autosaver.flush()
        self.playback.pause()
        self.inference.shutdown()
        self.frames.shutdown()

    @Slot(object)
    def _on_opened(self, info: VideoInfo) -> None:
        pending, self._pending = self._pending, None
        path, project = pending if pending is not None else (info.path, None)
        if project is not None and project.video is not None and project.video.table_digest != info.table_digest:
            self.notifier.error(
                f"“{info.path.name}” is not the video “{path.name}” was made with: its frames differ. "
                "Find the original video and put it beside the project."
            )
            self._reopen_previous()
            return
        if not self.autosaver.flush() and self.info is not None:
            self.notifier.error(f"“{info.path.name}” was not opened, because the open project cannot be saved first.")
            self._reopen_previous()
            return
        self.cancel_analysis()
        self._project_path = path if project is not None else autosave_path(info)
        self.document.load(project if project is not None else self._stored_or_new(info))
        self.document.set_video(VideoRef.of(info))
        self.selection.clear()
        self.info = info
        self.playback.set_info(info)
        self.opened.emit(info)
        for warning in info.warnings:
            self.notifier.info(warning)
        if self.document.run is None and self.settings.value.analyse_on_open:
            self.start_analysis()

    def _reopen_previous(self) -> None:
        if self.info is not None:
            self._pending = (self._project_path or self.info.path, self.document.project)
            self.frames.open(self.info.path)
        else:
            self.frames.close()

    def _stored_or_new(self, info: VideoInfo) -> Project:
        """The autosaved project of this video, or a new one; an unreadable one is set aside, never overwritten."""
        path = autosave_path(info)
        new = Project(video_name=info.path.stem, annotator=self.settings.value.annotator)
        if not path.exists():
            return new
        try:
            project = read_project(path)
        except ProjectFileError as error:
            self._project_path = path.with_name(f"{path.stem}-2{PROJECT_SUFFIX}")
            self.notifier.error(f"{error} A new project was begun beside it.")
            return new
        decided, drawn = len(project.verdicts), len(project.annotations)
        if decided or drawn:
            self.notifier.info(f"Restored {drawn} annotations and {decided} verdicts of this video.")
        return project

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._pending = None
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
            for note in event.notes:
                if self.info is None or note not in self.info.warnings:
                    self.notifier.info(note)

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
            self.redecode(decoder)
            self.document.run_changed.emit()

    def _end(self) -> None:
        self.progress_changed.emit("", 0, 0)
        self.analysis_ended.emit()
