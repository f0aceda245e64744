"""A project made from what `metst analyze` wrote: its videos, with the runs that are shown for them."""

import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.errors import ProjectError
from engine.journal.chain import GENESIS, JournalRow, canonical, make_row
from engine.journal.tables import create_tables, insert_row, write_row
from engine.journal.whole import Fresh
from engine.messages import Said
from engine.project.run_form import stored_run_to
from engine.project.written_run import WrittenRun
from engine.version import version

# What the journal calls a run that was made elsewhere, and where it tells of that.
TAKE_RUN, FROM = "take run", "from"


def make_project(runs: Sequence[WrittenRun], out: Path, *, annotator: str = "") -> str:
    """Write a new project with the videos of some runs; of several runs of one video the last is shown.

    Args:
        runs: in the order in which the videos are to be listed.
        out: the new file.
        annotator: whose name the journal tells.

    Returns:
        hash of its last journal row.

    Raises:
        ProjectError: it exists already, or cannot be written.
    """
    if out.exists() or out.is_symlink():
        raise ProjectError(Said("“{name}” exists already: choose another name for the project.", name=out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with Fresh(out) as target:
            writer = _Writer(target.connection, annotator)
            videos: dict[str, dict[str, Any]] = {}
            for one in runs:
                video = videos.get(one.content.sha256)
                if video is None:
                    video = _video_form(one, out, [form["name"] for form in videos.values()])
                    writer.write("add video", f"videos/{video['id']}", {"videos": {video["id"]: video}})
                form, packed = stored_run_to(one.run, video["id"])
                videos[one.content.sha256] = video = {**video, "run": one.run.id}
                after = {"runs": {one.run.id: form}, "videos": {video["id"]: video}, FROM: one.told}
                writer.write(
                    TAKE_RUN, f"runs/{one.run.id}", after, {(one.run.id, name): data for name, data in packed.items()}
                )
            target.finish()
    except (sqlite3.Error, OSError) as error:
        raise ProjectError(
            Said("“{name}” cannot be written ({why}): free space or choose another place.", name=out, why=error)
        ) from error
    return writer.row.hash


def _video_form(one: WrittenRun, out: Path, names: Sequence[str]) -> dict[str, Any]:
    """Stored form of a video behind those of these names (`metst_gui.document.project.Video`); it need not be there."""
    path = one.place.resolve()
    stem = one.name
    try:
        relative = path.relative_to(out.resolve().parent).as_posix()
    except ValueError:
        relative = ""
    ref = {
        "path": str(path),
        "size_bytes": one.content.size_bytes,
        "table_digest": one.table_digest,
        "n_frames": one.n_frames,
        "fps": one.fps,
        "sha256": one.content.sha256,
        "relative": relative,
        "fast": one.content.fast,
        "rate_given": one.rate_given,
    }
    name = next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, len(names) + 3))) if name not in names)
    named = {"id": uuid.uuid4().hex, "subject": one.subject, "name": name}
    return {**named, "ref": ref, "run": None, "decoder": None, "added": len(names) + 1}


class _Writer:
    """Writes the rows of a new journal."""

    def __init__(self, connection: sqlite3.Connection, annotator: str) -> None:
        self._connection, self._annotator = connection, annotator
        self._state: dict[str, dict[str, Any]] = {}
        self.row = self._next("create", "project", {}, {"project": uuid.uuid4().hex})
        connection.execute("BEGIN")
        create_tables(connection)
        insert_row(connection, self.row)
        connection.execute("COMMIT")
        connection.execute("PRAGMA synchronous = OFF")  # the whole file is put on the disk at the end

    def write(
        self, action: str, object_: str, after: Mapping[str, Any], blobs: Mapping[tuple[str, str], bytes] | None = None
    ) -> None:
        """Write a row and what it tells of."""
        kinds = [kind for kind in after if kind != FROM]
        before = {kind: {id_: self._state.get(kind, {}).get(id_) for id_ in after[kind]} for kind in kinds}
        self.row = self._next(action, object_, before, after)
        write_row(self._connection, self.row, after, blobs or {})
        for kind in kinds:
            self._state.setdefault(kind, {}).update(after[kind])

    def _next(self, action: str, object_: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> JournalRow:
        last: JournalRow | None = getattr(self, "row", None)
        return make_row(
            1 if last is None else last.seq + 1,
            GENESIS if last is None else last.hash,
            at=datetime.now(UTC).isoformat(timespec="microseconds"),
            annotator=self._annotator.encode("utf-8", "replace").decode("utf-8").replace("\0", "?"),
            action=action,
            object_=object_,
            before=canonical(before),
            after=canonical(after),
            app=version(),
        )
