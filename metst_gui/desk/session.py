"""One sitting: what is open, and the analysis of it. No widgets."""

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from typing_extensions import override

from engine.clock import scene_clock
from engine.config import PRESETS, AnalysisConfig, DecoderConfig, Synergy, stored_decoder
from engine.types import AnalysisRun, Curves, Progress, ScoreChunk, VideoInfo
from metst_gui.desk.project_opener import ProjectSession
from metst_gui.document.annotation import Verdict
from metst_gui.document.face_choice import Place
from metst_gui.document.perspective import HIDDEN
from metst_gui.document.project import VideoRef
from metst_gui.inference.controller import InferenceController
from metst_gui.language import told, tr
from metst_gui.notify import Notifier
from metst_gui.playback import FrameService
from metst_gui.settings import SettingsStore
from metst_gui.wording.counted import counted

if TYPE_CHECKING:
    from engine.decoding.stepwise import Stepwise

SYNERGIES: tuple[Synergy, ...] = ("none", "recognition_led", "spotting_led", "paper")
CLASSICAL = "classical"
_log = logging.getLogger(__name__)


class Session(ProjectSession):
    """Opens videos and projects, keeps them saved, and runs the analysis.

    Signals:
        chunk_ready: provisional curves. arg: ScoreChunk.
        progress_changed: stage text, done, total; total 0: nothing runs.
        analysis_ended: the analysis finished, failed or was cancelled.
    """

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
        super().__init__(settings=settings, notifier=notifier, frames=frames, parent=parent)
        self.inference = inference
        self._stepwise: Stepwise | None = None
        self._clean: tuple[str, tuple[tuple[int, int], ...], Curves] | None = None  # curves without artefacts
        self.dragged: DecoderConfig | None = None  # options while the threshold is being dragged
        inference.event_ready.connect(self._on_event)
        inference.finished.connect(self._on_finished)
        inference.cancelled.connect(self._on_cancelled)
        self.document.layer_changed.connect(self._on_layer)

    def set_image_rate(self, fps: float | None) -> None:
        """Set the frame rate of the open folder or video file; a finished analysis is made again, verdicts stay.

        Args:
            fps: frames a second at which it was recorded; None: as the file itself tells.
        """
        info = self.info
        if info is None or fps == (info.fps if info.kind == "images" or info.rate_given else None):
            return
        self.inference.cancel()
        self.info = info.at_own_rate() if fps is None else info.at_rate(fps)
        if self.document.video is not None:
            id_, ref = self.document.video.id, VideoRef.of(self.info)
            self.document.videos.clocks[id_] = scene_clock(self.info)
            self._try(lambda: self.document.videos.relink(id_, ref))
        self.playback.set_info(self.info)
        self.opened.emit(self.info)
        self.notifier.info(tr("The frames are now {fps:g} a second.", fps=self.info.fps))
        if self.document.view.run is not None or self.settings.value.analyse_on_open:
            self.start_analysis()

    def start_analysis(self) -> None:
        """Start the analysis of the open video, or start it again."""
        if self.info is None:
            self.notifier.info(tr("Open a video first."))
            return
        if self.document.view.blind:
            self.notifier.info(HIDDEN)
            return
        self.progress_changed.emit(tr("Starting the analysis"), 0, 1)
        self.inference.start(self.info.path, self.analysis_config())

    def cancel_analysis(self) -> None:
        """Stop the analysis; what was decided stays."""
        if not self.inference.running:
            return
        self.inference.cancel()
        kept = (
            tr("the curves of the one before are shown again")
            if self.document.view.run is not None
            else tr("its curves go")
        )
        self.notifier.info(tr("Analysis stopped; {kept}, verdicts stay. Ctrl+R starts it again.", kept=kept))

    def analysis_config(self) -> AnalysisConfig:
        """Options of the next run, from the settings."""
        value = self.settings.value
        preset = PRESETS.get(value.preset, PRESETS["casme3"])
        return AnalysisConfig(
            preset=preset.preset,
            k=preset.k,
            rate=preset.rate,
            weights=value.weights,
            image_rate=self._image_rate(),
            face_at=self.face_at,
        )

    @property
    def face_at(self) -> Place | None:
        """Where the face chosen for the open video is, as in `AnalysisConfig`; None: the largest is analysed."""
        video = self.document.video
        return None if video is None else self.document.statements.face(video.id)

    def _image_rate(self) -> float | None:
        info = self.info
        return info.fps if info is not None and (info.kind == "images" or info.rate_given) else None

    def decoder(self) -> DecoderConfig | None:
        """Decoder the shown proposals come from; None before the first run."""
        if self.document.view.run is None:
            return None
        project = self.document.project
        assert project.run is not None
        if self.dragged is not None:
            return self.dragged
        stored = project.decoder or project.run.settings.get("decoder") or {}
        try:
            return stored_decoder({name: value for name, value in stored.items() if name != "synergy"})
        except (AttributeError, TypeError, ValueError):
            _log.warning("unknown decoder options in the project: %s", stored)
            return DecoderConfig()

    @property
    def synergy(self) -> Synergy:
        """How recognition and spotting are combined in the shown proposals."""
        project = self.document.project
        stored = (project.decoder or {}).get("synergy") or (
            project.run.settings.get("synergy") if project.run else None
        )
        return stored if stored in SYNERGIES else "spotting_led"

    def curves(self) -> Curves | None:
        """Curves of the current run without what was marked as an artefact; None before the first run."""
        from engine.decoding import without

        run, artefacts = self.document.view.run, self.document.view.artefacts
        if run is None:
            return None
        if self._clean is None or self._clean[:2] != (run.id, artefacts):
            self._clean = run.id, artefacts, without(run.curves, artefacts)
        return self._clean[2]

    def redecode(self, decoder: DecoderConfig, *, store: bool = True, synergy: Synergy | None = None) -> None:
        """Decode the current run again with other options; no inference, decided proposals stay.

        Args:
            decoder: the options.
            store: whether they are the user's choice from now on.
            synergy: how recognition and spotting are combined; None: as now.
        """
        curves = self.curves()
        if curves is None or self.info is None:
            return
        synergy = synergy or self.synergy
        proposals, near = self._steps().at(curves, decoder, n_frames=self.info.n_frames, synergy=synergy)
        stored = {**asdict(decoder), "synergy": synergy} if store else None
        self._try(lambda: self.document.set_proposals(proposals, near=near, decoder=stored))

    def _steps(self) -> "Stepwise":
        """Made when first needed: a window opens without the decoding rooms."""
        if self._stepwise is None:
            from engine.decoding import decode
            from engine.decoding.stepwise import Stepwise

            self._stepwise = Stepwise(decode)
        return self._stepwise

    @override
    def shutdown(self) -> None:
        """Save, and join every thread and process; may be called more than once."""
        self.autosaver.flush()
        self.inference.shutdown()
        super().shutdown()

    @override
    def _abandon(self) -> None:
        self.inference.cancel()

    @override
    def _prepare(self) -> None:
        """Proposals as they were decoded last."""
        decoder = self.decoder()
        if decoder is not None:
            self.redecode(decoder, store=False)

    @override
    def _ready(self, info: VideoInfo) -> None:
        hidden = self.document.view.blind or bool(self.document.ledger.read_only)
        if self.document.view.run is None and self.settings.value.analyse_on_open and not hidden:
            self.start_analysis()

    @Slot()
    def _on_layer(self) -> None:
        """Another annotator works: an analysis would show what they may not see; what they may see is decoded."""
        if self.document.view.blind:
            self.inference.cancel()
        self._prepare()

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, Progress):
            self.progress_changed.emit(event.stage, event.done, event.total)
        elif isinstance(event, ScoreChunk):
            if not self.document.view.hides:
                self.chunk_ready.emit(event)
            if event.proposals is not None:
                self.document.set_proposals(event.proposals)
        elif isinstance(event, AnalysisRun):
            if self._is_of_another(event):
                self.notifier.error(
                    tr("The file was changed while it was analysed; nothing of it is kept. Open it again.")
                )
                self._show_stored_run()
                return
            self.document.set_run(event)
            self._prepare()  # near misses, and what was marked as an artefact
            self.notifier.info(self._outcome(event))

    def _is_of_another(self, run: AnalysisRun) -> bool:
        """Whether what was analysed is certainly not what is shown."""
        shown = "" if self.info is None else self.info.fast_digest
        return bool(run.content and shown) and run.content != shown

    def _outcome(self, run: AnalysisRun) -> str:
        """What a finished analysis found, what it could not do, and which key comes next."""
        if self.document.view.hides:
            return tr("Analysis finished; what it found is hidden: B shows it.")
        open_ = sum(self.document.view.verdict(one.id) is Verdict.PENDING for one in self.document.view.proposals)
        if open_:
            found = tr(
                "Analysis finished: {proposals} to review, ↓ shows the first.", proposals=counted(open_, "proposal")
            )
        elif np.isfinite(run.curves.score).any():
            found = tr(
                "Analysis finished: no proposal is open. Drag the red line down for weaker ones, or mark your own."
            )
        else:
            found = tr("Analysis finished without a score: mark intervals by hand (I, P, O).")
        known = self.info.warnings if self.info is not None else ()
        return " ".join([found, *(told(note) for note in run.notes if note not in known)])

    @Slot(object)
    def _on_finished(self, sentence: object) -> None:
        if isinstance(sentence, str):
            # The chosen model stays chosen: one clip or file that fails says nothing about the next.
            if self.settings.value.weights != CLASSICAL:
                sentence = tr(
                    "{sentence} The chosen model stays chosen: Analysis, Model… takes another one.",
                    sentence=told(sentence),
                )
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
