"""Frame tables kept between sessions: reading the packets of a long recording takes seconds, this milliseconds.

A stored table is used only where the file's fast digest and time of change, this file's rules and the version of libav
are the same, and only after the file itself was asked at both ends and between (`table_check`); anything unreadable
counts as missing. No names or pictures are stored.
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import av
import numpy as np
import platformdirs

from engine.files import replacing
from engine.messages import Said
from engine.types import Float64, Int64, frozen
from engine.video.container import PALETTE_BYTES, Key, Palettes, Reader
from engine.video.frame_table import (
    Entry,
    FrameTable,
    assumed_rate,
    tick_of,
    times_by_pts,
    times_by_rate,
    times_by_stamps,
    usable_stamps,
)
from engine.video.table_check import is_table_of

# To be raised whenever the rules of `frame_table` change.
RULES = 12
MAX_STORED = 500
ARRAYS = ("identities", "entries", "ordinals", "palettes", "stamps")

_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Folder of the stored tables; it may be deleted at any time."""
    return platformdirs.user_cache_path("metst") / "frame-tables"


def load_table(reader: Reader, fast: str) -> FrameTable | None:
    """The stored table of a file, or None where there is none or the file is not the one it tells of.

    Args:
        reader: the file; it may stand anywhere, before and after.
        fast: its fast digest.
    """
    with suppress(OSError):
        place = _place(reader.path, fast)
        try:
            table = _read(place, reader)
        except FileNotFoundError:
            return None
        except Exception as error:  # noqa: BLE001 - a damaged archive fails in many ways, all with the same answer
            _log.info("a stored frame table is unreadable and is made again: %s", error)
            return None
        if not is_table_of(reader, table):
            _log.warning("a stored frame table is not that of its file and is made again: %s", place.name)
            return None
        place.touch()
        return table
    return None


def store_table(path: Path, table: FrameTable, fast: str) -> None:
    """Keep the table of a file, known by its fast digest, for the next time; where that fails it is made again then."""
    try:
        place = _place(path, fast)
        place.parent.mkdir(parents=True, exist_ok=True)
        with replacing(place) as temporary:
            _write(temporary, table, place.stem)
        _forget_oldest(place.parent)
    except OSError as error:
        _log.info("the frame table could not be stored: %s", error)


def _place(path: Path, fast: str) -> Path:
    """Where the table of the file as it is now is stored."""
    told = f"{RULES} {av.__version__} {path.stat().st_mtime_ns} {fast}"
    return cache_folder() / f"{hashlib.sha256(told.encode()).hexdigest()}.npz"


def _write(place: Path, table: FrameTable, key: str) -> None:
    entries = np.array([(one.index, one.key.stamp, one.key.seek) for one in table.entries], np.int64).reshape(-1, 3)
    ordinals = np.array(sorted((table.ordinals or {}).items()), np.int64).reshape(-1, 2)
    arrays = {
        "identities": table.identities,
        "entries": entries,
        "ordinals": ordinals,
        "palettes": _packed(table.palettes),
        "stamps": table.stamps,
    }
    words = {"warnings": table.warnings, "by_packet": table.ordinals is not None, "last_s": table.last_s}
    text = np.frombuffer(json.dumps({**words, "check": _check(key, words, arrays)}).encode(), np.uint8)
    with place.open("wb") as file:
        np.savez(file, **arrays, words=text)  # type: ignore[arg-type] # numpy takes allow_pickle for one of the arrays


def _packed(palettes: Palettes) -> Int64:
    """A row a palette: its stamp, and its bytes eight to a number."""
    rows = [np.concatenate([[stamp], np.frombuffer(palette, "<i8")]) for stamp, palette in palettes]
    return np.array(rows, np.int64).reshape(len(rows), 1 + PALETTE_BYTES // 8)


def _check(key: str, words: Mapping[str, Any], arrays: Mapping[str, Int64]) -> str:
    """sha256 hex of a whole stored table and of the name it is stored under."""
    told = json.dumps([list(words["warnings"]), words["by_packet"], words["last_s"]])
    digest = hashlib.sha256(f"{key} {told}".encode())
    for name in ARRAYS:
        digest.update(f" {name} {arrays[name].shape} ".encode())
        digest.update(arrays[name].astype("<i8").tobytes())
    return digest.hexdigest()


def _read(place: Path, reader: Reader) -> FrameTable:
    # The archive checks a CRC of every array it reads. Times are not stored: they follow from the rest.
    with np.load(place, allow_pickle=False) as stored:
        words = json.loads(stored["words"].tobytes())
        arrays = {name: stored[name].astype(np.int64) for name in ARRAYS}
    if words["check"] != _check(place.stem, words, arrays):
        raise ValueError(Said("it was changed"))
    identities = frozen(arrays["identities"])
    if not len(identities):
        raise ValueError(Said("no frames"))
    by_packet = bool(words["by_packet"])
    stamps = frozen(arrays["stamps"])
    tick = tick_of(reader) if not by_packet or len(stamps) else 0.0
    return FrameTable(
        identities=identities,
        times=_times(identities, stamps, reader) if by_packet else times_by_pts(identities, tick),
        tick=tick,
        entries=tuple(Entry(index, Key(stamp, seek)) for index, stamp, seek in arrays["entries"].tolist()),
        ordinals=dict(arrays["ordinals"].tolist()) if by_packet else None,
        warnings=tuple(words["warnings"]),
        palettes=tuple((int(row[0]), row[1:].astype("<i8").tobytes()) for row in arrays["palettes"]),
        last_s=float(words["last_s"]),
        stamps=stamps,
    )


def _times(identities: Int64, stamps: Int64, reader: Reader) -> Float64:
    """Times of frames that are told apart by packet.

    Raises:
        ValueError: the stamps are none of that many frames, or tell no times.
    """
    if not len(stamps):
        return times_by_rate(len(identities), assumed_rate(reader))
    if len(stamps) != len(identities) or not len(usable_stamps(stamps.tolist())):
        raise ValueError(Said("no times"))
    return times_by_stamps(stamps, tick_of(reader))


def _forget_oldest(folder: Path) -> None:
    stored = sorted(folder.glob("*.npz"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in stored[MAX_STORED:]:
        old.unlink(missing_ok=True)
