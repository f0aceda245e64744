"""The rows of another journal that a row of this one carries, byte by byte: two projects were merged (ADR 0030)."""

import base64
import binascii
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.journal.chain import COLUMNS
from engine.journal.packed import unpacked

# What a merge row tells of, beside the objects it changes.
MERGED = "merged"
# Of all carried rows of one project, unpacked, those within carried rows too: 100,000 decisions and more.
MAX_CARRIED_BYTES = 1 << 28
# Copies of copies that are merged and merged again.
MAX_DEPTH = 32


@dataclass(frozen=True, slots=True)
class CarriedJournal:
    """A journal that was merged in.

    Attributes:
        row: number of the row that carries it.
        base: number of the last row both journals had; 0: they had none.
        rows: rows it had, those of `base` too.
        heads: hashes of its own rows, `base` + 1 and on, in order; empty where it had none.
        within: journals that were merged into it.
    """

    row: int
    base: int
    rows: int
    heads: tuple[str, ...]
    within: tuple["CarriedJournal", ...] = ()

    def find(self, head: str) -> int | None:
        """Number, in its own journal, of the row with that hash; None: neither it nor one within has it."""
        if head in self.heads:
            return self.base + 1 + self.heads.index(head)
        return next((row for one in self.within if (row := one.find(head)) is not None), None)

    def known(self) -> Iterator[str]:
        """All hashes of its own rows and of those within."""
        yield from self.heads
        for one in self.within:
            yield from one.known()


def carry(rows: Sequence[Sequence[bytes]], base: int, head: str) -> dict[str, Any]:
    """Form of a journal to be carried.

    Args:
        rows: all its rows, the fields of `COLUMNS` each.
        base: number of rows both journals have.
        head: hash of its last row.

    Raises:
        UnicodeDecodeError: a row holds what is no text.
    """
    lines = "\n".join(json.dumps([one.decode("utf-8") for one in row]) for row in rows[base:])
    raw = lines.encode("ascii")
    packed = base64.b64encode(zlib.compress(raw, 9)).decode("ascii")
    return {"base": base, "rows": len(rows), "head": head, "size": len(raw), "packed": packed}


def carried_rows(told: Mapping[str, Any], room: int) -> list[tuple[bytes, ...]]:
    """The rows of `carry`'s form behind the common ones, in order.

    Args:
        told: the form.
        room: bytes they may take unpacked.

    Raises:
        ValueError: damaged, or larger.
    """
    size = told["size"]
    if not isinstance(size, int) or not 0 <= size <= room:
        raise ValueError("carried rows of an impossible size")
    try:
        raw = b"".join(unpacked(base64.b64decode(told["packed"], validate=True), size))
    except binascii.Error as error:
        raise ValueError("damaged rows") from error
    rows: list[tuple[bytes, ...]] = []
    for line in raw.splitlines():
        fields = json.loads(line)
        if len(fields) != len(COLUMNS) or not all(isinstance(one, str) for one in fields):
            raise ValueError("no row")
        rows.append(tuple(one.encode("utf-8") for one in fields))
    return rows
