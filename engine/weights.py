"""Reading checkpoints without running them: pickles through torch's weights-only loader, safetensors by hand (D6)."""

import hashlib
import io
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import CheckpointError
from engine.types import Float32

# The released checkpoint is 5 MB; a file this large is something else and is not read into memory.
MAX_BYTES = 512 * 2**20
MAX_BLOCKS = 64
# Where training scripts put the state dict inside a checkpoint.
WRAPPERS = ("state_dict", "model_state_dict", "model")
# In the released state dict but without effect on the output (network spec 1): a second trunk, and a norm never called.
UNUSED = re.compile(r"^blocks_recog\.|\.norm2\.|\.num_batches_tracked$")
SAFETENSORS_DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4"}


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of an ME-TST network; only the number of blocks may differ from the released one."""

    blocks: int = 12
    channels: int = 10
    width: int = 64
    inner: int = 128
    states: int = 64
    taps: int = 4
    rank: int = 4
    classes: int = 5

    def parameters(self) -> dict[str, tuple[int, ...]]:
        """Shape of every parameter that influences the output, by its name in the state dict."""
        d, e = self.width, self.inner
        shapes: dict[str, tuple[int, ...]] = {
            "Stem.0.weight": (d, self.channels, 3),
            "Stem.3.weight": (d, d, 3),
            "fc_spot.0.weight": (1, d),
            "fc_spot.0.bias": (1,),
            "fc_recog.0.weight": (self.classes, d),
            "fc_recog.0.bias": (self.classes,),
        }
        for layer in ("Stem.0", "Stem.1", "Stem.3", "Stem.4"):
            shapes.setdefault(f"{layer}.weight", (d,))
            shapes[f"{layer}.bias"] = (d,)
        for layer in ("Stem.1", "Stem.4"):
            shapes[f"{layer}.running_mean"] = shapes[f"{layer}.running_var"] = (d,)
        for index in range(self.blocks):
            block, mamba = f"blocks_spot.{index}.", f"blocks_spot.{index}.attn.mamba."
            for norm in ("norm1", "attn.norm"):
                shapes[f"{block}{norm}.weight"] = shapes[f"{block}{norm}.bias"] = (d,)
            shapes[mamba + "A_log"] = (e, self.states)
            shapes[mamba + "D"] = shapes[mamba + "conv1d.bias"] = shapes[mamba + "dt_proj.bias"] = (e,)
            shapes[mamba + "in_proj.weight"] = (2 * e, d)
            shapes[mamba + "conv1d.weight"] = (e, 1, self.taps)
            shapes[mamba + "x_proj.weight"] = (self.rank + 2 * self.states, e)
            shapes[mamba + "dt_proj.weight"] = (e, self.rank)
            shapes[mamba + "out_proj.weight"] = (d, e)
        return shapes


def load_checkpoint(path: Path) -> tuple[dict[str, Float32], str]:
    """Parameters of an ME-TST checkpoint.

    Names lose DataParallel's ``module.`` prefix; parameters without influence on the output are left out.

    Args:
        path: a ``.safetensors`` file, or a PyTorch pickle (``.pkl``, ``.pt``, ``.pth``).

    Returns:
        state: float32 arrays by name, complete and of the right shapes.
        digest: sha256 hex of the file.

    Raises:
        CheckpointError: missing, unreadable, needs code to be run, or not an ME-TST network.
    """
    content = _read(path)
    if path.suffix.lower() == ".safetensors":
        raw: Mapping[str, Any] = read_safetensors(content, name=path.name)
    else:
        raw = _read_pickle(content, name=path.name)
    state = {}
    for key, value in raw.items():
        short = key.removeprefix("module.")
        if not UNUSED.search(short):
            state[short] = np.ascontiguousarray(value, np.float32)
    _check(state, name=path.name)
    return state, hashlib.sha256(content).hexdigest()


def network_shape(state: Mapping[str, NDArray[Any]], *, name: str = "The checkpoint") -> Shape:
    """Sizes of the network `state` belongs to.

    Raises:
        CheckpointError: a parameter is missing, has another shape, or is unknown.
    """
    found = {int(match[1]) for key in state if (match := re.match(r"blocks_spot\.(\d{1,4})\.", key))}
    if any(key.startswith("block1_fast.") for key in state):
        raise CheckpointError(f"{name} is a BoostingVRME network; METST reads ME-TST checkpoints only.")
    shape = Shape(blocks=len(found))
    if not found or found != set(range(len(found))) or len(found) > MAX_BLOCKS:
        raise CheckpointError(f"{name} holds no ME-TST network; choose a checkpoint trained with ME-TST.")
    expected = shape.parameters()
    missing = sorted(expected.keys() - state.keys())
    unknown = sorted(state.keys() - expected.keys())
    for problem, keys in (("lacks", missing), ("has the unknown parameter", unknown)):
        if keys:
            more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
            raise CheckpointError(f"{name} {problem} “{keys[0][:80]}”{more}; choose a complete ME-TST checkpoint.")
    for key, size in expected.items():
        if state[key].shape != size:
            raise CheckpointError(
                f"{name} has “{key}” of shape {state[key].shape} where ME-TST has {size}; choose an ME-TST checkpoint."
            )
    return shape


def _check(state: Mapping[str, Float32], *, name: str) -> None:
    network_shape(state, name=f"“{name}”")
    for key, value in state.items():
        # exp(A_log) and the BatchNorm divisor must stay finite in float32
        bad = not np.isfinite(value).all()
        bad |= key.endswith("A_log") and float(value.max()) > 80
        bad |= key.endswith("running_var") and float(value.min()) < 0
        if bad:
            raise CheckpointError(f"“{name}” holds unusable numbers in “{key}”; export the checkpoint again.")


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CheckpointError(f"“{path.name}” is {size / 2**20:.0f} MB, too large for an ME-TST checkpoint.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CheckpointError(f"The checkpoint “{path}” does not exist; check the path.") from error
    except OSError as error:
        raise CheckpointError(f"The checkpoint “{path}” cannot be read ({error.strerror}).") from error


def _read_pickle(content: bytes, *, name: str) -> Mapping[str, Any]:
    """State dict of a PyTorch file; nothing in it is executed."""
    import pickle
    import warnings

    import torch

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks on old file forms do not help the user
            loaded = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)  # noqa: TID251 - this is the place
    except pickle.UnpicklingError as error:
        raise CheckpointError(
            f"“{name}” holds more than plain tensors (it may ask to run code) and was refused without running it; "
            "ask its author for a plain state dict."
        ) from error
    except Exception as error:  # a damaged file makes the reader fail in any way
        raise CheckpointError(f"“{name}” is damaged or not a PyTorch checkpoint; copy or download it again.") from error
    for wrapper in WRAPPERS:
        if isinstance(loaded, Mapping) and isinstance(loaded.get(wrapper), Mapping):
            loaded = loaded[wrapper]
    if not isinstance(loaded, Mapping) or not all(isinstance(key, str) for key in loaded):
        raise CheckpointError(f"“{name}” holds no state dict; choose a checkpoint saved with state_dict().")
    if not all(
        (torch.is_tensor(value) and value.is_floating_point()) or UNUSED.search(key) for key, value in loaded.items()
    ):
        raise CheckpointError(f"“{name}” holds more than parameters; save the network's state_dict() alone.")
    return {key: value.detach().float().numpy() for key, value in loaded.items() if not UNUSED.search(key)}


def read_safetensors(content: bytes, *, name: str) -> dict[str, NDArray[Any]]:
    """Arrays of a safetensors file: 8-byte little-endian header length, JSON header, raw little-endian data.

    Raises:
        CheckpointError: the file is truncated or its header does not fit its data.
    """
    try:
        length = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + length])
        data = memoryview(content)[8 + length :]
        return {key: _tensor(entry, data) for key, entry in header.items() if key != "__metadata__"}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CheckpointError(f"“{name}” is damaged or no safetensors file; copy or download it again.") from error


def _tensor(entry: dict[str, Any], data: memoryview) -> NDArray[Any]:
    dtype = np.dtype(SAFETENSORS_DTYPES[entry["dtype"]])
    begin, end = entry["data_offsets"]
    shape = tuple(entry["shape"])
    if not 0 <= begin <= end <= len(data) or end - begin != dtype.itemsize * math.prod(shape):
        raise ValueError("offsets do not fit")
    values = np.frombuffer(data[begin:end], dtype).reshape(shape)
    if entry["dtype"] == "BF16":  # the upper half of a float32
        return (values.astype(np.uint32) << 16).view(np.float32)
    return values
