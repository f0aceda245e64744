"""Unpacking of stored arrays whose size is not trusted: a few kB of zlib may stand for gigabytes."""

import hashlib
import math
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from engine.messages import Said

# Of all arrays of one run: 60 h at 30 Hz with everything METST keeps of a frame.
MAX_RUN_BYTES = 3 << 28
_STEP = 1 << 20
# zlib makes what it cannot pack larger by 5 bytes in 16 kB and a few more (RFC 1950, 1951).
_SLACK = 1024
# Bytes of one element of the types that are stored.
_ITEM = {"<i8": 8, "<f4": 4, "<f2": 2, "<i2": 2, "|u1": 1}


def told_bytes(told: Mapping[str, Any]) -> int:
    """Bytes of an array as the journal tells of it.

    Raises:
        ValueError: no array METST stores.
    """
    shape, item = told["shape"], _ITEM.get(str(told["dtype"]), 0)
    if not item or not isinstance(shape, list) or len(shape) > 4:
        raise ValueError(Said("unexpected array"))
    if not all(isinstance(one, int) and 0 <= one <= MAX_RUN_BYTES for one in shape):
        raise ValueError(Said("unexpected array"))
    size = math.prod(shape) * item
    if size > MAX_RUN_BYTES:
        raise ValueError(Said("arrays of an impossible size"))
    return size


def check_run_bytes(curves: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse a run whose arrays would take more memory than any video needs.

    Raises:
        ValueError: it does.
    """
    if sum(told_bytes(told) for told in curves.values()) > MAX_RUN_BYTES:
        raise ValueError(Said("arrays of an impossible size"))


def packed_curve(connection: sqlite3.Connection, run: str, name: str, size: int) -> bytes | None:
    """A stored array as it lies in a project; None where there is none, or it is larger than one of that size packs to.

    Args:
        connection: to the project.
        run: id of the run it belongs to.
        name: of the array in the run.
        size: bytes of the array as the journal tells of it.

    Raises:
        sqlite3.DatabaseError: damaged.
    """
    # Without the comparison a file could have gigabytes read for an array that is told to be small.
    select = "SELECT data FROM curves WHERE run = ? AND name = ? AND length(data) <= ?"
    row = connection.execute(select, (run, name, size + size // 100 + _SLACK)).fetchone()
    return row[0] if row is not None and isinstance(row[0], bytes) else None


def unpacked(data: bytes, size: int) -> Iterator[bytes]:
    """The unpacked bytes in parts of at most a megabyte, never more than `size` in all.

    Raises:
        ValueError: damaged, or of another size.
    """
    unpacker, left, rest = zlib.decompressobj(), size, data
    try:
        while not unpacker.eof:
            part = unpacker.decompress(rest, min(_STEP, left + 1))
            rest = unpacker.unconsumed_tail
            left -= len(part)
            if left < 0 or not (part or rest or unpacker.eof):
                break
            yield part
    except (zlib.error, TypeError) as error:
        raise ValueError(Said("damaged array")) from error
    if left or not unpacker.eof:
        raise ValueError(Said("damaged array"))


def digest_of(data: bytes, told: Mapping[str, Any]) -> str:
    """sha256 hex of an unpacked array; empty where it is not one of the size that is told."""
    digest = hashlib.sha256()
    try:
        for part in unpacked(data, told_bytes(told)):
            digest.update(part)
    except (ValueError, KeyError, TypeError):
        return ""
    return digest.hexdigest()
