"""The lock that makes one process the only writer of a project file, under whatever name (ADR 0006)."""

import os
import tempfile
import time
import uuid
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

from metst_gui.document.file.place import place_of

# A lock file younger than this may be one that another process is just writing, in seconds.
FRESH_S = 2.0


class Claim:
    """A claim on one file: on its name, in its folder, and on the file itself, which may have several names.

    Attributes:
        path: the file; None while there is none.
        other_name: whether the last refusal was for the same file under another name.
    """

    def __init__(self) -> None:
        self._name: QLockFile | None = None
        self._file: tuple[str, QLockFile] | None = None
        self.path: Path | None = None
        self.other_name = False

    def take(self, path: Path) -> bool:
        """Move the claim to `path`; False where another process has it, and then nothing changes.

        Raises:
            OSError: the folder takes no lock file; it says why.
        """
        if path == self.path:
            return True
        path.parent.mkdir(parents=True, exist_ok=True)
        name = _lock(lock_path(path))
        if name is None:
            self.other_name = False
            return False
        file = self._lock_file(path)
        if file is None and self.other_name:
            name.unlock()
            return False
        if file is not None and file is self._file:
            self._file = None  # the same file under a new name
        self.release()
        self._name, self._file, self.path = name, file, path
        return True

    def keep_file(self) -> None:
        """Claim the file that lies at the path now: it was made, or another was put in its place, after `take`."""
        if self.path is not None:
            before, self._file = self._file, self._lock_file(self.path)
            if before is not None and before is not self._file:
                before[1].unlock()

    def release(self) -> None:
        """Give the file up."""
        if self._file is not None:
            self._file[1].unlock()
        if self._name is not None:
            self._name.unlock()
        self._name = self._file = self.path = None

    def _lock_file(self, path: Path) -> tuple[str, QLockFile] | None:
        """Lock of the file itself, for all its names on this machine; None: there is no file, or another has it."""
        self.other_name = False
        place = place_of(path)
        if place is None:
            return None
        name = f"metst-{place.device}-{place.inode}.lock"
        if self._file is not None and self._file[0] == name:
            return self._file
        try:
            lock = _lock(Path(tempfile.gettempdir()) / name)
        except OSError:
            return None  # a name is locked all the same
        self.other_name = lock is None
        return None if lock is None else (name, lock)


def lock_path(path: Path) -> Path:
    """The lock file of a project's name."""
    return path.with_name(f".{path.name}.lock")


def _lock(path: Path) -> QLockFile | None:
    """A lock; None where a living process has it.

    Raises:
        OSError: the folder takes none.
    """
    for _ in range(2):
        lock = QLockFile(str(path))
        lock.setStaleLockTime(0)  # stale only where its process is gone
        if lock.tryLock(0):
            return lock
        if lock.error() != QLockFile.LockError.LockFailedError:
            raise _reason(path.parent)
        if not _is_abandoned(path):
            return None
        with suppress(OSError):
            path.unlink()
    return None


def _is_abandoned(path: Path) -> bool:
    """Whether a lock file names no owner and nobody has it: its process was killed while it wrote it."""
    try:
        if path.read_bytes().strip() or time.time() - path.stat().st_mtime < FRESH_S:
            return False
    except OSError:
        return False
    try:
        import fcntl
    except ImportError:
        return True  # on Windows a lock file that is in use cannot be removed
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _reason(folder: Path) -> OSError:
    """Why a folder takes no lock file, as the system says it."""
    probe = folder / f".{uuid.uuid4().hex}.metst-part"
    try:
        with probe.open("xb") as file:
            file.write(bytes(512))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error
    finally:
        with suppress(OSError):
            probe.unlink()
    return PermissionError(13, "the folder takes no lock file", str(folder))
