"""A batch gives the same bytes wherever it runs: processes, a Dask cluster that loses a worker, Slurm's way, shards."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from engine.cli import main
from engine.cli.analyze import AnalysisTask, analyze_one
from engine.cli.finished import KeptResults
from engine.config import AnalysisConfig
from engine.errors import AnalysisError
from engine.executors import executor, shard
from engine.workers import WorkerDiedError
from tests.conftest import ROOT
from tests.engine import scenes
from tests.engine.damage import write_clip

CLIPS = int(os.environ.get("METST_EXECUTOR_CLIPS", "6"))
ASKED = ["--weights", "classical", "--k", "16"]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("clips")
    made = []
    for number in range(CLIPS):
        frames = list(scenes.person(40 + number % 5, side=160))
        made.append(write_clip(folder / f"clip{number:02}", frames, kind="h264-mp4"))
    return made


def written(out: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in sorted([*out.glob("*.scores.csv"), *out.glob("*.proposals.csv")])}


@pytest.fixture(scope="module")
def expected(sources: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("one")
    assert main(["analyze", *map(str, sources), "--out", str(out), *ASKED]) == 0
    found = written(out)
    assert len(found) == 2 * CLIPS
    return found


def square_or_die(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 5:
        raise ValueError(number)
    return number * number


def states(out: Path, name: str = "tasks.json") -> list[str]:
    return [task["state"] for task in json.loads((out / name).read_text())["tasks"].values()]


def test_local_processes_and_the_manifest(sources: list[Path], expected: dict[str, bytes], tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")
    run = ["analyze", *map(str, [*sources, broken]), "--out", str(tmp_path / "out"), *ASKED, "--jobs", "2"]
    assert main(run) == 2
    assert written(tmp_path / "out") == expected
    assert states(tmp_path / "out") == ["done"] * CLIPS + ["failed"]
    assert main(run) == 2
    assert states(tmp_path / "out") == ["done before"] * CLIPS + ["failed"], "goes on by default"
    assert "broken.mp4" in json.loads((tmp_path / "out" / "tasks.json").read_text())["tasks"]["broken.mp4"]["said"]
    assert main([*run[: CLIPS + 1], *run[CLIPS + 2 :], "--no-resume"]) == 0
    assert states(tmp_path / "out") == ["done"] * CLIPS


def test_four_shards_are_the_batch(sources: list[Path], expected: dict[str, bytes], tmp_path: Path) -> None:
    for part in range(1, 5):
        assert main(["analyze", *map(str, sources), "--out", str(tmp_path), *ASKED, "--shard", f"{part}/4"]) == 0
    assert written(tmp_path) == expected
    done = [state for part in range(1, 5) for state in states(tmp_path, f"tasks.{part}-of-4.json")]
    assert done == ["done"] * CLIPS


@pytest.mark.parametrize("part", ["", "1", "0/4", "5/4", "a/b", "1/0", "1/2/3", "-1/4", "²/4"])
def test_what_is_no_part_is_named(part: str) -> None:
    with pytest.raises(AnalysisError, match="no part of a batch"):
        shard([1, 2, 3], part)


def test_every_task_is_in_one_shard() -> None:
    for n in range(1, 6):
        parts = [shard(range(11), f"{i}/{n}") for i in range(1, n + 1)]
        assert sorted(task for part in parts for task in part) == list(range(11))


@pytest.mark.parametrize("name", ["", "cloud", "local=here", "DASK"])
def test_an_unknown_executor_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="no executor"):
        executor(name, square_or_die, 1, tmp_path)


def test_without_slurm_or_a_scheduler_one_sentence_says_so(tmp_path: Path) -> None:
    pytest.importorskip("submitit")
    pytest.importorskip("distributed")
    if shutil.which("srun") is None:
        with pytest.raises(AnalysisError, match="no Slurm"):
            executor("slurm", square_or_die, 1, tmp_path)
    crew = executor("dask=nowhere", square_or_die, 1, tmp_path)
    with pytest.raises(AnalysisError, match="No Dask scheduler"):
        list(crew.results([1]))


def test_without_their_packages_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, package in (("dask", "distributed"), ("slurm", "submitit")):
        monkeypatch.setitem(sys.modules, package, None)
        with pytest.raises(AnalysisError, match=r"metst\[cluster\]"):
            executor(name, square_or_die, 1, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_slurms_way_gives_the_same_and_a_dead_job_costs_its_task(
    sources: list[Path], expected: dict[str, bytes], tmp_path: Path
) -> None:
    pytest.importorskip("submitit")
    run = [sys.executable, "-m", "engine", "analyze", *map(str, sources), "--out", str(tmp_path / "out"), *ASKED]
    done = subprocess.run([*run, "--jobs", "2", "--executor", "slurm=local"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert written(tmp_path / "out") == expected
    crew = executor("slurm=local", square_or_die, 2, tmp_path / "jobs")
    found = [future.exception() or future.result() for _, future in crew.results(range(5))]
    assert found[:3] == [0, 1, 4]
    assert isinstance(found[3], WorkerDiedError)
    assert found[4] == 16


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_dask_cluster_that_loses_a_worker_gives_the_same(
    sources: list[Path], expected: dict[str, bytes], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    out = tmp_path / "out"
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(
            n_workers=3, threads_per_worker=1, dashboard_address=None, protocol="tcp", silence_logs=50
        ) as cluster,
    ):
        warnings.simplefilter("ignore")
        run = [sys.executable, "-m", "engine", "analyze", *map(str, sources), "--out", str(out), *ASKED]
        run += ["--executor", f"dask={cluster.scheduler_address}"]
        with subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            end = time.monotonic() + 150
            while not list(out.glob("*.run.json")) and running.poll() is None and time.monotonic() < end:
                time.sleep(0.05)
            os.kill(cluster.workers[0].process.process.pid, signal.SIGKILL)
            _, errors = running.communicate(timeout=150)
    assert running.returncode == 0, errors
    assert written(out) == expected
    # A result that was lost with its worker is asked for again, and found in the folder.
    assert set(states(out)) <= {"done", "done before"}


def test_features_of_several_videos_and_the_files_that_are_evaluated_are_tasks(
    sources: list[Path], expected: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few, one, parts = [*map(str, sources[:2])], tmp_path / "one", tmp_path / "parts"
    asked = ["--k", "16", "--jobs", "1"]
    for source in few:
        alone = one / f"{Path(source).stem}.features.npz"
        assert main(["features", source, "--out", str(alone), *asked]) == 0
    assert sorted(one.iterdir()) == [one / "clip00.features.npz", one / "clip01.features.npz"], "no manifest for one"
    for part in ("1/2", "2/2"):
        assert main(["features", *few, "--out", str(parts), *asked, "--shard", part]) == 0
    assert main(["features", few[0], "--out", str(parts), *asked]) == 0
    assert "done before" in capsys.readouterr().out
    for path in one.iterdir():
        assert (parts / path.name).read_bytes() == path.read_bytes()

    results, truth = tmp_path / "results", tmp_path / "truth.csv"
    results.mkdir()
    for name in ("clip00.proposals.csv", "clip01.proposals.csv"):
        (results / name).write_bytes(expected[name])
    truth.write_text("subject,video,onset,apex,offset,emotion\ns,clip00,3,6,9,sad\ns,clip01,3,6,9,sad\n")
    compare = ["evaluate", "--truth", str(truth), "--predictions", str(results), "--json", "--jobs", "1"]
    assert main(compare) == 0
    together = capsys.readouterr().out
    assert json.loads(together)["n_truth"] == 2
    assert main([*compare, "--shard", "1/2"]) == 2, "what is read must be kept somewhere"
    report = tmp_path / "report"
    for part in ("1/2", "2/2"):
        assert main([*compare, "--report", str(report), "--shard", part]) == 0
    capsys.readouterr()
    assert main([*compare, "--report", str(report)]) == 0
    assert capsys.readouterr().out == together
    assert states(report) == ["done before", "done before"]


def test_a_command_does_not_keep_the_scores_of_every_video(sources: list[Path], tmp_path: Path) -> None:
    task = AnalysisTask(sources[0], tmp_path, AnalysisConfig(weights="classical", k=16), shows=False)
    kept = KeptResults(resume=True, model="m")
    whole, again = (analyze_one(replace(task, kept=kept)) for _ in range(2))
    assert (whole.before, again.before) == (False, True)
    assert whole.result[0]["reproduce"]["scores"] == again.result[0]["reproduce"]["scores"]
    lean = analyze_one(replace(task, kept=kept, whole=False))
    assert lean.before
    assert lean.result[0] == {name: value for name, value in again.result[0].items() if name != "reproduce"}
