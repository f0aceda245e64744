"""A file for a second coder: the videos by content and the conventions of a project, and nothing anybody marked.

What comes of it is merged like any other copy (`engine.journal.merge_files`): its first row names the head hash of the
project, so that the project knows its own, and both know what they had in common (ADR 0031).
"""

import sqlite3
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.errors import ProjectError
from engine.journal.chain import GENESIS, canonical, make_row
from engine.journal.handed import handed_state, has_worked
from engine.journal.read_project import HANDED, ReadProject, read_project
from engine.journal.reader import MALFORMED, connect_readonly, one_line
from engine.journal.tables import create_tables, write_row
from engine.journal.verify import check_connection
from engine.journal.whole import Fresh
from engine.messages import Said
from engine.version import version

ACTION = "hand over"


@dataclass(frozen=True, slots=True)
class HandOver:
    """What was handed over.

    Attributes:
        path: of the new file.
        head: hash of its only row.
        parent: hash of the last row of the project.
        to: who is to work in it.
        videos: names of the videos, in their order.
        runs: number of analysis runs that went along.
    """

    path: Path
    head: str
    parent: str
    to: str
    videos: tuple[str, ...]
    runs: int


def hand_over(project: Path, out: Path, *, to: str, runs: bool = False, annotator: str = "") -> HandOver:
    """Write a file in which a second coder works blind, on this computer or another one; the project stays as it is.

    Args:
        project: the project file.
        out: the new file.
        to: name of the second coder, under which their layer comes back.
        runs: whether the analysis runs go along, with their proposals; the coder does not see them before they reveal.
        annotator: whose name the journal tells.

    Raises:
        ProjectError: the project cannot be read, cannot be handed over like this, or the file cannot be written.
    """
    to = to.strip().encode("utf-8", "replace").decode("utf-8").replace("\0", "?")
    if out.exists() or out.is_symlink():
        raise ProjectError(Said("“{name}” exists already: choose another name for the hand-over file.", name=out))
    source = read_project(project)
    try:
        _check(source, to)
        state = handed_state(source.checked.state, to, runs=runs)
        found = _write(source, out, state, to, annotator)
    except MALFORMED as error:
        raise ProjectError(
            Said("“{name}” cannot be handed over: an entry cannot be read ({why}).", name=project, why=one_line(error))
        ) from error
    except (sqlite3.Error, OSError) as error:
        raise ProjectError(
            Said("“{name}” cannot be written ({why}): free space or choose another place.", name=out, why=error)
        ) from error
    return found


def _check(source: ReadProject, to: str) -> None:
    """Refuse what could not be worked on, or would not come back as somebody else's.

    Raises:
        ProjectError: with what to do.
    """
    if not to:
        raise ProjectError(Said("Name the second coder: their marks come back under that name."))
    videos = source.checked.state["videos"]
    if not videos:
        raise ProjectError(Said("“{name}” has no video to hand over.", name=source.path.name))
    for form in videos.values():
        if not form["ref"].get("sha256"):
            raise ProjectError(
                Said(
                    "The content of “{name}” was not computed yet, so that nobody could find it elsewhere: open the "
                    "project until the video was read once, then hand it over.",
                    name=Path(form["ref"]["path"]).name,
                )
            )
    if has_worked(source.checked.state, to):
        raise ProjectError(
            Said("“{name}” has marked something in this project already: give the second coder another name.", name=to)
        )


def _write(source: ReadProject, out: Path, state: Mapping[str, Mapping[str, Any]], to: str, annotator: str) -> HandOver:
    """The new file with its one row.

    Raises:
        sqlite3.Error, OSError: it cannot be written.
        ProjectError: what was written does not verify.
    """
    forms = {kind: rows for kind, rows in state.items() if rows}
    head = source.checked.head
    told = {"from": source.path.name, "head": head, "rows": source.checked.rows, "to": to}
    row = make_row(
        1,
        GENESIS,
        at=datetime.now(UTC).isoformat(timespec="microseconds"),
        annotator=annotator.encode("utf-8", "replace").decode("utf-8").replace("\0", "?"),
        action=ACTION,
        object_="project",
        before=canonical({}),
        after=canonical({**forms, HANDED: told, "project": uuid.uuid4().hex}),
        app=version(),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    with connect_readonly(source.path) as first, Fresh(out) as target:
        connection = target.connection
        connection.execute("BEGIN")
        create_tables(connection)
        connection.execute("COMMIT")
        blobs = {
            (run, str(name)): bytes(data)
            for run in state["runs"]
            for name, data in first.execute("SELECT name, data FROM curves WHERE run = ?", (run,))
        }
        write_row(connection, row, forms, blobs)
        if not check_connection(connection, thorough=True).ok:
            raise ProjectError(
                Said("“{name}” does not hold what was written to it: choose another drive.", name=out.name)
            )
        target.finish()
    ordered = sorted(state["videos"].values(), key=lambda form: (form["added"], form["id"]))
    names = tuple(str(form["name"] or form["ref"]["path"]) for form in ordered)
    return HandOver(out, row.hash, head, to, names, len(state["runs"]))
