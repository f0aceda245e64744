"""Verdicts on proposals and edits of annotations: what each key does to the item under review."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from engine.clock import scene_clock
from engine.definitions import Kind
from engine.types import Proposal
from metst_gui.desk.acceptance import Acceptance
from metst_gui.desk.bounds import Handle, moved
from metst_gui.desk.bulk import Bulk
from metst_gui.desk.current import Current
from metst_gui.desk.draft import Draft
from metst_gui.desk.review_queue import ReviewQueue
from metst_gui.desk.session import Session
from metst_gui.desk.suggestion import suggested_reason
from metst_gui.desk.tour import Tour
from metst_gui.document.annotation import Annotation, Verdict, computed_kind, is_kind_open
from metst_gui.language import tr


class Review(QObject):
    """Acts on the selected item; every change goes through the document, so every change is undoable.

    Signals:
        decided: a verdict was given.
    """

    decided = Signal()

    def __init__(
        self,
        session: Session,
        current: Current,
        queue: ReviewQueue,
        tour: Tour,
        draft: Draft,
        acceptance: Acceptance,
        bulk: Bulk,
    ) -> None:
        super().__init__(session)
        self._session = session
        self._document = session.document
        self._playback = session.playback
        self._current = current
        self._queue = queue
        self._tour = tour
        self._draft = draft
        self._acceptance = acceptance
        self._bulk = bulk
        bulk.decided.connect(self.decided)

    def suggestion(self, proposal: Proposal) -> str:
        """What eyes and head suggest as the reason to reject a proposal; empty: nothing."""
        return suggested_reason(self._document.view.run, proposal)

    # Verdicts.

    def accept(self, emotion: str | None = None, *, none: bool = False) -> None:
        """Accept the selected proposal, or all that are marked, and go on; on an annotation, only go on.

        Args:
            emotion: label to set; None: the one chosen before, else the model's.
            none: say that no emotion can be inferred.
        """
        if self._bulk.is_on:
            self._bulk.accept(emotion, none=none)
            return
        if none:
            self.set_emotion(None)
        order = self._queue.shown_ids()
        proposal = self._current.proposal
        if proposal is not None:
            if not self._acceptance.accept(proposal, emotion):
                return
        elif self._current.annotation is None:
            self._session.say(self._tour.advice())
            return
        elif emotion is not None:
            self.set_emotion(emotion)
        self.decided.emit()
        self._tour.advance(order)

    def reject(self, reason: str | None = None) -> None:
        """Reject the selected proposal, or all that are marked, and go on.

        Args:
            reason: why, empty: not said; None: the one that eyes and head suggest, which the card shows.
        """
        if self._bulk.is_on:
            self._bulk.reject(reason)
            return

        def act(proposal: Proposal) -> None:
            found = self.suggestion(proposal) if reason is None else reason
            self._document.reject(proposal, found, suggested=reason is None and bool(found))

        self._decide(act)

    def unsure(self) -> None:
        """Put the selected proposal off, or all that are marked, and go on."""
        if self._bulk.is_on:
            self._bulk.unsure()
        else:
            self._decide(self._document.unsure)

    def reject_all(self, proposals: Sequence[Proposal], reason: str) -> bool:
        """Reject many proposals as one edit; whether all could be stored."""
        return self._session.attempt(lambda: self._document.reject_all(proposals, reason))

    def _decide(self, act: Callable[[Proposal], None]) -> None:
        order = self._queue.shown_ids()
        proposal = self._current.proposal
        if proposal is None:
            is_own = self._current.annotation is not None
            self._session.say(tr("Delete removes an annotation of yours.") if is_own else self._tour.advice())
            return
        if self._session.attempt(lambda: act(proposal)):
            self.decided.emit()
            self._tour.advance(order)

    # Editing.

    def set_emotion(self, label: str | None) -> None:
        """Set the emotion of the annotation, or of all that is marked; on an undecided proposal it waits."""
        annotation = self._current.annotation
        if self._bulk.is_on:
            self._bulk.set_emotion(label)
        elif annotation is not None:
            self._session.attempt(lambda: self._document.change(annotation.id, emotion=label))
        elif self._current.proposal is not None:
            id_ = self._current.proposal.id
            self._session.attempt(lambda: self._document.statements.set_emotion_draft(id_, label))
        else:
            self._session.say(self._tour.advice())

    def set_emotion_by_digit(self, digit: int) -> None:
        """Emotion of a digit key; 0: no emotion inferred."""
        emotions = self._document.coding.scheme.emotions
        if digit > len(emotions):
            self._session.say(
                tr("The coding scheme has no emotion {digit}: Review, Own tiers, Coding scheme…", digit=digit)
            )
            return
        self.set_emotion(None if digit == 0 else emotions[digit - 1])

    def accept_by_digit(self, digit: int) -> None:
        """Accept with the emotion of a digit key, from 1."""
        emotions = self._document.coding.scheme.emotions
        if digit <= len(emotions):
            self.accept(emotions[digit - 1])
        else:
            self.set_emotion_by_digit(digit)

    def set_modifier(self, name: str, value: str) -> None:
        """Choose the value of a modifier of the annotation; empty: none. Accepts the proposal it belongs to."""
        annotation = self._current.annotation
        known = {} if annotation is None else dict(annotation.modifiers)
        chosen = {**known, name: value}
        order = [one.name for one in self._document.coding.scheme.modifiers]
        names = [*order, *(one for one in chosen if one not in order)]
        self.set_field("modifiers", tuple((one, chosen[one]) for one in names if chosen.get(one)))

    def toggle_kind(self) -> None:
        """Override the computed kind by the other one, or take the override back.

        Where the kind hangs on an apex that is only assumed there is none to override: micro, macro and not stated
        follow one another.
        """
        annotation, info = self._acceptance.editable(), self._session.info
        if annotation is None or info is None:
            self._session.say(self._tour.advice())
            return
        clock, definition = scene_clock(info), self._document.statements.definition
        other: Kind = "macro" if computed_kind(annotation, clock, definition) == "micro" else "micro"
        order: tuple[Kind | None, ...] = (None, other)
        if is_kind_open(replace(annotation, kind=None), clock, definition):
            order = (None, "micro", "macro")
        kind = order[(order.index(annotation.kind) + 1) % len(order)] if annotation.kind in order else None
        self._session.attempt(lambda: self._document.change(annotation.id, kind=kind))

    def set_field(self, field: Literal["action_units", "note", "confidence", "modifiers"], value: object) -> None:
        """Set a field of the annotation; accepts the proposal it belongs to."""
        if self._current.annotation is None and self._current.proposal is None:
            self._session.say(self._tour.advice())
        annotation = self._acceptance.editable()
        if annotation is not None and getattr(annotation, field) != value:
            change: dict[str, Any] = {field: value}
            self._session.attempt(lambda: self._document.change(annotation.id, **change))

    def set_handle(self, handle: Handle, frame: int | None = None, *, drag: object = None) -> None:
        """Put onset, apex or offset on a frame (default: the current one); a bound that is passed moves along.

        With nothing selected, or nothing that is in view, onset and apex begin a new annotation, offset completes it.
        """
        if frame is None and self._session.selection.item is not None and not self._tour.in_view:
            # What the reviewer does not see is not what they mean.
            self._session.selection.clear()
        frame = self._playback.frame if frame is None else frame
        if self._session.selection.item is None:
            self._begin(handle, frame)
            return
        annotation, proposal = self._current.annotation, self._current.proposal
        if annotation is None and proposal is not None:
            if self._acceptance.may_edit(proposal):
                self._tour.choose_handle(handle)
                self._acceptance.accept_moved(proposal, moved(proposal, handle, frame), stated=handle)
        elif annotation is not None:
            self._tour.choose_handle(handle)
            self.set_bounds(annotation.id, *moved(annotation, handle, frame), drag=drag, stated=handle)

    def nudge(self, step: int) -> None:
        """Move the active handle by frames; the picture follows."""
        bounds = self._current.bounds
        info = self._session.info
        if bounds is None or info is None:
            self._session.say(self._tour.advice())
            return
        frame = dict(zip(("onset", "apex", "offset"), bounds, strict=True))[self._tour.handle]
        start = bounds[0] if frame is None else frame
        target = min(max(start + step, 0), info.n_frames - 1)
        # At an end of the video nothing moves, and nobody says that the bound is right.
        if target != frame:
            self.set_handle(self._tour.handle, target)
        self._playback.pause()
        self._playback.seek(target)

    def set_bounds(
        self, id_: str, onset: int, apex: int | None, offset: int, *, drag: object = None, stated: Handle | None = None
    ) -> None:
        """Set the bounds of an annotation; one drag token is one undo step.

        Args:
            id_: id of the annotation.
            onset: frame index, as apex and offset; a bound that stays where it is keeps its origin.
            apex: None where there is none.
            offset: last frame.
            drag: what the change is part of.
            stated: a bound that the reviewer stated, whether it moved or not.
        """
        before, bounds = self._document.view.annotation(id_), {"onset": onset, "apex": apex, "offset": offset}
        said = [name for name in bounds if name == stated or getattr(before, name, None) != bounds[name]]
        self._session.attempt(lambda: self._document.change(id_, drag=drag, stated=said, **bounds))

    def finish_drag(self) -> None:
        """A drag ended: it is stored."""
        self._session.attempt(self._document.drag.finish)

    def create(self, onset: int, offset: int, apex: int | None = None) -> None:
        """Add a hand annotation and select it."""
        annotator = self._document.layer.name
        self._session.attempt(lambda: self._add(Annotation(onset=onset, apex=apex, offset=offset, annotator=annotator)))

    def split(self) -> None:
        """Cut the annotation in two before this frame, and select the second part."""
        annotation = self._acceptance.editable()
        if annotation is None:
            self._session.say(self._tour.advice())
            return
        parts: list[str] = []
        self._session.attempt(lambda: parts.append(self._document.split(annotation.id, self._playback.frame)))
        if parts:
            self._session.selection.select("annotation", parts[0])

    def merge(self) -> None:
        """Make the annotation and the next one in time one."""
        annotation = self._current.annotation
        after = self._document.view.annotations
        following = after[after.index(annotation) + 1 :] if annotation in after else ()
        if annotation is None:
            self._session.say(tr("Select an annotation: it is merged with the next one in time."))
        elif not following:
            self._session.say(tr("There is no annotation after this one to merge with."))
        else:
            self._session.attempt(lambda: self._document.merge(annotation.id, following[0].id))

    def delete(self) -> None:
        """Delete the selected annotation, or all that is marked; on a proposal, take its verdict back."""
        annotation, proposal = self._current.annotation, self._current.proposal
        if self._bulk.is_on:
            self._bulk.delete()
        elif annotation is not None:
            if self._session.attempt(lambda: self._document.delete(annotation.id)) and proposal is None:
                self._session.selection.clear()
        elif proposal is not None and self._document.view.verdict(proposal.id) is not Verdict.PENDING:
            self._session.attempt(lambda: self._document.clear_verdict(proposal))
        else:
            self._session.say(tr("Nothing to delete: Backspace rejects a proposal."))

    def deselect(self) -> None:
        """Select nothing, and drop an unfinished annotation; of several that are marked, select one."""
        if self._bulk.is_on:
            self._bulk.let_go()
            return
        self._draft.drop()
        self._session.selection.clear()

    def _add(self, annotation: Annotation) -> None:
        self._document.add(annotation)
        self._session.selection.select("annotation", annotation.id)
        if not self._tour.in_view:
            self._playback.seek(annotation.onset)

    def _begin(self, handle: Handle, frame: int) -> None:
        """Mark a bound of a new annotation; its offset finishes it."""
        made = self._draft.mark(handle, frame)
        if made is not None:
            self.create(made.onset, made.offset, made.apex)
            self._session.say(tr("The interval is yours: a digit sets its emotion, A its action units."))
