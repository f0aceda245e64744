"""Hostile input: no crash, no hang over 10 s, less than 1.5 GB, and one sentence where a file is refused.

Run from the project's root: ``python -m benchmarks.hostile_input [PART ...] [--count N] [--seed 0]``; the parts are
projects (500), labels (500), videos (300) and pictures (100), and a table of all is printed last. A video or folder of
pictures is analysed by ``metst analyze``, a label file read by ``metst convert`` or as the window does, in a worker
process; one that dies or hangs is told apart by its file, and the worker is started again behind it. Projects are those
of `benchmarks.hostile_projects`. Another part is a function of a folder, a number and a seed that gives paths: see
`PARTS`.

Seconds are those of the processor, so that a busy machine counts as none; what waits instead hangs after a minute.
"""

import argparse
import json
import os
import random
import select
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path

import cv2
import numpy as np

from benchmarks import datasets_fuzz, hostile_projects
from engine.cli import main as metst
from engine.datasets import read_records
from engine.errors import DatasetError
from tests.engine import scenes
from tests.engine.clips import png
from tests.engine.damage import base_clips, damaged

SECONDS, MEGABYTES = 10.0, 1500
# A worker's files up to the first that is analysed wait for its imports and for compiled code.
FIRST_SECONDS = 120.0
# Of the clock, for what uses no processor: a read that never ends.
WAIT_SECONDS = 60.0
WELL = ("analysed", "read", "refused")


def videos(folder: Path, count: int, seed: int) -> list[Path]:
    """Damaged short videos of seven formats, and some whose header announces huge pictures."""
    clips = [(path, path.read_bytes()) for path in base_clips(folder)]
    made = []
    for number in range(count):
        source, content = clips[number % len(clips)]
        rng = np.random.default_rng((seed, number))
        if number % 10 == 9:
            content = content.replace(struct.pack(">HH", 160, 160), struct.pack(">HH", 30000, 30000))
            content = content.replace(struct.pack("<ii", 160, 160), struct.pack("<ii", 30000, 30000))
        else:
            content = damaged(content, rng)
        path = folder / f"{number:04d}-{source.name}"
        path.write_bytes(content)
        made.append(path)
    return made


def pictures(folder: Path, count: int, seed: int) -> list[Path]:
    """Folders of damaged pictures of six formats and of bombs, and damaged stacks of pages."""
    frames = list(scenes.person(24, side=160))
    bombs = (png(30000, 30000), png(65000, 40000), png(9900, 9900))
    made = []
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        if number % 10 == 8:
            path = folder / f"{number:04d}.tif"
            path.write_bytes(damaged(cv2.imencodemulti(".tif", frames)[1].tobytes(), rng))
            made.append(path)
            continue
        path = folder / f"{number:04d}"
        path.mkdir()
        suffix = (".png", ".jpg", ".tif", ".bmp", ".webp", ".pgm")[number % 6]
        for index, frame in enumerate(frames):
            content = cv2.imencode(suffix, frame)[1].tobytes()
            if index % 3 == 1:
                content = damaged(content, rng)
            (path / f"{index}{suffix}").write_bytes(content)
        if number % 10 == 9:
            for index in range(0, 24, 5):
                (path / f"{index}.5.png").write_bytes(bombs[(number // 10 + index) % 3])
        made.append(path)
    return made


def labels(folder: Path, count: int, seed: int) -> list[Path]:
    """Damaged label files of eleven formats, bombs, and what is no file; a folder of each is named for its format."""
    source = folder / "whole"
    source.mkdir()
    whole = datasets_fuzz.whole_files(source)
    made, rng = [], random.Random(seed)
    for number in range(count):
        kind, (name, content) = list(whole.items())[number % len(whole)]
        path = folder / f"{number:04d}" / name / f"labels{Path(kind).suffix}"
        path.parent.mkdir(parents=True)
        if number % 10 == 9:
            SPECIAL[number // 10 % len(SPECIAL)](path, content)
        else:
            inside = path.suffix == ".xlsx" and rng.random() < 0.5
            path.write_bytes((datasets_fuzz.damage_inside if inside else datasets_fuzz.damage)(content, rng))
        made.append(path)
    return made


def _zipped(path: Path, content: bytes) -> None:
    """A workbook whose sheet unpacks to 3 GB."""
    source = BytesIO(content) if content[:2] == b"PK" else None
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        if source is not None:
            with zipfile.ZipFile(source) as old:
                for name in old.namelist():
                    if "sheet1" not in name:
                        target.writestr(name, old.read(name))
        with target.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file:
            for _ in range(3000):
                file.write(b" " * 1_000_000)


def _entities(path: Path, _content: bytes) -> None:
    """XML whose entities grow to gigabytes."""
    named = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "lol">{named}]><ANNOTATION_DOCUMENT>&e11;</ANNOTATION_DOCUMENT>'
    )


def _fifo(path: Path, _content: bytes) -> None:
    os.mkfifo(path)


SPECIAL: tuple[Callable[[Path, bytes], object], ...] = (
    _zipped,
    _entities,
    _fifo,
    lambda path, _content: path.symlink_to("/dev/zero"),
    lambda path, _content: path.symlink_to(path),
    lambda path, _content: path.mkdir(),
    lambda path, _content: path.write_bytes(b"[" * 3_000_000),
    lambda path, _content: path.write_bytes(b'{"a":' * 300_000),
    lambda path, _content: path.write_bytes(b"<a>" * 1_000_000),
    lambda path, content: path.write_bytes(content + b"9" * 5_000_000),
    lambda path, _content: path.write_bytes(b"subject,video,onset,apex,offset,emotion\n" + b'"' + b"x," * 20_000_000),
    lambda path, _content: path.write_bytes(b"1" + b"0" * 5000 + b"," + b"9" * 20_000_000),
    lambda path, content: path.write_bytes(content.replace(b"9", b"9" * 400)),
    lambda path, content: path.write_bytes(content.replace(b"1", "\u0661".encode())),
    lambda path, content: path.write_bytes(content * 3000),
    lambda path, content: path.write_bytes(content.decode("latin-1").encode("utf-16")),
)


Part = Callable[[Path, int, int], list[Path]]
# Name -> what makes its files, and how many by default.
PARTS: dict[str, tuple[Part, int]] = {"labels": (labels, 500), "videos": (videos, 300), "pictures": (pictures, 100)}
PROJECTS = 500


@dataclass(slots=True)
class Tally:
    """What became of the files of one part.

    Attributes:
        found: file -> verdict.
        peak: most memory in MB.
        longest: most processor time of one file in s.
    """

    found: dict[str, str] = field(default_factory=dict)
    peak: int = 0
    longest: float = 0.0

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return set(self.found.values()) <= set(WELL) and self.peak < MEGABYTES and self.longest <= SECONDS


def peak_megabytes() -> int:
    """The most memory this process ever held."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024


def worker(paths: list[str]) -> None:
    """Use files one after the other; a JSON line before and after each."""
    for number, path in enumerate(paths):
        print(json.dumps({"begin": path}), flush=True)
        said, errors, began = StringIO(), StringIO(), processor_seconds("self")
        code: object
        try:
            with redirect_stdout(said), redirect_stderr(errors):
                code = use(Path(path), number)
        except BaseException as error:  # noqa: BLE001 - whatever escapes is what is looked for
            code = f"{type(error).__name__}: {error}"
        told = {"end": path, "code": code, "stderr": errors.getvalue(), "peak": peak_megabytes()}
        print(json.dumps(told | {"seconds": processor_seconds("self") - began}), flush=True)


def use(path: Path, number: int) -> int:
    """Do with a file what a user does; a label file alternately by a command and as the window reads it."""
    if path.stem != "labels":
        out = str(path.parent / "out")
        return metst(["analyze", str(path), "--out", out, "--weights", "classical", "--k", "16"])
    if number % 2:
        out = str(path.parent.parent / "out.csv")
        options = ["--from", path.parent.name, "--to", "csv", "--fps", "30", "--missing-emotion", "skip"]
        return metst(["convert", str(path), out, *options])
    try:
        read_records(path, format=None, fps=30)
    except DatasetError as error:
        print(f"metst: {error}", file=sys.stderr)
        return 2
    return 0


def processor_seconds(process: int | str) -> float:
    """Processor time of a process up to now."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_running(process: int) -> bool:
    """Whether any thread of a process computes, or would if it had a processor; else all wait for something."""
    stats = [path.read_text() for path in Path(f"/proc/{process}/task").glob("*/stat")]
    return any(stat.rpartition(")")[2].split()[0] == "R" for stat in stats)


def verdict(code: object, stderr: str) -> str:
    """``"analysed"``, ``"refused"``, or what is wrong."""
    lines = stderr.strip().splitlines()
    if "Traceback" in stderr or not isinstance(code, int):
        return f"TRACEBACK {code}"
    if code == 0:
        return "analysed"
    # Remarks on a file that was read come before what then stops it.
    if code == 2 and lines and all(line.startswith("metst: ") for line in lines) and lines[-1].endswith("."):
        return "refused"
    return f"ODD code {code}, stderr {lines[:3]}"


def run(paths: list[Path]) -> Tally:
    """What became of files."""
    tally, left = Tally(), [str(path) for path in paths]
    while left:
        # A worker names its files on the command line, which has a limit.
        command = [sys.executable, "-m", "benchmarks.hostile_input", "--worker", *left[:300]]
        # Unbuffered: a line that was read ahead is not waited for by `select`.
        with subprocess.Popen(command, bufsize=0, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            begun, hangs = watch(process, left[0], tally)
            if hangs:
                tally.found[begun] = "HANG"
                process.kill()
        if begun not in tally.found:
            tally.found[begun] = f"CRASH exit code {process.returncode}"
        left = [path for path in left if path not in tally.found]
    return tally


def watch(process: "subprocess.Popen[bytes]", begun: str, tally: Tally) -> tuple[str, bool]:
    """Note what a worker says until it ends or hangs; the file begun last, and whether it hangs."""
    assert process.stdout is not None
    limit, since, spent = FIRST_SECONDS, time.monotonic(), 0.0
    while True:
        ready, _, _ = select.select([process.stdout], [], [], 1.0)
        if not ready:
            if is_running(process.pid):
                since = time.monotonic()
            if processor_seconds(process.pid) - spent > limit or time.monotonic() - since > WAIT_SECONDS:
                return begun, True
            continue
        line = process.stdout.readline()
        if not line:
            return begun, False
        event = json.loads(line)
        since, spent = time.monotonic(), processor_seconds(process.pid)
        if "begin" in event:
            begun = event["begin"]
            continue
        if limit == SECONDS:
            tally.longest = max(tally.longest, event["seconds"])
        if event["code"] == 0:
            limit = SECONDS
        tally.peak = max(tally.peak, event["peak"])
        tally.found[event["end"]] = verdict(event["code"], event["stderr"])


def projects(count: int, seed: int) -> Tally:
    """What became of mutated projects, each opened, verified and reported."""
    wrong, worst = hostile_projects.run(count, seed)
    found = {f"project {number}": "wrong" if number < wrong else "read" for number in range(count)}
    return Tally(found, int(worst["peak"] / 1e6), worst["seconds"])


def row(name: str, tally: Tally) -> str:
    """Line of the table."""
    counts = Counter(result.split()[0] for result in tally.found.values())
    used, bad = counts["analysed"] + counts["read"], len(tally.found) - sum(counts[one] for one in WELL)
    numbers = f"{len(tally.found):6d} {used:6d} {counts['refused']:8d} {bad:6d} {tally.peak:8d} {tally.longest:8.1f}"
    return f"{name:>10} {numbers}"


def main() -> int:
    """Make, use and count; exit code 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = ("projects", *PARTS)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(names)}; all where none is named")
    parser.add_argument("--count", type=int, default=None)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--worker", nargs="+", default=None, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        worker(arguments.worker)
        return 0
    if unknown := set(arguments.parts) - set(names):
        parser.error(f"there is no part {sorted(unknown)[0]}")
    tallies: dict[str, Tally] = {}
    for name in arguments.parts or names:
        if name == "projects":
            tallies[name] = projects(arguments.count or PROJECTS, arguments.seed)
            continue
        make, usual = PARTS[name]
        with tempfile.TemporaryDirectory() as folder:
            tallies[name] = run(make(Path(folder), arguments.count or usual, arguments.seed))
            for path, result in tallies[name].found.items():
                if result not in WELL:
                    print(f"{Path(path).relative_to(folder)}: {result}", flush=True)
    print(f"{'part':>10} {'files':>6} {'read':>6} {'refused':>8} {'wrong':>6} {'peak MB':>8} {'most s':>8}")
    for name, tally in tallies.items():
        print(row(name, tally))
    return 0 if all(tally.is_well for tally in tallies.values()) else 1


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    sys.exit(main())
