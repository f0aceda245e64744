"""The one undo command: annotations and verdicts before and after (design D9; architecture: builders, not classes)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from metst_gui.document.annotation import Annotation, VerdictRecord

# Frame index, kind (proposal or annotation) and id of what changed.
Place = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the document: for each touched id the value after it; None: absent.

    Attributes:
        annotations: annotation id -> annotation.
        verdicts: proposal id -> verdict record (absent: pending).
    """

    annotations: Mapping[str, Annotation | None]
    verdicts: Mapping[str, VerdictRecord | None]

    def place(self) -> Place | None:
        """Where the change is to be seen; None where everything it touched is absent after it."""
        for id_, record in self.verdicts.items():
            if record is not None:
                return record.proposal.apex, "proposal", id_
        for id_, annotation in self.annotations.items():
            if annotation is not None:
                return annotation.onset if annotation.apex is None else annotation.apex, "annotation", id_
        return None


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
        self._is_first = True

    @override
    def redo(self) -> None:
        # The first redo is the edit itself: the playhead is where the user put it.
        place = None if self._is_first else self._place()
        self._is_first = False
        self._apply(self.after, place)

    @override
    def undo(self) -> None:
        self._apply(self.before, self._place())

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
        # A drag that came back to where it began, or was cancelled, leaves nothing to undo.
        self.setObsolete(self.before == self.after)
        return True

    def _place(self) -> Place | None:
        return self.before.place() or self.after.place()
