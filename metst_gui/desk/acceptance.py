"""Accepting proposals: by a verdict, or by a change that only an annotation can take."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal, Slot

from engine.types import Bounds, Proposal
from metst_gui.desk.bounds import Handle
from metst_gui.desk.current import Current
from metst_gui.desk.session import Session
from metst_gui.document.annotation import Annotation, Verdict
from metst_gui.language import tr


class Acceptance(QObject):
    """Makes annotations of proposals.

    Signals:
        changed: another proposal is the one that a change accepted.
    """

    changed = Signal()

    def __init__(self, session: Session, current: Current) -> None:
        super().__init__(session)
        self._session = session
        self._document = session.document
        self._current = current
        self._by_change = ""
        session.selection.changed.connect(self._on_selection)

    @property
    def by_change(self) -> bool:
        """Whether a change, not a verdict, accepted the selected proposal since it was selected."""
        made = self._current.annotation
        return made is not None and made.proposal_id is not None and made.proposal_id == self._by_change

    def accept(
        self,
        proposal: Proposal,
        emotion: str | None = None,
        *,
        bounds: Bounds | None = None,
        stated: Collection[Handle] = (),
    ) -> bool:
        """Accept with the given emotion, else the one chosen before the verdict, else the model's.

        Args:
            proposal: what is accepted.
            emotion: the reviewer's label.
            bounds: other bounds than the model's.
            stated: bounds that the reviewer stated, whether they moved or not.
        """
        drafted, draft = self._document.statements.emotion_draft(proposal.id)
        label, chosen = (emotion, True) if emotion is not None else (draft, drafted)
        return self._session.attempt(
            lambda: self._document.accept(proposal, emotion=label, chosen=chosen, bounds=bounds, stated=stated)
        )

    def accept_moved(self, proposal: Proposal, bounds: Bounds, *, stated: Handle | None = None) -> None:
        """Accept a proposal with own bounds: one edit; to state a bound where it is says that it is right."""
        said = () if stated is None else (stated,)
        if (said or bounds != proposal.bounds) and self.accept(proposal, bounds=bounds, stated=said):
            self._say_accepted(proposal.id)

    def editable(self) -> Annotation | None:
        """The annotation to edit; editing a proposal accepts it first, since proposals never change."""
        annotation, proposal = self._current.annotation, self._current.proposal
        if annotation is not None or proposal is None or not self.may_edit(proposal):
            return annotation
        if self.accept(proposal):
            self._say_accepted(proposal.id)
        return self._document.view.annotation_of(proposal.id)

    def may_edit(self, proposal: Proposal) -> bool:
        """Whether a change may accept a proposal; one that was rejected must be accepted on purpose."""
        rejected = self._document.view.verdict(proposal.id) is Verdict.REJECTED
        if rejected:
            self._session.say(tr("This proposal is rejected: accept it first (Enter), then change it."))
        return not rejected

    def _say_accepted(self, proposal_id: str) -> None:
        self._by_change = proposal_id
        self.changed.emit()

    @Slot()
    def _on_selection(self) -> None:
        made = self._current.annotation
        if made is None or made.proposal_id != self._by_change:
            self._by_change = ""
