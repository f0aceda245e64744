"""A batch of videos: dead workers, a dead parent, going on, and names that a console cannot print."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.cli.terminal import escaped, name_text
from engine.workers import Crew, WorkerDiedError
from tests.engine import scenes
from tests.engine.damage import write_clip

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def nine_or(number: int) -> int:
    """Dies on 3."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 5:
        raise ValueError(number)
    return number * number


@POSIX
def test_a_dead_worker_costs_its_own_task_only() -> None:
    found: list[object] = []
    for number, future in Crew(nine_or, 2).results(range(8)):
        error = future.exception()
        found.append(type(error) if error is not None else future.result())
        assert error is not None or future.result() == number**2
    assert found == [0, 1, 4, WorkerDiedError, 16, ValueError, 36, 49]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("clip") / "clip", list(scenes.person(60, side=160)), kind="h264-mp4")


def copies(clip: Path, folder: Path, names: list[str]) -> list[Path]:
    folder.mkdir()
    return [Path(shutil.copy(clip, folder / name)) for name in names]


def command(sources: list[Path], out: Path, *options: str) -> list[str]:
    asked = ["--weights", "classical", "--k", "16", *options]
    return [sys.executable, "-m", "engine", "analyze", *map(str, sources), "--out", str(out), *asked]


def children(pid: int) -> list[int]:
    """All processes below one, of Linux."""
    found: list[int] = []
    for each in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, each.read_text().split()):
            found += [child, *children(child)]
    return found


def workers(pid: int) -> list[int]:
    return [each for each in children(pid) if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds: float = 100.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_killed_worker_is_one_named_failure_and_a_killed_parent_leaves_nothing(clip: Path, tmp_path: Path) -> None:
    sources = copies(clip, tmp_path / "in", [f"clip{number:02}.mp4" for number in range(20)])
    out = tmp_path / "out"
    batch = command(sources, out, "--jobs", "2")
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen(batch, cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, **piped) as running:
        wait_for(lambda: len(list(out.glob("*.run.json"))) >= 3)
        os.kill(workers(running.pid)[0], signal.SIGKILL)
        said, errors = running.communicate(timeout=170)
    assert running.returncode == 2
    assert len(list(out.glob("*.run.json"))) == 19
    assert len(said.splitlines()) >= 19
    assert errors.count("was not analysed: its process ended") == 1
    assert "Traceback" not in errors
    (failed,) = {source.stem for source in sources} - {path.name.split(".")[0] for path in out.glob("*.run.json")}
    assert f"“{failed}.mp4” was not analysed" in errors

    # again, into another folder, and the parent is killed this time
    second = tmp_path / "second"
    batch = command(sources, second, "--jobs", "2")
    with subprocess.Popen(batch, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        wait_for(lambda: len(list(second.glob("*.run.json"))) >= 2)
        left = children(running.pid)
        assert len(left) >= 2
        running.kill()
    wait_for(lambda: not any(map(is_alive, left)), 5.0)

    # what was analysed is not analysed again
    before = {path: path.stat().st_mtime_ns for path in out.glob("*.run.json")}
    done = subprocess.run(
        batch[: batch.index("--out")] + command([], out, "--resume")[4:], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("done before") == 19
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert len(list(out.glob("*.run.json"))) == 20


NAMES = [b"caf\xe9.mp4", "Пример 微.mp4".encode(), b"bell\x07\x1b[31mred.mp4", b"line\nbreak.mp4", b"plain.mp4"]


@POSIX
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=["cp1252", "ascii"],
)
def test_no_name_stops_the_work(environment: dict[str, str], clip: Path, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name in NAMES:
        shutil.copy(os.fsencode(clip), folder + b"/" + name)
    arguments = [*map(os.fsencode, command([], tmp_path / "out"))]
    at = arguments.index(b"--out")
    arguments[at:at] = [folder + b"/" + name for name in NAMES]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, env={**os.environ, **environment}, timeout=170)
    assert done.returncode == 0, done.stderr
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\x07" not in done.stdout + done.stderr
    made = {os.fsencode(path.name) for path in (tmp_path / "out").iterdir()}
    stems = [name.removesuffix(b".mp4") for name in NAMES]
    files = {
        stem + b"." + end for stem in stems for end in (b"run.json", b"scores.csv", b"proposals.csv", b"curves.npz")
    }
    assert made == {*files, b"tasks.json"}
    texts = [(tmp_path / "out" / os.fsdecode(stem + b".run.json")).read_text("utf-8") for stem in stems]
    assert [json.loads(text)["source"] for text in texts] == [
        *("caf\\xe9.mp4", "Пример 微.mp4", "bell\x07\x1b[31mred.mp4", "line\nbreak.mp4", "plain.mp4")
    ]


def test_text_is_escaped_for_the_terminal() -> None:
    assert escaped("a\x1b]0;x\x07b\tc\n") == "a\\x1b]0;x\\x07b\tc\n"
    assert escaped("\u202egpj.exe") == "\\u202egpj.exe"
    assert escaped("caf\udce9") == "caf\\xe9"
    assert escaped("\udcc3\udca9") == "é"
    assert escaped("\ud83d") == "\\ud83d"
    assert name_text(Path(os.fsdecode(b"x\xff.mp4"))) == "x\\xff.mp4"
