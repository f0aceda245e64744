"""The plain way to measure what the product measures fast."""

import numpy as np


def naive_motion(patch: np.ndarray, fraction: float) -> tuple[float, float]:
    """The definition, word for word: sort by magnitude, drop int(n (1 - p)), average the rest."""
    magnitude = np.hypot(patch[..., 0], patch[..., 1]).ravel()
    kept = np.argsort(magnitude, kind="stable")[int(magnitude.size * (1 - fraction)) :]
    x, y = patch.reshape(-1, 2).astype(np.float64)[kept].mean(axis=0)
    return float(x), float(y)
