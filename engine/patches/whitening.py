"""What moves together in this video, so that it can be told from what moves alone.

The covariance must be the video's own: pooled over people most of its use is lost. Where the video is short it is
blended with the mean covariance of other people, which a model carries along.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from engine.patches.measurement import PatchMeasurement
from engine.patches.places import LOWER, MAIN
from engine.patches.returns import LOWER_HEAD, UPPER, Filters, filters, scaled
from engine.types import Float32, Float64

# Other people's covariance counts as so many samples; each value's variance grows by this share; samples are clipped.
PRIOR_SAMPLES = 300
RIDGE = 0.05
CLIP = (2.0, 98.0)
# Least variance, px of the 320 px crop squared: still pictures stay finite.
FLOOR = 1e-4
KEYS = ("short", "main", "lower")


@dataclass(frozen=True, slots=True, eq=False)
class Covariances:
    """Second moments of the patches' movement in one video, or their mean over several.

    Attributes:
        n: samples they stand for.
        short: float64 [26, 26], inner patches at the shortest lag, (x, y) of each in turn.
        main: float64 [26, 26], inner patches at the main lag.
        lower: float64 [18, 18], nose wings, mouth, chin and cheeks at the main lag.
    """

    n: int
    short: Float64
    main: Float64
    lower: Float64

    def arrays(self, prefix: str = "patches.covariance.") -> dict[str, Float32]:
        """As named float32 arrays, to be kept in a checkpoint."""
        return {prefix + key: getattr(self, key).astype(np.float32) for key in KEYS}

    @staticmethod
    def of_arrays(arrays: Mapping[str, Float32], prefix: str = "patches.covariance.") -> "Covariances":
        """From `arrays`.

        Raises:
            KeyError: one is missing.
        """
        return Covariances(PRIOR_SAMPLES, *(arrays[prefix + key].astype(np.float64) for key in KEYS))


@dataclass(frozen=True, slots=True, eq=False)
class Whitening:
    """What a video's own covariances make of its movements.

    Attributes:
        short, main, lower: symmetric inverse roots, so that every whitened value keeps its patch: float64, square.
        filters: for the directions of action units.
    """

    short: Float64
    main: Float64
    lower: Float64
    filters: Filters


def covariances(measurement: PatchMeasurement) -> Covariances:
    """Covariances of a video's measured samples, each value clipped to its 2nd to 98th percentile."""
    parts = _movements(measurement)
    return Covariances(len(parts[0]), *(_moments(part.astype(np.float64)) for part in parts))


def pooled(several: Iterable[Covariances]) -> Covariances:
    """The mean of several videos, each counting once."""
    kept = [one for one in several if one.n]
    means = (np.mean([getattr(one, key) for one in kept], axis=0) for key in KEYS)
    return Covariances(sum(one.n for one in kept), *means)


def whitening(
    own: Covariances, prior: Covariances | None = None, measurement: PatchMeasurement | None = None
) -> Whitening:
    """Whitening for a video.

    Args:
        own: its covariances.
        prior: those of other people; None: the video must do.
        measurement: of the video, for the spread of its movement along each direction; None: as its covariances say.
    """
    blended = {key: _blended(own, prior, key) for key in KEYS}
    weights = [filters(blended[key], way) for key, way in zip(KEYS, (UPPER, UPPER, LOWER_HEAD), strict=True)]
    if measurement is not None:
        weights = [scaled(one, part) for one, part in zip(weights, _movements(measurement), strict=True)]
    short, main, lower = (_root(blended[key]) for key in KEYS)
    return Whitening(short, main, lower, Filters(*weights))


def _blended(own: Covariances, prior: Covariances | None, key: str) -> Float64:
    matrix: Float64 = getattr(own, key)
    if prior is None:
        return matrix
    other: Float64 = getattr(prior, key)
    if own.n:
        # Others tell what moves together; how much each patch moves a short video tells by itself.
        ratio = np.sqrt((np.diag(matrix) + FLOOR) / (np.diag(other) + FLOOR))
        other = other * ratio[:, None] * ratio[None, :]
    return np.asarray((own.n * matrix + PRIOR_SAMPLES * other) / (own.n + PRIOR_SAMPLES))


def _root(matrix: Float64) -> Float64:
    # Of each value's own variance: lids move ten times as much as brows and would drown them.
    values, vectors = np.linalg.eigh(matrix + np.diag(RIDGE * np.diag(matrix) + FLOOR))
    return np.asarray((vectors / np.sqrt(values)) @ vectors.T)


def _movements(measurement: PatchMeasurement) -> tuple[Float32, ...]:
    """Movement of the measured samples in the order of `KEYS`: float32 [n, 26], [n, 26] and [n, 18]."""
    rows = measurement.measured
    inner, lower = measurement.inner[rows], measurement.main[rows][:, list(LOWER)]
    return tuple(part.reshape(len(part), part.shape[1] * 2) for part in (inner[:, 0], inner[:, MAIN], lower))


def _moments(values: Float64) -> Float64:
    """Covariance [d, d] of rows [n, d]; movement has no mean to speak of, so none is taken off."""
    if not len(values):
        return np.zeros((values.shape[1],) * 2)
    low, high = np.percentile(values, CLIP, axis=0)
    clipped = np.clip(values, low, high)
    return np.asarray(clipped.T @ clipped / len(clipped), np.float64)
