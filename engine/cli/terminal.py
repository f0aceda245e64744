"""What is written to a terminal: no name stops the work, and none gives the terminal orders."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

# Everything but line ends and tabs: C0 and C1 controls, DEL, and the marks that turn the direction of writing.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What progress bars begin a line with: back to its start, or up.
_MOVES = re.compile(r"\r|(?:\x1b\[A)+")
_SURROGATES = re.compile("[\ud800-\udfff]+")


def name_text(path: Path) -> str:
    r"""The name of a file as valid text, whatever the locale: bytes that are no UTF-8 are escaped (``\xe9``)."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def escaped(text: str) -> str:
    """Text whose control characters and undecodable bytes are shown as escapes."""
    whole = _SURROGATES.sub(_undecodable, text)
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), whole)


def line_text(text: object) -> str:
    """The text on one line: like `escaped`, and its line ends and tabs are shown as escapes, too."""
    return re.sub(r"[\t\n\r]", lambda found: repr(found[0])[1:-1], escaped(str(text)))


def say(text: object, *, error: bool = False) -> None:
    """Print a message, in which names may stand, as one line of its own on stdout or stderr."""
    print(line_text(text), file=sys.stderr if error else sys.stdout, flush=True)


def _undecodable(found: "re.Match[str]") -> str:
    """Bytes that the locale could not decode, read as UTF-8 where they are that."""
    try:
        return found[0].encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # surrogates that stand for no byte
        return found[0].encode("ascii", "backslashreplace").decode("ascii")


class _Escaping:
    """A text stream that escapes what is written to it; all else is the stream's own."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write; what the stream's encoding does not have is escaped, too."""
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        moved = _MOVES.match(text)
        begin = moved.end() if moved is not None else 0
        shown = escaped(text[begin:]).encode(encoding, "backslashreplace").decode(encoding)
        self._stream.write(text[:begin] + shown)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def escaping() -> Iterator[None]:
    """Escape what is written to stdout and stderr meanwhile."""
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (stream and _Escaping(stream) for stream in kept)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = kept
