"""Why the model proposed something, and why not: one sentence about a frame, and the panel about the selected item."""

import textwrap
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from engine.explain import Confounds, Movement, Occlusion, OcclusionRequest, Reason, WhyNot, confounds, movement
from engine.types import AnalysisRun
from metst_gui.commands.book import CommandBook
from metst_gui.explain.why_panel import (
    EMPTY,
    NO_EVIDENCE,
    NO_WINDOWS,
    WhyPanel,
    lane_rows,
    occlusion_words,
    region_rows,
)
from metst_gui.inference.controller import InferenceController
from metst_gui.language import mark, told, tr

if TYPE_CHECKING:
    from metst_gui.window.main_window import MainWindow

NO_CURVES = mark("There are no finished curves to explain: analyse the video first (Ctrl+R).")
WHOLE = mark("The score without a region is not measured for a network that went through the whole video in one piece.")
MEASURING = mark("The model runs again without each region…")
FACTORY = "engine.explain.occlusion:occlusions"
# Characters a line of a tool tip.
TIP_WIDTH = 72
# Only an item that is looked at for this long is measured: a process starts for it.
SETTLED_MS = 350


class Why(QObject):
    """Answers why the model proposed something, or did not, in one window."""

    def __init__(self, window: "MainWindow", *, factory: str = FACTORY) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._factory = factory
        self._known: tuple[object, WhyNot] | None = None
        self._measured: dict[str, str] = {}
        self._asked: tuple[str, OcclusionRequest] | None = None
        self._running = ""
        self._process: InferenceController | None = None
        self._timer = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._timer.timeout.connect(self._ask)
        self.panel: WhyPanel = window.why_panel
        self.panel.hide()
        window.timeline.mouse.explain = self.hint
        window.timeline.set_remark(self.remark)
        session = self._session
        session.selection.changed.connect(self.refresh)
        session.document.run_changed.connect(self._on_run)
        session.document.proposals_changed.connect(self.refresh)
        session.document.annotations_changed.connect(self.refresh)
        session.playback.frame_changed.connect(self._on_frame)
        session.opened.connect(self._on_run)
        window.closing.connect(self.shutdown)

    def bind(self, book: CommandBook) -> None:
        """Say what its commands do."""
        book.bind(
            {"why_here": self.why_here, "why_panel": self.toggle}, on={"why_panel": lambda: not self.panel.isHidden()}
        )

    # Why not here?

    def why_here(self) -> None:
        """Say why there is no proposal at the frame shown, or which one there is."""
        reason = self.reason(self._session.playback.frame)
        nothing = self._session.document.view.hidden_reason or NO_CURVES
        self._session.notifier.info(tr(nothing) if reason is None else told(reason.sentence))

    def hint(self, frame: int) -> str:
        """Tool tip of the curves at a frame; empty where nothing is to be explained."""
        reason = self.reason(frame)
        return "" if reason is None else textwrap.fill(told(reason.sentence), TIP_WIDTH)

    def remark(self, onset: int, offset: int) -> str:
        """What else may explain a proposal: a blink, a moving head; empty where nothing is known."""
        run = self._session.document.view.run
        found = None if run is None else confounds(run, onset, offset)
        return "" if found is None else told(found.text)

    def reason(self, frame: int) -> Reason | None:
        """Why a frame has a proposal or none; None without finished curves, and while the annotator works blind."""
        session = self._session
        run, decoder, info = session.document.view.run, session.decoder(), session.info
        if run is None or decoder is None or info is None or session.inference.running:
            return None
        synergy, artefacts = session.synergy, tuple(session.document.view.artefacts)
        key = (run.id, decoder, info.n_frames, synergy, artefacts)
        if self._known is None or self._known[0] != key:
            curves = session.curves()
            assert curves is not None
            self._known = key, WhyNot(curves, decoder, n_frames=info.n_frames, synergy=synergy)
        return self._known[1].at(frame)

    # The panel.

    def toggle(self) -> None:
        """Show or hide the panel."""
        self.panel.setVisible(self.panel.isHidden())
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the selected item; with none, the frame."""
        if self.panel.isHidden():
            return
        run, bounds = self._session.document.view.run, self._bounds()
        self._timer.stop()
        if run is None:
            self.panel.show_sentence(tr(self._session.document.view.hidden_reason or NO_CURVES))
        elif bounds is None:
            reason = self.reason(self._session.playback.frame)
            self.panel.show_sentence(tr(EMPTY) if reason is None else f"{told(reason.sentence)}\n\n{tr(EMPTY)}")
        else:
            self._show(run, bounds)

    def _bounds(self) -> tuple[int, int, int] | None:
        review = self._window.review
        item = review.annotation or review.proposal
        if item is None:
            return None
        return item.onset, (item.onset + item.offset) // 2 if item.apex is None else item.apex, item.offset

    def _show(self, run: AnalysisRun, bounds: tuple[int, int, int]) -> None:
        found, doubts = movement(run, *bounds), confounds(run, bounds[0], bounds[2])
        if found is None or doubts is None or run.evidence is None:
            self.panel.show_sentence(tr(NO_EVIDENCE if run.curves.regions is None else NO_WINDOWS))
            return
        low, high = np.searchsorted(run.curves.frames, (found.frames[0], found.frames[-1] + 1))
        lanes = lane_rows(run.evidence.eyes[low:high], run.evidence.head[low:high], doubts)
        self.panel.show_movement(title_of(found, doubts), [*region_rows(found), *lanes], found.frames, bounds)
        self._plan(run, bounds)

    # Occlusion.

    def _plan(self, run: AnalysisRun, bounds: tuple[int, int, int]) -> None:
        """Show what the model says without a region, or measure it once the item has settled."""
        token = f"{run.id}/{bounds[0]}/{bounds[2]}"
        if run.settings.get("context", "windows") != "windows":
            self.panel.show_occlusion(tr(WHOLE))
        elif token in self._measured:
            self.panel.show_occlusion(self._measured[token])
        else:
            assert run.evidence is not None
            first, stop = np.searchsorted(run.curves.frames, (bounds[0], bounds[2] + 1)).tolist()
            request = OcclusionRequest(
                token,
                str(run.settings.get("weights", run.model)),
                run.model_digest,
                "second_half" if run.settings.get("features") == "parity" else "",
                run.evidence,
                run.curves.mask,
                first,
                max(first, stop - 1),
            )
            self._asked = token, request
            self.panel.show_occlusion(tr(MEASURING))
            if self._running != token:
                self._timer.start()

    @Slot()
    def _ask(self) -> None:
        info = self._session.info
        if self._asked is None or info is None:
            return
        if self._process is None:
            self._process = InferenceController(self, factory=self._factory)
            self._process.event_ready.connect(self._on_answer)
            self._process.finished.connect(self._on_finished)
        self._process.start(info.path, self._asked[1])
        self._running = self._asked[0]

    @Slot(object)
    def _on_answer(self, found: Occlusion) -> None:
        self._show_answer(found.token, occlusion_words(found))

    @Slot(object)
    def _on_finished(self, sentence: object) -> None:
        if isinstance(sentence, str) and self._running:
            self._show_answer(
                self._running, tr("The score without a region is not known: {sentence}", sentence=told(sentence))
            )
        self._running = ""

    def _show_answer(self, token: str, text: str) -> None:
        self._measured[token] = text
        if self._asked is not None and self._asked[0] == token:
            self.panel.show_occlusion(text)

    @Slot()
    def _on_run(self) -> None:
        self._known = self._asked = None
        self._running = ""
        self._measured.clear()
        if self._process is not None:
            self._process.cancel()
        self.refresh()

    @Slot(int)
    def _on_frame(self, frame: int) -> None:
        if self.panel.isHidden():
            return
        self.panel.set_playhead(frame)
        if self._bounds() is None:
            self.refresh()

    @Slot()
    def shutdown(self) -> None:
        """Join the thread and its process; may be called more than once."""
        self._timer.stop()
        if self._process is not None:
            self._process.shutdown()


def title_of(found: Movement, doubts: Confounds) -> str:
    """What moved most, and what else may explain it."""
    seen = [one for one in found.regions if not np.isnan(one.sigma)]
    if not seen:
        return tr("Movement cannot be measured here.")
    best = max(seen, key=lambda one: one.sigma)
    what = tr(
        "Most unusual: {name} {direction} {px:.1f} px, {sigma:.1f} σ.",
        name=told(best.name),
        direction=told(best.direction),
        px=best.px,
        sigma=best.sigma,
    )
    if not doubts.text:
        return what
    text = told(doubts.text)
    return tr("{what} ⚠ {doubts}.", what=what, doubts=f"{text[0].upper()}{text[1:]}")
