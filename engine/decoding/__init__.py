"""Decoders: from the curves of an analysis run to proposals. Pure functions, fast enough for a live threshold."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.config import DecoderConfig, DecoderName, Synergy
from engine.decoding.anchored import anchored
from engine.decoding.half_max import half_max, rivals
from engine.decoding.live import lowered, without
from engine.decoding.paper import paper, released_intervals
from engine.decoding.peaks import highest_first
from engine.decoding.prior_guided import prior_guided, released_prior_guided
from engine.decoding.recognition import recognise
from engine.decoding.regions import judged_regions, leading_heads, measured_apexes, measured_spans
from engine.decoding.smoothing import smoothed_score
from engine.decoding.spans import Spans, relative_threshold, scored
from engine.types import UNSCORED, Curves, Emotion, Float32, Int64, OriginKind, Proposal

__all__ = [
    "DECODERS",
    "apex_origin",
    "decode",
    "leading_heads",
    "lowered",
    "released_intervals",
    "released_prior_guided",
    "threshold_value",
    "without",
]

DECODERS: dict[DecoderName, Callable[..., Spans]] = {
    "half_max": half_max,
    "anchored": anchored,
    "paper": paper,
    "prior_guided": prior_guided,
}


def decode(
    curves: Curves,
    *,
    config: DecoderConfig,
    n_frames: int,
    synergy: Synergy = "spotting_led",
    motion: NDArray[np.bool_] | None = None,
) -> tuple[Proposal, ...]:
    """Proposals of one analysis run.

    No interval crosses a gap or leaves the video; curves without a scored sample give none. The work is done in sample
    space and mapped to frame indices by ``curves.frames``.

    Args:
        curves: spotting score, emotion probabilities and mask.
        config: decoder and its parameters.
        n_frames: number of frame indices of the video.
        synergy: how recognition and spotting are combined; without probabilities every mode leaves emotion None.
        motion: bool [S], samples with high motion (blink, head), for synergy ``"paper"``; see `recognise`.

    Returns:
        proposals in order of apex; ids are ``"p<frame index of the peak>"``.
    """
    score = scored(curves)
    inside = curves.frames < n_frames
    if not inside.all():
        score[~inside] = np.nan
    if np.isnan(score).all():
        return ()
    spans = DECODERS[config.name](score, config=config, rate=curves.rate)
    if len(spans) == 0:
        return ()
    bounds = None if curves.regions is None else curves.regions.bounds
    if config.name == "half_max" and bounds is not None:
        spans = measured_spans(bounds, spans, score, config, curves.rate)
        spans = spans.take(highest_first(score[spans.apex], *rivals(spans)))
    recognised = recognise(curves, spans.onset, spans.offset, synergy=synergy, motion=motion)
    spans = spans.take(recognised.accepted)
    found = _proposals(curves, spans, recognised.emotions, score, config)
    return tuple(sorted(found, key=lambda proposal: proposal.apex))


def apex_origin(config: DecoderConfig) -> OriginKind:
    """Whether a decoder takes the apex from the curve (``model``), or puts it at a share of the interval."""
    shared = config.name == "half_max" and config.apex_share is not None
    return OriginKind.ASSUMED if shared else OriginKind.MODEL


def _apexes(curves: Curves, spans: Spans, config: DecoderConfig) -> tuple[Int64, list[OriginKind]]:
    """Samples of the apexes and their origins: measured, at the peaks, or ``apex_share`` of the way to the offset."""
    usual = apex_origin(config)
    if config.apex_share is None or usual is not OriginKind.ASSUMED:
        return spans.apex, [usual] * len(spans)
    places: Int64 = np.rint(config.apex_share * (spans.offset - spans.onset)).astype(np.int64)
    measured = measured_apexes(curves, spans.onset, spans.apex, spans.offset)
    origins = [OriginKind.MODEL if known else usual for known in (measured >= 0).tolist()]
    return np.where(measured >= 0, measured, spans.onset + places), origins


def _proposals(
    curves: Curves,
    spans: Spans,
    emotions: Sequence[tuple[Emotion | None, tuple[float, ...] | None]],
    score: Float32,
    config: DecoderConfig,
) -> list[Proposal]:
    """Proposals of the intervals, in frame indices."""
    apex_samples, origins = _apexes(curves, spans, config)
    onset, apex, offset = (curves.frames[samples].tolist() for samples in (spans.onset, apex_samples, spans.offset))
    peak = curves.frames[spans.apex].tolist()
    heights = np.clip(score[spans.apex], 0, 1).tolist()
    quality = _quality(curves, spans, config.k_p)
    regions = curves.regions
    bounds = list(zip(spans.onset.tolist(), spans.offset.tolist(), strict=True))
    return [
        Proposal(
            id=f"p{peak[i]}",
            onset=onset[i],
            apex=apex[i],
            offset=offset[i],
            score=heights[i],
            emotion=emotion,
            probabilities=probabilities,
            quality=quality[i],
            decoder=config.name,
            apex_origin=origins[i],
            judged=None if regions is None else judged_regions(regions, *bounds[i]),
        )
        for i, (emotion, probabilities) in enumerate(emotions)
    ]


def threshold_value(curves: Curves, config: DecoderConfig) -> float:
    """Height a peak must reach, for the line on the plot; NaN where the curves have no scored sample.

    For ``half_max`` this is the absolute threshold on the spotting score, for the others the relative threshold on the
    smoothed score.
    """
    score = scored(curves)
    if np.isnan(score).all():
        return float("nan")
    if config.name == "half_max":
        return config.threshold
    return relative_threshold(smoothed_score(score, config.k_p), config.p)


def _quality(curves: Curves, spans: Spans, k_p: int) -> list[int]:
    """Reasons to doubt each interval: all bits inside it, and those of gaps within `k_p` samples of its apex."""
    mask = curves.mask
    if not mask.any():
        return [0] * len(spans)
    gaps = np.where(mask & UNSCORED, mask, 0)
    bounds = zip(spans.onset.tolist(), spans.apex.tolist(), spans.offset.tolist(), strict=True)
    return [
        int(
            np.bitwise_or.reduce(mask[first : last + 1])
            | np.bitwise_or.reduce(gaps[max(0, apex - k_p) : apex + k_p + 1])
        )
        for first, apex, last in bounds
    ]
