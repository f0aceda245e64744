"""A checkpoint behind the pipeline and the command line: cards, channels, context, reference mode."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main
from engine.config import AnalysisConfig
from engine.errors import AnalysisError
from engine.face import TrackedFace
from engine.flow import WindowFeatures
from engine.network import Network, one_blas_thread
from engine.pipeline import analyze, stream
from engine.spotters import ClassicalSpotter, NetworkSpotter, load_spotter
from engine.types import AnalysisRun, Mask, ScoreChunk
from engine.weights import MetstShape, NetworkShape, SlowFastShape
from tests.engine.network_data import features, random_state, save_torch
from tests.kit.analysis import FakeSource
from tests.kit.processes import run_python


def checkpoint(folder: Path, shape: NetworkShape) -> Path:
    save_torch(folder / "net.pkl", random_state(shape))
    return folder / "net.pkl"


def test_cards_of_bare_checkpoints(tmp_path: Path) -> None:
    card = load_spotter(str(checkpoint(tmp_path, MetstShape(blocks=1))), device="cpu").card
    assert (card.channels, card.decoder.name, card.stitch) == (10, "anchored", "second_half")
    card = load_spotter(str(checkpoint(tmp_path, SlowFastShape(blocks=1))), device="auto").card
    assert (card.channels, card.decoder.name) == (36, "prior_guided")
    assert card.statement.startswith("METST_SF checkpoint")
    (tmp_path / "net.json").write_text('{"decoder": {"name": "prior_guided", "rule": "two_level", "p": 0.65}}')
    assert load_spotter(str(tmp_path / "net.pkl"), device="cpu").card.decoder.rule == "two_level"


def test_infer_command_with_reference_and_jobs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weights = checkpoint(tmp_path, SlowFastShape(blocks=1))
    np.savez(tmp_path / "f.npz", features=features(36, 30, windows=3))
    np.savez(tmp_path / "ten.npz", features=features(10, 30, windows=3))
    outputs = {}
    for name, more in (("plain", []), ("jobs", ["--jobs", "2"]), ("exact", ["--reference"])):
        command = ["infer", "--features", str(tmp_path / "f.npz"), "--weights", str(weights)]
        assert main([*command, "--out", str(tmp_path / f"{name}.npz"), *more]) == 0
        with np.load(tmp_path / f"{name}.npz") as data:
            outputs[name] = data["spotting"], data["logits"]
    assert outputs["plain"][1].shape == (3, 30, 5)
    assert outputs["plain"][1].tobytes() == outputs["jobs"][1].tobytes()
    np.testing.assert_allclose(outputs["plain"][1], outputs["exact"][1], rtol=0, atol=3e-4)
    assert outputs["plain"][1].tobytes() != outputs["exact"][1].tobytes()
    ten = [
        "infer",
        "--features",
        str(tmp_path / "ten.npz"),
        "--weights",
        str(weights),
        "--out",
        str(tmp_path / "x.npz"),
    ]
    assert main(ten) == 2
    assert "needs features with 36 channels, not 10" in capsys.readouterr().err


@pytest.fixture
def _random_features(monkeypatch: pytest.MonkeyPatch) -> None:
    """Features that depend on the frame alone, so that a sequence of them is known; frames 60..64 have no face."""
    table = features(10, 256).astype(np.float32)

    def of_window(grays: list, *_: object) -> WindowFeatures:
        frames = np.array([gray.pixels[0, 0] for gray in grays])
        mask = np.where((frames >= 60) & (frames < 65), int(Mask.NO_FACE), 0).astype(np.uint8)
        return WindowFeatures(features=np.where(mask, 0.0, table[:, frames]), mask=mask)

    class Tracker:
        faces_seen, tilted, likeness = 1, 0, float("nan")

        def __init__(self, *_: object) -> None: ...

        def track(self, gray: np.ndarray) -> TrackedFace:
            return TrackedFace(None, cut=False, dark=False)

    monkeypatch.setattr(stream, "_features", of_window)
    monkeypatch.setattr(stream, "FaceTracker", Tracker)


@pytest.mark.usefixtures("_random_features")
def test_full_context_is_one_pass_over_the_video(tmp_path: Path) -> None:
    spotter = NetworkSpotter.load(checkpoint(tmp_path, MetstShape(blocks=2)))
    config = AnalysisConfig(context="full", features="robust")
    events = list(analyze(FakeSource(187), config, spotter))
    run = events[-1]
    assert isinstance(run, AnalysisRun)
    assert run.versions["network"] == spotter.backend
    assert any("trained on windows" in note for note in run.notes)
    x = features(10, 256)[:, :187].astype(np.float32)
    x[:, 60:65] = 0
    spot, _ = spotter.network.full(x)
    scored = np.delete(np.arange(187), np.s_[60:65])
    assert run.curves.score[scored].tobytes() == spot[scored].astype(np.float32).tobytes()
    assert np.isnan(run.curves.score[60:65]).all()
    assert np.isfinite(run.curves.probabilities[scored]).all()
    starts = [event.start for event in events if isinstance(event, ScoreChunk)]
    assert starts == sorted(set(starts))
    windows = list(analyze(FakeSource(187), AnalysisConfig(features="robust"), spotter))[-1]
    assert not any("trained on windows" in note for note in windows.notes)
    assert np.nanmax(np.abs(windows.curves.score - run.curves.score)) > 1e-3  # another context, other numbers


@pytest.mark.usefixtures("_random_features")
def test_full_context_needs_a_model_with_states() -> None:
    with pytest.raises(AnalysisError, match="works on windows only"):
        list(analyze(FakeSource(100), AnalysisConfig(context="full"), ClassicalSpotter()))


@pytest.mark.usefixtures("_random_features")
def test_full_context_is_refused_by_a_model_that_sees_windows_from_both_ends(tmp_path: Path) -> None:
    spotter = NetworkSpotter.load(checkpoint(tmp_path, MetstShape(blocks=1)))
    spotter.card = replace(spotter.card, far_end=True)
    config = AnalysisConfig(context="full", features=spotter.card.features)
    with pytest.raises(AnalysisError, match="works on windows only"):
        list(analyze(FakeSource(100), config, spotter))


def test_backend_is_reported() -> None:
    state = random_state(MetstShape(blocks=1))
    assert Network(state, backend="numpy").backend == "numpy float32"
    assert Network(state, precision="float64").backend == "numpy float64"


def test_a_checkpoint_runs_without_torch(tmp_path: Path) -> None:
    weights = checkpoint(tmp_path, MetstShape(blocks=1))
    code = (
        "import sys, numpy as np\nfrom engine.spotters import load_spotter\n"
        f"model = load_spotter({str(weights)!r}, device='auto')\n"
        "model.windows(np.zeros((1, 10, 50)))\nprint(sorted({'torch', 'mamba_ssm'} & set(sys.modules)))"
    )
    assert run_python(code).stdout.strip() == "[]"


def test_blas_is_pinned_while_somebody_needs_it() -> None:
    from threadpoolctl import threadpool_info

    def threads() -> set[int]:
        own = [pool for pool in threadpool_info() if pool["user_api"] == "blas" and "numpy" in pool["filepath"]]
        return {pool["num_threads"] for pool in own}

    before = threads()
    if not before:
        pytest.skip("this numpy brings no BLAS with settable threads")
    with one_blas_thread():
        with one_blas_thread():
            assert threads() == {1}
        assert threads() == {1}
    assert threads() == before
