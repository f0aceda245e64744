"""Features of the second kind: movement of many small patches of skin, the head's own taken out in three dimensions."""

from engine.patches.channels import CHANNEL_NAMES, CHANNELS, MIRROR, patch_channels
from engine.patches.clear_returns import clear_return
from engine.patches.head import CanonicalHead
from engine.patches.measurement import PatchMeasurement, load_measurement, mirrored, save_measurement
from engine.patches.meter import Batch, Collector, PatchMeter, measure, measure_samples
from engine.patches.places import INNER, LAGS, OUTER
from engine.patches.whitening import Covariances, Whitening, covariances, pooled, whitening
from engine.types import REGIONS

__all__ = [
    "CHANNELS",
    "CHANNEL_NAMES",
    "INNER",
    "LAGS",
    "MIRROR",
    "OUTER",
    "REGIONS",
    "Batch",
    "CanonicalHead",
    "Collector",
    "Covariances",
    "PatchMeasurement",
    "PatchMeter",
    "Whitening",
    "clear_return",
    "covariances",
    "load_measurement",
    "measure",
    "measure_samples",
    "mirrored",
    "patch_channels",
    "pooled",
    "save_measurement",
    "whitening",
]
