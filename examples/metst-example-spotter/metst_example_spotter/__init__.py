"""A spotter and a curve; each has its card, `change.json` and `light.json`."""

import numpy as np

from engine.spotters.plugin import FaceChunk


class Change:
    """How much the face's picture differs from its own mean over the second before."""

    interface = 1
    mean = np.zeros((28, 28), np.float32)

    def score(self, chunk: FaceChunk) -> np.ndarray:
        """Score float [S] in [0, 1] of S aligned pictures (uint8 [S, 224, 224])."""
        scores = []
        for picture, begins in zip(chunk.faces.astype(np.float32), chunk.begins, strict=True):
            small = picture.reshape(28, 8, 28, 8).mean(axis=(1, 3))
            self.mean = small if begins else self.mean
            change = np.abs(small - self.mean).mean()
            self.mean = self.mean + (small - self.mean) / 15
            scores.append(change / (change + 4))
        return np.array(scores)


class Light:
    """Mean grey level of both halves of the face."""

    interface = 1

    def curves(self, chunk: FaceChunk) -> dict[str, np.ndarray]:
        """Curves float [S] by name."""
        halves = {"left half": chunk.faces[:, :, :112], "right half": chunk.faces[:, :, 112:]}
        return {name: half.mean(axis=(1, 2)) for name, half in halves.items()}
