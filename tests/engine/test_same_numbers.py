"""The same file gives the same numbers whatever the processor can do and whatever runs the face networks (ADR 0022)."""

import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.same_numbers import FEW_SETTINGS, Difference, compared, measure
from engine.face import FaceMesh, FaceTracker
from engine.face.models import BACKEND_VARIABLE
from engine.synthesis.codec import write_h264
from tests.engine import portrait_clip

BLOCKED = """
import sys
sys.modules["ai_edge_litert"] = None
from engine.face import FaceMesh
print(FaceMesh().backend)
"""


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="switches of x86 processors")
def test_a_run_without_vector_instructions_is_the_same_run(tmp_path: Path) -> None:
    clip = tmp_path / "portrait.mp4"
    write_h264(clip, portrait_clip.frames(), crf=18)
    one, other = (measure([clip], tmp_path / "run.npz", setting)[str(clip)] for setting in FEW_SETTINGS)
    found = compared(one, other)
    assert found.is_same
    assert found.landmark < 1e-2
    assert len(one["bounds"]) > 0
    assert np.nanmax(one["score"]) > 0.5


def test_a_difference_counts() -> None:
    same = {"landmarks": np.zeros((3, 468, 2)), "score": np.array([0.1, np.nan, 0.3]), "bounds": np.array([[1, 2, 3]])}
    assert compared(same, same) == Difference(0.0, 0.0, 0)
    assert not compared(same, {**same, "score": same["score"] + 0.002}).is_same
    assert not compared(same, {**same, "score": np.array([0.1, 0.2, 0.3])}).is_same
    assert not compared(same, {**same, "bounds": np.array([[1, 2, 4]])}).is_same
    assert not compared(same, {**same, "bounds": np.zeros((0, 3), np.int64)}).is_same


def test_both_backends_give_the_same_landmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ai_edge_litert")
    frames = portrait_clip.frames()[:20]
    faces = {}
    for backend in ("litert", "opencv"):
        monkeypatch.setenv(BACKEND_VARIABLE, backend)
        tracker = FaceTracker()
        assert FaceMesh().backend == backend
        faces[backend] = [tracker.track(frame) for frame in frames]
    for one, other in zip(faces["litert"], faces["opencv"], strict=True):
        assert np.abs(one.face.points - other.face.points).max() < 1e-2
        assert one.place.box == other.place.box
        np.testing.assert_array_equal(one.place.points, other.place.points)


def test_without_litert_opencv_runs_the_networks() -> None:
    done = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "opencv"


def test_litert_writes_nothing_to_the_terminal() -> None:
    code = "from engine.face import FaceTracker; FaceTracker()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""
