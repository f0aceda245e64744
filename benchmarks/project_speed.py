"""How long a large project takes to open, and a verdict to be on the disk, beside what the disk itself takes.

``python -m benchmarks.project_speed [--videos 50] [--annotations 5000] [--frames 9000] [--folder DIR]``
"""

import argparse
import os
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication

from engine.types import AnalysisRun, Curves
from metst_gui.document.document import AnnotationDocument
from metst_gui.document.file.opening import new_project, open_project
from metst_gui.document.project import VideoRef
from tests.document.factory import make_proposal

VERDICTS = 500


def make(path: Path, videos: int, annotations: int, frames: int) -> None:
    """A project as a long study leaves it: every annotation made one by one, every video analysed."""
    opened = new_project(path)
    document = AnnotationDocument()
    document.open(opened.store, opened.state)
    opened.store._connection.execute("PRAGMA synchronous = OFF")  # noqa: SLF001 - only the making is hurried
    rng = np.random.default_rng(0)
    each = annotations // videos
    for number in range(videos):
        ref = VideoRef(Path(f"/videos/v{number}.mp4"), 10**8 + number, f"{number:064x}", frames, 30.0, "0" * 64)
        document.show_video(document.videos.add(ref, name=f"v{number}"))
        proposals = tuple(make_proposal(apex) for apex in range(20, frames - 40, frames // (each * 2)))
        score = rng.random(frames, np.float32)
        rows = rng.random((frames, 5)).astype(np.float32)
        curves = Curves(np.arange(frames), score, rows / rows.sum(1, keepdims=True), np.zeros(frames, np.uint8), 30.0)
        document.set_run(AnalysisRun(f"{number:032x}", "classical", "0" * 64, {}, curves, proposals))
        for proposal in proposals[:each]:
            document.accept(proposal)
    assert len(document.view.annotations) == each
    opened.store.close()


def fsync_floor(folder: Path) -> list[float]:
    """Seconds of appending 4 KiB to a file and waiting for the disk."""
    found = []
    with (folder / "floor").open("wb") as file:
        for _ in range(VERDICTS):
            began = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
            found.append(time.perf_counter() - began)
    return found


def text(name: str, seconds: list[float]) -> str:
    """One line of milliseconds."""
    parts = np.percentile(np.array(seconds) * 1000, (50, 95, 99))
    return f"{name:<34} median {parts[0]:7.2f} ms   p95 {parts[1]:7.2f} ms   p99 {parts[2]:7.2f} ms"


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=50)
    parser.add_argument("--annotations", type=int, default=5000)
    parser.add_argument("--frames", type=int, default=9000)
    parser.add_argument("--folder", type=Path, default=None, help="where the project is made (its disk is measured)")
    arguments = parser.parse_args()
    application = QCoreApplication([])
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        path = Path(name) / "large.metst"
        make(path, arguments.videos, arguments.annotations, arguments.frames)
        print(f"{arguments.videos} videos, {arguments.annotations} annotations, {path.stat().st_size / 1e6:.0f} MB")
        for label in ("first opening, with its backup copy", "second opening, nothing to copy"):
            began, cpu = time.perf_counter(), time.process_time()
            opened = open_project(path)
            document = AnnotationDocument()
            document.open(opened.store, opened.state)
            document.show_video(document.videos[0].id)
            assert document.view.run is not None
            spent = time.perf_counter() - began, time.process_time() - cpu
            print(f"{label:<38} {spent[0]:.2f} s ({spent[1]:.2f} s CPU), {opened.store.rows} journal rows checked")
            if label.startswith("first"):
                opened.store.close()
        with closing(opened.store):
            print(text("disk alone: append 4 KiB, fsync", fsync_floor(path.parent)))
            times, cpus = [], []
            for number in range(VERDICTS):
                proposal = document.view.proposals[number % len(document.view.proposals)]
                began, cpu = time.perf_counter(), time.process_time()
                if number % 2:
                    document.reject(proposal, str(number))
                else:
                    document.accept(proposal)
                times.append(time.perf_counter() - began)
                cpus.append(time.process_time() - cpu)
            print(text("verdict, on the disk when it returns", times))
            print(text("  of that, CPU", cpus))
    del application


if __name__ == "__main__":
    main()
