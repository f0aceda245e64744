"""The history of edits, one an annotator; every step is durable before it is made (ADR 0014, 0006)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack  # noqa: TID251 - Qt keeps its undo stack among the pixels
from typing_extensions import override

from engine.messages import Said
from metst_gui.document.changes import Changes, Place
from metst_gui.document.edit import Edit, Step, together
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.file.forms import entry_to
from metst_gui.document.focus import Focus
from metst_gui.document.ledger import Ledger

K = TypeVar("K")
V = TypeVar("V")

DECODED_ANEW = Said("The threshold was set anew since; the step was passed over.")
STALE = Said("Another annotator changed this since; the step was passed over.")


class ChangeDocument(QUndoCommand):
    """Applies `after` on redo and `before` on undo; consecutive commands of one drag become one."""

    def __init__(
        self, apply: Callable[[Edit, Place | None], None], text: str, before: Edit, after: Edit, drag: object = None
    ) -> None:
        super().__init__(text)
        self._apply = apply
        self.before = before
        self.after = after
        self.drag = drag
        self.passed_over = False
        self._is_first = True

    @override
    def redo(self) -> None:
        # The first redo is the edit itself: the playhead is where the user put it.
        place = None if self._is_first else self._place()
        self._is_first = False
        if not self.passed_over:
            self._apply(self.after, place)

    @override
    def undo(self) -> None:
        if not self.passed_over:
            self._apply(self.before, self._place())

    @override
    def id(self) -> int:
        return 1 if self.drag is not None else -1

    @override
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ChangeDocument) or other.drag is not self.drag:
            return False
        if other.after.scope != self.after.scope or other.after.annotations.keys() != self.after.annotations.keys():
            return False
        self.after = other.after
        # A drag that came back to where it began, or was cancelled, leaves nothing to undo.
        self.setObsolete(self.before == self.after)
        return True

    def _place(self) -> Place | None:
        return self.before.place() or self.after.place()


class UndoStack(QUndoStack):
    """Undo stack whose steps back and forth are stored before they are made.

    Args:
        store: makes a step durable: action, edit before, edit after. It raises where it cannot, and nothing changes.
        is_stale: whether something else is there than an edit left, which a step would overwrite.
        parent: owner.
    """

    def __init__(
        self,
        store: Callable[[str, Edit, Edit], None],
        is_stale: Callable[[Edit], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._is_stale = is_stale

    @override
    def undo(self) -> None:
        command = self.command(self.index() - 1) if self.canUndo() else None
        if isinstance(command, ChangeDocument):
            self._store_or_pass(f"undo {command.text()}", command, command.after, command.before)
            super().undo()
            self._tell(command)

    @override
    def redo(self) -> None:
        command = self.command(self.index()) if self.canRedo() else None
        if isinstance(command, ChangeDocument):
            self._store_or_pass(f"redo {command.text()}", command, command.before, command.after)
            super().redo()
            self._tell(command)

    def _store_or_pass(self, action: str, command: ChangeDocument, before: Edit, after: Edit) -> None:
        """Store a step; one that would overwrite what another annotator did is passed over."""
        if self._is_stale(before):
            command.passed_over = True
        else:
            self._store(action, before, after)

    def _tell(self, command: ChangeDocument) -> None:
        if command.passed_over:
            raise EditRefusedError(DECODED_ANEW if command.after.decoders else STALE)


class History(QObject):
    """The edits the annotators made since the project was opened, in all videos: one undo stack for each of them.

    Args:
        focus: what is edited, and by whom.
        ledger: stores every step.
        tell: told of every change that was made.
        parent: owner.
    """

    def __init__(
        self, focus: Focus, ledger: Ledger, tell: Callable[[Changes], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._focus = focus
        self._ledger = ledger
        self._tell = tell
        self._stacks: dict[str, UndoStack] = {}
        self._first: list[Callable[[], None]] = []

    @property
    def stack(self) -> UndoStack:
        """Every edit the annotator in use made."""
        id_ = self._focus.layer_id
        if id_ not in self._stacks:
            self._stacks[id_] = UndoStack(self.store, self._is_stale, self)
        return self._stacks[id_]

    def before_step(self, act: Callable[[], None]) -> None:
        """Call this before every step that is stored, to store first what is still waiting."""
        self._first.append(act)

    def undo(self) -> None:
        """Take the last edit back; what cannot be stored is refused with a sentence."""
        self._attempt(self.stack.undo)

    def redo(self) -> None:
        """Repeat the edit that was taken back; what cannot be stored is refused with a sentence."""
        self._attempt(self.stack.redo)

    def clear(self) -> None:
        """Forget every edit: another project is open."""
        for stack in self._stacks.values():
            stack.clear()
            stack.deleteLater()
        self._stacks = {}

    def make(self, step: Step | None) -> None:
        """Make an edit.

        Args:
            step: what to make; None: there is nothing to do.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        if step is None:
            return
        before = step.after.before(self._focus.state)
        self.store(step.text, before, step.after, step.told)
        self.push(step.text, before, step.after)

    def make_each(self, steps: Iterable[Step], text: str) -> None:
        """Make several edits: a journal row each, one undo step.

        Args:
            steps: in one scope, none of them touching what another one touches.
            text: what the undo history calls them, with ``{n}`` for their number.

        Raises:
            EditRefusedError: one could not be stored; those before it are made.
        """
        made: list[Edit] = []
        try:
            for step in steps:
                self.store(step.text, step.after.before(self._focus.state), step.after, step.told)
                made.append(step.after)
        finally:
            if made:
                after = together(self._focus.scope, made)
                self.push(text.format(n=len(made)), after.before(self._focus.state), after)

    def store(self, action: str, before: Edit, after: Edit, told: Mapping[str, Any] | None = None) -> None:
        """Make a step durable, behind all that is waiting.

        Raises:
            EditRefusedError: it could not be written.
        """
        for act in self._first:
            act()
        self.write(action, before, after, told)

    def write(self, action: str, before: Edit, after: Edit, told: Mapping[str, Any] | None = None) -> None:
        """Make a step durable at once.

        Args:
            action: what the journal calls it.
            before: what was there.
            after: what is there from now on.
            told: what else the journal says of it.

        Raises:
            EditRefusedError: it could not be written.
        """
        videos, ledger = self._focus.state.videos, self._ledger
        left, made = before.forms(), after.forms()
        if after.decoders:
            left["videos"] = {id_: entry_to(videos[id_]) for id_ in after.decoders}
            changed = {id_: replace(videos[id_], decoder=one) for id_, one in after.decoders.items()}
            made["videos"] = {id_: entry_to(ledger.located(one)) for id_, one in changed.items()}
        ledger.commit(action, after.object(), left, {**made, **(told or {})})

    def push(self, text: str, before: Edit, after: Edit, drag: object = None) -> None:
        """Make a change that is stored already; those of one drag become one undo step."""
        self.stack.push(ChangeDocument(self._apply, text, before, after, drag))

    def _attempt(self, act: Callable[[], None]) -> None:
        try:
            act()
        except EditRefusedError as error:
            self._ledger.refused.emit(str(error))

    def _is_stale(self, edit: Edit) -> bool:
        """Whether what all annotators share is another than an edit left: a statement, or the decoder of a video."""
        state = self._focus.state
        return any(state.statements.get(topic) != value for topic, value in edit.statements.items()) or any(
            state.videos[id_].decoder != value for id_, value in edit.decoders.items()
        )

    def _apply(self, edit: Edit, place: Place | None) -> None:
        """The one mutator; called by commands only. `place` is given where the change is to be shown."""
        state, book = self._focus.state, self._focus.state.book(edit.scope)
        _update(book.annotations, edit.annotations)
        _update(book.verdicts, edit.verdicts)
        _update(state.decisions, edit.decisions)
        _update(state.statements, edit.statements)
        for id_, options in edit.decoders.items():
            state.videos[id_] = self._ledger.located(replace(state.videos[id_], decoder=options))
        here = edit.scope == self._focus.scope
        self._tell(
            Changes(
                annotations=here and bool(edit.annotations),
                verdicts=here and bool(edit.verdicts),
                statements=bool(edit.statements),
                decoder=bool(edit.decoders),
                decisions=bool(edit.decisions),
                scope=edit.scope,
                place=place,
            )
        )


def _update(target: dict[K, V], changes: Mapping[K, V | None]) -> None:
    for key, value in changes.items():
        if value is None:
            target.pop(key, None)
        else:
            target[key] = value
