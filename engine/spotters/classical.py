"""The classical spotter: no training, no emotion; the model until validated weights exist.

It measures how far a facial region moves and comes back. For a region's displacement f it takes the differences to a
sample before and to a sample after, ``f(t) - f(t - l)`` and ``f(t) - f(t + r)``. A movement that leaves and returns
makes both point the same way; drift and the steps of a re-aligned crop make one of them vanish or both point apart.
This is the two-sided idea of main directional maximal difference analysis (Wang et al. 2017), on ROI flow.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.cards.card import ModelCard
from engine.config import DecoderConfig
from engine.messages import Said
from engine.types import UNSCORED, Float32, Float64, UInt8

REGIONS = 5
STATEMENT = Said(
    "Classical spotter (no training). It marks short movements of a face region that leave and return; "
    "blinks, speech and head movements can look the same. It has NOT been validated on real "
    "micro-expressions. Proposals are candidates for human review, not evidence. Emotion is not "
    "inferred. Do not use for decisions about people."
)


@dataclass(frozen=True, slots=True)
class ClassicalParameters:
    """Constants of the spotter, chosen on simulated movements only (`benchmarks/classical_spotter.py`).

    Attributes:
        before: lags to earlier samples, in samples.
        after: lags to later samples, in samples.
        edge: share of the window at each end on which a window has no opinion: it sees too little of one side.
        floor_px: smallest movement that can reach score 0.5, in px at the 320 px crop.
        noise_factor: robust standard deviations above the median movement of the video that reach score 0.5, where
            that is more than `floor_px`.
    """

    before: tuple[int, ...] = (6, 10, 14, 20)
    after: tuple[int, ...] = (6, 10, 14, 20)
    edge: float = 0.2
    floor_px: float = 0.55
    noise_factor: float = 5.0


DECODER: Final = DecoderConfig(name="half_max", threshold=0.5, level=0.4, min_samples=5, max_seconds=1.3)


class ClassicalSpotter:
    """`SpottingModel` without training; see the module's description."""

    def __init__(
        self, parameters: ClassicalParameters = ClassicalParameters(), decoder: DecoderConfig = DECODER
    ) -> None:
        self.parameters = parameters
        described = json.dumps(["classical", asdict(parameters), asdict(decoder)], sort_keys=True)
        self.card = ModelCard(
            name="classical",
            title=Said("Classical spotter (no training)"),
            digest=hashlib.sha256(described.encode()).hexdigest(),
            statement=STATEMENT,
            infers_emotion=False,
            features="robust",
            decoder=decoder,
            stitch="average",
        )

    def windows(self, features: Float64) -> tuple[Float32, None]:
        """Returning movement in px of each window, float32 [W, k], NaN near both ends; no emotion."""
        windows, _, k = features.shape
        moved = np.zeros((windows, k), np.float32)
        for index, window in enumerate(features):
            moved[index] = returning_movement(window, self.parameters)
        edge = int(self.parameters.edge * k)
        if edge:
            moved[:, :edge] = moved[:, -edge:] = np.nan
        return moved, None

    def finish(self, score: Float32, mask: UInt8) -> Float32:
        """``m / (m + c)`` of the movement m: 0.5 at ``c = max(floor_px, median + noise_factor * robust sd)``.

        Median and robust standard deviation (1.4826 MAD) are over the scored samples, so that restless footage must
        exceed its own level. Samples without an opinion of any window (the first and last of a run) get 0.
        """
        unscored = (mask & UNSCORED) != 0
        known = score[~unscored & np.isfinite(score)].astype(np.float64)
        level = self.parameters.floor_px
        if len(known):
            median = float(np.median(known))
            deviation = 1.4826 * float(np.median(np.abs(known - median)))
            level = max(level, median + self.parameters.noise_factor * deviation)
        moved = np.where(np.isfinite(score), np.maximum(score, 0), 0).astype(np.float64)
        return np.where(unscored, np.nan, moved / (moved + level)).astype(np.float32)


def returning_movement(window: Float64, parameters: ClassicalParameters) -> Float64:
    """Largest two-sided difference over regions and lags at each sample of one window.

    For ``a = f(t) - f(t - l)`` and ``b = f(t) - f(t + r)`` the value is the shorter one's length along the longer one,
    ``max(0, a . b) / max(|a|, |b|)``. Lags that reach beyond the window end at its first or last sample.

    Args:
        window: float64 [10, k].
        parameters: lags.

    Returns:
        float64 [k], px at the 320 px crop, never negative or NaN.
    """
    k = window.shape[1]
    moved = _smoothed(np.where(_known(window), window, np.nan)).reshape(REGIONS, 2, k)
    sample = np.arange(k)
    best = np.zeros(k)
    earlier = [moved - moved[..., np.maximum(sample - lag, 0)] for lag in parameters.before]
    later = [moved - moved[..., np.minimum(sample + lag, k - 1)] for lag in parameters.after]
    lengths = [np.hypot(*side.swapaxes(0, 1)) for side in later]
    for a in earlier:
        length = np.hypot(*a.swapaxes(0, 1))
        for b, other in zip(later, lengths, strict=True):
            along = (a * b).sum(axis=1) / np.maximum(np.maximum(length, other), 1e-9)
            best = np.fmax(best, np.fmax.reduce(along, axis=0))
    return best


def _known(window: Float64) -> NDArray[np.bool_]:
    """Measured columns, bool [k]: masked ones are all zero; so is the reference, just before the first."""
    measured = np.asarray(window.any(axis=0))
    first = int(measured.argmax()) if measured.any() else len(measured)
    measured[max(0, first - 1)] = True
    return measured


def _smoothed(window: Float64) -> Float64:
    """Weights 1/4, 1/2, 1/4 over neighbours in time that are known; NaN stays NaN."""
    weights = np.isfinite(window).astype(np.float64)
    values = np.where(np.isfinite(window), window, 0.0)
    total, weight = 2 * values, 2 * weights
    for array, source in ((total, values), (weight, weights)):
        array[:, 1:] += source[:, :-1]
        array[:, :-1] += source[:, 1:]
    return np.where(weights > 0, total / np.maximum(weight, 1), np.nan)
