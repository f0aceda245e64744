"""What is done when something happens to a project file while it is open: everything goes on in a rescue copy. Qt-free.

A file that was renamed in its folder is written on under its new name. Else everything is written beside the file, or
in the user's data folder where its folder takes nothing; what lies at its place now is never touched.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from engine.errors import ProjectError
from engine.journal import check_connection, connect_readonly
from engine.journal.reader import BROKEN
from engine.journal.tables import connect_writer, last_row
from engine.journal.whole import copy_database
from engine.messages import Said, template
from metst_gui.document.file.lock import Claim, lock_path
from metst_gui.document.file.place import FileEvent, FilePlace, what_happened

RENAMED = template(
    "“{name}” was renamed to “{new}” while it was open: METST goes on writing it under that name. Nothing is lost."
)
MISSING = template(
    "“{name}” was deleted or moved while it was open: it was written again at its place with everything that was "
    "decided, and METST goes on there. If you moved it, the moved file lacks what is decided from now on."
)
ELSEWHERE = template(
    "“{name}” was deleted or moved while it was open: everything that was decided is in “{new}”, and METST goes on "
    "there. Use Save project as to put it where you want it."
)
REPLACED = template(
    "Another version of “{name}” was put in its place while it was open, as a sync program does: it was left as it is. "
    "Everything that was decided here is in “{new}”, and METST goes on there. Compare the two, and keep the right one."
)
GONE = template(
    "The folder or drive of “{name}” is gone: everything that was decided is in “{new}”, and METST goes on there. When "
    "the drive is back, use Save project as to put it there again."
)
NOWHERE = template(
    "“{name}” {what} while it was open, and no rescue copy could be written ({why}): nothing is saved from now on. "
    "Use Save project as now, on a drive that has space."
)
WHAT = {
    FileEvent.MISSING: Said("was deleted or moved"),
    FileEvent.RENAMED: Said("was renamed"),
    FileEvent.REPLACED: Said("was replaced by another file"),
    FileEvent.OVERWRITTEN: Said("was overwritten"),
    FileEvent.GONE: Said("went with its folder or drive"),
}


@dataclass(frozen=True, slots=True)
class Rescued:
    """Where a project goes on.

    Attributes:
        path: the file.
        connection: open for writing; None: nothing could be written.
        claim: a claim on it.
        sentence: what happened and what to do.
    """

    path: Path
    connection: sqlite3.Connection | None
    claim: Claim
    sentence: str


def rescue(
    event: FileEvent,
    path: Path,
    known: FilePlace,
    source: sqlite3.Connection | None,
    last: tuple[int, str],
    claim: Claim,
) -> Rescued:
    """Find or make the file a project goes on in; it holds everything up to the row `last`.

    Args:
        event: what happened.
        path: where the file was.
        known: what was there.
        source: a database that holds everything; None: there is none.
        last: number and hash of the last row.
        claim: the claim on `path`; it is given up where another file is taken.
    """
    if event is FileEvent.RENAMED:
        _event, new = what_happened(path, known)
        connection = _follow(new, last, claim)
        if connection is not None:
            return Rescued(new, connection, claim, Said(RENAMED, name=path.name, new=new.name))
        event = FileEvent.MISSING
    if source is None:
        why = Said("no copy of what it held is left")
        return Rescued(path, None, claim, Said(NOWHERE, name=path.name, what=WHAT[event], why=why))
    if event is FileEvent.MISSING and not lock_path(path).exists():
        claim.release()  # the lock file went with the project
    problem = ""
    for target in _targets(event, path):
        own = claim if target == path else Claim()
        try:
            if not own.take(target):
                continue
            copy_database(source, target)
            connection = connect_writer(target)
        except (OSError, sqlite3.Error) as error:
            problem = problem or f"{error}"
            if own is not claim:
                own.release()
            continue
        if own is not claim:
            claim.release()
        return Rescued(target, connection, own, _sentence(event, path, target))
    return Rescued(
        path, None, claim, Said(NOWHERE, name=path.name, what=WHAT[event], why=problem or Said("it is in use"))
    )


def is_whole(path: Path, rows: int, head: str) -> bool:
    """Whether a file is a sound project whose last row is that one."""
    try:
        with connect_readonly(path) as connection:
            found = check_connection(connection, thorough=False)
    except (*BROKEN, ProjectError, OSError):
        return False
    return found.ok and (found.rows, found.head) == (rows, head)


def free(path: Path) -> Path:
    """The path, or the first numbered one beside it that is free."""
    number, found = 1, path
    while found.exists() or found.is_symlink():
        number += 1
        found = path.with_stem(f"{path.stem}-{number}")
    return found


def beside(path: Path) -> Path:
    """A free name beside a project for its rescue copy."""
    return free(path.with_stem(f"{path.stem}-rescued"))


def at_home(path: Path) -> Path:
    """A free name for it in the user's data folder."""
    return beside(platformdirs.user_data_path("metst") / "rescued" / path.name)


def _targets(event: FileEvent, path: Path) -> list[Path]:
    """Where to write, the best place first."""
    if event is FileEvent.GONE:
        return [at_home(path)]
    return [path if event is FileEvent.MISSING else beside(path), at_home(path)]


def _sentence(event: FileEvent, path: Path, target: Path) -> str:
    new = target.name if target.parent == path.parent else str(target)
    if event is FileEvent.MISSING:
        return Said(MISSING if target == path else ELSEWHERE, name=path.name, new=new)
    return Said(GONE if event is FileEvent.GONE else REPLACED, name=path.name, new=new)


def _follow(path: Path, last: tuple[int, str], claim: Claim) -> sqlite3.Connection | None:
    """A renamed file, open for writing and claimed; None where it is not as far, or in use under that name."""
    try:
        connection = connect_writer(path)
    except sqlite3.Error:
        return None
    try:
        if last_row(connection) == last and claim.take(path):
            return connection
    except OSError:
        pass
    connection.close()
    return None
