"""One edit of several items: a journal row for each of them, one step to undo."""

from collections.abc import Callable, Iterable

from engine.types import Proposal
from metst_gui.document import edits
from metst_gui.document.annotation import Annotation
from metst_gui.document.edit import Step
from metst_gui.document.history import History
from metst_gui.document.perspective import Perspective


class Several:
    """What an annotator does to several items at once; what is so already is passed over.

    Each method raises `EditRefusedError` where an item could not be stored; those before it are done.

    Args:
        history: makes the steps.
        view: what the annotator may see, and who they are.
        maker: who found a proposal, for origins.
    """

    def __init__(self, history: History, view: Perspective, maker: Callable[[Proposal], str]) -> None:
        self._history = history
        self._view = view
        self._maker = maker

    def accept(self, proposals: Iterable[Proposal], *, emotion: str | None = None, chosen: bool = False) -> int:
        """Accept proposals, each with the emotion that was chosen for it before.

        Args:
            proposals: what is accepted.
            emotion: a label for all of them.
            chosen: whether `emotion` was chosen (None is a choice too).

        Returns:
            number of those that were changed.
        """
        hand = self._view.hand()
        steps = []
        for one in proposals:
            draft = edits.emotion_draft(hand, one.id)
            label, is_chosen = (
                (emotion, True) if chosen else (None if draft is None else draft.emotion, draft is not None)
            )
            model = self._maker(one)
            steps.append(edits.accept(hand, one, model=model, emotion=label, chosen=is_chosen, bounds=None))
        return self._make(steps, "accept {n} proposals")

    def reject(self, proposals: Iterable[Proposal], reason_of: Callable[[Proposal], str], *, suggested: bool) -> int:
        """Reject proposals; an annotation made from one goes with it.

        Args:
            proposals: what is rejected.
            reason_of: why one of them is rejected; empty: not said.
            suggested: whether the reasons were filled in and only let stand; the journal tells it.

        Returns:
            number of those that were changed.
        """
        hand = self._view.hand()
        reasons = [(one, reason_of(one)) for one in proposals]
        steps = [edits.reject(hand, one, why, suggested=suggested and bool(why)) for one, why in reasons]
        return self._make(steps, "reject {n} proposals")

    def unsure(self, proposals: Iterable[Proposal]) -> int:
        """Put proposals off for later; returns the number of those that were changed."""
        hand = self._view.hand()
        return self._make([edits.unsure(hand, one) for one in proposals], "mark {n} proposals as unsure")

    def set_emotion(self, proposals: Iterable[Proposal], annotations: Iterable[Annotation], label: str | None) -> int:
        """Name the emotion of items: of an accepted one its annotation's, of another one it is kept for the verdict.

        Args:
            proposals: what the model found.
            annotations: the annotator's own, which no proposal stands behind.
            label: the emotion; None: no emotion inferred.

        Returns:
            number of those that were changed.
        """
        hand = self._view.hand()
        steps: list[Step | None] = []
        for one in proposals:
            made = hand.book.annotation_of(one.id)
            steps.append(edits.choose_emotion(hand, one.id, label) if made is None else _named(hand, made, label))
        steps += [_named(hand, one, label) for one in annotations]
        return self._make(steps, "set the emotion of {n} items")

    def delete(self, proposals: Iterable[Proposal], annotations: Iterable[Annotation]) -> int:
        """Delete annotations and take the verdicts on proposals back; returns the number of those changed."""
        hand = self._view.hand()
        steps: list[Step | None] = [edits.clear_verdict(hand, one) for one in proposals]
        steps += [edits.delete(hand, one.id) for one in annotations]
        return self._make(steps, "delete {n} items")

    def _make(self, steps: Iterable[Step | None], text: str) -> int:
        made = [one for one in steps if one is not None]
        self._history.make_each(made, text)
        return len(made)


def _named(hand: edits.Hand, annotation: Annotation, label: str | None) -> Step | None:
    return edits.change(hand, annotation.id, {"emotion": label}, stated=None)
