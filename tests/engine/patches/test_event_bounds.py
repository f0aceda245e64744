"""Onset and offset from the skin's own path: as long as the movement, not as its peak in the score."""

from dataclasses import replace

import numpy as np
import pytest

from engine.config import DecoderConfig
from engine.decoding import decode
from engine.patches import PatchMeasurement, clear_return, covariances, whitening
from engine.patches.event_bounds import UNKNOWN, event_bounds
from engine.patches.places import INNER, LAGS, LOWER, MAIN
from engine.patches.returns import LOWER_HEAD
from engine.types import HEADS, REGIONS, Curves, OriginKind, RegionCurves, RegionReason
from tests.engine.patches.test_clear_returns import AT, RAISE, N, measured

SMILE = LOWER_HEAD.ways[LOWER_HEAD.names.index("12")].reshape(-1, 2)


def slow_return(rise: int, fall: int) -> np.ndarray:
    """Up along half a cosine, down again along one, from sample `AT` on."""
    level = np.zeros(N)
    level[AT : AT + rise] = 0.5 - 0.5 * np.cos(np.pi * np.arange(1, rise + 1) / rise)
    level[AT + rise : AT + rise + fall] = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, fall + 1) / fall)
    return level


def mouth(level: np.ndarray) -> PatchMeasurement:
    """A face whose mouth moves."""
    still = measured(np.zeros(N), RAISE)
    outer = still.outer.copy()
    change = level - level[np.maximum(np.arange(N) - LAGS[MAIN], 0)]
    for way, patch in zip(SMILE, LOWER, strict=True):
        if patch >= len(INNER):
            outer[:, patch - len(INNER)] += change[:, None] * way
    return replace(still, outer=outer)


@pytest.mark.parametrize(("rise", "fall"), [(4, 6), (6, 10), (5, 20), (10, 14)])
@pytest.mark.parametrize("head", [0, 1])
def test_the_interval_is_as_long_as_the_movement(rise: int, fall: int, head: int) -> None:
    level = 2 * slow_return(rise, fall)
    face = measured(level, RAISE) if head == 0 else mouth(level)
    peak = AT + rise + 1
    before, after = event_bounds(face, np.array([peak]), np.array([head]))[peak].tolist()
    high = np.flatnonzero(level >= 0.3 * level.max())
    assert abs(peak - before - high[0]) <= 2
    assert abs(peak + after - high[-1]) <= 3


def test_ends_are_not_told_where_the_skin_does_not_rest() -> None:
    at = np.arange(N)
    restless = np.sin(2 * np.pi * at / 25)
    found = event_bounds(measured(restless, RAISE), np.array([AT]), np.array([0]))
    assert (found == UNKNOWN).all()
    short_run = replace(measured(2 * slow_return(5, 10), RAISE), run=np.where(np.abs(at - AT - 5) < 4, 0, -1))
    assert (event_bounds(short_run, np.array([AT + 5]), np.array([0])) == UNKNOWN).all()
    assert (event_bounds(short_run, np.array([N - 1]), np.array([0])) == UNKNOWN).all()


@pytest.mark.parametrize("head", [0, 1])
def test_a_face_that_is_seen_for_less_than_the_longest_lag_is_measured(head: int) -> None:
    at = np.arange(N)
    for seen in (11, max(LAGS) - 1, max(LAGS)):
        part = replace(
            measured(2 * slow_return(4, 6), RAISE), run=np.where((at >= AT - 1) & (at < AT - 1 + seen), 0, -1)
        )
        assert event_bounds(part, np.array([AT + 5]), np.array([head])).shape == (N, 2)


def test_only_peaks_are_told_of() -> None:
    found = event_bounds(measured(2 * slow_return(5, 9), RAISE), np.array([AT + 5]), np.array([0]))
    assert found.shape == (N, 2)
    assert np.flatnonzero((found != UNKNOWN).any(axis=1)).tolist() == [AT + 5]


def curves(bounds: tuple[int, int]) -> Curves:
    """One narrow peak of the brows' score at sample 100, whose movement has these ends."""
    score = np.zeros(200, np.float32)
    score[98:103] = [0.5, 0.8, 0.9, 0.8, 0.5]
    ends = np.full((200, 2), UNKNOWN, np.int16)
    ends[100] = bounds
    regions = RegionCurves(
        np.zeros((200, len(REGIONS)), np.uint8),
        np.zeros((200, len(REGIONS)), np.float32),
        np.column_stack([score, np.zeros(200, np.float32)]),
        np.zeros((200, 2), np.float32),
        ends,
    )
    return Curves(np.arange(200), score, None, np.zeros(200, np.uint8), 30.0, regions)


@pytest.mark.parametrize(
    ("bounds", "interval"),
    [((4, 8), (96, 108)), ((UNKNOWN, UNKNOWN), (98, 102)), ((8, 28), (98, 102)), ((1, 1), (98, 102))],
    ids=["measured", "not known", "too long for this peak", "too short"],
)
def test_a_proposal_spans_the_measured_movement(bounds: tuple[int, int], interval: tuple[int, int]) -> None:
    config = DecoderConfig(name="half_max", threshold=0.5, level=0.5, min_samples=4, max_seconds=1.0, apex_share=0.3)
    (found,) = decode(curves(bounds), config=config, n_frames=200)
    assert (found.onset, found.offset) == interval
    assert found.id == "p100"


@pytest.mark.parametrize("share", [0.8, 0.75], ids=["near the mouth's score", "by chance the mouth's score"])
@pytest.mark.parametrize("reason", [RegionReason.NONE, RegionReason.MOTION], ids=["judged", "speaks"])
def test_apex_in_a_clip_scored_by_two_models_is_of_the_head_that_the_proposal_rests_on(
    reason: RegionReason, share: float
) -> None:
    plain = curves((UNKNOWN, UNKNOWN))
    assert plain.regions is not None
    moved = np.zeros((200, 2), np.float32)
    moved[99, 0], moved[101, 1] = 2.0, 2.0
    reasons = np.zeros((200, len(REGIONS)), np.uint8)
    reasons[:, list(HEADS["mouth and nose"])] = reason
    # The mean of both models lies nearer to the mouth's score than to that of the brows, .9.
    heads = np.column_stack([plain.score, 0.75 * plain.score])
    together = replace(
        plain, score=share * plain.score, regions=replace(plain.regions, movement=moved, reasons=reasons, scores=heads)
    )
    config = DecoderConfig(name="half_max", threshold=0.5, level=0.5, min_samples=4, max_seconds=1.0, apex_share=0.3)
    (found,) = decode(together, config=config, n_frames=200)
    assert found.apex == 99
    assert found.apex_origin is OriginKind.MODEL
    assert together.regions is not None
    unseen = np.full_like(reasons, RegionReason.UNSEEN)
    alone = replace(together, regions=replace(together.regions, reasons=unseen))
    (found,) = decode(alone, config=config, n_frames=200)
    assert found.apex_origin is OriginKind.ASSUMED, "by the model alone that does not look at regions apart"


def test_a_mouth_that_moves_and_comes_back_stands_out_for_its_own_head() -> None:
    face, held = mouth(2 * slow_return(5, 9)), mouth(2 * np.where(np.arange(N) > AT, 1.0, 0.0))
    returns = [clear_return(m, whitening(covariances(m), None, m), head=1) for m in (face, held)]
    assert returns[0][AT - 5 : AT + 25].max() > 2 * returns[1].max()
    assert np.argmax(returns[0]) in range(AT, AT + 18)
    brows = clear_return(face, whitening(covariances(face), None, face), head=0)
    assert returns[0].max() > 2 * brows[AT - 5 : AT + 25].max()
