"""Windows between two neighbours, and curves joined from all of them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.cards.card import ModelCard
from engine.cards.checkpoint import checkpoint_card
from engine.errors import CheckpointError
from engine.spotters import load_spotter
from engine.spotters.joining import MIN_SHARED, JoinedScores, MeasuredWindow, windows_between
from engine.types import Float32, Float64, Mask
from engine.weights import Shape
from engine.windows import Stitcher, between_starts, window_starts

K = 50
CARD = ModelCard("fake", "Fake", "0" * 64, "A fake.", infers_emotion=True, stitch="centred", between=3)


class Fake:
    """Scores a sample by its features alone."""

    def __init__(self, card: ModelCard) -> None:
        self.card = card
        self.scored: list[Float64] = []

    def windows(self, features: Float64) -> tuple[Float32, Float32]:
        self.scored.extend(features)
        score = np.tanh(np.abs(features).mean(axis=1) + 0.1 * features[:, 0].mean(axis=1, keepdims=True))
        return score.astype(np.float32), np.repeat(score[..., None], 5, axis=2).astype(np.float32)

    def finish(self, score: Float32, mask: np.ndarray) -> Float32:
        return score


def movement(n: int, seed: int = 0) -> Float64:
    return np.cumsum(np.random.default_rng(seed).normal(size=(10, n)), axis=1)


def measured(whole: Float64, start: int, mask: np.ndarray | None = None) -> MeasuredWindow:
    """The window as an extraction gives it: relative to its first scored sample."""
    mask = np.zeros(K, np.uint8) if mask is None else mask
    known = mask == 0
    window = whole[:, start : start + K]
    reference = window[:, known.argmax()][:, None]
    return MeasuredWindow(start, np.where(known, window - reference, 0), mask)


def test_windows_between_two_are_those_that_would_have_been_measured() -> None:
    whole = movement(120)
    found = windows_between(measured(whole, 10), measured(whole, 35), 3)
    assert [window.start for window in found] == [16, 22, 28]
    for window in found:
        np.testing.assert_allclose(window.features, measured(whole, window.start).features, atol=1e-12)
        assert not window.mask.any()


def test_a_gap_is_left_out_on_both_sides_and_keeps_its_reason() -> None:
    whole, lost = movement(120), np.zeros(120, np.uint8)
    lost[30:44] = np.uint8(Mask.NO_FACE)
    one, two = (measured(whole, start, lost[start : start + K]) for start in (0, 25))
    for window in windows_between(one, two, 3):
        expected = measured(whole, window.start, lost[window.start : window.start + K])
        np.testing.assert_allclose(window.features, expected.features, atol=1e-12)
        np.testing.assert_array_equal(window.mask, expected.mask)


def test_nothing_is_put_together_across_a_cut() -> None:
    whole = movement(120)
    before, after = np.zeros(K, np.uint8), np.zeros(K, np.uint8)
    before[30:] = np.uint8(Mask.CUT)  # the first window knows the samples before sample 30,
    after[: 30 - 25] = np.uint8(Mask.CUT)  # the second those from it on
    assert windows_between(measured(whole, 0, before), measured(whole, 25, after), 3) == []
    for shared in (MIN_SHARED - 1, MIN_SHARED):
        few = np.full(K, int(Mask.NO_FACE), np.uint8)
        few[25 : 25 + shared] = 0
        assert bool(windows_between(measured(whole, 0, few), measured(whole, 25), 3)) == (shared == MIN_SHARED)


@pytest.mark.parametrize("count", [0, 1, 3, 12, 40])
def test_starts_between_rise_and_stay_inside(count: int) -> None:
    for second in (1, 2, 7, 24, 25):
        starts = between_starts(0, second, K, count)
        assert all(0 < start < second for start in starts)
        assert list(starts) == sorted(set(starts))
    assert len(between_starts(0, 25, K, count)) == min(count, 24)


def test_without_windows_between_every_window_is_scored_by_itself() -> None:
    whole, model = movement(137), Fake(replace(CARD, between=0))
    joined, plain = JoinedScores(model, 137, K), Stitcher(137, K, "centred")
    for start in window_starts(137, K):
        window = measured(whole, start)
        joined.add(*window)
        plain.add(start, model.windows(window.features[None])[0][0], window.mask)
    np.testing.assert_array_equal(joined.score.result()[0], plain.result()[0])


def test_released_rules_know_no_windows_between() -> None:
    whole, model = movement(100), Fake(CARD)
    joined = JoinedScores(model, 100, K, "second_half")
    for start in window_starts(100, K):
        joined.add(*measured(whole, start))
    assert len(model.scored) == len(window_starts(100, K))


@pytest.mark.parametrize("n", [50, 51, 74, 75, 76, 99, 100, 126, 163])
def test_what_is_ready_does_not_change_any_more(n: int) -> None:
    whole, joined = movement(n, n), JoinedScores(Fake(CARD), n, K)
    told: list[tuple[int, Float32]] = []
    for start in window_starts(n, K):
        joined.add(*measured(whole, start))
        told.append((joined.score.ready(), joined.score.result()[0]))
    final, mask = joined.score.result()
    assert told[-1][0] == n
    assert np.isfinite(final).all()
    assert not mask.any()
    assert joined.emotion is not None
    np.testing.assert_array_equal(joined.emotion.result()[0][:, 0], final)
    for ready, then in told:
        np.testing.assert_array_equal(then[:ready], final[:ready])


@pytest.mark.parametrize("value", [-1, 13, 1.5, True, "3", None])
def test_a_card_with_an_impossible_number_is_refused(value: object, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(json.dumps({"between": value}))
    with pytest.raises(CheckpointError, match="between"):
        checkpoint_card(tmp_path / "mine.safetensors", "0" * 64, Shape())


def test_only_a_model_that_asks_for_windows_between_gets_them(tmp_path: Path) -> None:
    assert load_spotter("metst-synth-v1", device="cpu").card.between == 3
    assert checkpoint_card(tmp_path / "other.safetensors", "0" * 64, Shape()).between == 0


def test_spread_is_the_weighted_deviation_of_the_windows_that_see_a_sample() -> None:
    rng = np.random.default_rng(5)
    stitcher, seen = Stitcher(100, K, "centred"), [[] for _ in range(100)]
    weight = np.minimum(np.arange(1, K + 1), np.arange(K, 0, -1))
    for start in window_starts(100, K):
        values, mask = rng.random(K), np.zeros(K, np.uint8)
        mask[7] = int(Mask.NO_FACE)
        stitcher.add(start, values, mask)
        for i in range(K):
            if i != 7:
                seen[start + i].append((values[i], weight[i]))
    found = stitcher.spread()
    for each, spread in zip(seen, found.tolist(), strict=True):
        if len(each) < 2:
            assert np.isnan(spread)
        else:
            values, weights = np.array(each).T
            mean = np.average(values, weights=weights)
            assert spread == pytest.approx(np.sqrt(np.average((values - mean) ** 2, weights=weights)), abs=1e-6)


def test_windows_that_agree_have_no_spread_and_rules_of_one_window_tell_none() -> None:
    for rule in ("average", "centred"):
        stitcher = Stitcher(75, K, rule)
        for start in window_starts(75, K):
            stitcher.add(start, np.full(K, 0.3), np.zeros(K, np.uint8))
        assert np.nanmax(stitcher.spread()) < 1e-6
        assert np.isnan(stitcher.spread()[:25]).all()
    alone = Stitcher(75, K, "second_half")
    alone.add(0, np.full(K, 0.3), np.zeros(K, np.uint8))
    assert alone.spread() is None
