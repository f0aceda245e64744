"""Analyse randomly corrupted short videos: no crash, no hang, no traceback, one sentence where a file is refused.

Run from the project's root: ``python -m benchmarks.fuzz_videos [--count 500] [--seed 0]``. The files are analysed by
``metst analyze`` in batches of subprocesses; one that dies or exceeds the time limit is told apart by its file.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np

from engine.cli import main as metst
from tests.engine.damage import base_clips, damaged

BATCH = 25
SECONDS_A_FILE = 60.0


def worker(paths: list[str]) -> None:
    """Analyse files one after the other; a JSON line before and after each."""
    for path in paths:
        print(json.dumps({"begin": path}), flush=True)
        with tempfile.TemporaryFile() as captured:
            kept = os.dup(2)
            os.dup2(captured.fileno(), 2)
            try:
                out = ["--out", str(Path(path).parent / "out"), "--k", "16", "--json"]
                code: int | str = _quiet(["analyze", path, *out])
            except BaseException as error:  # noqa: BLE001 - whatever escapes is what is looked for
                code = f"{type(error).__name__}: {error}"
            finally:
                sys.stderr.flush()
                os.dup2(kept, 2)
                os.close(kept)
            captured.seek(0)
            text = captured.read().decode(errors="replace")
        print(json.dumps({"end": path, "code": code, "stderr": text}), flush=True)


def _quiet(arguments: list[str]) -> int:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        return metst(arguments)


def verdict(code: object, stderr: str) -> str:
    """``"analysed"``, ``"refused"``, or what is wrong."""
    lines = stderr.strip().splitlines()
    if "Traceback" in stderr or not isinstance(code, int):
        return f"TRACEBACK {code}"
    if code == 0:
        return "analysed" if not lines else f"NOISE {lines[:3]}"
    if code == 2 and len(lines) == 1 and lines[0].startswith("metst: "):
        return "refused"
    return f"ODD code {code}, stderr {lines[:3]}"


def batch(paths: list[Path]) -> dict[str, str]:
    """Verdict of each file; the worker is started again behind a file that kills it."""
    found: dict[str, str] = {}
    left = [str(path) for path in paths]
    while left:
        command = [sys.executable, "-m", "benchmarks.fuzz_videos", "--worker", *left]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_A_FILE * len(left))
            output, died = done.stdout, f"CRASH exit code {done.returncode}: {done.stderr[-300:]}"
        except subprocess.TimeoutExpired as error:
            output, died = (error.stdout or b"").decode(), "HANG"
        for line in output.splitlines():
            event = json.loads(line)
            if "end" in event:
                found[event["end"]] = verdict(event["code"], event["stderr"])
            else:
                begun = event["begin"]
        if begun not in found:
            found[begun] = died
        left = [path for path in left if path not in found]
    return found


def main() -> int:
    """Make, analyse and count; exit code 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=None, help="folder for the files that fail")
    parser.add_argument("--worker", nargs="+", default=None, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        worker(arguments.worker)
        return 0
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        clips = [(path, path.read_bytes()) for path in base_clips(Path(folder))]
        paths = []
        for number in range(arguments.count):
            source, data = clips[number % len(clips)]
            path = Path(folder) / f"{number:04d}-{source.name}"
            path.write_bytes(damaged(data, np.random.default_rng((arguments.seed, number))))
            paths.append(path)
        for start in range(0, len(paths), BATCH):
            for name, result in batch(paths[start : start + BATCH]).items():
                counts[result.split()[0]] += 1
                if result not in {"analysed", "refused"}:
                    print(f"{Path(name).name}: {result}", flush=True)
                    if arguments.keep:
                        arguments.keep.mkdir(parents=True, exist_ok=True)
                        (arguments.keep / Path(name).name).write_bytes(Path(name).read_bytes())
            print(f"{min(start + BATCH, len(paths))}/{len(paths)} {dict(counts)}", flush=True)
    return 0 if set(counts) <= {"analysed", "refused"} else 1


if __name__ == "__main__":
    sys.exit(main())
