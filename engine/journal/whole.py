"""Database files that are written whole or not at all."""

import os
import sqlite3
import uuid
from contextlib import suppress
from pathlib import Path

from engine.journal.reader import uri


def copy_database(source: sqlite3.Connection, path: Path) -> None:
    """Write a consistent copy of a database, on the disk when this returns, complete or not at all.

    Raises:
        sqlite3.Error, OSError: it cannot be written.
    """
    with Fresh(path) as target:
        source.backup(target.connection)
        target.finish()


class Fresh:
    """A database beside `path` that takes its place when it is complete, and leaves nothing behind otherwise."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f".{uuid.uuid4().hex}.metst-part")
        self.connection = sqlite3.connect(uri(self._part, "mode=rwc"), uri=True, isolation_level=None)

    def __enter__(self) -> "Fresh":
        return self

    def finish(self) -> None:
        """Put it in place, on the disk when this returns."""
        self.connection.execute("PRAGMA journal_mode = DELETE")
        self.connection.close()
        with self._part.open("rb+") as file:
            os.fsync(file.fileno())
        # What SQLite keeps beside a file that is replaced must not be taken for the new one's.
        for ending in ("-wal", "-shm", "-journal"):
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
