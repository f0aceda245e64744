"""Hostile input: no crash, no hang over 10 s, less than 1.5 GB, and one sentence where a file is refused.

Run from the project's root: ``python -m benchmarks.hostile_input [videos] [pictures] [--count N] [--seed 0]``. Every
file is analysed by ``metst analyze`` in a worker process; one that dies or hangs is told apart by its file, and the
worker is started again behind it. Another part is a function of a folder, a number and a seed that gives paths: see
`PARTS`.
"""

import argparse
import json
import os
import select
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import cv2
import numpy as np

from engine.cli import main as metst
from tests.engine import scenes
from tests.engine.clips import png
from tests.engine.damage import base_clips, damaged

SECONDS, MEGABYTES = 10.0, 1500
# A worker's first file waits for its imports and for compiled code.
FIRST_SECONDS = 120.0


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


Part = Callable[[Path, int, int], list[Path]]
# Name -> what makes its files, and how many by default.
PARTS: dict[str, tuple[Part, int]] = {"videos": (videos, 300), "pictures": (pictures, 100)}


def peak_megabytes() -> int:
    """The most memory this process ever held."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024


def worker(paths: list[str]) -> None:
    """Analyse files one after the other; a JSON line before and after each."""
    for path in paths:
        print(json.dumps({"begin": path}), flush=True)
        said, errors = StringIO(), StringIO()
        code: object
        try:
            with redirect_stdout(said), redirect_stderr(errors):
                out = str(Path(path).parent / "out")
                code = metst(["analyze", path, "--out", out, "--weights", "classical", "--k", "16"])
        except BaseException as error:  # noqa: BLE001 - whatever escapes is what is looked for
            code = f"{type(error).__name__}: {error}"
        told = {"end": path, "code": code, "stderr": errors.getvalue(), "peak": peak_megabytes()}
        print(json.dumps(told), flush=True)


def verdict(code: object, stderr: str) -> str:
    """``"analysed"``, ``"refused"``, or what is wrong."""
    lines = stderr.strip().splitlines()
    if "Traceback" in stderr or not isinstance(code, int):
        return f"TRACEBACK {code}"
    if code == 0:
        return "analysed"
    if code == 2 and len(lines) == 1 and lines[0].startswith("metst: "):
        return "refused"
    return f"ODD code {code}, stderr {lines[:3]}"


def run(paths: list[Path]) -> tuple[dict[str, str], int, float]:
    """Verdict of each file, the most memory in MB, and the longest time of one file in s."""
    found: dict[str, str] = {}
    peak, longest, left = 0, 0.0, [str(path) for path in paths]
    while left:
        command = [sys.executable, "-m", "benchmarks.hostile_input", "--worker", *left]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            begun, limit = left[0], FIRST_SECONDS
            began = time.monotonic()
            while True:
                ready, _, _ = select.select([process.stdout], [], [], max(0.0, began + limit - time.monotonic()))
                line = process.stdout.readline() if ready else b""
                if not line:
                    break
                event = json.loads(line)
                if "begin" in event:
                    begun, began = event["begin"], time.monotonic()
                    continue
                if limit == SECONDS:
                    longest = max(longest, time.monotonic() - began)
                limit = SECONDS
                peak = max(peak, event["peak"])
                found[event["end"]] = verdict(event["code"], event["stderr"])
            if not ready:
                found[begun] = f"HANG over {limit:.0f} s"
                process.kill()
        if begun not in found:
            found[begun] = f"CRASH exit code {process.returncode}"
        left = [path for path in left if path not in found]
    return found, peak, longest


def main() -> int:
    """Make, analyse and count; exit code 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all where none is named")
    parser.add_argument("--count", type=int, default=None)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--worker", nargs="+", default=None, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        worker(arguments.worker)
        return 0
    is_well = True
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"there is no part {sorted(unknown)[0]}")
    for name in arguments.parts or PARTS:
        make, usual = PARTS[name]
        with tempfile.TemporaryDirectory() as folder:
            found, peak, longest = run(make(Path(folder), arguments.count or usual, arguments.seed))
        counts = Counter(result.split()[0] for result in found.values())
        for path, result in found.items():
            if result not in {"analysed", "refused"}:
                print(f"{Path(path).name}: {result}")
        print(f"{name}: {len(found)} files, {dict(counts)}, at most {peak} MB and {longest:.1f} s a file", flush=True)
        is_well &= set(counts) <= {"analysed", "refused"} and peak < MEGABYTES
    return 0 if is_well else 1


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    sys.exit(main())
