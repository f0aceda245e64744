"""What the patches of a video measured, as plain arrays that can be kept, injected into and mirrored."""

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.patches.head import PICTURE, CanonicalHead
from engine.patches.places import INNER, OUTER, mirror_order
from engine.types import UNSCORED, Float32, Int64, UInt8


@dataclass(frozen=True, slots=True, eq=False)
class PatchMeasurement:
    """Movement of the skin of one face, S samples; px are those of the 320 px crop, x right, y down.

    A reference before the first sample of an unbroken run is the run's first sample, so the beginning of a clip shows
    what moved since then. Values are 0 where a sample could not be measured.

    Attributes:
        rate: samples a second (Hz).
        inner: float32 [S, 3, 15, 2], movement of the inner patches over the three lags, the head's taken out.
        outer: float32 [S, 16, 2], that of the outer patches over the main lag.
        rigid: float32 [S, 3, 2, 4], the head's own remaining movement: coefficients of [1, x, y, z] (40 px of the
            fixed-pose picture), for x and y.
        scale: float32 [S, 3], robust scale of what that leaves on skin without expression.
        texture: float32 [S, 31], gradient energy of the patches (grey levels a px, squared): what flow can hold on to.
        camera: float32 [S, 2, 4], from the canonical head to the frame, smoothed.
        pose: float32 [S, 3], yaw, pitch and roll of the mesh in degrees; NaN where no face is seen.
        mask: uint8 [S], `Mask` bits.
        run: int64 [S], number of the unbroken run of frames a sample belongs to; -1 where it was not measured.
        heads: the canonical head of each scene or track; not kept in files.
    """

    rate: float
    inner: Float32
    outer: Float32
    rigid: Float32
    scale: Float32
    texture: Float32
    camera: Float32
    pose: Float32
    mask: UInt8
    run: Int64
    heads: tuple[CanonicalHead, ...] = ()

    def __len__(self) -> int:
        """Number of samples."""
        return len(self.mask)

    @property
    def measured(self) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Bool [S], samples whose patches were measured."""
        return np.asarray((self.run >= 0) & ((self.mask & UNSCORED) == 0))

    @property
    def main(self) -> Float32:
        """float32 [S, 31, 2], movement of all patches over the main lag."""
        return np.concatenate([self.inner[:, 1], self.outer], axis=1)


def mirrored(measurement: PatchMeasurement) -> PatchMeasurement:
    """The same face seen in a mirror (without its heads; the camera up to a constant)."""
    flip = np.array([-1, 1], np.float32)
    count = len(INNER)
    order = np.concatenate([mirror_order(INNER), count + mirror_order(OUTER)])
    # Mirrored, x changes its sign as a coordinate of the basis and as a component.
    signs = flip[:, None] * np.array([1, -1, 1, 1], np.float32)
    camera = measurement.camera.copy()
    camera[:, :, 0] += (PICTURE - 1) * camera[:, :, 1]
    return replace(
        measurement,
        inner=measurement.inner[:, :, order[:count]] * flip,
        outer=measurement.outer[:, order[count:] - count] * flip,
        rigid=measurement.rigid * signs,
        texture=measurement.texture[:, order],
        camera=camera * signs,
        pose=measurement.pose * np.array([-1, 1, -1], np.float32),
        heads=(),
    )


def save_measurement(path: Path, measurement: PatchMeasurement) -> None:
    """Write all but the heads as a compressed npz file."""
    values: dict[str, Any] = {name: np.asarray(getattr(measurement, name)) for name in _kept()}
    np.savez_compressed(path, **values)


def load_measurement(path: Path) -> PatchMeasurement:
    """Read what `save_measurement` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        values = {name: stored[name] for name in _kept()}
    return PatchMeasurement(**{**values, "rate": float(values["rate"])})


def _kept() -> list[str]:
    return [field.name for field in fields(PatchMeasurement) if field.name != "heads"]
