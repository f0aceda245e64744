"""Two project files made one: what both hold, and both journals, in a third file (ADR 0030)."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.errors import ProjectError
from engine.journal.came_in import CameIn, came_in
from engine.journal.carried import MAX_CARRIED_BYTES, MERGED, carry
from engine.journal.chain import COLUMNS, KINDS, JournalRow, apply_changes, canonical, empty_state, make_row
from engine.journal.flat import flat
from engine.journal.handed import common_state, placed
from engine.journal.items import Key
from engine.journal.merge import Branch, Joined, merge_states
from engine.journal.read_project import ReadProject, read_project
from engine.journal.reader import MALFORMED, connect_readonly, one_line
from engine.journal.tables import ChangedError, write_row
from engine.journal.unite import Kinship
from engine.journal.verify import MAX_ROW_BYTES, check_connection
from engine.journal.whole import Fresh
from engine.messages import Said
from engine.version import version

# Of the window that opens the result, and of the journal.
ACTION = "merge projects"


@dataclass(frozen=True, slots=True)
class MergedProject:
    """What was merged.

    Attributes:
        path: of the new project.
        head: hash of its last row.
        heads: of the two that were merged.
        common: rows that both journals begin with.
        state: what it holds.
        conflicts: names, in its settings, of what both decided differently.
        was: what the first held, under the ids that everything has now.
    """

    path: Path
    head: str
    heads: tuple[str, str]
    common: int
    state: Mapping[str, Mapping[str, Any]]
    conflicts: tuple[str, ...]
    was: Mapping[str, Mapping[str, Any]]

    @property
    def came_in(self) -> tuple[CameIn, ...]:
        """What the second brought, of every video."""
        return came_in(self.was, self.state)


def merge_projects(
    first: Path, second: Path, out: Path, *, annotator: str = "", returned: bool = False
) -> MergedProject:
    """Merge two projects into a new file; both stay as they are.

    Args:
        first: one project.
        second: the other: a copy of the first that went its own way, or one over some of the same videos.
        out: the new file, with the whole journal of the first and a row that carries that of the second.
        annotator: whose name the journal tells.
        returned: whether the second must be a file that was handed over from the first.

    Raises:
        ProjectError: one does not verify, they cannot be merged without the user, or the file cannot be written.
    """
    if out.exists() or out.is_symlink():
        raise ProjectError(Said("“{name}” exists already: choose another name for the merged project.", name=out))
    one, other = _read(first), _read(second)
    if returned and not other.is_child_of(one):
        raise ProjectError(
            Said(
                "“{name}” was not handed over from “{project}”, so that nothing of it was taken: choose the file the "
                "second coder worked in, or merge the two as projects over the same videos.",
                name=other.path.name,
                project=one.path.name,
            )
        )
    common = _common(one.checked.heads, other.checked.heads)
    try:
        joined, branch = _join(one, other, common)
        row, after = _row(one, other, common, joined, branch, annotator)
    except MALFORMED as error:
        raise ProjectError(
            Said("The projects cannot be merged: an entry cannot be read ({why}).", why=one_line(error))
        ) from error
    try:
        _write(out, one, other, joined, row, after)
    except ChangedError as error:
        raise ProjectError(Said("“{name}” was changed while it was read: try again.", name=first)) from error
    except (sqlite3.Error, OSError) as error:
        raise ProjectError(
            Said("“{name}” cannot be written ({why}): free space or choose another place.", name=out, why=error)
        ) from error
    heads = (one.checked.head, other.checked.head)
    return MergedProject(
        out, row.hash, heads, common, joined.state, joined.conflicts, joined.names[0].state(one.checked.state)
    )


def _read(path: Path) -> ReadProject:
    found = read_project(path)
    if sum(len(field) for row in found.rows for field in row) > MAX_CARRIED_BYTES:
        raise ProjectError(Said("“{name}” has too long a journal to be merged.", name=path))
    return found


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """Number of rows both journals begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def _join(one: ReadProject, other: ReadProject, common: int) -> tuple[Joined, Branch]:
    branches = [Branch(*_replayed(source.rows)) for source in (one, other)]
    base, kinship = _ancestor(one, other, common)
    parent = 1 if other.is_child_of(one) else 2 if one.is_child_of(other) else 0
    sides = list(branches)
    if parent:
        home, child = branches[parent - 1].state, 2 - parent
        sides[child] = Branch(placed(branches[child].state, home), branches[child].touched)
        if kinship is Kinship.NONE:
            base = common_state(_replayed((one, other)[child].rows[:1])[0], home)
    return merge_states(base, sides[0], sides[1], kinship, parent=parent), branches[0]


def _ancestor(one: ReadProject, other: ReadProject, common: int) -> tuple[Mapping[str, Any], Kinship]:
    """The last state that both are made from: rows both begin with, or rows of one that the other had merged before."""
    found: list[tuple[int, str, Sequence[tuple[bytes, ...]], Kinship]] = []
    sides = ((one, other, Kinship.FIRST), (other, one, Kinship.SECOND))
    for source, theirs, kinship in sides:
        known = theirs.known()
        shared = [n for n, head in enumerate(source.checked.heads, start=1) if head in known]
        if shared:
            last = shared[-1]
            carried = sum(len(list(each.known())) for each in source.checked.carried if each.row <= last)
            whose = Kinship.BOTH if last == common else kinship
            found.append((last + carried, source.checked.heads[last - 1], source.rows[:last], whose))
    if not found:
        return empty_state(), Kinship.NONE
    _size, _head, rows, whose = max(found, key=lambda each: each[:2])
    return _replayed(rows)[0], whose


def _replayed(rows: Iterable[tuple[bytes, ...]]) -> tuple[dict[str, dict[str, Any]], dict[Key, str]]:
    """State after some rows, and when everything was changed last."""
    state, touched = empty_state(), dict[Key, str]()
    for fields in rows:
        told = json.loads(fields[6])
        after = {kind: told[kind] for kind in KINDS if kind in told}
        before = {kind: {id_: state[kind][id_] for id_ in rows if id_ in state[kind]} for kind, rows in after.items()}
        apply_changes(state, after)
        if MERGED in told:  # nobody said anything then: it was said when the other journal tells
            touched |= {(kind, id_): when for kind, id_, when in told[MERGED]["times"]}
            continue
        was, now = flat(before), flat(after)
        at = fields[1].decode("ascii")
        for kind in after:
            ids = was[kind].keys() | now[kind].keys()
            touched |= {(kind, id_): at for id_ in ids if was[kind].get(id_) != now[kind].get(id_)}
    return state, touched


def _row(
    one: ReadProject, other: ReadProject, common: int, joined: Joined, branch: Branch, annotator: str
) -> tuple[JournalRow, dict[str, dict[str, Any]]]:
    """The row that makes the first project the merged one, and the objects it changes.

    Raises:
        ProjectError: it would be longer than any METST reads.
    """
    before: dict[str, dict[str, Any]] = {}
    after: dict[str, dict[str, Any]] = {}
    for kind in KINDS:
        was, now = branch.state[kind], joined.state[kind]
        changed = [id_ for id_ in was.keys() | now.keys() if was.get(id_) != now.get(id_)]
        if changed:
            before[kind], after[kind] = ({id_: rows.get(id_) for id_ in changed} for rows in (was, now))
    keys = sorted(joined.touched.keys() | branch.touched.keys())
    ats = [(key, joined.touched.get(key, "")) for key in keys]
    times = [[*key, at] for key, at in ats if branch.touched.get(key, "") != at]
    told = {"from": other.path.name, "heads": [one.checked.head, other.checked.head], "times": times}
    told |= carry(other.rows, common, other.checked.head)
    row = make_row(
        len(one.rows) + 1,
        one.checked.head,
        at=datetime.now(UTC).isoformat(timespec="microseconds"),
        annotator=annotator.encode("utf-8", "replace").decode("utf-8").replace("\0", "?"),
        action=ACTION,
        object_="project",
        before=canonical(before),
        after=canonical({**after, MERGED: told}),
        app=version(),
    )
    if sum(len(getattr(row, name)) for name in COLUMNS[1:]) > MAX_ROW_BYTES:
        raise ProjectError(Said("“{name}” has too long a journal to be merged.", name=other.path))
    return row, after


def _write(
    out: Path,
    one: ReadProject,
    other: ReadProject,
    joined: Joined,
    row: JournalRow,
    after: Mapping[str, Mapping[str, Any]],
) -> None:
    """The new file: a copy of the first, the curves of the second's runs, and the row.

    Raises:
        sqlite3.Error, OSError: it cannot be written.
        ChangedError: the first was changed meanwhile.
        ProjectError: what was written does not verify.
    """
    with connect_readonly(one.path) as first, connect_readonly(other.path) as second, Fresh(out) as target:
        connection = target.connection
        first.backup(connection)
        # A copy of a file with a write-ahead log has none itself.
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = OFF")  # the whole file is put on the disk at the end
        _put_curves(connection, second, one, other, joined)
        write_row(connection, row, after, {}, behind=(len(one.rows), one.checked.head))
        if not check_connection(connection, thorough=True).ok:
            raise ProjectError(
                Said("“{name}” does not hold what was written to it: choose another drive.", name=out.name)
            )
        target.finish()


def _put_curves(
    target: sqlite3.Connection, second: sqlite3.Connection, one: ReadProject, other: ReadProject, joined: Joined
) -> None:
    """Give every run its curves under the id it has now; those of the first lie in the target already.

    Those of a video that was removed are still in the file, too.
    """
    own, theirs = (names.runs for names in joined.names)
    for old, new in own.items():
        target.execute("UPDATE OR REPLACE curves SET run = ? WHERE run = ?", (new, old))
    there = {own.get(run, run) for run in one.checked.state["runs"]}
    for run in other.checked.state["runs"]:
        new = theirs.get(run, run)
        if new not in there:
            for name, data in second.execute("SELECT name, data FROM curves WHERE run = ?", (run,)):
                target.execute("INSERT OR REPLACE INTO curves VALUES (?, ?, ?)", (new, name, data))
