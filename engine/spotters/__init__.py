"""Spotting models: the training-free default, and network checkpoints."""

from pathlib import Path

import numpy as np

from engine.cards.checkpoint import patch_card
from engine.config import Device
from engine.data import WEIGHTS
from engine.errors import AnalysisError, CheckpointError
from engine.messages import Said
from engine.spotters.base import SequenceModel, SpottingModel, SpottingSequence
from engine.spotters.classical import ClassicalSpotter
from engine.spotters.metst import NetworkSpotter
from engine.spotters.patches import PatchSpotter
from engine.types import Float32, Float64
from engine.weights import load_patch_arrays

__all__ = [
    "ClassicalSpotter",
    "NetworkSpotter",
    "PatchSpotter",
    "SequenceModel",
    "SpottingModel",
    "SpottingSequence",
    "checkpoint_path",
    "infer_windows",
    "load_spotter",
]

CLASSICAL = "classical"
BUNDLED_SUFFIX = ".safetensors"


def load_spotter(weights: str, *, device: Device, reference: bool = False) -> SpottingModel:
    """Spotting model by name or path.

    Args:
        weights: ``"classical"``, the path of a checkpoint, or the name of one that ships with METST.
        device: where networks run; the classical spotter always runs on the processor.
        reference: networks in float64 numpy, for checking.

    Raises:
        CheckpointError: no such model, or a checkpoint that cannot be used.
        AnalysisError: the device cannot be used.
    """
    if weights == CLASSICAL:
        return ClassicalSpotter()
    path = checkpoint_path(weights)
    patches = load_patch_arrays(path)
    if patches is not None:
        state, digest = patches
        return PatchSpotter.beside(path, state, patch_card(path, digest))
    return NetworkSpotter.load(path, device=device, reference=reference)


def infer_windows(
    weights: str, features: Float64, *, device: Device, reference: bool = False, threads: int = 1
) -> tuple[Float32, Float32 | None]:
    """The model alone, without joining windows.

    Args:
        weights: as for `load_spotter`.
        features: float64 [W, C, k], finite.
        device: as for `load_spotter`.
        reference: as for `load_spotter`.
        threads: windows computed at the same time; results do not depend on it.

    Returns:
        spotting float32 [W, k]: spotting score of a network; movement in px of the classical spotter, 0 where a window
        has no opinion.
        logits float32 [W, k, 5], or None: not inferred.
    """
    model = load_spotter(weights, device=device, reference=reference)
    if isinstance(model, NetworkSpotter):
        return model.outputs(features, threads=threads)
    if features.shape[1] != model.card.channels:
        raise AnalysisError(
            Said(
                "“{title}” needs features with {channels} channels.",
                title=model.card.title,
                channels=model.card.channels,
            )
        )
    raw, _ = model.windows(features)
    return np.nan_to_num(raw), None


def checkpoint_path(weights: str) -> Path:
    """File of a checkpoint: a path, or the name of one that ships with METST.

    Raises:
        CheckpointError: there is none.
    """
    path = Path(weights)
    if path.is_file():
        return path
    bundled = WEIGHTS / (weights + BUNDLED_SUFFIX)
    if path.name == weights and bundled.is_file():
        return bundled
    if path.suffix or path.name != weights:
        raise CheckpointError(Said("The checkpoint “{weights}” does not exist; check the path.", weights=weights))
    raise CheckpointError(
        Said("There is no model “{weights}”; give “classical” or the path of a checkpoint.", weights=weights)
    )
