"""Post-processing of ME-TST and its successor as released, for reproducing published numbers only.

ME-TST: feature spec 1.12 to 1.14. Successor (BoostingVRME): network spec 2.3, its rule for every set but one.

The window outputs of one subject's videos, in the order of the data loader, become stitched curves, intervals and
classes. The released bugs are a switch: `Compat` overwrites at batch starts and leaves the first half of later videos
at 0; without it windows are joined as the released code intends. Intervals keep the released form in both cases: they
may leave the video, and a video without a peak gets the dummy [0, 0].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.config import Synergy
from engine.decoding.paper import released_intervals, released_smooth
from engine.decoding.prior_guided import released_prior_guided
from engine.decoding.recognition import NEUTRAL, interval_classes
from engine.types import CLASSES, Float64, Int64
from engine.windows import Stitcher

# Class of an interval that has none: the dummy.
NO_CLASS = -1


@dataclass(frozen=True, slots=True)
class Compat:
    """The released bugs, for one subject.

    Attributes:
        batch: windows in a batch of the released loader: 256 for CAS(ME)^3, 32 for SAMM-LV.
    """

    batch: int


@dataclass(frozen=True, slots=True, eq=False)
class ReleasedVideo:
    """Results for one video, in samples.

    Attributes:
        score: float64 [m], stitched spotting score, m = (windows + 1) k / 2.
        emotion: int64 [m], class of each sample.
        smoothed: float64, box-filtered score.
        intervals: int64 [P, 3]: onset, offset, peak; neither cut at 0 nor at the end.
        classes: int64 [P], most frequent class of each interval in `CLASSES` order; `NO_CLASS` for the dummy.
    """

    score: Float64
    emotion: Int64
    smoothed: Float64
    intervals: Int64
    classes: Int64


def released_videos(
    outputs: Sequence[tuple[NDArray[Any], NDArray[Any]]],
    *,
    k_p: int,
    p: float = 0.55,
    synergy: Synergy = "spotting_led",
    compat: Compat | None = None,
    successor: bool = False,
) -> list[ReleasedVideo]:
    """Post-process the videos of one subject.

    Args:
        outputs: of each video the spotting score [W, k] and the logits [W, k, 5] of its windows, without a tail window.
        k_p: half-length of the mean expression in samples.
        p: share of the way from mean to maximum.
        synergy: ``"spotting_led"`` takes the class from the first four logits, every other mode from all five.
        compat: with the released bugs; None without.
        successor: BoostingVRME's intervals that follow the curve, no dummy, and under ``"recognition_led"`` a neutral
            logit of 0.

    Raises:
        ValueError: `successor`, and a curve is shorter than ``2 k_p`` (the released code fails there).
    """
    found, position = [], 0
    for spotting, logits in outputs:
        if successor and synergy == "recognition_led":
            logits = logits * np.array([1, 1, 1, 1, 0])
        rules = _Rules(k_p, p, NEUTRAL if synergy == "spotting_led" else len(CLASSES), successor)
        found.append(_video(spotting, logits, rules, joint=(compat, position)))
        position += len(spotting)
    return found


@dataclass(frozen=True, slots=True)
class _Rules:
    k_p: int
    p: float
    options: int  # classes that a sample may have
    successor: bool


def _video(
    spotting: NDArray[Any], logits: NDArray[Any], rules: _Rules, *, joint: tuple[Compat | None, int]
) -> ReleasedVideo:
    score = _stitched(spotting, joint)
    emotion = _stitched(logits[..., : rules.options].argmax(axis=-1), joint).astype(np.int64)
    decode = released_prior_guided if rules.successor else released_intervals
    intervals = decode(score, k_p=rules.k_p, p=rules.p)
    classes = interval_classes(np.eye(len(CLASSES))[emotion], intervals[:, 0], intervals[:, 1])
    is_dummy = (intervals == 0).all(axis=1)
    return ReleasedVideo(
        score=score,
        emotion=emotion,
        smoothed=released_smooth(score, rules.k_p),
        intervals=intervals,
        classes=np.where(is_dummy, NO_CLASS, classes),
    )


def _stitched(values: NDArray[Any], joint: tuple[Compat | None, int]) -> Float64:
    compat, position = joint
    windows, k = values.shape
    n = (windows + 1) * k // 2
    if compat is None:
        stitcher = Stitcher(n, k, "second_half")
    else:
        stitcher = Stitcher(n, k, "compat", batch=compat.batch, position=position)
    for index, row in enumerate(values):
        stitcher.add(index * (k // 2), row, np.zeros(k, np.uint8))
    return stitcher.result()[0].astype(np.float64)
