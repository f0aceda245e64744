"""Movements like the one under review, over all videos of the project; no widgets."""

from PySide6.QtCore import QObject, Signal, Slot

from engine.explain.project_movements import AlikeMovements, AskedInterval, CaseMovement, Known, movements_like
from engine.types import OriginKind
from metst_gui.desk.case_board import CaseBoard
from metst_gui.desk.current import Current
from metst_gui.desk.latest_answer import LatestAnswer
from metst_gui.desk.session import Session
from metst_gui.document.changes import Changes

# Patterns that are kept between questions; one is a few hundred bytes.
KEPT = 20000


class SimilarMovements(QObject):
    """Looks for them in the background.

    Attributes:
        found: what was found last; None: nothing was asked, or it is looked for.
        bounds: the interval that was asked for; None: none was.

    Signals:
        changed: it is looked for, or something else was found.
    """

    changed = Signal()

    def __init__(self, session: Session, current: Current, board: CaseBoard) -> None:
        super().__init__(session)
        self.found: AlikeMovements | None = None
        self.bounds: tuple[int, int | None, int] | None = None
        self._session, self._document = session, session.document
        self._current, self._board = current, board
        # Written by the thread that looks, and by nobody else.
        self._known: Known = {}
        self._looking = LatestAnswer(self)
        self._looking.answered.connect(self._on_found)
        self._document.changed.connect(self._on_document)

    @property
    def looking(self) -> bool:
        """Whether an answer is on its way."""
        return self._looking.running

    @property
    def can_ask(self) -> bool:
        """Whether an item is under review, in a project that has a file."""
        return self._current.bounds is not None and self._session.project_path is not None

    def ask(self) -> None:
        """Look for movements like the one under review; `changed` tells when they are there."""
        path, view, focus = self._session.project_path, self._document.view, self._document.focus
        bounds = self._current.bounds
        if path is None or bounds is None or view.hides:
            return
        onset, apex, offset = bounds
        if self._is_assumed():
            apex = None
        known = self._known if len(self._known) < KEPT else {}
        self._known, self.found, self.bounds = known, None, (onset, apex, offset)
        video, own, layers = focus.video_id, focus.layer_id, {one.id for one in view.layers}
        asked = AskedInterval(video, onset, apex, offset, view.proposals)
        self._looking.ask(lambda: movements_like(path, asked, layers=layers, own_layer=own, known=known))
        self.changed.emit()

    def show(self, one: CaseMovement) -> None:
        """Go to a movement, in its video."""
        own = one.kind == "proposal" or one.layer == self._document.focus.layer_id
        frame = one.onset if one.apex is None else one.apex
        self._board.show_place(one.video, (frame, one.kind if own else "", one.id if own else ""))

    def _is_assumed(self) -> bool:
        """Whether the apex of the item under review only stands at a usual share of it."""
        annotation, proposal = self._current.annotation, self._current.proposal
        if annotation is not None:
            return annotation.assumed_apex
        return proposal is not None and proposal.apex_origin is OriginKind.ASSUMED

    @Slot()
    def shutdown(self) -> None:
        """Join the thread; may be called more than once."""
        self._looking.shutdown()

    @Slot(object)
    def _on_document(self, changes: Changes) -> None:
        """What may not be seen any more is forgotten."""
        if changes.layer or self._document.view.hides:
            self._looking.drop()
            self.found, self.bounds = None, None
            self.changed.emit()

    @Slot(object)
    def _on_found(self, answer: object) -> None:
        if isinstance(answer, AlikeMovements):
            self.found = answer
            self.changed.emit()
