"""What a source holds, told by its bytes: the only identity of a video (ADR 0019).

Path, name, size and frame table are hints. A **fast digest** (sizes, both ends, 64 spread blocks) tells at once that
two sources differ; that they are the same is certain only from the **full digest**, sha256 of every byte. A folder of
images is the names and bytes of its images; other files in it (notes, projects, thumbnails) do not count.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.errors import SourceError
from engine.messages import Said

IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".pgm", ".ppm"})
CHUNK = 1 << 20
# Of the fast digest. A source of at most `WHOLE_BYTES` is read whole.
END_BYTES, BLOCK_BYTES, BLOCKS = 1 << 16, 1 << 12, 64
WHOLE_BYTES = 1 << 20
# Up to this size the full digest is awaited before anything is decided: 0.3 s at 850 MB/s.
AT_ONCE_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Content:
    """Identity of what lies at a path.

    Attributes:
        size_bytes: of the file, or of all images of the folder.
        fast: fast digest (sha256 hex of what it samples).
        sha256: full digest, hex; empty where it was not computed yet.
    """

    size_bytes: int
    fast: str
    sha256: str = ""

    def differs(self, other: "Content") -> bool:
        """Whether these are certainly two contents."""
        if self.sha256 and other.sha256:
            return self.sha256 != other.sha256
        return bool(self.fast and other.fast) and self.fast != other.fast

    def is_proved(self, other: "Content") -> bool:
        """Whether these are certainly one content."""
        return bool(self.sha256) and self.sha256 == other.sha256


Stop = Callable[[], bool]


def never() -> bool:
    """For work that nobody stops."""
    return False


def content_of(path: Path, *, full: bool | None = None, stop: Stop = never) -> Content:
    """Identity of a file or of a folder of images.

    Args:
        path: file or folder.
        full: whether to compute the full digest; None: where the source is at most `AT_ONCE_BYTES`.
        stop: asked after every megabyte; True leaves the full digest empty.

    Raises:
        SourceError: it cannot be read.
    """
    with _readable(path):
        parts = _parts(path)
        size = sum(one.size for one in parts)
        fast = _fast(path, parts, size)
        wanted = size <= AT_ONCE_BYTES if full is None else full
        return Content(size, fast, _full(path, parts, stop) if wanted else "")


def fast_digest(path: Path) -> str:
    """Fast digest of a file or of a folder of images: two that differ in it differ.

    Raises:
        SourceError: it cannot be read.
    """
    return content_of(path, full=False).fast


def content_digest(path: Path, *, stop: Stop = never) -> str:
    """Full digest: sha256 hex of a file, or of the names and bytes of all images of a folder.

    Args:
        path: file or folder.
        stop: asked after every megabyte; True ends the work with an empty digest.

    Raises:
        SourceError: it cannot be read.
    """
    with _readable(path):
        return _full(path, _parts(path), stop)


def former_digest(path: Path) -> str:
    """Digest of a folder as projects before fast digests keep it: names and bytes of all files in natural order.

    Raises:
        SourceError: it cannot be read.
    """
    digest = hashlib.sha256()
    if not path.is_dir():
        return content_digest(path)
    with _readable(path):
        for one in sorted((one for one in path.iterdir() if one.is_file()), key=_natural):
            digest.update(f"{len(one.name)}:{one.name}:{one.stat().st_size}:".encode("utf-8", "surrogateescape"))
            for block in _blocks(one):
                digest.update(block)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Part:
    """One file of a source: its name in it, where it is, and its size in bytes."""

    name: str
    path: Path
    size: int


def _parts(path: Path) -> list[_Part]:
    """The files a source consists of, in the order of their names."""
    if not path.is_dir():
        # A pipe would be waited for, a device never end.
        if path.exists() and not path.is_file():
            raise SourceError(
                Said(
                    "“{name}” is a device, not a recording: choose a video file or a folder of images.", name=path.name
                )
            )
        return [_Part("", path, path.stat().st_size)]
    with os.scandir(path) as entries:
        images = [one for one in entries if is_image(one.name) and one.is_file()]
        # Systems write one name in several forms of Unicode.
        parts = [_Part(unicodedata.normalize("NFC", one.name), Path(one.path), one.stat().st_size) for one in images]
    return sorted(parts, key=lambda one: one.name)


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which numbers inside names compare as numbers."""
    parts = re.split(r"([0-9]+)", name.lower())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)


def source_name(path: Path) -> str:
    """Name of a video: that of its file without the ending, or of its folder of images, which has none to lose."""
    return path.name if path.is_dir() else path.stem


def is_image(name: str) -> bool:
    """Whether a file of this name counts as an image of a folder."""
    return not name.startswith(".") and Path(name).suffix.lower() in IMAGE_SUFFIXES


def _full(path: Path, parts: list[_Part], stop: Stop) -> str:
    digest = hashlib.sha256()
    is_folder = path.is_dir()
    if is_folder:
        digest.update(b"images\n")
    for part in parts:
        if is_folder:
            digest.update(_label(part))
        # Files of the kernel announce no size, and may be waited for.
        for block in _blocks(part.path) if part.size else ():
            if stop():
                return ""
            digest.update(block)
    return digest.hexdigest()


def _fast(path: Path, parts: list[_Part], size: int) -> str:
    digest = hashlib.sha256(f"{'images' if path.is_dir() else 'file'} {size}\n".encode())
    for part in parts:
        digest.update(_label(part))
    for part, start, length in _samples(parts, size):
        with part.path.open("rb") as file:
            file.seek(start)
            digest.update(file.read(length))
    return digest.hexdigest()


def _samples(parts: list[_Part], size: int) -> Iterator[tuple[_Part, int, int]]:
    """What the fast digest reads: file, first byte in it, number of bytes. All files count as one after the other."""
    if size <= WHOLE_BYTES:
        yield from ((part, 0, part.size) for part in parts)
        return
    yield parts[0], 0, min(END_BYTES, parts[0].size)
    begin, number = 0, 0
    for block in range(1, BLOCKS + 1):
        at = size * block // (BLOCKS + 1)
        while at >= begin + parts[number].size:
            begin += parts[number].size
            number += 1
        yield parts[number], at - begin, BLOCK_BYTES
    last = parts[-1]
    yield last, max(0, last.size - END_BYTES), END_BYTES


def _label(part: _Part) -> bytes:
    return f"{len(part.name)}:{part.name}:{part.size}:".encode("utf-8", "surrogateescape")


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            yield block


def _natural(path: Path) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"([0-9]+)", path.name)]


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Names the path in the sentence of whatever cannot be read."""
    try:
        yield
    except OSError as error:
        raise SourceError(
            Said("“{name}” cannot be read ({why}): check the drive.", name=path, why=error.strerror)
        ) from error


# Digits of the fast digest in the name of a project that nobody has named.
NAME_DIGITS = 12
_NAMED = re.compile(rf"-[0-9a-f]{{{NAME_DIGITS}}}(-\d+)?$")


def stem_with_digest(stem: str, digest: str) -> str:
    """Name of a project that nobody has named: its video's, and by which content it is found again."""
    return f"{stem[:60]}-{digest[:NAME_DIGITS]}"


def stem_without_digest(stem: str) -> str:
    """What people read of such a name; any other name stays as it is."""
    return _NAMED.sub("", stem) or stem
