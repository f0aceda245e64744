"""The ME-TST network as one pass of numpy: same parameters and outputs as the released one, BatchNorm folded.

Architecture (released ME-TST code; network spec 1): two convolutions, 12 blocks ``x + norm1(Mamba(norm(x)))`` over
time, two linear heads on the same features. The released forward pass runs this trunk twice with equal results.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.scan import selective_scan, selective_scan_fast
from engine.weights import Shape, load_checkpoint, network_shape

EPSILON = 1e-5
Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Parameters of one block, in the layouts the pass uses; E = inner width, N = states, R = rank of the step size."""

    w_in: Array  # [2E, D], pre-norm scale folded in
    b_in: Array  # [2E, 1], pre-norm shift folded in
    conv: Array  # [E, taps]
    conv_bias: Array  # [E, 1]
    w_step_in: Array  # [R, E]
    w_step: Array  # [E, R]
    b_step: Array  # [E, 1]
    w_bc: Array  # [E, 2N]
    a: Array  # [E, N]
    d: Array  # [E]
    w_out: Array  # [E, D]
    scale: Array  # [D] post-norm
    shift: Array  # [D] post-norm


class Network:
    """An ME-TST network ready to run.

    Every window is computed by itself with the same array shapes, so its result is bit-identical whatever other windows
    are in the batch. Fix the number of BLAS threads to one around calls for reproducible (and faster) results.
    """

    def __init__(
        self, state: Mapping[str, NDArray[np.float32]], *, precision: Literal["float32", "float64"] = "float32"
    ) -> None:
        """Fold a checked state dict.

        Args:
            state: parameters by name, as `engine.weights.load_checkpoint` returns them.
            precision: ``"float64"`` is the slow reference mode (within 1e-12 of the released code in float64).

        Raises:
            CheckpointError: parameters missing or of the wrong shape.
        """
        self.shape: Shape = network_shape(state)
        self.dtype = np.dtype(precision)
        wide = {name: np.asarray(value, np.float64) for name, value in state.items()}
        self._stem = [_folded_conv(wide, conv, norm, self.dtype) for conv, norm in ((0, 1), (3, 4))]
        self._blocks = [_folded_block(wide, index, self.dtype) for index in range(self.shape.blocks)]
        self._heads = np.concatenate([wide["fc_spot.0.weight"], wide["fc_recog.0.weight"]]).T.astype(self.dtype)
        self._head_bias = np.concatenate([wide["fc_spot.0.bias"], wide["fc_recog.0.bias"]]).astype(self.dtype)

    def windows(self, x: Array) -> tuple[Array, Array]:
        """Outputs of each window; states start at zero in every window.

        Args:
            x: float [B, 10, T], ROI flow features in px at the 320 px crop; finite.

        Returns:
            spot: [B, T], spotting score in [0, 1].
            logits: [B, T, 5], in `engine.types.CLASSES` order.

        Raises:
            ValueError: wrong shape or non-finite input.
        """
        if x.ndim != 3 or x.shape[1] != self.shape.channels:
            raise ValueError(f"windows must have shape [windows, {self.shape.channels}, samples]")
        if not np.isfinite(x).all():
            raise ValueError("windows must be finite")
        outputs = np.empty((len(x), x.shape[2], len(self._head_bias)), self.dtype)
        for window, output in zip(x, outputs, strict=True):
            output[:] = self._forward(np.array(window, self.dtype, order="C"))
        return _sigmoid(outputs[..., 0]), outputs[..., 1:].copy()

    def _forward(self, x: Array) -> Array:
        """[10, T] -> head outputs [T, 1 + classes], spotting score before the sigmoid."""
        for weight, bias in self._stem:
            x = np.maximum(weight @ _taps(x) + bias, 0)
        features = np.ascontiguousarray(x.T)
        for block in self._blocks:
            features = features + _normalised(_mamba(block, features, self._scan)) * block.scale + block.shift
        return features @ self._heads + self._head_bias

    def _scan(self, u: Array, delta: Array, **parameters: Array) -> Array:
        if self.dtype == np.float32:
            return selective_scan_fast(u, delta, **parameters)
        return selective_scan(u, delta, **parameters)


def load_network(path: Path, *, precision: Literal["float32", "float64"] = "float32") -> Network:
    """Network from a checkpoint file.

    Raises:
        CheckpointError: the file is missing, unreadable, unsafe or holds another network.
    """
    state, _ = load_checkpoint(path)
    return Network(state, precision=precision)


def _mamba(block: _Block, x: Array, scan: Callable[..., Array]) -> Array:
    """The Mamba layer with its pre-norm: [T, D] -> [T, D]."""
    inner = len(block.d)
    projected = block.w_in @ _normalised(x).T + block.b_in
    u = _silu(_causal_conv(projected[:inner], block.conv) + block.conv_bias)
    step = _softplus(block.w_step @ (block.w_step_in @ u) + block.b_step)
    b, c = np.hsplit(u.T @ block.w_bc, 2)
    y = scan(u, step, a=block.a, b=np.ascontiguousarray(b), c=np.ascontiguousarray(c), d=block.d)
    out: Array = (y * _silu(projected[inner:])).T @ block.w_out
    return out


def _normalised(x: Array) -> Array:
    """LayerNorm over the last axis without its affine part."""
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = np.mean(centred * centred, axis=-1, keepdims=True)
    result: Array = centred / np.sqrt(variance + x.dtype.type(EPSILON))
    return result


def _taps(x: Array) -> Array:
    """[C, T] -> [3C, T]: each channel at t - 1, t, t + 1, zeros outside (a convolution of width 3 as a product)."""
    taps = np.zeros((3, *x.shape), x.dtype)
    taps[0, :, 1:] = x[:, :-1]
    taps[1] = x
    taps[2, :, :-1] = x[:, 1:]
    return taps.reshape(-1, x.shape[1])


def _causal_conv(x: Array, weight: Array) -> Array:
    """Depthwise: [E, T], taps [E, J] -> [E, T]; sample t sees t - J + 1 .. t, zeros before the start."""
    taps, samples = weight.shape[1], x.shape[1]
    total = weight[:, -1:] * x
    for lag in range(1, min(taps, samples)):
        total[:, lag:] += weight[:, taps - 1 - lag, np.newaxis] * x[:, :-lag]
    return total


def _sigmoid(x: Array) -> Array:
    """Logistic function; exact to rounding from -80 on, below that 2e-35 instead of an overflow."""
    return 1 / (1 + np.exp(-np.maximum(x, -80)))


def _silu(x: Array) -> Array:
    return x * _sigmoid(x)


def _softplus(x: Array) -> Array:
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def _folded_conv(state: Mapping[str, Array], conv: int, norm: int, dtype: np.dtype[Any]) -> tuple[Array, Array]:
    """Convolution ``Stem.<conv>`` with BatchNorm ``Stem.<norm>`` folded in: weight [D, 3C], bias [D, 1]."""
    weight, bias = state[f"Stem.{conv}.weight"], state[f"Stem.{conv}.bias"]
    gain = state[f"Stem.{norm}.weight"] / np.sqrt(state[f"Stem.{norm}.running_var"] + EPSILON)
    offset = (bias - state[f"Stem.{norm}.running_mean"]) * gain + state[f"Stem.{norm}.bias"]
    taps = (weight * gain[:, np.newaxis, np.newaxis]).transpose(0, 2, 1).reshape(len(bias), -1)
    return np.ascontiguousarray(taps, dtype), offset[:, np.newaxis].astype(dtype)


def _folded_block(state: Mapping[str, Array], index: int, dtype: np.dtype[Any]) -> _Block:
    block, mamba = f"blocks_spot.{index}.", f"blocks_spot.{index}.attn.mamba."
    norm_scale, norm_shift = state[block + "attn.norm.weight"], state[block + "attn.norm.bias"]
    w_in, w_x = state[mamba + "in_proj.weight"], state[mamba + "x_proj.weight"]
    rank = state[mamba + "dt_proj.weight"].shape[1]
    parameters = {
        "w_in": w_in * norm_scale,
        "b_in": (w_in @ norm_shift)[:, np.newaxis],
        "conv": state[mamba + "conv1d.weight"][:, 0],
        "conv_bias": state[mamba + "conv1d.bias"][:, np.newaxis],
        "w_step_in": w_x[:rank],
        "w_step": state[mamba + "dt_proj.weight"],
        "b_step": state[mamba + "dt_proj.bias"][:, np.newaxis],
        "w_bc": w_x[rank:].T,
        "a": -np.exp(state[mamba + "A_log"]),
        "d": state[mamba + "D"],
        "w_out": state[mamba + "out_proj.weight"].T,
        "scale": state[block + "norm1.weight"],
        "shift": state[block + "norm1.bias"],
    }
    return _Block(**{name: np.ascontiguousarray(value, dtype) for name, value in parameters.items()})
