"""Tables of the project file, and how a file of an older METST gets them. Qt-free."""

import sqlite3
from collections.abc import Callable, Mapping

from engine.journal import APPLICATION_ID, COLUMNS, KINDS, SCHEMA

_JOURNAL = ", ".join(f"{name} {'INTEGER' if name == 'seq' else 'TEXT'} NOT NULL" for name in COLUMNS)
TABLES: tuple[str, ...] = (
    *(f"CREATE TABLE {kind} (id TEXT PRIMARY KEY NOT NULL, data TEXT NOT NULL)" for kind in KINDS),
    "CREATE TABLE curves (run TEXT NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (run, name))",
    # No key of its own: the row number is stored in the row, and the hash covers it.
    f"CREATE TABLE journal ({_JOURNAL})",
    *(
        f"CREATE TRIGGER journal_no_{verb} BEFORE {verb} ON journal "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ),
)
# Schema number -> what brings a file to the next one; runs in one transaction. Number 1 was JSON (see `legacy`).
MIGRATIONS: Mapping[int, Callable[[sqlite3.Connection], None]] = {}


def create_tables(connection: sqlite3.Connection) -> None:
    """Make an empty database a project; the caller commits."""
    for statement in TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def migrate(connection: sqlite3.Connection, found: int, *, to: int = SCHEMA) -> None:
    """Bring an older schema up to date; the caller has begun a transaction.

    Raises:
        ValueError: there is no way from that schema.
    """
    for number in range(found, to):
        if number not in MIGRATIONS:
            raise ValueError(f"no way from schema {number}")
        MIGRATIONS[number](connection)
    connection.execute(f"PRAGMA user_version = {to}")
