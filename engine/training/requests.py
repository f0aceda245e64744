"""What the window asks of learning from a reviewer, and what it is told; light to import."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.types import Int64

# Accepted and rejected proposals needed.
MIN_EACH = 4
LearnMode = Literal["threshold", "head"]


@dataclass(frozen=True, slots=True, eq=False)
class JudgedRun:
    """The reviewed proposals of one run, and the expressions that the reviewer marked where it proposed nothing.

    Attributes:
        starts: int64 [W], first sample of each window.
        features: float16 [W, 10, k], window features.
        n: samples.
        first, last: int64 [P], samples of them, inclusive; of accepted ones the reviewer's bounds, of a point label
            those of the movement measured there (`engine.training.point_labels`).
        accepted: bool [P]; what the reviewer marked counts as accepted.
        scores: float64 [P], highest spotting score of each.
        proposed: bool [P], False: marked by the reviewer; of those the threshold learns nothing, for it never showed
            them.
        same_model: whether the model that learns made this run.
    """

    starts: Int64
    features: NDArray[np.float16]
    n: int
    first: Int64
    last: Int64
    accepted: NDArray[np.bool_]
    scores: NDArray[np.float64]
    proposed: NDArray[np.bool_]
    same_model: bool


@dataclass(frozen=True, slots=True, eq=False)
class LearnRequest:
    """What is to be learned.

    Attributes:
        weights: bundled model or path of the checkpoint that learns.
        name: of the new model; its files are called so.
        mode: the threshold alone, or the spotting head and the threshold.
        runs: what the reviewer decided.
        neutral: recording of the subject without expressions, or None.
        cache: folder for the synthetic clips of the guard.
        clips: how many of them.
        seed: of folds, shuffles and synthetic windows.
    """

    weights: str
    name: str
    mode: LearnMode
    runs: tuple[JudgedRun, ...]
    neutral: Path | None
    cache: Path
    clips: int = 6
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Learned:
    """Event: the end. Nothing is written before the window does it.

    Attributes:
        kept: whether the guard lets the new model stand.
        reason: why not, or what became better, as the engine says it.
        measure: what the decisions were compared by: ``"AUC"`` or ``"F1"``.
        before, after: of held-back decisions by the old and by the new model, 0..1.
        accepted, rejected: how many decisions there were.
        bench_before, bench_after: the same measure on synthetic movements; NaN where not measured.
        bench_n: synthetic windows.
        threshold: of the new model's decoder.
        weights: content of the new weights file; empty where it is not kept.
        card: content of its card.
        objection: why the old model stays, without saying that it does; empty where it does not.
    """

    kept: bool
    reason: str
    measure: str
    before: float
    after: float
    accepted: int
    rejected: int
    bench_before: float
    bench_after: float
    bench_n: int
    threshold: float
    weights: bytes
    card: str
    objection: str = ""
