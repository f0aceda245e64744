"""A reviewer's planted trials: rows of the journal and nothing else (ADR 0034)."""

from collections.abc import Mapping
from typing import Any

from engine.journal.trial_rows import ANSWERED, BEGAN, REVEALED, TOLD, TrialAnswer, trial_answers
from metst_gui.document.focus import Focus
from metst_gui.document.ledger import Ledger


class PlantedTrials:
    """Tells the journal of trials, and reads them back; no table and no snapshot of the project holds any.

    Args:
        focus: which video is shown, and to whom.
        ledger: the only writer.
    """

    def __init__(self, focus: Focus, ledger: Ledger) -> None:
        self._focus = focus
        self._ledger = ledger

    def begin(self, session: str, told: Mapping[str, Any]) -> None:
        """Tell that a session begins; what the trials are stands in the journal before anything is shown.

        Raises:
            EditRefusedError: it could not be written.
        """
        self._ledger.note(BEGAN, {TOLD: {"session": session, **told}}, object_=f"videos/{self._focus.video_id}")

    def answer(self, answer: TrialAnswer) -> None:
        """Tell of one answer.

        Raises:
            EditRefusedError: it could not be written.
        """
        self._ledger.note(ANSWERED, answer.told(), object_=f"videos/{answer.video}")

    def reveal(self, session: str, told: Mapping[str, Any]) -> None:
        """Tell that a session ended and the reviewer was told what was planted.

        Raises:
            EditRefusedError: it could not be written.
        """
        self._ledger.note(REVEALED, {TOLD: {"session": session, **told}}, object_=f"videos/{self._focus.video_id}")

    def answers(self) -> list[TrialAnswer]:
        """What the annotator in use answered so far about the video that is shown; empty where it cannot be read."""
        rows = () if self._ledger.store is None else self._ledger.store.trial_rows()
        try:
            known = trial_answers(rows)
        except (ValueError, KeyError, TypeError, AttributeError):
            return []
        name, video = self._focus.layer.name, self._focus.video_id
        return [one for one in known if (one.annotator, one.video) == (name, video)]
