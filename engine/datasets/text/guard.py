"""Files that would harm before they are understood: XML with a document type, archives that unpack without end."""

import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from engine.errors import DatasetError
from engine.messages import Said

LARGEST_FILE = 256 * 2**20  # bytes of a label file on the disk
LARGEST_UNPACKED = 512 * 2**20  # bytes of all members of a workbook
LARGEST_RATIO = 200  # unpacked over packed; label sheets reach about 20
HARMLESS = 8 * 2**20  # bytes; below it the ratio does not matter
MEMBERS = 10_000
_PIECE = 65_536


class _Seen(Exception):  # noqa: N818 (not an error: the root element has begun)
    pass


def read_file(path: Path) -> bytes:
    """The bytes of a label file.

    Raises:
        DatasetError: missing, unreadable, no regular file (a pipe or device might never end), or beyond 256 MiB.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise DatasetError(Said("“{name}” is a pipe or a device, not a file; give a label file.", name=path.name))
        size = path.stat().st_size
        with path.open("rb") as file:
            # A file may grow. One that announces no size is empty, or one of the kernel's that may be waited for.
            content = file.read(LARGEST_FILE + 1) if 0 < size <= LARGEST_FILE else b""
    except FileNotFoundError as error:
        raise DatasetError(Said("“{name}” does not exist; give a label file.", name=path)) from error
    except OSError as error:
        raise DatasetError(
            Said("“{name}” cannot be read ({why}); check what it is and its rights.", name=path, why=error.strerror)
        ) from error
    size = max(size, len(content))
    if size > LARGEST_FILE:
        raise DatasetError(
            Said("“{name}” has {size} MiB, more than any label file; give the labels.", name=path.name, size=size >> 20)
        )
    return content


def refuse_doctype(name: str, file: IO[bytes]) -> None:
    """Read XML up to its root element and refuse a document type, the only place where entities can be declared.

    Raises:
        DatasetError: there is a document type.
    """
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise DatasetError(
            Said(
                "“{name}” declares a document type or entities, which label files never do; it was not read.", name=name
            )
        )

    def root(*_: object) -> None:
        raise _Seen

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    try:
        while piece := file.read(_PIECE):
            parser.Parse(piece, False)
    except (_Seen, expat.ExpatError):
        return  # damage is the reader's business


def check_archive(name: str, file: IO[bytes]) -> None:
    """Refuse a workbook that unpacks to far more than labels need, or whose XML declares a document type.

    The sizes an archive states are those that `zipfile` reads at most, so they can be trusted as limits.

    Raises:
        DatasetError: too many members, too large, packed too tightly, or XML with a document type.
        zipfile.BadZipFile: no intact archive.
    """
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        if len(members) > MEMBERS or unpacked > LARGEST_UNPACKED or _tight(unpacked, packed):
            raise DatasetError(
                Said(
                    "“{name}” unpacks to {unpacked} MiB in {n} parts, far more than labels need; it was not read.",
                    name=name,
                    unpacked=unpacked >> 20,
                    n=len(members),
                )
            )
        for member in members:
            if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                with archive.open(member) as part:
                    refuse_doctype(name, part)


def _tight(unpacked: int, packed: int) -> bool:
    return unpacked > HARMLESS and unpacked > LARGEST_RATIO * max(packed, 1)
