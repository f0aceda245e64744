"""Network: frames a second against torch's step loop and against the limit of this machine, in one run.

Run from the project's root: ``python -m benchmarks.network_speed [--rounds 7]``.

All figures are CPU time of one thread, the best of several interleaved rounds, so that neighbours on the machine
disturb ratios little. The **limit** is what the arithmetic of one frame costs at best here (network spec 3):

- 0.5245 million multiply-adds in products, at the rate OpenBLAS reaches on the network's products of 128 samples (a
  second, stricter limit takes its rate on a large square product, which products this small cannot reach);
- 98 304 + 4 608 exponentials, each with the three multiply-adds of the recurrence, in a loop that keeps everything in
  registers: no loads of inputs, no stores, no sums over states.

Baselines: torch's loop over time in place (one pass), and the released formulation (all decays first, then a loop, the
trunk run twice). The last part measures that streaming takes constant memory.
"""

import argparse
import resource
import time
from collections.abc import Callable

import numba
import numpy as np
import torch
from torch import Tensor

from engine.network import Network, one_blas_thread
from engine.network.reference_scan import SUMS
from engine.network.torch_network import TorchNetwork
from engine.network.torch_scan import loop_scan
from engine.weights import MetstShape, SlowFastShape
from tests.engine.network_data import features, random_state

MACS, EXPS = 524_544, 98_304 + 4_608
WINDOWS, K = 16, 50
# CPU seconds for each work in each round.
BUDGET = 0.1


def released_scan(u: Tensor, delta: Tensor, a: Tensor, b: Tensor, c: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
    """The scan as the released code's slow path writes it: [B, E, T, N] arrays, then a loop."""
    decay = torch.exp(torch.einsum("bet,en->betn", delta, a))
    driven = torch.einsum("bet,bnt,bet->betn", delta, b, u)
    outputs = []
    for t in range(u.shape[2]):
        h = decay[:, :, t] * h + driven[:, :, t]
        outputs.append(torch.einsum("ben,bn->be", h, c[:, :, t]))
    return torch.stack(outputs, dim=2), h


def exponential_floor() -> Callable[[np.ndarray, np.ndarray], float]:
    """CPU loop of nothing but exponentials and three multiply-adds each."""
    from engine.network.compiled import _exp2

    @numba.njit(error_model="numpy", fastmath=set(SUMS))
    def loop(steps: np.ndarray, rates: np.ndarray) -> float:
        total = np.zeros(64, np.float32)
        for step in steps:
            for n in range(64):
                power = _exp2(step * rates[n])
                total[n] = (power * total[n] + step * power) + power * step
        return total.sum()

    return loop


def network_products(samples: int) -> Callable[[], object]:
    """The products of the 12 blocks, the stem and the heads, with nothing between them."""
    rng = np.random.default_rng(2)

    def pair(rows: int, inner: int, columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        left, right = rng.standard_normal((rows, inner)), rng.standard_normal((inner, columns))
        return left.astype(np.float32), right.astype(np.float32), np.empty((rows, columns), np.float32)

    block = [pair(256, 64, samples), pair(samples, 128, 132), pair(128, 4, samples), pair(samples, 128, 64)]
    ends = [pair(64, 30, samples), pair(64, 192, samples), pair(samples, 64, 6)]

    def work() -> None:
        for left, right, out in [*block * 12, *ends]:
            np.matmul(left, right, out=out)

    return work


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    state, shape = random_state(MetstShape()), MetstShape()
    x = features(10, K, windows=WINDOWS).astype(np.float32)
    long = features(10, 512).astype(np.float32)
    compiled, plain = Network(state, backend="numba"), Network(state, backend="numpy")
    reference = Network(state, precision="float64")
    step_loop = TorchNetwork(state, device="cpu", scan=loop_scan)
    released = TorchNetwork(state, device="cpu", scan=released_scan)
    slow_fast = Network(random_state(SlowFastShape()), backend="numba")
    x36 = features(36, K, windows=1).astype(np.float32)
    square = rng.standard_normal((512, 512)).astype(np.float32)
    steps = rng.uniform(1e-3, 0.1, 20_000).astype(np.float32)
    rates = -rng.uniform(1, 64, 64).astype(np.float32)
    floor = exponential_floor()
    frames = WINDOWS * K
    # name -> (work, frames a call; None: not a network)
    works: dict[str, tuple[Callable[[], object], float]] = {
        "products": (network_products(128), 128),
        "square products": (lambda: square @ square, 512**3 / MACS),
        "exponentials": (lambda: floor(steps, rates), 64 * len(steps) / EXPS),
        "windows": (lambda: compiled.windows(x[:2]), 2 * K),
        "sequence, chunk 128": (lambda: compiled.full(long[:, :510]), 510),
        "sequence, chunk 16": (lambda: compiled.full(long[:, :254], chunk=16), 254),
        "numpy float32": (lambda: plain.windows(x[:1]), K),
        "numpy float64 (--reference)": (lambda: reference.windows(x[:1]), K),
        "torch step loop, one pass, one window a call": (lambda: step_loop.windows(x[:1]), K),
        "torch step loop, one pass, 16 windows a call": (lambda: step_loop.windows(x), frames),
        "released formulation, one pass, 16 windows a call": (lambda: released.windows(x), frames),
        "METST_SF windows": (lambda: slow_fast.windows(x36), K),
    }
    best = dict.fromkeys(works, float("inf"))
    with one_blas_thread():
        for _ in range(rounds):
            for name, (work, count) in works.items():
                spent = 0.0
                while spent < BUDGET:  # as much time for each, so that each has the same chance of a quiet moment
                    seconds = cpu(work)
                    spent += seconds
                    best[name] = min(best[name], seconds / count)
    limit = best["products"] + best["exponentials"]
    strict = best["square products"] + best["exponentials"]
    print(f"limit: {1e6 * best['products']:.1f} us products + {1e6 * best['exponentials']:.1f} us exponentials")
    print(f"       = {1e6 * limit:.1f} us a frame = {1 / limit:,.0f} frames/s/core")
    print(f"strict: {1e6 * best['square products']:.1f} us products, together {1 / strict:,.0f} frames/s/core")
    own = best["windows"]
    for name in list(works)[3:]:
        share = "" if "SF" in name else f"{limit / best[name]:6.1%} of the limit ({strict / best[name]:.1%} strict)"
        print(f"{name:52s} {1 / best[name]:9,.0f} frames/s   windows are {best[name] / own:6.1f} x as fast  {share}")
    twice = 2 * best["released formulation, one pass, 16 windows a call"]
    print(f"released formulation, trunk run twice (2 x the above): windows are {twice / own:.1f} x as fast")
    print(f"{shape.title}: one window of {K} takes {1e3 * own * K:.2f} ms of CPU")
    memory(compiled)


def memory(network: Network) -> None:
    """Print the resident peak early and late in a long stream."""
    stream = network.stream()
    rng = np.random.default_rng(1)
    marks = []
    for piece in range(400):  # 40 000 frames: 22 minutes at 30 a second
        stream.push(rng.standard_normal((10, 100)))
        if piece in (20, 399):
            marks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(f"stream: {stream.state().nbytes:,} bytes of state; resident peak after 2 100 frames {marks[0]:.1f} MB,")
    print(f"        after 40 000 frames {marks[1]:.1f} MB (torch is loaded too, for the baselines)")


if __name__ == "__main__":
    main()
