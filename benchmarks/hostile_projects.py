"""Gives METST crafted and mutated project files: no crash, no hang, no gigabytes, and one sentence for each refusal.

``python -m benchmarks.hostile_projects [--files 500] [--seed 1]``

The files are a sound project with flipped, cut, repeated or inserted bytes, with changed pages and headers; with
triggers, views, indexes, columns and tables that METST did not make; with journals written anew around forms of wrong
types, huge numbers, deep nesting and long texts; with curves that unpack to gigabytes; with what SQLite keeps beside a
file; and things that are no file. Each is opened as the window does (`open_project`, the state, the curves), verified
(`metst verify`) and reported on (`metst report`) in a process whose memory is measured.
"""

import argparse
import collections
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
HANG_S, MOST_BYTES = 10.0, 1_500_000_000
HOSTILE_SQL = (
    "CREATE TRIGGER x BEFORE INSERT ON verdicts BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TRIGGER x AFTER INSERT ON journal BEGIN DELETE FROM verdicts; END",
    "CREATE TRIGGER x AFTER INSERT ON journal BEGIN INSERT INTO settings SELECT hex(randomblob(99)), a.data FROM "
    "settings a, journal b, journal c; END",
    "DROP TABLE verdicts; CREATE VIEW verdicts AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT i AS id, '' AS data FROM n",
    "ALTER TABLE journal RENAME TO j; CREATE VIEW journal AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
    "FROM n) SELECT j.* FROM n, j",
    "CREATE INDEX x ON annotations (data)",
    "CREATE INDEX x ON journal (after) WHERE seq > 1",
    "ALTER TABLE verdicts ADD COLUMN y GENERATED ALWAYS AS (hex(zeroblob(900000000)))",
    "ALTER TABLE annotations ADD COLUMN y DEFAULT 1",
    "CREATE VIRTUAL TABLE x USING fts5(y)",
    "CREATE TABLE x (y)",
    "DROP TABLE decisions",
    "DROP TRIGGER journal_no_UPDATE; CREATE TRIGGER journal_no_UPDATE BEFORE UPDATE ON journal BEGIN SELECT 1; END",
    "PRAGMA user_version = 99",
    "PRAGMA user_version = -5",
    "PRAGMA application_id = 0",
    "PRAGMA writable_schema = 1; UPDATE sqlite_master SET rootpage = 2 WHERE name IN ('journal', 'curves')",
    "PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = 'CREATE TABLE journal (seq)' WHERE name = 'journal'",
    "PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = NULL",
    "PRAGMA writable_schema = 1; UPDATE sqlite_master SET name = 'x' || char(10) || 'y' WHERE name = 'journal'",
    "UPDATE annotations SET data = zeroblob(900000)",
    "UPDATE annotations SET id = zeroblob(99)",
    "DELETE FROM annotations",
    "DELETE FROM curves",
    "UPDATE curves SET data = 'text'",
    "DROP TRIGGER journal_no_DELETE; DELETE FROM journal WHERE rowid > 2",
    "DROP TRIGGER journal_no_DELETE; DELETE FROM journal",
    "DROP TRIGGER journal_no_UPDATE; UPDATE journal SET after = zeroblob(9)",
    "DROP TRIGGER journal_no_UPDATE; UPDATE journal SET rowid = 9223372036854775807 WHERE rowid = 3",
    "DROP TRIGGER journal_no_UPDATE; UPDATE journal SET rowid = -5 WHERE rowid = 1",
    "DROP TRIGGER journal_no_UPDATE; UPDATE journal SET annotator = hex(zeroblob(30000000)) WHERE rowid = 2",
    "DROP TRIGGER journal_no_UPDATE; CREATE TRIGGER journal_no_UPDATE BEFORE INSERT ON verdicts BEGIN "
    "SELECT RAISE(IGNORE); END",
    "PRAGMA writable_schema = 1; DROP TABLE verdicts; CREATE TABLE verdicts (id TEXT PRIMARY KEY NOT NULL, data TEXT "
    "NOT NULL, y GENERATED ALWAYS AS (hex(zeroblob(900000000)))); UPDATE sqlite_master SET sql = 'CREATE TABLE "
    "verdicts (id TEXT PRIMARY KEY NOT NULL, data TEXT NOT NULL)' WHERE name = 'verdicts'",
    "PRAGMA writable_schema = 1; DROP TABLE verdicts; CREATE TABLE verdicts (id TEXT PRIMARY KEY NOT NULL, data TEXT "
    "NOT NULL) WITHOUT ROWID; UPDATE sqlite_master SET sql = 'CREATE TABLE verdicts (id TEXT PRIMARY KEY NOT NULL, "
    "data TEXT NOT NULL)' WHERE name = 'verdicts'",
    "PRAGMA writable_schema = 1; DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_annotations_1'",
    "ANALYZE; UPDATE sqlite_stat1 SET stat = '1 1 1 1'",
    'CREATE TABLE "a\nb\x1b[31m" (x)',
    "UPDATE annotations SET data = CAST(x'ff7b7d' AS TEXT)",
    "UPDATE curves SET data = zeroblob(200000000)",
)


def bomb(size: int) -> bytes:
    """A zlib stream that unpacks to that many zeros."""
    packer, step = zlib.compressobj(9), bytes(1 << 22)
    return b"".join([*(packer.compress(step) for _ in range(size // len(step))), packer.flush()])


def writable(text: str) -> str:
    """The text without what SQLite cannot take."""
    return text.encode("utf-8", "replace").decode()


def rewrite(path: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Change the objects of the journal, and make every hash and table right again: a crafted project."""
    from engine.journal import COLUMNS, GENESIS, KINDS, canonical, row_hash
    from engine.journal.chain import apply_changes, empty_state

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in connection.execute("SELECT * FROM journal")]
        for row in rows:
            row["after"] = json.loads(row["after"])
        change(rows)
        connection.execute("BEGIN")
        connection.execute("DROP TRIGGER IF EXISTS journal_no_DELETE")
        connection.execute("DELETE FROM journal")
        state, previous = empty_state(), GENESIS
        for number, row in enumerate(rows, start=1):
            with suppress(AttributeError, TypeError):
                apply_changes(state, row["after"])
            row["after"] = writable(row["after"]) if isinstance(row["after"], str) else canonical(row["after"])
            row |= {"seq": number, "prev": previous}
            previous = row["hash"] = row_hash(str(row[name]).encode("utf-8", "replace") for name in COLUMNS[:-1])
            marks = ", ".join("?" * (len(COLUMNS) + 1))
            connection.execute(
                f"INSERT INTO journal (rowid, {', '.join(COLUMNS)}) VALUES ({marks})",
                (number, *(row[name] for name in COLUMNS)),
            )
        for kind in KINDS:
            connection.execute(f"DELETE FROM {kind}")
            held = [(writable(str(id_)), canonical(form)) for id_, form in state[kind].items()]
            connection.executemany(f"INSERT OR REPLACE INTO {kind} VALUES (?, ?)", held)
        connection.execute("COMMIT")


def odd(rng: random.Random) -> Any:
    """A value where another is expected."""
    deep: Any = 0
    for _ in range(rng.choice((20, 400, 900))):
        deep = [deep] if rng.random() < 0.5 else {"a": deep}
    values = [
        *(None, True, False, 0, -1, 2**31, 2**63, 10**40, -(10**300), 0.5, 1e308, float("nan"), float("inf")),
        *("", "x" * 100_000, "\x1b[31m\x07", "<script>", "../../etc/passwd", "\u202e", "{}", "%s%n", "1e999", "\ud800"),
        *([], {}, [[]], {"a": {}}, deep, ["x"] * 1000, {"id": None}, "/dev/zero", "/proc/self/mem", "=1+1"),
    ]
    return rng.choice(values)


def replace_somewhere(value: Any, rng: random.Random) -> Any:
    """The value with one part of it, at any depth, replaced, removed, or added."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        name = rng.choice(list(value))
        if rng.random() < 0.08:
            return {key: one for key, one in value.items() if key != name}
        if rng.random() < 0.04:
            return {**value, str(odd(rng))[:50]: odd(rng)}
        return {**value, name: replace_somewhere(value[name], rng)}
    if isinstance(value, list) and value and rng.random() < 0.9:
        at = rng.randrange(len(value))
        return [*value[:at], replace_somewhere(value[at], rng), *value[at + 1 :]]
    return odd(rng)


def craft(path: Path, rng: random.Random) -> str:
    """Wrong forms, with right hashes."""

    def change(rows: list[dict[str, Any]]) -> None:
        for _ in range(rng.choice((1, 1, 2, 5))):
            row = rng.choice(rows)
            if rng.random() < 0.85:
                row["after"] = replace_somewhere(row["after"], rng)
            else:
                row[rng.choice(("at", "annotator", "action", "object", "app"))] = writable(str(odd(rng))[:5000])

    rewrite(path, change)
    return "crafted forms"


def swell(path: Path, rng: random.Random) -> str:
    """Curves that unpack to more than is told, or as much as is told."""
    size = rng.choice((1 << 28, 1 << 30, 1 << 32)) if rng.random() < 0.3 else 1 << 26
    if rng.random() < 0.5:
        told = {"dtype": "|u1", "shape": rng.choice(([size], [1, size], [size, 1, 1], [-1], [2**62, 4], [0, 2**62]))}

        def change(rows: list[dict[str, Any]]) -> None:
            for row in rows:
                for form in (row["after"].get("runs") or {}).values():
                    for name in form["curves"]:
                        form["curves"][name] = {**form["curves"][name], **told}

        rewrite(path, change)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE curves SET data = ?", (bomb(size),))
        connection.commit()
    return "curves that unpack to gigabytes"


def scramble(path: Path, rng: random.Random) -> str:
    """Bytes of the file changed."""
    data = bytearray(path.read_bytes())
    for _ in range(rng.choice((1, 3, 20, 200))):
        at = rng.randrange(len(data)) if rng.random() < 0.7 else rng.randrange(min(len(data), 4096))
        kind = rng.randrange(4)
        if kind == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            data[at : at + 4] = rng.randbytes(4)
        elif kind == 2:
            page = 4096 * rng.randrange(max(1, len(data) // 4096))
            other = 4096 * rng.randrange(max(1, len(data) // 4096))
            data[page : page + 4096] = data[other : other + 4096]
        else:
            data[at : at + rng.randrange(1, 64)] = bytes([rng.choice((0, 255))]) * rng.randrange(1, 64)
    if rng.random() < 0.2:
        del data[rng.randrange(len(data)) :]
    path.write_bytes(bytes(data))
    return "changed bytes"


def litter(path: Path, rng: random.Random) -> str:
    """Foreign files where SQLite keeps its own."""
    ending = rng.choice(("-wal", "-journal", "-shm"))
    beside = path.with_name(path.name + ending)
    kind = rng.randrange(4)
    if kind == 0:
        beside.write_bytes(rng.randbytes(rng.choice((0, 10, 512, 50_000))))
    elif kind == 1:
        beside.symlink_to("/dev/zero")
    elif kind == 2:
        beside.mkdir()
    else:
        beside.write_bytes(bytes.fromhex("d9d505f920a163d7") + rng.randbytes(5000))
    if rng.random() < 0.5:
        data = bytearray(path.read_bytes())
        data[18:20] = b"\x02\x02"
        path.write_bytes(bytes(data))
    return "files beside it"


def no_file(path: Path, rng: random.Random) -> str:
    """Something else in its place."""
    path.unlink()
    kind = rng.randrange(6)
    if kind == 0:
        os.mkfifo(path)
    elif kind == 1:
        path.symlink_to("/dev/zero")
    elif kind == 2:
        path.mkdir()
    elif kind == 3:
        path.symlink_to(path)
    elif kind == 4:
        path.write_bytes(b"{" + b'"a":{' * 200_000)
    else:
        path.write_bytes(b'{"format": "metst-project", "schema": 1, "sha256": "", "project": ' + b"[" * 50_000 + b"]}")
    return "no project file"


def foreign(path: Path, rng: random.Random) -> str:
    """What METST did not put there."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            connection.executescript(rng.choice(HOSTILE_SQL))
        except sqlite3.Error:
            return craft(path, rng)
    return "foreign tables"


KINDS_OF_FILE = ((craft, 40), (scramble, 25), (foreign, 15), (swell, 5), (litter, 10), (no_file, 5))


def child() -> None:
    """Take commands: a path a line; answers a line of JSON with what was said, seconds and peak memory."""
    from PySide6.QtCore import QCoreApplication

    application = QCoreApplication([])
    for line in sys.stdin:
        path, began = Path(json.loads(line)), time.process_time()
        # Of the processor: a busy machine counts as none.
        answer = {"said": look(path), "seconds": time.process_time() - began}
        answer["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    del application


def look(path: Path) -> dict[str, str]:
    """What each way of reading says; a name of an exception where it is none of METST's sentences."""
    return {"open": opened(path), "verify": commanded("verify", path), "report": commanded("report", path)}


def opened(path: Path) -> str:
    """Open it as the window does, look at everything, and decide."""
    from metst_gui.document.document import AnnotationDocument
    from metst_gui.document.file.errors import EditRefusedError, ProjectFileError
    from metst_gui.document.file.opening import open_project
    from tests.document.factory import make_proposal

    try:
        found = open_project(path)
    except ProjectFileError as error:
        return f"refused: {error}"
    document = AnnotationDocument()
    try:
        document.open(found.store, found.state)
        for video in document.videos:
            document.show_video(video.id)
            _ = (
                document.view.proposals,
                document.view.annotations,
                document.view.run,
                document.project,
                document.statements.completion,
            )
            _ = (document.view.artefacts, document.looked.spans, document.second.opinion)
        document.reject(make_proposal(3, before=1, after=1))
    except EditRefusedError as error:
        return f"refused: {error}"
    finally:
        found.store.close()
    return "recovered" if found.store.path != path else "opened"


def commanded(command: str, path: Path) -> str:
    """Run a command of the command line in this process."""
    import io
    from contextlib import redirect_stderr, redirect_stdout

    from engine.cli import main

    arguments = [command, str(path), "--out", str(path.with_name("r.html"))] if command == "report" else [command]
    arguments = arguments if command == "report" else [*arguments, str(path), "--no-videos"]
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(arguments)
    said = err.getvalue()
    if code == 0:
        return "ok"
    if code != 2 or said.count("\n") != 1 or not said.startswith("metst: ") or len(said) > 20_000:
        return f"WRONG: {code} {said[:500]}"
    return f"refused: {said.strip()[7:]}"


class Looker:
    """A process that looks at files; a new one after each that ended, hung or grew."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self.sound: Path | None = None

    def look(self, path: Path) -> dict[str, Any]:
        """What was said, or how the process ended."""
        if self._process is None:
            command = [sys.executable, "-m", "benchmarks.hostile_projects", "--child"]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
            )
            if self.sound is not None:
                self.look(self.sound)  # imports are no part of what a file costs
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        began = time.monotonic()
        process.stdin.write(json.dumps(str(path)) + "\n")
        process.stdin.flush()
        signal.setitimer(signal.ITIMER_REAL, 12 * HANG_S)
        try:
            line = process.stdout.readline()
        except TimeoutError:
            process.kill()
            line = ""
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        if line:
            answer: dict[str, Any] = json.loads(line)
            if answer["peak"] > 600_000_000:
                self.end()
            return answer
        process.kill()
        said = process.stderr.read().strip()[-600:]
        self.end()
        return {"said": {"process": f"WRONG: it ended or hung. {said}"}, "seconds": time.monotonic() - began, "peak": 0}

    def end(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdin.close()
            process.wait(60)
            process.stdout.close()
            process.stderr.close()


def run(files: int = 500, seed: int = 1, report: Callable[[str], None] = print) -> tuple[int, dict[str, float]]:
    """Look at that many files.

    Returns:
        how many crashed, hung, took too much memory, or were refused otherwise; most "seconds" of the processor and
        "peak" memory in bytes.
    """
    from benchmarks.project_kills import make

    def late(*_arguments: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    folder = Path(tempfile.mkdtemp(prefix="metst-hostile-"))
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    os.environ |= {name: str(folder / "home") for name in names} | {"QT_QPA_PLATFORM": "offscreen"}
    from tests.document.projects import make_history

    good = [make(folder), folder / "history.metst"]
    make_history(good[1])
    rng, looker, bad = random.Random(seed), Looker(), 0
    counts, worst = collections.Counter[str](), {"seconds": 0.0, "peak": 0.0}
    looker.sound = shutil.copyfile(good[1], folder / "sound.metst")
    makers, weights = zip(*KINDS_OF_FILE, strict=True)
    for number in range(files):
        place = folder / f"{number}"
        place.mkdir()
        path = place / "a.metst"
        shutil.copyfile(rng.choice(good), path)
        kind = rng.choices(makers, weights)[0](path, rng)
        answer = looker.look(path)
        worst = {name: max(worst[name], answer[name]) for name in worst}
        wrong = [f"{way}: {said}" for way, said in answer["said"].items() if _is_wrong(said)]
        if answer["seconds"] > HANG_S or answer["peak"] > MOST_BYTES:
            wrong.append(f"{answer['seconds']:.1f} s, {answer['peak'] / 1e6:.0f} MB")
        for one in wrong:
            report(f"file {number} (seed {seed}, {kind}): {one}")
        bad += bool(wrong)
        counts[f"{kind}: {answer['said'].get('open', 'ended').partition(':')[0]}"] += 1
        shutil.rmtree(place, ignore_errors=True)
    looker.end()
    for what, count in sorted(counts.items()):
        report(f"{count:5d} {what}")
    report(
        f"{files} files: {bad} wrong; slowest {worst['seconds']:.1f} s for all three ways, "
        f"most memory {worst['peak'] / 1e6:.0f} MB"
    )
    shutil.rmtree(folder, ignore_errors=True)
    return bad, worst


def _is_wrong(said: str) -> bool:
    """Whether a refusal is no single sentence for the user."""
    if said in ("ok", "opened", "recovered"):
        return False
    text = said.removeprefix("refused: ")
    control = any(ord(one) < 32 for one in text)
    return not said.startswith("refused: ") or control or not text.rstrip().endswith((".", "…")) or len(text) > 5000


def main() -> None:
    """Run all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child()
    else:
        sys.exit(run(arguments.files, arguments.seed)[0] > 0)


if __name__ == "__main__":
    main()
