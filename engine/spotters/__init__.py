"""Spotting models: the training-free default, and network checkpoints."""

from importlib import resources
from pathlib import Path

import numpy as np

from engine.config import Device
from engine.errors import AnalysisError, CheckpointError
from engine.spotters.base import SpottingModel
from engine.spotters.classical import ClassicalSpotter
from engine.spotters.metst import NetworkSpotter
from engine.types import Float32, Float64

__all__ = ["ClassicalSpotter", "NetworkSpotter", "SpottingModel", "infer_windows", "load_spotter"]

CLASSICAL = "classical"
BUNDLED_SUFFIX = ".safetensors"


def load_spotter(weights: str, *, device: Device) -> SpottingModel:
    """Spotting model by name or path.

    Args:
        weights: ``"classical"``, the path of a checkpoint, or the name of one that ships with METST.
        device: ``"auto"`` and ``"cpu"`` run networks on one core; the classical spotter always does.

    Raises:
        CheckpointError: no such model, or a checkpoint that cannot be used.
        AnalysisError: the device cannot be used.
    """
    if weights == CLASSICAL:
        return ClassicalSpotter()
    if device == "cuda":
        raise AnalysisError("The network runs on the processor in this version; choose the device auto or cpu.")
    return NetworkSpotter.load(_checkpoint_path(weights))


def infer_windows(weights: str, features: Float64, *, device: Device) -> tuple[Float32, Float32 | None]:
    """The model alone, without joining windows.

    Args:
        weights: as for `load_spotter`.
        features: float64 [W, 10, k], finite.
        device: as for `load_spotter`.

    Returns:
        spotting float32 [W, k]: spotting score of a network; movement in px of the classical spotter, 0 where a window
        has no opinion.
        logits float32 [W, k, 5], or None: not inferred.
    """
    model = load_spotter(weights, device=device)
    if isinstance(model, NetworkSpotter):
        return model.outputs(features)
    raw, _ = model.windows(features)
    return np.nan_to_num(raw), None


def _checkpoint_path(weights: str) -> Path:
    path = Path(weights)
    if path.is_file():
        return path
    folder = Path(str(resources.files("weights")))  # installed as plain files: never run from an archive
    bundled = folder / (weights + BUNDLED_SUFFIX)
    if path.name == weights and bundled.is_file():
        return bundled
    if path.suffix or path.name != weights:
        raise CheckpointError(f"The checkpoint “{weights}” does not exist; check the path.")
    raise CheckpointError(f"There is no model “{weights}”; give “classical” or the path of a checkpoint.")
