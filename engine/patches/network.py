"""The small network on patch channels, in numpy: one layer per sample, residual convolutions in time, three heads.

What a head says is the network's word, within bounds, and a measured return (`engine.patches.clear_return`).

Per sample: spotting logits of brows and eyes and of mouth and nose, and logits of the four classes. A run without a gap
is computed as a whole; beyond its ends the network sees zeros, as in training.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import CheckpointError
from engine.messages import Said
from engine.types import Float32

FORMAT = "metst-patches"
HEADS = (Said("brows and eyes"), Said("mouth and nose"))
DILATIONS = (1, 2, 4, 1, 8)
TAPS = 5
CLASSES = 4


@dataclass(frozen=True, slots=True, eq=False)
class PatchOutputs:
    """What the network says of every sample.

    Attributes:
        spot: float32 [S, 2], logits in the order of `HEADS`; 0 is the threshold the model was made for.
        classes: float32 [S, 4], logits of negative, positive, surprise, others.
    """

    spot: Float32
    classes: Float32


class PatchNetwork:
    """Weights and the forward pass; not tied to torch."""

    def __init__(self, state: Mapping[str, NDArray[Any]], mirror: tuple[NDArray[Any], NDArray[Any]]) -> None:
        """Take over the weights.

        Args:
            state: arrays by name, ``net.*``.
            mirror: order int64 [C] and sign float32 [C] that swap left and right of the channels.

        Raises:
            CheckpointError: an array is missing or has another shape.
        """
        self._order, self._sign = mirror
        try:
            members = int(np.asarray(state["net.members"]).ravel()[0])
            self._members = [_Member(state, f"net.{number}.", len(self._order)) for number in range(members)]
            self._offset = np.asarray(state["net.offset"], np.float32).reshape(2)
            self._returns, self._trusted = (_by_head(state[f"net.{name}"]) for name in ("return", "trusted"))
        except (KeyError, ValueError, IndexError) as error:
            raise CheckpointError(
                Said("The checkpoint lacks parts of its network; copy or download it again.")
            ) from error
        if not self._members:
            raise CheckpointError(Said("The checkpoint holds no network; copy or download it again."))

    def outputs(self, channels: Float32, clear: Float32) -> PatchOutputs:
        """Logits of an unbroken run, the mean over the networks, the run and its mirror image, and 3 samples.

        Args:
            channels: float32 [S, C].
            clear: float32 [S, 2], the clear return of brows and raised lids, and that of mouth and nose.
        """
        views = (channels, channels[:, self._order] * self._sign)
        found = [member.forward(view) for member in self._members for view in views]
        mean = smoothed(np.stack(found).mean(axis=0, dtype=np.float64))
        back = smoothed(clear.astype(np.float64))
        for head, ((weight, beginning), trusted) in enumerate(zip(self._returns, self._trusted, strict=True)):
            mean[:, head] = np.clip(mean[:, head], *trusted) + weight * (back[:, head] - beginning)
        return PatchOutputs(mean[:, :2] - self._offset, mean[:, 2:])


def _by_head(values: NDArray[Any]) -> NDArray[np.float64]:
    """Two numbers for each head: float64 [2, 2]."""
    return np.asarray(values, np.float64).reshape(len(HEADS), 2)


def smoothed(values: NDArray[np.float64]) -> Float32:
    """Mean of each sample and its two neighbours (at an end: of the two there are), float32 [S, n]."""
    total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    at = np.arange(len(values))
    first, last = np.maximum(at - 1, 0), np.minimum(at + 2, len(values))
    return np.asarray((total[last] - total[first]) / (last - first)[:, None], np.float32)


class _Member:
    """One network."""

    def __init__(self, state: Mapping[str, NDArray[Any]], prefix: str, channels: int) -> None:
        def array(name: str) -> Float32:
            return np.ascontiguousarray(np.asarray(state[prefix + name], np.float32))

        self._first, self._first_bias = array("first.weight"), array("first.bias")
        width = len(self._first_bias)
        if self._first.shape != (width, channels):
            raise ValueError("first layer")
        self._blocks = []
        for number in range(len(DILATIONS)):
            conv, mix = array(f"convs.{number}.weight"), array(f"mixes.{number}.weight")
            if conv.shape != (width, width, TAPS) or mix.shape != (width, width):
                raise ValueError("block")
            taps = np.ascontiguousarray(conv.transpose(2, 1, 0).reshape(TAPS * width, width))
            self._blocks.append((taps, array(f"convs.{number}.bias"), mix, array(f"mixes.{number}.bias")))
        self._last, self._last_bias = array("last.weight"), array("last.bias")
        if self._last.shape != (2 + CLASSES, width):
            raise ValueError("heads")

    def forward(self, channels: Float32) -> Float32:
        """float32 [S, 6]."""
        x: Float32 = np.asarray(np.maximum(channels @ self._first.T + self._first_bias, 0), np.float32)
        samples = len(x)
        for dilation, (taps, bias, mix, mix_bias) in zip(DILATIONS, self._blocks, strict=True):
            reach = dilation * (TAPS // 2)
            padded = np.pad(x, ((reach, reach), (0, 0)))
            wide = np.concatenate([padded[tap * dilation : tap * dilation + samples] for tap in range(TAPS)], axis=1)
            x = np.asarray(x + np.maximum(wide @ taps + bias, 0) @ mix.T + mix_bias, np.float32)
        return np.asarray(x @ self._last.T + self._last_bias, np.float32)
