"""A project file as it is stored, read without writing to it, while a window may have it open."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.definitions import Definition, definition_from
from engine.errors import ProjectError
from engine.journal import check_connection, connect_readonly
from engine.journal.packed import check_run_bytes, digest_of, packed_curve, told_bytes, unpacked
from engine.journal.reader import BROKEN, MALFORMED, one_line, read_tables
from engine.messages import Said

# Coder of a project nobody has named an annotator for; it is there without being stored.
FIRST_LAYER: Mapping[str, Any] = {"id": "1", "name": "", "blind": False, "revealed": ""}


@dataclass(frozen=True, slots=True, eq=False)
class StoredProject:
    """Everything but the curves of a project, as it was at one moment.

    Attributes:
        path: the file.
        tables: kind (`engine.journal.KINDS`) -> id -> stored form.
    """

    path: Path
    tables: Mapping[str, Mapping[str, Any]]

    @property
    def videos(self) -> list[Mapping[str, Any]]:
        """Stored videos in the order they were added."""
        return sorted(self.tables["videos"].values(), key=lambda one: one["added"])

    @property
    def layers(self) -> dict[str, Mapping[str, Any]]:
        """Stored annotators by the id of their layer."""
        return {"1": FIRST_LAYER, **self.tables["layers"]}

    @property
    def definition(self) -> Definition:
        """What the project calls a micro-expression."""
        return definition_from(self.tables["settings"].get("definition"))


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what a damaged or foreign file does to the code that reads it into one sentence.

    Raises:
        ProjectError: it is damaged.
    """
    try:
        yield
    except (*BROKEN, *MALFORMED) as error:
        raise ProjectError(
            Said(
                "“{name}” is damaged ({why}): open it in the window once, which recovers what can be read.",
                name=path.name,
                why=one_line(error),
            )
        ) from error
    except OSError as error:
        raise ProjectError(
            Said("“{name}” cannot be read ({why}): check the drive.", name=path, why=error.strerror)
        ) from error


def read_stored(path: Path, *, verify: bool = False) -> StoredProject:
    """Read a project as it is at this moment; the file is never written.

    Args:
        path: the file.
        verify: also check the journal's hash chain and every curve's digest, as `metst verify` does.

    Raises:
        ProjectError: it is missing, foreign, of a newer METST or damaged, or does not verify.
    """
    with telling(path), connect_readonly(path) as connection:
        if not verify:
            return StoredProject(path, _tables(connection))
        found = check_connection(connection, thorough=True)
    if not found.ok:
        raise ProjectError(Said("“{name}” does not verify. {problem}", name=path.name, problem=found.problems[0]))
    return StoredProject(path, found.state)


def _tables(connection: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    connection.execute("BEGIN")  # all tables as they are at one moment
    try:
        found = read_tables(connection)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return {kind: {id_: json.loads(text) for id_, text in rows.items()} for kind, rows in found.items()}


def run_arrays(project: StoredProject, run: str, names: Collection[str]) -> dict[str, NDArray[Any]]:
    """Arrays of an analysis run by name, each compared with the digest the journal tells; those it lacks are absent.

    Args:
        project: where the run is.
        run: its id.
        names: which, e.g. ``("frames", "score")``.

    Raises:
        ProjectError: an array is missing or damaged, or is told to be of an impossible size.
    """
    with telling(project.path):
        told = project.tables["runs"][run]["curves"]
        check_run_bytes(told)
        with connect_readonly(project.path) as connection:
            return {name: stored_array(connection, run, name, told[name]) for name in names if name in told}


def stored_array(
    connection: sqlite3.Connection, run: str, name: str, told: Mapping[str, Any], *, checked: bool = False
) -> NDArray[Any]:
    """One array of a run.

    Args:
        connection: to the project.
        run: id of the run.
        name: of the array.
        told: its type, shape and digest, as the journal has them.
        checked: its digest is known to be right.

    Raises:
        ValueError: damaged, or not the one the journal tells of.
    """
    size = told_bytes(told)
    data = packed_curve(connection, run, name, size) or b""
    if not checked and digest_of(data, told) != told["sha256"]:
        raise ValueError(Said("damaged array"))
    return np.frombuffer(b"".join(unpacked(data, size)), told["dtype"]).reshape(told["shape"])
