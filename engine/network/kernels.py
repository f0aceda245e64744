"""The element-wise steps of a block and its scan as one set of functions: readable numpy, or compiled float32.

Arrays are time-major [T, D] or channel-major [E, T]; every function writes into an array it is given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.network.reference_scan import LOG2_E, selective_scan

Array = NDArray[Any]
EPSILON = 1e-5


@dataclass(frozen=True, slots=True)
class Kernels:
    """One set of functions.

    Attributes:
        name: ``"numpy"`` or ``"numba"``.
        decay_scale: what the scan wants its decay rates multiplied with (the compiled one works with powers of 2).
        normalise: ``(x [T, D], out [T, D])``: LayerNorm (eps 1e-5) without its affine part.
        convolve: ``(x [E, T], bias [E], taps [E, 4], tap_bias [E], kept [E, 3], out [E, T])``: out = SiLU of the causal
            depthwise convolution of ``x + bias`` that continues after the three samples `kept`, which it replaces.
        scan: see `engine.network.reference_scan.selective_scan`.
        add: ``(x [T, D], y [T, D], scale [D], shift [D])``: x += LayerNorm(y) in place.
    """

    name: Literal["numpy", "numba"]
    decay_scale: float
    normalise: Callable[[Array, Array], None]
    convolve: Callable[[Array, Array, Array, Array, Array, Array], None]
    scan: Callable[[Array, Array, Array, Array, Array, Array, Array], None]
    add: Callable[[Array, Array, Array, Array], None]


def plain_kernels() -> Kernels:
    """numpy, any float dtype: the fallback in float32, the reference in float64."""
    return Kernels("numpy", 1.0, _normalise, _convolve, selective_scan, _add)


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


def _add(x: Array, y: Array, scale: Array, shift: Array) -> None:
    _normalise(y, y)
    x += y * scale + shift


def compiled_kernels() -> Kernels:
    """numba, float32, contiguous arrays, finite input, 64 states; within a few 1e-7 relative of the plain ones.

    Raises:
        Exception: any kind, where numba is missing or cannot compile here.
    """
    from engine.network import compiled

    return Kernels(
        "numba",
        LOG2_E,
        compiled.normalise,
        compiled.convolve,
        compiled.scan,
        compiled.add,
    )
