"""Files that are either the old ones or the new ones, never half of each."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from engine.errors import DatasetError
from engine.messages import Said


def write_bytes_atomic(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it, flushed to the disk and renamed over it.

    A link is followed, and the new file gets the usual rights of this process.

    Raises:
        DatasetError: the folder is missing, read-only or full; whatever was there before is untouched.
    """
    target = path.resolve()
    temporary = target.with_name(f".{target.name[:80]}-{secrets.token_hex(6)}.tmp")
    try:
        # os.open instead of tempfile: the mode honours the umask, so that colleagues can read the file.
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        raise DatasetError(
            Said(
                "“{name}” cannot be written ({why}); choose another folder or free space.",
                name=path,
                why=error.strerror,
            )
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_text_atomic(path: Path, text: str) -> None:
    """`write_bytes_atomic` of UTF-8 text; line ends stay as they are.

    Raises:
        DatasetError: see `write_bytes_atomic`; also text that UTF-8 cannot hold (lone surrogates).
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DatasetError(
            Said("“{name}” would hold a damaged character; retype the text near it.", name=path.name)
        ) from error
    write_bytes_atomic(path, data)
