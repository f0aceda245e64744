"""Crafted and mutated project files: see the benchmark for many more."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and signals")
@pytest.mark.parametrize("seed", [11, 12])
def test_no_project_crashes_hangs_or_takes_the_memory(seed) -> None:
    command = [sys.executable, "-m", "benchmarks.hostile_projects", "--files", "25", "--seed", str(seed)]
    done = subprocess.run(command, cwd=ROOT, timeout=170, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
