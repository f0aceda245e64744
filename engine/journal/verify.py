"""The check of a project file: structure, hash chain, and that the tables hold what the journal says.

What it proves: no row was changed, removed or put in by somebody who did not write all later hashes anew, and the
tables are what the rows say. It does not prove who wrote the file, when, or that it was not written anew as a whole:
whoever has the file can do that, and every hash is right then. Only a head hash kept elsewhere fixes the rows up to it.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import ProjectError
from engine.journal.carried import MAX_CARRIED_BYTES, MAX_DEPTH, MERGED, CarriedJournal, carried_rows
from engine.journal.chain import GENESIS, KINDS, apply_changes, canonical, empty_state, row_hash
from engine.journal.packed import digest_of, packed_curve, told_bytes
from engine.journal.reader import BROKEN, connect_readonly, one_line, read_rows, read_tables
from engine.messages import Said

# Of the texts of one row: more than the largest import or recovery takes, and little enough to be parsed.
MAX_ROW_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Verification:
    """Outcome of a check.

    Attributes:
        rows: journal rows that were read.
        head: hash of the last good row; of the last row where all are good.
        first_broken: number of the first row that does not verify, None where all do.
        problems: one sentence each; empty: everything verifies.
        state: kind -> id -> form, as the journal says, up to the first broken row.
        heads: hashes of all good rows, in order.
        notes: one sentence each on what does not speak against the file, but should be known.
        carried: journals of other copies that were merged in; they verify, too.
    """

    rows: int
    head: str
    first_broken: int | None
    problems: tuple[str, ...]
    state: Mapping[str, Mapping[str, Any]]
    heads: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    carried: tuple[CarriedJournal, ...] = ()

    @property
    def ok(self) -> bool:
        """True where everything verifies."""
        return not self.problems


def verify_project(path: Path) -> Verification:
    """Check a project file without changing it.

    Raises:
        ProjectError: it is no project file, or one of a newer METST.
    """
    try:
        with connect_readonly(path) as connection:
            return check_connection(connection, thorough=True)
    except BROKEN as error:
        return Verification(
            0, GENESIS, None, (Said("The file is damaged: {why}.", why=one_line(error)),), empty_state()
        )
    except OSError as error:
        raise ProjectError(
            Said("“{name}” cannot be read ({why}): check the drive.", name=path, why=error.strerror)
        ) from error


def check_connection(connection: sqlite3.Connection, *, thorough: bool) -> Verification:
    """Check an open project, as it is at one moment: another METST window may go on writing it.

    Args:
        connection: any connection to it.
        thorough: also compare every index entry and every curve with its digest.
    """
    own = not connection.in_transaction
    if own:
        connection.execute("BEGIN")
    try:
        return _checked(connection, thorough=thorough)
    finally:
        if own and connection.in_transaction:
            connection.execute("ROLLBACK")


def _checked(connection: sqlite3.Connection, *, thorough: bool) -> Verification:
    problems: list[str] = []
    pragma = "integrity_check" if thorough else "quick_check"
    try:
        for (line,) in connection.execute(f"PRAGMA {pragma}(3)"):
            if line != "ok":
                problems.append(Said("The file is damaged: {line}.", line=one_line(line)))
    except BROKEN as error:
        problems.append(Said("The file is damaged: {why}.", why=one_line(error)))
    chain = _Chain()
    try:
        for rowid, fields in read_rows(connection):
            if not chain.take(rowid, fields):
                break
    except BROKEN as error:
        chain.broken = chain.rows + 1
        chain.problem = Said(
            "Row {broken} of the journal cannot be read: {why}.", broken=chain.broken, why=one_line(error)
        )
    if chain.problem:
        problems.append(chain.problem)
    else:
        problems += _compare(connection, chain)
        problems += _curves(connection, chain.state) if thorough and not problems else []
    heads, notes = tuple(chain.heads), chain.notes()
    carried = tuple(chain.carried)
    return Verification(chain.rows, chain.head, chain.broken, tuple(problems), chain.state, heads, notes, carried)


class _Chain:
    """The rows so far.

    Args:
        within: journals that carry this one, in one another.
        room: bytes that all carried rows may still take, shared by all of them.
    """

    def __init__(self, within: int = 0, room: list[int] | None = None) -> None:
        self.carried: list[CarriedJournal] = []
        self._within = within
        self._room = [MAX_CARRIED_BYTES] if room is None else room
        self.rows = 0
        self.head = GENESIS
        self.heads: list[str] = []
        self.broken: int | None = None
        self.problem = ""
        self.state = empty_state()
        # Numbers of the rows whose time lies before that of the row before, and the time of the last row.
        self.backward: list[int] = []
        self.at = b""
        # kind -> id -> the text of the row that touched the object last
        self.told: dict[str, dict[str, bytes]] = {kind: {} for kind in KINDS}

    def take(self, rowid: int, fields: tuple[bytes, ...] | None) -> bool:
        """Check the next row; False where it is broken."""
        number = self.rows + 1
        if fields is not None and sum(map(len, fields)) > MAX_ROW_BYTES:
            return self._break(number, Said("is longer than any METST writes"))
        if fields is None or fields[0] != str(number).encode() or rowid != number:
            return self._break(number, Said("is missing, or has a wrong number or a field of another type"))
        if fields[-2] != self.head.encode():
            return self._break(number, Said("does not follow the row before it"))
        if fields[-1] != row_hash(fields[:-1]).encode():
            return self._break(number, Said("was changed: its hash is another"))
        try:
            after = json.loads(fields[6])
            if MERGED in after and not self._takes(number, after[MERGED]):
                return self._break(number, Said("carries the journal of another copy that does not verify"))
            apply_changes(self.state, after)
            for kind in KINDS:
                if kind in after:
                    self.told[kind] |= dict.fromkeys(after[kind], fields[6])
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
            return self._break(number, Said("cannot be read"))
        # ISO 8601 in UTC with as many digits each: the order of the texts is that of the times.
        if fields[1] < self.at:
            self.backward.append(number)
        self.at = fields[1]
        self.rows, self.head = number, fields[-1].decode("ascii")
        self.heads.append(self.head)
        return True

    def notes(self) -> tuple[str, ...]:
        """Sentence about times that run backwards."""
        if not self.backward:
            return ()
        n, first = len(self.backward), self.backward[0]
        rows = f"row {first}" if n == 1 else Said("{n} rows, the first is row {first}", n=n, first=first)
        return (
            Said(
                "Times run backwards at {rows}: a clock was set back, or times were made up. The order of "
                "the rows is proved, their times are not.",
                rows=rows,
            ),
        )

    def _takes(self, number: int, told: Mapping[str, Any]) -> bool:
        """Check the journal that a row carries: it goes on from a row of this one, with a chain of its own."""
        base = told["base"]
        if self._within >= MAX_DEPTH or not isinstance(base, int) or not 0 <= base <= self.rows:
            return False
        rows = carried_rows(told, self._room[0])
        self._room[0] -= told["size"]
        other = _Chain(self._within + 1, self._room)
        other.rows, other.heads = base, self.heads[:base]
        other.head = other.heads[-1] if base else GENESIS
        if not all(other.take(other.rows + 1, fields) for fields in rows):
            return False
        if (other.head, other.rows) != (told["head"], told["rows"]):
            return False
        self.carried.append(CarriedJournal(number, base, other.rows, tuple(other.heads[base:]), tuple(other.carried)))
        return True

    def _break(self, number: int, what: str) -> bool:
        self.broken, self.problem = number, Said("Row {number} of the journal {what}.", number=number, what=what)
        return False


def _compare(connection: sqlite3.Connection, chain: _Chain) -> list[str]:
    """Sentences about tables that hold anything else than the journal says."""
    try:
        tables = read_tables(connection)
    except BROKEN as error:
        return [Said("A table cannot be read: {why}.", why=one_line(error))]
    problems: list[str] = []
    for kind in KINDS:
        said, held = chain.state[kind], tables[kind]
        wrong = sorted({str(id_) for id_ in said.keys() ^ held.keys()})
        wrong += [id_ for id_ in said.keys() & held.keys() if not _is_said(id_, held[id_], chain, kind)]
        if wrong:
            problems.append(
                Said(
                    "{n} of the {kind} differ from what the journal says, one is “{wrong}”.",
                    n=len(wrong),
                    kind=kind,
                    wrong=one_line(wrong[0]),
                )
            )
    return problems


def _is_said(id_: str, text: str, chain: _Chain, kind: str) -> bool:
    """Whether an object has the text the journal gives it.

    Canonical texts nest, so the text of an object stands in its row as it is; looking for it there is ten times faster
    than writing the object anew.
    """
    try:
        if text.endswith("}") and f"{canonical(id_)}:{text}".encode() in chain.told[kind][id_]:
            return True
    except (AttributeError, TypeError, UnicodeEncodeError):
        return False
    return canonical(chain.state[kind][id_]) == text


def _curves(connection: sqlite3.Connection, state: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Sentences about curves that are not those the journal tells the digests of."""
    problems: list[str] = []
    for run, form in state["runs"].items():
        try:
            wrong = [name for name, told in form["curves"].items() if not _is_curve(connection, run, name, told)]
        except BROKEN as error:
            return [*problems, Said("The curves cannot be read: {why}.", why=one_line(error))]
        except (KeyError, TypeError, AttributeError):
            problems.append(Said("Run “{run}” cannot be read.", run=one_line(run)))
            continue
        problems += [
            Said(
                "The curve “{name}” of run “{run}” is not the one the journal tells of.",
                name=one_line(name),
                run=one_line(run),
            )
            for name in wrong
        ]
    return problems


def _is_curve(connection: sqlite3.Connection, run: str, name: str, told: Mapping[str, Any]) -> bool:
    try:
        data = packed_curve(connection, run, name, told_bytes(told))
    except ValueError:
        return False
    return data is not None and digest_of(data, told) == told["sha256"]
