"""BoostingVRME's interval rules: the released numbers, the spec's rule written a second time, gaps and limits."""

import json

import numpy as np
import pytest

from engine.config import DecoderConfig
from engine.decoding import decode, released_prior_guided
from engine.decoding.prior_guided import extensible, prior_guided, two_level, without_rivals
from engine.decoding.smoothing import box_smooth, smoothed_score
from engine.types import Curves
from tests.conftest import ROOT

GOLDEN = ROOT.parent / "shared" / "golden" / "eval_shared.json"


def curve_cases() -> list:
    if not GOLDEN.is_file():
        return []
    cases = [case for case in json.loads(GOLDEN.read_text())["cases"] if case["type"] == "curve"]
    return [case for case in cases if "boostingvrme_p055_casme3_onset_offset_peak" in case["expected"]]


@pytest.mark.parametrize("case", curve_cases(), ids=lambda case: case["id"])
def test_released_intervals_are_exact(case: dict) -> None:
    expected = case["expected"]["boostingvrme_p055_casme3_onset_offset_peak"]
    score, k_p = np.array(case["input"]["score"], float), case["input"]["k_p"]
    for rule, key in (("fixed", "interval_strategy_0"), ("extensible", "interval_strategy_1")):
        if isinstance(expected[key], dict):  # the released code fails where the curve is shorter than its filter
            with pytest.raises(ValueError, match="shorter"):
                released_prior_guided(score, k_p=k_p, p=0.55, rule=rule)
        else:
            assert released_prior_guided(score, k_p=k_p, p=0.55, rule=rule).tolist() == expected[key]


def first(samples: range, s: list[float], outer: int, level: float) -> int | None:
    return next((i for i in samples if 0 <= i + outer < len(s) and s[i] < level and s[i + outer] < level), None)


def two_level_by_hand(s: list[float], c: int, k_p: int) -> tuple[int, int, int]:
    """The rule of network spec 2.3 clause by clause."""
    n = len(s)
    a, b, far_left, far_right = max(0, c - k_p), min(n - 1, c + k_p), max(0, c - 2 * k_p), min(n - 1, c + 2 * k_p)
    left = [first(range(c - 1, a - 1, -1), s, -1, 0.2), first(range(a - 1, far_left - 1, -1), s, -1, 0.8)]
    right = [first(range(c + 1, b), s, 1, 0.2), first(range(b + 1, far_right), s, 1, 0.8)]
    start = next((i for i in left if i is not None), far_left)
    end = next((i + 1 for i in right if i is not None), far_right)
    return start, end, start + int(np.argmax(s[start : end + 1]))


def extensible_by_hand(r: list[float], c: int, k_p: int) -> tuple[int, int, int]:
    n, g = len(r), float(np.mean(r))
    t1, t2 = g / 1.5, g
    l0, r0 = max(0, c - k_p), min(n - 1, c + k_p)
    start, end = l0, r0
    for i in range(l0 + 1, c):
        if r[i] > r[i - 1] and r[i] > t1:
            start = i - 1
            break
    for i in range(r0 - 1, c, -1):
        if r[i] > r[i + 1] and r[i] > t1:
            end = i + 1
            break
    for i in range(start - 1, max(0, c - 5 * k_p) - 1, -1):
        if i > 0 and r[i] < t2 and r[i - 1] < t2:
            start = i + 1
            break
    for j in range(end + 1, min(n - 1, c + 5 * k_p) + 1):
        if j < n - 1 and r[j] < t2 and r[j + 1] < t2:
            end = j - 1
            break
    return start, end, start + int(np.argmax(r[start : end + 1]))


def test_both_rules_follow_the_specification() -> None:
    rng = np.random.default_rng(6)
    for _ in range(300):
        n = int(rng.integers(3, 120))
        score = np.clip(np.convolve(rng.random(n), np.ones(5) / 5, "same") * rng.uniform(0.3, 2), 0, 1)
        peak, k_p = int(rng.integers(n)), int(rng.integers(1, 12))
        assert two_level(score, peak, k_p=k_p) == two_level_by_hand(score.tolist(), peak, k_p)
        found = extensible(score, peak, k_p=k_p, mean=float(score.mean()))
        assert found == extensible_by_hand(score.tolist(), peak, k_p)


def test_rivals_go_by_hull_and_by_peak() -> None:
    assert without_rivals([(10, 20, 15), (19, 30, 25)], k_p=5) == [(10, 20, 15), (19, 30, 25)]
    assert without_rivals([(10, 20, 15), (14, 30, 25)], k_p=5) == [(10, 20, 15)]  # 6 of 20 shared
    assert without_rivals([(10, 20, 15), (19, 30, 20)], k_p=5) == [(10, 20, 15)]  # peaks 5 apart
    assert without_rivals([(4, 4, 4), (4, 4, 12)], k_p=5) == [(4, 4, 4), (4, 4, 12)]  # an empty hull shares nothing


@pytest.mark.parametrize("rule", ["extensible", "two_level"])
def test_decoder_keeps_to_runs_and_order(rule: str) -> None:
    rng = np.random.default_rng(8)
    config = DecoderConfig(name="prior_guided", k_p=6, p=0.4, rule=rule)
    for _ in range(40):
        n = int(rng.integers(20, 400))
        score = np.clip(np.convolve(rng.random(n), np.ones(9) / 9, "same"), 0, 1).astype(np.float32)
        mask = np.zeros(n, np.uint8)
        for gap in rng.integers(0, n, 3).tolist():
            mask[gap : gap + int(rng.integers(1, 9))] = 1
        curves = Curves(np.arange(n), np.where(mask, np.float32(np.nan), score), None, mask, 30.0)
        proposals = decode(curves, config=config, n_frames=n)
        assert len({proposal.id for proposal in proposals}) == len(proposals)
        for proposal in proposals:
            assert 0 <= proposal.onset <= proposal.apex <= proposal.offset < n
            assert not mask[proposal.onset : proposal.offset + 1].any()


def test_decoder_without_gaps_is_the_released_rule() -> None:
    rng = np.random.default_rng(9)
    for rule in ("extensible", "two_level"):
        config = DecoderConfig(name="prior_guided", k_p=8, p=0.5, rule=rule)
        score = np.clip(np.convolve(rng.random(600), np.ones(15) / 15, "same"), 0, 1).astype(np.float32)
        spans = prior_guided(score, config=config, rate=30.0)
        released = released_prior_guided(score.astype(float), k_p=8, p=0.5, rule=rule)
        assert len(spans) > 2
        own = np.stack([spans.onset, spans.offset, spans.apex], 1)
        np.testing.assert_array_equal(own, released[np.argsort(released[:, 2], kind="stable")])


def test_a_curve_changed_in_place_is_smoothed_anew() -> None:
    curve = np.linspace(0, 1, 50, dtype=np.float32)
    first = smoothed_score(curve, 3)
    assert smoothed_score(curve.copy(), 3) is first
    np.testing.assert_array_equal(smoothed_score(curve, 4), box_smooth(curve, 4))
    curve[20] = np.nan
    np.testing.assert_array_equal(smoothed_score(curve, 4), box_smooth(curve, 4))
