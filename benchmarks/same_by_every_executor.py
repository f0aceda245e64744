"""Whether the same tasks give the same bytes wherever they run: processes, a Dask cluster, Slurm's way, shards.

``python -m benchmarks.same_by_every_executor [--clips 40] [--subjects 4] [--only analyze] [--folder DIR]``

Makes short clips of a portrait and a small labelled data set, and does with each command (``metst analyze``,
``metst features``, ``metst loso``) what one process does: two processes, three workers of a Dask scheduler over TCP of
which one is killed (SIGKILL) while it works, submitit's local executor (Slurm's way without Slurm), and four shards
with a call that collects. Prints the number of files that differ from those of one process, and the states in the
manifest; ends with exit code 1 where one does. Slurm itself is not needed and not tried; a second machine neither.
"""

import argparse
import collections
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.engine import scenes
from tests.engine.damage import write_clip

ROOT = Path(__file__).parents[1]
WAYS = ("two processes", "Dask, one of 3 killed", "submitit, local", "four shards")


@dataclass(frozen=True)
class Command:
    """A command that is done in several ways.

    Attributes:
        name: of the command.
        arguments: without its folder of results.
        out: option that names the folder.
        results: patterns of the files that must be the same.
        first: pattern of the file that shows that work is under way.
    """

    name: str
    arguments: tuple[str, ...]
    out: str
    results: tuple[str, ...]
    first: str

    def run(self, folder: Path, *options: str) -> list[str]:
        """The command line."""
        return [sys.executable, "-m", "engine", self.name, *self.arguments, self.out, str(folder), *options]

    def written(self, folder: Path) -> dict[str, bytes]:
        """The results."""
        found = [path for pattern in self.results for path in folder.glob(pattern)]
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(found)}


def do(command: Sequence[str]) -> None:
    """Run to the end.

    Raises:
        SystemExit: it failed; what it said is shown.
    """
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command[2:5])} … failed:\n{done.stderr}")


def two_processes(command: Command, folder: Path) -> None:
    """``--jobs 2``."""
    do(command.run(folder, "--jobs", "2"))


def dask_with_a_loss(command: Command, folder: Path) -> None:
    """A scheduler with three workers of its own; one is killed when the first result is there."""
    import distributed

    pause = threading.Event()
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(
            n_workers=3, threads_per_worker=1, dashboard_address=None, protocol="tcp", silence_logs=50
        ) as cluster,
    ):
        warnings.simplefilter("ignore")
        run = command.run(folder, "--executor", f"dask={cluster.scheduler_address}")
        with subprocess.Popen(run, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as running:
            while not list(folder.glob(command.first)) and running.poll() is None:
                pause.wait(0.02)
            killed = running.poll() is None
            os.kill(cluster.workers[0].process.process.pid, signal.SIGKILL)
            _, errors = running.communicate()
    if running.returncode != 0:
        raise SystemExit(errors)
    if not killed:
        raise SystemExit("everything was done before a worker could be killed; take more clips.")


def submitit_local(command: Command, folder: Path) -> None:
    """``--executor slurm=local``."""
    do(command.run(folder, "--jobs", "2", "--executor", "slurm=local"))


def four_shards(command: Command, folder: Path) -> None:
    """Four parts, then the call that collects."""
    for part in range(1, 5):
        do(command.run(folder, "--jobs", "2", "--shard", f"{part}/4"))
    do(command.run(folder, "--jobs", "2"))


def commands(folder: Path, clips: int, subjects: int) -> list[Command]:
    """Make what the commands work on."""
    (folder / "clips").mkdir(parents=True)
    sources = []
    for number in range(clips):
        frames = list(scenes.person(40 + number % 5, side=160))
        sources.append(str(write_clip(folder / "clips" / f"clip{number:02}", frames, kind="h264-mp4")))
    data = folder / "data"
    made = ["--out", str(data), "--subjects", str(subjects), "--videos", "1", "--frames", "60"]
    do([sys.executable, "-m", "engine", "synthesize", *made])
    scores = ("*.scores.csv", "*.proposals.csv")
    loso = (str(data), "--labels", str(data / "labels.csv"), "--epochs", "1", "--blocks", "1", "--device", "cpu")
    return [
        Command("analyze", (*sources, "--weights", "classical", "--k", "16"), "--out", scores, "*.run.json"),
        Command("features", (*sources, "--k", "16"), "--out", ("*.features.npz",), "*.features.json"),
        Command("loso", loso, "--work", ("*.predictions.csv", "*/*/fold.json"), "*/*/fold.json"),
    ]


def states(folder: Path) -> str:
    """How many tasks of all manifests are in which state."""
    counts: collections.Counter[str] = collections.Counter()
    for path in folder.glob("tasks*.json"):
        counts.update(json.loads(path.read_text())["counts"])
    return ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))


def main() -> int:
    """Print a row for every command and way; 1 where files differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--subjects", type=int, default=4, help="folds of the leave-one-subject-out training")
    parser.add_argument("--folder", type=Path, default=None, help="for the clips and results; default: a temporary one")
    parser.add_argument("--only", choices=("analyze", "features", "loso"), default=None, help="this command alone")
    arguments = parser.parse_args()
    ways: dict[str, Callable[[Command, Path], None]] = dict(
        zip(WAYS, (two_processes, dask_with_a_loss, submitit_local, four_shards), strict=True)
    )
    differ = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        for command in commands(folder, arguments.clips, arguments.subjects):
            if arguments.only not in (None, command.name):
                continue
            out = folder / command.name
            do(command.run(out / "one process", "--jobs", "1"))
            expected = command.written(out / "one process")
            print(f"metst {command.name}: {len(expected)} files by one process", flush=True)
            for way, run in ways.items():
                own = out / way.replace(" ", "-").replace(",", "")
                own.mkdir(parents=True)
                run(command, own)
                found = command.written(own)
                wrong = [name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)]
                differ += len(wrong)
                print(f"  {way:22} {len(found):3} files, {len(wrong)} differ; tasks: {states(own)}", flush=True)
                for name in sorted(wrong)[:5]:
                    print(f"    {name}")
    return int(differ > 0)


if __name__ == "__main__":
    raise SystemExit(main())
