"""A network checkpoint as a spotting model."""

from pathlib import Path

import numpy as np

from engine.config import ModelCard
from engine.errors import CheckpointError
from engine.network import Network
from engine.spotters.cards import checkpoint_card
from engine.types import Float32, Float64, UInt8
from engine.weights import load_checkpoint


class NetworkSpotter:
    """`SpottingModel` around `engine.network.Network`; windows are computed one by one, on one BLAS thread."""

    def __init__(self, network: Network, card: ModelCard) -> None:
        """Wrap a network.

        Args:
            network: the network.
            card: its model card.
        """
        from threadpoolctl import ThreadpoolController

        self.network = network
        self.card = card
        self._threads = ThreadpoolController()

    @staticmethod
    def load(path: Path) -> "NetworkSpotter":
        """Spotter from a checkpoint file and the model card beside it, if there is one.

        Raises:
            CheckpointError: the file or its card cannot be used.
        """
        state, digest = load_checkpoint(path)
        card = checkpoint_card(path, digest)
        return NetworkSpotter(Network(state), card)

    def outputs(self, features: Float64) -> tuple[Float32, Float32]:
        """Spotting score float32 [W, k] and logits float32 [W, k, 5]; see `Network.windows`.

        Raises:
            CheckpointError: the network's answer is not a number: its weights cannot be used.
        """
        # small products on many threads cost several times more, and the number of threads changes the last bits
        with self._threads.limit(limits=1, user_api="blas"), np.errstate(all="ignore"):
            spot, logits = self.network.windows(np.asarray(features, np.float32))
        if not (np.isfinite(spot).all() and np.isfinite(logits).all()):
            raise CheckpointError(f"“{self.card.title}” gives no usable numbers; choose another checkpoint.")
        return spot, logits

    def windows(self, features: Float64) -> tuple[Float32, Float32]:
        """Spotting score float32 [W, k] and softmax emotion probabilities float32 [W, k, 5]."""
        spot, logits = self.outputs(features)
        return spot, softmax(logits)

    def finish(self, score: Float32, mask: UInt8) -> Float32:  # noqa: ARG002 - the network's score needs nothing more
        """The score as it is."""
        return score


def softmax(logits: Float32) -> Float32:
    """Probabilities over the last axis, float32; rows sum to 1 within rounding."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Float32 = powers / powers.sum(axis=-1, keepdims=True)
    return result
