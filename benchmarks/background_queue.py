"""Many videos analysed in the background while another one is reviewed, with the window killed now and then.

    python -m benchmarks.background_queue [--videos 200] [--kills 5] [--weights classical] [--seed 1] [--json FILE]

Cuts short clips of different content out of the demo, drops their folder on the window, and reviews by key events while
the rest is analysed in the background. First the list is paused for a while: the same keys without an analysis are what
the gaps are compared with. The window is killed (SIGKILL) at random moments and started again on its project, until all
is done. Then every clip is analysed once more, undisturbed and in this process, by the engine alone: curves, masks and
proposals must be equal to the last bit.

A gap is what passes between two turns of the event loop beyond the 5 ms that its timer waits; its own part is the time
that the window's thread computed meanwhile, which a busy machine does not stretch. Memory is the resident
set of the window and of all its processes, once a second (Linux). Exit code 1: a result differs or is missing.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

from benchmarks.memory import tree_mb
from engine.journal import verify_project
from engine.journal.reader import connect_readonly
from engine.synthesis import demo_files

FRAMES, WIDTH, HEIGHT = 60, 320, 240  # 2 s of a small picture: what is measured is the list, not the model
TICK_MS, KEY_MS, NOTE_MS = 5, 150, 1000
PAUSED_SECONDS = 20.0


def write_clips(folder: Path, n: int, seed: int) -> list[Path]:
    """Clips of the demo, each from another frame on and a little brighter or darker."""
    chance = random.Random(seed)
    with av.open(str(demo_files().video)) as source:
        pictures = [one.to_ndarray(format="rgb24", width=WIDTH, height=HEIGHT) for one in source.decode(video=0)]
    folder.mkdir(parents=True)
    found = []
    for number in range(1, n + 1):
        first, light = chance.randrange(len(pictures) - FRAMES), chance.uniform(0.9, 1.0)
        path = folder / f"clip {number:03}.mp4"
        with av.open(str(path), "w") as target:
            stream = target.add_stream("h264", rate=30, options={"preset": "ultrafast", "crf": "20"})
            stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
            for picture in pictures[first : first + FRAMES]:
                frame = av.VideoFrame.from_ndarray((picture * light).astype(np.uint8), format="rgb24")
                target.mux(stream.encode(frame))
            target.mux(stream.encode(None))
        found.append(path)
    return found


class Review:
    """The window with a reviewer at its keys, who notes gaps, memory and how far the list is."""

    def __init__(self, home: Path, notes: Path, weights: str) -> None:
        from PySide6.QtCore import QElapsedTimer, Qt, QTimer

        from metst_gui.app import build_window

        self.window, self.projects = build_window(), projects_in(home)
        self._notes, self._paused = notes, not self.projects
        self._started, self._clock, self._used = time.monotonic(), QElapsedTimer(), 0.0
        self._gaps: list[tuple[float, float]] = []
        self._keys = iter_keys(Qt)
        self.window.desk.settings.update(weights=weights, tour_seen=True)
        self.window.resize(1366, 768)
        self.window.show()
        self._timers = []
        for milliseconds, act in ((TICK_MS, self._tick), (KEY_MS, self._press), (NOTE_MS, self._note)):
            timer = QTimer(self.window)
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.timeout.connect(act)
            timer.start(milliseconds)
            self._timers.append(timer)

    def drop(self, folder: Path) -> None:
        """Drop a folder on the window, whose list rests for a while."""
        from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
        from PySide6.QtGui import QDropEvent  # noqa: TID251 - drives the window

        self.window.desk.background.pause()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(folder))])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        self.window.dropEvent(QDropEvent(QPointF(50, 50), copy, data, left, none))

    def _tick(self) -> None:
        used = time.thread_time()
        if self._clock.isValid():
            wall = max(0.0, self._clock.nsecsElapsed() / 1e6 - TICK_MS)
            self._gaps.append((round(wall, 1), round(1000 * (used - self._used), 1)))
        self._clock.start()
        self._used = used

    def _press(self) -> None:
        from PySide6.QtTest import QTest

        if self.window.desk.session.info is not None:
            key, modifier = next(self._keys)
            QTest.keyClick(self.window.video, key, modifier)

    def _note(self) -> None:
        desk = self.window.desk
        done, failed, total = desk.background.counts
        busy = bool(desk.background.current) and not desk.background.held
        row = {"at": time.monotonic() - self._started, "done": done, "failed": failed, "total": total}
        row |= {"paused": self._paused, "busy": busy, "mb": round(tree_mb(os.getpid()))}
        row |= {"gaps": list(self._gaps)}
        self._gaps.clear()
        with self._notes.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        if self._paused and not desk.adder.running and total and row["at"] > PAUSED_SECONDS:
            self._paused = False
            desk.background.go_on()
        if not self._paused and total and not desk.background.active and not desk.analysis.running:
            self.window.close()
        self._clock.start()  # what this took is none of the window's
        self._used = time.thread_time()


def projects_in(home: Path) -> list[Path]:
    """The projects nobody has named, of one user; second copies lie elsewhere."""
    return sorted((home / "data" / "metst" / "projects").glob("*.metst"))


def window(folder: Path, home: Path, notes: Path, weights: str) -> None:
    """The process that is killed: it ends by itself when all is analysed."""
    from PySide6.QtWidgets import QApplication  # noqa: TID251 - drives the window

    app = QApplication([])
    sys.setswitchinterval(0.001)  # as the program does
    review = Review(home, notes, weights)
    if review.projects:
        review.window.adding.open_paths([review.projects[0]])
    else:
        review.drop(folder)
    app.exec()


def iter_keys(qt: Any) -> Iterator[tuple[Any, Any]]:
    """Keys of a review that goes on for ever: steps, items, verdicts, bounds, playing and undo."""
    key, none, alt = qt.Key, qt.KeyboardModifier.NoModifier, qt.KeyboardModifier.AltModifier
    control = qt.KeyboardModifier.ControlModifier
    turn = [(key.Key_Down, none), (key.Key_Right, none), (key.Key_Right, none), (key.Key_Q, none), (key.Key_Right, alt)]
    turn += [
        (key.Key_W, none),
        (key.Key_Left, none),
        (key.Key_Return, none),
        (key.Key_Z, control),
        (key.Key_Space, none),
    ]
    turn += [(key.Key_Space, none), (key.Key_Backspace, none), (key.Key_Z, control), (key.Key_Left, none)]
    while True:
        yield from turn


def read_notes(path: Path) -> list[dict[str, Any]]:
    """Rows that were written whole."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        try:
            rows.append(json.loads(line))
        except ValueError:
            continue
    return rows


def drive(arguments: argparse.Namespace, folder: Path, home: Path, notes: Path) -> list[int]:
    """Run the window, killing it at random moments; how many videos were analysed at each."""
    chance, killed = random.Random(arguments.seed + 1), []
    moments = sorted(chance.uniform(0.05, 0.95) for _ in range(arguments.kills))
    places = {"XDG_DATA_HOME": home / "data", "XDG_CONFIG_HOME": home / "config"}
    environment = os.environ | {name: str(path) for name, path in places.items()}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-m", "benchmarks.background_queue", "--weights", arguments.weights]
    command += ["--window", str(folder), str(home), str(notes)]
    while True:
        process = subprocess.Popen(command, env=environment)
        while process.poll() is None:
            time.sleep(0.1 + chance.random())  # noqa: TID251 - no window runs here
            done = max((row["done"] for row in read_notes(notes)), default=0)
            if moments and done >= moments[0] * arguments.videos:
                moments.pop(0)
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed.append(done)
                print(f"killed after {done} videos", flush=True)
        if process.returncode == 0:
            return killed
        if process.returncode != -signal.SIGKILL:
            raise SystemExit(f"the window ended with {process.returncode}")


def stored_results(project: Path) -> dict[str, Any]:
    """What the project holds of each content: settings, digests of the curves, proposals."""
    with connect_readonly(project) as connection:
        videos = [json.loads(text) for (text,) in connection.execute("SELECT data FROM videos")]
        runs = {form["id"]: form for form in (json.loads(t) for (t,) in connection.execute("SELECT data FROM runs"))}
    return {one["ref"]["fast"]: None if one["run"] is None else result(runs[one["run"]]) for one in videos}


def result(form: dict[str, Any]) -> dict[str, Any]:
    """What must be equal of a run's stored form; ids and times are not."""
    proposals = [{name: value for name, value in one.items() if name != "id"} for one in form["proposals"]]
    return {"model": form["model_digest"], "curves": form["curves"], "proposals": proposals}


def undisturbed(clips: list[Path], weights: str) -> dict[str, Any]:
    """The same of the engine alone, one clip after the other in this process."""
    import cv2

    from engine.config import AnalysisConfig
    from engine.pipeline import analyze
    from engine.project.run_form import stored_run_to
    from engine.types import AnalysisRun

    cv2.setNumThreads(1)
    found = {}
    for path in clips:
        run = next(one for one in analyze(path, AnalysisConfig(weights=weights)) if isinstance(one, AnalysisRun))
        found[run.content] = result(stored_run_to(run, "")[0])
    return found


def quantiles(gaps: list[tuple[float, float]]) -> dict[str, Any]:
    """Median, 99 % and the longest, in ms: of the gaps, and of their own part."""
    if not gaps:
        return {}
    found: dict[str, Any] = {"number": len(gaps)}
    for name, values in zip(("gaps", "own part"), zip(*gaps, strict=True), strict=True):
        p50, p99 = np.percentile(values, (50, 99))
        found[name] = {"p50": round(float(p50), 1), "p99": round(float(p99), 1), "longest": max(values)}
    return found


def told(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Gaps and memory out of the notes."""
    busy = [row for row in rows if row["busy"]]
    memory = [row["mb"] for row in busy] or [0]
    third = max(1, len(memory) // 3)
    return {
        "while the list rests, ms": quantiles([tuple(gap) for row in rows if row["paused"] for gap in row["gaps"]]),
        "while it is analysed, ms": quantiles([tuple(gap) for row in busy for gap in row["gaps"]]),
        "memory of the first third, MB": float(np.median(memory[:third])),
        "memory of the last third, MB": float(np.median(memory[-third:])),
        "most memory, MB": max(memory),
    }


def main() -> int:
    """Run it, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--videos", type=int, default=200)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--weights", default="classical")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--window", nargs=3, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.window is not None:
        window(*arguments.window, arguments.weights)
        return 0
    with tempfile.TemporaryDirectory(prefix="metst-queue-") as work:
        folder, home, notes = Path(work) / "case", Path(work) / "home", Path(work) / "notes.jsonl"
        clips = write_clips(folder, arguments.videos, arguments.seed)
        began = time.monotonic()
        killed = drive(arguments, folder, home, notes)
        seconds = time.monotonic() - began
        project = projects_in(home)[0]
        found, wanted = stored_results(project), undisturbed(clips, arguments.weights)
        equal = sum(found.get(content) == one for content, one in wanted.items())
        figures = {"videos": arguments.videos, "weights": arguments.weights, "killed after": killed}
        figures |= {"seconds": round(seconds), "videos in the project": len(found)}
        figures |= {"results equal to an undisturbed run": f"{equal} of {len(wanted)}"}
        figures |= {"the journal verifies": verify_project(project).ok, **told(read_notes(notes))}
    text = json.dumps(figures, indent=2)
    print(text)
    if arguments.json is not None:
        arguments.json.write_text(text + "\n", encoding="utf-8")
    return 0 if equal == len(wanted) == len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
