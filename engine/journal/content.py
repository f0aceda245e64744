"""Digest of what a source holds, to find it again and to refuse another one in its place."""

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from engine.errors import SourceError
from engine.journal.chain import canonical

CHUNK = 1 << 20


def content_digest(path: Path, *, stop: Callable[[], bool] = lambda: False) -> str:
    """sha256 hex of a video file, or of the names and contents of all files of an image folder in natural order.

    Args:
        path: file or folder.
        stop: asked after every megabyte; True ends the work with an empty digest.

    Raises:
        SourceError: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        if not path.is_dir():
            return digest.hexdigest() if _feed(digest, path, stop) else ""
        for one in sorted((one for one in path.iterdir() if one.is_file()), key=_natural):
            digest.update(f"{len(one.name)}:{one.name}:{one.stat().st_size}:".encode("utf-8", "surrogateescape"))
            if not _feed(digest, one, stop):
                return ""
    except OSError as error:
        raise SourceError(f"“{path}” cannot be read ({error.strerror}): check the drive.") from error
    return digest.hexdigest()


def book_digest(annotations: Mapping[str, Any], verdicts: Mapping[str, Any]) -> str:
    """sha256 hex of what one annotator says about one video.

    Args:
        annotations: stored form by id; fields that say nothing count as absent, as in files of older versions.
        verdicts: stored form by id.
    """
    said = {id_: {name: value for name, value in form.items() if value} for id_, form in annotations.items()}
    return hashlib.sha256(canonical([said, dict(verdicts)]).encode("ascii")).hexdigest()


def _feed(digest: "hashlib._Hash", path: Path, stop: Callable[[], bool]) -> bool:
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            if stop():
                return False
            digest.update(block)
    return True


def _natural(path: Path) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"([0-9]+)", path.name)]
