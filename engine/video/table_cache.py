"""Frame tables kept between sessions: reading the packets of a long recording takes seconds, this milliseconds.

A stored table is used only where size, time of change and both ends of the file, this file's rules and the version of
libav are the same; anything unreadable counts as missing. No names or pictures are stored.
"""

import hashlib
import json
import logging
import os
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
import platformdirs

from engine.types import frozen
from engine.video.container import Key
from engine.video.frame_table import Entry, FrameTable

# To be raised whenever the rules of `frame_table` change.
RULES = 1
SAMPLED_BYTES = 65536
MAX_STORED = 500

_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Folder of the stored tables; it may be deleted at any time."""
    return platformdirs.user_cache_path("metst") / "frame-tables"


def load_table(path: Path) -> FrameTable | None:
    """The stored table of a file, or None where there is none."""
    with suppress(OSError):
        place = _place(path)
        try:
            table = _read(place)
        except FileNotFoundError:
            return None
        except Exception as error:  # noqa: BLE001 - a damaged archive fails in many ways, all with the same answer
            _log.info("a stored frame table is unreadable and is made again: %s", error)
            return None
        place.touch()
        return table
    return None


def store_table(path: Path, table: FrameTable) -> None:
    """Keep the table of a file for the next time; where that fails it is made again then."""
    temporary: Path | None = None
    try:
        place = _place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(f".{place.stem}-{os.getpid()}.npz")
        _write(temporary, table)
        temporary.replace(place)
        _forget_oldest(place.parent)
    except OSError as error:
        _log.info("the frame table could not be stored: %s", error)
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _place(path: Path) -> Path:
    """Where the table of the file as it is now is stored."""
    state = path.stat()
    digest = hashlib.sha256(f"{RULES} {av.__version__} {state.st_size} {state.st_mtime_ns}\n".encode())
    with path.open("rb") as file:
        digest.update(file.read(SAMPLED_BYTES))
        file.seek(max(0, state.st_size - SAMPLED_BYTES))
        digest.update(file.read(SAMPLED_BYTES))
    return cache_folder() / f"{digest.hexdigest()}.npz"


def _write(place: Path, table: FrameTable) -> None:
    entries = np.array([(one.index, one.key.stamp, one.key.seek) for one in table.entries], np.int64).reshape(-1, 3)
    ordinals = np.array(sorted((table.ordinals or {}).items()), np.int64).reshape(-1, 2)
    words = {"warnings": table.warnings, "tick": table.tick, "by_packet": table.ordinals is not None}
    text = np.frombuffer(json.dumps(words).encode(), np.uint8)
    with place.open("wb") as file:
        np.savez(file, identities=table.identities, times=table.times, entries=entries, ordinals=ordinals, words=text)


def _read(place: Path) -> FrameTable:
    # The archive checks a CRC of every array it reads.
    with np.load(place, allow_pickle=False) as stored:
        words = json.loads(stored["words"].tobytes())
        identities, times = stored["identities"].astype(np.int64), stored["times"].astype(np.float64)
        entries, ordinals = stored["entries"].tolist(), stored["ordinals"].tolist()
    if not len(identities) == len(times) > 0:
        raise ValueError("no frames")
    return FrameTable(
        identities=frozen(identities),
        times=frozen(times),
        tick=float(words["tick"]),
        entries=tuple(Entry(index, Key(stamp, seek)) for index, stamp, seek in entries),
        ordinals=dict(ordinals) if words["by_packet"] else None,
        warnings=tuple(words["warnings"]),
    )


def _forget_oldest(folder: Path) -> None:
    stored = sorted(folder.glob("*.npz"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in stored[MAX_STORED:]:
        old.unlink(missing_ok=True)
