"""Context ``"full"``: the whole video as one sequence whose states are carried on, instead of windows from zero."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import AnalysisError
from engine.messages import Said
from engine.spotters import SequenceModel, SpottingModel, SpottingSequence
from engine.types import UNSCORED, Float32, Float64, Mask, UInt8

WHOLE_NOTE = Said(
    "The network went through the whole video in one piece; it was trained on windows that start anew, "
    "so error rates measured with windows do not hold."
)


class SequenceCurve:
    """One curve as `engine.windows.Stitcher` gives it: ``result()`` and ``ready()``."""

    def __init__(self, values: Float32, owner: "SequenceScores") -> None:
        self._values = values
        self._owner = owner

    def result(self) -> tuple[Float32, UInt8]:
        """Values float32 [n] or [n, 5], NaN where unscored or not known yet, and mask uint8 [n]."""
        mask = self._owner.mask
        unscored = ((mask & UNSCORED) != 0).reshape(-1, *([1] * (self._values.ndim - 1)))
        return np.where(unscored, np.float32(np.nan), self._values), mask.copy()

    def ready(self) -> int:
        """Number of leading samples that are final."""
        return self._owner.known


class SequenceScores:
    """Collects windows into one feature sequence and the sequence's scores into curves.

    The features of a sample are those of the window that the second-half rule takes its score from: displacements since
    that window's reference, so the sequence has a step at every half window. The published networks never saw such
    sequences in training: a named option, not a better default.
    """

    def __init__(self, model: SpottingModel, n: int, *, emotion: bool) -> None:
        """Begin a video of `n` samples.

        Args:
            model: the spotting model.
            n: number of samples.
            emotion: whether the model infers emotion.

        Raises:
            AnalysisError: the model knows windows only.
        """
        if not isinstance(model, SequenceModel) or model.card.far_end:
            raise AnalysisError(
                Said("“{title}” works on windows only; choose the context windows.", title=model.card.title)
            )
        self.mask = np.full(n, int(Mask.TAIL), np.uint8)
        self.known = 0
        self._given = 0
        self._sequence: SpottingSequence = model.sequence()
        self._channels = model.card.channels
        self._scores = np.full(n, np.nan, np.float32)
        self._probabilities = np.full((n, 5), np.nan, np.float32)
        self.score = SequenceCurve(self._scores, self)
        self.emotion = SequenceCurve(self._probabilities, self) if emotion else None

    def add(self, start: int, features: Float64, mask: NDArray[Any]) -> None:
        """Add the window from sample `start` on: features [C, k], mask [k]; only samples not given yet count."""
        if start > self._given:  # samples no window covers
            self._take(*self._sequence.push(np.zeros((self._channels, start - self._given))))
            self._given = start
        new = self._given - start
        stop = start + features.shape[1]
        if stop <= self._given:
            return
        self.mask[self._given : stop] = mask[new:]
        self._given = stop
        self._take(*self._sequence.push(features[:, new:]))

    def finish(self) -> None:
        """No window follows."""
        self._take(*self._sequence.finish())

    def _take(self, score: Float32, probabilities: Float32) -> None:
        stop = self.known + len(score)
        self._scores[self.known : stop] = score
        self._probabilities[self.known : stop] = probabilities
        self.known = stop
