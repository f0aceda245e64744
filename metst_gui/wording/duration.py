"""How long an interval is shown."""

import numpy as np

from engine.types import Float64


def duration_ms(onset: int, offset: int, times: Float64) -> float:
    """Displayed time of frames `onset` to `offset` inclusive, in ms.

    The last frame counts with its own display time: the gap to the next frame, for the last frame of the video the
    median gap.

    Args:
        onset: frame index, >= 0.
        offset: frame index, onset <= offset < len(times).
        times: float64 [N], seconds, increasing.
    """
    if offset + 1 < len(times):
        return float(times[offset + 1] - times[onset]) * 1000
    last = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    return (float(times[offset] - times[onset]) + last) * 1000
