"""Files that are either the old ones or the new ones, never half of each."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.errors import OutputError
from engine.messages import Said

# Longest stem kept in the name of a temporary file: file systems allow 255 bytes, and a letter may take 3.
_STEM = 60


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside `path`, of the same suffix, to be written: it takes the place of `path` when the block is done.

    It is flushed to the disk before. A link is followed, and the new file gets the usual rights of this process.

    Raises:
        OSError: it was not written, or cannot take its place; whatever was there before is untouched.
    """
    target = path.resolve()
    temporary = target.with_name(f".{target.stem[:_STEM]}-{secrets.token_hex(6)}{target.suffix.lower()}")
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def keep_apart(target: Path, *read: Path) -> None:
    """Refuse to write a result over what it is made from, or over a project.

    Args:
        target: file that would be replaced.
        read: files that are read for it.

    Raises:
        OutputError: it is one of them, by whatever name, or ends in ``.metst``.
    """
    for one in read:
        with suppress(OSError):
            if target.samefile(one):
                raise OutputError(
                    Said("“{name}” is what is read: choose another name for what is written.", name=target.name)
                )
    if target.suffix.lower() == ".metst":
        raise OutputError(
            Said("“{name}” is the name of a project: choose another ending for what is written.", name=target.name)
        )


def replace_file(path: Path, content: bytes | str) -> None:
    """Write a whole file by `replacing`; text as UTF-8, its line ends as they are.

    Raises:
        OutputError: the folder is missing, read-only or full, or the text cannot be stored (lone surrogates); whatever
            was there before is untouched.
    """
    try:
        data = content.encode("utf-8") if isinstance(content, str) else content
        with replacing(path) as temporary:
            temporary.write_bytes(data)
    except UnicodeEncodeError as error:
        raise OutputError(
            Said("“{name}” would hold a damaged character; retype the text near it.", name=path.name)
        ) from error
    except OSError as error:
        raise OutputError(
            Said(
                "“{name}” cannot be written ({why}); choose another folder or free space.",
                name=path,
                why=error.strerror,
            )
        ) from error
