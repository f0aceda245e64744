"""The project file: one SQLite database, every change one durable transaction with its journal row (ADR 0006)."""

import os
import sqlite3
import uuid
from collections.abc import Mapping
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from engine.journal import COLUMNS, GENESIS, KINDS, Changes, canonical, make_row
from engine.journal.packed import unpacked
from engine.journal.reader import uri
from metst_gui.document.file.errors import EditRefusedError, ProjectFileError
from metst_gui.document.file.lock import Claim
from metst_gui.document.file.schema import create_tables

_INSERT = f"INSERT INTO journal (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})"  # noqa: S608 - constants
_PUT = {kind: f"INSERT OR REPLACE INTO {kind} (id, data) VALUES (?, ?)" for kind in KINDS}  # noqa: S608 - constants
_DROP = {kind: f"DELETE FROM {kind} WHERE id = ?" for kind in KINDS}  # noqa: S608 - constants


class ProjectStore:
    """An open project file.

    Attributes:
        path: the file.
        read_only: why nothing can be written, as a sentence; empty where it can.
        rows, head: number and hash of the last journal row.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        claim: Claim,
        *,
        rows: int,
        head: str,
        read_only: str = "",
        stack: ExitStack | None = None,
    ) -> None:
        self.path = path
        self.rows = rows
        self.head = head
        self.read_only = read_only
        self._connection = connection
        self._claim = claim
        self._stack = stack

    def commit(
        self,
        action: str,
        object_: str,
        before: Changes,
        after: Changes,
        *,
        annotator: str,
        blobs: Mapping[tuple[str, str], bytes] | None = None,
    ) -> None:
        """Make a change durable: the objects of `after`, the curves and the journal row, all or nothing.

        Raises:
            EditRefusedError: it could not be written; the file is as it was.
        """
        if self.read_only:
            raise EditRefusedError(self.read_only)
        try:
            row = make_row(
                self.rows + 1,
                self.head,
                at=datetime.now(UTC).isoformat(timespec="microseconds"),
                annotator=plain_text(annotator),
                action=action,
                object_=plain_text(object_),
                before=canonical(before),
                after=canonical(after),
                app=app_version(),
            )
        except (TypeError, ValueError, RecursionError) as error:
            raise EditRefusedError(f"The edit cannot be saved ({error}) and was not made.") from error
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for (run, name), data in (blobs or {}).items():
                self._connection.execute("INSERT OR REPLACE INTO curves VALUES (?, ?, ?)", (run, name, data))
            put(self._connection, after)
            self._connection.execute(_INSERT, (row.seq, *(getattr(row, name) for name in COLUMNS)))
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise EditRefusedError(
                f"“{self.path.name}” cannot be written ({error}): the edit was not made. "
                "Free space or use Save project as, then repeat it."
            ) from error
        self.rows, self.head = row.seq, row.hash

    def curve(self, run: str, name: str, size: int) -> bytes:
        """Bytes of one stored curve.

        Raises:
            ValueError: it is missing, damaged, or has not `size` bytes.
        """
        try:
            row = self._connection.execute("SELECT data FROM curves WHERE run = ? AND name = ?", (run, name)).fetchone()
            return b"".join(unpacked(row[0], size))
        except (sqlite3.Error, TypeError) as error:
            raise ValueError("damaged curve") from error

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy, complete or not at all; `path` must not be in use.

        Raises:
            ProjectFileError: it cannot be written.
        """
        try:
            with _fresh(path) as target:
                self._connection.backup(target.connection)
                target.finish()
        except (sqlite3.Error, OSError) as error:
            raise ProjectFileError(cannot_save(path, error)) from error

    def close(self) -> None:
        """Close the file and give it up."""
        with suppress(sqlite3.Error):
            self._connection.close()
        if self._stack is not None:
            self._stack.close()
        self._claim.release()


def create(path: Path, claim: Claim, *, told: Mapping[str, Any] | None = None) -> ProjectStore:
    """A new project file with its first journal row.

    Args:
        path: where; a file there is replaced.
        claim: a claim on it.
        told: what the first row tells of (where the content comes from).

    Raises:
        ProjectFileError: it cannot be written.
    """
    row = make_row(
        1,
        GENESIS,
        at=datetime.now(UTC).isoformat(timespec="microseconds"),
        annotator="",
        action="create",
        object_="project",
        before=canonical({}),
        after=canonical({"project": uuid.uuid4().hex, **(told or {})}),
        app=app_version(),
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _fresh(path) as target:
            target.connection.execute("BEGIN")
            create_tables(target.connection)
            target.connection.execute(_INSERT, (row.seq, *(getattr(row, name) for name in COLUMNS)))
            target.connection.execute("COMMIT")
            target.finish()
        connection = connect_writer(path)
    except (sqlite3.Error, OSError) as error:
        claim.release()
        raise ProjectFileError(cannot_save(path, error)) from error
    return ProjectStore(path, connection, claim, rows=1, head=row.hash)


def connect_writer(path: Path) -> sqlite3.Connection:
    """A connection whose commits are on the disk when they return.

    Raises:
        sqlite3.Error: it cannot be opened for writing.
    """
    connection = sqlite3.connect(uri(path, "mode=rw"), uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout = 2000")
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":
            raise sqlite3.OperationalError("attempt to write a readonly database")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA trusted_schema = OFF")
        # A lock for writing and nothing else: finds out now what would refuse the first edit.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def put(connection: sqlite3.Connection, after: Changes) -> None:
    """Write the objects of a change; the caller commits."""
    for kind in KINDS:
        for id_, form in after.get(kind, {}).items():
            if form is None:
                connection.execute(_DROP[kind], (id_,))
            else:
                connection.execute(_PUT[kind], (id_, canonical(form)))


def cannot_save(path: Path, error: Exception) -> str:
    """Sentence about a project that cannot be written."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"The project cannot be saved to “{path}” ({reason}): free space or save it elsewhere."


def plain_text(text: str) -> str:
    """Text every SQLite tool can read: no zero characters, no half characters."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


@lru_cache(maxsize=1)
def app_version() -> str:
    """Version of METST, for the journal."""
    try:
        return metadata.version("metst")
    except metadata.PackageNotFoundError:
        return "(not installed)"


class _fresh:  # noqa: N801 - used like a function
    """A database beside `path` that takes its place when it is complete, and leaves nothing behind otherwise."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f".{uuid.uuid4().hex}.metst-part")
        self.connection = sqlite3.connect(uri(self._part, "mode=rwc"), uri=True, isolation_level=None)

    def __enter__(self) -> "_fresh":
        return self

    def finish(self) -> None:
        """Put it in place, on the disk when this returns."""
        self.connection.execute("PRAGMA journal_mode = DELETE")
        self.connection.close()
        with self._part.open("rb+") as file:
            os.fsync(file.fileno())
        # The write-ahead log of a file that is replaced must not be taken for the new one's.
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        self._part.replace(self._path)
        sync_folder(self._path.parent)

    def __exit__(self, *_error: object) -> None:
        with suppress(sqlite3.Error):
            self.connection.close()
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                self._part.with_name(self._part.name + ending).unlink()


def sync_folder(folder: Path) -> None:
    """A rename survives a power cut only once the folder is on the disk; not every system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def quick_head(path: Path) -> tuple[int, str] | None:
    """Number and hash of the last journal row of a file; None where it cannot be read."""
    try:
        with closing(sqlite3.connect(uri(path, "mode=ro"), uri=True)) as connection:
            row = connection.execute("SELECT seq, hash FROM journal ORDER BY rowid DESC LIMIT 1").fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else (int(row[0]), str(row[1]))
