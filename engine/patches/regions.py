"""Which regions of the face can be judged at each sample, and why the others cannot.

Two questions are kept apart. A region is **measured** where its skin can be followed: not hidden, turned away, dark,
flat or too small. It is **judged** where it also moves little enough that a micro-expression would stand out; a mouth
that speaks is measured, but not judged.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.config import SHORT_SAMPLES
from engine.patches.channels import running_sum
from engine.patches.head import CELLS, CanonicalHead
from engine.patches.measurement import PatchMeasurement
from engine.patches.places import INNER, LOWER, PATCHES, belongs
from engine.types import PARTS, REGIONS, Float32, Float64, Int64, Mask, RegionReason, UInt8

# Above this lasting movement (px of the 320 px crop) a region is not judged: up to it, brow movements are found in
# speaking faces at least half as often as in calm ones, beyond it they are not (benchmarks/real_faces.py).
LIMIT_PX = 1.0
MOTION_SECONDS = 3.0
# Of clips shorter than `SHORT_SAMPLES` the lower quartile; of those shorter than half of that even less, for a
# micro-expression fills them.
LOW_QUANTILE = 25.0
# Least gradient energy of a region that flow can follow, and the mean grey level under which that is darkness.
LEAST_TEXTURE = 6.0
MOST_TEXTURE = 120.0
DARK_LEVEL = 48.0
# In the dark, coding has eaten what moves little long before all texture is gone.
LEAST_TEXTURE_DARK = 30.0
# A region that resembles the track's usual picture less than this is covered by something.
LEAST_LIKENESS = 0.45
LOOK_SECONDS = 0.5
# Yaw of the mesh in degrees from which the far side is turned away, and from which everything is: a mesh tells a head
# turned by 45 degrees as 33 to 39 (benchmarks/region_conditions.py).
FAR_SIDE, PROFILE = 25.0, 34.0
# Sides of the crop in px of the frame below which detail is lost.
LEAST_SIDE = 90.0
NOSE, NOSE_CELLS = PARTS["nose"], 3
FAR = {True: (0, 2, 4), False: (1, 3, 5)}


class RegionSigns(NamedTuple):
    """What tells whether a region is seen.

    Attributes:
        level: float32 [S], mean grey level of the face's skin.
        likeness: float32 [S, 6], correlation of each region with the track's usual picture; 1 where there is none.
    """

    level: Float32
    likeness: Float32


def cell_levels(pixels: UInt8) -> Float32:
    """Mean grey level of each cell of a fixed-pose picture: float32 [1024]."""
    rows = pixels.reshape(CELLS, 5, CELLS, 5)
    return np.asarray(rows.sum(axis=(1, 3), dtype=np.int64).ravel() / np.float32(25), np.float32)


def region_cells(head: CanonicalHead) -> tuple[Int64, ...]:
    """Cells of each region: the upright rectangle around its patches, a cell wider."""
    index, _ = head.parts
    table = belongs()
    found = []
    for region in range(len(REGIONS)):
        # Patches in the middle tell of both sides: the rectangle of one side ends with them.
        rows, cols = [], []
        for patch in np.flatnonzero(table[:, region]).tolist():
            cells = index[patch][index[patch] >= 0]
            rows += (cells // CELLS).tolist()
            cols += (cells % CELLS).tolist()
        if not rows:
            found.append(np.empty(0, np.int64))
            continue
        # A nose wing alone looks different in every smile.
        wider = NOSE_CELLS if region in NOSE else 1
        top, bottom = max(0, min(rows) - wider), min(CELLS - 1, max(rows) + wider)
        left, right = max(0, min(cols) - wider), min(CELLS - 1, max(cols) + wider)
        y, x = np.mgrid[top : bottom + 1, left : right + 1]
        found.append((y * CELLS + x).ravel().astype(np.int64))
    return tuple(found)


def likeness(levels: Float32, usual: Float32, cells: tuple[Int64, ...]) -> Float32:
    """Correlation of the regions' cells with their usual levels: float32 [6]; 1 where a region is flat in both."""
    found = np.ones(len(cells), np.float32)
    for number, chosen in enumerate(cells):
        if len(chosen):
            a, b = (values[chosen] - values[chosen].mean(dtype=np.float64) for values in (levels, usual))
            size = float(np.sqrt((a @ a) * (b @ b)))
            found[number] = float(a @ b) / size if size > 1 else 1.0
    return found


def region_motion(measurement: PatchMeasurement, seen: NDArray[np.bool_]) -> Float32:
    """Movement that lasts in each region: float32 [S, 6], px of the 320 px crop; NaN where nothing can be followed.

    Median over 3 s of the mean length of the region's movement over the main lag; of a clip too short for that (a
    micro-expression may fill it) the lower quartile of all its samples, or less (`LOW_QUANTILE`).

    Args:
        measurement: of the video.
        seen: bool [S, 6], samples at which the region's skin can be followed (`usable`).
    """
    length = np.hypot(measurement.main[..., 0], measurement.main[..., 1])
    table = _counted()
    mean = (length @ table.T / table.sum(axis=1)).astype(np.float64)
    mean[~(seen & measurement.measured[:, None])] = np.nan
    if len(mean) < SHORT_SAMPLES:
        return _least_movement(mean)
    return _running_median(mean, max(1, round(MOTION_SECONDS * measurement.rate / 2)))


def head_movement(measurement: PatchMeasurement) -> Float32:
    """Root mean square movement of each head's skin over the longest lag it is measured at: float32 [S, 2].

    Brows over 16 samples, nose wings, lips and chin over 8; px of the 320 px crop, NaN where nothing is measured.
    """
    brows = [number for number, patch in enumerate(INNER) if patch.name.startswith("brow")]
    moved = (measurement.inner[:, -1, brows], measurement.main[:, list(LOWER)])
    found = np.column_stack([np.sqrt((part**2).sum(axis=2).mean(axis=1)) for part in moved])
    return np.asarray(np.where(measurement.measured[:, None], found, np.nan), np.float32)


def unseen_reasons(measurement: PatchMeasurement, signs: RegionSigns) -> UInt8:
    """Why a region cannot be measured: `RegionReason` bits, uint8 [S, 6]; 0 where it can.

    Args:
        measurement: of the video.
        signs: of the same samples.
    """
    m = measurement
    measured = m.measured
    reasons = np.zeros((len(m), len(REGIONS)), np.uint8)

    def mark(where: NDArray[np.bool_], reason: RegionReason) -> None:
        chosen = where if where.ndim == 2 else np.repeat(where[:, None], len(REGIONS), axis=1)
        reasons[chosen & measured[:, None]] |= np.uint8(reason)

    half = max(1, round(LOOK_SECONDS * m.rate / 2))
    table = _counted()
    texture = np.minimum(m.texture, MOST_TEXTURE) @ table.T / table.sum(axis=1)
    around = _mean_around(texture.astype(np.float64), measured, half)
    dark = (_mean_around(signs.level[:, None].astype(np.float64), measured, half) < DARK_LEVEL)[:, 0]
    mark((around < LEAST_TEXTURE_DARK) & dark[:, None], RegionReason.DARK)
    mark((around < LEAST_TEXTURE) & ~dark[:, None], RegionReason.FLAT)
    mark(_mean_around(signs.likeness.astype(np.float64), measured, half) < LEAST_LIKENESS, RegionReason.HIDDEN)
    with np.errstate(invalid="ignore"):
        mark(_turned(m.pose[:, 0]), RegionReason.TURNED)
    mark(_crop_side(m) < LEAST_SIDE, RegionReason.SMALL)
    reasons[~measured] = np.uint8(RegionReason.UNSEEN)
    return reasons


def with_motion(reasons: UInt8, motion: Float32) -> UInt8:
    """The reasons, and MOTION where a region's lasting movement is above the limit."""
    with np.errstate(invalid="ignore"):
        return np.asarray(reasons | ((motion > LIMIT_PX) * np.uint8(RegionReason.MOTION)), np.uint8)


def usable(reasons: UInt8) -> NDArray[np.bool_]:
    """Bool [S, 6]: regions whose skin can be followed, judged or not; only the others are kept from a network."""
    return np.asarray((reasons & ~np.uint8(RegionReason.MOTION)) == 0)


def unseen_mask(reasons: UInt8, mask: UInt8) -> UInt8:
    """`mask` with a reason at samples of which no region is usable: too dark or flat, else hidden or turned away."""
    marked = mask.copy()
    blind = ~usable(reasons).any(axis=1) & ((reasons & np.uint8(RegionReason.UNSEEN)) == 0).all(axis=1)
    dim = np.uint8(RegionReason.FLAT | RegionReason.DARK)
    dark = (reasons & dim).any(axis=1)
    small = (reasons & np.uint8(RegionReason.SMALL)).any(axis=1)
    marked[blind & dark] |= np.uint8(Mask.DARK)
    marked[blind & ~dark] |= np.uint8(Mask.BOX_OUTSIDE)
    marked[blind & small] |= np.uint8(Mask.SMALL_FACE)
    return marked


def _counted() -> Float32:
    """float32 [6, 31]: the patches whose movement is a region's: brows without lids, which blink."""
    table = belongs().T.copy()
    for number, patch in enumerate(PATCHES):
        if patch.name.startswith(("lid_", "eye_", "glabella", "cheek")):
            table[:, number] = 0
    return table


def _turned(yaw: Float32) -> NDArray[np.bool_]:
    """Bool [S, 6] from yaw in degrees: the far side, or all."""
    turned = np.repeat((np.abs(yaw) > PROFILE)[:, None], len(REGIONS), axis=1)
    for positive, regions in FAR.items():
        side = yaw > FAR_SIDE if positive else yaw < -FAR_SIDE
        turned[:, list(regions)] |= side[:, None]
    return turned


def _crop_side(measurement: PatchMeasurement) -> Float64:
    camera = measurement.camera.astype(np.float64)
    area = np.abs(camera[:, 0, 1] * camera[:, 1, 2] - camera[:, 0, 2] * camera[:, 1, 1])
    return np.asarray(160 * np.sqrt(area), np.float64)


def _mean_around(values: Float64, measured: NDArray[np.bool_], half: int) -> Float64:
    """Mean over the measured samples at most `half` away: float64 [S, n]; NaN where there is none."""
    count = running_sum(measured.astype(np.float64), half)
    columns = [running_sum(np.where(measured, column, 0.0), half) for column in values.T]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.stack(columns, axis=1) / count[:, None])


def _least_movement(values: Float64) -> Float32:
    """A low quantile of the finite values of each column, at every sample that is finite: float32 [S, n]."""
    found = np.full(values.shape, np.nan, np.float32)
    quantile = LOW_QUANTILE * min(1.0, 2 * len(values) / SHORT_SAMPLES)
    for column in range(values.shape[1]):
        finite = np.isfinite(values[:, column])
        if finite.any():
            found[finite, column] = np.percentile(values[finite, column], quantile)
    return found


def _running_median(values: Float64, half: int) -> Float32:
    """Median over the finite values at most `half` samples away: float32 [S, n]; NaN where the sample itself is not."""
    found = np.full(values.shape, np.nan, np.float32)
    padded = np.pad(values, ((half, half), (0, 0)), constant_values=np.nan)
    for begin in range(0, len(values), 2048):
        rows = slice(begin, min(len(values), begin + 2048))
        windows = np.lib.stride_tricks.sliding_window_view(padded[rows.start : rows.stop + 2 * half], 2 * half + 1, 0)
        ordered = np.sort(windows, axis=-1)  # NaN comes last
        count = np.isfinite(windows).sum(axis=-1, keepdims=True)
        low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, windows.shape[-1] - 1)
        middle = (np.take_along_axis(ordered, low, -1) + np.take_along_axis(ordered, high, -1))[..., 0] / 2
        found[rows] = np.where(np.isfinite(values[rows]), middle, np.nan)
    return found
