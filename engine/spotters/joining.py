"""Scores of a video's windows, and of further windows between two neighbours, joined to curves.

A movement near the end of one window is in the middle of another, and the network knows it better there. Measuring more
windows costs time; but two neighbours that share samples already hold the movement over both. Their features differ by
the movement between their references, so the shared samples tell the difference, and any window in between can be made
from the two. Only the network runs more often. How many are made is the model's own inference default
(``ModelCard.between``), chosen on the development bench (`benchmarks/spotting_bench.py`).
"""

from typing import NamedTuple

import numpy as np

from engine.spotters.base import SpottingModel
from engine.types import UNSCORED, Float64, UInt8
from engine.windows import MEANS, Stitcher, StitchRule, between_starts

# Samples that two windows must share to be put together: a mean over fewer passes their noise on.
MIN_SHARED = 5


class MeasuredWindow(NamedTuple):
    """Features of the samples ``[start, start + k)``.

    Attributes:
        start: first sample.
        features: float64 [C, k], zero in unscored columns.
        mask: uint8 [k].
    """

    start: int
    features: Float64
    mask: UInt8


def windows_between(first: MeasuredWindow, second: MeasuredWindow, count: int) -> list[MeasuredWindow]:
    """Up to `count` windows that begin between the beginnings of two neighbours.

    Args:
        first: the earlier one.
        second: the next one.
        count: windows between two that are half a window apart; fewer fit before a tail window.

    Returns:
        windows in order of start, each relative to its own first scored sample; empty where the two share fewer than
        `MIN_SHARED` scored samples, as across a cut.
    """
    k = first.features.shape[1]
    later = second.start - first.start
    one, two = ((window.mask & UNSCORED) == 0 for window in (first, second))
    shared = one[later:] & two[: max(0, k - later)]
    if shared.sum() < MIN_SHARED:
        return []
    step = (first.features[:, later:] - second.features[:, : k - later])[:, shared].mean(axis=1, keepdims=True)
    total, seen = np.zeros((len(step), later + k)), np.zeros(later + k, np.int64)
    scored, any_reason = np.zeros(later + k, np.uint8), np.zeros(later + k, np.uint8)
    for known, window, at, offset in ((one, first, 0, 0.0), (two, second, later, step)):
        span = slice(at, at + k)
        total[:, span] += np.where(known, window.features + offset, 0)
        seen[span] += known
        scored[span] |= np.where(known, window.mask, 0).astype(np.uint8)
        any_reason[span] |= window.mask
    whole, mask = total / np.maximum(seen, 1), np.where(seen > 0, scored, any_reason)
    found = []
    for start in between_starts(first.start, second.start, k, count):
        span = slice(start - first.start, start - first.start + k)
        known = seen[span] > 0
        if known.any():
            features = np.where(known, whole[:, span] - whole[:, span][:, known.argmax(), None], 0)
            found.append(MeasuredWindow(start, features, mask[span]))
    return found


class JoinedScores:
    """The curves of one video, from its windows in order of start.

    Attributes:
        score: joined raw spotting score.
        emotion: joined emotion probabilities; None where the model infers none.
    """

    def __init__(self, model: SpottingModel, n: int, k: int, rule: StitchRule | None = None) -> None:
        """Begin a video.

        Args:
            model: scores the windows.
            n: samples of the video.
            k: window length in samples.
            rule: how windows are joined; None: by the model's card. Windows between others only with a mean.
        """
        self._model = model
        rule = rule or model.card.stitch
        self._between = model.card.between if rule in MEANS else 0
        self._last: MeasuredWindow | None = None
        self.score = Stitcher(n, k, rule, between=self._between)
        self.emotion = Stitcher(n, k, rule, between=self._between) if model.card.infers_emotion else None

    def add(self, start: int, features: Float64, mask: UInt8) -> None:
        """Score the window [C, k] that begins at sample `start`, and those between it and the one before."""
        window = MeasuredWindow(start, features, mask)
        before = self._last
        due = windows_between(before, window, self._between) if before is not None and self._between else []
        self._last = window
        due.append(window)
        score, probabilities = self._model.windows(np.stack([each.features for each in due]))
        for number, each in enumerate(due):
            self.score.add(each.start, score[number], each.mask)
            if self.emotion is not None and probabilities is not None:
                self.emotion.add(each.start, probabilities[number], each.mask)
