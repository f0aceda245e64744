"""The one undo command: annotations and verdicts before and after (design D9; architecture: builders, not classes)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from metst_gui.document.annotation import Annotation, VerdictRecord


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the document: for each touched id the value after it; None: absent.

    Attributes:
        annotations: annotation id -> annotation.
        verdicts: proposal id -> verdict record (absent: pending).
    """

    annotations: Mapping[str, Annotation | None]
    verdicts: Mapping[str, VerdictRecord | None]

    def frame(self) -> int | None:
        """Where the change is to be seen: a frame index, or None."""
        for annotation in self.annotations.values():
            if annotation is not None:
                return annotation.onset if annotation.apex is None else annotation.apex
        for record in self.verdicts.values():
            if record is not None:
                return record.proposal.apex
        return None


class ChangeDocument(QUndoCommand):
    """Applies `after` on redo and `before` on undo; consecutive commands of one drag become one."""

    def __init__(
        self, apply: Callable[[Edit, int | None], None], text: str, before: Edit, after: Edit, drag: object = None
    ) -> None:
        super().__init__(text)
        self._apply = apply
        self.before = before
        self.after = after
        self.drag = drag
        self._is_first = True

    @override
    def redo(self) -> None:
        # The first redo is the edit itself: the playhead is where the user put it.
        frame = None if self._is_first else self._frame()
        self._is_first = False
        self._apply(self.after, frame)

    @override
    def undo(self) -> None:
        self._apply(self.before, self._frame())

    @override
    def id(self) -> int:
        return 1 if self.drag is not None else -1

    @override
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ChangeDocument) or other.drag is not self.drag:
            return False
        if other.after.annotations.keys() != self.after.annotations.keys():
            return False
        self.after = other.after
        return True

    def _frame(self) -> int | None:
        before = self.before.frame()
        return before if before is not None else self.after.frame()
