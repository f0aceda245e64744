"""Verdicts and emotions for all items that are marked, each as one step to undo."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from engine.types import Proposal
from metst_gui.desk.marked import Marked
from metst_gui.desk.review_queue import ReviewQueue
from metst_gui.desk.session import Session
from metst_gui.desk.suggestion import suggested_reason
from metst_gui.desk.tour import Tour
from metst_gui.document.changes import Changes
from metst_gui.language import mark, plural, tr

# One and many, with the number that was changed.
ACCEPTED = mark("{n} proposal accepted."), mark("{n} proposals accepted.")
REJECTED = mark("{n} proposal rejected."), mark("{n} proposals rejected.")
UNSURE = mark("{n} proposal put off."), mark("{n} proposals put off.")
NAMED = mark("The emotion of {n} item is set."), mark("The emotion of {n} items is set.")
DELETED = mark("{n} item deleted or undecided again."), mark("{n} items deleted or undecided again.")


class Bulk(QObject):
    """Acts on what is marked; a refusal is said, and what could not be stored stays as it was.

    Signals:
        decided: verdicts were given.
    """

    decided = Signal()

    def __init__(self, session: Session, marked: Marked, queue: ReviewQueue, tour: Tour) -> None:
        super().__init__(session)
        self._session = session
        self._edits = session.document.several
        self._marked = marked
        self._queue = queue
        self._tour = tour
        self._said = ""
        session.document.changed.connect(self._on_document)

    @property
    def is_on(self) -> bool:
        """Whether several items are marked."""
        return bool(self._marked.items)

    def let_go(self) -> None:
        """Mark none; the one under review stays."""
        self._marked.clear()

    def accept(self, emotion: str | None = None, *, none: bool = False) -> None:
        """Accept the marked proposals, each with its own emotion, or all with this one; `none`: with none inferred."""
        chosen = none or emotion is not None
        self._decide(
            lambda: self._edits.accept(self._marked.proposals, emotion=None if none else emotion, chosen=chosen),
            ACCEPTED,
        )

    def reject(self, reason: str | None = None) -> None:
        """Reject the marked proposals; without a reason given, each for the one that eyes and head suggest."""
        run = self._session.document.view.run

        def why(proposal: Proposal) -> str:
            return suggested_reason(run, proposal) if reason is None else reason

        self._decide(
            lambda: self._edits.reject(self._marked.proposals, why, suggested=reason is None),
            REJECTED,
        )

    def unsure(self) -> None:
        """Put the marked proposals off."""
        self._decide(lambda: self._edits.unsure(self._marked.proposals), UNSURE)

    def set_emotion(self, label: str | None) -> None:
        """Name the emotion of all that is marked; it stays marked."""
        marked = self._marked
        self._do(lambda: self._edits.set_emotion(marked.proposals, marked.annotations, label), NAMED)

    def delete(self) -> None:
        """Delete the marked annotations, and take the verdicts on marked proposals back."""
        marked = self._marked
        if self._do(lambda: self._edits.delete(marked.proposals, marked.annotations), DELETED):
            marked.clear()

    def _decide(self, act: Callable[[], int], words: tuple[str, str]) -> None:
        order, own = self._queue.shown_ids(), len(self._marked.annotations)
        if not self._marked.proposals:
            self._session.say(tr("Delete removes an annotation of yours."))
            return
        if not self._do(act, words, own=own):
            return
        self.decided.emit()
        self._marked.clear()
        self._tour.advance(order)

    def _do(self, act: Callable[[], int], words: tuple[str, str], *, own: int = 0) -> bool:
        """Whether it could be done; what was done is said."""
        changed: list[int] = []
        if not self._session.attempt(lambda: changed.append(act())):
            return False
        left = plural(own, " {n} interval of yours stays.", " {n} intervals of yours stay.") if own else ""
        undo = tr(" Ctrl+Z takes all of it back.") if changed[0] > 1 else ""
        self._said = plural(changed[0], *words) + left + undo
        self._session.say(self._said)
        return True

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        """Another edit, or an undo: what was said of the one before is no longer how things are."""
        if self._said and (changes.verdicts or changes.annotations or changes.statements):
            said, self._said = self._said, ""
            self._session.notifier.settle(said)
