"""Flips bits of project files, cuts them, and changes every byte of the journal.

``python -m benchmarks.project_damage [--flips 2000] [--cuts 300]``

Prints how often the project was opened with the same content, recovered into a new file (with how much of the content),
or refused with a sentence; and how many changed bytes of journal rows `verify` found. A crash, an empty project, a
different content that was not noticed or a touched original stops the run.
"""

import argparse
import collections
import random
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engine.journal import COLUMNS, check_connection, verify_project
from metst_gui.document.annotation import Annotation
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.errors import ProjectFileError
from metst_gui.document.file.opening import Opened, open_project
from tests.document.projects import make_document, make_history

SHARED_MEMORY = Path("/dev/shm")


def contents(opened: Opened) -> tuple[frozenset[Annotation], frozenset[tuple[str, str, str]]]:
    """Annotations and verdicts of the first video."""
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    if document.videos:
        document.show_video(document.videos[0].id)
    verdicts = document.project.verdicts
    return frozenset(document.view.annotations), frozenset(
        (key, str(one.verdict), one.reason) for key, one in verdicts.items()
    )


def outcome(
    folder: Path, damaged: bytes, expected: tuple[frozenset[Annotation], frozenset[tuple[str, str, str]]]
) -> str:
    """What opening a damaged file leads to."""
    path = folder / "a.metst"
    path.write_bytes(damaged)
    try:
        opened = open_project(path)
    except ProjectFileError as error:
        if not str(error).startswith("“a.metst”") or path.read_bytes() != damaged:
            raise
        return "refused with a sentence"
    found = contents(opened)
    opened.store.close()
    if opened.store.path == path:
        assert found == expected, "another content that was not noticed"
        return "opened, same content"
    assert path.read_bytes() == damaged, "the original was touched"
    assert any(found), "an empty project"
    assert verify_project(opened.store.path).ok
    if found == expected:
        return "recovered, same content"
    kept = len(found[0] & expected[0]) + len(found[1] & expected[1])
    return f"recovered, {10 * (10 * kept // (len(expected[0]) + len(expected[1])))} % and more of the content"


def damage(flips: int, cuts: int) -> None:
    """Print the outcomes of flipped bits and cut files."""
    place = str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as name:
        path = Path(name) / "good.metst"
        document = make_document(path)
        for number in range(300):
            document.add(Annotation(onset=number, apex=number + 1, offset=number + 9, note="a note"))
        for proposal in document.view.proposals:
            document.reject(proposal, "blink")
        document.ledger.store.close()
        opened = open_project(path)
        good, expected = path.read_bytes(), contents(opened)
        opened.store.close()
        rng = random.Random(1)
        print(f"a project of {len(good)} bytes, {len(expected[0])} annotations, {len(expected[1])} verdicts")
        for kind, trials in (("flipped bits", flips), ("cut files", cuts)):
            seen: collections.Counter[str] = collections.Counter()
            for _ in range(trials):
                bad = bytearray(good)
                if kind == "cut files":
                    del bad[rng.randrange(len(bad)) :]
                else:
                    bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
                with tempfile.TemporaryDirectory(dir=place) as trial:
                    seen[outcome(Path(trial), bytes(bad), expected)] += 1
            print(f"{trials} {kind}:")
            for what, count in seen.most_common():
                print(f"  {count:5d} {what}")


def tamper() -> None:
    """Print how many changed bytes of journal rows are found, every byte of every field of every row."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.metst"
        make_history(path)
        tried = found = 0
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("DROP TRIGGER journal_no_UPDATE")
            connection.execute("BEGIN")
            rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM journal").fetchall()
            for number, row in enumerate(rows, start=1):
                for column, value in zip(COLUMNS[1:], row[1:], strict=True):
                    content = value.encode()
                    for position in range(len(content)):
                        changed = bytearray(content)
                        changed[position] ^= 1 << (position % 8)
                        update = f"UPDATE journal SET {column} = CAST(? AS TEXT) WHERE rowid = ?"
                        connection.execute(update, (bytes(changed), number))
                        tried += 1
                        found += check_connection(connection, thorough=False).first_broken == number
                    connection.execute(f"UPDATE journal SET {column} = ? WHERE rowid = ?", (value, number))
        print(f"{tried} bytes of {len(rows)} journal rows changed one by one: the right row is named {found} times")


def main() -> None:
    """Run all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=2000)
    parser.add_argument("--cuts", type=int, default=300)
    arguments = parser.parse_args()
    application = QCoreApplication([])
    damage(arguments.flips, arguments.cuts)
    tamper()
    del application


if __name__ == "__main__":
    main()
