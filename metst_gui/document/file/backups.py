"""Copies of a project made when it is opened: the last five different ones are kept (ADR 0006). Qt-free."""

import logging
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.store import ProjectStore, quick_head

KEEP = 5
_log = logging.getLogger(__name__)


def backup_folder(path: Path) -> Path:
    """Where the copies of a project lie."""
    return path.with_name(f"{path.name}-backups")


def backups(path: Path) -> list[Path]:
    """Copies of a project, the newest first."""
    return sorted(backup_folder(path).glob("*.metst"), reverse=True)


def back_up(store: ProjectStore) -> str:
    """Copy a project where it changed since the last copy, and drop the oldest copies.

    Returns:
        sentence about a copy that could not be made; empty where all is well.
    """
    known = backups(store.path)
    if known and quick_head(known[0]) == (store.rows, store.head):
        return ""
    folder = backup_folder(store.path)
    now = datetime.now(UTC)
    try:
        folder.mkdir(exist_ok=True)
        store.copy_to(folder / f"{now:%Y%m%dT%H%M%S.%fZ}-{store.path.stem[:60]}.metst")
    except (OSError, ProjectFileError) as error:
        _log.warning("no backup: %s", error)
        return f"No backup copy of “{store.path.name}” could be made: free space on the disk."
    for old in backups(store.path)[KEEP:]:
        with suppress(OSError):
            old.unlink()
    return ""
