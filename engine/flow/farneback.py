"""Dense optical flow of a patch pair, and the one motion that stands for a patch."""

import cv2
import numpy as np

from engine.types import Float32, UInt8


def farneback(reference: UInt8, current: UInt8) -> Float32:
    """Displacement from `reference` to `current` by Farneback's method, with ME-TST's parameters (feature spec 1.7).

    Args:
        reference: uint8 [h, w]; a view is fine.
        current: uint8 [h, w].

    Returns:
        float32 [h, w, 2]: (x right, y down) in px.
    """
    flow = np.empty((*reference.shape, 2), np.float32)  # only written: no initial flow
    cv2.calcOpticalFlowFarneback(
        reference,
        current,
        flow,
        pyr_scale=0.5,
        levels=3,
        winsize=15,
        iterations=5,
        poly_n=7,
        poly_sigma=1.5,
        flags=0,
    )
    return flow


def dominant_motion(patch: Float32, fraction: float) -> tuple[float, float]:
    """Mean of the fastest `fraction` of a flow patch: D(patch, p) of the feature spec 1.6.

    The count that is kept is the literal ``n - int(n * (1 - p))``, which rounding makes differ from ``ceil(n p)`` for
    some sizes. Sums are taken in float64.

    Args:
        patch: float32 [h, w, 2] flow with at least one pixel; a view is fine.
        fraction: share p of the pixels to keep, in (0, 1].

    Returns:
        (x, y) in px.
    """
    x, y = patch[..., 0].ravel(), patch[..., 1].ravel()
    squared = x * x + y * y  # same order as the magnitude, without the root
    dropped = int(squared.size * (1 - fraction))
    kept = np.flatnonzero(squared >= np.partition(squared, dropped)[dropped])
    count = squared.size - dropped
    if len(kept) != count:  # equal magnitudes at the border of the choice
        kept = np.argsort(squared, kind="stable")[dropped:]
    return float(x[kept].sum(dtype=np.float64)) / count, float(y[kept].sum(dtype=np.float64)) / count
