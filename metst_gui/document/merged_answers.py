"""What two merged projects answered differently: listed, and decided as an edit (ADR 0030)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.journal import KINDS
from engine.journal.conflicts import MergeConflict, conflicts_of, keeping, taking_other
from engine.journal.reader import MALFORMED
from engine.messages import Said
from metst_gui.document.edit import Edit, Step
from metst_gui.document.file.forms import (
    annotation_from,
    decision_from,
    decision_to,
    entry_from,
    entry_to,
    layer_to,
    statement_forms,
    statements_from,
    verdict_from,
)
from metst_gui.document.focus import Focus
from metst_gui.document.history import History
from metst_gui.document.perspective import Perspective
from metst_gui.document.state import ProjectState, book_forms
from metst_gui.document.statement import Setting, Topic
from metst_gui.document.videos import Videos

# How the settings call them; what is stated there is the form `engine.journal.conflicts` reads.
_PREFIX = "conflict/"
# What is decided by an edit of its own command.
_ELSEWHERE = Said("Correct the annotator's name in File, Project settings…, and then keep what is in effect here.")


class MergedAnswers:
    """The answers that are to be decided.

    Args:
        focus: the project.
        history: makes the edits.
        view: tells whether the annotator in use may see what others say.
        videos: stores what is decided of a video's names.
    """

    def __init__(self, focus: Focus, history: History, view: Perspective, videos: Videos) -> None:
        self._focus = focus
        self._history = history
        self._view = view
        self._videos = videos

    @property
    def any(self) -> bool:
        """Whether there is anything to be decided that may be seen."""
        return not self._view.blind and any(map(_is_conflict, self._focus.state.statements))

    @property
    def all(self) -> tuple[MergeConflict, ...]:
        """What is to be decided, in order; none while the annotator works blind, or where it cannot be read."""
        if not self.any:
            return ()
        try:
            return conflicts_of(state_forms(self._focus.state))
        except MALFORMED:
            return ()

    def decide(self, conflict: MergeConflict, *, other: bool) -> None:
        """Decide for one of two answers; the journal keeps both.

        Args:
            conflict: one of `all`.
            other: whether the answer that is not in effect is put in effect; else what is there stays.

        Raises:
            ValueError: it was decided meanwhile, or cannot be stored; nothing changes.
        """
        state = state_forms(self._focus.state)
        if conflict.key not in state["settings"]:
            raise ValueError(Said("This was decided already."))
        if other and conflict.item[0] == "layers":
            raise ValueError(_ELSEWHERE)
        _before, after = (taking_other if other else keeping)(state, conflict)
        for id_, form in after.get("videos", {}).items():
            known = self._focus.state.videos[id_]
            chosen = entry_from(form)
            self._videos.put("decide merged answer", replace(chosen, run=known.run, decoder=known.decoder))
        self._history.make(Step("decide merged answer", self._edit(conflict, after)))

    def _edit(self, conflict: MergeConflict, after: Mapping[str, Mapping[str, Any]]) -> Edit:
        scope = (conflict.video, conflict.layer) if conflict.video and conflict.layer else self._focus.scope
        settings = after["settings"]
        stated = statements_from({key: form for key, form in settings.items() if form is not None})
        gone: dict[Topic, Any] = dict.fromkeys(statements_from(dict.fromkeys(settings)))
        return Edit(
            scope,
            {id_: form and annotation_from(form) for id_, form in after.get("annotations", {}).items()},
            {id_.split("/", 2)[2]: form and verdict_from(form) for id_, form in after.get("verdicts", {}).items()},
            {id_: form and decision_from(form) for id_, form in after.get("decisions", {}).items()},
            gone | stated,
        )


def state_forms(state: ProjectState) -> dict[str, dict[str, Any]]:
    """Everything but the curves, as it is stored."""
    forms: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    forms["videos"] = {id_: entry_to(one) for id_, one in state.videos.items()}
    forms["layers"] = {id_: layer_to(one) for id_, one in state.layers.items()}
    forms["decisions"] = {id_: decision_to(one) for id_, one in state.decisions.items()}
    forms["settings"] = statement_forms(state.statements)
    forms["runs"] = dict(state.runs)
    for scope, book in state.books.items():
        for kind, rows in book_forms(scope, book.annotations, book.verdicts).items():
            forms[kind] |= rows
    return forms


def _is_conflict(topic: Topic) -> bool:
    return isinstance(topic, Setting) and topic.name.startswith(_PREFIX)
