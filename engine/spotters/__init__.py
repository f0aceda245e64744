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
from engine.spotters.plugin import PluginSpotter, find_spotter, spotter_names
from engine.types import Float32, Float64
from engine.weights import load_patch_arrays

__all__ = [
    "ClassicalSpotter",
    "NetworkSpotter",
    "PatchSpotter",
    "PluginSpotter",
    "SequenceModel",
    "SpottingModel",
    "SpottingSequence",
    "checkpoint_path",
    "infer_windows",
    "load_spotter",
    "spotter_names",
]

CLASSICAL = "classical"
BUNDLED_SUFFIX = ".safetensors"


def load_spotter(weights: str, *, device: Device, reference: bool = False) -> SpottingModel:
    """Spotting model by name or path.

    Args:
        weights: ``"classical"``, the path of a checkpoint, the name of one that ships with METST, or of a plug-in.
        device: where networks run; the classical spotter always runs on the processor.
        reference: networks in float64 numpy, for checking.

    Raises:
        CheckpointError: no such model, or a checkpoint that cannot be used.
        PluginError: the plug-in cannot be used.
        AnalysisError: the device cannot be used.
    """
    if weights == CLASSICAL:
        return ClassicalSpotter()
    plugin = None if _own_path(weights) else find_spotter(weights)
    if plugin is not None:
        return plugin
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
    found, path = _own_path(weights), Path(weights)
    if found is not None:
        return found
    if path.suffix or path.name != weights:
        raise CheckpointError(Said("The checkpoint “{weights}” does not exist; check the path.", weights=weights))
    raise CheckpointError(
        Said(
            "There is no model “{weights}”; give “classical”, the path of a checkpoint or the name of an installed "
            "plug-in ({plugins}).",
            weights=weights,
            plugins=spotter_names() or (Said("none is installed"),),
        )
    )


def _own_path(weights: str) -> Path | None:
    """File of a checkpoint by its path, or of one that ships with METST by its name; None: there is none."""
    path = Path(weights)
    if path.is_file():
        return path
    bundled = WEIGHTS / (weights + BUNDLED_SUFFIX)
    return bundled if path.name == weights and bundled.is_file() else None
