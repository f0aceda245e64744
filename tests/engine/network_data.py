"""Random networks of the released shapes: no trained weights, every kind of parameter off its initial value."""

from pathlib import Path
from typing import Any

import numpy as np

from engine.weights import NetworkShape


def random_state(shape: NetworkShape, seed: int = 1) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    state: dict[str, np.ndarray] = {}
    for name, size in shape.parameters().items():
        fan_in = int(np.prod(size[1:])) or 1
        if name.endswith("A_log"):
            value = rng.uniform(-2, 3, size)
        elif name.endswith("running_var"):
            value = rng.uniform(0.5, 2, size)
        elif name.endswith("dt_proj.bias"):
            value = rng.uniform(-5, -1, size)
        elif len(size) > 1:
            value = rng.standard_normal(size) / np.sqrt(fan_in)
        elif name.endswith(("weight", ".D")):
            value = rng.uniform(0.5, 1.5, size)
        else:
            value = 0.1 * rng.standard_normal(size)
        state[name] = value.astype(np.float32)
    return state


def features(channels: int, samples: int, *, windows: int | None = None, seed: int = 2) -> np.ndarray:
    rng = np.random.default_rng(seed)
    size = (channels, samples) if windows is None else (windows, channels, samples)
    return rng.standard_normal(size)


def save_torch(path: Path, state: dict[str, np.ndarray], *, zipped: bool = True, **more: Any) -> None:
    """As the released training code saves: a DataParallel state dict, with entries that are never used."""
    import torch

    tensors = {f"module.{name}": torch.from_numpy(value.copy()) for name, value in state.items()}
    tensors["module.Stem.1.num_batches_tracked"] = torch.tensor(7)
    tensors["module.blocks_recog.0.norm1.weight"] = torch.zeros(3)
    tensors |= more
    torch.save(tensors, path, _use_new_zipfile_serialization=zipped)
