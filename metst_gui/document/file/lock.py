"""The lock that makes one process the only writer of a project file (ADR 0006)."""

from pathlib import Path

from PySide6.QtCore import QLockFile


class Claim:
    """A claim on one file; `path` is None while there is none."""

    def __init__(self) -> None:
        self._lock: QLockFile | None = None
        self.path: Path | None = None

    def take(self, path: Path) -> bool:
        """Move the claim to `path`; False where another process has it, and then nothing changes.

        Raises:
            OSError: the folder takes no lock file.
        """
        if path == self.path:
            return True
        lock = QLockFile(str(path.with_name(f".{path.name}.lock")))
        lock.setStaleLockTime(0)  # stale only where its process is gone
        path.parent.mkdir(parents=True, exist_ok=True)
        if not lock.tryLock(0):
            if lock.error() == QLockFile.LockError.LockFailedError:
                return False
            raise PermissionError(13, "the folder cannot be written", str(path.parent))
        self.release()
        self._lock, self.path = lock, path
        return True

    def release(self) -> None:
        """Give the file up."""
        if self._lock is not None:
            self._lock.unlock()
        self._lock = self.path = None
