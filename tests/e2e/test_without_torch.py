"""Without PyTorch the desk and the commands work; what needs it says in one sentence what to install."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import NO_TORCH
from engine.synthesis.codec import write_h264
from tests.conftest import ROOT
from tests.engine import portrait_clip

BLOCKER = """
import sys


class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "torch":
            raise ModuleNotFoundError("No module named 'torch'", name=name)


sys.meta_path.insert(0, Blocked())
"""
LEARN = """
from multiprocessing import Event, Pipe
from metst_gui.inference.child import _run
from metst_gui.model.learning import FACTORY
ours, theirs = Pipe()
print(_run(FACTORY, (None, None), theirs, Event(), Event())[1])
"""


@pytest.fixture(scope="module")
def blocked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment of processes, and of theirs, that find no PyTorch."""
    folder = tmp_path_factory.mktemp("blocked")
    (folder / "sitecustomize.py").write_text(BLOCKER, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}


def run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=150, check=False)


@pytest.mark.e2e
@pytest.mark.slow
def test_the_journeys_of_the_desk(blocked: dict[str, str]) -> None:
    journeys = ["test_from_open_to_export_and_back", "test_work_is_there_again_after_closing"]
    named = [f"tests/e2e/test_journeys.py::{name}" for name in journeys]
    named.append("tests/e2e/test_engine_on_video.py::test_window_and_command_line_give_the_same_bits")
    done = run(["-m", "pytest", "-q", "-p", "no:cacheprovider", *named], blocked)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "3 passed" in done.stdout


def test_commands_that_need_none(blocked: dict[str, str], tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    write_h264(clip, portrait_clip.frames(), crf=18)
    for command in (
        ["analyze", str(clip), "--out", str(tmp_path)],
        ["rerun", str(tmp_path / "clip.run.json")],
        ["convert", str(tmp_path / "clip.proposals.csv"), str(tmp_path / "clip.json"), "--from", "csv", "--to", "json"],
    ):
        done = run(["-m", "engine", *command], blocked)
        assert done.returncode == 0, (command, done.stderr)


def test_what_needs_it_says_what_to_install(blocked: dict[str, str], tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("subject,video,onset,apex,offset,emotion\n1,a,1,2,3,negative\n", encoding="utf-8")
    clip = tmp_path / "clip.mp4"
    write_h264(clip, portrait_clip.frames(), crf=18)
    out = ["--out", str(tmp_path / "new.safetensors"), "--work", str(tmp_path / "work")]
    for command in (
        ["train", "--quick", *out],
        ["train", str(tmp_path), "--labels", str(labels), "--recipe", "paper", *out],
        ["analyze", str(clip), "--out", str(tmp_path), "--weights", "metst-synth-v1", "--device", "cuda"],
    ):
        done = run(["-m", "engine", *command], blocked)
        assert (done.returncode, done.stderr.strip().splitlines()[-1]) == (2, f"metst: {NO_TORCH}"), command
        assert "Traceback" not in done.stderr


def test_learning_in_the_window_says_so_too(blocked: dict[str, str]) -> None:
    assert run(["-c", LEARN], blocked).stdout.strip() == NO_TORCH
