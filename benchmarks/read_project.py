"""How long `read_project(...).annotations()` takes beside reading the same rows from SQLite and parsing their JSON.

``python -m benchmarks.read_project [--annotations 20000] [--videos 40] [--frames 9000] [--folder DIR]``
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import engine as metst
from benchmarks.project_speed import make
from engine.journal import connect_readonly

ROUNDS = 5


def bare(path: Path) -> int:
    """Rows of the table of annotations, parsed: what any reader of the file has to do."""
    with connect_readonly(path) as connection:
        rows = connection.execute("SELECT data FROM annotations").fetchall()
    return len([json.loads(text) for (text,) in rows])


def seconds(work: Callable[[], object]) -> float:
    """Median processor time of some rounds."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return statistics.median(found)


def main() -> None:
    """Make a project, read it, and print times and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotations", type=int, default=20_000)
    parser.add_argument("--videos", type=int, default=40)
    parser.add_argument("--frames", type=int, default=36_000)
    parser.add_argument("--folder", type=Path, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        path = Path(folder) / "case.metst"
        make(path, arguments.videos, arguments.annotations, arguments.frames)
        metst.read_project(path).annotations()  # imports pandas
        floor = seconds(lambda: bare(path))
        read = seconds(lambda: metst.read_project(path))
        tables = seconds(lambda: metst.read_project(path).annotations())
        print(f"{bare(path)} annotations, {path.stat().st_size / 1e6:.1f} MB")
        print(f"bare rows and their JSON           {floor:.3f} s")
        print(f"read_project                       {read:.3f} s  {read / floor:.1f} times")
        print(f"read_project and annotations()     {tables:.3f} s  {tables / floor:.1f} times")


if __name__ == "__main__":
    main()
