"""What the annotators looked at; it is no decision, so it is stored with other things and not undone."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from metst_gui.document.file.forms import statement_forms
from metst_gui.document.focus import Focus
from metst_gui.document.ledger import Ledger
from metst_gui.document.statement import Looked, Spans, Topic


class LookedSpans(QObject):
    """Spans of the videos that were looked at.

    Args:
        focus: which video is shown, and to whom.
        ledger: stores them.
        parent: owner.

    Signals:
        asked: they are about to be stored: `note` is to be called with the last of them.
    """

    asked = Signal()

    def __init__(self, focus: Focus, ledger: Ledger, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._focus = focus
        self._ledger = ledger
        self._waiting: dict[Topic, Spans] = {}

    @property
    def spans(self) -> Spans:
        """Spans of the current video the annotator in use looked at, as stored last."""
        found: Spans = self._focus.state.statements.get(Looked(*self._focus.scope), ())
        return found

    def note(self, spans: Sequence[tuple[int, int]]) -> None:
        """Keep what was looked at of the current video; it is stored with the next flush."""
        if self._focus.video is not None and tuple(spans) != self.spans:
            self._waiting[Looked(*self._focus.scope)] = tuple((first, last) for first, last in spans)

    def store(self) -> None:
        """Store what was looked at.

        Raises:
            EditRefusedError: it could not be stored, and is left.
        """
        self.asked.emit()
        waiting, self._waiting = self._waiting, {}
        if waiting and not self._ledger.read_only:
            state = self._focus.state
            before = statement_forms({topic: state.statements.get(topic) for topic in waiting})
            self._ledger.commit("look", "project", {"settings": before}, {"settings": statement_forms(waiting)})
            state.statements |= waiting

    def forget(self) -> None:
        """Another project is open."""
        self._waiting = {}
