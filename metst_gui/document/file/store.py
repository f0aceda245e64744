"""The project file: one SQLite database, every change one durable transaction with its journal row (ADR 0006)."""

import logging
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from engine.journal import GENESIS, Changes, JournalRow, canonical, make_row
from engine.journal.packed import packed_curve, unpacked
from engine.journal.tables import (
    ChangedError,
    connect_writer,
    create_tables,
    insert_row,
    is_in_file,
    last_row,
    write_row,
)
from engine.journal.trial_rows import TrialRow, read_trials
from engine.journal.whole import Fresh, copy_database
from engine.messages import Said
from metst_gui.document.file.errors import EditRefusedError, ProjectFileError
from metst_gui.document.file.lock import Claim
from metst_gui.document.file.place import FileEvent, FilePlace, place_of, what_happened
from metst_gui.document.file.rescue import is_whole, rescue
from metst_gui.document.file.shadow import Shadow, shadow_of

_log = logging.getLogger(__name__)


class ProjectStore:
    """An open project file.

    What happens to the file while it is open is noticed before the next change is called stored: then everything goes
    to a rescue copy, which is written from then on (see `rescue`).

    Attributes:
        path: the file.
        read_only: why nothing can be written, as a sentence; empty where it can.
        rows, head: number and hash of the last journal row.
        said: told what happened to the file and what to do, as a sentence.
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
        self.said: Callable[[str], None] = _log.warning
        self._connection = connection
        self._claim = claim
        self._stack = stack
        self._place: FilePlace | None = None
        self._shadow: Shadow | None = None
        self._closed = False
        # Nothing but the second copy holds everything.
        self._lost = False
        if not read_only:
            claim.keep_file()
            self._place = place_of(path)

    def keep_shadow(self) -> None:
        """Keep a second copy from now on, for what may happen to the file."""
        if not self.read_only and self._shadow is None:
            self._shadow = shadow_of(self.path, self._connection)

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
        self.check()
        row = self._next_row(action, object_, before, after, annotator)
        try:
            write_row(self._connection, row, after, blobs or {}, behind=(self.rows, self.head))
        except (sqlite3.Error, ChangedError) as error:
            if not self._moved_on(changed=isinstance(error, ChangedError)):
                raise EditRefusedError(
                    Said(
                        "“{name}” cannot be written ({why}): the edit was not made. Free space or use Save "
                        "project as, then repeat it.",
                        name=self.path.name,
                        why=error,
                    )
                ) from error
            row = self._next_row(action, object_, before, after, annotator)
            self._write_again(row, after, blobs or {})
        self.rows, self.head = row.seq, row.hash
        self._follow(row, after, blobs or {})
        self._place = place_of(self.path)
        if self._place is None or not is_in_file(self.path, row, after):
            self._rescue(self._event() or FileEvent.OVERWRITTEN)

    def note_place(self) -> None:
        """The file was changed by its owner in another way than by `commit`."""
        self._place = place_of(self.path)

    def check(self) -> None:
        """Make sure that the file at the path is the one that was written last; else everything is rescued.

        Raises:
            EditRefusedError: no rescue copy could be written either.
        """
        if not self.read_only and not self._closed:
            event = self._event()
            if event is not None:
                self._rescue(event)

    def curve(self, run: str, name: str, size: int) -> bytes:
        """Bytes of one stored curve.

        Raises:
            ValueError: it is missing, damaged, or has not `size` bytes.
        """
        try:
            return b"".join(unpacked(packed_curve(self._connection, run, name, size) or b"", size))
        except sqlite3.Error as error:
            raise ValueError("damaged curve") from error

    def trial_rows(self) -> list[TrialRow]:
        """Rows that tell of answers to planted trials, in order; none where they cannot be read."""
        try:
            return read_trials(self._connection)
        except sqlite3.Error as error:
            _log.warning("the journal's trials cannot be read: %s", error)
            return []

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy, complete or not at all; `path` must not be in use.

        Raises:
            ProjectFileError: it cannot be written.
        """
        try:
            copy_database(self._source() or self._connection, path)
        except (sqlite3.Error, OSError) as error:
            raise ProjectFileError(cannot_save(path, error)) from error

    def close(self) -> None:
        """Close the file and give it up; what happened to it meanwhile is seen to first."""
        if self._closed:
            return
        try:
            self.check()
        except EditRefusedError as error:
            self.said(str(error))
        self._closed = True
        # A second copy that holds more than the file stays: it is found when the project is opened again.
        whole = not self._lost and last_row(self._connection) == (self.rows, self.head)
        with suppress(sqlite3.Error):
            self._connection.close()
        if self._shadow is not None:
            self._shadow.close(keep=not whole)
        if self._stack is not None:
            self._stack.close()
        self._claim.release()

    def _next_row(self, action: str, object_: str, before: Changes, after: Changes, annotator: str) -> JournalRow:
        try:
            return make_row(
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
            raise EditRefusedError(Said("The edit cannot be saved ({why}) and was not made.", why=error)) from error

    def _write_again(self, row: JournalRow, after: Changes, blobs: Mapping[tuple[str, str], bytes]) -> None:
        """Write to the rescue copy what could not be written to the file."""
        try:
            write_row(self._connection, row, after, blobs, behind=(self.rows, self.head))
        except (sqlite3.Error, ChangedError) as error:
            raise EditRefusedError(
                Said(
                    "“{name}” cannot be written ({why}): the edit was not made. Free space or use Save "
                    "project as, then repeat it.",
                    name=self.path.name,
                    why=error,
                )
            ) from error

    def _follow(self, row: JournalRow, after: Changes, blobs: Mapping[tuple[str, str], bytes]) -> None:
        """Bring the second copy forward."""
        if self._shadow is None:
            return
        try:
            self._shadow.add(row, after, blobs)
        except sqlite3.Error as error:
            _log.warning("the second copy of the open project ends: %s", error)
            self._shadow.close()
            self._shadow = None

    def _event(self) -> FileEvent | None:
        """What happened to the file since the last look; None: nothing."""
        assert self._place is not None
        found = place_of(self.path)
        if found == self._place:
            return None
        event, _place = what_happened(self.path, self._place)
        if event not in (None, FileEvent.REPLACED):
            return event
        # Another file, or another time: it may hold the same (a backup program, a drive that numbers files anew).
        if found is not None and self._holds_the_same():
            self._place = found
            self._claim.keep_file()
            return None
        return event or FileEvent.OVERWRITTEN

    def _holds_the_same(self) -> bool:
        """Whether what lies at the path is whole and as far as this project; then it is what is written from now on."""
        if not is_whole(self.path, self.rows, self.head):
            return False
        try:
            connection = connect_writer(self.path)
        except sqlite3.Error:
            return False
        self._connection.close()
        self._connection = connection
        return True

    def _moved_on(self, *, changed: bool) -> bool:
        """After a failed write: whether something happened to the file, and everything is in a rescue copy now."""
        event = FileEvent.OVERWRITTEN if changed else self._event()
        if event is None:
            return False
        self._rescue(event)
        return True

    def _source(self) -> sqlite3.Connection | None:
        """A connection to a database that holds everything up to the last row; None: there is none."""
        if self._shadow is not None and self._shadow.holds(self.rows, self.head):
            return self._shadow.connection
        return self._connection if last_row(self._connection) == (self.rows, self.head) else None

    def _rescue(self, event: FileEvent) -> None:
        """Go on in a rescue copy that holds everything.

        Raises:
            EditRefusedError: none could be written; nothing is written from now on.
        """
        assert self._place is not None
        found = rescue(event, self.path, self._place, self._source(), (self.rows, self.head), self._claim)
        self.said(found.sentence)
        if found.connection is None:
            self._give_up(found.sentence)
        name, shadow = self.path.name, self._shadow
        with suppress(sqlite3.Error):
            self._connection.close()
        self.path, self._connection, self._claim, self._shadow = found.path, found.connection, found.claim, None
        self._claim.keep_file()
        row = self._next_row("rescue", "project", {}, {"rescued": {"from": name, "event": str(event)}}, "")
        try:
            write_row(self._connection, row, {}, {}, behind=(self.rows, self.head))
        except (sqlite3.Error, ChangedError) as error:
            self._shadow = shadow
            self._give_up(
                Said(
                    "“{name}” cannot be written ({why}): use Save project as, on another drive.",
                    name=self.path.name,
                    why=error,
                )
            )
        self.rows, self.head = row.seq, row.hash
        self._place = place_of(self.path)
        if not is_in_file(self.path, row, {}):
            self._shadow = shadow
            self._give_up(
                Said(
                    "“{name}” does not hold what was written to it: use Save project as, elsewhere.",
                    name=self.path.name,
                )
            )
        # The second copy of before goes only when the rescue copy is there.
        if shadow is not None:
            shadow.close()
        self._shadow = shadow_of(self.path, self._connection)

    def _give_up(self, sentence: str) -> NoReturn:
        self.read_only, self._lost = sentence, True
        raise EditRefusedError(sentence)


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
        with Fresh(path) as target:
            target.connection.execute("BEGIN")
            create_tables(target.connection)
            insert_row(target.connection, row)
            target.connection.execute("COMMIT")
            target.finish()
        connection = connect_writer(path)
    except (sqlite3.Error, OSError) as error:
        claim.release()
        raise ProjectFileError(cannot_save(path, error)) from error
    return ProjectStore(path, connection, claim, rows=1, head=row.hash)


@contextmanager
def closed_on_error(store: ProjectStore) -> Iterator[None]:
    """Close a project whose opening fails half-way."""
    try:
        yield
    except BaseException:
        store.close()
        raise


def cannot_save(path: Path, error: Exception) -> str:
    """Sentence about a project that cannot be written."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Said(
        "The project cannot be saved to “{name}” ({why}): free space or save it elsewhere.", name=path, why=reason
    )


def plain_text(text: str) -> str:
    """Text every SQLite tool can read: no zero characters, no half characters."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


@lru_cache(maxsize=1)
def app_version() -> str:
    """Version of METST, for the journal."""
    from importlib import metadata

    try:
        return metadata.version("metst")
    except metadata.PackageNotFoundError:
        return "(not installed)"
