"""Projects and videos that were open lately, for the start page: a short list in a file of the user's own.

Nothing of a video is kept but its path and how far its review was; the list can be emptied.
"""

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import QObject, Signal

from engine.errors import OutputError
from engine.files import replace_file

_log = logging.getLogger(__name__)
MOST = 12


@dataclass(frozen=True, slots=True)
class RecentFile:
    """One that was open.

    Attributes:
        path: of the project, else of the video.
        video: name of the video that was shown last.
        at: UTC time it was open last, ISO 8601.
        decided, proposals: how many of how many proposals were decided then; None: it was not analysed.
    """

    path: Path
    video: str = ""
    at: str = ""
    decided: int | None = None
    proposals: int | None = None


class RecentFiles(QObject):
    """The list, newest first; read once, written at every change.

    Signals:
        changed: the list is another one.
    """

    changed = Signal()

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path if path is not None else platformdirs.user_data_path("metst") / "recent.json"
        self._files = _read(self._path)

    @property
    def files(self) -> tuple[RecentFile, ...]:
        """All that are known, newest first, also those that are gone now."""
        return self._files

    def note(self, path: Path, video: str, *, decided: int | None = None, proposals: int | None = None) -> None:
        """Put a file to the front, with how far its review is."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        one = RecentFile(path, video, now, decided, proposals)
        if self._files and replace(self._files[0], at=now) == one:
            return
        self._keep([one, *(other for other in self._files if other.path != path)])

    def forget(self, path: Path | None = None) -> None:
        """Take a file from the list; None: all."""
        self._keep([] if path is None else [one for one in self._files if one.path != path])

    def _keep(self, files: Iterable[RecentFile]) -> None:
        new = tuple(files)[:MOST]
        if new == self._files:
            return
        self._files = new
        rows = [{**asdict(one), "path": str(one.path)} for one in new]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, json.dumps(rows, indent=2) + "\n")
        except (OSError, OutputError) as error:
            _log.warning("the list of recent files could not be stored: %s", error)
        self.changed.emit()


def _read(path: Path) -> tuple[RecentFile, ...]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("the list of recent files is unreadable and begins anew: %s", error)
        return ()
    found = [_file_of(row) for row in rows] if isinstance(rows, list) else []
    return tuple(one for one in found if one is not None)[:MOST]


def _file_of(row: Any) -> RecentFile | None:
    """What a row of the list says; None where it says nothing that can be opened."""
    if not isinstance(row, dict) or not isinstance(row.get("path"), str) or not row["path"] or "\0" in row["path"]:
        return None
    words = {name: row[name] for name in ("video", "at") if isinstance(row.get(name), str)}
    counts = {name: row[name] for name in ("decided", "proposals") if type(row.get(name)) is int and row[name] >= 0}
    return RecentFile(Path(row["path"]), **words, **(counts if len(counts) == 2 else {}))
