"""Going from item to item: which comes next, which of its moments is shown, what is looped."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from metst_gui.desk.analysis import Analysis
from metst_gui.desk.bounds import LOOP_MODES, Handle, loop_range
from metst_gui.desk.current import Current
from metst_gui.desk.queue_place import around
from metst_gui.desk.review_queue import ReviewQueue
from metst_gui.desk.selection import Item, ItemKind
from metst_gui.desk.session import Session
from metst_gui.document.annotation import Verdict
from metst_gui.document.changes import Changes
from metst_gui.language import plural, tr


class Tour(QObject):
    """Leads through the items of the queue.

    Attributes:
        handle: the bound that keys move: onset, apex or offset.

    Signals:
        handle_changed: the active handle changed. arg: onset, apex or offset.
        loop_mode_changed: arg: text of the mode.
    """

    handle_changed = Signal(str)
    loop_mode_changed = Signal(str)

    def __init__(self, session: Session, current: Current, queue: ReviewQueue, analysis: Analysis) -> None:
        super().__init__(session)
        self._session = session
        self._document = session.document
        self._playback = session.playback
        self._current = current
        self._queue = queue
        self._analysis = analysis
        self.handle: Handle = "apex"
        self._loop_mode = LOOP_MODES[0]
        self._view: tuple[float, float] | None = None
        self._said = ""  # that all is decided, until it is so no more
        session.selection.changed.connect(self._on_selection)
        self._document.changed.connect(self._on_document)

    # What is in view.

    @Slot(float, float)
    def set_view(self, first: float, last: float) -> None:
        """Which frame positions the timeline shows; before it is told, all are taken to be in view."""
        self._view = first, last

    @property
    def in_view(self) -> bool:
        """Whether the selected item is where the reviewer looks: on the timeline, and near the playhead.

        Near is within the item's own length of it, and at least a second.
        """
        bounds, info = self._current.bounds, self._session.info
        if bounds is None or info is None:
            return False
        onset, _apex, offset = bounds
        margin = max(offset - onset + 1, round(info.fps), self._session.settings.value.loop_context)
        is_near = onset - margin <= self._playback.frame <= offset + margin
        return is_near and self.sees(onset, offset)

    def sees(self, first: int, last: int) -> bool:
        """Whether any of these frames (inclusive) is on the timeline."""
        return self._view is None or (self._view[0] <= last and first <= self._view[1])

    def when_in_view(self, act: Callable[[], object]) -> None:
        """Do what changes the selected item; where it is not in view, show it first and ask for the key again."""
        bounds = self._current.bounds
        if bounds is None or self.in_view:
            act()
            return
        self._playback.pause()
        self._playback.seek(bounds[0])
        self._session.say(
            tr(
                "The selected interval was not in view; here it is, frames {onset} to {offset}. Press the key again to "
                "change it, or Esc to let it be.",
                onset=bounds[0],
                offset=bounds[2],
            )
        )

    # Going somewhere.

    def select(self, kind: ItemKind, id_: str) -> None:
        """Select an item and go to its onset."""
        self._session.selection.select(kind, id_)
        bounds = self._current.bounds
        if bounds is not None:
            self._playback.seek(bounds[0])

    def go(self, step: int, *, any_: bool = False) -> None:
        """Select the next (1) or previous (-1) item of the queue that has no verdict; `any_`: decided ones too."""
        order = self._queue.shown_ids()
        if not order:
            self._session.say(self._nothing_there())
            return
        coming = self._coming(step)
        target = next((one for one in coming if any_ or self._is_open(*one)), None)
        if target is not None:
            self.select(*target)
        elif coming:
            none_after = tr("No open item comes after this one. Ctrl+↓ also goes to items you have decided.")
            none_before = tr("No open item comes before this one. Ctrl+↑ also goes to items you have decided.")
            self._session.say(none_after if step > 0 else none_before)
        else:
            self._session.say(tr("This was the last item.") if step > 0 else tr("This is the first item."))

    def next_open(self, step: int, *, anew: bool = False) -> Item | None:
        """The next (1) or previous (-1) item of the queue without a verdict; None: there is none.

        Args:
            step: the direction.
            anew: whether to look from the beginning of the queue, or its end, not from the selected item.
        """
        coming = self._queue.shown_ids()[::step] if anew else self._coming(step)
        return next((one for one in coming if self._is_open(*one)), None)

    def _coming(self, step: int) -> list[Item]:
        """What the queue shows after (1) or before (-1) the selected item, the nearest first."""
        order = self._queue.shown_ids()
        before, after = around(order, self._current.place, self._queue.all_ids) or (len(order), 0)
        return order[after:] if step > 0 else order[:before][::-1]

    def _is_open(self, kind: ItemKind, id_: str) -> bool:
        if self._queue.sort == "check":
            return True  # whatever looks wrong is to be looked at
        return kind == "proposal" and self._document.view.verdict(id_) in (Verdict.PENDING, Verdict.UNSURE)

    def advance(self, order: Sequence[Item]) -> None:
        """Select the next undecided proposal after the current one in `order`, the queue as it was before a verdict.

        Where none is left, the ones put off come again, in the order the queue has now.
        """
        item = self._current.place
        _, start = around(order, item, self._queue.all_ids) or (0, 0)
        ahead = [*order[start:], *order[:start]]
        for wanted, items in ((Verdict.PENDING, ahead), (Verdict.UNSURE, self._queue.shown_ids())):
            for one in items:
                if one.kind == "proposal" and one != item and self._document.view.verdict(one.id) is wanted:
                    self.select(*one)
                    if wanted is Verdict.UNSURE:
                        self._session.say(tr("Only items you put off are left: this is the first of them."))
                    return
        left = sum(self._document.view.verdict(one.id) is Verdict.UNSURE for one in self._document.view.proposals)
        more = plural(left, " {n} is marked unsure.", " {n} are marked unsure.") if left else ""
        said = tr("Every proposal shown has a verdict.{more} Review, Finalise video… states it is complete.", more=more)
        self._said = said
        self._session.say(said)

    def advice(self) -> str:
        """What to do where a command needs an item and none is selected."""
        has_items = bool(self._queue.shown_ids())
        return tr("Select an item first: ↓ goes to the next.") if has_items else self._nothing_there()

    def _nothing_there(self) -> str:
        if self._session.info is None:
            return tr("Open a video first.")
        if self._document.view.veiled:
            return tr("The model's marks are hidden: B shows them.")
        if self._analysis.running:
            return tr("The analysis has proposed nothing yet; what it finds appears here.")
        if self._queue.all_ids():
            return tr("Nothing to review: no item passes the filters above the list.")
        if self._document.view.run is None:
            return tr("Nothing to review: this video is not analysed, and nothing is marked in it.")
        return tr("Nothing to review: the model proposes nothing at this threshold, and nothing is marked.")

    # The moments of an item.

    def choose_handle(self, handle: Handle) -> None:
        """Make a bound the one that keys move."""
        self.handle = handle
        self.handle_changed.emit(handle)

    def go_to_handle(self, handle: Handle) -> None:
        """Make a handle active and show its frame."""
        bounds = self._current.bounds
        if bounds is None:
            self._session.say(self.advice())
            return
        self.choose_handle(handle)
        frame = dict(zip(("onset", "apex", "offset"), bounds, strict=True))[handle]
        self._playback.pause()
        self._playback.seek(bounds[0] if frame is None else frame)

    def cycle_loop(self) -> None:
        """Next loop range: interval with context, around the onset, around the apex, interval, off."""
        self._loop_mode = LOOP_MODES[(LOOP_MODES.index(self._loop_mode) + 1) % len(LOOP_MODES)]
        self._apply_loop()

    def _apply_loop(self) -> None:
        bounds = self._current.bounds
        self.loop_mode_changed.emit("off" if bounds is None else self._loop_mode)
        if bounds is None or self._loop_mode == "off":
            self._playback.set_loop(None)
            return
        self._playback.set_loop(*loop_range(self._loop_mode, bounds, self._session.settings.value.loop_context))

    @Slot()
    def _on_selection(self) -> None:
        self.choose_handle("apex")
        self._apply_loop()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        if self._said and (changes.verdicts or changes.proposals):
            said, self._said = self._said, ""
            self._session.notifier.settle(said)
        if changes.place is not None and changes.scope == self._document.focus.scope:
            self._show(*changes.place)

    def _show(self, frame: int, kind: str, id_: str) -> None:
        """Undo and redo show the item they changed."""
        item = Item("proposal" if kind == "proposal" else "annotation", id_)
        view = self._document.view
        if (view.proposal(id_) if item.kind == "proposal" else view.annotation(id_)) is not None:
            self._session.selection.select(*item)
        self._playback.pause()
        bounds = self._current.bounds
        if frame >= 0:
            self._playback.seek(frame)
        elif bounds is not None:
            self._playback.seek(bounds[0])
