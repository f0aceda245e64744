"""What moves together in this video, so that it can be told from what moves alone.

The covariance must be the video's own: pooled over people most of its use is lost. Where the video is short it is
blended with the mean covariance of other people, which a model carries along.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.patches.blinks import unblinking
from engine.patches.measurement import PatchMeasurement
from engine.patches.places import LOWER, MAIN
from engine.patches.returns import LOWER_HEAD, RAISED_LIDS, UPPER, Directions, Filters, filters, scaled
from engine.types import Float32, Float64, Int64

# Other people's covariance counts as so many samples (with 50 to 300 as much is found); each value's variance grows by
# this share; samples are clipped.
PRIOR_SAMPLES = 100
RIDGE = 0.05
CLIP = (2.0, 98.0)
# Least variance, px of the 320 px crop squared: still pictures stay finite.
FLOOR = 1e-4
# Below so many samples the rest of a video tells too little of it; and so many tell of a filter's spread.
LEAST_REST = 30
# Movement that a camera's noise alone shows (px): without it, any of a still face would stand out.
NOISE_PX = 0.1
SPREAD_ROWS = 512
KEYS = ("short", "main", "lower")
# What comes back clearly is looked for in these movements, along these directions: brows, then mouth and nose.
RESTS: tuple[tuple[str, Directions], ...] = (("short", UPPER), ("lower", LOWER_HEAD))


@dataclass(frozen=True, slots=True, eq=False)
class Covariances:
    """Second moments of the patches' movement in one video, or their mean over several.

    Attributes:
        n: samples they stand for.
        short: float64 [30, 30], inner patches at the shortest lag, (x, y) of each in turn.
        main: float64 [30, 30], inner patches at the main lag.
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
        rest: for brows, for mouth and nose and for lids, what the video does beside any moment of it; empty: not known.
    """

    short: Float64
    main: Float64
    lower: Float64
    filters: Filters
    rest: "tuple[RestOfVideo, ...]" = ()


def covariances(measurement: PatchMeasurement) -> Covariances:
    """Covariances of a video's measured samples, each value clipped to its 2nd to 98th percentile."""
    parts = _movements(measurement)
    return Covariances(len(parts[0]), *(_moments(part.astype(np.float64)) for part in parts))


def pooled(several: Iterable[Covariances]) -> Covariances:
    """What moves together in the mean of several videos, each counting once, however lively."""
    kept = [one for one in several if one.n]
    return Covariances(sum(one.n for one in kept), *(_mean([getattr(one, key) for one in kept]) for key in KEYS))


def _mean(matrices: Sequence[Float64]) -> Float64:
    """Covariance of the mean correlation and the mean variances."""
    variances = [np.diag(matrix) + FLOOR for matrix in matrices]
    alike = [matrix / np.sqrt(own[:, None] * own) for matrix, own in zip(matrices, variances, strict=True)]
    spread = np.sqrt(np.mean(variances, axis=0))
    return np.asarray(np.mean(alike, axis=0) * spread[:, None] * spread)


def whitening(
    own: Covariances, prior: Covariances | None = None, measurement: PatchMeasurement | None = None
) -> Whitening:
    """Whitening for a video.

    Args:
        own: its covariances.
        prior: those of other people; None: the video must do.
        measurement: of the video, for the spread of its movement along each direction; None: as its covariances say.
    """
    matrices = {key: _blended(own, prior, key) for key in KEYS}
    weights = [filters(matrices[key], way) for key, way in zip(KEYS, (UPPER, UPPER, LOWER_HEAD), strict=True)]
    rest: tuple[RestOfVideo, ...] = ()
    if measurement is not None:
        moved = _movements(measurement)
        weights = [scaled(one, part) for one, part in zip(weights, moved, strict=True)]
        rest = (
            *(
                RestOfVideo.of(measurement, moved[KEYS.index(key)], way, None if prior is None else getattr(prior, key))
                for key, way in RESTS
            ),
            _between_blinks(measurement, moved[0]),
        )
    short, main, lower = (root_of(matrices[key]) for key in KEYS)
    return Whitening(short, main, lower, Filters(*weights), rest)


def _between_blinks(measurement: PatchMeasurement, values: Float32) -> "RestOfVideo":
    """For lids: blinks would drown what else they do, and so would other people's blinks, so none of theirs is told."""
    return RestOfVideo.of(measurement, values, RAISED_LIDS, np.eye(values.shape[1]), unblinking(measurement))


def _blended(own: Covariances, prior: Covariances | None, key: str) -> Float64:
    matrix: Float64 = getattr(own, key)
    return blended(own.n, matrix, np.diag(matrix), None if prior is None else getattr(prior, key))


def blended(n: int, own: Float64, variances: Float64, prior: Float64 | None) -> Float64:
    """A video's covariance with that of other people.

    Args:
        n: samples that `own` stands for.
        own: float64 [D, D].
        variances: float64 [D], the video's; others' are scaled to them where there are any.
        prior: float64 [D, D] of other people; None: the video must do.
    """
    if prior is None:
        return own
    if variances.any():
        # Others tell what moves together; how much each patch moves a short video tells by itself.
        ratio = np.sqrt((variances + FLOOR) / (np.diag(prior) + FLOOR))
        prior = prior * ratio[:, None] * ratio[None, :]
    return np.asarray((n * own + PRIOR_SAMPLES * prior) / (n + PRIOR_SAMPLES))


def root_of(matrix: Float64) -> Float64:
    """Symmetric inverse root of a covariance, its diagonal a bit larger."""
    # Of each value's own variance: lids move ten times as much as brows and would drown them.
    values, vectors = np.linalg.eigh(matrix + np.diag(RIDGE * np.diag(matrix) + FLOOR))
    return np.asarray((vectors / np.sqrt(values)) @ vectors.T)


def _movements(measurement: PatchMeasurement) -> tuple[Float32, ...]:
    """Movement of the measured samples in the order of `KEYS`: float32 [n, 30], [n, 30] and [n, 18]."""
    rows = measurement.measured
    inner, lower = measurement.inner[rows], measurement.main[rows][:, list(LOWER)]
    return tuple(part.reshape(len(part), part.shape[1] * 2) for part in (inner[:, 0], inner[:, MAIN], lower))


def _moments(values: Float64) -> Float64:
    """Covariance [d, d] of rows [n, d]; movement has no mean to speak of, so none is taken off."""
    if not len(values):
        return np.zeros((values.shape[1],) * 2)
    clipped = np.clip(values, *np.percentile(values, CLIP, axis=0))
    return np.asarray(clipped.T @ clipped / len(clipped), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class RestOfVideo:
    """Movement of some patches at one lag, for judging a moment by all the others.

    In a short clip, or where someone does the same again and again, a movement is a good part of what the video does,
    and would hide itself.

    Attributes:
        n: samples that count.
        counted: bool [S], which these are.
        total: float64 [D, D], sum of the products of their clipped movements.
        limits: float64 [2, D], least and largest value they are clipped to.
        rows: float32 [m, D], some of them, spread over the video.
        at: int64 [m], their sample numbers.
        directions: to be looked for.
        prior: float64 [D, D], covariance of other people; None: the video must do.
    """

    n: int
    counted: NDArray[np.bool_]
    total: Float64
    limits: Float64
    rows: Float32
    at: Int64
    directions: Directions
    prior: Float64 | None

    @staticmethod
    def of(
        measurement: PatchMeasurement,
        values: Float32,
        directions: Directions,
        prior: Float64 | None,
        counted: NDArray[np.bool_] | None = None,
    ) -> "RestOfVideo":
        """Of a video whose measured samples moved by `values`, float32 [m, D]; `counted`, bool [S]: some of them do."""
        counted = measurement.measured if counted is None else measurement.measured & counted
        values, at = values[counted[measurement.measured]], np.flatnonzero(counted)
        n, size = values.shape
        limits = np.percentile(values.astype(np.float64), CLIP, axis=0) if n else np.zeros((2, size))
        clipped = np.clip(values.astype(np.float64), *limits)
        some = np.arange(0, n, max(1, -(-n // SPREAD_ROWS)))
        return RestOfVideo(n, counted, clipped.T @ clipped, limits, values[some], at[some], directions, prior)

    def without(self, movement: Float32, first: int, last: int) -> tuple[Float64, Float64]:
        """Filters for the directions, float64 [D, K], and whitening [D, D] by all but samples ``[first, last)``.

        Args:
            movement: float32 [last - first, D], of these samples.
            first: place of these samples in the video.
            last: one beyond them.
        """
        kept = (self.at < first) | (self.at >= last)
        counted = self.counted[first:last]  # fewer than asked for where the video is known only so far
        clipped = np.clip(movement[: len(counted)][counted].astype(np.float64), *self.limits)
        n, total = self.n - len(clipped), self.total - clipped.T @ clipped
        if n < LEAST_REST:  # too little is left of a short clip: the moment is judged by all of it
            n, total, kept = self.n, self.total, np.ones(len(self.at), np.bool_)
        own = total / max(n, 1)
        matrix = blended(n, own, np.diag(own), self.prior) + NOISE_PX**2 * np.eye(len(own))
        return scaled(filters(matrix, self.directions), self.rows[kept]), root_of(matrix)
