"""Windows seen from both ends: training and inference agree, and what stays shows from the far end."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.network.both_ways import backwards, forwards
from engine.spotters import NetworkSpotter
from engine.synthesis.hybrid import WindowBatch
from engine.training.module import TrainableNetwork
from engine.training.recipe import Recipe
from engine.training.trainer import both_directions, losses, network_views
from engine.weights import Shape, write_safetensors
from engine.windows import Stitcher
from tests.kit.networks import batch

ONE_WAY = Recipe("test", steps=(1,))
NEAR = Recipe("test", steps=(1,), one_way=0)
FAR = Recipe("test", steps=(1,), one_way=0, near_end=0)


def some_windows(count: int = 3) -> np.ndarray:
    windows = np.random.default_rng(5).normal(0, 1, (count, 10, 50)).astype(np.float32)
    windows[:, :, 0] = 0
    return windows


@pytest.mark.parametrize("recipe", [NEAR, FAR])
def test_what_learns_is_what_the_card_makes_of_the_weights(recipe: Recipe, tmp_path: Path) -> None:
    torch.manual_seed(3)
    network = TrainableNetwork(Shape(blocks=1), projections="wide").eval()
    path = tmp_path / "model.safetensors"
    digest = write_safetensors(path, network.state_arrays())
    card = {"sha256": digest, "views": ["reverse"], "view_mean": "logit", "far_end": recipe.far_end(0)}
    path.with_suffix(".json").write_text(json.dumps({"features": "robust", **card}))
    windows = some_windows()
    with torch.no_grad():
        score, logits = network_views(network, torch.from_numpy(windows), recipe, 0)
    found, probabilities = NetworkSpotter.load(path).windows(windows.astype(np.float64))
    np.testing.assert_allclose(found, torch.sigmoid(score).numpy(), atol=1e-5)
    np.testing.assert_allclose(probabilities, torch.softmax(logits, dim=2).numpy(), atol=1e-5)


def test_the_loss_of_both_directions_is_the_same_backwards() -> None:
    torch.manual_seed(3)
    network = TrainableNetwork(Shape(blocks=1), projections="wide").eval()
    given = batch(1)
    given.features[:, :, 0] = 0
    turned = WindowBatch(
        np.ascontiguousarray(backwards(given.features, far_end=False)),
        *(np.ascontiguousarray(a[:, ::-1]) for a in (given.spot, given.emotion, given.weight)),
    )
    for recipe in (NEAR, FAR):
        assert losses(network, given, recipe)[0].item() == pytest.approx(
            losses(network, turned, recipe)[0].item(), rel=1e-4
        )
    assert losses(network, given, ONE_WAY)[0].item() != pytest.approx(
        losses(network, turned, ONE_WAY)[0].item(), rel=1e-4
    )


def test_a_change_that_stays_shows_from_the_far_end_on() -> None:
    step, bump = np.full((2, 1, 10, 50), 1e-9)  # all zeros would be samples that were not measured
    step[..., 0] = bump[..., 0] = bump[..., -1] = 0
    step[..., 30:] = 2.0
    bump[..., 20:30] = 2.0
    np.testing.assert_allclose(forwards(step, far_end=True)[..., 0], -2)
    np.testing.assert_allclose(backwards(step, far_end=True)[..., 0], 2)
    for far_end in (False, True):
        np.testing.assert_allclose(forwards(bump, far_end=far_end), bump, atol=1e-8)
        np.testing.assert_allclose(backwards(bump, far_end=far_end), bump[..., ::-1], atol=1e-8)
    windows = some_windows()
    both = both_directions(torch.from_numpy(windows), far_end=True).numpy()
    np.testing.assert_array_equal(both[3:], windows[:, :, ::-1])
    np.testing.assert_allclose(both[:3], windows - windows[:, :, -1:], atol=1e-6)


def test_both_directions_halve_the_windows_and_stages_may_end_early() -> None:
    recipe = Recipe("test", steps=(5, 6, 7), blocks=(1, 1, 1), cycles=(50, 6, 7), one_way=1, near_end=2, batch=16)
    assert [recipe.windows(stage) for stage in range(3)] == [16, 8, 8]
    assert [recipe.far_end(stage) for stage in range(3)] == [False, False, True]
    assert [recipe.cycle(stage) for stage in range(3)] == [50, 6, 7]


def test_the_middle_of_a_window_counts_most_where_windows_overlap() -> None:
    stitcher = Stitcher(75, 50, "centred")
    mask = np.zeros(50, np.uint8)
    stitcher.add(0, np.zeros(50), mask)
    values = np.ones(50)
    values[40] = np.nan
    stitcher.add(25, values, mask)
    curve, _ = stitcher.result()
    assert (curve[:25] == 0).all()
    assert (curve[50:65] == 1).all()
    assert np.isnan(curve[65])
    assert curve[25] == pytest.approx(1 / 26)  # first of 25 there, last of 25 here
    assert (np.diff(curve[25:50]) > 0).all()
    assert curve[37] + curve[37] == pytest.approx(1, abs=0.02)
