"""The analysis of the open video: started, stopped, and what comes of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from engine.compiling import Preparing
from engine.config import AnalysisConfig
from engine.types import AnalysisRun, Progress, ScoreChunk, VideoInfo
from metst_gui.desk.analysis_options import options_of
from metst_gui.desk.background_runner import BackgroundRunner
from metst_gui.desk.decoding import Decoding, reset_text
from metst_gui.desk.jobs import JobKind, JobLine, Jobs
from metst_gui.desk.session import Session
from metst_gui.desk.video_job import with_event
from metst_gui.document.annotation import Verdict
from metst_gui.document.changes import Changes
from metst_gui.document.perspective import HIDDEN
from metst_gui.inference.controller import InferenceController
from metst_gui.language import told, tr
from metst_gui.models import CLASSICAL
from metst_gui.wording.counted import counted


class Analysis(QObject):
    """Runs the model on the open video, and gives the document what it finds.

    Signals:
        chunk_ready: provisional curves. arg: ScoreChunk.
        progress_changed: stage text, done, total; total 0: nothing runs.
        waiting: it waits until it is further. arg: what for.
        ended: the analysis finished, failed, was cancelled, or goes on in the background.
        given_up: the user stopped it. arg: set with the id of the video.
    """

    chunk_ready = Signal(object)
    progress_changed = Signal(str, int, int)
    waiting = Signal(str)
    ended = Signal()
    given_up = Signal(object)

    def __init__(
        self,
        session: Session,
        decoding: Decoding,
        inference: InferenceController,
        jobs: Jobs,
        background: BackgroundRunner,
    ) -> None:
        super().__init__(session)
        self._session = session
        self._document = session.document
        self._decoding = decoding
        self.inference = inference
        self._background = background
        self._heard: list[object] = []
        self._failure = ""
        kind = JobKind(
            tr("Analysing"),
            loss=tr("If you close now, the analysis is given up. Every decision is saved."),
            stop_tip=tr("Stop the analysis; verdicts stay"),
        )
        line = JobLine(jobs, kind, stop=self.cancel, parent=self)
        self.progress_changed.connect(line.follow)
        self.waiting.connect(line.wait)
        inference.event_ready.connect(self._on_event)
        inference.finished.connect(self._on_finished)
        inference.cancelled.connect(self._on_cancelled)
        session.leaving.connect(self._on_leaving)
        session.settled.connect(self._on_settled)
        session.retimed.connect(self._on_retimed)
        self._document.changed.connect(self._on_document)

    @property
    def running(self) -> bool:
        """Whether a video is being analysed."""
        return self.inference.running

    def start(self, *, by_movement: bool = True) -> None:
        """Start the analysis of the open video, or start it again.

        Args:
            by_movement: whether another model may take over where the settings let it; False: not this time.
        """
        info = self._session.info
        if info is None:
            return
        if self._document.view.blind:
            self._session.say(HIDDEN)
            return
        # The one before ends first, and what is said of it with it.
        self.inference.cancel()
        self._heard = []
        if self._document.video is not None:
            self._background.drop(self._document.video.id)
        self.progress_changed.emit(tr("Starting the analysis"), 0, 1)
        config = self.config()
        self.inference.start(info.path, config if by_movement else replace(config, restless_weights=""))

    def cancel(self) -> None:
        """Stop the analysis; what was decided stays."""
        if not self.inference.running:
            return
        self.inference.cancel()
        self.given_up.emit({self._document.focus.video_id})
        has_run = self._document.view.run is not None
        kept = tr("the curves of the analysis before it are shown again") if has_run else tr("its curves are not kept")
        self._session.say(tr("Analysis stopped; {kept}, verdicts stay. Ctrl+R starts it again.", kept=kept))

    def config(self) -> AnalysisConfig:
        """Options of the next run, from the settings."""
        session = self._session
        return options_of(
            session.settings.value, image_rate=session.image_rate, face_at=session.face_at, kept=session.kept_model
        )

    def shutdown(self) -> None:
        """Join the thread and its process; may be called more than once."""
        self.inference.shutdown()

    @Slot(object)
    def _on_settled(self, _info: VideoInfo) -> None:
        hidden = self._document.view.blind or bool(self._document.ledger.read_only)
        if not hidden and self._take_back():
            return
        if self._document.view.run is None and self._session.settings.value.analyse_on_open and not hidden:
            self.start()

    @Slot()
    def _on_retimed(self) -> None:
        if self._document.video is not None:
            self._background.drop(self._document.video.id)
        if self._document.view.run is not None or self._session.settings.value.analyse_on_open:
            self.start()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        """Where another annotator works, an analysis would show what they may not see."""
        if changes.layer and self._document.view.blind:
            self._on_leaving()

    @Slot()
    def _on_leaving(self) -> None:
        """What is being computed of the video goes on in the background, where its result can be stored."""
        document, heard = self._document, self._heard
        if not self.inference.running:
            return
        stored = any(isinstance(event, AnalysisRun) for event in heard)
        if document.video is None or document.ledger.store is None or document.ledger.read_only or stored:
            self.inference.cancel()
            return
        self._heard = []
        self._background.adopt(document.video, self.inference, heard)
        self._end()

    def _take_back(self) -> bool:
        """Whether the video was being analysed in the background: that goes on in view."""
        video = self._document.video
        if video is None or self.inference.running:
            return False
        heard = self._background.give_back(video.id, self.inference)
        if heard is None:
            return False
        self._heard = []
        self.progress_changed.emit(tr("Starting the analysis"), 0, 1)
        self.inference.started.emit()
        for event in heard:
            self._on_event(event)
        return True

    @Slot(object)
    def _on_event(self, event: object) -> None:
        self._heard = with_event(self._heard, event)
        if isinstance(event, Progress):
            self.progress_changed.emit(event.stage, event.done, event.total)
        elif isinstance(event, Preparing):
            self.waiting.emit(event.text)
        elif isinstance(event, ScoreChunk):
            if not self._document.view.hides:
                self.chunk_ready.emit(event)
            if event.proposals is not None:
                self._document.set_proposals(event.proposals)
        elif isinstance(event, AnalysisRun):
            if self._is_of_another(event):
                self._session.notifier.error(
                    tr("The file was changed while it was analysed; nothing of it is kept. Open it again.")
                )
                self._show_stored_run()
                return
            chosen = self._chosen
            self._document.set_run(event)
            self._decoding.repeat()  # near misses, and what was marked as an artefact
            self._settle()
            reset = reset_text(chosen, self._chosen, event.settings)
            self._session.notice(" ".join(filter(None, (self._outcome(event), reset))))

    @property
    def _chosen(self) -> Mapping[str, Any] | None:
        """Decoder options chosen for the open video; None while marks of the model are hidden, too."""
        video = self._document.video
        return None if video is None or self._document.view.hides else video.decoder

    def _is_of_another(self, run: AnalysisRun) -> bool:
        """Whether what was analysed is certainly not what is shown."""
        info = self._session.info
        shown = "" if info is None else info.fast_digest
        return bool(run.content and shown) and run.content != shown

    def _outcome(self, run: AnalysisRun) -> str:
        """What a finished analysis found, what it could not do, and which key comes next."""
        if self._document.view.hides:
            return tr("Analysis finished; what it found is hidden: B shows it.")
        open_ = sum(self._document.view.verdict(one.id) is Verdict.PENDING for one in self._document.view.proposals)
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
        info = self._session.info
        known = info.warnings if info is not None else ()
        return " ".join([found, *(told(note) for note in run.notes if note not in known)])

    @Slot(object)
    def _on_finished(self, sentence: object) -> None:
        if isinstance(sentence, str):
            # The chosen model stays chosen: one clip or file that fails says nothing about the next.
            if self._session.settings.value.weights != CLASSICAL:
                sentence = tr(
                    "{sentence} The chosen model stays chosen: Analysis, Model… takes another one.",
                    sentence=told(sentence),
                )
            self._failure = sentence
            self._session.notifier.error(sentence)
            self._show_stored_run()
        self._end()

    def _settle(self) -> None:
        """An analysis that is there takes away why the one before failed."""
        failure, self._failure = self._failure, ""
        if failure:
            self._session.notifier.settle(failure)

    @Slot()
    def _on_cancelled(self) -> None:
        self._show_stored_run()
        self._end()

    def _show_stored_run(self) -> None:
        """After an unfinished analysis the finished one before it is shown again."""
        if self._decoding.decoder() is not None:
            self._decoding.repeat()
            self._document.tell(Changes(run=True))

    def _end(self) -> None:
        self.progress_changed.emit("", 0, 0)
        self.ended.emit()
