"""What the journal tells of a reviewer's planted trials, the only place that holds them (ADR 0034)."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from engine.journal.chain import KINDS

BEGAN, ANSWERED, REVEALED = "begin planted trials", "answer planted trial", "reveal planted trials"
ACTIONS = (BEGAN, ANSWERED, REVEALED)
# Under this name a row tells of a trial: it is no table, so nothing of it is stored as said of a video.
TOLD = "planted trial"
assert TOLD not in KINDS
TrialKind = Literal["planted", "calm", "proposal"]

_ROWS = "SELECT at, annotator, action, after FROM journal WHERE action = ? ORDER BY rowid"


# What a row tells, and as what: a project may come from anybody.
_FORMS: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("session", "video", "name", "kind", "units", "proposal"), (str,)),
    **dict.fromkeys(("number", "first", "last", "onset", "apex", "offset"), (int,)),
    "strength": (float, int),
    "seen": (bool,),
}


class TrialRow(NamedTuple):
    """One row of the journal, of an answer."""

    at: str
    annotator: str
    action: str
    after: str


@dataclass(frozen=True, slots=True)
class TrialAnswer:
    """What a reviewer said of one clip.

    Attributes:
        session: id of the session.
        number: of the clip in it, from 0.
        video: id of the video in the project.
        name: of the video, as people call it.
        kind: a planted movement, a calm place, or a proposal shown as it is.
        first, last: frames of the clip, 0-based, inclusive.
        onset, apex, offset: of what was planted, or would have been; of the proposal.
        units: action units, joined by ``+``; empty where nothing was planted.
        strength: longest ROI vector at the apex, px of the 320 px crop; 0 where nothing was planted.
        seen: whether the reviewer saw a movement.
        proposal: id of the proposal; empty: none.
        annotator, at: who, and UTC time; empty before the row is written.
    """

    session: str
    number: int
    video: str
    name: str
    kind: TrialKind
    first: int
    last: int
    onset: int
    apex: int
    offset: int
    units: str
    strength: float
    seen: bool
    proposal: str = ""
    annotator: str = ""
    at: str = ""

    def told(self) -> dict[str, Any]:
        """What the row of the journal says."""
        return {TOLD: {name: getattr(self, name) for name in _FORMS}}


def trial_answers(rows: Iterable[TrialRow]) -> list[TrialAnswer]:
    """Answers in the order of the sessions; of several to one clip the last.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: a row is none of METST's.
    """
    found: dict[tuple[str, int], TrialAnswer] = {}
    for row in rows:
        told: Mapping[str, Any] = json.loads(row.after)[TOLD]
        if not all(type(told[name]) in types for name, types in _FORMS.items()) or told["kind"] not in get_args(
            TrialKind
        ):
            raise ValueError(f"no answer to a trial: {row.after[:80]}")
        answer = TrialAnswer(**{name: told[name] for name in _FORMS}, annotator=row.annotator, at=row.at)
        found[(answer.session, answer.number)] = answer
    return list(found.values())


def read_trials(connection: sqlite3.Connection) -> list[TrialRow]:
    """Rows of answers, in order.

    Raises:
        sqlite3.Error: they cannot be read.
    """
    return [TrialRow(*map(str, row)) for row in connection.execute(_ROWS, (ANSWERED,))]
