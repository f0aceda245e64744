"""What a window that was stopped leaves: its second copy of the project, with everything that was decided. Qt-free."""

import logging
import sqlite3
from collections.abc import Collection
from pathlib import Path

from engine.errors import ProjectError
from engine.journal import Verification, check_connection, connect_readonly
from engine.journal.reader import BROKEN
from engine.journal.whole import copy_database
from engine.messages import Said, template
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.lock import Claim
from metst_gui.document.file.rescue import at_home, beside
from metst_gui.document.file.shadow import remove_shadow, shadow_path

PUT_BACK = template(
    "“{name}” was deleted or moved while METST was open and then stopped: it was put back with everything that was "
    "decided, from the copy METST keeps meanwhile."
)
KEPT = template(
    "“{name}” lacks what was decided when METST was open last and was stopped, or is another version: that work is "
    "kept in “{new}”. Compare the two, and keep the right one."
)
NOT_KEPT = template(
    "“{name}” lacks what was decided when METST was open last and was stopped; it is in “{left}”, and there is no "
    "space to copy it: copy that file before you go on."
)
GONE = template(
    "“{name}” is gone with its folder or drive since METST was stopped: what was decided then is kept in “{new}”. Open "
    "that, or bring the drive back."
)
INSTEAD = template(
    "“{name}” was overwritten while METST was open and then stopped, and was left as it is: everything that was "
    "decided is in “{new}”, which is open now."
)
_log = logging.getLogger(__name__)


def is_left(path: Path) -> bool:
    """Whether a project that is gone can be put back."""
    return shadow_path(path).exists() and _sound(shadow_path(path)) is not None


def put_back(path: Path, claim: Claim) -> tuple[str, ...]:
    """Write a project that is gone from what was left of it; nothing where it is there, or nothing was left.

    Returns:
        sentences for the user.

    Raises:
        ProjectFileError: its folder is gone; it says where what was left is kept.
    """
    if path.exists() or path.is_symlink() or not is_left(path):
        return ()
    try:
        if not path.parent.is_dir():
            target = at_home(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(shadow_path(path), target)
            remove_shadow(path)
            raise ProjectFileError(Said(GONE, name=path.name, new=target))
        if not claim.take(path):
            return ()
        _copy(shadow_path(path), path)
    except (OSError, sqlite3.Error) as error:
        _log.warning("what was left of a project cannot be put back: %s", error)
        return ()
    return (Said(PUT_BACK, name=path.name),)


def instead(path: Path, claim: Claim) -> tuple[Path, str] | None:
    """What was left of a project whose file cannot be read, as a file beside it; None: nothing was left.

    Args:
        path: the project.
        claim: no claim yet; it is given up again.

    Returns:
        the new file, and a sentence for the user.
    """
    if not is_left(path):
        return None
    try:
        if not claim.take(path):
            return None
        target = beside(path)
        _copy(shadow_path(path), target)
    except (OSError, sqlite3.Error) as error:
        _log.warning("what was left of a project cannot be kept: %s", error)
        return None
    finally:
        claim.release()
    remove_shadow(path)
    return target, Said(INSTEAD, name=path.name, new=target.name)


def kept_elsewhere(path: Path, heads: Collection[str]) -> str:
    """Keep what was left of a project where the file lacks any of it; the claim on the project must be held.

    Args:
        path: the project.
        heads: hashes of all its rows.

    Returns:
        sentence for the user; empty where nothing was left, or the file holds it all.
    """
    left = shadow_path(path)
    if not left.exists():
        return ""
    found = _sound(left)
    if found is None or found.head in heads:
        remove_shadow(path)
        return ""
    for target in (beside(path), at_home(path)):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(left, target)
        except (OSError, sqlite3.Error) as error:
            _log.warning("what was left of a project cannot be kept: %s", error)
        else:
            remove_shadow(path)
            return Said(KEPT, name=path.name, new=target.name if target.parent == path.parent else str(target))
    return Said(NOT_KEPT, name=path.name, left=left)


def _sound(path: Path) -> Verification | None:
    """Outcome of the check of a copy; None where it does not verify."""
    try:
        with connect_readonly(path) as connection:
            found = check_connection(connection, thorough=False)
    except (*BROKEN, ProjectError, OSError):
        return None
    return found if found.ok and found.rows else None


def _copy(left: Path, target: Path) -> None:
    with connect_readonly(left) as connection:
        copy_database(connection, target)
