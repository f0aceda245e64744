"""The chance that a proposal will be accepted, and what is to be expected in the rest of the queue; no widgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.estimates.acceptance import AcceptanceChance, ReliabilityBin, Traits, after_which, traits_of
from engine.estimates.estimate import Estimate
from metst_gui.desk.latest_answer import LatestAnswer
from metst_gui.desk.review_queue import ReviewQueue
from metst_gui.desk.session import Session
from metst_gui.document.annotation import Verdict
from metst_gui.document.changes import Changes
from metst_gui.document.decided_proposals import DecidedProposal, decided_proposals

# Verdicts come in bursts, as from the contact sheet.
_LATE_MS = 150


@dataclass(frozen=True, slots=True)
class Chances:
    """What the verdicts so far tell.

    Attributes:
        n: verdicts it was learnt from. accepted: how many of them were acceptances.
        known: the model; None: there are too few verdicts of both kinds to tell anything.
        of: chance of each proposal of the video that is shown, by its id.
        bins, error: how well the chances of decided proposals fit their verdicts, each told without its own.
        luck: error of chances that are right, with as many verdicts.
    """

    n: int = 0
    accepted: int = 0
    known: AcceptanceChance | None = None
    of: Mapping[str, Estimate] = field(default_factory=dict)
    bins: tuple[ReliabilityBin, ...] = ()
    error: float = float("nan")
    luck: float = float("nan")


@dataclass(frozen=True, slots=True)
class Rest:
    """What is to be expected of the open rows of the queue, in their order.

    Attributes:
        n: how many are open.
        all: acceptances among them.
        after: after how many of them to stop: those within the time there is, or until about one is left.
        left: acceptances among those that come after.
        by_time: whether the time there is sets the place.
    """

    n: int
    all: Estimate
    after: int
    left: Estimate
    by_time: bool


class Chance(QObject):
    """Learns from verdicts in the background, and follows the queue.

    Attributes:
        told: what is known now.
        rest: what is to be expected of the queue; None: nothing is open, or too little is known.

    Signals:
        changed: other chances are known.
        rest_changed: something else is to be expected of the queue.
    """

    changed = Signal()
    rest_changed = Signal()

    def __init__(self, session: Session, queue: ReviewQueue) -> None:
        super().__init__(session)
        self.told = Chances()
        self.rest: Rest | None = None
        self._session, self._queue = session, queue
        self._document = session.document
        self._learning, self._counting = LatestAnswer(self), LatestAnswer(self)
        self._learning.answered.connect(self._on_learnt)
        self._counting.answered.connect(self._on_counted)
        self._asked: object = None
        self._counted: object = None
        self._late = QTimer(self, singleShot=True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self._learn)
        self._document.changed.connect(self._on_document)
        session.opened.connect(self._late.start)
        queue.changed.connect(self._count)

    def of(self, proposal: str) -> Estimate | None:
        """Chance of a proposal of the video that is shown; None: too little is known."""
        return None if self._document.view.hides else self.told.of.get(proposal)

    @Slot()
    def shutdown(self) -> None:
        """Join the threads; may be called more than once."""
        self._late.stop()
        self._learning.shutdown()
        self._counting.shutdown()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if changes.layer or changes.run:
            self._forget()
        if changes.verdicts or changes.proposals or changes.run or changes.layer or changes.videos:
            self._late.start()

    def _forget(self) -> None:
        self._learning.drop()
        self._counting.drop()
        self._asked = self._counted = None
        self.told, self.rest = Chances(), None
        self.changed.emit()
        self.rest_changed.emit()

    @Slot()
    def _learn(self) -> None:
        fps = 0.0 if self._session.info is None else self._session.info.fps
        view = self._document.view
        asked = {one.id: traits_of(one, fps, here=True) for one in (*view.proposals, *view.near_misses)}
        decided = decided_proposals(self._document)
        if (decided, asked) != self._asked:
            self._asked = decided, asked
            self._learning.ask(lambda: learnt(decided, asked))

    @Slot(object)
    def _on_learnt(self, answer: object) -> None:
        if isinstance(answer, Chances):
            self.told = answer
            self._counted = None
            self.changed.emit()
            self._count()

    @Slot()
    def _count(self) -> None:
        """Ask what is to be expected of the open rows, in the order they have now."""
        known, queue = self.told.known, self._queue
        fps = 0.0 if self._session.info is None else self._session.info.fps
        open_ = [row for row in queue.in_order() if row.verdict is Verdict.PENDING and not row.is_aside]
        proposals = [self._document.view.proposal(row.id) for row in open_]
        traits = [traits_of(one, fps, here=True) for one in proposals if one is not None]
        if known is None or not traits:
            self._counting.drop()
            self._counted = None
            if self.rest is not None:
                self.rest = None
                self.rest_changed.emit()
            return
        within = queue.n_within if queue.n_within < len(traits) else None
        asked = known, traits, within
        if asked != self._counted:
            self._counted = asked
            self._counting.ask(lambda: rest_of(known, traits, within))

    @Slot(object)
    def _on_counted(self, answer: object) -> None:
        if isinstance(answer, Rest):
            self.rest = answer
            self.rest_changed.emit()


def learnt(decided: Sequence[DecidedProposal], asked: Mapping[str, Traits]) -> Chances:
    """What verdicts tell of proposals; runs in the background."""
    found = AcceptanceChance([one.traits for one in decided], [one.accepted for one in decided])
    if not found.is_known:
        return Chances(found.n, found.accepted)
    chances = dict(zip(asked, found.chances(list(asked.values())), strict=True))
    return Chances(
        found.n, found.accepted, found, chances, found.reliability(), found.calibration_error(), found.error_by_luck()
    )


def rest_of(known: AcceptanceChance, traits: Sequence[Traits], within: int | None) -> Rest:
    """What is to be expected of open proposals in an order; runs in the background.

    Args:
        known: what the verdicts tell.
        traits: of the open proposals.
        within: how many of them there is time for; None: for all.
    """
    after, left = after_which(known, traits) if within is None else (within, known.expected(traits[within:]))
    return Rest(len(traits), known.expected(traits), after, left, within is not None)
