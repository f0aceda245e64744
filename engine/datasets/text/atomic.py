"""Label files written whole: `engine.files`, whose refusals are here those of a label file."""

from pathlib import Path

from engine.errors import DatasetError, OutputError
from engine.files import replace_file


def write_bytes_atomic(path: Path, data: bytes) -> None:
    """`engine.files.replace_file`.

    Raises:
        DatasetError: the folder is missing, read-only or full; whatever was there before is untouched.
    """
    try:
        replace_file(path, data)
    except OutputError as error:
        raise DatasetError(str(error)) from error


def write_text_atomic(path: Path, text: str) -> None:
    """`engine.files.replace_file` of UTF-8 text; line ends stay as they are.

    Raises:
        DatasetError: see `write_bytes_atomic`; also text that UTF-8 cannot hold (lone surrogates).
    """
    try:
        replace_file(path, text)
    except OutputError as error:
        raise DatasetError(str(error)) from error
