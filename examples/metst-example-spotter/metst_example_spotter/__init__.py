"""A spotter: how much the face's picture differs from its own mean over the second around it."""

import numpy as np

from engine.spotters.plugin import FaceChunk


class Change:
    """Scores pictures of the face, chunk by chunk; `change.json` is its card."""

    interface = 1

    def __init__(self) -> None:
        self.mean = np.zeros((28, 28), np.float32)

    def score(self, chunk: FaceChunk) -> np.ndarray:
        """Score float [S] in [0, 1] of S aligned pictures (uint8 [S, 224, 224])."""
        scores = []
        for picture, begins in zip(chunk.faces.astype(np.float32), chunk.begins, strict=True):
            small = picture.reshape(28, 8, 28, 8).mean(axis=(1, 3))
            if begins:
                self.mean = small
            change = np.abs(small - self.mean).mean()
            self.mean += (small - self.mean) / 15
            scores.append(change / (change + 4))
        return np.array(scores)
