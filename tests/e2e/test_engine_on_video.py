"""The whole engine on rendered face clips: events, gaps, and the same bits from window and command line."""

import json
from pathlib import Path

import av
import numpy as np
import pytest

from engine.cli import main, score_files
from engine.config import AnalysisConfig
from engine.pipeline import analyze
from engine.synthesis import Script, write_demo
from engine.synthesis.script import micro
from engine.types import UNSCORED, AnalysisRun, Emotion, Mask
from metst_gui.desk.analysis_options import options_of
from metst_gui.inference.controller import InferenceController
from metst_gui.settings import Settings
from tests.e2e.conftest import TIMEOUT

EVENTS = (micro((40, 46, 60), "1+2", Emotion.SURPRISE, response=1.6),)


@pytest.fixture(scope="session")
def face_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """110 frames of a face with one raised-brow event."""
    return write_demo(tmp_path_factory.mktemp("face"), script=Script(110, EVENTS)).video


@pytest.fixture(scope="session")
def interrupted_clip(tmp_path_factory: pytest.TempPathFactory, face_clip: Path) -> Path:
    """The face clip with its frames 75 and later replaced by a flat gray picture."""
    path = tmp_path_factory.mktemp("gap") / "gap.mp4"
    with av.open(str(face_clip)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 456, 466, "yuv420p"
        for number, frame in enumerate(source.decode(video=0)):
            picture = frame.to_ndarray(format="bgr24")
            if number >= 75:
                picture = np.full_like(picture, 128)
            target.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        target.mux(stream.encode(None))
    return path


def run_of(path: Path) -> AnalysisRun:
    *_, run = analyze(path, AnalysisConfig(weights="classical"))
    assert isinstance(run, AnalysisRun)
    return run


def test_the_event_is_proposed_with_its_bounds(face_clip: Path) -> None:
    run = run_of(face_clip)
    assert len(run.curves.score) == 110
    assert run.model == "classical"
    assert run.curves.probabilities is None
    overlaps = [
        (min(one.offset, 60) - max(one.onset, 40) + 1) / (max(one.offset, 60) - min(one.onset, 40) + 1)
        for one in run.proposals
    ]
    assert max(overlaps) >= 0.5
    assert all(one.emotion is None for one in run.proposals)


def test_a_lost_face_is_a_gap_with_a_reason_and_no_proposal_crosses_it(interrupted_clip: Path) -> None:
    run = run_of(interrupted_clip)
    lost = slice(76, 110)
    assert np.isnan(run.curves.score[lost]).all()
    assert (run.curves.mask[lost] & (Mask.NO_FACE | Mask.CUT | Mask.DARK)).all()
    assert np.isfinite(run.curves.score[10:60]).all()
    assert (run.curves.mask[:10] == Mask.TAIL).all(), "too little is seen around the first frames"
    assert all(one.offset <= 75 for one in run.proposals)
    assert any("of the video has a score" in note for note in run.notes)


def test_unscored_and_nan_are_the_same_samples(interrupted_clip: Path) -> None:
    curves = run_of(interrupted_clip).curves
    np.testing.assert_array_equal(np.isnan(curves.score), (curves.mask & UNSCORED) != 0)


def test_window_and_command_line_give_the_same_bits(face_clip: Path, tmp_path: Path, qtbot) -> None:
    assert main(["analyze", str(face_clip), "--out", str(tmp_path)]) == 0
    inference = InferenceController()
    events = []
    inference.event_ready.connect(events.append)
    try:
        with qtbot.waitSignal(inference.finished, timeout=3 * TIMEOUT) as finished:
            inference.start(face_clip, options_of(Settings(), image_rate=None, face_at=None))
    finally:
        inference.shutdown()
    assert finished.args == [None]
    run = events[-1]
    written = score_files.read_curves(tmp_path / f"{face_clip.stem}.scores.csv")
    assert run.curves.score.tobytes() == written.score.tobytes()
    assert run.curves.mask.tobytes() == written.mask.tobytes()
    record = json.loads((tmp_path / f"{face_clip.stem}.run.json").read_text("utf-8"))
    assert record["proposals"] == len(run.proposals)
    assert record["config"] == dict(run.settings)


def test_features_infer_and_decode_commands(
    face_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    features, outputs = tmp_path / "f.npz", tmp_path / "o.npz"
    assert main(["features", str(face_clip), "--out", str(features)]) == 0
    with np.load(features) as data:
        assert data["features"].shape == (4, 10, 50)
        assert data["mask"].shape == data["frames"].shape == (4, 50)
        assert data["frames"][-1, -1] == 109
    assert main(["infer", "--features", str(features), "--weights", "classical", "--out", str(outputs)]) == 0
    with np.load(outputs) as data:
        assert data["spotting"].shape == (4, 50)
    assert (
        main(["analyze", str(face_clip), "--out", str(tmp_path), "--subject", "s1", "--json", "--weights", "classical"])
        == 0
    )
    printed = capsys.readouterr().out
    assert json.loads(printed[printed.index("[") :])[0]["model"] == "classical"
    for decoder in ("half_max", "anchored", "paper", "prior_guided"):
        assert main(["decode", str(tmp_path / f"{face_clip.stem}.scores.csv"), "--decoder", decoder]) == 0
        lines = capsys.readouterr().out.strip().splitlines()
        assert lines[0].startswith("id,onset,apex,offset,score,emotion")
        assert len(lines) >= 2, decoder


def test_no_face_at_all_is_a_result_not_a_crash(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", str(shared / "footage" / "no_face.mp4"), "--out", str(tmp_path)]) == 0
    record = json.loads((tmp_path / "no_face.run.json").read_text("utf-8"))
    assert record["unscored_samples"] == record["samples"] == 95
    assert any("No face was found" in note for note in record["notes"])
    assert (tmp_path / "no_face.proposals.csv").read_text("utf-8").count("\n") == 1


def test_a_real_face_video_is_analysed(shared: Path) -> None:
    run = run_of(shared / "footage" / "face_noface.mov")
    assert len(run.curves.score) == len(run.curves.frames)
    faceless = run.curves.frames > 75
    assert np.isnan(run.curves.score[faceless]).all()
    assert np.isfinite(run.curves.score[~faceless]).mean() > 0.8
