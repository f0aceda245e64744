"""A drag is one edit, stored when it ends."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Slot

from metst_gui.document.annotation import Annotation
from metst_gui.document.edit import Edit, Step
from metst_gui.document.file.errors import EditRefusedError
from metst_gui.document.focus import Focus
from metst_gui.document.history import History
from metst_gui.document.ledger import Ledger

# A drag is stored when it ends; where nobody says that it ended, after this rest.
DRAG_REST_MS = 400
RETRY_MS = 5000


@dataclass(slots=True)
class Drag:
    """A drag that goes on.

    Attributes:
        token: which one.
        start: the annotation before it.
        text: what the journal calls it.
        before, after: the edit so far.
        stored: True once nothing of it is left to be stored.
    """

    token: object
    start: Annotation
    text: str
    before: Edit
    after: Edit
    stored: bool = False


class DragSession(QObject):
    """Makes the edits of a drag at once and stores them as one, before any other step.

    Args:
        focus: what is edited.
        history: takes the edits.
        ledger: says whether they can be stored, and what was refused.
        parent: owner.
    """

    def __init__(self, focus: Focus, history: History, ledger: Ledger, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._focus = focus
        self._history = history
        self._ledger = ledger
        self._drag: Drag | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_rest)
        history.before_step(self.end)

    @property
    def waiting(self) -> bool:
        """True while a part of a drag is not in the file."""
        return self._drag is not None and not self._drag.stored

    def start_of(self, token: object, now: Annotation) -> Annotation:
        """The annotation as it was before a drag; a drag of another token, or of another annotation, ends.

        Raises:
            EditRefusedError: that one could not be stored.
        """
        if self._drag is None or self._drag.token is not token or self._drag.start.id != now.id:
            self.finish()
            edit = Edit(self._focus.scope, {now.id: now})
            self._drag = Drag(token, now, "", edit, edit, stored=True)
        return self._drag.start

    def make(self, step: Step, token: object) -> None:
        """Make an edit that is part of a drag; it is stored when the drag ends.

        Raises:
            EditRefusedError: nothing can be stored; nothing changes.
        """
        before = step.after.before(self._focus.state)
        if self._ledger.store is not None and self._drag is not None:
            if self._ledger.read_only:
                raise EditRefusedError(self._ledger.read_only)
            self._drag.text, self._drag.after, self._drag.stored = step.text, step.after, False
            self._timer.start(DRAG_REST_MS)
        self._history.push(step.text, before, step.after, token)

    def finish(self) -> None:
        """Store what was dragged.

        Raises:
            EditRefusedError: it could not be stored; it is tried again.
        """
        drag = self._drag
        if drag is None or drag.stored:
            return
        if drag.before != drag.after:
            self._history.write(drag.text, drag.before, drag.after)
        # The next step of the same drag begins where this one ended.
        drag.before, drag.stored = drag.after, True
        self._timer.stop()

    def end(self) -> None:
        """Store what was dragged; what comes next is another drag.

        Raises:
            EditRefusedError: it could not be stored; it is tried again.
        """
        self.finish()
        self._drag = None

    def forget(self) -> None:
        """Another project is open."""
        self._drag = None

    @Slot()
    def _on_rest(self) -> None:
        try:
            self.finish()
        except EditRefusedError as error:
            self._timer.start(RETRY_MS)
            self._ledger.refused.emit(str(error))
