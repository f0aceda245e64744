"""The compiled scan with its gradient against plain torch, and the loop around it."""

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.network import Network
from engine.synthesis.hybrid import WindowBatch
from engine.training.module import TrainableNetwork, plain_scan
from engine.training.recipe import Recipe
from engine.training.scan_gradient import scan_backward, scan_forward
from engine.training.trainer import Trainer, losses, one_cycle, run_training
from engine.weights import Shape
from tests.kit.networks import batch

SMALL = Shape(blocks=2)


@pytest.fixture(autouse=True)
def _one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def twins(drop: float = 0.0) -> tuple[TrainableNetwork, TrainableNetwork]:
    """The same network with the compiled scan in float32 and with torch's steps in float64."""
    torch.manual_seed(3)
    fast, plain = TrainableNetwork(SMALL, drop_path=drop), TrainableNetwork(SMALL, drop_path=drop)
    plain.load_state_dict(fast.state_dict())
    return fast, plain.double()


def test_scan_and_every_gradient_equal_the_plain_steps() -> None:
    rng = np.random.default_rng(0)
    shapes = ((3, 17, 5), (3, 17, 5), (5, 64), (3, 17, 64), (3, 17, 64))
    u, delta, a, b, c = (rng.normal(0, 1, shape).astype(np.float32) for shape in shapes)
    delta, a = np.exp(delta - 2), -np.exp(a)
    tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (u, delta, a, b, c)]
    expected = plain_scan(*tensors)
    found = scan_forward(u, delta, a, b, c)
    np.testing.assert_allclose(found, expected.detach().numpy(), rtol=1e-5, atol=1e-5)
    dy = rng.normal(0, 1, found.shape).astype(np.float32)
    expected.backward(torch.from_numpy(dy).double())
    for gradient, tensor in zip(scan_backward(dy, u, delta, a, b, c), tensors, strict=True):
        assert tensor.grad is not None
        size = float(tensor.grad.abs().max())
        np.testing.assert_allclose(gradient, tensor.grad.numpy(), rtol=0, atol=1e-5 * size)


@pytest.mark.parametrize("spot_loss", ["mse", "bce"])
def test_one_step_gives_the_loss_and_gradients_of_plain_torch(spot_loss) -> None:
    fast, plain = twins()
    recipe = Recipe("test", steps=(1,), spot_loss=spot_loss, balanced=True, neutral=6.0)
    given = batch(1)
    wide = WindowBatch(given.features.astype(np.float64), given.spot, given.emotion, given.weight)
    loss, _, _ = losses(fast, given, recipe)
    expected, _, _ = losses(plain, wide, recipe)
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)
    loss.backward()
    expected.backward()
    largest = max(float(p.grad.abs().max()) for p in plain.parameters() if p.grad is not None)
    compared = 0
    for (name, ours), theirs in zip(fast.named_parameters(), plain.parameters(), strict=True):
        assert ours.grad is not None, name
        assert theirs.grad is not None, name
        size = float(theirs.grad.abs().max())
        # biases before a BatchNorm have no gradient: only rounding is left there
        np.testing.assert_allclose(
            ours.grad.numpy(), theirs.grad.numpy(), rtol=0, atol=1e-5 * max(size, 1e-2 * largest), err_msg=name
        )
        compared += 1
    assert compared == len(list(plain.parameters())) > 30


def test_trained_weights_run_the_same_in_the_inference_network() -> None:
    torch.manual_seed(0)
    trainable = TrainableNetwork(SMALL)
    x = np.random.default_rng(2).normal(0, 1, (4, 10, 50)).astype(np.float32)
    trainable.train()
    trainable(torch.from_numpy(x))  # moves the running statistics
    trainable.eval()
    with torch.no_grad():
        score, logits = trainable(torch.from_numpy(x))
    spot, emotion = Network(trainable.state_arrays()).windows(x)
    np.testing.assert_allclose(spot, torch.sigmoid(score).numpy(), atol=1e-5)
    np.testing.assert_allclose(emotion, logits.numpy(), atol=1e-4)


def test_overfits_eight_windows() -> None:
    recipe = Recipe("test", steps=(150,), blocks=(2,), max_lr=(5e-3,), batch=8, average=0.0)
    given = batch(5, size=8)
    trainer = Trainer(recipe, lambda *_: given)
    reports = [trainer.advance() for _ in range(recipe.total)]
    assert reports[0].spot_loss > 0.5
    assert reports[-1].spot_loss < 0.02
    assert reports[-1].recog_loss < 0.02


def test_resumes_bit_identically(tmp_path: Path) -> None:
    recipe = Recipe("test", steps=(6, 4), blocks=(1, 2), max_lr=(3e-3, 1e-3), drop_path=0.2, gains=(0.9, 1.1))

    def batches(step: int, size: int) -> WindowBatch:
        return batch(step, size=4)

    whole = Trainer(recipe, batches)
    expected = [report.loss for report in run_training(whole, tmp_path / "whole")]
    stopped = run_training(Trainer(recipe, batches), tmp_path / "parts")
    found = [next(stopped).loss for _ in range(7)]
    stopped.close()
    second = Trainer(recipe, batches)
    found += [report.loss for report in run_training(second, tmp_path / "parts")]
    assert found == expected
    for name, value in whole.weights().items():
        assert np.array_equal(value, second.weights()[name]), name
    rows = (tmp_path / "parts" / "log.csv").read_text().splitlines()
    assert [row.split(",")[0] for row in rows] == ["step", *(str(i) for i in range(10))]


def test_new_blocks_change_nothing_at_first() -> None:
    recipe = Recipe("test", steps=(3, 3), blocks=(1, 3), max_lr=(1e-3, 1e-12), decay=0.0)
    given = batch(0)
    trainer = Trainer(recipe, lambda *_: given)
    for _ in range(3):
        trainer.advance()
    small = trainer.weights()
    trainer.advance()  # builds the larger network and takes a step too small to matter
    grown = {name: small.get(name, value) if "running" in name else value for name, value in trainer.weights().items()}
    assert len(grown) > len(small)
    np.testing.assert_allclose(
        Network(small).windows(given.features)[0], Network(grown).windows(given.features)[0], atol=1e-5
    )


def test_schedule_is_torchs_one_cycle() -> None:
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=1.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=1e-4, total_steps=57, cycle_momentum=False)
    for step in range(57):
        assert one_cycle(step, 57, 1e-4) == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-6, abs=1e-12)
        optimizer.step()
        if step < 56:
            schedule.step()
