"""Decoder `anchored`: the paper's peaks with bounds from how long labelled expressions last (ADR 0013)."""

from engine.config import DecoderConfig
from engine.decoding.paper import relative_peaks
from engine.decoding.spans import Spans, fixed_spans
from engine.types import Float32

# Best fixed interval around the apex of the CAS(ME)^3 micro-expressions, in frames at 30 fps (evaluation spec 4):
# they rise fast and decay slowly.
FRAMES_BEFORE = 6
FRAMES_AFTER = 11
PRIOR_RATE = 30.0


def anchored(score: Float32, *, config: DecoderConfig, rate: float) -> Spans:
    """Apex at the peak, ``[apex - 6, apex + 11]`` frames at 30 fps scaled to `rate`, cut at gaps and video ends.

    Args:
        score: float32 [S], NaN in gaps.
        config: p, k_p.
        rate: samples a second (Hz).
    """
    scale = rate / PRIOR_RATE
    apex = relative_peaks(score, config=config)
    return fixed_spans(
        score, apex, before=max(1, round(FRAMES_BEFORE * scale)), after=max(1, round(FRAMES_AFTER * scale))
    )
