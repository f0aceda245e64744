"""A second copy of a project while it is open, in the user's data folder: from it every decision can be put back.

It follows each commit without waiting for the disk: it is for what happens to the project file, not for a power cut. A
clean end removes it; one that is left tells that METST was stopped, and is looked at when its project is opened again.
Qt-free.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import platformdirs

from engine.journal import Changes, JournalRow
from engine.journal.reader import uri
from engine.journal.tables import last_row, write_row

_log = logging.getLogger(__name__)
_ENDINGS = ("", "-wal", "-shm", "-journal")


def shadow_path(project: Path) -> Path:
    """Where the second copy of a project lies."""
    name = hashlib.sha256(str(project).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return platformdirs.user_data_path("metst") / "open" / f"{name}.metst"


def remove_shadow(project: Path) -> None:
    """Remove the second copy of a project that is not open."""
    path = shadow_path(project)
    for ending in _ENDINGS:
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()


class Shadow:
    """The second copy of one open project."""

    def __init__(self, project: Path, source: sqlite3.Connection) -> None:
        """Copy the project.

        Raises:
            OSError, sqlite3.Error: there is no room for it.
        """
        self._project = project
        path = shadow_path(project)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise FileExistsError(17, "another copy is left there", str(path))
        self.connection = sqlite3.connect(uri(path, "mode=rwc"), uri=True, isolation_level=None)
        try:
            source.backup(self.connection)
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = OFF")
        except sqlite3.Error:
            self.close()
            raise

    def add(self, row: JournalRow, after: Changes, blobs: Mapping[tuple[str, str], bytes]) -> None:
        """Follow a commit.

        Raises:
            sqlite3.Error: it cannot be written.
        """
        write_row(self.connection, row, after, blobs)

    def holds(self, rows: int, head: str) -> bool:
        """Whether it is as far as the project."""
        return last_row(self.connection) == (rows, head)

    def close(self, *, keep: bool = False) -> None:
        """Close it, and remove it unless it is to be kept."""
        with suppress(sqlite3.Error):
            self.connection.close()
        if not keep:
            remove_shadow(self._project)


def shadow_of(project: Path, source: sqlite3.Connection) -> Shadow | None:
    """The second copy of a project that was just opened; None where there is no room for it."""
    try:
        return Shadow(project, source)
    except (OSError, sqlite3.Error) as error:
        _log.warning("no second copy of the open project: %s", error)
        return None
