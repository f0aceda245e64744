"""An event of the bench on real faces is scored as if it were the only one of its recording."""

from pathlib import Path

import numpy as np

from benchmarks.real_clips import CALM, BenchEvent, Take
from benchmarks.real_faces import alone, patch_curves
from engine.spotters import load_spotter
from engine.spotters.patches import PatchSpotter
from tests.engine.patches.models import brow_watcher
from tests.engine.patches.test_clear_returns import RAISE, N, measured, pulse


def take(*starts: int) -> Take:
    events = tuple(BenchEvent(start, start + 5, start + 9, "1+2", 1.0, True, CALM) for start in starts)
    nothing = np.zeros(0)
    spans = np.full(N, CALM, object)
    return Take("clip", "as is", 30.0, measured(pulse(*starts), RAISE), nothing, nothing, nothing, spans, events)


def test_each_event_is_scored_alone_and_the_rest_is_the_recording(tmp_path: Path) -> None:
    model = load_spotter(str(brow_watcher(tmp_path)), device="cpu")
    assert isinstance(model, PatchSpotter)
    plain, crowded = take(), take(100, 300, 500)
    score = alone(crowded, plain, model).score
    np.testing.assert_array_equal(score[:80], patch_curves(plain, model).score[:80])
    for start in (100, 300, 500):
        rows = slice(start - 5, start + 15)
        np.testing.assert_allclose(score[rows], patch_curves(take(start), model).score[rows], atol=1e-4)
        assert score[rows].max() > 2 * score[:80].max()
