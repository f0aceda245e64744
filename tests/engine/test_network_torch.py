"""The torch path, run on the processor: the module against the numpy reference, its scans, the kernel's self-test."""

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.errors import AnalysisError
from engine.network import Network, load_network
from engine.network.torch_network import TorchNetwork
from engine.network.torch_scan import choose_scan, kernel_scan, loop_scan, passes, two_level_scan
from engine.spotters import NetworkSpotter
from engine.weights import MetstShape, PlusShape, SlowFastShape, load_checkpoint
from tests.engine.network_data import features, random_state, save_torch

SHAPES = {"metst": MetstShape(blocks=2), "metst_sf": SlowFastShape(blocks=1), "metst_plus": PlusShape(blocks=1)}


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("scan", [loop_scan, two_level_scan])
def test_module_equals_the_reference(name: str, scan) -> None:
    """Two formulations of each network, one in layers of torch and one folded in numpy, agree to float64 rounding."""
    state = random_state(SHAPES[name])
    module = TorchNetwork(state, device="cpu", dtype=torch.float64, scan=scan)
    reference = Network(state, precision="float64")
    for samples in (1, 2, 31, 50):
        x = features(SHAPES[name].channels, samples, windows=2)
        for found, expected in zip(module.windows(x), reference.windows(x), strict=True):
            np.testing.assert_allclose(found, expected, rtol=0, atol=1e-10)


def test_module_has_parity(shared: Path) -> None:
    golden = np.load(shared / "golden" / "parity_A.npz")
    module = TorchNetwork(load_checkpoint(shared / "golden" / "parity_A.pkl")[0], device="cpu")
    assert module.backend == "cpu torch float32"
    for case in ("b4_t50", "b1_t473", "b2_t3"):
        spot, logits = module.windows(golden[f"x_{case}"])
        np.testing.assert_allclose(spot, golden[f"spot64_{case}"], rtol=0, atol=2e-5)
        np.testing.assert_allclose(logits, golden[f"recog64_{case}"], rtol=0, atol=3e-4)
        np.testing.assert_array_equal(logits.argmax(-1), golden[f"recog64_{case}"].argmax(-1))


@pytest.mark.parametrize("name", SHAPES)
def test_streams_carry_the_same_states(name: str) -> None:
    state = random_state(SHAPES[name])
    module = TorchNetwork(state, device="cpu", dtype=torch.float64)
    reference = Network(state, precision="float64")
    x = features(SHAPES[name].channels, 53)
    one, other = module.stream(chunk=16), reference.stream(chunk=16)
    for piece in (x[:, :20], x[:, 20:21], x[:, 21:]):
        for found, expected in zip(one.push(piece), other.push(piece), strict=True):
            np.testing.assert_allclose(found.logits, expected.logits, rtol=0, atol=1e-10)
    for found, expected in zip(one.finish(), other.finish(), strict=True):
        np.testing.assert_allclose(found.spot, expected.spot, rtol=0, atol=1e-10)
    np.testing.assert_allclose(module.full(x)[1], reference.full(x)[1], rtol=0, atol=1e-10)


@pytest.mark.parametrize("samples", [1, 2, 15, 16, 17, 300])
def test_two_levels_equal_the_loop(samples: int) -> None:
    rng = np.random.default_rng(samples)

    def tensor(*size: int) -> torch.Tensor:
        return torch.tensor(rng.standard_normal(size))

    delta = torch.exp(tensor(2, 6, samples) * 2)
    given = (tensor(2, 6, samples), delta, -torch.exp(tensor(6, 8)), tensor(2, 8, samples), tensor(2, 8, samples))
    h = tensor(2, 6, 8)
    for found, expected in zip(two_level_scan(*given, h), loop_scan(*given, h.clone()), strict=True):
        np.testing.assert_allclose(found.numpy(), expected.numpy(), rtol=1e-10, atol=1e-12)


def stateless(u, delta, a, b, c, *, return_last_state: bool):
    """Stands in for ``selective_scan_fn``: starts at zero, returns the last state."""
    assert return_last_state
    return loop_scan(u, delta, a, b, c, u.new_zeros(len(u), *a.shape))


def test_a_kernel_without_initial_state_carries_one() -> None:
    assert passes(kernel_scan(stateless), torch.device("cpu"))
    assert passes(loop_scan, torch.device("cpu"))
    assert passes(two_level_scan, torch.device("cpu"))


def test_a_kernel_that_is_wrong_or_fails_is_not_used() -> None:
    def rough(*given, **named):
        y, last = stateless(*given, **named)
        return y * 1.001, last

    def broken(*given, **named):
        raise RuntimeError("no kernel image is available")

    assert not passes(kernel_scan(rough), torch.device("cpu"))
    assert not passes(kernel_scan(broken), torch.device("cpu"))
    assert choose_scan(torch.device("cpu"))[1] == "torch"


def test_cuda_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has a device")
    save_torch(tmp_path / "a.pkl", random_state(SHAPES["metst"]))
    with pytest.raises(AnalysisError, match="choose the device auto or cpu"):
        NetworkSpotter.load(tmp_path / "a.pkl", device="cuda")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_cuda_gives_the_scores_of_the_processor(shared: Path) -> None:  # pragma: no cover - needs a device
    golden = np.load(shared / "golden" / "parity_A.npz")
    path = shared / "golden" / "parity_A.pkl"
    module, processor = TorchNetwork(load_checkpoint(path)[0]), load_network(path)
    for case in ("b4_t50", "b1_t3000"):
        spot, logits = module.windows(golden[f"x_{case}"])
        expected, expected_logits = processor.windows(golden[f"x_{case}"])
        np.testing.assert_allclose(spot, expected, rtol=0, atol=1e-4)
        np.testing.assert_allclose(logits, expected_logits, rtol=0, atol=1e-3)
