"""Why the model proposed something, and why not: one sentence about a frame, and the panel about the selected item."""

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine.explain import Confounds, Movement, Occlusion, OcclusionRequest, confounds, movement
from engine.types import AnalysisRun
from metst_gui.commands.book import CommandBook
from metst_gui.desk.desk import Desk
from metst_gui.desk.engine_question import EngineQuestion
from metst_gui.document.changes import Changes
from metst_gui.explain.why_panel import (
    EMPTY,
    NO_EVIDENCE,
    NO_WINDOWS,
    WhyPanel,
    lane_rows,
    occlusion_words,
    region_rows,
)
from metst_gui.language import mark, told, tr
from metst_gui.models import is_by_both, is_short, model_of_run
from metst_gui.widgets import theme as themes

WHOLE = mark("The score without a region is not measured for a network that went through the whole video in one piece.")
MEASURING = mark("Running the model again without each region…")
FACTORY = "engine.explain.occlusion:occlusions"


class Why(QObject):
    """Answers why the model proposed something, or did not: in a sentence, and on the panel."""

    def __init__(self, desk: Desk, book: CommandBook, panel: WhyPanel, *, factory: str = FACTORY) -> None:
        super().__init__(panel)
        self._desk = desk
        self.panel = panel
        self._failed: dict[str, str] = {}
        self._asked = ""
        self._question = EngineQuestion(desk, factory, self)
        self._question.answered.connect(self._on_answer)
        self._question.failed.connect(self._on_failed)
        panel.hide()
        desk.selection.changed.connect(self.refresh)
        desk.document.changed.connect(self._on_document)
        desk.playback.frame_changed.connect(self._on_frame)
        desk.session.opened.connect(self._on_run)
        desk.theme.changed.connect(self._on_theme)
        self._on_theme()
        book.bind(
            {"why_here": self.why_here, "why_panel": self.toggle}, on={"why_panel": lambda: not self.panel.isHidden()}
        )

    def why_here(self) -> None:
        """Say why there is no proposal at the frame shown, or which one there is."""
        known = self._desk.explanation
        self._desk.say(known.sentence(self._desk.playback.frame) or known.nothing_known)

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
        run, bounds = self._desk.document.view.run, self._desk.current.span
        self._question.drop()
        if run is None:
            self.panel.show_sentence(self._desk.explanation.nothing_known)
        elif bounds is None:
            sentence = self._desk.explanation.sentence(self._desk.playback.frame)
            self.panel.show_sentence(f"{sentence}\n\n{tr(EMPTY)}" if sentence else tr(EMPTY))
        else:
            self._show(run, bounds)

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
        info = self._desk.session.info
        token = f"{run.id}/{bounds[0]}/{bounds[2]}"
        self._asked = token
        known = self._question.known(token)
        if run.settings.get("context", "windows") != "windows":
            self.panel.show_occlusion(tr(WHOLE))
        elif isinstance(known, Occlusion):
            self.panel.show_occlusion(_words(known, run))
        elif token in self._failed:
            self.panel.show_occlusion(self._failed[token])
        elif info is not None:
            self._question.ask(info.path, request_of(run, bounds, token))
            self.panel.show_occlusion(tr(MEASURING))

    @Slot(object)
    def _on_answer(self, found: Occlusion) -> None:
        run = self._desk.document.view.run
        if run is not None and found.token == self._asked:
            self.panel.show_occlusion(_words(found, run))

    @Slot(str, object)
    def _on_failed(self, token: str, sentence: str) -> None:
        self._failed[token] = tr("The score without a region is not known: {sentence}", sentence=told(sentence))
        if token == self._asked:
            self.panel.show_occlusion(self._failed[token])

    @Slot()
    def _on_run(self) -> None:
        self._failed.clear()
        self._question.forget()
        self.refresh()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.run:
            self._on_run()
        elif changes.proposals or changes.annotations:
            self.refresh()

    @Slot()
    def _on_theme(self) -> None:
        self.panel.set_theme(themes.named(self._desk.theme.name))

    @Slot(int)
    def _on_frame(self, frame: int) -> None:
        if self.panel.isHidden():
            return
        self.panel.set_playhead(frame)
        if self._desk.current.span is None:
            self.refresh()


def request_of(run: AnalysisRun, bounds: tuple[int, int, int], token: str) -> OcclusionRequest:
    """What the engine is asked for an item of a run with evidence."""
    assert run.evidence is not None
    first, stop = np.searchsorted(run.curves.frames, (bounds[0], bounds[2] + 1)).tolist()
    return OcclusionRequest(
        token,
        str(run.settings.get("weights", run.model)),
        run.model_digest,
        "second_half" if run.settings.get("features") == "parity" else "",
        run.evidence,
        run.curves.mask,
        first,
        max(first, stop - 1),
    )


def _words(found: Occlusion, run: AnalysisRun) -> str:
    """The score without each group of regions; of a run by two models it is said whose score that is."""
    words = occlusion_words(found)
    if not is_by_both(run):
        return words
    first = model_of_run(run).title
    whose = (
        tr("By “{first}” alone:", first=first)
        if is_short(run)
        else tr("By “{first}” alone, which counts only where the face rests:", first=first)
    )
    return f"{whose}\n{words}"


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
