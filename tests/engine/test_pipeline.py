"""The generator: events, cancellation, gaps, determinism; stages are replaced where the test is not about them."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.config import AnalysisConfig
from engine.errors import AnalysisError, SourceError
from engine.face import FaceChoice, TrackedFace
from engine.flow import WindowFeatures
from engine.pipeline import analyze, stream, window_scores
from engine.pipeline.stream import Decoded, stream_windows
from engine.pipeline.survey import coverage_notes
from engine.types import UNSCORED, AnalysisRun, Curves, Mask, Progress, ScoreChunk
from tests.kit.analysis import FakeModel, FakeSource


@pytest.fixture
def _fake_features(monkeypatch: pytest.MonkeyPatch) -> None:
    """Channel 0 of each window is 1 on frames 100..119; frames 60..64 have no face."""

    def features(grays: list, faces: list, task: stream.Task) -> WindowFeatures:
        config, channels, _ = task
        assert len(grays) == len(faces) == config.k
        assert channels == 10
        frames = np.array([gray.pixels[0, 0] for gray in grays])
        values = np.zeros((10, config.k))
        values[0] = (frames >= 100) & (frames < 120)
        mask = np.where((frames >= 60) & (frames < 65), int(Mask.NO_FACE), 0).astype(np.uint8)
        return WindowFeatures(features=values, mask=mask)

    class Tracker:
        faces_seen, tilted, likeness = 1, 0, float("nan")

        def __init__(self, choice: FaceChoice) -> None:
            assert choice == FaceChoice()

        def track(self, gray: np.ndarray) -> TrackedFace:
            return TrackedFace(None, cut=False, dark=False)

    monkeypatch.setattr(stream, "_features", features)
    monkeypatch.setattr(stream, "_begun", lambda *_: None)
    monkeypatch.setattr(stream, "FaceTracker", Tracker)


@pytest.mark.usefixtures("_fake_features")
def test_run_ends_with_one_complete_run() -> None:
    events = list(analyze(FakeSource(180), AnalysisConfig(), FakeModel()))
    assert isinstance(events[-1], AnalysisRun)
    assert sum(isinstance(event, AnalysisRun) for event in events) == 1
    finished = events[-1]
    assert len(finished.curves.score) == 180
    assert np.isnan(finished.curves.score[60:65]).all()
    assert np.isfinite(np.delete(finished.curves.score, np.s_[60:65])).all()
    assert np.isnan(finished.curves.probabilities[62]).all()
    (proposal,) = finished.proposals
    assert (proposal.onset, proposal.offset) == (100, 119)
    assert any("97 % of the video" in note for note in finished.notes)
    assert not finished.curves.score.flags.writeable


@pytest.mark.usefixtures("_fake_features")
def test_chunks_cover_the_video_in_order_and_progress_rises() -> None:
    events = list(analyze(FakeSource(187), AnalysisConfig(), FakeModel()))
    position = 0
    for chunk in (event for event in events if isinstance(event, ScoreChunk)):
        assert chunk.start == position
        position += len(chunk.curves.score)
    assert position == 187
    done = [event.done for event in events if isinstance(event, Progress) and event.total == 187]
    assert done == sorted(done)
    assert done[-1] == 187


@pytest.mark.usefixtures("_fake_features")
def test_closing_releases_the_source() -> None:
    source = FakeSource(400)
    with closing(analyze(source, AnalysisConfig(), FakeModel())) as events:
        for event in events:
            if isinstance(event, ScoreChunk):
                break
    assert source.closed


@pytest.mark.usefixtures("_fake_features")
def test_two_runs_are_bit_identical() -> None:
    first, second = (list(analyze(FakeSource(200), AnalysisConfig(), FakeModel()))[-1] for _ in range(2))
    assert first.curves.score.tobytes() == second.curves.score.tobytes()
    assert first.proposals == second.proposals
    assert first.id != second.id


def test_too_short_a_source_is_one_sentence() -> None:
    with pytest.raises(AnalysisError, match="has 5 frames to analyse; at least 6 are"):
        list(analyze(FakeSource(5), AnalysisConfig(), FakeModel()))


def test_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        list(analyze(tmp_path / "nothing.mp4", AnalysisConfig(), FakeModel()))


@pytest.mark.usefixtures("_fake_features")
@pytest.mark.parametrize("threads", [0, 1, 3])
def test_windows_come_in_order_two_hops_after_their_last_frame(threads: int) -> None:
    steps = list(stream_windows(FakeSource(180), np.arange(180), AnalysisConfig(), threads=threads))
    order = [step.done if isinstance(step, Decoded) else -step.start for step in steps]
    windows = [0, 25, 50, 75, 100, 125, 130]
    assert [-step for step in order if step <= 0] == windows
    assert all(order.index(-start) > order.index(start + 50) for start in windows)
    assert order.index(0) == 100  # the window 0..49 is due when two later ones are under way
    assert [step for step in order if step > 0] == list(range(1, 181))


def test_no_face_at_all_is_said() -> None:
    assert "No face was found" in coverage_notes(np.full(10, int(Mask.NO_FACE | Mask.TAIL), np.uint8))[0]
    assert coverage_notes(np.full(10, int(Mask.SMALL_FACE), np.uint8)) == ()
    assert not int(Mask.SMALL_FACE) & UNSCORED


def test_a_spread_is_cut_with_its_curves() -> None:
    values = np.arange(5, dtype=np.float32)
    curves = Curves(np.arange(5), values, None, np.zeros(5, np.uint8), 30.0, spread=values / 10)
    rest = window_scores.tail_of(curves, 3)
    np.testing.assert_array_equal(rest.spread, values[3:] / 10)
    assert window_scores.tail_of(replace(curves, spread=None), 3).spread is None
