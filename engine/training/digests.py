"""Digests of arrays: what a training or a cache was made of."""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def arrays_digest(arrays: Mapping[str, NDArray[Any]]) -> str:
    """sha256 hex of named arrays: names, dtypes, shapes and values."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{len(name)}:{name} {array.dtype.str} {array.shape} ".encode())
        digest.update(array.data.cast("B") if array.size else b"")
    return digest.hexdigest()
