"""The tables of a project file, and the check that a file holds these and nothing else (ADR 0006).

A project may come from anybody. A trigger, view, generated column or index of somebody else's would run when a table is
read or written: it could swallow edits, show other content, or never end. So nothing is read before `check_tables`.
"""

import sqlite3
from pathlib import Path

from engine.errors import ProjectError
from engine.journal.chain import COLUMNS, KINDS
from engine.messages import Said

_JOURNAL = ", ".join(f"{name} {'INTEGER' if name == 'seq' else 'TEXT'} NOT NULL" for name in COLUMNS)
# Name -> statement, in the order they are made.
TABLES: dict[str, str] = {
    **{kind: f"CREATE TABLE {kind} (id TEXT PRIMARY KEY NOT NULL, data TEXT NOT NULL)" for kind in KINDS},
    "curves": "CREATE TABLE curves (run TEXT NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL, "
    "PRIMARY KEY (run, name))",
    # No key of its own: the row number is stored in the row, and the hash covers it.
    "journal": f"CREATE TABLE journal ({_JOURNAL})",
}
TRIGGERS: dict[str, str] = {
    f"journal_no_{verb}": f"CREATE TRIGGER journal_no_{verb} BEFORE {verb} ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for verb in ("UPDATE", "DELETE")
}
# SQLite makes these by itself for the keys; they have no statement.
_KEYS = frozenset(f"sqlite_autoindex_{name}_1" for name in (*KINDS, "curves"))
# Steps of SQLite's machine: a sound file of a byte needs far fewer than one a byte, a crafted one may need any number.
_STEPS, _STEPS_PER_BYTE, _ASK_EVERY = 20_000_000, 10, 100_000
# Least limit of one value in bytes; a larger one cannot stand in a smaller file.
_LEAST = 1 << 20


class ForeignTablesError(ProjectError):
    """A project file holds something that METST did not put there."""


def check_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a project that holds other tables, views, triggers or indexes than METST makes, or other columns.

    The triggers that guard the journal may be absent: without them it holds the same, and the chain tells of a change.

    Raises:
        ForeignTablesError: it does.
        sqlite3.DatabaseError: damaged.
    """
    rows = connection.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master").fetchall()
    found = {str(row[1]): row for row in rows}
    strange = sorted(str(row[1]) for row in rows if not _is_ours(row))
    if strange or len(found) != len(rows):
        # A name may hold anything, line breaks and escape sequences too.
        what = f"“{_shown(strange[0])}”" if strange else Said("a table twice")
        raise ForeignTablesError(
            Said(
                "“{name}” holds {what}, which METST did not put there: it was not opened, because such a "
                "part may change or hide what is decided. Ask where the file comes from, or open a backup "
                "copy of it.",
                name=path.name,
                what=what,
            )
        )
    missing = sorted(TABLES.keys() - found.keys())
    if missing:
        raise sqlite3.DatabaseError(Said("the table “{missing}” is missing", missing=missing[0]))


def _shown(name: str) -> str:
    return "".join(one if one.isprintable() else " " for one in name[:60])


def _is_ours(row: tuple[object, ...]) -> bool:
    kind, name, table, rootpage, sql = row
    if kind == "table":
        return TABLES.get(str(name)) == sql and name == table and isinstance(rootpage, int) and rootpage > 0
    if kind == "trigger":
        return TRIGGERS.get(str(name)) == sql and table == "journal"
    return kind == "index" and name in _KEYS and sql is None


def guard(connection: sqlite3.Connection, size: int) -> None:
    """Bound what reading a foreign file can cost.

    Args:
        connection: to the file.
        size: of the file with its log, in bytes.
    """
    left = _STEPS + _STEPS_PER_BYTE * size

    def spend() -> int:
        nonlocal left
        left -= _ASK_EVERY
        return left < 0

    connection.execute("PRAGMA trusted_schema = OFF")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(_LEAST, min(size, (1 << 31) - 1)))
    connection.set_progress_handler(spend, _ASK_EVERY)
