"""Small batches for small networks."""

import numpy as np

from engine.synthesis.hybrid import WindowBatch


def batch(seed: int, size: int = 6, k: int = 30) -> WindowBatch:
    rng = np.random.default_rng(seed)
    spot = np.zeros((size, k), np.float32)
    emotion = np.full((size, k), 4)
    features = rng.normal(0, 0.1, (size, 10, k)).astype(np.float32)
    for row in range(size):
        at, kind = int(rng.integers(4, k - 12)), row % 4
        spot[row, at : at + 9] = 1
        emotion[row, at : at + 9] = kind
        features[row, 2 * kind + 1, at : at + 9] += np.sin(np.linspace(0.2, 2.9, 9)) * 1.5
    weight = np.ones((size, k), np.float32)
    weight[0, :5] = 0
    return WindowBatch(features, spot, emotion.astype(np.int64), weight)
