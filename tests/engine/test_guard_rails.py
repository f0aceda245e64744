"""What the default model must never do: propose something on a still picture or on noise, or give no number."""

from pathlib import Path

import numpy as np

from engine.config import AnalysisConfig
from engine.pipeline import analyze
from engine.spotters import load_spotter
from engine.synthesis.clips import Camera, Scene, pictures
from engine.synthesis.codec import write_h264
from engine.synthesis.subject import demo_subject, varied
from engine.types import AnalysisRun


def run_of(path: Path) -> AnalysisRun:
    *_, run = analyze(path, AnalysisConfig())
    assert isinstance(run, AnalysisRun)
    return run


def test_a_still_face_gives_scores_and_no_proposal(tmp_path: Path) -> None:
    subject = varied(demo_subject(), np.random.default_rng(1), side=150.0)
    scene = Scene(subject, 75, np.zeros((75, 6)), (), np.zeros(75))
    write_h264(tmp_path / "still.mp4", pictures(scene, Camera(noise=0.8), np.random.default_rng(2)), crf=20)
    run = run_of(tmp_path / "still.mp4")
    assert run.model == "metst-synth-v1"
    assert np.isfinite(run.curves.score).all()
    assert run.proposals == ()


def test_noise_gives_no_proposal(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    noise = (rng.integers(0, 256, (128, 160), dtype=np.uint8) for _ in range(60))
    write_h264(tmp_path / "noise.mp4", noise, crf=18)
    run = run_of(tmp_path / "noise.mp4")
    assert run.proposals == ()
    assert any("No face" in note for note in run.notes)


def test_windows_of_any_size_of_movement_give_numbers() -> None:
    model = load_spotter("metst-synth-v1", device="cpu")
    assert model.card.infers_emotion
    for size in (0.0, 1e-6, 1.0, 1e3):
        windows = np.random.default_rng(3).normal(0, 1, (2, 10, 50)) * size
        score, probabilities = model.windows(windows)
        assert probabilities is not None
        assert np.isfinite(score).all()
        assert np.isfinite(probabilities).all()
        assert ((score >= 0) & (score <= 1)).all()
