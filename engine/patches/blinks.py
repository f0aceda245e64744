"""Where lids move as far as in a blink, which goes the ways of lid raiser and tightener, only several times as far."""

import numpy as np
from numpy.typing import NDArray

from engine.patches.around import largest_around
from engine.patches.measurement import PatchMeasurement
from engine.patches.places import INNER

LIDS = tuple(number for number, patch in enumerate(INNER) if patch.name.startswith("lid_"))
# Px of the 320 px crop that a lid goes up or down over the shortest lag in a blink, at least (of raised ones at most
# 2 on the bench), and samples on either side of it.
BLINK_PX, BLINK_SAMPLES = 3.0, 8


def unblinking(measurement: PatchMeasurement) -> NDArray[np.bool_]:
    """Bool [S]: no lid moves as far as in a blink near that sample."""
    most = np.abs(measurement.inner[:, 0][:, LIDS, 1]).max(axis=1)
    return np.asarray(largest_around(most, BLINK_SAMPLES) <= BLINK_PX)
