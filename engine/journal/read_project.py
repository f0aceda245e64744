"""A project file that another one is made of: read whole, and checked."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import ProjectError
from engine.journal.reader import BROKEN, MALFORMED, connect_readonly, one_line, read_rows
from engine.journal.verify import Verification, check_connection
from engine.messages import Said

# What the first row of a hand-over file tells of, beside the objects it makes.
HANDED = "handed over"


@dataclass(frozen=True, slots=True)
class ReadProject:
    """A project that is read.

    Attributes:
        path: the file.
        checked: outcome of its check; it verifies.
        rows: its journal, the fields of `engine.journal.chain.COLUMNS` each.
    """

    path: Path
    checked: Verification
    rows: Sequence[tuple[bytes, ...]]

    def known(self) -> set[str]:
        """Hashes of all its rows, those of journals it carries too."""
        return {*self.checked.heads, *(head for one in self.checked.carried for head in one.known())}

    def parent(self) -> str:
        """Head hash of the project it was handed over from; empty: it was not."""
        with suppress(*MALFORMED):
            told: Mapping[str, Any] = json.loads(self.rows[0][6])
            return str(told[HANDED]["head"]) if HANDED in told else ""
        return ""

    def is_child_of(self, other: "ReadProject") -> bool:
        """Whether it is a file that was handed over from the other, or from a copy the other is made of."""
        parent = self.parent()
        return bool(parent) and parent in other.known()


def read_project(path: Path) -> ReadProject:
    """A project, checked whole.

    Raises:
        ProjectError: it cannot be read, or does not verify.
    """
    try:
        with connect_readonly(path) as connection:
            checked = check_connection(connection, thorough=True)
            rows = [fields for _rowid, fields in read_rows(connection) if fields is not None] if checked.ok else []
    except BROKEN as error:
        raise ProjectError(Said("“{name}” is damaged: {why}.", name=path, why=one_line(error))) from error
    if not checked.ok:
        raise ProjectError(
            Said(
                "“{name}” does not verify ({why}): only a project whose journal verifies is merged or handed over.",
                name=path,
                why=checked.problems[0],
            )
        )
    return ReadProject(path, checked, rows)
