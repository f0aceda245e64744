"""A network checkpoint as a spotting model."""

from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.cards.card import ModelCard
from engine.cards.checkpoint import checkpoint_card
from engine.config import Device, View
from engine.errors import NO_TORCH, AnalysisError, CheckpointError, is_torch_missing
from engine.messages import Said
from engine.network import Network, Outputs, Stream
from engine.network.both_ways import backwards, forwards, mirrored
from engine.types import Float32, Float64, UInt8
from engine.weights import NetworkShape, load_checkpoint

Array = NDArray[Any]
SURE = 1e-6  # scores nearer to 0 or 1 than this count as this in means of logits


class SpottingNetwork(Protocol):
    """What a spotter needs of a network; see `engine.network.Network`."""

    @property
    def shape(self) -> NetworkShape: ...  # noqa: D102
    @property
    def backend(self) -> str: ...  # noqa: D102
    def windows(self, x: Array, *, threads: int = 1) -> tuple[Array, Array]: ...  # noqa: D102
    def stream(self) -> Stream: ...  # noqa: D102


class NetworkSpotter:
    """`SpottingModel` around a network; windows are computed one by one, each by itself."""

    def __init__(self, network: SpottingNetwork, card: ModelCard) -> None:
        """Wrap a network.

        Args:
            network: the network.
            card: its model card.
        """
        self.network = network
        self.card = card

    @staticmethod
    def load(path: Path, *, device: Device = "cpu", reference: bool = False) -> "NetworkSpotter":
        """Spotter from a checkpoint file and the model card beside it, if there is one.

        Args:
            path: the checkpoint.
            device: where the network runs; ``"auto"`` is the processor, which outruns the features many times over.
            reference: float64 numpy.

        Raises:
            CheckpointError: the file or its card cannot be used.
            AnalysisError: the device cannot be used.
        """
        state, digest = load_checkpoint(path)
        network: SpottingNetwork
        if device == "cuda":
            if reference:
                raise AnalysisError(Said("The reference runs on the processor; choose the device auto or cpu."))
            network = _on_cuda(state)
        else:
            network = Network(state, precision="float64" if reference else "float32")
        return NetworkSpotter(network, checkpoint_card(path, digest, network.shape))

    @property
    def backend(self) -> str:
        """What computes the numbers, e.g. ``"numba float32"``."""
        return self.network.backend

    def outputs(self, features: Float64, *, threads: int = 1) -> tuple[Float32, Float32]:
        """Spotting score float32 [W, k] and logits float32 [W, k, 5] of features [W, C, k]; see `Network.windows`.

        Args:
            features: finite, with as many channels as the card says.
            threads: windows computed at the same time; results do not depend on it.

        Raises:
            AnalysisError: features of another kind of network.
            CheckpointError: the network's answer is not a number: its weights cannot be used.
        """
        if features.shape[1] != self.card.channels:
            raise AnalysisError(
                Said(
                    "“{title}” needs features with {channels} channels, not {shape}.",
                    title=self.card.title,
                    channels=self.card.channels,
                    shape=features.shape[1],
                )
            )
        return self._usable(*self.network.windows(features, threads=threads))

    def _usable(self, spot: Array, logits: Array) -> tuple[Float32, Float32]:
        if not (np.isfinite(spot).all() and np.isfinite(logits).all()):
            raise CheckpointError(
                Said("“{title}” gives no usable numbers; choose another checkpoint.", title=self.card.title)
            )
        return spot.astype(np.float32), logits.astype(np.float32)

    def windows(self, features: Float64) -> tuple[Float32, Float32]:
        """Spotting score float32 [W, k] and softmax emotion probabilities float32 [W, k, 5].

        Both are means over the views that the model card names, of scores or of logits, in a fixed order, so that a
        mirrored window gives the same score to the last bit but rounding.
        """
        spots, emotions = zip(*(self._viewed(features, names) for names in _combined(self.card.views)), strict=True)
        if self.card.view_mean == "logit" and len(spots) > 1:
            odds = np.mean([_logit(spot) for spot in spots], axis=0)
            likely = np.mean([np.log(np.clip(emotion, SURE, 1)) for emotion in emotions], axis=0)
            return (1 / (1 + np.exp(-odds))).astype(np.float32), softmax(likely.astype(np.float32))
        return np.mean(spots, axis=0, dtype=np.float32), np.mean(emotions, axis=0, dtype=np.float32)

    def _viewed(self, features: Float64, views: tuple[View, ...]) -> tuple[Float32, Float32]:
        """The network's answer to one view, turned back to the order of the window."""
        seen = mirrored(features) if "mirror" in views else features
        far_end = self.card.far_end
        if "reverse" not in views:
            spot, logits = self.outputs(forwards(seen, far_end=far_end))
            return spot, softmax(logits)
        spot, logits = self.outputs(np.ascontiguousarray(backwards(seen, far_end=far_end)))
        return spot[:, ::-1], softmax(logits)[:, ::-1]

    def sequence(self) -> "NetworkSequence":
        """A new sequence in which states are carried on, for the context ``"full"``."""
        return NetworkSequence(self.network.stream(), self._usable)

    def finish(self, score: Float32, mask: UInt8) -> Float32:  # noqa: ARG002 - the network's score needs nothing more
        """The score as it is."""
        return score


class NetworkSequence:
    """Scores of one long sequence, given piece by piece (`SpottingSequence`)."""

    def __init__(self, stream: Stream, usable: Callable[[Array, Array], tuple[Float32, Float32]]) -> None:
        self._stream = stream
        self._usable = usable

    def push(self, features: Float64) -> tuple[Float32, Float32]:
        """Scores and probabilities that became complete with features [C, n]; two samples lag behind, in chunks."""
        return self._joined(self._stream.push(features))

    def finish(self) -> tuple[Float32, Float32]:
        """Those still missing."""
        return self._joined(self._stream.finish())

    def _joined(self, results: list[Outputs]) -> tuple[Float32, Float32]:
        if not results:
            return np.empty(0, np.float32), np.empty((0, 5), np.float32)
        spot, logits = (np.concatenate([getattr(part, name) for part in results]) for name in ("spot", "logits"))
        spot, logits = self._usable(spot, logits)
        return spot, softmax(logits)


def _on_cuda(state: Mapping[str, Float32]) -> SpottingNetwork:
    try:
        from engine.network.torch_network import TorchNetwork

        return TorchNetwork(state, device="cuda")
    except (ImportError, OSError, RuntimeError, AssertionError) as error:  # torch says "no device" in several ways
        if is_torch_missing(error):
            raise AnalysisError(NO_TORCH) from error
        raise AnalysisError(Said("No CUDA device can be used here; choose the device auto or cpu.")) from error


def _combined(views: tuple[View, ...]) -> list[tuple[View, ...]]:
    """The plain view and all combinations of the named ones."""
    return [chosen for size in range(len(views) + 1) for chosen in combinations(views, size)]


def _logit(score: Float32) -> Float64:
    p = np.clip(score.astype(np.float64), SURE, 1 - SURE)
    return np.asarray(np.log(p / (1 - p)), np.float64)


def softmax(logits: Float32) -> Float32:
    """Probabilities over the last axis, float32; rows sum to 1 within rounding."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Float32 = powers / powers.sum(axis=-1, keepdims=True)
    return result
