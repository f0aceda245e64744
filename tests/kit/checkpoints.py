"""Checkpoints that are damaged on purpose."""

import numpy as np


def corrupted(content: bytes, rng: np.random.Generator) -> bytes:
    data = bytearray(content)
    kind = rng.integers(3)
    if kind == 0:  # in the front, where the structure is
        for place in rng.integers(0, min(len(data), 20_000), rng.integers(1, 20)).tolist():
            data[place] = int(rng.integers(256))
    elif kind == 1:
        del data[int(rng.integers(len(data))) :]
    else:
        start, stop = sorted(rng.integers(0, len(data), 2).tolist())
        data[start:stop] = data[: stop - start]
    return bytes(data)
