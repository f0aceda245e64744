"""The networks: ME-TST, ME-TST+ and METST_SF from a checkpoint, with or without torch, as windows or as a stream."""

from pathlib import Path

from engine.network.blas import one_blas_thread
from engine.network.model import Backend, Network, Precision
from engine.network.stream import Outputs, Stream, StreamState
from engine.weights import load_checkpoint

__all__ = ["Network", "Outputs", "Stream", "StreamState", "load_network", "one_blas_thread"]


def load_network(path: Path, *, precision: Precision = "float32", backend: Backend = "auto") -> Network:
    """Network from a checkpoint file.

    Args:
        path: see `engine.weights.load_checkpoint`.
        precision: see `Network`.
        backend: see `Network`.

    Raises:
        CheckpointError: the file is missing, unreadable, unsafe or holds another network.
    """
    state, _ = load_checkpoint(path)
    return Network(state, precision=precision, backend=backend)
