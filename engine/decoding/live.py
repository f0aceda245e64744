"""Curves as the reviewer looks at them: artefacts left out, and what lies just below the threshold."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from engine.config import DecoderConfig
from engine.types import Curves

# Height below the threshold, and share p below p, within which a candidate is a near miss: most micro-expressions that
# ME-TST misses are peaks below its threshold (field spec 0.8).
NEAR = 0.10
LEAST = 0.02


def without(curves: Curves, artefacts: Iterable[tuple[int, int]]) -> Curves:
    """Curves with no score in the artefacts: they leave mean, maximum and threshold, and no proposal crosses them.

    Args:
        curves: curves of a run; they stay as they are.
        artefacts: (first, last) frame index of each span, inclusive.
    """
    inside = np.zeros(len(curves.frames), np.bool_)
    for first, last in artefacts:
        inside[np.searchsorted(curves.frames, first) : np.searchsorted(curves.frames, last, "right")] = True
    if not inside.any():
        return curves
    return replace(curves, score=np.where(inside, np.float32(np.nan), curves.score))


def lowered(config: DecoderConfig) -> DecoderConfig:
    """The same decoder with a threshold that near misses reach."""
    if config.name == "half_max":
        return replace(config, threshold=max(LEAST, config.threshold - NEAR))
    return replace(config, p=max(LEAST, config.p - NEAR))
