"""A plain reader of project files (`*.metst`, SQLite): opens without writing, reads rows as bytes."""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from engine.errors import ProjectError
from engine.journal.chain import COLUMNS, KINDS
from engine.journal.schema import check_tables, guard
from engine.messages import Said

# "METS" in the header of the database: a foreign SQLite file is not taken for an empty project.
APPLICATION_ID = 0x4D455453
# 1 was the JSON form.
SCHEMA = 2
# What a damaged file makes of a statement: a wrong byte in a name or a text is no text any more.
BROKEN = (sqlite3.DatabaseError, UnicodeDecodeError)
# What a form of the wrong shape makes of the code that reads it.
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError)
MAGIC = b"SQLite format 3\x00"
_TYPES = "integer" + "text" * (len(COLUMNS) - 1)

RawRow = tuple[int, tuple[bytes, ...] | None]

PRAGMA_PREFIX = "*** in database main *** "  # of what SQLite's integrity check says


def uri(path: Path, options: str) -> str:
    """SQLite URI of any path, blanks, quotes and bytes that are no text included."""
    return f"{path.absolute().as_uri()}?{options}"


@contextmanager
def connect_readonly(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that never changes the file, its folder included where that cannot be written.

    What reading may cost is bounded by the size of the file (see `guard`).

    Raises:
        ProjectError: no project file, one of a newer METST, or one that holds more than METST puts there.
    """
    sniff(path)
    with tempfile.TemporaryDirectory(prefix="metst-") as folder:
        connection = _open(path, Path(folder))
        with closing(connection):
            guard(connection, sum(one.stat().st_size for one in parts(path) if one.exists()))
            check_header(connection, path)
            check_tables(connection, path)
            if not path.with_name(f".{path.name}.lock").exists():
                yield connection
                return
            # A window writes it: it need not wait for what is done with the connection.
            with closing(_snapshot(connection, path, Path(folder))) as snapshot:
                yield snapshot


def _snapshot(connection: sqlite3.Connection, path: Path, folder: Path) -> sqlite3.Connection:
    """A private copy as it is at one moment.

    Raises:
        ProjectError: another program holds the file, or there is no room.
        sqlite3.DatabaseError: damaged.
    """
    snapshot = sqlite3.connect(uri(folder / "snapshot", "mode=rwc"), uri=True, isolation_level=None)
    try:
        snapshot.execute("PRAGMA synchronous = OFF")
        connection.backup(snapshot)
        guard(snapshot, path.stat().st_size)
    except sqlite3.OperationalError as error:
        snapshot.close()
        raise ProjectError(
            Said("“{name}” cannot be read at this moment ({why}): try again.", name=path.name, why=error)
        ) from error
    except sqlite3.Error:
        snapshot.close()
        raise
    return snapshot


def parts(path: Path) -> tuple[Path, ...]:
    """A project file and the files SQLite may keep beside it while a change is under way."""
    return (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-journal")))


def one_line(text: object, limit: int = 300) -> str:
    """What SQLite or a foreign file says, as part of a sentence: one line without control characters."""
    words = "".join(one if one.isprintable() else " " for one in str(text)).split()
    line = " ".join(words).replace(PRAGMA_PREFIX, "")
    return line if len(line) <= limit else f"{line[:limit]}…"


def check_regular(path: Path) -> None:
    """Refuse what could be read without end, or never, where a project or a part of it is expected.

    Raises:
        ProjectError: no regular file.
    """
    for one in parts(path):
        try:
            kind = one.stat().st_mode
        except FileNotFoundError:
            if not one.is_symlink():
                continue
            kind = 0
        except OSError as error:
            raise ProjectError(
                Said("“{name}” cannot be read ({why}): check the drive.", name=one, why=error.strerror)
            ) from error
        if not stat.S_ISREG(kind) and not (one == path and not kind):
            raise ProjectError(Said("“{name}” is no file: METST reads regular files only.", name=one))


def first_bytes(path: Path, count: int) -> bytes:
    """How a file begins; nothing of one that announces no size: some files of the kernel are waited for without end.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(count) if os.fstat(file.fileno()).st_size else b""


def sniff(path: Path) -> None:
    """Refuse what is no SQLite file before SQLite sees it.

    Raises:
        ProjectError: missing, unreadable, or something else.
    """
    check_regular(path)
    try:
        head = first_bytes(path, 16)
    except FileNotFoundError as error:
        raise ProjectError(Said("“{name}” does not exist: check the name or the drive.", name=path)) from error
    except OSError as error:
        raise ProjectError(
            Said("“{name}” cannot be read ({why}): check the drive.", name=path, why=error.strerror)
        ) from error
    if head[:1] == b"{":
        raise ProjectError(
            Said("“{name}” is a project of an older METST: open it in the window once to convert it.", name=path.name)
        )
    if head != MAGIC:
        raise ProjectError(
            Said("“{name}” is not a METST project: open it as a video or import it instead.", name=path.name)
        )


def check_header(connection: sqlite3.Connection, path: Path) -> int:
    """Schema version of a project.

    Raises:
        ProjectError: a foreign database, or a newer schema.
        sqlite3.DatabaseError: damaged.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise ProjectError(
            Said("“{name}” is not a METST project: open it as a video or import it instead.", name=path.name)
        )
    if schema > SCHEMA:
        raise ProjectError(Said("“{name}” was written by a newer METST: update METST to open it.", name=path.name))
    return int(schema)


def _open(path: Path, folder: Path) -> sqlite3.Connection:
    """Read-only connection; a private copy where reading would have to write: a half-made change to take back.

    Files of older versions keep a write-ahead log while they are in use. One without a log is in no use and is opened
    as one that nobody changes, which leaves no file beside it.
    """
    log = path.with_name(path.name + "-wal")
    alone = _keeps_log(path) and not log.exists()
    connection = sqlite3.connect(uri(path, "immutable=1" if alone else "mode=ro"), uri=True, isolation_level=None)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise ProjectError(
                Said("“{name}” cannot be read at this moment ({why}): try again.", name=path.name, why=error)
            ) from error
    except BaseException:
        connection.close()
        raise
    else:
        return connection
    try:
        for one in parts(path):
            if one.exists():
                shutil.copyfile(one, folder / one.name)
    except OSError as error:
        raise ProjectError(
            Said("“{name}” cannot be read ({why}): free space on the disk.", name=path, why=error.strerror)
        ) from error
    return sqlite3.connect(uri(folder / path.name, "mode=rw"), uri=True, isolation_level=None)


def _keeps_log(path: Path) -> bool:
    """Whether the header says that changes go to a write-ahead log, as in files of older versions."""
    with path.open("rb") as file:
        return file.read(20)[18:19] == b"\x02"


def places(ref: Mapping[str, Any], project: Path) -> list[Path]:
    """Where the file of a video may be: as noted, as seen from the project file, beside the project file."""
    beside = project.absolute().parent
    path = Path(ref["path"])
    relative = [beside / ref["relative"]] if ref.get("relative") else []
    return list(dict.fromkeys([path, *relative, beside / path.name]))


def read_rows(connection: sqlite3.Connection) -> Iterator[RawRow]:
    """Rows in order: rowid, and the fields of `COLUMNS` as bytes (None where a field has a foreign type).

    Raises:
        sqlite3.DatabaseError: damaged; the rows before were given.
    """
    types = "||".join(f"typeof({name})" for name in COLUMNS)
    texts = ", ".join(f"CAST({name} AS BLOB)" for name in COLUMNS)
    for rowid, kinds, *fields in connection.execute(f"SELECT rowid, {types}, {texts} FROM journal ORDER BY rowid"):  # noqa: S608 - constants
        yield rowid, tuple(fields) if kinds == _TYPES else None


def read_tables(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """Kind -> id -> JSON text of every object.

    Raises:
        sqlite3.DatabaseError: damaged.
    """
    return {kind: dict(_objects(connection, kind)) for kind in KINDS}


def _objects(connection: sqlite3.Connection, kind: str) -> Iterator[tuple[str, str]]:
    last = None
    for rowid, id_, data in connection.execute(f"SELECT rowid, id, data FROM {kind} ORDER BY rowid"):  # noqa: S608 - constants
        # A crafted tree may lead to the same page again and again.
        if last is not None and rowid <= last:
            raise sqlite3.DatabaseError(Said("the rows of {kind} are out of order", kind=kind))
        last = rowid
        yield id_, data
