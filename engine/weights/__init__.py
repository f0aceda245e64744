"""Reading network checkpoints without running anything from them (ADR 0005); torch is not needed."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import CheckpointError
from engine.messages import Said
from engine.types import Float32
from engine.weights.plain_pickle import DamagedPickleError, Tensor, UnsafePickleError
from engine.weights.safetensors import read_safetensors, write_safetensors
from engine.weights.shapes import (
    PATHWAYS,
    UNUSED,
    BlockShape,
    MetstShape,
    NetworkShape,
    PlusShape,
    SlowFastShape,
    network_shape,
    parameter_names,
)
from engine.weights.torch_file import read_torch

__all__ = [
    "PATHWAYS",
    "BlockShape",
    "MetstShape",
    "NetworkShape",
    "PlusShape",
    "Shape",
    "SlowFastShape",
    "load_checkpoint",
    "load_patch_arrays",
    "network_shape",
    "write_safetensors",
]

# The network METST trains.
Shape = MetstShape
# The larger released network has 33 MB; a file this large is something else and is not read into memory.
MAX_BYTES = 512 * 2**20
# Only checkpoints on patch channels have this array.
PATCH_MARK = "net.members"
# Where training scripts put the state dict inside a checkpoint.
WRAPPERS = ("state_dict", "model_state_dict", "model")
# exp(A_log) must stay finite in float32.
MAX_A_LOG = 80


def load_checkpoint(path: Path) -> tuple[dict[str, Float32], str]:
    """Parameters of an ME-TST, ME-TST+ or METST_SF checkpoint.

    Names are those of `engine.weights.shapes.parameter_names`; parameters without influence on the output are left out.

    Args:
        path: a ``.safetensors`` file, or a PyTorch file (``.pkl``, ``.pt``, ``.pth``) in the zip or the older form.

    Returns:
        state: float32 arrays by name, complete and of the right shapes.
        digest: sha256 hex of the file.

    Raises:
        CheckpointError: missing, unreadable, needs code to be run, or not a network METST knows.
    """
    content = _read(path)
    if path.suffix.lower() == ".safetensors":
        arrays = read_safetensors(content, name=path.name)
        shapes = {key: value.shape for key, value in arrays.items()}
        read: Callable[[str], NDArray[Any]] = arrays.__getitem__
    else:
        tensors, read_tensor = _tensors(content, name=path.name)
        shapes = {key: tensor.shape for key, tensor in tensors.items()}

        def read(key: str) -> NDArray[Any]:
            return read_tensor(tensors[key])

    used = parameter_names(shapes)
    network_shape({short: shapes[key] for short, key in used.items()}, name=f"“{path.name}”")
    try:
        state = {short: np.ascontiguousarray(read(key), np.float32) for short, key in used.items()}
    except DamagedPickleError as error:
        raise _damaged(path.name) from error
    _check_numbers(state, name=path.name)
    return state, hashlib.sha256(content).hexdigest()


def load_patch_arrays(path: Path) -> tuple[dict[str, Float32], str] | None:
    """Arrays of a checkpoint on patch channels, and its sha256 hex; None where the file is of another kind.

    Args:
        path: the file.

    Raises:
        CheckpointError: missing, damaged, or with unusable numbers.
    """
    if path.suffix.lower() != ".safetensors":
        return None
    content = _read(path)
    arrays = read_safetensors(content, name=path.name)
    if PATCH_MARK not in arrays:
        return None
    state = {key: np.ascontiguousarray(value, np.float32) for key, value in arrays.items()}
    _check_numbers(state, name=path.name)
    return state, hashlib.sha256(content).hexdigest()


def _check_numbers(state: Mapping[str, Float32], *, name: str) -> None:
    for key, value in state.items():
        bad = not np.isfinite(value).all()
        bad |= key.endswith("A_log") and float(value.max()) > MAX_A_LOG
        bad |= key.endswith("running_var") and float(value.min()) < 0
        if bad:
            raise CheckpointError(
                Said("“{name}” holds unusable numbers in “{key}”; export the checkpoint again.", name=name, key=key)
            )


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CheckpointError(
                Said("“{name}” is {size:.0f} MB, too large for a checkpoint.", name=path.name, size=size / 2**20)
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CheckpointError(Said("The checkpoint “{name}” does not exist; check the path.", name=path)) from error
    except OSError as error:
        raise CheckpointError(
            Said("The checkpoint “{name}” cannot be read ({why}).", name=path, why=error.strerror)
        ) from error


def _tensors(content: bytes, *, name: str) -> tuple[dict[str, Tensor], Callable[[Tensor], NDArray[Any]]]:
    """Tensors of a PyTorch file's state dict by name, and their reader; nothing in the file is executed."""
    try:
        loaded, read = read_torch(content)
    except UnsafePickleError as error:
        raise CheckpointError(
            Said(
                "“{name}” holds more than plain tensors (it may ask to run code) and was refused without "
                "running it; ask its author for a plain state dict.",
                name=name,
            )
        ) from error
    except DamagedPickleError as error:
        raise _damaged(name) from error
    for wrapper in WRAPPERS:
        if isinstance(loaded, dict) and isinstance(loaded.get(wrapper), dict):
            loaded = loaded[wrapper]
    if not isinstance(loaded, dict) or not all(isinstance(key, str) for key in loaded):
        raise CheckpointError(
            Said("“{name}” holds no state dict; choose a checkpoint saved with state_dict().", name=name)
        )
    used = {key: value for key, value in loaded.items() if not UNUSED.search(key.removeprefix("module."))}
    if not all(isinstance(value, Tensor) and "f" in value.storage.kind for value in used.values()):
        raise CheckpointError(
            Said("“{name}” holds more than parameters; save the network's state_dict() alone.", name=name)
        )
    return used, read


def _damaged(name: str) -> CheckpointError:
    return CheckpointError(
        Said("“{name}” is damaged or not a PyTorch checkpoint; copy or download it again.", name=name)
    )
