"""A spotting model that learns nothing from the data set, counted as a method: its analysis is what is measured."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.config import AnalysisConfig
from engine.decoding import decode
from engine.messages import Said
from engine.pipeline import analyze
from engine.spotters import load_spotter
from engine.training.methods import Arrays, FaceVideo, Measured, Spotted
from engine.types import AnalysisRun, Curves


class SpotterMethod:
    """The classical spotter or a plug-in's, with the decoder of its card."""

    interface = 1
    learns = False

    def __init__(self, name: str) -> None:
        """Load the model.

        Raises:
            EngineError: it cannot be used.
        """
        self.name = name
        self._model = load_spotter(name, device="cpu")
        card = self._model.card
        self.title = card.title
        self.statement = Said("{statement} Nothing was learnt from this data set.", statement=card.statement)
        self.version = card.digest

    def measure(self, video: FaceVideo) -> Arrays:
        """The curves of its analysis, at the rate of the samples."""
        assert video.source is not None
        config = AnalysisConfig(rate=video.rate, weights=self.name)
        run = next(event for event in analyze(video.source, config, self._model) if isinstance(event, AnalysisRun))
        curves = run.curves
        arrays: Arrays = {
            "frames": curves.frames,
            "score": curves.score,
            "mask": curves.mask,
            "rate": np.array(curves.rate),
        }
        return arrays if curves.probabilities is None else {**arrays, "probabilities": curves.probabilities}

    def fit(self, videos: Sequence[Measured], *, seed: int) -> None:
        """Nothing is learnt."""

    def predict(self, fitted: Any, video: Measured) -> list[Spotted]:  # noqa: ARG002 - nothing was learnt
        """What its decoder finds in the curves."""
        found = video.arrays
        frames = found["frames"]
        curves = Curves(
            frames, found["score"], found.get("probabilities"), found["mask"], float(found["rate"]), regions=None
        )
        proposals = decode(curves, config=self._model.card.decoder, n_frames=int(frames[-1]) + 1)
        return [
            Spotted(onset, apex, offset, str(one.emotion) if one.emotion else None)
            for one in proposals
            for onset, apex, offset in [np.searchsorted(video.frames, (one.onset, one.apex, one.offset)).tolist()]
        ]
