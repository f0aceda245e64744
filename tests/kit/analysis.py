"""A source and a model that need no video and no network."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.cards.card import ModelCard
from engine.config import DecoderConfig
from engine.types import VideoInfo


class FakeFrame:
    def __init__(self, index: int) -> None:
        self.index = index
        self.damaged = self.key = self.refitted = False

    def gray(self, out: np.ndarray | None = None) -> np.ndarray:
        return np.full((8, 8), self.index % 256, np.uint8)


class FakeSource:
    def __init__(self, n: int) -> None:
        self.closed = False
        self.info = VideoInfo(
            Path("fake.mp4"), "video", n, 8, 8, 30.0, np.arange(n) / 30, True, "fake", 1, "0" * 64, ()
        )

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[FakeFrame]:
        try:
            for index in range(start, self.info.n_frames if stop is None else stop):
                yield FakeFrame(index)
        finally:
            self.closed = True


class FakeModel:
    card = ModelCard("fake", "Fake", "0" * 64, "A fake.", infers_emotion=True, decoder=DecoderConfig(threshold=0.5))

    def windows(self, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        score = features[:, 0, :].astype(np.float32)
        probabilities = np.full((*score.shape, 5), 0.2, np.float32)
        return score, probabilities

    def finish(self, score: np.ndarray, mask: np.ndarray) -> np.ndarray:
        return score
