"""Which project file belongs to a video, and that only one window writes it."""

from pathlib import Path

import platformdirs
from PySide6.QtCore import QLockFile

from engine.types import VideoInfo
from metst_gui.document.codec import read_project
from metst_gui.document.errors import ProjectFileError
from metst_gui.document.project import Project

PROJECT_SUFFIX = ".metst"


def autosave_path(info: VideoInfo) -> Path:
    """Project file of a video nobody has named a project for; found again by the video's frame table."""
    folder = platformdirs.user_data_path("metst") / "projects"
    return folder / f"{info.path.stem[:60]}-{info.table_digest[:12]}{PROJECT_SUFFIX}"


def stored_project(info: VideoInfo) -> tuple[Path, Project | None, str]:
    """The autosaved project of a video; an unreadable file is passed over, never overwritten.

    Returns:
        file to save to, project (None: none is stored yet), sentence about unreadable ones (empty: none).
    """
    path, complaint, number = autosave_path(info), "", 1
    while True:
        try:
            return path, read_project(path) if path.exists() else None, complaint
        except ProjectFileError as error:
            complaint = f"{error} A new project is kept beside it."
        number += 1
        path = autosave_path(info).with_stem(f"{autosave_path(info).stem}-{number}")


class Claim:
    """The lock that makes one window the only writer of a project file (design D10)."""

    def __init__(self) -> None:
        self._lock: QLockFile | None = None
        self.path: Path | None = None

    def take(self, path: Path) -> bool:
        """Move the claim to `path`; False where another window has it, and then nothing changes."""
        if path == self.path:
            return True
        lock = QLockFile(str(path.with_name(f".{path.name}.lock")))
        lock.setStaleLockTime(0)  # stale only where its process is gone
        path.parent.mkdir(parents=True, exist_ok=True)
        # A folder that takes no lock file takes no project either: saving says so.
        if not lock.tryLock(0) and lock.error() == QLockFile.LockError.LockFailedError:
            return False
        self.release()
        self._lock, self.path = lock, path
        return True

    def release(self) -> None:
        """Give the file up."""
        if self._lock is not None:
            self._lock.unlock()
        self._lock = self.path = None
