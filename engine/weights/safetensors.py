"""Safetensors files in and out: an 8-byte little-endian header length, a JSON header, raw little-endian data."""

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import CheckpointError
from engine.files import replace_file
from engine.messages import Said

DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4"}


def read_safetensors(content: bytes, *, name: str) -> dict[str, NDArray[Any]]:
    """Arrays of a safetensors file.

    Args:
        content: the whole file.
        name: file name for the message.

    Raises:
        CheckpointError: the file is truncated or its header does not fit its data.
    """
    try:
        length = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + length])
        data = memoryview(content)[8 + length :]
        return {str(key): _tensor(entry, data) for key, entry in header.items() if key != "__metadata__"}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise CheckpointError(
            Said("“{name}” is damaged or no safetensors file; copy or download it again.", name=name)
        ) from error


def _tensor(entry: dict[str, Any], data: memoryview) -> NDArray[Any]:
    dtype = np.dtype(DTYPES[entry["dtype"]])
    begin, end = entry["data_offsets"]
    shape = tuple(entry["shape"])
    if not 0 <= begin <= end <= len(data) or end - begin != dtype.itemsize * math.prod(shape):
        raise ValueError(Said("offsets do not fit"))
    values = np.frombuffer(data[begin:end], dtype).reshape(shape)
    if entry["dtype"] == "BF16":  # the upper half of a float32
        return (values.astype(np.uint32) << 16).view(np.float32)
    return values


def write_safetensors(path: Path, state: Mapping[str, NDArray[Any]], *, about: Mapping[str, str] | None = None) -> str:
    """Write float32 arrays as a safetensors file, atomically and in the order of their names.

    Args:
        path: file to write.
        state: arrays by name.
        about: texts for the header's ``__metadata__``.

    Returns:
        sha256 hex of the file.

    Raises:
        OutputError: it cannot be written; whatever was there before is untouched.
    """
    content = safetensors_content(state, about=about)
    replace_file(path, content)
    return hashlib.sha256(content).hexdigest()


def safetensors_content(state: Mapping[str, NDArray[Any]], *, about: Mapping[str, str] | None = None) -> bytes:
    """Content of a safetensors file; see `write_safetensors`."""
    header: dict[str, Any] = {"__metadata__": dict(about)} if about else {}
    parts, offset = [], 0
    for name in sorted(state):
        data = np.ascontiguousarray(state[name], "<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(state[name].shape), "data_offsets": [offset, offset + len(data)]}
        parts.append(data)
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + b"".join(parts)
