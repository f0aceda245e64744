"""What was decided where two annotators disagree."""

from metst_gui.document import edits
from metst_gui.document.focus import Focus
from metst_gui.document.history import History
from metst_gui.document.perspective import Perspective
from metst_gui.document.project import Decision


class Adjudications:
    """The adjudications of a project; none can be seen while the annotator works blind.

    Args:
        focus: the project.
        history: takes what is decided.
        view: says what may be seen.
    """

    def __init__(self, focus: Focus, history: History, view: Perspective) -> None:
        self._focus = focus
        self._history = history
        self._view = view

    @property
    def here(self) -> tuple[Decision, ...]:
        """Those of the current video."""
        return tuple(one for one in self.all if one.video == self._focus.video_id)

    @property
    def all(self) -> tuple[Decision, ...]:
        """Those of all videos, in the order of the videos."""
        if self._view.blind:
            return ()
        order = {one.id: number for number, one in enumerate(self._focus.videos)}
        return tuple(sorted(self._focus.state.decisions.values(), key=lambda one: order.get(one.video, len(order))))

    def decide(self, decision: Decision) -> None:
        """Add an adjudication, or change the one with its id; the annotations it is about stay as they are.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        self._history.make(edits.decide(self._view.hand(), decision))

    def undecide(self, id_: str) -> None:
        """Take an adjudication back.

        Raises:
            EditRefusedError: it could not be stored; nothing changes.
        """
        self._history.make(edits.undecide(self._view.hand(), id_))
