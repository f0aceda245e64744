"""A time in the video as people read it, and how long an interval is shown."""

import numpy as np

from engine.types import Float64


def time_text(seconds: float) -> str:
    """Seconds as ``m:ss.mmm``, or ``h:mm:ss.mmm`` from an hour on."""
    milliseconds = round(max(seconds, 0.0) * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    rest = f"{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"
    return f"{hours}:{minutes:02d}:{rest}" if hours else f"{minutes}:{rest}"


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
