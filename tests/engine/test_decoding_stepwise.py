"""A dragged threshold: what is chosen from one decoding is what decoding anew would find."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.config import DecoderConfig, Synergy
from engine.decoding import decode, lowered
from engine.decoding.stepwise import Stepwise
from engine.types import Curves, Mask

N = 240


def curves_of(seed: int, *, levels: int = 0) -> Curves:
    """Bumps on noise, with a gap; `levels` > 0 rounds the score, so that there are plateaus and equal peaks."""
    rng = np.random.default_rng(seed)
    score = rng.random(N) * 0.25
    for apex in rng.integers(8, N - 8, 14):
        around = np.arange(apex - 8, apex + 8)
        score[around] = np.maximum(score[around], rng.uniform(0.2, 1) * np.exp(-(((around - apex) / 4) ** 2)))
    score = (np.round(score * levels) / levels if levels else score).astype(np.float32)
    mask = np.zeros(N, np.uint8)
    mask[100:112] = Mask.NO_FACE
    score[mask > 0] = np.nan
    raw = rng.random((N, 5)).astype(np.float32)
    return Curves(np.arange(N) * 2, score, raw / raw.sum(axis=1, keepdims=True), mask, 15.0)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**16),
    st.sampled_from([0, 8, 20]),
    st.lists(st.floats(0, 1), min_size=1, max_size=6),
    st.sampled_from(["none", "recognition_led", "spotting_led", "paper"]),
)
def test_every_step_finds_what_decoding_finds(seed: int, levels: int, steps: list[float], synergy: Synergy) -> None:
    curves, stepwise = curves_of(seed, levels=levels), Stepwise(decode)
    for threshold in [*steps, *(round(step, 2) for step in steps)]:
        config = DecoderConfig(threshold=threshold)
        found, near = stepwise.at(curves, config, n_frames=2 * N, synergy=synergy)
        assert found == decode(curves, config=config, n_frames=2 * N, synergy=synergy)
        low = decode(curves, config=lowered(config), n_frames=2 * N, synergy=synergy)
        if lowered(config).threshold <= threshold:
            assert sorted([*found, *near], key=lambda one: one.apex) == list(low)


@pytest.mark.parametrize("name", ["anchored", "paper", "prior_guided"])
def test_the_other_decoders_are_asked_twice(name) -> None:
    curves, config = curves_of(1), DecoderConfig(name=name, p=0.4, k_p=6)
    found, near = Stepwise(decode).at(curves, config, n_frames=2 * N, synergy="none")
    assert found == decode(curves, config=config, n_frames=2 * N, synergy="none")
    assert near == decode(curves, config=lowered(config), n_frames=2 * N, synergy="none")


def test_a_drag_decodes_once_and_other_curves_are_not_mixed_up() -> None:
    asked = []

    def counted(*args, **options):
        asked.append(options["config"].threshold)
        return decode(*args, **options)

    stepwise, curves = Stepwise(counted), curves_of(2)
    for threshold in (0.5, 0.51, 0.6, 0.49, 0.45, 0.4):
        stepwise.at(curves, DecoderConfig(threshold=threshold), n_frames=2 * N, synergy="none")
    assert len(asked) == 1
    other, config = curves_of(3), DecoderConfig(threshold=0.4)
    found, _ = stepwise.at(other, config, n_frames=2 * N, synergy="none")
    assert found == decode(other, config=config, n_frames=2 * N, synergy="none")
    assert len(asked) == 2
