"""Learning from the reviewer: the new head ranks better where verdicts follow a pattern, and is refused where not."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.errors import AnalysisError
from engine.spotters import load_spotter
from engine.training import finetune
from engine.training.finetune import ReviewedProposal, ReviewedVideo, TuneResult, TuneStep, auc
from engine.training.module import TrainableNetwork
from engine.training.trainer import with_idle_blocks
from engine.weights import Shape, write_safetensors
from tests.kit.tuning import fine_tune


@pytest.fixture
def model(tmp_path: Path) -> Path:
    torch.manual_seed(2)
    path = tmp_path / "base.safetensors"
    digest = write_safetensors(path, TrainableNetwork(Shape(blocks=1), projections="wide").state_arrays())
    card = {"title": "Base", "features": "robust", "stitch": "average", "sha256": digest, "decoder": {"threshold": 0.5}}
    path.with_suffix(".json").write_text(json.dumps(card))
    return path


def review(seed: int, *, random: bool = False) -> ReviewedVideo:
    """Forty proposals: movements of the mouth were accepted, movements of the brows rejected (or verdicts random)."""
    rng = np.random.default_rng(seed)
    n = 2000
    moved = rng.normal(0, 0.1, (10, n))
    decisions = []
    for number in range(40):
        first, mouth = 25 + 49 * number, bool(number % 2)
        pulse = np.sin(np.linspace(0.1, 3.0, 16)) * rng.uniform(1, 2)
        moved[[5] if mouth else [1, 3], first : first + 16] += pulse
        decisions.append(ReviewedProposal(first, first + 15, bool(rng.random() < 0.5) if random else mouth))
    starts = np.arange(0, n - 49, 25)
    windows = np.stack([moved[:, s : s + 50] - moved[:, s : s + 1] for s in starts]).astype(np.float32)
    return ReviewedVideo(starts, windows, n, tuple(decisions))


def result_of(model: Path, reviews: list[ReviewedVideo], target: Path) -> TuneResult:
    *steps, result = fine_tune(model, reviews, target)
    assert all(isinstance(step, TuneStep) and step.done <= step.total for step in steps)
    assert isinstance(result, TuneResult)
    return result


def test_verdicts_with_a_pattern_make_a_better_model_with_its_own_card(model: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.safetensors"
    result = result_of(model, [review(1)], target)
    assert result.kept, result.reason
    assert result.auc_after > max(0.9, result.auc_before)
    card = json.loads(target.with_suffix(".json").read_text())
    assert card["tuned_from"] == "base.safetensors"
    assert card["decoder"]["threshold"] == result.threshold
    tuned = load_spotter(str(target), device="cpu")
    assert tuned.card.title.startswith("Base, tuned")
    other = review(7)
    score = tuned.windows(other.features)[0]
    assert np.isfinite(score).all()


def test_random_verdicts_are_refused_and_leave_no_file(model: Path, tmp_path: Path) -> None:
    refused = 0
    for seed in range(5):
        target = tmp_path / f"poisoned-{seed}.safetensors"
        result = result_of(model, [review(seed, random=True)], target)
        refused += not result.kept
        assert target.exists() == result.kept
        if not result.kept:
            assert "old model stays" in result.reason
    assert refused >= 4


def test_too_few_verdicts_are_one_sentence(model: Path, tmp_path: Path) -> None:
    few = review(1)
    with pytest.raises(AnalysisError, match="at least 4 accepted"):
        list(
            fine_tune(
                model, [ReviewedVideo(few.starts, few.features, few.n, few.decisions[:5])], tmp_path / "x.safetensors"
            )
        )


def test_auc_counts_ties_half() -> None:
    assert auc(np.array([1.0, 2.0, 2.0]), np.array([0.0, 1.0, 0.0])) == 0.75
    assert auc(np.array([1.0]), np.array([1.0])) == 0.5


def test_idle_blocks_change_nothing() -> None:
    from engine.network import Network

    torch.manual_seed(4)
    small = TrainableNetwork(Shape(blocks=2), projections="wide").state_arrays()
    x = np.random.default_rng(0).normal(0, 1, (2, 10, 50)).astype(np.float32)
    grown = with_idle_blocks(small, 5)
    np.testing.assert_allclose(Network(grown).windows(x)[0], Network(small).windows(x)[0], atol=1e-6)


def test_the_new_head_stays_within_bounds_where_the_old_one_scored_all_low() -> None:
    rng = np.random.default_rng(0)
    y = np.repeat([0.0, 1.0], [25, 12])
    x = rng.normal(0, 1, (37, 64))
    x[:, 0] += 4 * y
    before = rng.normal(-4, 1, 37)
    change = finetune._fit(finetune._Examples(x, y, before), None)
    assert np.abs(change).max() < 20  # undamped Newton steps ran away to 17,000
    assert auc(before, y) < 0.6
    assert auc(before + x @ change[:-1] + change[-1], y) > 0.9
