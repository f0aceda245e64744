"""Near misses, artefacts and ids that stay, without a window."""

from dataclasses import replace

import numpy as np
import pytest

from engine.config import DecoderConfig
from engine.decoding import decode, lowered, threshold_value, without
from engine.types import Curves, Proposal
from metst_gui.document.matching import with_known_ids


def curves(peaks: dict[int, float], n: int = 600) -> Curves:
    frames = np.arange(n)
    score = np.full(n, 0.05, np.float32)
    for apex, height in peaks.items():
        score = np.maximum(score, (height * np.exp(-(((frames - apex) / 6) ** 2))).astype(np.float32))
    return Curves(frames, score, None, np.zeros(n, np.uint8), 30.0)


def proposal(id_: str, onset: int, apex: int, offset: int) -> Proposal:
    return Proposal(id_, onset, apex, offset, 0.5, None, None, 0, "half_max")


@pytest.mark.parametrize("name", ["half_max", "paper", "anchored"])
def test_an_artefact_leaves_mean_maximum_and_threshold(name):
    config = DecoderConfig(name=name, threshold=0.5)
    made = curves({100: 0.45, 300: 1.0, 500: 0.4})
    before = threshold_value(made, config)
    masked = without(made, [(280, 320)])
    assert np.isnan(masked.score[280:321]).all()
    assert np.isfinite(masked.score[[279, 321]]).all()
    assert np.isfinite(made.score).all(), "the stored curves stay as they are"
    after = threshold_value(masked, config)
    if name == "half_max":
        assert after == before
    else:
        assert after < before
        plain = [one.apex for one in decode(made, config=config, n_frames=600)]
        found = [one.apex for one in decode(masked, config=config, n_frames=600)]
        assert len(plain) == 1
        assert len(found) == 2
        assert not any(280 <= one <= 320 for one in found)
    assert without(made, []) is made


def test_a_lowered_decoder_finds_the_same_and_more():
    made = curves({100: 0.9, 300: 0.45, 500: 0.2})
    config = DecoderConfig(threshold=0.5)
    found = {one.id for one in decode(made, config=config, n_frames=600)}
    more = {one.id for one in decode(made, config=lowered(config), n_frames=600)}
    assert (found, more) == ({"p100"}, {"p100", "p300"})
    assert lowered(DecoderConfig(name="paper", p=0.55)).p == pytest.approx(0.45)


def test_a_shifted_peak_keeps_its_id():
    known = (proposal("p10", 5, 10, 20), proposal("p50", 45, 50, 60))
    again = (proposal("p11", 6, 11, 21), proposal("p50", 45, 50, 60), proposal("p90", 85, 90, 99))
    named = with_known_ids(again, known)
    assert [one.id for one in named] == ["p10", "p50", "p90"]
    assert named[0] == replace(again[0], id="p10"), "only the id is kept"
    assert with_known_ids(known, known) is known
    assert with_known_ids((proposal("p12", 12, 12, 40),), known)[0].id == "p12", "too little in common"
    twice = with_known_ids((proposal("p11", 6, 11, 21), proposal("p12", 5, 12, 20)), known)
    assert [one.id for one in twice] == ["p11", "p10"], "the best match takes it, once"
