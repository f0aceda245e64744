"""The networks against the released code's numbers, against each other, and however a sequence is cut."""

import zlib
from pathlib import Path

import numpy as np
import pytest

from engine.network import Network, load_network
from engine.network.kernels import compiled_kernels, plain_kernels
from engine.network.reference_scan import LOG2_E
from engine.weights import MetstShape, PlusShape, SlowFastShape
from tests.engine.network_data import features, random_state, save_torch

CASES = ("b1_t50", "b4_t50", "b1_t473", "b1_t3000", "b3_t30", "b2_t1", "b2_t3")
SHAPES = {"metst": MetstShape(blocks=2), "metst_sf": SlowFastShape(blocks=1), "metst_plus": PlusShape(blocks=1)}


@pytest.fixture(scope="module", params=SHAPES)
def network(request: pytest.FixtureRequest) -> Network:
    return Network(random_state(SHAPES[request.param]), backend="numba")


@pytest.fixture(scope="module")
def metst() -> Network:
    return Network(random_state(SHAPES["metst"]), backend="numba")


@pytest.mark.parametrize("backend", ["numba", "numpy"])
def test_parity_with_the_released_code(shared: Path, backend: str) -> None:
    golden = np.load(shared / "golden" / "parity_A.npz")
    network = load_network(shared / "golden" / "parity_A.pkl", backend=backend)
    for case in CASES:
        spot, logits = network.windows(golden[f"x_{case}"])
        np.testing.assert_allclose(spot, golden[f"spot64_{case}"], rtol=0, atol=2e-5)
        np.testing.assert_allclose(logits, golden[f"recog64_{case}"], rtol=0, atol=3e-4)
        np.testing.assert_array_equal(logits.argmax(-1), golden[f"recog64_{case}"].argmax(-1))


def test_reference_mode_is_exact(shared: Path) -> None:
    golden = np.load(shared / "golden" / "parity_A.npz")
    network = load_network(shared / "golden" / "parity_A.pkl", precision="float64")
    for case in ("b1_t50", "b4_t50", "b1_t473", "b3_t30", "b2_t1", "b2_t3"):
        spot, logits = network.windows(golden[f"x_{case}"])
        np.testing.assert_allclose(spot, golden[f"spot64_{case}"], rtol=0, atol=1e-11)
        np.testing.assert_allclose(logits, golden[f"recog64_{case}"], rtol=0, atol=1e-11)


@pytest.mark.parametrize(("precision", "tolerance"), [("float32", 2e-4), ("float64", 1e-11)])
def test_stem_and_every_block_have_parity(
    shared: Path, monkeypatch: pytest.MonkeyPatch, precision: str, tolerance: float
) -> None:
    from engine.network import trunks

    golden = np.load(shared / "golden" / "parity_A.npz")
    network = load_network(shared / "golden" / "parity_A.pkl", precision=precision)
    seen: list[np.ndarray] = []
    run_block = trunks.run_block

    def recorded(kernels, block, x, state, spaces) -> None:
        seen.append(x.copy())
        run_block(kernels, block, x, state, spaces)
        seen.append(x.copy())

    monkeypatch.setattr(trunks, "run_block", recorded)
    for case in ("b1_t50", "b4_t50", "b2_t3"):
        x = golden[f"x_{case}"]
        seen.clear()
        network.windows(x)
        per_window = np.array(seen).reshape(len(x), 12, 2, x.shape[2], 64)
        stem, blocks = golden[f"stem64_{case}"], golden[f"blocks64_{case}"]
        np.testing.assert_allclose(per_window[:, 0, 0], stem, rtol=0, atol=tolerance)
        np.testing.assert_allclose(per_window[:, :, 1].swapaxes(0, 1), blocks, rtol=0, atol=tolerance)


def plus_state(golden: np.lib.npyio.NpzFile) -> dict[str, np.ndarray]:
    """Parameters of the golden ME-TST+ network by their released names, made as its README says."""
    shape = PlusShape(blocks=int(golden["blocks"]))
    state = {}
    for name, size in shape.parameters().items():
        released = name.replace(".0.", ".") if name.startswith("fc_") else name
        rng = np.random.default_rng([int(golden["seed"]), zlib.crc32(released.encode())])
        g = rng.standard_normal(size)
        if name.endswith("running_var"):
            g = 0.5 + 0.5 * g**2
        elif name.endswith("A_log"):
            g = np.log(np.arange(1, 65)) + 0.1 * g
        elif name.endswith("dt_proj.bias"):
            g = -4 + 0.5 * g
        elif len(size) == 1:
            g = 0.1 * g + name.endswith((".weight", ".D"))
        else:
            g = g / np.sqrt(np.prod(size[1:]))
        state[released] = g.astype(np.float32)
    return state


@pytest.mark.parametrize(("precision", "tolerance"), [("float32", 5e-4), ("float64", 1e-9)])
def test_the_plus_network_has_parity(shared: Path, tmp_path: Path, precision: str, tolerance: float) -> None:
    golden = np.load(shared / "golden" / "baselines" / "metstplus_network_a.npz")
    state = plus_state(golden)
    for name, first in zip(golden["names"], golden["probe"], strict=True):
        assert state[str(name)].flat[0] == first
    save_torch(tmp_path / "plus.pkl", state)
    network = load_network(tmp_path / "plus.pkl", precision=precision)
    assert network.shape == PlusShape(blocks=int(golden["blocks"]))
    spot, logits = network.windows(golden["x"])
    np.testing.assert_allclose(spot, golden["spot"], rtol=0, atol=tolerance)
    np.testing.assert_allclose(logits, golden["recog"], rtol=0, atol=tolerance)


def test_the_newer_names_and_width_of_metst_are_the_same_network(tmp_path: Path) -> None:
    shape = MetstShape(blocks=2, width=128)
    state = random_state(shape)
    newer = {
        name.replace("blocks_spot.", "spot_pathway.block.").replace("fc_spot.0.", "fc_spot."): value
        for name, value in state.items()
    }
    newer |= {
        name.replace("spot_pathway", "recog_pathway"): -value for name, value in newer.items() if "pathway" in name
    }
    save_torch(tmp_path / "newer.pkl", newer)
    network = load_network(tmp_path / "newer.pkl")
    assert network.shape == shape
    x = features(10, 30, windows=2)
    for found, expected in zip(network.windows(x), Network(state).windows(x), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_float32_is_near_the_reference(network: Network) -> None:
    state = random_state(network.shape)
    x = features(network.shape.channels, 50, windows=3)
    spot64, logits64 = Network(state, precision="float64").windows(x)
    for backend in ("numba", "numpy"):
        spot, logits = Network(state, backend=backend).windows(x)
        np.testing.assert_allclose(spot, spot64, rtol=0, atol=2e-5)
        np.testing.assert_allclose(logits, logits64, rtol=0, atol=3e-4)


def joined(results: list) -> tuple[np.ndarray, np.ndarray]:
    position = 0
    for result in results:
        assert result.first == position
        position += len(result.spot)
    if not results:
        return np.empty(0), np.empty((0, 5))
    return np.concatenate([r.spot for r in results]), np.concatenate([r.logits for r in results])


@pytest.mark.parametrize("chunk", [16, 10])
def test_every_length_pushed_at_random_is_bit_equal_to_one_push(network: Network, chunk: int) -> None:
    rng = np.random.default_rng(3)
    x = features(network.shape.channels, 70).astype(np.float32)
    whole, _ = network.windows(x[np.newaxis])
    for length in range(1, 71):
        once = network.stream(chunk=chunk)
        spot, logits = joined([*once.push(x[:, :length]), *once.finish()])
        assert len(spot) == length
        stream, results, position = network.stream(chunk=chunk), [], 0
        while position < length:
            n = int(rng.integers(0, 12))
            results += stream.push(x[:, position : min(position + n, length)])
            position += n
        pieces, piece_logits = joined([*results, *stream.finish()])
        assert spot.tobytes() == pieces.tobytes()
        assert logits.tobytes() == piece_logits.tobytes()
        if length == 70:  # the stream is the window, up to the rounding of other product sizes
            np.testing.assert_allclose(spot, whole[0], rtol=0, atol=2e-5)


def test_ragged_ends_equal_the_window_of_that_length(metst: Network) -> None:
    x = features(10, 40).astype(np.float32)
    for length in (1, 2, 3, 15, 16, 17, 18, 19, 32, 33, 34, 35):
        spot, logits = metst.full(x[:, :length], chunk=16)
        expected, expected_logits = metst.windows(x[np.newaxis, :, :length])
        np.testing.assert_allclose(spot, expected[0], rtol=0, atol=2e-5)
        np.testing.assert_allclose(logits, expected_logits[0], rtol=0, atol=3e-4)


def test_results_come_as_early_as_they_can(metst: Network) -> None:
    stream = metst.stream(chunk=16)
    assert stream.push(np.zeros((10, 17))) == []
    (result,) = stream.push(np.zeros((10, 1)))
    assert (result.first, len(result.spot)) == (0, 16)


def test_a_stored_state_goes_on_bit_equal(network: Network) -> None:
    x = features(network.shape.channels, 61).astype(np.float32)
    first = network.stream(chunk=16)
    before = first.push(x[:, :37])
    stored = first.state()
    after = joined([*before, *first.push(x[:, 37:]), *first.finish()])
    second = network.stream(chunk=16)
    second.push(features(network.shape.channels, 30, seed=9))  # what it held before does not matter
    second.restore(stored)
    resumed = joined([*before, *second.push(x[:, 37:]), *second.finish()])
    assert after[1].tobytes() == resumed[1].tobytes()
    with pytest.raises(ValueError, match="another network or chunk"):
        network.stream(chunk=32).restore(stored)
    with pytest.raises(ValueError, match="finished"):
        second.push(x)


def test_the_state_of_metst_has_the_published_size() -> None:
    network = Network(random_state(MetstShape()), backend="numpy")
    assert network.stream(chunk=128).state().nbytes == 411_648
    assert Network(random_state(MetstShape(blocks=2)), backend="numpy").stream(chunk=4).state().nbytes == 411_648 // 6


def test_chunk_sizes_agree(shared: Path) -> None:
    golden = np.load(shared / "golden" / "parity_A.npz")
    network = load_network(shared / "golden" / "parity_A.pkl", backend="numba")
    x = golden["x_b1_t473"][0]
    small, large = network.full(x, chunk=16), network.full(x, chunk=128)
    np.testing.assert_allclose(small[0], large[0], rtol=0, atol=2e-5)
    np.testing.assert_allclose(small[1], large[1], rtol=0, atol=3e-4)


def test_threads_and_neighbours_do_not_change_a_bit(network: Network) -> None:
    x = features(network.shape.channels, 50, windows=7).astype(np.float32)
    one, two = network.windows(x), network.windows(x, threads=2)
    alone = network.windows(x[4:5])
    assert one[0].tobytes() == two[0].tobytes()
    assert one[1].tobytes() == two[1].tobytes()
    assert one[1][4].tobytes() == alone[1][0].tobytes()


def test_odd_lengths_work_in_the_slow_fast_network() -> None:
    network = Network(random_state(SHAPES["metst_sf"]), precision="float64")
    x = features(36, 31)
    spot, _ = network.windows(x[np.newaxis])
    longer, _ = network.windows(np.pad(x, ((0, 0), (0, 1)))[np.newaxis])
    np.testing.assert_allclose(spot[0], longer[0, :31], rtol=0, atol=1e-13)
    assert network.windows(np.zeros((2, 36, 0)))[0].shape == (2, 0)


def test_bad_input_is_refused(metst: Network) -> None:
    with pytest.raises(ValueError, match="10 channels"):
        metst.windows(np.zeros((1, 36, 50)))
    with pytest.raises(ValueError, match="finite"):
        metst.windows(np.full((1, 10, 50), np.nan))
    with pytest.raises(ValueError, match="finite samples"):
        metst.stream(chunk=16).push(np.full((10, 3), np.inf))
    with pytest.raises(ValueError, match="multiple of 2"):
        Network(random_state(SHAPES["metst_sf"]), backend="numpy").stream(chunk=15)
    assert metst.full(np.zeros((10, 0)))[0].shape == (0,)


def test_extreme_inputs_stay_finite(metst: Network) -> None:
    for size in (0.0, 1e-30, 1e3):
        spot, logits = metst.windows(size * features(10, 50, windows=1))
        assert np.isfinite(spot).all()
        assert np.isfinite(logits).all()


def test_compiled_scan_alone_over_the_whole_range() -> None:
    """Step sizes 1e-8 to 100, decay rates to 1000, a state carried in and out."""
    rng = np.random.default_rng(4)
    channels, samples, states = 16, 60, 64
    u, gate = (rng.standard_normal((channels, samples)).astype(np.float32) for _ in range(2))
    bc = rng.standard_normal((samples, 2 * states + 4)).astype(np.float32)
    delta = np.exp(rng.uniform(np.log(1e-8), np.log(100), (channels, samples)))
    step = np.where(delta > 30, delta, np.log(np.expm1(delta))).astype(np.float32)
    a2 = (-np.exp(rng.uniform(-3, np.log(1000), (channels, states))) * LOG2_E).astype(np.float32)
    rows = np.stack([np.zeros(channels), *rng.standard_normal((2, channels))]).astype(np.float32)
    state = rng.standard_normal((channels, states)).astype(np.float32)
    wide = [x.astype(np.float64) for x in (u, step, gate, a2, bc, rows, state)]
    wide[3] /= LOG2_E
    compiled_kernels().scan(u, step, gate, a2, bc, rows, state)
    plain_kernels().scan(*wide)
    assert np.abs(u - wide[0]).max() / np.abs(wide[0]).max() < 1e-6
    assert np.abs(state - wide[-1]).max() / np.abs(wide[-1]).max() < 1e-6
    expected_steps = np.logaddexp(0, wide[1])
    np.testing.assert_allclose(step, expected_steps, rtol=2e-6)  # softplus is exact relative to its size


def test_plain_scan_is_the_recurrence() -> None:
    """`selective_scan` against the recurrence written out for one channel."""
    rng = np.random.default_rng(5)
    u, step, gate = (rng.standard_normal((1, 6)) for _ in range(3))
    a, bc, rows, h = -np.exp(rng.standard_normal((1, 3))), rng.standard_normal((6, 6)), rng.standard_normal((3, 1)), 0.0
    delta, z, expected = np.log1p(np.exp(step[0] + rows[0])), gate[0] + rows[1], []
    for t in range(6):
        h = np.exp(delta[t] * a[0]) * h + delta[t] * bc[t, :3] * u[0, t]
        expected.append((bc[t, 3:] @ h + rows[2, 0] * u[0, t]) * z[t] / (1 + np.exp(-z[t])))
    plain_kernels().scan(u, step, gate, a, bc, rows, np.zeros((1, 3)))
    np.testing.assert_allclose(u[0], expected, rtol=1e-12)


def test_without_a_compiler_numpy_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.network import model

    def broken() -> None:
        raise ImportError("numba is not installed")

    monkeypatch.setattr(model, "compiled_kernels", broken)
    state = random_state(SHAPES["metst"])
    assert Network(state).backend == "numpy float32"
    with pytest.raises(ImportError):
        Network(state, backend="numba")


def test_streams_take_constant_memory(metst: Network) -> None:
    """What a stream holds is the same after 40 chunks as after 10 (traced: every array of numpy and numba)."""
    import tracemalloc

    stream = metst.stream(chunk=32)
    piece = features(10, 32)
    peaks = []
    stream.push(np.tile(piece, 3))
    tracemalloc.start()
    try:
        for _ in range(4):
            tracemalloc.reset_peak()
            for _ in range(10):
                stream.push(piece)
            peaks.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()
    assert max(peaks[1:]) <= peaks[0] + 32_768  # ten chunks' work arrays are more than 500 kB
