"""The element-wise steps of a block and its scan as one set of functions: readable numpy, or compiled float32.

Arrays are time-major [T, D] or channel-major [E, T]; every function writes into an array it is given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.scan import (
    HIGHEST,
    LOG2_E,
    MINUS_LOG2_E,
    ONE,
    ZERO,
    Float32,
    arrays,
    compiled,
    compiled_scan,
    exp2_helper,
    selective_scan,
)

Array = NDArray[Any]
EPSILON = 1e-5
EPSILON_32, TWO = np.float32(EPSILON), np.float32(2.0)
# 2 atanh(s) = s (2 + s^2 (2/3 + s^2 (2/5 + ...))): log1p for softplus, s <= 1/3, truncation below 1e-8 relative.
ATANH = tuple(np.float32(2.0 / odd) for odd in (1, 3, 5, 7, 9, 11, 13, 15))


@dataclass(frozen=True, slots=True)
class Kernels:
    """One set of functions.

    Attributes:
        name: ``"numpy"`` or ``"numba"``.
        decay_scale: what the scan wants its decay rates multiplied with (the compiled one works with powers of 2).
        normalise: ``(x [T, D], out [T, D])``: LayerNorm (eps 1e-5) without its affine part.
        convolve: ``(x [E, T], bias [E], taps [E, 4], tap_bias [E], kept [E, 3], out [E, T])``: out = SiLU of the causal
            depthwise convolution of ``x + bias`` that continues after the three samples `kept`, which it replaces.
        step: ``(x [E, T], bias [E])``: softplus(x + bias) in place.
        shift: ``(x [E, T], bias [E])``: x + bias in place.
        scan: see `engine.scan.selective_scan`, positional.
        add: ``(x [T, D], y [T, D], scale [D], shift [D])``: x += LayerNorm(y) in place.
    """

    name: Literal["numpy", "numba"]
    decay_scale: float
    normalise: Callable[[Array, Array], None]
    convolve: Callable[[Array, Array, Array, Array, Array, Array], None]
    step: Callable[[Array, Array], None]
    shift: Callable[[Array, Array], None]
    scan: Callable[[Array, Array, Array, Array, Array, Array, Array, Array], None]
    add: Callable[[Array, Array, Array, Array], None]


def plain_kernels() -> Kernels:
    """numpy, any float dtype: the fallback in float32, the reference in float64."""
    return Kernels("numpy", 1.0, _normalise, _convolve, _step, _shift, _scan, _add)


def _normalise(x: Array, out: Array) -> None:
    np.subtract(x, x.mean(axis=-1, keepdims=True), out=out)
    variance = np.mean(out * out, axis=-1, keepdims=True)
    out /= np.sqrt(variance + x.dtype.type(EPSILON))


def _convolve(x: Array, bias: Array, taps: Array, tap_bias: Array, kept: Array, out: Array) -> None:
    samples, before = x.shape[1], kept.shape[1]
    joined = np.concatenate([kept, x + bias[:, np.newaxis]], axis=1)
    out[:] = tap_bias[:, np.newaxis]
    for tap in range(before + 1):
        out += taps[:, tap, np.newaxis] * joined[:, tap : tap + samples]
    out /= 1 + np.exp(-np.maximum(out, -80))
    kept[:] = joined[:, samples:]


def _step(x: Array, bias: Array) -> None:
    x += bias[:, np.newaxis]
    x[:] = np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def _shift(x: Array, bias: Array) -> None:
    x += bias[:, np.newaxis]


def _scan(u: Array, delta: Array, z: Array, a: Array, bc: Array, d: Array, state: Array, out: Array) -> None:
    selective_scan(u, delta, z, a=a, bc=bc, d=d, state=state, out=out)


def _add(x: Array, y: Array, scale: Array, shift: Array) -> None:
    _normalise(y, y)
    x += y * scale + shift


@cache
def compiled_kernels() -> Kernels:
    """numba, float32, contiguous arrays, finite input, 64 states; within a few 1e-7 relative of the plain ones.

    Raises:
        Exception: any kind, where numba is missing or cannot compile here.
    """
    return Kernels(
        "numba",
        LOG2_E,
        _compiled_normalise(),
        _compiled_convolve(),
        _compiled_step(),
        _compiled_shift(),
        compiled_scan(),
        _compiled_add(),
    )


def _moments() -> Callable[..., Any]:
    @compiled(lambda _: None, inline=True)
    def moments(row: Any) -> Any:  # pragma: no cover - compiled
        total = ZERO
        for n in range(row.size):
            total += row[n]
        mean = total / np.float32(row.size)
        total = ZERO
        for n in range(row.size):
            centred = row[n] - mean
            total += centred * centred
        return mean, ONE / np.sqrt(total / np.float32(row.size) + EPSILON_32)

    return moments


def _compiled_normalise() -> Callable[..., None]:
    moments = _moments()

    @compiled(lambda numba: arrays(numba, "r2", "w2"))
    def normalise(x: Float32, out: Float32) -> None:  # pragma: no cover - compiled
        for t in range(x.shape[0]):
            row, target = x[t], out[t]
            mean, gain = moments(row)
            for n in range(row.size):
                target[n] = (row[n] - mean) * gain

    return normalise


def _compiled_add() -> Callable[..., None]:
    moments = _moments()

    @compiled(lambda numba: arrays(numba, "w2", "r2", "r1", "r1"))
    def add(x: Float32, y: Float32, scale: Float32, shift: Float32) -> None:  # pragma: no cover - compiled
        for t in range(x.shape[0]):
            row, target = y[t], x[t]
            mean, gain = moments(row)
            for n in range(row.size):
                target[n] += (row[n] - mean) * gain * scale[n] + shift[n]

    return add


def _compiled_convolve() -> Callable[..., None]:
    exp2 = exp2_helper()

    @compiled(lambda _: None, inline=True)
    def fill(target: Any, row: Any, offset: Any) -> None:  # pragma: no cover - compiled
        for t in range(row.size):
            target[t] = row[t] + offset

    @compiled(lambda _: None, inline=True)
    def taps_silu(w: Any, bias: Any, x0: Any, x1: Any, x2: Any, x3: Any, out: Any) -> None:  # pragma: no cover
        w0, w1, w2, w3 = w[0], w[1], w[2], w[3]
        for t in range(out.size):
            value = bias + w0 * x0[t] + w1 * x1[t] + w2 * x2[t] + w3 * x3[t]
            out[t] = value / (ONE + exp2(min(value * MINUS_LOG2_E, HIGHEST)))

    @compiled(lambda numba: arrays(numba, "r2", "r1", "r2", "r1", "w2", "w2"))
    def convolve(
        x: Float32, bias: Float32, taps: Float32, tap_bias: Float32, kept: Float32, out: Float32
    ) -> None:  # pragma: no cover - compiled
        samples = x.shape[1]
        joined = np.empty(samples + 3, np.float32)
        for e in range(x.shape[0]):
            for n in range(3):
                joined[n] = kept[e, n]
            # slices, not joined[t + 3]: an offset index adds a check for negative numbers to every access
            fill(joined[3:], x[e], bias[e])
            taps_silu(
                taps[e], tap_bias[e], joined[:samples], joined[1:-2], joined[2:-1], joined[3:], out[e]
            )
            for n in range(3):
                kept[e, n] = joined[samples + n]

    return convolve


def _compiled_step() -> Callable[..., None]:
    exp2 = exp2_helper()
    k0, k1, k2, k3, k4, k5, k6, k7 = ATANH

    @compiled(lambda numba: arrays(numba, "w2", "r1"))
    def step(x: Float32, bias: Float32) -> None:  # pragma: no cover - compiled
        for e in range(x.shape[0]):
            row, offset = x[e], bias[e]
            for t in range(row.size):
                value = row[t] + offset
                power = exp2(abs(value) * MINUS_LOG2_E)
                s = power / (TWO + power)
                q = s * s
                log = s * (k0 + q * (k1 + q * (k2 + q * (k3 + q * (k4 + q * (k5 + q * (k6 + q * k7)))))))
                row[t] = max(value, ZERO) + log

    return step


def _compiled_shift() -> Callable[..., None]:
    @compiled(lambda numba: arrays(numba, "w2", "r1"))
    def shift(x: Float32, bias: Float32) -> None:  # pragma: no cover - compiled
        for e in range(x.shape[0]):
            row, offset = x[e], bias[e]
            for t in range(row.size):
                row[t] += offset

    return shift
