"""Weights as the passes use them: affine parts folded in float64, frozen, contiguous, in the dtype of the pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.network.kernels import EPSILON

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class PackedConv:
    """A convolution of width 3 with its BatchNorm folded in, for ReLU; inputs C, outputs D."""

    weight: Array  # [D, 3C], tap-major: the sample before, the sample, the sample after
    bias: Array  # [D]


@dataclass(frozen=True, slots=True, eq=False)
class PackedBlock:
    """Weights of one block; D = width, E = inner width, N = states, R = rank of the step size."""

    w_in: Array  # [2E, D], scale of the pre-norm folded in
    b_u: Array  # [E], shift of the pre-norm, for the half that is convolved
    taps: Array  # [E, 4], oldest first
    tap_bias: Array  # [E]
    w_x: Array  # [E, 2N + R], to b, c and the low-rank step sizes
    w_step: Array  # [E, R]
    a: Array  # [E, N], decay rates, times what the scan wants
    rows: Array  # [3, E], bias of the step sizes, bias of the gate (pre-norm), skip weight
    w_out: Array  # [E, D]
    scale: Array  # [D], post-norm
    shift: Array  # [D], post-norm


@dataclass(frozen=True, slots=True, eq=False)
class PackedHeads:
    """Both linear heads side by side: column 0 is the spotting score before the sigmoid, the others the logits."""

    weight: Array  # [F, 1 + classes]
    bias: Array  # [1 + classes]


class Packer:
    """Packs parts of one state dict."""

    def __init__(self, state: Mapping[str, NDArray[np.float32]], dtype: np.dtype[Any], decay_scale: float) -> None:
        """Widen the parameters.

        Args:
            state: complete parameters by name.
            dtype: of the packed weights.
            decay_scale: factor of the decay rates, see `Kernels.decay_scale`.
        """
        self._wide = {name: np.asarray(value, np.float64) for name, value in state.items()}
        self._dtype = dtype
        self._decay_scale = decay_scale

    def _final(self, value: Array) -> Array:
        packed = np.ascontiguousarray(value, self._dtype)
        packed.setflags(write=False)
        return packed

    def conv(self, conv: str, norm: str) -> PackedConv:
        """Convolution `conv` with BatchNorm `norm` (eps 1e-5), names without the trailing dot."""
        wide = self._wide
        gain = wide[f"{norm}.weight"] / np.sqrt(wide[f"{norm}.running_var"] + EPSILON)
        bias = (wide[f"{conv}.bias"] - wide[f"{norm}.running_mean"]) * gain + wide[f"{norm}.bias"]
        taps = (wide[f"{conv}.weight"] * gain[:, np.newaxis, np.newaxis]).transpose(0, 2, 1)
        return PackedConv(self._final(taps.reshape(len(bias), -1)), self._final(bias))

    def heads(self, *, apart: bool = False) -> PackedHeads:
        """Both heads; `apart`: each sees its own half of the features, the spotting head the first."""
        both = [np.concatenate([self._wide[f"{head}.0.{part}"] for head in ("fc_spot", "fc_recog")]) for part in PARTS]
        if apart:
            spot, recog = both[0][:1], both[0][1:]
            both[0] = np.block([[spot, np.zeros_like(spot)], [np.zeros_like(recog), recog]])
        return PackedHeads(self._final(both[0].T), self._final(both[1]))

    def block(self, block: str) -> PackedBlock:
        """Block of this name, e.g. ``"blocks_spot.0"``."""
        wide, mamba = self._wide, f"{block}.attn.mamba."
        w_in, w_x = wide[mamba + "in_proj.weight"], wide[mamba + "x_proj.weight"]
        rank, inner = wide[mamba + "dt_proj.weight"].shape[1], len(w_in) // 2
        b_in = w_in @ wide[f"{block}.attn.norm.bias"]
        parameters = {
            "w_in": w_in * wide[f"{block}.attn.norm.weight"],
            "b_u": b_in[:inner],
            "taps": wide[mamba + "conv1d.weight"][:, 0],
            "tap_bias": wide[mamba + "conv1d.bias"],
            "w_x": np.concatenate([w_x[rank:], w_x[:rank]]).T,
            "w_step": wide[mamba + "dt_proj.weight"],
            "a": -np.exp(wide[mamba + "A_log"]) * self._decay_scale,
            "rows": np.stack([wide[mamba + "dt_proj.bias"], b_in[inner:], wide[mamba + "D"]]),
            "w_out": wide[mamba + "out_proj.weight"].T,
            "scale": wide[f"{block}.norm1.weight"],
            "shift": wide[f"{block}.norm1.bias"],
        }
        return PackedBlock(**{name: self._final(value) for name, value in parameters.items()})


PARTS = ("weight", "bias")
