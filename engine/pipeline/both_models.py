"""Two models score together where the first one can judge: each errs in other moments than the other does.

In calm moments of people no model has seen, of 64 movements put into their pictures 20 are found by the model of
windows, 41 by the one on patches, 41 by the mean of their logits at fewer alarms (benchmarks/real_faces.py); in
portraits F1 at IoU .5 is .80, .71 and .81 (benchmarks/still_faces.py). Clips under 60 samples show a model little: of
58 cut around a movement and of the same 58 without one 37 and 7 get a proposal of the first, 33 and 3 of the second, 43
and 4 of both (benchmarks/short_clips.py).
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.messages import Said
from engine.types import AnalysisRun, Curves, Float32, Float64, frozen

# Added to the mean of the logits of short clips: then the first model's threshold of .6 lets 7 % of those without a
# movement pass.
SHORT_SHIFT = 0.9
# Added elsewhere, where the other model's threshold of .5 holds: more costs alarms in portraits and finds hardly more.
SHIFT = 0.4
# Added to the logit of the first model alone: its own threshold of .6 becomes .5.
FIRST_SHIFT = -0.405
# Scores nearer to 0 or 1 say no more.
LEAST_SCORE = 1e-4
# No two scores of windows are further from their mean.
MOST_SPREAD = 0.5

Bools = NDArray[np.bool_]


def joined_curves(first: Curves, other: Curves, *, calm: Bools | None = None) -> Curves:
    """Curves of a video from those of two models, of the same samples; regions are those of `other`.

    Where the first model can judge, the score is that of the mean logit and classes are the first model's; elsewhere
    both, and all gaps, are those of `other`. In a short clip the first model counts wherever it has a score, and alone
    where the other has none.

    Args:
        first: by a model of windows.
        other: by a model on patches.
        calm: bool [S], where the first model can judge; None: a short clip, for the threshold of the first model's card
            instead of that of the other's.
    """
    logits = np.stack([_logits(first.score), _logits(other.score)])
    known = np.isfinite(logits)
    counts = known if calm is None else known & known[1] & np.stack([calm, known[1]])
    mean = np.where(counts, logits, 0.0).sum(axis=0) / np.maximum(counts.sum(axis=0), 1)
    shift = SHORT_SHIFT if calm is None else SHIFT
    raised = np.where(counts.any(axis=0), 1 / (1 + np.exp(-(mean + shift))), np.nan).astype(np.float32)
    score = raised if calm is None else np.where(counts[0], raised, other.score)
    mask = np.where(known[1], other.mask, first.mask).astype(np.uint8) if calm is None else other.mask
    return replace(
        other,
        score=frozen(score),
        mask=frozen(mask),
        probabilities=_classes(first, other, score, counts[0]),
        spread=_spread(first, score, counts[0]),
    )


def first_curves(first: Curves) -> Curves:
    """Curves of the model of windows while nothing is known by the one on patches, for the threshold of the latter."""
    score = 1 / (1 + np.exp(-(_logits(first.score) + FIRST_SHIFT)))
    raised = np.where(np.isfinite(first.score), score, np.nan).astype(np.float32)
    counts = np.isfinite(raised)
    return replace(
        first,
        score=frozen(raised),
        probabilities=_classes(first, first, raised, counts),
        spread=_spread(first, raised, counts, of=1),
    )


def joined_run(first: AnalysisRun, other: AnalysisRun, *, titles: tuple[str, str], short: bool) -> AnalysisRun:
    """The run of two models: of both, asked for as the first, with the other's curves, which are those of both.

    Args:
        first: by the model that was asked for.
        other: by the one on patches.
        titles: of both models.
        short: of a clip that both scored throughout.
    """
    by = {"first": titles[0], "other": titles[1]}
    note = (
        Said("A clip this short shows a model little: it was scored by “{first}” and “{other}” together.", **by)
        if short
        else Said("Scored by “{first}” and “{other}” together where the face rests, elsewhere by the latter.", **by)
    )
    return replace(
        first,
        curves=other.curves,
        proposals=other.proposals,
        notes=(*((note,) if np.isfinite(other.curves.score).any() else ()), *other.notes),
        restless=other.restless,
        versions={
            **first.versions,
            "network": ", ".join(dict.fromkeys(one.versions["network"] for one in (first, other))),
        },
        timings=_timings(first, other),
        second_model=other.model,
        second_digest=other.model_digest,
    )


def _timings(first: AnalysisRun, other: AnalysisRun) -> dict[str, float]:
    """Seconds of both; the first model's lie within the time in which the other's samples came in."""
    both = {stage: round(seconds + other.timings[stage], 3) for stage, seconds in first.timings.items()}
    return {**both, "features": round(other.timings["features"] - first.timings["model"], 3)}


def _logits(score: Float32) -> Float64:
    clipped = np.clip(score.astype(np.float64), LEAST_SCORE, 1 - LEAST_SCORE)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _classes(first: Curves, other: Curves, score: Float32, counts: Bools) -> Float32 | None:
    """What each class has of the score: the shares of the first model where it counts, else of the other."""
    found = np.full((len(score), 5), np.nan)
    for probabilities, wanted in ((other.probabilities, np.ones(len(score), np.bool_)), (first.probabilities, counts)):
        if probabilities is not None:
            seen = np.isfinite(probabilities).all(axis=1) & wanted
            found[seen] = probabilities[seen]
    if not np.isfinite(found).any():
        return None
    shares = found[:, :4] / np.maximum(found[:, :4].sum(axis=1, keepdims=True), 1e-12)
    made = np.column_stack([shares * score[:, None], 1 - score]).astype(np.float32)
    made[np.isnan(score)] = np.nan
    return frozen(made)


def _spread(first: Curves, score: Float32, counts: Bools, *, of: int = 2) -> Float32 | None:
    """How far the first model's windows disagree, in a score of `of` models: what a step of its logit does there."""
    if first.spread is None:
        return None
    own = np.clip(first.score.astype(np.float64), LEAST_SCORE, 1 - LEAST_SCORE)
    step = score * (1 - score) / (own * (1 - own)) / of
    found = np.minimum(first.spread * step, MOST_SPREAD).astype(np.float32)
    return frozen(np.where(counts, found, np.float32(np.nan)))
