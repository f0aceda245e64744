"""The selective scan of a batch of windows with its gradient, compiled for the processor.

`engine.network.reference_scan` has the same scan for inference. The backward pass keeps no states of the forward pass:
it repeats the scan of one channel of one window in a small buffer and walks back through it::

    g[t] = dy[t] c[t] + exp(delta[t + 1] a) g[t + 1]        (g: gradient of the state h[t])
    du[t] = delta[t] (g[t] . b[t])      db[t] += g[t] delta[t] u[t]      dc[t] += dy[t] h[t]
    s[t] = g[t] * exp(delta[t] a) * h[t - 1]      ddelta[t] = s[t] . a + u[t] (g[t] . b[t])      da += delta[t] s[t]
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

import numpy as np

from engine.network.reference_scan import C1, C2, C3, C4, C5, C6, LOG2_E, LOWEST, ONE, STATES
from engine.types import Float32

ZERO = np.float32(0.0)


def scan_forward(u: Float32, delta: Float32, a: Float32, b: Float32, c: Float32) -> Float32:
    """Outputs of the scan, states zero before each window.

    Args:
        u: float32 [W, T, E], input.
        delta: float32 [W, T, E], step sizes, positive.
        a: float32 [E, 64], decay rates, negative.
        b: float32 [W, T, 64], input projection.
        c: float32 [W, T, 64], output projection.

    Returns:
        float32 [W, T, E], without the skip term ``d * u``.
    """
    y = np.empty_like(u)
    forward, _ = _kernels()
    rates = (a * np.float32(LOG2_E)).astype(np.float32)
    _in_parts(lambda part: forward(u[part], delta[part], rates, b[part], c[part], y[part]), len(u))
    return y


def scan_backward(
    dy: Float32, u: Float32, delta: Float32, a: Float32, b: Float32, c: Float32
) -> tuple[Float32, Float32, Float32, Float32, Float32]:
    """Gradients (du, ddelta, da, db, dc) for the gradient `dy` of `scan_forward`'s result, in the inputs' shapes."""
    du, ddelta = np.empty_like(u), np.empty_like(u)
    db, dc = np.zeros_like(b), np.zeros_like(c)
    _, backward = _kernels()
    rates = (a * np.float32(LOG2_E)).astype(np.float32)

    def run(part: slice) -> Float32:
        da = np.zeros_like(a)
        inputs = (dy[part], u[part], delta[part], rates, b[part], c[part])
        backward(inputs, (du[part], ddelta[part], da, db[part], dc[part]))
        return da

    first, *others = _in_parts(run, len(u))
    for other in others:
        first += other
    return du, ddelta, first, db, dc


Found = TypeVar("Found")


def _in_parts(work: Callable[[slice], Found], windows: int) -> list[Found]:
    """Two halves of the windows at the same time; always the same halves, so that sums never depend on the machine."""
    if windows < 2:
        return [work(slice(0, windows))]
    half = windows // 2
    second = _pool().submit(work, slice(half, windows))
    return [work(slice(0, half)), second.result()]


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(4, thread_name_prefix="scan")


def _forward(
    u: Float32, delta: Float32, a2: Float32, b: Float32, c: Float32, y: Float32
) -> None:  # pragma: no cover - compiled
    state = np.empty(STATES, np.float32)
    for w in range(u.shape[0]):
        for e in range(u.shape[2]):
            rates = a2[e]
            for n in range(STATES):
                state[n] = ZERO
            for t in range(u.shape[1]):
                step = delta[w, t, e]
                driven = step * u[w, t, e]
                b_t = b[w, t]
                c_t = c[w, t]
                total = ZERO
                for n in range(STATES):
                    x = max(step * rates[n], LOWEST)
                    whole = np.rint(x)
                    f = x - whole
                    power = ONE + f * (C1 + f * (C2 + f * (C3 + f * (C4 + f * (C5 + f * C6)))))
                    bits = np.float32(power).view(np.int32) + (np.int32(whole) << np.int32(23))
                    state[n] = np.int32(bits).view(np.float32) * state[n] + driven * b_t[n]
                    total += state[n] * c_t[n]
                y[w, t, e] = total


def _backward(inputs: tuple[Float32, ...], gradients: tuple[Float32, ...]) -> None:  # pragma: no cover - compiled
    dy, u, delta, a2, b, c = inputs
    du, ddelta, da, db, dc = gradients
    samples = u.shape[1]
    states = np.empty((samples + 1, STATES), np.float32)  # states[t + 1] = h[t]
    decays = np.empty((samples, STATES), np.float32)
    grad = np.empty(STATES, np.float32)
    rate_grad = np.empty(STATES, np.float32)
    for w in range(u.shape[0]):
        for e in range(u.shape[2]):
            rates = a2[e]
            for n in range(STATES):
                states[0, n] = ZERO
                grad[n] = ZERO
                rate_grad[n] = ZERO
            for t in range(samples):
                step = delta[w, t, e]
                driven = step * u[w, t, e]
                b_t = b[w, t]
                before = states[t]
                after = states[t + 1]
                decay = decays[t]
                for n in range(STATES):
                    x = max(step * rates[n], LOWEST)
                    whole = np.rint(x)
                    f = x - whole
                    power = ONE + f * (C1 + f * (C2 + f * (C3 + f * (C4 + f * (C5 + f * C6)))))
                    bits = np.float32(power).view(np.int32) + (np.int32(whole) << np.int32(23))
                    decay[n] = np.int32(bits).view(np.float32)
                    after[n] = decay[n] * before[n] + driven * b_t[n]
            for back in range(samples):
                t = samples - 1 - back
                step = delta[w, t, e]
                value = u[w, t, e]
                driven = step * value
                out = dy[w, t, e]
                b_t = b[w, t]
                c_t = c[w, t]
                db_t = db[w, t]
                dc_t = dc[w, t]
                before = states[t]
                after = states[t + 1]
                decay = decays[t]
                along_b = ZERO
                along_a = ZERO
                for n in range(STATES):
                    g = grad[n] + out * c_t[n]
                    dc_t[n] += out * after[n]
                    db_t[n] += g * driven
                    along_b += g * b_t[n]
                    g = g * decay[n]
                    s = g * before[n]
                    along_a += s * rates[n]
                    rate_grad[n] += step * s
                    grad[n] = g
                du[w, t, e] = step * along_b
                ddelta[w, t, e] = along_a / np.float32(LOG2_E) + value * along_b
            for n in range(STATES):
                da[e, n] += rate_grad[n]


@cache
def _kernels() -> tuple[Callable[..., None], Callable[..., None]]:
    """Both kernels as machine code, kept on disk where that is possible."""
    import numba

    fastmath = {"contract", "nsz", "nnan", "ninf", "reassoc"}
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": fastmath}
    one = np.zeros((1, 2, 1), np.float32)
    wide, rates = np.zeros((1, 2, STATES), np.float32), np.zeros((1, STATES), np.float32)
    try:
        return _tried(numba.njit(cache=True, **options), one, rates, wide)
    except (OSError, RuntimeError):  # no folder to keep the code in, or the disk is full
        return _tried(numba.njit(**options), one, rates, wide)


def _tried(
    compiler: Callable[[Callable[..., None]], Callable[..., None]], one: Float32, rates: Float32, wide: Float32
) -> tuple[Callable[..., None], Callable[..., None]]:
    """Both kernels, run once on tiny arrays: this compiles them."""
    forward, backward = compiler(_forward), compiler(_backward)
    forward(one, one, rates, wide, wide, one.copy())
    backward((one, one, one, rates, wide, wide), (*(x.copy() for x in (one, one, rates, wide, wide)),))
    return forward, backward
