"""Whether the memory of a batch stays level: resident memory of the command and of its workers over 200 short videos.

``python -m benchmarks.batch_memory [--clips 200] [--jobs 2]``

Runs ``metst analyze`` on copies of one generated clip that differ in their last bytes, samples ``VmRSS`` of every
process a few times a second (Linux), and fits a line through the least of every 20 videos but the first: MiB for 100
more videos. The samples in between rise and fall by some 20 MiB within each video. Ends with exit code 1 where it is
more than ``--limit``.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np

from tests.engine import scenes
from tests.engine.damage import write_clip

ROOT = Path(__file__).parents[1]
EACH = 20  # videos of which the least that was held is taken


def children(pid: int) -> list[int]:
    """All processes below one."""
    found: list[int] = []
    for each in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # a thread that has ended meanwhile
            for child in map(int, each.read_text().split()):
                found += [child, *children(child)]
    return found


def resident(pid: int) -> float:
    """MiB; NaN where the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
    except (OSError, StopIteration):
        return float("nan")


def is_worker(pid: int) -> bool:
    """Whether a process was started for tasks; Python's own helper for what is shared is none."""
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def main() -> int:
    """Print what was sampled, and whether it is level."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clips", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=float, default=5.0, help="MiB for 100 more videos that count as level")
    arguments = parser.parse_args()
    samples: dict[int, list[tuple[int, float]]] = {}
    pause = threading.Event()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        clip = write_clip(folder / "clip", list(scenes.person(40, side=160)), kind="h264-mp4").read_bytes()
        sources = [folder / f"clip{number:03}.mp4" for number in range(arguments.clips)]
        for number, path in enumerate(sources):
            path.write_bytes(clip + number.to_bytes(4, "big"))
        out = folder / "out"
        run = [sys.executable, "-m", "engine", "analyze", *map(str, sources), "--out", str(out)]
        run += ["--weights", "classical", "--k", "16", "--jobs", str(arguments.jobs)]
        with subprocess.Popen(run, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as running:
            while running.poll() is None:
                done = len(list(out.glob("*.run.json")))
                for pid in [running.pid, *filter(is_worker, children(running.pid))]:
                    samples.setdefault(pid, []).append((done, resident(pid)))
                pause.wait(0.3)
            errors = running.stderr.read() if running.stderr else ""
        if running.returncode != 0:
            raise SystemExit(errors)
    worst = 0.0
    for pid, found in samples.items():
        done, used = np.array([one for one in found if one[1] == one[1]]).T
        # Between two videos a process holds the least: what it holds then is what it keeps.
        lows = {start: used[(done >= start) & (done < start + EACH)] for start in range(EACH, arguments.clips, EACH)}
        kept = [(start, float(values.min())) for start, values in lows.items() if len(values)]
        if len(kept) < 3:
            continue
        slope = 100 * float(np.polyfit(*np.array(kept).T, 1)[0])
        worst = max(worst, slope)
        name = "command" if pid == running.pid else "worker"
        print(f"{name:8} {slope:+.2f} MiB for 100 more; most {used.max():.1f}, kept by 20 videos:")
        print("        ", " ".join(f"{value:.1f}" for _, value in kept))
    print(f"steepest: {worst:+.2f} MiB for 100 videos (limit {arguments.limit:g})")
    return int(worst > arguments.limit)


if __name__ == "__main__":
    raise SystemExit(main())
