"""The channels a network of the second kind sees, made from a measurement and a whitening."""

import itertools

import numpy as np
from numpy.typing import NDArray

from engine.patches.around import largest_around
from engine.patches.head import PICTURE
from engine.patches.measurement import PatchMeasurement
from engine.patches.places import GROUPS, INNER, LAGS, LOWER, MAIN, NAMES, OUTER, belongs
from engine.patches.returns import LOWER_HEAD, UPPER, Directions, projected, returned, steady, strongest
from engine.patches.whitening import Whitening
from engine.types import Float32, Float64, Int64

# How long a group's lasting movement is taken over, s.
LASTING_SECONDS = 3.0
# Samples on either side over which a group's largest movement is taken.
AROUND = 8
# A strongest return counts for the samples so near.
NEAR = 2
# The lowest movement whose logarithm is taken, px, and the camera's change over so many samples.
LEAST_PX = 0.02
CAMERA_LAG = 8
# The camera's linear part moves the edge of the face by this many px of the fixed-pose picture.
HALF_FACE = 40.0


# Where filters are applied: name of the channels, directions, and groups whose strongest return is a channel.
FILTERED = (
    (f"{LAGS[0]}", UPPER, ("brows", "lids")),
    (f"{LAGS[MAIN]}", UPPER, ("brows", "lids")),
    ("lower", LOWER_HEAD, ("mouth",)),
)
# Px of the fastest patch above which a movement is too large to be a micro-expression.
TOO_LARGE = 5.0
LARGE_IN = {"brows": ("brows",), "lids": ("brows", "lids"), "mouth": ("mouth", "wings")}


def _names() -> tuple[str, ...]:
    axes = ("x", "y")
    inner, outer = [patch.name for patch in INNER], [patch.name for patch in OUTER]
    names = [f"lag{lag}.{name}.{axis}" for lag in LAGS for name in inner for axis in axes]
    names += [f"lag{LAGS[MAIN]}.{name}.{axis}" for name in outer for axis in axes]
    names += [f"white{lag}.{name}.{axis}" for lag in LAGS[:2] for name in inner for axis in axes]
    names += [f"lower.{NAMES[i]}.{axis}" for i in LOWER for axis in axes]
    names += [f"rigid.{axis}{term}" for axis in axes for term in range(4)]
    names += ["rigid.scale", *(f"camera.{axis}{term}" for axis in axes for term in range(4))]
    names += [*(f"texture.{name}" for name in inner), *(f"lasting.{group}" for group, _ in GROUPS)]
    names += [f"largest.{group}" for group, _ in GROUPS]
    for at, way, groups in FILTERED:
        names += [f"{kind}{at}.{name}" for kind in ("way", "back") for name in way.names]
        names += [f"best{at}.{group}" for group in groups]
    return tuple(names)


CHANNEL_NAMES: tuple[str, ...] = _names()
CHANNELS = len(CHANNEL_NAMES)


def _mirror() -> tuple[Int64, Float32]:
    order, sign = [], []
    for name in CHANNEL_NAMES:
        other = name
        for one, two in (("_left", "_right"), ("_right", "_left")):
            if one in name:
                other = name.replace(one, two)
                break
        order.append(CHANNEL_NAMES.index(other))
        sign.append(-1.0 if name.endswith(".x") else 1.0)
    return np.array(order, np.int64), np.array(sign, np.float32)


# A mirrored face's channels are ``x[:, order] * sign``.
MIRROR: tuple[Int64, Float32] = _mirror()


def patch_channels(
    measurement: PatchMeasurement, whitening: Whitening, judged: NDArray[np.bool_] | None = None
) -> Float32:
    """Channels of every sample.

    Args:
        measurement: of the video.
        whitening: of the same video, blended with other people's covariance.
        judged: bool [S, 6], the regions that can be judged (`REGIONS`); patches of the others count as still and
            without texture. None: all.

    Returns:
        float32 [S, C], finite; 0 where nothing was measured.
    """
    kept = measurement.measured
    seen = np.ones((len(measurement), len(NAMES)), np.float32) if judged is None else seen_patches(judged)
    seen = seen * kept[:, None]
    inner = measurement.inner * seen[:, None, : len(INNER), None]
    main = measurement.main * seen[:, :, None]
    flat = len(inner)
    largest = largest_movement(main * seen[:, :, None])
    lower = main[:, list(LOWER)]
    parts: list[Float32] = [
        np.arcsinh(2 * inner.reshape(flat, -1)) / 2,
        np.arcsinh(2 * main[:, len(INNER) :].reshape(flat, -1)) / 2,
        _whitened(inner[:, 0], whitening.short, seen[:, : len(INNER)]),
        _whitened(inner[:, MAIN], whitening.main, seen[:, : len(INNER)]),
        _whitened(lower, whitening.lower, seen[:, list(LOWER)]),
        np.arcsinh(np.abs(measurement.rigid[:, MAIN].reshape(flat, -1))),
        np.log(np.maximum(measurement.scale[:, MAIN : MAIN + 1], LEAST_PX)),
        np.arcsinh(camera_change(measurement)),
        np.log1p(measurement.texture[:, : len(INNER)] * seen[:, : len(INNER)]),
        np.log(np.maximum(lasting_movement(measurement, main, seen), LEAST_PX)),
        np.log(np.maximum(largest, LEAST_PX)),
        *_along(inner[:, 0], whitening.filters.short, measurement.run, LAGS[0], largest, FILTERED[0]),
        *_along(inner[:, MAIN], whitening.filters.main, measurement.run, LAGS[MAIN], largest, FILTERED[1]),
        *_along(lower, whitening.filters.lower, measurement.run, LAGS[MAIN], largest, FILTERED[2]),
    ]
    return np.asarray(np.concatenate(parts, axis=1) * kept[:, None], np.float32)


def camera_change(measurement: PatchMeasurement) -> Float32:
    """How much the camera changed over 8 samples, float32 [S, 8], in px of the fixed-pose picture; 0 between runs."""
    before = earlier(measurement.run, CAMERA_LAG)
    camera = measurement.camera.astype(np.float64)
    scale = np.sqrt(np.abs(camera[:, 0, 1] * camera[:, 1, 2] - camera[:, 0, 2] * camera[:, 1, 1]))
    change = np.abs(camera - camera[before]) / np.maximum(scale, 1e-3)[:, None, None]
    # Where the face is: the constant alone is the place of the picture's corner, far from the face.
    change[:, :, 0] = np.abs(_middle(camera) - _middle(camera[before])) / np.maximum(scale, 1e-3)[:, None]
    change[:, :, 1:] *= HALF_FACE
    return np.asarray(change.reshape(len(camera), 8) * (measurement.run >= 0)[:, None], np.float32)


def earlier(run: Int64, lag: int) -> Int64:
    """int64 [S]: for each sample the one `lag` before it, but not before the first of its run."""
    at = np.arange(len(run))
    starts = np.flatnonzero(np.diff(run, prepend=-2) != 0)
    first = starts[np.searchsorted(starts, at, side="right") - 1] if len(starts) else at
    return np.maximum(at - lag, first).astype(np.int64)


def lasting_movement(measurement: PatchMeasurement, main: Float32, seen: Float32) -> Float32:
    """Mean length of the groups' movement over 3 s around each sample: float32 [S, 4], px of the 320 px crop."""
    length = np.hypot(main[..., 0], main[..., 1])
    half = max(1, round(LASTING_SECONDS * measurement.rate / 2))
    columns = []
    for _, members in GROUPS:
        weight = seen[:, list(members)]
        total = running_sum((length[:, list(members)] * weight).sum(axis=1, dtype=np.float64), half)
        count = running_sum(weight.sum(axis=1, dtype=np.float64), half)
        columns.append(total / np.maximum(count, 1))
    return np.column_stack(columns).astype(np.float32)


def largest_movement(main: Float32) -> Float32:
    """Movement of the fastest patch of each group around each sample: float32 [S, 4], px of the 320 px crop."""
    length = np.hypot(main[..., 0], main[..., 1])
    found = np.column_stack([length[:, list(members)].max(axis=1) for _, members in GROUPS])
    return np.asarray(largest_around(found, AROUND), np.float32)


def running_sum(values: Float64, half: int) -> Float64:
    """Sum over the samples at most `half` away, float64 [S]."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    return np.asarray(total[np.minimum(at + half + 1, len(values))] - total[np.maximum(at - half, 0)])


def _whitened(values: Float32, root: Float64, seen: Float32) -> Float32:
    """asinh(Z r) of patches [S, p, 2] as [S, 2 p], 0 for those that do not count."""
    flat = values.reshape(len(values), -1).astype(np.float64)
    # Summed over one patch value after the other, so that no matrix library decides the last bits.
    total = np.zeros_like(flat)
    for column, row in itertools.zip_longest(flat.T, root):
        total += column[:, None] * row[None, :]
    return np.asarray(np.arcsinh(total) * np.repeat(seen, 2, axis=1), np.float32)


def _along(
    values: Float32,
    weights: Float64,
    run: Int64,
    lag: int,
    largest: Float32,
    filtered: tuple[str, Directions, tuple[str, ...]],
) -> list[Float32]:
    """Movement of patches [S, p, 2] along each direction, what comes back of it, and the strongest return: asinh."""
    _, directions, groups = filtered
    moved = steady(projected(values.reshape(len(values), -1), weights), run)
    back = returned(moved, run, lag)
    best = []
    for group in groups:
        found = np.where(small_enough(largest, group), strongest(back, directions, group), 0.0)
        best.append(nearest(found))
    return [np.arcsinh(part).astype(np.float32) for part in (moved, back, np.column_stack(best))]


def small_enough(largest: Float32, group: str) -> NDArray[np.bool_]:
    """Bool [S]: no patch of the group moves more than a micro-expression may."""
    return np.asarray(
        largest[:, [i for i, (name, _) in enumerate(GROUPS) if name in LARGE_IN[group]]].max(axis=1) <= TOO_LARGE
    )


def nearest(found: Float64) -> Float64:
    """The largest of the values at most `NEAR` samples away, float64 [S]."""
    return np.asarray(np.max([shifted(found, by) for by in range(-NEAR, NEAR + 1)], axis=0))


def shifted(values: Float64, by: int) -> Float64:
    """float64 [S]: the value `by` samples later (earlier where negative), 0 beyond the ends."""
    moved = np.zeros_like(values)
    if by >= 0:
        moved[: len(values) - by] = values[by:]
    else:
        moved[-by:] = values[:by]
    return moved


def seen_patches(judged: NDArray[np.bool_]) -> Float32:
    """float32 [S, 31]: 1 for a patch of which at least one region can be judged, or that belongs to none."""
    table = belongs()
    counted = judged.astype(np.float32) @ table.T > 0
    return np.asarray(counted | (table.sum(axis=1) == 0), np.float32)


def _middle(camera: Float64) -> Float64:
    """Place of the picture's middle, float64 [S, 2]."""
    return np.asarray(camera[:, :, 0] + (PICTURE - 1) / 2 * (camera[:, :, 1] + camera[:, :, 2]))
