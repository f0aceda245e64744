"""Clips under 60 samples are scored by both models: each sees little of them, and errs in other clips than the other.

Of 58 clips cut around a movement of 1 or 2 px in calm faces and the same 58 without one (benchmarks/short_clips.py) 37
and 7 get a proposal of the default model, 33 and 3 of the one on patches, 43 and 4 by the mean of their logits.
"""

from dataclasses import replace

import numpy as np

from engine.config import AnalysisConfig
from engine.decoding import decode
from engine.messages import Said
from engine.types import AnalysisRun, Curves, Float32, Float64, frozen

# Added to the mean of the logits: then the default model's threshold of .6 lets 7 % of clips without a movement pass.
SHIFT = 0.9
# Scores nearer to 0 or 1 say no more.
LEAST_SCORE = 1e-4


def joined_curves(first: Curves, other: Curves) -> Curves:
    """Curves of a clip from those of two models, of the same samples.

    The score is that of the mean logit, or of the one model that has a score; regions and gaps are those of `other`,
    classes are those of `first`.

    Args:
        first: by a model of windows.
        other: by a model on patches.
    """
    logits = np.stack([_logits(first.score), _logits(other.score)])
    known = np.isfinite(logits)
    some = known.any(axis=0)
    mean = np.where(known, logits, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    score = np.where(some, 1 / (1 + np.exp(-(mean + SHIFT))), np.nan).astype(np.float32)
    mask = np.where(known[1], other.mask, first.mask).astype(np.uint8)
    return replace(
        other, score=frozen(score), mask=frozen(mask), probabilities=_classes(first, other, score), spread=None
    )


def joined_run(first: AnalysisRun, other: AnalysisRun, *, n_frames: int, titles: tuple[str, str]) -> AnalysisRun:
    """The run of a clip from those of two models: of both, asked for as the first, with what the other saw.

    Args:
        first: by the model that was asked for.
        other: by the one on patches.
        n_frames: of the video.
        titles: of both models.
    """
    config = AnalysisConfig.from_dict(dict(first.settings))
    assert config.decoder is not None
    curves = joined_curves(first.curves, other.curves)
    note = Said(
        "A clip this short shows a model little: it was scored by “{first}” and “{other}” together.",
        first=titles[0],
        other=titles[1],
    )
    return replace(
        first,
        curves=curves,
        proposals=decode(curves, config=config.decoder, n_frames=n_frames, synergy=config.synergy),
        notes=(*((note,) if np.isfinite(curves.score).any() else ()), *other.notes),
        restless=other.restless,
        evidence=other.evidence,
        versions={
            **first.versions,
            "network": ", ".join(dict.fromkeys(one.versions["network"] for one in (first, other))),
        },
        timings={stage: round(first.timings[stage] + other.timings[stage], 3) for stage in first.timings},
        second_model=other.model,
        second_digest=other.model_digest,
    )


def _logits(score: Float32) -> Float64:
    clipped = np.clip(score.astype(np.float64), LEAST_SCORE, 1 - LEAST_SCORE)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _classes(first: Curves, other: Curves, score: Float32) -> Float32 | None:
    """What each class has of the score: the shares of the first model, of the other where that has none."""
    found = np.full((len(score), 5), np.nan)
    for probabilities in (other.probabilities, first.probabilities):
        if probabilities is not None:
            seen = np.isfinite(probabilities).all(axis=1)
            found[seen] = probabilities[seen]
    if not np.isfinite(found).any():
        return None
    shares = found[:, :4] / np.maximum(found[:, :4].sum(axis=1, keepdims=True), 1e-12)
    made = np.column_stack([shares * score[:, None], 1 - score]).astype(np.float32)
    made[np.isnan(score)] = np.nan
    return frozen(made)
