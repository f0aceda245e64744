"""Copies of a project made when it is opened: the last five different ones are kept (ADR 0006). Qt-free."""

import logging
import re
import stat
from contextlib import suppress
from pathlib import Path

from engine.journal.tables import quick_head
from engine.messages import Said
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.store import ProjectStore

KEEP = 5
# Each copy has the next number: a clock may be set back. Older versions named copies by their time.
_NUMBER = re.compile(r"([0-9]{6,9})-")
_TIME = re.compile(r"[0-9]{8}T[0-9]{6}[.][0-9]{6}Z-")
MOST = 999_999_999
_log = logging.getLogger(__name__)


def backup_folder(path: Path) -> Path:
    """Where the copies of a project lie."""
    return path.with_name(f"{path.name}-backups")


def backups(path: Path) -> list[Path]:
    """Copies of a project, the one made last first; what else lies in the folder is none, and is left alone."""
    folder = backup_folder(path)
    if folder.is_symlink():  # the files it leads to are somebody's own
        return []
    return sorted((one for one in folder.glob("*.metst") if _is_copy(one)), key=_sequence, reverse=True)


def _is_copy(path: Path) -> bool:
    """Whether METST made this file: by its name, and as no pipe or link, which a project of others may bring."""
    return bool(_NUMBER.match(path.name) or _TIME.match(path.name)) and stat.S_ISREG(path.lstat().st_mode)


def _sequence(path: Path) -> tuple[int, int, str]:
    """Place in the order the copies were made; those of older versions by how long their journal is."""
    number = _NUMBER.match(path.name)
    if number is not None:
        return int(number[1]), 0, ""
    found = quick_head(path)
    return 0, 0 if found is None else found[0], path.name


def _next_number(known: list[Path]) -> int:
    """Number of the next copy; where the numbers are used up, which no project comes to, they begin anew.

    Raises:
        OSError: the copies cannot be numbered anew.
    """
    number = 1 + (_sequence(known[0])[0] if known else 0)
    if number <= MOST:
        return number
    for at, old in enumerate(reversed(known), start=1):
        old.rename(old.with_name(f"{at:06d}-{old.name.partition('-')[2]}"))
    return len(known) + 1


def back_up(store: ProjectStore) -> str:
    """Copy a project where it changed since the last copy, and drop the oldest copies.

    Returns:
        sentence about a copy that could not be made; empty where all is well.
    """
    known = backups(store.path)
    if known and quick_head(known[0]) == (store.rows, store.head):
        return ""
    folder = backup_folder(store.path)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return Said(
            "No backup copy of “{name}” is made: “{folder}” is a link or a file; remove it.",
            name=store.path.name,
            folder=folder.name,
        )
    try:
        folder.mkdir(exist_ok=True)
        number = _next_number(known)
        store.copy_to(folder / f"{number:06d}-{store.path.stem[:60]}.metst")
    except (OSError, ProjectFileError) as error:
        _log.warning("no backup: %s", error)
        return Said("No backup copy of “{name}” could be made: free space on the disk.", name=store.path.name)
    for old in backups(store.path)[KEEP:]:
        with suppress(OSError):
            old.unlink()
    return ""
