"""What lies at the place of an open project file now: the file itself, nothing, or another. Qt-free."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class FileEvent(StrEnum):
    """What happened to a project file while it was open."""

    MISSING = "missing"  # deleted, or moved out of its folder
    RENAMED = "renamed"  # it lies in the same folder under another name
    REPLACED = "replaced"  # another file lies at its place
    OVERWRITTEN = "overwritten"  # the same file holds something else
    GONE = "gone"  # its folder or drive is not there


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Which file it is, and when it was changed last.

    Attributes:
        device, inode: the same for all names of one file, and for no other file.
        size: bytes.
        changed: time of the last change in ns.
        drive: device of its folder.
    """

    device: int
    inode: int
    size: int
    changed: int
    drive: int

    def is_file(self, other: "FilePlace") -> bool:
        """Whether it is the same file, whatever it holds."""
        return (self.device, self.inode) == (other.device, other.inode)


def place_of(path: Path) -> FilePlace | None:
    """What lies there; None: nothing that can be looked at."""
    try:
        found, folder = path.stat(), path.parent.stat()
    except OSError:
        return None
    return FilePlace(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, folder.st_dev)


def what_happened(path: Path, known: FilePlace) -> tuple[FileEvent | None, Path]:
    """Whether the file that was known lies at its place; what it holds is not looked at.

    Returns:
        what happened (None: nothing), and where the file is.
    """
    found = place_of(path)
    if found is not None:
        return (None if found.is_file(known) else FileEvent.REPLACED), path
    try:
        if path.parent.stat().st_dev != known.drive:
            return FileEvent.GONE, path
        for one in path.parent.iterdir():
            place = place_of(one) if one.is_file() and not one.is_symlink() else None
            if place is not None and place.is_file(known):
                return FileEvent.RENAMED, one
    except OSError:
        return FileEvent.GONE, path
    return FileEvent.MISSING, path


def real(path: Path) -> Path:
    """The path without links: a project has one name, whatever it was opened by."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a circle of links
        return path.absolute()
