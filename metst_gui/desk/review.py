"""Review logic: which item is current, what each key does to it, where to go next. No widgets."""

from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal, Slot

from engine.clock import scene_clock
from engine.definitions import Kind
from engine.types import Proposal
from metst_gui.desk.bounds import LOOP_MODES, Handle, loop_range, moved
from metst_gui.desk.queue_place import around, row_of
from metst_gui.desk.session import Session
from metst_gui.document.annotation import EMOTION_LABELS, Annotation, Verdict, computed_kind
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.language import plural, tr


class ReviewController(QObject):
    """Acts on the selected item; every change goes through the document, so every change is undoable.

    Signals:
        draft_changed: an unfinished hand annotation changed.
        handle_changed: the active handle changed. arg: onset, apex or offset.
        loop_mode_changed: arg: text of the mode.
        decided: a verdict was given.
        accepted_by_edit_changed: another proposal, or none, is the one that a change accepted.
    """

    draft_changed = Signal()
    handle_changed = Signal(str)
    loop_mode_changed = Signal(str)
    decided = Signal()
    accepted_by_edit_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._document = session.document
        self._playback = session.playback
        self._notifier = session.notifier
        self.handle: Handle = "apex"
        self.draft_onset: int | None = None
        self.draft_apex: int | None = None
        self._accepted_by_edit = ""
        self._loop_mode = LOOP_MODES[0]
        # Whether frames (first, last) are in view on the timeline; the window says.
        self.sees: Callable[[int, int], bool] = lambda _first, _last: True
        self.suggest: Callable[[Proposal], str] = lambda _proposal: ""
        self.order: Callable[[], list[tuple[str, str]]] = list
        self.whole_order: Callable[[], list[tuple[str, str]]] = list
        session.selection.changed.connect(self._on_selection)
        session.opened.connect(self._on_opened)
        self._document.revealed.connect(self._on_revealed)

    # What is current.

    @property
    def proposal(self) -> Proposal | None:
        """The selected proposal."""
        item = self._session.selection.item
        return self._document.view.proposal(item[1]) if item is not None and item[0] == "proposal" else None

    @property
    def annotation(self) -> Annotation | None:
        """The selected annotation, or the one the selected proposal became."""
        item = self._session.selection.item
        if item is None:
            return None
        return (
            self._document.view.annotation(item[1])
            if item[0] == "annotation"
            else self._document.view.annotation_of(item[1])
        )

    @property
    def place(self) -> tuple[str, str] | None:
        """The selected item as the queue lists it: what a proposal became stands in the row of the proposal."""
        return row_of(self._document, self._session.selection.item)

    @property
    def draft_text(self) -> str:
        """What is marked of an unfinished hand annotation and which key comes next; empty: nothing is."""
        if self.draft_onset is None:
            return ""
        known = self.draft_apex
        apex = tr("P marks the apex") if known is None else tr("apex {apex}", apex=known)
        return tr(
            "New interval\n\nonset {onset} · {apex}\nO marks the offset and finishes it\nEsc drops it",
            onset=self.draft_onset,
            apex=apex,
        )

    @property
    def accepted_by_edit(self) -> bool:
        """Whether a change, not a verdict, accepted the selected proposal since it was selected."""
        made = self.annotation
        return made is not None and made.proposal_id is not None and made.proposal_id == self._accepted_by_edit

    @property
    def in_view(self) -> bool:
        """Whether the selected item is where the reviewer looks: on the timeline, and near the playhead.

        Near is within the item's own length of it, and at least a second.
        """
        bounds, info = self._bounds(), self._session.info
        if bounds is None or info is None:
            return False
        onset, _apex, offset = bounds
        margin = max(offset - onset + 1, round(info.fps), self._session.settings.value.loop_context)
        is_near = onset - margin <= self._playback.frame <= offset + margin
        return is_near and self.sees(onset, offset)

    def emotion_draft(self, proposal_id: str) -> tuple[bool, str | None]:
        """Whether an emotion was chosen for an undecided proposal, and which."""
        return self._document.statements.emotion_draft(proposal_id)

    # Going somewhere.

    def select(self, kind: str, id_: str) -> None:
        """Select an item and go to its onset."""
        self._session.selection.select(kind, id_)
        bounds = self._bounds()
        if bounds is not None:
            self._playback.seek(bounds[0])

    def go(self, step: int, *, any_: bool = False) -> None:
        """Select the next (1) or previous (-1) item of the queue that has no verdict; `any_`: decided ones too."""
        order = self.order()
        if not order:
            self._notifier.info(self._nothing_there())
            return
        before, after = around(order, self.place, self.whole_order) or (len(order), 0)
        coming = order[after:] if step > 0 else order[:before][::-1]
        target = next((one for one in coming if any_ or self._is_open(*one)), None)
        if target is not None:
            self.select(*target)
        elif coming:
            none_after = tr("No open item after this one; with Ctrl: any item.")
            none_before = tr("No open item before this one; with Ctrl: any item.")
            self._notifier.info(none_after if step > 0 else none_before)
        else:
            self._notifier.info(tr("This was the last item.") if step > 0 else tr("This is the first item."))

    def _is_open(self, kind: str, id_: str) -> bool:
        return kind == "proposal" and self._document.view.verdict(id_) in (Verdict.PENDING, Verdict.UNSURE)

    def advance(self, order: list[tuple[str, str]]) -> None:
        """Select the next undecided proposal after the current one in `order`, the queue as it was before a verdict.

        Where none is left, the ones put off come again, in the order the queue has now.
        """
        item = self.place
        _, start = around(order, item, self.whole_order) or (0, 0)
        ahead = [*order[start:], *order[:start]]
        for wanted, items in ((Verdict.PENDING, ahead), (Verdict.UNSURE, self.order())):
            for kind, id_ in items:
                if kind == "proposal" and (kind, id_) != item and self._document.view.verdict(id_) is wanted:
                    self.select(kind, id_)
                    if wanted is Verdict.UNSURE:
                        self._notifier.info(tr("Only items you put off are left: this is the first of them."))
                    return
        left = sum(self._document.view.verdict(one.id) is Verdict.UNSURE for one in self._document.view.proposals)
        more = plural(left, " {n} is marked unsure.", " {n} are marked unsure.") if left else ""
        text = tr("Every proposal shown has a verdict.{more} Review, Finalise video… states it is complete.", more=more)
        self._notifier.info(text)

    def go_to_handle(self, handle: Handle) -> None:
        """Make a handle active and show its frame."""
        bounds = self._bounds()
        if bounds is None:
            self._notifier.info(self.select_first())
            return
        self.handle = handle
        self.handle_changed.emit(handle)
        frame = dict(zip(("onset", "apex", "offset"), bounds, strict=True))[handle]
        self._playback.pause()
        self._playback.seek(bounds[0] if frame is None else frame)

    def cycle_loop(self) -> None:
        """Next loop range: interval with context, around the onset, around the apex, interval, off."""
        self._loop_mode = LOOP_MODES[(LOOP_MODES.index(self._loop_mode) + 1) % len(LOOP_MODES)]
        self._apply_loop()

    def when_in_view(self, act: Callable[[], object]) -> None:
        """Do what changes the selected item; where it is not in view, show it first and ask for the key again."""
        bounds = self._bounds()
        if bounds is None or self.in_view:
            act()
            return
        self._playback.pause()
        self._playback.seek(bounds[0])
        self._notifier.info(
            tr(
                "The selected interval was not in view; here it is, frames {onset} to {offset}. Press the key again to "
                "change it, or Esc to let it be.",
                onset=bounds[0],
                offset=bounds[2],
            )
        )

    # Verdicts.

    def accept(self, emotion: str | None = None, *, none: bool = False) -> None:
        """Accept the selected proposal and go on; on an annotation, only go on.

        Args:
            emotion: label to set; None: the one chosen before, else the model's.
            none: say that no emotion can be inferred.
        """
        if none:
            self.set_emotion(None)
        order = self.order()
        proposal = self.proposal
        if proposal is not None:
            if not self._accept(proposal, emotion):
                return
        elif self.annotation is None:
            self._notifier.info(self.select_first())
            return
        elif emotion is not None:
            self.set_emotion(emotion)
        self.decided.emit()
        self.advance(order)

    def reject(self, reason: str | None = None) -> None:
        """Reject the selected proposal and go on.

        Args:
            reason: why, empty: not said; None: the one that eyes and head suggest, which the card shows.
        """

        def act(proposal: Proposal) -> None:
            found = self.suggest(proposal) if reason is None else reason
            self._document.reject(proposal, found, suggested=reason is None and bool(found))

        self._decide(act)

    def unsure(self) -> None:
        """Put the selected proposal off and go on."""
        self._decide(self._document.unsure)

    def _decide(self, act: Callable[[Proposal], None]) -> None:
        order = self.order()
        proposal = self.proposal
        if proposal is None:
            is_own = self.annotation is not None
            self._notifier.info(tr("Delete removes an annotation of yours.") if is_own else self.select_first())
            return
        if self._try(lambda: act(proposal)):
            self.advance(order)

    # Editing.

    def set_emotion(self, label: str | None) -> None:
        """Set the emotion of the annotation; on an undecided proposal it is kept for the verdict."""
        annotation = self.annotation
        if annotation is not None:
            self._try(lambda: self._document.change(annotation.id, emotion=label))
        elif self.proposal is not None:
            id_ = self.proposal.id
            self._try(lambda: self._document.statements.set_emotion_draft(id_, label))
        else:
            self._notifier.info(self.select_first())

    def toggle_kind(self) -> None:
        """Override the computed kind by the other one, or take the override back."""
        annotation, info = self._editable(), self._session.info
        if annotation is None or info is None:
            self._notifier.info(self.select_first())
            return
        computed = computed_kind(annotation, scene_clock(info), self._document.statements.definition)
        other: Kind = "macro" if computed == "micro" else "micro"
        kind = None if annotation.kind is not None else other
        self._try(lambda: self._document.change(annotation.id, kind=kind))

    def set_emotion_by_digit(self, digit: int) -> None:
        """Emotion of a digit key; 0: no emotion inferred."""
        self.set_emotion(None if digit == 0 else EMOTION_LABELS[digit - 1])

    def set_field(self, field: Literal["action_units", "note", "confidence"], value: object) -> None:
        """Set a field of the annotation; accepts the proposal it belongs to."""
        if self.annotation is None and self.proposal is None:
            self._notifier.info(self.select_first())
        annotation = self._editable()
        if annotation is not None and getattr(annotation, field) != value:
            change: dict[str, Any] = {field: value}
            self._try(lambda: self._document.change(annotation.id, **change))

    def set_handle(self, handle: Handle, frame: int | None = None, *, drag: object = None) -> None:
        """Put onset, apex or offset on a frame (default: the current one); a bound that is passed moves along.

        With nothing selected, or nothing that is in view, onset and apex begin a new annotation, offset completes it.
        """
        if frame is None and self._session.selection.item is not None and not self.in_view:
            # What the reviewer does not see is not what they mean.
            self._session.selection.clear()
        frame = self._playback.frame if frame is None else frame
        if self._session.selection.item is None:
            self._draft(handle, frame)
            return
        annotation, proposal = self.annotation, self.proposal
        if annotation is None and proposal is not None:
            if self._may_edit(proposal):
                self._mark_handle(handle)
                self.accept_moved(proposal, moved(proposal, handle, frame))
        elif annotation is not None:
            self._mark_handle(handle)
            self.set_bounds(annotation.id, *moved(annotation, handle, frame), drag=drag, stated=handle)

    def accept_moved(self, proposal: Proposal, bounds: tuple[int, int | None, int]) -> None:
        """Accept a proposal with other bounds than the model's: one edit."""
        if bounds != (proposal.onset, proposal.apex, proposal.offset) and self._accept(proposal, bounds=bounds):
            self._say_accepted(proposal.id)

    def _mark_handle(self, handle: Handle) -> None:
        self.handle = handle
        self.handle_changed.emit(handle)

    def nudge(self, step: int) -> None:
        """Move the active handle by frames; the picture follows."""
        bounds = self._bounds()
        info = self._session.info
        if bounds is None or info is None:
            self._notifier.info(self.select_first())
            return
        frame = dict(zip(("onset", "apex", "offset"), bounds, strict=True))[self.handle]
        start = bounds[0] if frame is None else frame
        target = min(max(start + step, 0), info.n_frames - 1)
        self.set_handle(self.handle, target)
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
        self._try(lambda: self._document.change(id_, drag=drag, stated=said, **bounds))

    def finish_drag(self) -> None:
        """A drag ended: it is stored."""
        self._try(self._document.drag.finish)

    def create(self, onset: int, offset: int, apex: int | None = None) -> None:
        """Add a hand annotation and select it."""
        annotator = self._document.layer.name
        self._try(lambda: self._add(Annotation(onset=onset, apex=apex, offset=offset, annotator=annotator)))

    def split(self) -> None:
        """Cut the annotation in two before this frame, and select the second part."""
        annotation = self._editable()
        if annotation is None:
            self._notifier.info(self.select_first())
            return
        parts: list[str] = []
        self._try(lambda: parts.append(self._document.split(annotation.id, self._playback.frame)))
        if parts:
            self._session.selection.select("annotation", parts[0])

    def merge(self) -> None:
        """Make the annotation and the next one in time one."""
        annotation = self.annotation
        after = self._document.view.annotations
        following = after[after.index(annotation) + 1 :] if annotation in after else ()
        if annotation is None:
            self._notifier.info(tr("Select an annotation: it is merged with the next one in time."))
        elif not following:
            self._notifier.info(tr("There is no annotation after this one to merge with."))
        else:
            self._try(lambda: self._document.merge(annotation.id, following[0].id))

    def delete(self) -> None:
        """Delete the selected annotation; on a proposal, take its verdict back."""
        annotation, proposal = self.annotation, self.proposal
        if annotation is not None:
            if self._try(lambda: self._document.delete(annotation.id)) and proposal is None:
                self._session.selection.clear()
        elif proposal is not None and self._document.view.verdict(proposal.id) is not Verdict.PENDING:
            self._try(lambda: self._document.clear_verdict(proposal))
        else:
            self._notifier.info(tr("Nothing to delete: Backspace rejects a proposal."))

    def deselect(self) -> None:
        """Select nothing, and drop an unfinished annotation."""
        self.draft_onset = self.draft_apex = None
        self.draft_changed.emit()
        self._session.selection.clear()

    def select_first(self) -> str:
        """What to do where a command needs an item and none is selected."""
        if self._session.info is None:
            return tr("Open a video first.")
        return tr("Select an item first: ↓ goes to the next.") if self.order() else self._nothing_there()

    def _nothing_there(self) -> str:
        if self._session.info is None:
            return tr("Open a video first.")
        if self._document.view.veiled:
            return tr("The model's marks are hidden: B shows them.")
        if self._session.inference.running:
            return tr("The analysis has proposed nothing yet; what it finds appears here.")
        return tr("Nothing to review: no item passes the filters above the list.")

    def _add(self, annotation: Annotation) -> None:
        self._document.add(annotation)
        self._session.selection.select("annotation", annotation.id)
        if not self.in_view:
            self._playback.seek(annotation.onset)

    def _draft(self, handle: Handle, frame: int) -> None:
        if self._session.info is None:
            self._notifier.info(tr("Open a video first."))
            return
        if handle == "onset":
            self.draft_onset, self.draft_apex = frame, None
            self._notifier.info(
                tr("New interval from frame {frame}: P marks its apex, O its offset, Esc drops it.", frame=frame)
            )
        elif self.draft_onset is None:
            self._notifier.info(tr("Mark the onset first (I), or select an item that is in view to change it."))
        elif handle == "apex":
            self.draft_apex = frame
            self._notifier.info(
                tr("Onset {onset}, apex {frame}: O marks the offset.", onset=self.draft_onset, frame=frame)
            )
        else:
            onset, apex = self.draft_onset, self.draft_apex
            self.draft_onset = self.draft_apex = None
            self.create(onset, frame, apex)
            self._notifier.info(tr("The interval is yours: a digit sets its emotion, A its action units."))
        self.draft_changed.emit()

    def _editable(self) -> Annotation | None:
        """The annotation to edit; editing a proposal accepts it first, since proposals never change."""
        annotation, proposal = self.annotation, self.proposal
        if annotation is not None or proposal is None or not self._may_edit(proposal):
            return annotation
        if self._accept(proposal):
            self._say_accepted(proposal.id)
        return self._document.view.annotation_of(proposal.id)

    def _say_accepted(self, proposal_id: str) -> None:
        self._accepted_by_edit = proposal_id
        self.accepted_by_edit_changed.emit()

    def _may_edit(self, proposal: Proposal) -> bool:
        """Whether a change may accept a proposal; one that was rejected must be accepted on purpose."""
        rejected = self._document.view.verdict(proposal.id) is Verdict.REJECTED
        if rejected:
            self._notifier.info(tr("This proposal is rejected: accept it first (Enter), then change it."))
        return not rejected

    def _accept(
        self, proposal: Proposal, emotion: str | None = None, *, bounds: tuple[int, int | None, int] | None = None
    ) -> bool:
        """Accept with the given emotion, else the one chosen before the verdict, else the model's."""
        drafted, draft = self.emotion_draft(proposal.id)
        label, chosen = (emotion, True) if emotion is not None else (draft, drafted)
        return self._try(lambda: self._document.accept(proposal, emotion=label, chosen=chosen, bounds=bounds))

    def _bounds(self) -> tuple[int, int | None, int] | None:
        item = self.annotation or self.proposal
        return None if item is None else (item.onset, item.apex, item.offset)

    def _try(self, act: Callable[[], object]) -> bool:
        """Whether it was done; what cannot be done or stored is said, and nothing moves on."""
        try:
            act()
        except EditRefusedError as error:
            self._notifier.error(str(error))
            return False
        except ValueError as error:
            self._notifier.warning(str(error))
            return False
        return True

    def _apply_loop(self) -> None:
        bounds = self._bounds()
        self.loop_mode_changed.emit("off" if bounds is None else self._loop_mode)
        if bounds is None or self._loop_mode == "off":
            self._playback.set_loop(None)
            return
        self._playback.set_loop(*loop_range(self._loop_mode, bounds, self._session.settings.value.loop_context))

    @Slot()
    def _on_selection(self) -> None:
        self.handle = "apex"
        made = self.annotation
        if made is None or made.proposal_id != self._accepted_by_edit:
            self._accepted_by_edit = ""
        self.handle_changed.emit(self.handle)
        self._apply_loop()

    @Slot(int, str, str)
    def _on_revealed(self, frame: int, kind: str, id_: str) -> None:
        """Undo and redo show the item they changed."""
        exists = self._document.view.proposal(id_) if kind == "proposal" else self._document.view.annotation(id_)
        if exists is not None:
            self._session.selection.select(kind, id_)
        self._playback.pause()
        bounds = self._bounds()
        if frame >= 0:
            self._playback.seek(frame)
        elif bounds is not None:
            self._playback.seek(bounds[0])

    @Slot(object)
    def _on_opened(self, _info: object) -> None:
        self.draft_onset = self.draft_apex = None
        self.draft_changed.emit()
