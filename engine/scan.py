"""The selective state-space scan of Mamba-1, twice: readable numpy of any dtype, and a compiled float32 kernel.

Both compute, for each of E channels with N states (Gu and Dao, "Mamba", 2023, algorithm 2)::

    h[t] = exp(delta[t] * a) * h[t - 1] + delta[t] * b[t] * u[t]        y[t] = c[t] . h[t] + d * u[t]        h[-1] = 0
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.types import Float32, Float64

# The compiled kernel keeps this many states of a channel in registers; ME-TST has no other size.
STATES = 64
LOG2_E = 1.4426950408889634
# 2^f = 1 + f (C1 + f (C2 + ...)) on [-0.5, 0.5]: minimax fit of the relative error, which is 2e-9.
C1, C2, C3 = np.float32(0.6931472028552111), np.float32(0.2402264791361571), np.float32(0.0555033247078304)
C4, C5, C6 = np.float32(0.00961843735822762), np.float32(0.0013398874557298303), np.float32(0.00015353362065365436)
LOWEST = np.float32(-125.0)
ONE = np.float32(1.0)


def selective_scan(
    u: NDArray[Any],
    delta: NDArray[Any],
    *,
    a: NDArray[Any],
    b: NDArray[Any],
    c: NDArray[Any],
    d: NDArray[Any],
) -> NDArray[Any]:
    """Reference scan: one step a sample, vectorised over channels and states; any float dtype.

    Args:
        u: [E, T] input.
        delta: [E, T] step sizes, positive.
        a: [E, N] decay rates, negative.
        b: [T, N] input projection.
        c: [T, N] output projection.
        d: [E] skip weight.

    Returns:
        [E, T], dtype of `u`.
    """
    driven = delta * u
    state = np.zeros_like(a)
    decay = np.empty_like(a)
    gain = np.empty_like(a)
    y = np.empty_like(u)
    for t in range(u.shape[1]):
        np.multiply(delta[:, t, np.newaxis], a, out=decay)
        np.exp(decay, out=decay)
        np.multiply(driven[:, t, np.newaxis], b[t], out=gain)
        state *= decay
        state += gain
        y[:, t] = state @ c[t]
    y += d[:, np.newaxis] * u
    return y


def selective_scan_fast(
    u: Float32, delta: Float32, *, a: Float64 | Float32, b: Float32, c: Float32, d: Float32
) -> Float32:
    """The same in float32 with `STATES` states, compiled; within 1e-6 relative of the reference; releases the GIL.

    Finite input only: NaN gives garbage, not NaN.
    """
    y = np.empty_like(u)
    _compiled()(u, delta, (a * LOG2_E).astype(np.float32), b, c, d, y)
    return y


def _scan_kernel(
    u: Float32, delta: Float32, a2: Float32, b: Float32, c: Float32, d: Float32, y: Float32
) -> None:  # pragma: no cover - compiled
    state = np.empty(STATES, np.float32)
    for e in range(u.shape[0]):
        rates = a2[e]
        for n in range(STATES):
            state[n] = np.float32(0.0)
        for t in range(u.shape[1]):
            step = delta[e, t]
            driven = step * u[e, t]
            b_t = b[t]
            c_t = c[t]
            total = np.float32(0.0)
            for n in range(STATES):
                # 2^x from the nearest integer (added to the exponent bits) and a polynomial of the rest
                x = max(step * rates[n], LOWEST)
                whole = np.rint(x)
                f = x - whole
                power = ONE + f * (C1 + f * (C2 + f * (C3 + f * (C4 + f * (C5 + f * C6)))))
                bits = np.float32(power).view(np.int32) + (np.int32(whole) << np.int32(23))
                state[n] = np.int32(bits).view(np.float32) * state[n] + driven * b_t[n]
                total += state[n] * c_t[n]
            y[e, t] = total + d[e] * u[e, t]


@cache
def _compiled() -> Callable[..., None]:
    """The kernel as machine code; kept on disk where that is possible, compiled anew in each process where not."""
    import numba

    # reassoc lets the sum over states use vector lanes; reciprocal approximations (arcp, afn) would differ by processor
    fastmath = {"contract", "nsz", "nnan", "ninf", "reassoc"}
    small = np.zeros((1, 2), np.float32)
    wide, one = np.zeros((2, STATES), np.float32), np.zeros(1, np.float32)
    kernel: Callable[..., None]
    try:
        kernel = numba.njit(cache=True, nogil=True, error_model="numpy", fastmath=fastmath)(_scan_kernel)
        kernel(small, small, wide, wide, wide, one, small.copy())
    except (OSError, RuntimeError):  # no folder to keep the code in, or the disk is full
        kernel = numba.njit(nogil=True, error_model="numpy", fastmath=fastmath)(_scan_kernel)
    return kernel
