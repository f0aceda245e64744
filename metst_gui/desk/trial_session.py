"""Planted trials of the reviewer: what is shown, what they answered, and what that says of them. No widgets."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import EngineError
from engine.journal.trial_rows import TrialAnswer, TrialKind
from engine.messages import Said
from engine.types import Proposal
from metst_gui.desk.session import Session
from metst_gui.document.annotation import Verdict, new_id

if TYPE_CHECKING:
    from engine.planted.trials import TrialPlan, TrialTally

    MaybePlan = TrialPlan | None

# Planted movements of a session: fewer say next to nothing, more are not looked at with care.
FEWEST, USUAL, MOST = 4, 8, 20


@dataclass(frozen=True, slots=True, eq=False)
class TrialItem:
    """One clip of a session.

    Attributes:
        number: in the order they are shown, from 0.
        kind: what it is; nobody is told before the end.
        first, last: frames of the clip, inclusive.
        plan: of a planted or a calm clip.
        proposal: shown as it is.
    """

    number: int
    kind: TrialKind
    first: int
    last: int
    plan: "MaybePlan" = None
    proposal: Proposal | None = None

    @property
    def bounds(self) -> tuple[int, int, int]:
        """Onset, apex, offset of what is, or would be, in it."""
        if self.proposal is not None:
            return self.proposal.onset, self.proposal.apex, self.proposal.offset
        assert self.plan is not None
        return self.plan.course.onset, self.plan.course.apex, self.plan.course.offset


class TrialSession:
    """The clips of one session, one after the other.

    Attributes:
        id: in the journal.
        items: the clips.
        at: number of the one that is shown; `len(items)`: all were shown.
        answers: by number.
        left_out: numbers of those that could not be shown.
    """

    def __init__(self, session: Session, items: Sequence[TrialItem]) -> None:
        assert session.document.video is not None
        self._session, self._document = session, session.document
        video = session.document.video
        self._video, self._name = video.id, video.name or video.ref.path.name
        self.id = new_id()
        self.items = tuple(items)
        self.at = 0
        self.answers: dict[int, TrialAnswer] = {}
        self.left_out: set[int] = set()

    @property
    def item(self) -> TrialItem | None:
        """The clip that is shown; None: all were."""
        return self.items[self.at] if self.at < len(self.items) else None

    @property
    def next_item(self) -> TrialItem | None:
        """The clip after it."""
        return self.items[self.at + 1] if self.at + 1 < len(self.items) else None

    def answer(self, *, seen: bool, strength: float) -> bool:
        """Answer the clip that is shown and go on; whether the journal could tell of it.

        Args:
            seen: whether a movement was seen.
            strength: of what was rendered, px of the 320 px crop; 0: nothing.
        """
        item = self.item
        assert item is not None
        onset, apex, offset = item.bounds
        answer = TrialAnswer(
            session=self.id,
            number=item.number,
            video=self._video,
            name=self._name,
            kind=item.kind,
            first=item.first,
            last=item.last,
            onset=onset,
            apex=apex,
            offset=offset,
            units="" if item.plan is None else "+".join(item.plan.units),
            strength=round(strength, 3),
            seen=seen,
            proposal="" if item.proposal is None else item.proposal.id,
        )
        if not self._session.attempt(lambda: self._document.trials.answer(answer)):
            return False
        self.answers[item.number] = answer
        self.at += 1
        return True

    def leave_out(self) -> None:
        """Go on without an answer: no face is seen in this clip."""
        self.left_out.add(self.at)
        self.at += 1

    def back(self) -> bool:
        """Show the clip before this one again; whether there is one."""
        before = max((number for number in self.answers if number < self.at), default=None)
        if before is None:
            return False
        self.at = before
        return True

    def reveal(self) -> None:
        """Tell the journal that the reviewer is told now."""
        told = {"answered": len(self.answers), "left_out": len(self.left_out), "finished": self.item is None}
        self._session.attempt(lambda: self._document.trials.reveal(self.id, told))

    def tally(self) -> "TrialTally":
        """What the answers of this session say."""
        from engine.planted.trials import tally

        return tally(self.answers.values())

    def answered_nothing(self) -> list[Proposal]:
        """Proposals without a verdict in which the reviewer saw nothing."""
        view = self._document.view
        found = [
            view.proposal(one.proposal) for one in self.answers.values() if one.kind == "proposal" and not one.seen
        ]
        return [one for one in found if one is not None and view.verdict(one.id) is Verdict.PENDING]


class TrialPlanner:
    """Makes sessions for the open video."""

    def __init__(self, session: Session) -> None:
        self._session, self._document = session, session.document

    def tally(self) -> "TrialTally":
        """What all sessions of this reviewer on this video say."""
        from engine.planted.trials import tally

        return tally(self._document.trials.answers())

    def begin(self, wanted: int, *, seed: int | None = None) -> TrialSession:
        """A new session; the journal tells of it first.

        Args:
            wanted: planted movements; fewer where there is no room.
            seed: decides everything; None: chance does.

        Raises:
            EngineError: there is no room for enough trials.
            EditRefusedError: the journal cannot be written.
        """
        seed = secrets.randbits(32) if seed is None else seed
        items = self._items(wanted, seed)
        session = TrialSession(self._session, items)
        counts = {kind: sum(one.kind == kind for one in items) for kind in ("planted", "calm", "proposal")}
        self._document.trials.begin(session.id, {**counts, "seed": seed})
        return session

    def _items(self, wanted: int, seed: int) -> list[TrialItem]:
        from engine.planted.trials import around, draw_trials

        info, view = self._session.info, self._document.view
        run = view.run
        assert info is not None
        assert run is not None
        plans = draw_trials(
            run,
            n_frames=info.n_frames,
            fps=info.fps,
            occupied=self._occupied(),
            used=[(one.first, one.last) for one in self._document.trials.answers() if one.kind != "proposal"],
            wanted=wanted,
            seed=seed,
        )
        if len(plans) < 2 * FEWEST:
            raise EngineError(
                Said(
                    "There is no room for trials in this video: they need {n} stretches of 1.6 s in which the face is "
                    "judged and nothing is proposed, marked or was shown in a trial before.",
                    n=2 * FEWEST,
                )
            )
        rng = np.random.default_rng([35, seed])
        known: list[TrialItem] = [
            TrialItem(0, "planted" if one.planted else "calm", one.first, one.last, plan=one) for one in plans
        ]
        pending = [one for one in view.proposals if view.verdict(one.id) is Verdict.PENDING]
        for number in rng.permutation(len(pending)).tolist():
            proposal = pending[number]
            place = around(proposal.onset, proposal.offset, n_frames=info.n_frames, fps=info.fps, rng=rng)
            if place is not None and len(known) < len(plans) + wanted:
                known.append(TrialItem(0, "proposal", *place, proposal=proposal))
        order = rng.permutation(len(known)).tolist()
        return [
            TrialItem(number, one.kind, one.first, one.last, one.plan, one.proposal)
            for number, one in enumerate(known[place] for place in order)
        ]

    def _occupied(self) -> list[tuple[int, int]]:
        """Where something may be: proposals, near misses, what anybody marked, artefacts."""
        view = self._document.view
        found = [(one.onset, one.offset) for one in (*view.proposals, *view.near_misses)]
        for layer in view.layers:
            found += [(one.onset, one.offset) for one in view.annotations_of(layer.id)]
        return [*found, *view.artefacts]
