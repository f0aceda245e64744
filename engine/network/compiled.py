"""The compiled kernels (float32). Imported only where numba is wanted: importing compiles them or loads the code.

All are in one file, and not in closures, so that the code kept on disk is found again and follows every change here.
Settings and their reasons: network spec 3.1.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba import types

from engine.network.reference_scan import C1, C2, C3, C4, C5, C6, EXACT, HIGHEST, LOWEST, MINUS_LOG2_E, ONE, SUMS, ZERO
from engine.numba_cache import compiled_for
from engine.types import Float32

EPSILON, TWO = np.float32(1e-5), np.float32(2.0)
# 2 atanh(s) = s (2 + s^2 (2/3 + s^2 (2/5 + ...))): log1p for softplus, s <= 1/3, cut-off below 1e-8 relative.
K0, K1, K2, K3 = np.float32(2), np.float32(2 / 3), np.float32(2 / 5), np.float32(2 / 7)
K4, K5, K6, K7 = np.float32(2 / 9), np.float32(2 / 11), np.float32(2 / 13), np.float32(2 / 15)
Kernel = Callable[..., None]


def _kernel(*kinds: str) -> Callable[[Kernel], Kernel]:
    """Decorator: compile for contiguous float32 arrays, ``r`` read or ``w`` written, with that many dimensions."""
    signature = types.void(*(types.Array(types.float32, int(kind[1]), "C", readonly=kind[0] == "r") for kind in kinds))
    return compiled_for(signature, SUMS)


def _helper(fastmath: frozenset[str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator: a function of kernels, compiled with them."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        result: Callable[..., Any] = numba.njit(nogil=True, error_model="numpy", fastmath=set(fastmath))(function)
        return result

    return decorate


@_helper(EXACT)
def _exp2(x: Any) -> Any:  # pragma: no cover - compiled
    """``2^x`` of a float32 ``x <= HIGHEST``: within 0.5 ulp from -125 on, 2^-125 below."""
    x = max(x, LOWEST)
    whole = np.rint(x)
    f = x - whole
    power = ONE + f * (C1 + f * (C2 + f * (C3 + f * (C4 + f * (C5 + f * C6)))))
    bits = np.float32(power).view(np.int32) + (np.int32(whole) << np.int32(23))
    return np.int32(bits).view(np.float32)


@_helper(SUMS)
def _silu(x: Any) -> Any:  # pragma: no cover - compiled
    return x / (ONE + _exp2(min(x * MINUS_LOG2_E, HIGHEST)))


@_helper(SUMS)
def _moments(row: Any) -> Any:  # pragma: no cover - compiled
    """Mean and one over the standard deviation, as LayerNorm takes them."""
    total = ZERO
    for n in range(row.size):
        total += row[n]
    mean = total / np.float32(row.size)
    total = ZERO
    for n in range(row.size):
        centred = row[n] - mean
        total += centred * centred
    return mean, ONE / np.sqrt(total / np.float32(row.size) + EPSILON)


@_helper(SUMS)
def _softplus(x: Any) -> Any:  # pragma: no cover - compiled
    power = _exp2(abs(x) * MINUS_LOG2_E)
    s = power / (TWO + power)
    q = s * s
    log = s * (K0 + q * (K1 + q * (K2 + q * (K3 + q * (K4 + q * (K5 + q * (K6 + q * K7)))))))
    return max(x, ZERO) + log


@_helper(SUMS)
def _offset(target: Any, row: Any, offset: Any) -> None:  # pragma: no cover - compiled
    for t in range(row.size):
        target[t] = row[t] + offset


@_helper(SUMS)
def _taps(w: Any, bias: Any, x0: Any, x1: Any, x2: Any, x3: Any, out: Any) -> None:  # pragma: no cover - compiled
    w0, w1, w2, w3 = w[0], w[1], w[2], w[3]
    for t in range(out.size):
        out[t] = bias + w0 * x0[t] + w1 * x1[t] + w2 * x2[t] + w3 * x3[t]


@_kernel("r2", "w2")
def normalise(x: Float32, out: Float32) -> None:  # pragma: no cover - compiled
    """See `Kernels.normalise`."""
    for t in range(x.shape[0]):
        row, target = x[t], out[t]
        mean, gain = _moments(row)
        for n in range(row.size):
            target[n] = (row[n] - mean) * gain


@_kernel("w2", "r2", "r1", "r1")
def add(x: Float32, y: Float32, scale: Float32, shift: Float32) -> None:  # pragma: no cover - compiled
    """See `Kernels.add`."""
    for t in range(x.shape[0]):
        row, target = y[t], x[t]
        mean, gain = _moments(row)
        for n in range(row.size):
            target[n] += (row[n] - mean) * gain * scale[n] + shift[n]


@_kernel("r2", "r1", "r2", "r1", "w2", "w2")
def convolve(
    x: Float32, bias: Float32, taps: Float32, tap_bias: Float32, kept: Float32, out: Float32
) -> None:  # pragma: no cover - compiled
    """See `Kernels.convolve`."""
    samples = x.shape[1]
    joined = np.empty(samples + 3, np.float32)
    for e in range(x.shape[0]):
        for n in range(3):
            joined[n] = kept[e, n]
        # slices, not joined[t + 3]: an offset index adds a check for negative numbers to every access
        _offset(joined[3:], x[e], bias[e])
        _taps(taps[e], tap_bias[e], joined[:samples], joined[1:-2], joined[2:-1], joined[3:], out[e])
        for n in range(3):
            kept[e, n] = joined[samples + n]
    # over all rows at once: the ends of short rows would be computed one by one
    flat = out.reshape(out.size)
    for n in range(flat.size):
        flat[n] = _silu(flat[n])


@_helper(SUMS)
def _activate(step: Any, gate: Any, rows: Any) -> None:  # pragma: no cover - compiled
    for e in range(step.shape[0]):
        _offset(step[e], step[e], rows[0, e])
        _offset(gate[e], gate[e], rows[1, e])
    flat_step, flat_gate = step.reshape(step.size), gate.reshape(gate.size)
    for n in range(flat_step.size):
        flat_step[n] = _softplus(flat_step[n])
    for n in range(flat_gate.size):
        flat_gate[n] = _silu(flat_gate[n])


@_kernel("w2", "w2", "w2", "r2", "r2", "r2", "w2")
def scan(
    u: Float32, step: Float32, gate: Float32, a2: Float32, bc: Float32, rows: Float32, state: Float32
) -> None:  # pragma: no cover - compiled
    """See `engine.network.reference_scan.selective_scan`; ``a2 = a log2(e)``, 64 states; within 1e-6 relative of it."""
    _activate(step, gate, rows)
    h = np.empty(64, np.float32)
    sums = np.empty((u.shape[1], 16), np.float32)
    for e in range(u.shape[0]):
        rates, kept, u_e, step_e, gate_e, skip = a2[e], state[e], u[e], step[e], gate[e], rows[2, e]
        for n in range(64):
            h[n] = kept[n]
        for t in range(u_e.size):
            delta = step_e[t]
            driven = delta * u_e[t]
            row, parts = bc[t], sums[t]
            # Sums of whole vectors: adding up their lanes between the steps would take a sixth of the time. The literal
            # numbers let the loop stay in vector registers without checks.
            for n in range(16):
                h0 = _exp2(delta * rates[n]) * h[n] + driven * row[n]
                h1 = _exp2(delta * rates[16 + n]) * h[16 + n] + driven * row[16 + n]
                h2 = _exp2(delta * rates[32 + n]) * h[32 + n] + driven * row[32 + n]
                h3 = _exp2(delta * rates[48 + n]) * h[48 + n] + driven * row[48 + n]
                h[n], h[16 + n], h[32 + n], h[48 + n] = h0, h1, h2, h3
                parts[n] = (h0 * row[64 + n] + h1 * row[80 + n]) + (h2 * row[96 + n] + h3 * row[112 + n])
        for t in range(u_e.size):
            total, parts = ZERO, sums[t]
            for n in range(16):
                total += parts[n]
            u_e[t] = (total + skip * u_e[t]) * gate_e[t]
        for n in range(64):
            kept[n] = h[n]
