"""Writing to and reading from the tables of a project file."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from engine.errors import ProjectError
from engine.journal.chain import COLUMNS, KINDS, Changes, JournalRow, canonical
from engine.journal.reader import APPLICATION_ID, BROKEN, MALFORMED, SCHEMA, uri
from engine.journal.schema import TABLES, TRIGGERS, check_tables, guard

_NAMES = ", ".join(COLUMNS)
_INSERT = f"INSERT INTO journal (rowid, {_NAMES}) VALUES (?{', ?' * len(COLUMNS)})"  # noqa: S608 - constants
_ROW = f"SELECT {_NAMES} FROM journal WHERE rowid = ?"  # noqa: S608 - constants
_LAST = "SELECT seq, hash FROM journal ORDER BY rowid DESC LIMIT 1"
_PUT = {kind: f"INSERT OR REPLACE INTO {kind} (id, data) VALUES (?, ?)" for kind in KINDS}  # noqa: S608 - constants
_DROP = {kind: f"DELETE FROM {kind} WHERE id = ?" for kind in KINDS}  # noqa: S608 - constants
_GET = {kind: f"SELECT data FROM {kind} WHERE id = ?" for kind in KINDS}  # noqa: S608 - constants


class ChangedError(Exception):
    """The file holds another last row than was written last: somebody else wrote it."""


def create_tables(connection: sqlite3.Connection) -> None:
    """Make an empty database a project; the caller commits."""
    for statement in (*TABLES.values(), *TRIGGERS.values()):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def connect_writer(path: Path) -> sqlite3.Connection:
    """A connection whose commits are on the disk, in the one file, when they return (ADR 0023).

    Raises:
        sqlite3.Error: it cannot be opened for writing.
    """
    connection = sqlite3.connect(uri(path, "mode=rw"), uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout = 2000")
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        if mode != "delete":
            raise sqlite3.OperationalError("attempt to write a readonly database")
        # The folder too: a journal that came back after a power cut would take the last change away.
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA trusted_schema = OFF")
        # Writes what is there, and takes it back: finds out now what would refuse the first edit.
        connection.execute("BEGIN IMMEDIATE")
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {int(schema)}")
        connection.execute("ROLLBACK")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def write_row(
    connection: sqlite3.Connection,
    row: JournalRow,
    after: Changes,
    blobs: Mapping[tuple[str, str], bytes],
    *,
    behind: tuple[int, str] | None = None,
) -> None:
    """Write a journal row, the objects it tells of and the curves, all or nothing.

    Args:
        connection: to the file.
        row: the row.
        after: the objects after it.
        blobs: packed curves by run and name.
        behind: number and hash of the row it must follow; None: not asked.

    Raises:
        sqlite3.Error: it could not be written; the file is as it was.
        ChangedError: another row is the last one; the file is as it was.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        if behind is not None and last_row(connection) != behind:
            raise ChangedError
        for (run, name), data in blobs.items():
            connection.execute("INSERT OR REPLACE INTO curves VALUES (?, ?, ?)", (run, name, data))
        for kind in KINDS:
            for id_, form in after.get(kind, {}).items():
                if form is None:
                    connection.execute(_DROP[kind], (id_,))
                else:
                    connection.execute(_PUT[kind], (id_, canonical(form)))
        insert_row(connection, row)
        connection.execute("COMMIT")
    except (sqlite3.Error, ChangedError):
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def insert_row(connection: sqlite3.Connection, row: JournalRow) -> None:
    """Add a journal row; the caller commits."""
    connection.execute(_INSERT, (row.seq, *(getattr(row, name) for name in COLUMNS)))


def is_in_file(path: Path, row: JournalRow, after: Changes) -> bool:
    """Whether the file at `path` holds a row and its objects, read by a connection of its own."""
    try:
        with closing(sqlite3.connect(uri(path, "mode=ro"), uri=True, isolation_level=None)) as connection:
            if connection.execute(_ROW, (row.seq,)).fetchone() != tuple(getattr(row, name) for name in COLUMNS):
                return False
            return all(
                connection.execute(_GET[kind], (id_,)).fetchone() == (None if form is None else (canonical(form),))
                for kind in KINDS
                for id_, form in after.get(kind, {}).items()
            )
    except BROKEN:
        return False


def last_row(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """Number and hash of the last journal row; None where it cannot be read."""
    try:
        row = connection.execute(_LAST).fetchone()
    except BROKEN:
        return None
    return None if row is None else (row[0], row[1])


def quick_head(path: Path) -> tuple[int, str] | None:
    """Number and hash of the last journal row of a file; None where it cannot be read."""
    try:
        with closing(sqlite3.connect(uri(path, "mode=ro"), uri=True)) as connection:
            return last_row(connection)
    except sqlite3.Error:
        return None


def is_analysed(path: Path) -> bool | None:
    """Whether a project file holds the run of a model, looked up without checking the file or waiting for it.

    Returns:
        None: it cannot be told; or an annotator works blind in the project and nothing is to be told.
    """
    try:
        with closing(sqlite3.connect(uri(path, "mode=ro"), uri=True, timeout=0)) as connection:
            guard(connection, path.stat().st_size)
            check_tables(connection, path)
            layers, videos = (
                [json.loads(text) for (text,) in connection.execute(query)]
                for query in ("SELECT data FROM layers", "SELECT data FROM videos")
            )
        if any(one["blind"] for one in layers):
            return None
        return any(one["run"] is not None for one in videos)
    except (*BROKEN, *MALFORMED, OSError, ProjectError):
        return None
