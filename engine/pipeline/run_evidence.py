"""What a run keeps of the windows and faces it went through, so that its result can be explained later."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.face.measures import FaceMeasures
from engine.types import RunEvidence, UInt8, frozen


class Kept(NamedTuple):
    """One window.

    Attributes:
        start: its first sample.
        features: float16 [C, k].
        mask: uint8 [k].
    """

    start: int
    features: NDArray[np.float16]
    mask: UInt8


def run_evidence(
    windows: Sequence[Kept], measures: FaceMeasures, rate: float, *, k: int, without_windows: bool = False
) -> RunEvidence | None:
    """Evidence of a finished run; None where no window was analysed but one should have been.

    Half precision halves a run's size in the project (30 min at 30 fps and 10 channels: 2.2 MB before packing); the
    rounding is a thousandth of a pixel where expressions move by one or two.

    Args:
        windows: those analysed.
        measures: eyes and head of every sample.
        rate: samples a second (Hz).
        k: window length.
        without_windows: the model sees none; eyes and head are kept all the same.
    """
    if not windows and not without_windows:
        return None
    starts = np.array([one.start for one in windows], np.int64)
    return RunEvidence(
        starts=frozen(starts),
        features=frozen(np.stack([one.features for one in windows]) if windows else np.empty((0, 10, k), np.float16)),
        masks=frozen(
            np.stack([one.mask for one in windows]).astype(np.uint8) if windows else np.empty((0, k), np.uint8)
        ),
        eyes=frozen(measures.eyes()),
        head=frozen(measures.head(rate)),
    )
