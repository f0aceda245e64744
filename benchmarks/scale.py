"""What 500 hours of video cost on 2, 16 and 160 cores, by simulation from the cost of a frame measured in this run.

``python -m benchmarks.scale [--hours 500] [--video FILE] [--megabits 8] [--storage 1000] [--hours-between-deaths 24]``

Measured here: CPU seconds of a frame and bytes of its results (`metst analyze` with the default model on a generated
clip of a face of 360 px, or on ``--video``), and the CPU seconds until a new process has its model and its compiled
kernels. Assumed, and said in the table: how many bits a second the videos have, how much the shared storage gives in
MB/s to all together, and how often a worker dies. Simulated: workers that take the next video when they are free, all
of which share the storage; a worker that dies loses its video, which is done again by a new process.

Not simulated: a disk that slows down by many readers, other users, decoding of larger pictures than the clip's, and
that one analysis spreads over up to four cores at the end of a batch, which shortens the last hour. Fixed
shards (``--shard i/n``, one core each) are not shared out again, so the slowest one decides; the last column says how
long that is without deaths.
"""

import argparse
import heapq
import os
import resource
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.cli.analyze import AnalysisTask, analyze_one
from engine.config import DEFAULT_WEIGHTS, AnalysisConfig
from engine.video import open_source
from tests.engine import scenes
from tests.engine.damage import write_clip

ROOT = Path(__file__).parents[1]
RATE = 30.0  # frames a second
CORES = (2, 16, 160, 1600)
# Name of an archive -> minutes of one of its videos.
ARCHIVES = {"interviews": 60.0, "sessions": 20.0, "clips": 1.0}
MODEL = "from engine.spotters import load_spotter; load_spotter('{weights}', device='cpu')"


@dataclass(frozen=True)
class Cost:
    """What a frame costs.

    Attributes:
        seconds: CPU seconds of a frame.
        start: CPU seconds until a new process works.
        read: bytes of a frame that are read: the video's, twice (its digest, and decoding).
        written: bytes of its results.
    """

    seconds: float
    start: float
    read: float
    written: float


@dataclass(frozen=True)
class Outcome:
    """What a simulated batch took.

    Attributes:
        hours: until everything was done.
        busy: share of that in which the cores computed what was kept.
        lost: videos that were begun again.
        rate: MB/s read, on average.
    """

    hours: float
    busy: float
    lost: int
    rate: float


def cpu_seconds(who: int) -> float:
    """CPU seconds of this process, or of its children that ended."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def measured(video: Path | None, megabits: float) -> tuple[Cost, int]:
    """Cost of a frame, and over how many frames it was measured."""
    config = AnalysisConfig(weights=DEFAULT_WEIGHTS, device="cpu")
    before = cpu_seconds(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", MODEL.format(weights=DEFAULT_WEIGHTS)], cwd=ROOT, check=True)
    start = cpu_seconds(resource.RUSAGE_CHILDREN) - before
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in ("warm-out", "out"):
            (folder / name).mkdir()
        clip = write_clip(folder / "warm", list(scenes.person(60)), kind="h264-mp4")
        analyze_one(AnalysisTask(clip, folder / "warm-out", config, shows=False))  # compiles what is compiled once
        source = video or write_clip(folder / "clip", list(scenes.person(600)), kind="h264-mp4")
        before = cpu_seconds(resource.RUSAGE_SELF)
        analyze_one(AnalysisTask(source, folder / "out", config, shows=False))
        seconds = cpu_seconds(resource.RUSAGE_SELF) - before
        with open_source(source) as opened:
            n = opened.info.n_frames
        written = sum(path.stat().st_size for path in (folder / "out").iterdir())
    return Cost(seconds / n, start, 2 * megabits * 1e6 / 8 / RATE, written / n), n


def simulate(frames: Sequence[float], cores: int, cost: Cost, *, storage: float, deaths: float, seed: int) -> Outcome:
    """Run a batch.

    All workers that compute go at one pace: that of a core, or their share of the storage. So it is enough to count the
    frames that each of them has done, and to ask which comes to its end next.

    Args:
        frames: of each video, in the order of the batch.
        cores: workers.
        cost: of a frame.
        storage: bytes a second for all together.
        deaths: core seconds between two deaths of a worker, on average.
        seed: of the deaths.
    """
    rng = np.random.default_rng(seed)
    waiting, start = deque(frames), cost.start / cost.seconds
    ends: list[tuple[float, int, float, bool]] = []
    done = clock = 0.0
    lost = number = 0

    def begin(*, anew: bool) -> None:
        nonlocal number
        if waiting:
            size, fate = waiting.popleft(), rng.exponential(deaths / cost.seconds)
            needed = size + start * anew
            heapq.heappush(ends, (done + min(needed, fate), number, size, fate < needed))
            number += 1

    for _ in range(cores):
        begin(anew=True)
    while ends:
        end, _, size, dies = ends[0]
        clock += (end - done) * max(cost.seconds, len(ends) * cost.read / storage)
        done = end
        heapq.heappop(ends)
        if dies:
            waiting.append(size)
            lost += 1
        begin(anew=dies)
    total = float(sum(frames))
    return Outcome(clock / 3600, total * cost.seconds / (cores * clock), lost, total * cost.read / clock / 1e6)


def videos(hours: float, minutes: float, seed: int) -> list[float]:
    """Frames of each video of an archive: lengths spread by a factor of two around the usual one."""
    rng = np.random.default_rng(seed)
    found: list[float] = []
    while sum(found) < hours * 3600 * RATE:
        found.append(float(minutes * 60 * RATE * rng.uniform(0.5, 1.5)))
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=500.0, help="of video at 30 frames a second")
    parser.add_argument("--video", type=Path, default=None, help="measure the cost of a frame on this one")
    parser.add_argument("--megabits", type=float, default=8.0, help="of a second of video")
    parser.add_argument("--storage", type=float, default=1000.0, help="MB/s of the shared storage, for all together")
    parser.add_argument("--hours-between-deaths", type=float, default=24.0, help="of one core's work, on average")
    arguments = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    cost, n = measured(arguments.video, arguments.megabits)
    storage, deaths = arguments.storage * 1e6, arguments.hours_between_deaths * 3600
    total = arguments.hours * 3600 * RATE
    print(f"measured over {n} frames: {1e3 * cost.seconds:.2f} ms of a core a frame ({RATE * cost.seconds:.2f} cores")
    print(
        f"for a video in its own time), {cost.start:.1f} s to start a worker, {cost.written:.0f} bytes written a frame"
    )
    print(f"{arguments.hours:g} h: {total / 1e6:.0f} million frames, {total * cost.seconds / 3600:.0f} core hours,")
    print(f"{total * cost.read / 1e12:.1f} TB read (each video twice), {total * cost.written / 1e9:.1f} GB written")
    full = storage * cost.seconds / cost.read
    print(f"the storage of {arguments.storage:g} MB/s is used up by {full:.0f} cores")
    for name, minutes in ARCHIVES.items():
        frames = videos(arguments.hours, minutes, 1)
        longest = max(frames)
        hours = longest * cost.seconds / 3600
        print(f"\n{name}: {len(frames)} videos of about {minutes:g} min; the longest takes {hours:.3f} h")
        print("  cores    hours   busy  begun again  MB/s read   hours by fixed shards")
        for cores in CORES:
            found = simulate(frames, cores, cost, storage=storage, deaths=deaths, seed=2)
            fixed = max(sum(frames[part::cores]) for part in range(cores)) * cost.seconds / 3600
            told = f"  {cores:5} {found.hours:8.2f}  {found.busy:5.0%}  {found.lost:11}  {found.rate:9.0f}"
            print(f"{told} {max(fixed, total * cost.read / storage / 3600):23.2f}")


if __name__ == "__main__":
    main()
