"""Which frames the model sees: the frame index of every sample."""

import numpy as np

from engine.messages import Said
from engine.types import Float64, Int64, VideoInfo

# A rate within this share of the target is used as it is: the flow is a displacement since the window's start, so
# the rate changes only the time axis (feature spec 5).
RATE_TOLERANCE = 0.2
# Below this rate an expression of the shortest labelled kind spans too few frames to be seen.
LOW_RATE_HZ = 20.0


def sample_frames(info: VideoInfo, rate: float) -> tuple[Int64, float]:
    """Frame index of each sample and the true sample rate.

    Constant-rate sources keep every n-th frame with ``n = max(1, round(fps / rate))`` (SAMM-LV: 200 fps, n = 7);
    where that is more than 20 % above the target, and for variable rates, the frame nearest to each point of a
    uniform time grid is taken, each frame at most once.

    Args:
        info: the source.
        rate: target samples a second (Hz).

    Returns:
        frames: int64 [S], strictly increasing frame indices.
        samples a second (Hz).
    """
    if info.n_frames < 2 or not info.fps > 0:
        return np.arange(info.n_frames, dtype=np.int64), rate
    step = max(1, round(info.fps / rate))
    stepped = info.fps / step
    too_fast = stepped > rate * (1 + RATE_TOLERANCE)
    if info.constant_rate and not too_fast:
        return np.arange(0, info.n_frames, step, dtype=np.int64), stepped
    if not info.constant_rate or too_fast:
        frames = nearest_frames(info.times, min(rate, info.fps) if info.constant_rate else rate)
        span = float(info.times[frames[-1]] - info.times[frames[0]])
        return frames, (len(frames) - 1) / span if span > 0 else rate
    return np.arange(info.n_frames, dtype=np.int64), info.fps


def nearest_frames(times: Float64, rate: float) -> Int64:
    """Frames nearest in time to the grid ``j / rate``, each once: int64, strictly increasing."""
    # Only the points of the grid beside a frame can choose it; times may leap by years, more points than memory holds.
    beside = np.floor(times * rate)[:, np.newaxis] + np.arange(-1.0, 3.0)
    beside = np.unique(beside[beside >= 0])
    grid = beside * (1.0 / rate)
    grid = grid[grid < float(times[-1]) + 0.5 / rate]
    right = np.clip(np.searchsorted(times, grid), 1, len(times) - 1)
    left_is_nearer = grid - times[right - 1] <= times[right] - grid
    return np.unique(np.where(left_is_nearer, right - 1, right)).astype(np.int64)


def rate_notes(info: VideoInfo, frames: Int64, rate: float, target: float) -> tuple[str, ...]:
    """Sentences on what the sampling means for the user; empty when every frame is used near the target rate."""
    notes = []
    if rate < LOW_RATE_HZ:
        notes.append(
            Said(
                "The video has only {rate:.1f} frames a second: expressions shorter than 0.3 s may be missed.",
                rate=rate,
            )
        )
    if len(frames) < info.n_frames:
        notes.append(
            Said(
                "{n} of {n_frames} frames are analysed ({rate:.2f} of {fps:.2f} a second, target "
                "{name:.2f}); proposals fall on these frames.",
                n=len(frames),
                n_frames=info.n_frames,
                rate=rate,
                fps=info.fps,
                name=target,
            )
        )
    return tuple(notes)
