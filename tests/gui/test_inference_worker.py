"""What reaches the window from the analysis process, and what the process is spared."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from engine.config import AnalysisConfig
from engine.types import AnalysisRun, Curves, Progress, ScoreChunk
from metst_gui.inference import worker
from metst_gui.inference.controller import InferenceController
from metst_gui.inference.job import WorkerJob
from metst_gui.inference.worker import STOPPED, InferenceWorker, frozen_event
from tests.conftest import ROOT
from tests.document.factory import make_proposal, make_run

TIMEOUT = 20_000
ANYWHERE = Path("nowhere.mp4")


def make_chunk(start: int, *proposals) -> ScoreChunk:
    curves = Curves(np.arange(5) + start, np.zeros(5, np.float32), None, np.zeros(5, np.uint8), 30.0)
    return ScoreChunk(start, curves, proposals or None)


def test_a_batch_keeps_every_chunk_but_only_the_latest_progress_and_proposals() -> None:
    batch = worker._Batch()
    for start in (0, 5, 10):
        batch.add(Progress("x", start, 15))
        batch.add(make_chunk(start, make_proposal(start + 9)))
    batch.add(make_chunk(15))
    batch.add(make_run())
    events = batch.take()
    chunks = [one for one in events if isinstance(one, ScoreChunk)]
    assert [one.start for one in chunks] == [0, 5, 10, 15]
    assert [one.proposals and one.proposals[0].id for one in chunks] == [None, None, "p19", None]
    assert [one.done for one in events if isinstance(one, Progress)] == [10]
    assert isinstance(events[-1], AnalysisRun)
    assert batch.take() == []


def test_arrays_of_an_event_are_read_only_and_shared_not_copied() -> None:
    chunk = make_chunk(0)
    assert frozen_event(chunk) is chunk
    with pytest.raises(ValueError, match="read-only"):
        chunk.curves.score[0] = 1


@pytest.fixture
def busy(qapp, qtbot):
    """A controller whose analysis has sent its first event, and the process of it."""
    inference = InferenceController(factory="tests.e2e.fakes:endless")
    with qtbot.waitSignal(inference.event_ready, timeout=TIMEOUT):
        inference.start(ANYWHERE, AnalysisConfig())
    (process,) = multiprocessing.active_children()
    yield inference, process
    inference.shutdown()


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_process_is_one_sentence_and_the_next_start_works(busy, qtbot) -> None:
    inference, process = busy
    with qtbot.waitSignal(inference.finished, timeout=TIMEOUT) as finished:
        os.kill(process.pid, signal.SIGKILL)
    assert finished.args == [STOPPED]
    assert not inference.running
    with qtbot.waitSignal(inference.event_ready, timeout=TIMEOUT):
        inference.start(ANYWHERE, AnalysisConfig())


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_frozen_process_does_not_keep_the_window_from_closing(busy) -> None:
    inference, process = busy
    pid = process.pid
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    inference.shutdown()
    inference.shutdown()
    assert time.monotonic() - began < 4
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.skipif(os.name != "posix", reason="priorities")
def test_the_process_gives_way_to_the_window(busy) -> None:
    _, process = busy
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)


def test_after_shutdown_a_start_ends_at_once(qapp, qtbot) -> None:
    inference = InferenceController(factory="tests.e2e.fakes:endless")
    inference.shutdown()
    with qtbot.waitSignal(inference.finished, timeout=1000) as finished:
        inference.start(ANYWHERE, AnalysisConfig())
    assert finished.args == [STOPPED]
    assert not inference.running


def test_a_process_that_cannot_start_is_one_sentence(qapp, monkeypatch, caplog) -> None:
    def refuse(_process: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(multiprocessing.context.SpawnProcess, "start", refuse)
    main = sys.modules["__main__"]
    inference, outcomes = InferenceWorker(), []
    inference.finished.connect(lambda job, sentence: outcomes.append((job, sentence)))
    inference.run(WorkerJob(7, "tests.e2e.fakes:endless", ANYWHERE, AnalysisConfig()))
    assert outcomes == [(7, STOPPED)]
    assert "could not be driven" in caplog.text
    assert sys.modules["__main__"] is main


# As the console script of an installed METST: the window is imported outside the guard.
SCRIPT = """
import sys
from metst_gui.app import main
if __name__ == "__main__":
    from pathlib import Path
    from PySide6.QtCore import QCoreApplication
    from engine.config import AnalysisConfig
    from metst_gui.inference.controller import InferenceController
    app = QCoreApplication([])
    inference = InferenceController(factory="tests.e2e.fakes:imports")
    inference.event_ready.connect(lambda event: print("imported:", event.stage))
    inference.finished.connect(lambda sentence: (print("finished:", sentence), app.quit()))
    inference.start(Path("nowhere.mp4"), AnalysisConfig())
    app.exec()
    inference.shutdown()
"""


@pytest.mark.slow
def test_the_process_imports_no_qt_whatever_started_the_program(tmp_path: Path) -> None:
    script = tmp_path / "metst-gui"
    script.write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env=environment, timeout=60, check=True
    )
    assert done.stdout.split("\n")[:2] == ["imported: ", "finished: None"]
