"""The one undo command, and the history that makes undo and redo durable first (ADR 0014, 0006)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack  # noqa: TID251 - Qt keeps its undo stack among the pixels
from typing_extensions import override

from metst_gui.document.annotation import Annotation, VerdictRecord
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.project import Decision
from metst_gui.document.state import Scope

# Frame index (below zero: that of the item), kind (proposal or annotation) and id of what changed.
Place = tuple[int, str, str]
NO_FRAME = -1
STALE = "Another annotator changed this since; the step was passed over."


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the document: for each touched id the value after it; None: absent.

    Attributes:
        scope: video and layer it belongs to.
        annotations: annotation id -> annotation.
        verdicts: proposal id -> verdict record (absent: pending).
        decisions: decision id -> decision.
        settings: name -> JSON-able value.
    """

    scope: Scope
    annotations: Mapping[str, Annotation | None] = field(default_factory=dict)
    verdicts: Mapping[str, VerdictRecord | None] = field(default_factory=dict)
    decisions: Mapping[str, Decision | None] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def place(self) -> Place | None:
        """Where the change is to be seen; None where everything it touched is absent after it."""
        for id_, record in self.verdicts.items():
            if record is not None:
                return record.proposal.apex, "proposal", id_
        for id_, annotation in self.annotations.items():
            if annotation is not None:
                return annotation.onset if annotation.apex is None else annotation.apex, "annotation", id_
        for name, value in self.settings.items():
            kind, _, rest = name.partition("/")
            if kind == "artefacts" and value:
                return int(value[-1][0]), "", ""
            if kind == "emotion" and value is not None:
                return NO_FRAME, "proposal", rest.rpartition("/")[2]
        return None

    def object(self) -> str:
        """What the journal names it by."""
        for kind, touched in (
            ("verdicts", self.verdicts),
            ("annotations", self.annotations),
            ("decisions", self.decisions),
            ("settings", self.settings),
        ):
            for id_ in touched:
                return f"{kind}/{'/'.join(self.scope)}/{id_}" if kind == "verdicts" else f"{kind}/{id_}"
        return "project"


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


class History(QUndoStack):
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
            raise EditRefusedError(STALE)
