"""Where `half_max` puts the apex: at the peak, or at a share of the interval that the model card states."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.config import DecoderConfig
from engine.decoding import decode
from engine.errors import CheckpointError
from engine.spotters import load_spotter
from engine.types import Curves, OriginKind

PEAK = DecoderConfig(threshold=0.5, level=0.25)


def plateau() -> Curves:
    """Two plateaus, highest in their middle, in a video of 120 frames."""
    score = np.zeros(120, np.float32)
    for first, last in ((20, 40), (70, 90)):
        score[first : last + 1] = 0.9 - 0.001 * np.abs(np.arange(first, last + 1) - (first + last) / 2)
    return Curves(np.arange(120), score, None, np.zeros(120, np.uint8), 30.0)


def test_the_apex_is_a_share_of_the_interval_and_nothing_else_moves() -> None:
    at_peak = decode(plateau(), config=PEAK, n_frames=120)
    shared = decode(plateau(), config=replace(PEAK, apex_share=0.3), n_frames=120)
    assert [(one.onset, one.apex, one.offset) for one in at_peak] == [(20, 30, 40), (70, 80, 90)]
    assert [(one.onset, one.apex, one.offset) for one in shared] == [(20, 26, 40), (70, 76, 90)]
    moved = [
        replace(one, apex=other.apex, apex_origin=OriginKind.ASSUMED)
        for one, other in zip(at_peak, shared, strict=True)
    ]
    assert moved == list(shared)
    assert {one.apex_origin for one in at_peak} == {OriginKind.MODEL}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_apex_never_leaves_its_interval(share: float) -> None:
    for one in decode(plateau(), config=replace(PEAK, apex_share=share), n_frames=120):
        assert one.apex == (one.offset if share else one.onset)


def test_the_default_model_states_its_share() -> None:
    assert load_spotter("metst-synth-v1", device="cpu").card.decoder.apex_share == 0.3


@pytest.mark.parametrize(("value", "good"), [(None, True), (0.4, True), (1.2, False), ("0.3", False), (True, False)])
def test_a_card_with_an_impossible_share_is_refused(tmp_path: Path, value: object, good: bool) -> None:
    import weights

    folder = Path(weights.__file__).parent
    for suffix in (".safetensors", ".json"):
        (tmp_path / f"own{suffix}").write_bytes((folder / f"metst-synth-v1{suffix}").read_bytes())
    card = json.loads((tmp_path / "own.json").read_text(encoding="utf-8"))
    card["decoder"]["apex_share"] = value
    (tmp_path / "own.json").write_text(json.dumps(card), encoding="utf-8")
    if good:
        assert load_spotter(str(tmp_path / "own.safetensors"), device="cpu").card.decoder.apex_share == value
    else:
        with pytest.raises(CheckpointError, match="decoder options"):
            load_spotter(str(tmp_path / "own.safetensors"), device="cpu")
