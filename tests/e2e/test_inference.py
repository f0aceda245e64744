"""The analysis process: events, cancellation, failures, restart, shutdown."""

import threading
from pathlib import Path

import pytest

from engine.config import AnalysisConfig
from engine.types import AnalysisRun, Progress, ScoreChunk
from metst_gui.inference.controller import InferenceController
from metst_gui.inference.job import WorkerJob
from metst_gui.inference.worker import STOPPED, InferenceWorker
from tests.engine.clips import CLIPS

TIMEOUT = 20_000


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    return CLIPS["h264-gop15"].write(tmp_path_factory.mktemp("clip") / "clip", 240)


@pytest.fixture
def controller(qapp):
    made = []

    def make(name: str) -> InferenceController:
        made.append(InferenceController(factory=f"tests.e2e.fakes:{name}"))
        return made[-1]

    yield make
    for one in made:
        one.shutdown()
        one.shutdown()


def test_every_chunk_arrives_in_order_and_the_run_last(controller, clip, qtbot) -> None:
    inference = controller("quick")
    events = []
    inference.event_ready.connect(events.append)
    with qtbot.waitSignal(inference.finished, timeout=TIMEOUT) as finished:
        inference.start(clip, AnalysisConfig())
    assert finished.args == [None]
    assert [one.start for one in events if isinstance(one, ScoreChunk)] == [0, 60, 120, 180]
    assert isinstance(events[-1], AnalysisRun)
    assert not events[-1].curves.score.flags.writeable
    assert not inference.running


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("refuses", "No usable frame was found: choose another video."),
        ("breaks", "The analysis failed (ZeroDivisionError); the review goes on. Details are in the log."),
        ("dies", STOPPED),
    ],
)
def test_failures_are_one_sentence_and_a_restart_works(controller, clip, qtbot, name, sentence) -> None:
    inference = controller(name)
    for _ in range(2):
        with qtbot.waitSignal(inference.finished, timeout=TIMEOUT) as finished:
            inference.start(clip, AnalysisConfig())
        assert finished.args == [sentence]


def test_cancel_answers_at_once_and_nothing_follows(controller, clip, qtbot) -> None:
    inference = controller("endless")
    with qtbot.waitSignal(inference.event_ready, timeout=TIMEOUT):
        inference.start(clip, AnalysisConfig())
    late = []
    with qtbot.waitSignal(inference.cancelled, timeout=500):
        inference.cancel()
    inference.event_ready.connect(late.append)
    qtbot.wait(300)
    assert late == []
    assert not inference.running


def test_a_new_start_replaces_the_running_job(controller, clip, qtbot) -> None:
    inference = controller("endless")
    with qtbot.waitSignal(inference.event_ready, timeout=TIMEOUT):
        inference.start(clip, AnalysisConfig())
    inference._factory = "tests.e2e.fakes:quick"
    with qtbot.waitSignal(inference.finished, timeout=TIMEOUT) as finished:
        inference.start(clip, AnalysisConfig())
    assert finished.args == [None]


def test_shutdown_ends_a_hung_analysis(controller, clip, qtbot) -> None:
    inference = controller("hangs")
    with qtbot.waitSignal(inference.event_ready, timeout=TIMEOUT):
        inference.start(clip, AnalysisConfig())
    inference.shutdown()
    assert not inference._thread.isRunning()


def test_the_process_never_imports_qt_or_torch(controller, clip, qtbot) -> None:
    inference = controller("imports")
    events = []
    inference.event_ready.connect(events.append)
    with qtbot.waitSignal(inference.finished, timeout=TIMEOUT):
        inference.start(clip, AnalysisConfig())
    assert [one.stage for one in events if isinstance(one, Progress)] == [""]


def test_worker_by_itself(clip, qtbot) -> None:
    worker = InferenceWorker()
    outcomes = []
    worker.finished.connect(lambda job, sentence: outcomes.append((job, sentence)))
    cancelled = threading.Event()
    cancelled.set()
    worker.run(WorkerJob(1, "tests.e2e.fakes:quick", clip, AnalysisConfig(), cancelled))
    worker.run(WorkerJob(2, "tests.e2e.fakes:refuses", clip, AnalysisConfig()))
    assert outcomes == [(1, None), (2, "No usable frame was found: choose another video.")]
