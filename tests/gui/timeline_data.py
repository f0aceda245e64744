"""Small deterministic videos, curves and intervals for the tests of the timeline."""

from pathlib import Path

import numpy as np

from engine.origins import Origins
from engine.types import CLASSES, UNSCORED, Curves, Emotion, Origin, OriginKind, Proposal, VideoInfo, frozen
from metst_gui.document.annotation import Annotation


def make_info(n: int = 3000, fps: float = 30.0, times: np.ndarray | None = None) -> VideoInfo:
    times = np.arange(n) / fps if times is None else times
    return VideoInfo(Path("clip.mp4"), "video", n, 640, 480, fps, frozen(times), True, "h264", 1, "digest")


def make_curves(n: int = 3000, *, emotion: bool = True, mask: np.ndarray | None = None, seed: int = 0) -> Curves:
    rng = np.random.default_rng(seed)
    mask = np.zeros(n, np.uint8) if mask is None else mask
    score = (rng.random(n) * 0.4).astype(np.float32)
    raw = rng.random((n, len(CLASSES))).astype(np.float32)
    probabilities = raw / raw.sum(axis=1, keepdims=True)
    unscored = (mask & int(UNSCORED)) > 0
    score[unscored] = np.nan
    probabilities[unscored] = np.nan
    return Curves(np.arange(n, dtype=np.int64), score, probabilities if emotion else None, mask, 30.0)


def make_proposal(onset: int, offset: int, *, id_: str | None = None, score: float = 0.7) -> Proposal:
    apex = onset + (offset - onset) // 3
    return Proposal(id_ or f"p{apex}", onset, apex, offset, score, Emotion.SURPRISE, None, 0, "half_max")


def make_annotation(
    number: int, onset: int, offset: int, *, apex: int | None = None, default: bool = False
) -> Annotation:
    return Annotation(
        id=f"{number:032x}",
        onset=onset,
        apex=apex,
        offset=offset,
        emotion="disgust",
        origins=Origins.all(Origin(OriginKind.MODEL if default else OriginKind.HUMAN)),
    )
