"""What can be read of a damaged project file, as a new project; the damaged file is never touched. Qt-free."""

import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from engine.journal import APPLICATION_ID, KINDS, check_connection, row_hash
from engine.journal.chain import COLUMNS, apply_changes, empty_state
from engine.journal.packed import packed_curve, told_bytes
from engine.journal.reader import BROKEN, MALFORMED, uri
from engine.journal.schema import check_tables, guard
from metst_gui.document.file.errors import DamagedProjectError
from metst_gui.document.file.lock import Claim
from metst_gui.document.file.store import ProjectStore, closed_on_error, create
from metst_gui.document.state import parsed, state_from

# Largest row number that is looked for behind a part of the journal that cannot be read.
REACH = 1 << 22
HEADER = b"SQLite format 3\x00"


def salvage(path: Path, to: Path, claim: Claim, problem: str) -> tuple[ProjectStore, dict[str, dict[str, Any]]]:
    """A new project `to` with everything that can be read of `path`.

    An intact journal tells everything. Else every object is taken from its table, and one that is unreadable there from
    the journal rows that are intact. The new journal begins with the name, digest and damage of the old file.

    Raises:
        DamagedProjectError: nothing can be read.
        ProjectError: it holds what METST did not put there.
        ProjectFileError: the new file cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="metst-") as folder:
        copy = Path(folder) / "damaged"
        digest = _copy(path, copy)
        with closing(sqlite3.connect(uri(copy, "mode=rw"), uri=True, isolation_level=None)) as connection:
            guard(connection, 4 * copy.stat().st_size)
            check_tables(connection, path)
            forms = _valid(_forms(connection))
            if not any(forms[kind] for kind in ("videos", "annotations", "verdicts")):
                raise DamagedProjectError(problem)
            blobs = dict(_curves(connection, forms["runs"]))
    for id_, form in list(forms["runs"].items()):
        if any((id_, name) not in blobs for name in form["curves"]):
            del forms["runs"][id_]
    for form in forms["videos"].values():
        form["run"] = form["run"] if form["run"] in forms["runs"] else None
    after: dict[str, Any] = {kind: rows for kind, rows in forms.items() if rows}
    store = create(to, claim, told={"recovered": {"from": path.name, "sha256": digest, "problem": problem}})
    with closed_on_error(store):
        store.commit("recover", "project", {}, after, annotator="", blobs=blobs)
    return store, forms


def _copy(path: Path, copy: Path) -> str:
    """A private copy with the write-ahead log, and the digest of the file; a damaged header is repaired in the copy."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    shutil.copyfile(path, copy)
    beside = [ending for ending in ("-wal", "-journal") if path.with_name(path.name + ending).exists()]
    for ending in beside:
        shutil.copyfile(path.with_name(path.name + ending), copy.with_name(copy.name + ending))
    size = copy.stat().st_size
    if size >= 100:
        with copy.open("rb+") as file:
            head = bytearray(file.read(100))
            # The first hundred bytes of every project are the same but for counters: damage there costs nothing.
            log = 2 if "-wal" in beside else 1
            head[:24] = HEADER + bytes((0x10, 0, log, log, 0, 64, 32, 32))
            head[28:32] = (size // 4096).to_bytes(4, "big")
            head[44:48], head[56:60] = (4).to_bytes(4, "big"), (1).to_bytes(4, "big")
            head[68:72] = APPLICATION_ID.to_bytes(4, "big")
            file.seek(0)
            file.write(head)
    return digest


def _forms(connection: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """Objects as the journal says where it is intact; else from its intact rows, overlaid by what the tables hold."""
    found = check_connection(connection, thorough=False)
    if found.rows and found.first_broken is None:
        return {kind: dict(found.state[kind]) for kind in KINDS}
    state = empty_state()
    texts = ", ".join(f"CAST({name} AS BLOB)" for name in COLUMNS)
    for fields in _scan(connection, f"SELECT rowid, {texts} FROM journal"):  # noqa: S608 - constants
        try:
            if fields[-1] == row_hash(fields[1:-1]).encode():
                apply_changes(state, json.loads(fields[7]))
        except MALFORMED:
            continue
    tables: dict[str, dict[str, str]] = {}
    whole = True
    for kind in KINDS:
        select = f"SELECT rowid, CAST(id AS BLOB), CAST(data AS BLOB) FROM {kind}"  # noqa: S608 - constants
        rows = [one[1:] for one in _scan(connection, select) if one[1] is not None and one[2] is not None]
        tables[kind] = {id_.decode("utf-8", "replace"): data.decode("utf-8", "replace") for id_, data in rows}
        try:
            connection.execute(f"SELECT count(*), max(length(data)) FROM {kind} NOT INDEXED").fetchone()  # noqa: S608 - constants
        except BROKEN:
            whole = False
    forms = parsed(tables, KINDS)
    if whole:
        # A table that can be read to its end is the truth: what is missing there was deleted.
        missing = {kind: tables[kind].keys() - forms[kind].keys() for kind in KINDS}
        return {
            kind: {**{id_: state[kind][id_] for id_ in missing[kind] if id_ in state[kind]}, **forms[kind]}
            for kind in KINDS
        }
    return {kind: {**state[kind], **forms[kind]} for kind in KINDS}


def _scan(connection: sqlite3.Connection, select: str) -> Iterator[tuple[Any, ...]]:
    """Rows in order; after an unreadable stretch the scan goes on behind it."""
    last = 0
    while last < REACH:
        reached = last
        try:
            for row in connection.execute(f"{select} WHERE rowid > {last} ORDER BY rowid"):
                if row[0] <= reached:
                    break  # a crafted tree may lead to the same page again and again
                reached = row[0]
                yield row
        except BROKEN:
            last = _behind(connection, select, reached)
            continue
        return


def _behind(connection: sqlite3.Connection, select: str, last: int) -> int:
    """Row number after which rows can be read again: steps that double find the end of a damaged page."""
    step = 1
    while last + step < REACH:
        try:
            row = connection.execute(f"{select} WHERE rowid > {last + step} ORDER BY rowid LIMIT 1").fetchone()
        except BROKEN:
            step *= 2
            continue
        return REACH if row is None else last + step
    return REACH


def _valid(forms: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The forms without those METST cannot read."""
    good: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    for kind in KINDS:
        for id_, form in forms[kind].items():
            try:
                state_from({**{other: {} for other in KINDS}, kind: {id_: form}})
                if kind == "runs":
                    dict(form["curves"])
            except MALFORMED:
                continue
            good[kind][id_] = form
    return good


def _curves(connection: sqlite3.Connection, runs: dict[str, Any]) -> Iterator[tuple[tuple[str, str], bytes]]:
    """Packed curves that are still there."""
    for run, form in runs.items():
        for name in form["curves"]:
            try:
                data = packed_curve(connection, run, name, told_bytes(form["curves"][name]))
            except (*BROKEN, *MALFORMED):
                continue
            if data is not None:
                yield (run, name), data
