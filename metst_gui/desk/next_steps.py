"""Why nothing is under review, and what can be done next. No widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from engine.config import DEFAULT_WEIGHTS
from engine.explain.coverage import coverage
from engine.types import AnalysisRun, Mask
from metst_gui.desk.analysis import Analysis
from metst_gui.desk.session import Session
from metst_gui.desk.threshold import Threshold
from metst_gui.desk.weaker import Weaker
from metst_gui.document.annotation import Verdict
from metst_gui.language import mark, plural, told, tr

BY_HAND = mark("Mark by hand: the onset is here")
JUDGED = mark("Show what could be judged")
TALKING = mark("Analyse with the model for people who talk")
MISSED = mark("Measure what would have been found")
NOT_EVIDENCE = mark("That does not mean that nothing is there.")
# Share of the samples without a score for want of a face from which on that is the reason told.
MOST = 0.5
# Share of the video that can be judged below which a model that judges regions apart is offered.
LITTLE = 0.5
# Commands among the steps that change the project.
WRITING = frozenset({"set_onset", "finalise"})


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing that can be done.

    Attributes:
        text: what it does, translated.
        command: id of the command that does it; empty: `act` does.
        act: does it.
    """

    text: str
    command: str = ""
    act: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Why nothing is under review.

    Attributes:
        title: in a few words, translated.
        text: more of it; empty: the title says all.
        steps: what can be done next, the likeliest first.
    """

    title: str
    text: str = ""
    steps: tuple[NextStep, ...] = ()


class NextSteps(QObject):
    """Tells why a place is empty."""

    def __init__(self, session: Session, analysis: Analysis, threshold: Threshold, weaker: Weaker) -> None:
        super().__init__(session)
        self._session = session
        self._document = session.document
        self._analysis = analysis
        self._threshold = threshold
        self._weaker = weaker

    def situation(self) -> Situation:
        """Why nothing is under review now; where nothing can be written, nothing is offered that writes."""
        found = self._found()
        if not self._document.ledger.read_only:
            return found
        return replace(found, steps=tuple(step for step in found.steps if step.command not in WRITING))

    def _found(self) -> Situation:
        view = self._document.view
        if self._session.info is None:
            steps = NextStep(tr("Open a video"), "open_video"), NextStep(tr("Open the demo clip"), "open_demo")
            return Situation(tr("No video is open."), steps=steps)
        if view.blind:
            return Situation(
                tr("You work blind."), tr("No marks of the model or of others are shown."), (self._by_hand,)
            )
        if view.veiled:
            steps = NextStep(tr("Show the model's marks again"), "blind_look"), self._by_hand
            return Situation(tr("The model's marks are hidden."), steps=steps)
        # While a video is analysed again its run is still there, and nothing is proposed of the new one yet.
        if view.run is None or (self._analysis.running and not view.proposals):
            return self._without_run()
        found = self._with_proposals(view.run) if view.proposals else self._nothing_proposed(view.run)
        return _with_share(found, view.run)

    @property
    def _by_hand(self) -> NextStep:
        return NextStep(tr(BY_HAND), "set_onset")

    @property
    def _onward(self) -> NextStep:
        return NextStep(tr("Go to the next one"), "next_item")

    @property
    def _lower(self) -> tuple[NextStep, ...]:
        found = self._weaker.offer()
        if found is None:
            return ()
        text = plural(
            found.n,
            "Lower the threshold to {value:.2f}: {n} candidate",
            "Lower the threshold to {value:.2f}: {n} candidates",
            value=found.value,
        )
        return (NextStep(text, act=partial(self._threshold.set_value, found.value)),)

    def _without_run(self) -> Situation:
        if self._analysis.running:
            text = tr("What the model finds is listed below as it is found. You can review and mark meanwhile.")
            found = (self._onward,) if self._document.view.proposals else ()
            return Situation(tr("The video is being analysed."), text, (*found, self._by_hand))
        steps = NextStep(tr("Analyse"), "analyse"), self._by_hand
        return Situation(tr("This video is not analysed yet."), steps=steps)

    def _nothing_proposed(self, run: AnalysisRun) -> Situation:
        score, mask = run.curves.score, run.curves.mask
        judged = NextStep(tr(JUDGED), "model_panel")
        if not np.isfinite(score).any():
            if len(mask) and (mask & Mask.NO_FACE).astype(bool).mean() >= MOST:
                title = tr("No face was found.")
                text = tr("Nothing can be scored where no face is seen from the front, large and bright enough.")
                return Situation(title, text, (self._by_hand, judged))
            title, text = tr("Nothing of this video could be scored."), tr("The hatching on the curves says why.")
            other = NextStep(tr("Choose another model"), "choose_model")
            return Situation(title, text, (*_for_talkers(run), judged, other, self._by_hand))
        lower, covered = self._lower, coverage(run)
        text = tr(NOT_EVIDENCE)
        if covered.parts:
            text = f"{text} {tr('In this video: {parts}.', parts=told(covered.text))}"
        if not lower:
            text = f"{text} {tr('A lower threshold finds nothing either.')}"
        missed = NextStep(tr(MISSED), "measure_sensitivity")
        steps = (*_for_talkers(run), *lower, missed, self._by_hand, judged)
        return Situation(tr("The model proposes nothing at this threshold."), text, steps)

    def _with_proposals(self, run: AnalysisRun) -> Situation:
        # Whatever has a verdict is a proposal, whether or not it is decoded now.
        verdicts = [one.verdict for one in self._document.view.verdicts.values()]
        n, accepted = len(self._document.view.proposals), verdicts.count(Verdict.ACCEPTED)
        rejected, talkers = verdicts.count(Verdict.REJECTED), _for_talkers(run)
        if accepted + rejected < n:
            left = n - accepted - rejected
            title = tr("Nothing selected.")
            text = plural(left, "{n} proposal is still to be decided.", "{n} proposals are still to be decided.")
            keys = tr("Enter accepts, Backspace rejects, S puts off.")
            text = f"{text} {told(self._document.ledger.read_only) or keys}"
            return Situation(title, text, (self._onward, *talkers, self._by_hand))
        finalise = NextStep(tr("Finalise the video"), "finalise")
        if rejected == n:
            title = plural(n, "The only proposal is rejected.", "All {n} proposals are rejected.")
            return Situation(title, tr(NOT_EVIDENCE), (*talkers, *self._lower, self._by_hand, finalise))
        title = plural(n, "The only proposal is decided.", "All {n} proposals are decided.")
        text = tr("{accepted} accepted, {rejected} rejected.", accepted=accepted, rejected=rejected)
        return Situation(title, text, (finalise, *talkers, *self._lower, self._by_hand))


def _for_talkers(run: AnalysisRun) -> tuple[NextStep, ...]:
    """The model for people who talk, where the default judged little of the face and the movement had no choice."""
    found = coverage(run)
    had_choice = bool(run.settings.get("restless_weights"))
    if run.settings.get("weights") != DEFAULT_WEIGHTS or had_choice or found is None or not found.known:
        return ()
    return (NextStep(tr(TALKING), "use_talking"),) if found.analysable < LITTLE * found.faced else ()


def _with_share(situation: Situation, run: AnalysisRun) -> Situation:
    """Say how little was judged where another model is offered for it; in the button it would widen the window."""
    found = coverage(run)
    if found is None or not any(step.command == "use_talking" for step in situation.steps):
        return situation
    share = tr("Only {share:.0%} of the video could be judged.", share=found.analysable)
    return replace(situation, text=f"{situation.text} {share}")
