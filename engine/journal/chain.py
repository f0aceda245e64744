"""The hash rule of the journal, independent of where the rows are stored (ADR 0006).

A row is hashed together with the hash of the row before it, so that no row can be changed, removed or put in between
without every later hash being wrong. A head hash kept elsewhere (in an exported report) fixes all rows up to it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# Tables of a project, each ``(id, data)``; the journal says what every one of them holds.
KINDS: tuple[str, ...] = ("settings", "layers", "videos", "runs", "annotations", "verdicts", "decisions")
COLUMNS: tuple[str, ...] = ("seq", "at", "annotator", "action", "object", "before", "after", "app", "prev", "hash")
GENESIS = "0" * 64

# kind -> id -> JSON-able form (None: absent); other keys than `KINDS` only tell something.
Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One journal row.

    Attributes:
        seq: 1, 2, 3, ... without gaps.
        at: UTC time, ISO 8601 with microseconds.
        annotator: name of whoever acted.
        action: what was done, e.g. ``"accept"``, ``"undo accept"``, ``"export"``.
        object: ``"<kind>/<id>"`` of what it was done to.
        before, after: canonical JSON of the touched objects (kind -> id -> form, null: absent), or of what is told.
        app: version of METST.
        prev: hash of the row before, `GENESIS` for the first.
        hash: sha256 hex of all the others.
    """

    seq: int
    at: str
    annotator: str
    action: str
    object: str
    before: str
    after: str
    app: str
    prev: str
    hash: str


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no blanks, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def row_hash(fields: Iterable[bytes]) -> str:
    """sha256 hex of the fields ``seq, at, annotator, action, object, before, after, app, prev``.

    Each is preceded by its length (8 bytes, big-endian), so that no byte can move from one field to the next.
    """
    digest = hashlib.sha256()
    for field in fields:
        digest.update(len(field).to_bytes(8, "big"))
        digest.update(field)
    return digest.hexdigest()


def make_row(  # noqa: PLR0913 - the fields of the journal
    seq: int, prev: str, *, at: str, annotator: str, action: str, object_: str, before: str, after: str, app: str
) -> JournalRow:
    """A row with its hash."""
    fields = (str(seq), at, annotator, action, object_, before, after, app, prev)
    return JournalRow(seq, *fields[1:], row_hash(one.encode("utf-8") for one in fields))


def apply_changes(state: dict[str, dict[str, Any]], after: Changes) -> None:
    """Bring a state (kind -> id -> form) to what a row says is there after it; kinds that are no table only tell."""
    for kind in KINDS:
        for id_, form in after.get(kind, {}).items():
            if form is None:
                state[kind].pop(id_, None)
            else:
                state[kind][id_] = form


def empty_state() -> dict[str, dict[str, Any]]:
    """State before the first row."""
    return {kind: {} for kind in KINDS}
