"""Proposals and near misses while the threshold is dragged: decoded once below it, then only chosen from."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.config import DecoderConfig, Synergy
from engine.decoding.live import LEAST, lowered
from engine.types import Curves, Proposal

Decode = Callable[..., tuple[Proposal, ...]]
# How far below what is needed now it is decoded, so that the next steps of a drag find everything there.
AHEAD = 0.15


class Stepwise:
    """Decodes the same curves at one threshold after the other.

    For `half_max` a peak below the threshold changes nothing about those above it (its interval is its own, and of two
    rivals the lower goes), so what is found at a low threshold holds what is found at every higher one.

    Args:
        decode: `engine.decoding.decode`.
    """

    def __init__(self, decode: Decode) -> None:
        self._decode = decode
        self._key: tuple[object, ...] | None = None
        self._asked: tuple[object, ...] | None = None
        self._answer: tuple[tuple[Proposal, ...], tuple[Proposal, ...]] = (), ()
        self._floor = 0.0
        self._found: tuple[Proposal, ...] = ()
        self._scores: NDArray[np.float32] = np.zeros(0, np.float32)

    def at(
        self, curves: Curves, config: DecoderConfig, *, n_frames: int, synergy: Synergy
    ) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...]]:
        """What `decode` finds with these options, and what it finds besides with a `lowered` threshold.

        Args:
            curves: of a run; known again only as the same object.
            config: decoder and its options.
            n_frames: number of frame indices of the video.
            synergy: how recognition and spotting are combined.

        Returns:
            proposals, and near misses: both in order of apex.
        """
        if config.name != "half_max":
            asked = (curves, config, n_frames, synergy)
            if asked != self._asked:
                found = self._decode(curves, config=config, n_frames=n_frames, synergy=synergy)
                near = self._decode(curves, config=lowered(config), n_frames=n_frames, synergy=synergy)
                self._asked, self._answer = asked, (found, near)
            return self._answer
        least = lowered(config).threshold
        # The curves themselves are kept in the key: another object cannot take their place in memory.
        key = (curves, replace(config, threshold=0.0), n_frames, synergy)
        if key != self._key or least < self._floor:
            self._key, self._floor = key, max(min(LEAST, least), least - AHEAD)
            low = replace(config, threshold=self._floor)
            self._found = self._decode(curves, config=low, n_frames=n_frames, synergy=synergy)
            self._scores = np.array([one.score for one in self._found], np.float32)
        return self._between(config.threshold, 2.0), self._between(least, config.threshold)

    def _between(self, low: float, high: float) -> tuple[Proposal, ...]:
        # Compared as the decoder compares: a float32 curve with a plain number.
        chosen = np.flatnonzero((self._scores >= low) & ~(self._scores >= high))
        return tuple(map(self._found.__getitem__, chosen.tolist()))
