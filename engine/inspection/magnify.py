"""A small movement drawn larger, for a page on which nothing moves. For looking only: nothing is measured in it."""

import cv2
import numpy as np

from engine.flow.farneback import farneback
from engine.types import Float32, UInt8, frozen

# The largest movement is drawn over about this share of the picture's side: plain to see, and no face is torn apart.
SHOWN_SHARE = 0.05
LEAST, MOST = 2, 10
# Flow of a still picture trembles by about this many px of a 320 px crop; what is no larger is not drawn larger.
TREMBLE_PX = 0.15
# Flow is smoothed over this share of the side: a drawn movement with steep edges would tear the skin.
SMOOTH_SHARE = 0.02
# The largest movement is that of the fastest hundredth of the picture, so that single px do not choose the factor.
FASTEST = 99.0
FIXES = 12
# Height of the line burnt in, as a share of the side.
LINE_SHARE = 0.1


def skin_motion(first: UInt8, second: UInt8) -> Float32:
    """Movement from one crop to the other where it is more than tremble, float32 [S, S, 2] (x, y) in px.

    Args:
        first: uint8 [S, S, 3] (BGR).
        second: the same face, the head's own motion taken out, of the same size.
    """
    if np.array_equal(first, second):
        return np.zeros((*first.shape[:2], 2), np.float32)
    side = first.shape[0]
    grays = [np.asarray(cv2.cvtColor(one, cv2.COLOR_BGR2GRAY), np.uint8) for one in (first, second)]
    smooth = cv2.GaussianBlur(farneback(*grays), (0, 0), SMOOTH_SHARE * side)
    tremble = TREMBLE_PX * side / 320
    squared = (smooth**2).sum(axis=2, keepdims=True)
    return np.asarray(smooth * (squared / (squared + tremble**2)), np.float32)


def magnification(motion: Float32) -> int:
    """How many times larger a movement (float32 [S, S, 2]) is drawn, 2 to 10."""
    lengths = np.hypot(motion[..., 0], motion[..., 1])
    fastest = float(np.percentile(lengths, FASTEST))
    if fastest <= 0:
        return MOST
    wanted = round(SHOWN_SHARE * int(motion.shape[0]) / fastest)
    return min(MOST, max(LEAST, wanted))


def magnified(second: UInt8, motion: Float32, factor: int) -> UInt8:
    """The second picture as it would look if the skin had moved `factor` times as far, uint8 [S, S, 3] (BGR).

    Args:
        second: the later crop, uint8 [S, S, 3].
        motion: from the first crop to it, as of `skin_motion`, float32 [S, S, 2].
        factor: how many times; 1 leaves the picture as it is.
    """
    side = second.shape[0]
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
    x, y = columns, rows
    # A point that was at p is drawn at p + factor * motion(p); found backwards, step by step.
    for _ in range(FIXES):
        here = cv2.remap(motion, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        x, y = columns - factor * here[..., 0], rows - factor * here[..., 1]
    here = cv2.remap(motion, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    drawn = cv2.remap(second, x + here[..., 0], y + here[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return frozen(np.asarray(drawn, np.uint8))


def watermarked(picture: UInt8, text: str) -> UInt8:
    """The picture with a line burnt in that says what was done to it, uint8 [S, S, 3]; `text` is ASCII."""
    marked = picture.copy()
    height = max(12, round(LINE_SHARE * picture.shape[0]))
    cv2.rectangle(marked, (0, 0), (picture.shape[1], height), (0, 0, 0), cv2.FILLED)
    (width, tall), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 1)
    scale = min(0.6 * height / tall, 0.94 * picture.shape[1] / width)
    at = (round(0.03 * picture.shape[1]), round(height - (height - tall * scale) / 2))
    cv2.putText(marked, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, (255, 255, 255), 1, cv2.LINE_AA)
    return frozen(marked)
