"""Unscored spans: edges, reasons, words."""

import numpy as np

from engine.types import Mask
from metst_gui.timeline.gaps import NOT_ANALYSED, find_gaps, gap_brushes, reason_text
from metst_gui.timeline.header import legend_text
from metst_gui.widgets.theme import DARK, LIGHT, MASK_HATCHES, leading_reason


def spans(gaps) -> list[tuple[float, float, int]]:
    return list(zip(gaps.starts.tolist(), gaps.ends.tolist(), gaps.bits.tolist(), strict=True))


def test_runs_of_one_reason_are_one_span() -> None:
    mask = np.zeros(20, np.uint8)
    mask[3:6] = Mask.NO_FACE
    mask[6:8] = Mask.NO_FACE | Mask.CUT
    mask[19] = Mask.TAIL
    assert spans(find_gaps(np.arange(20), mask, 20)) == [(2.5, 5.5, 1), (5.5, 7.5, 33), (18.5, 19.5, 128)]


def test_without_samples_the_whole_video_is_not_analysed() -> None:
    none = np.zeros(0, np.int64)
    assert spans(find_gaps(none, none.astype(np.uint8), 100)) == [(-0.5, 99.5, NOT_ANALYSED)]
    assert spans(find_gaps(none, none.astype(np.uint8), 0)) == []


def test_growing_curves_leave_the_rest_not_analysed() -> None:
    assert spans(find_gaps(np.arange(40), np.zeros(40, np.uint8), 100)) == [(39.5, 99.5, NOT_ANALYSED)]
    assert spans(find_gaps(np.arange(10, 100), np.zeros(90, np.uint8), 100)) == [(-0.5, 9.5, NOT_ANALYSED)]
    assert spans(find_gaps(np.arange(100), np.zeros(100, np.uint8), 100)) == []


def test_edges_of_resampled_curves_lie_between_samples() -> None:
    mask = np.array([0, 0, 4, 4, 0], np.uint8)
    assert spans(find_gaps(np.array([0, 7, 14, 21, 28]), mask, 32)) == [(10.5, 24.5, 4)]


def test_lookup_and_words() -> None:
    mask = np.zeros(20, np.uint8)
    mask[3:6] = Mask.NO_FACE | Mask.DARK
    mask[10:12] = Mask.SMALL_FACE
    gaps = find_gaps(np.arange(20), mask, 20)
    assert gaps.at(2.4) is None
    assert gaps.at(6.0) is None
    found = gaps.at(5.0)
    assert found is not None
    assert gaps.describe(found) == "no score: no face found, too dark or too flat (frames 3-5)"
    assert reason_text(Mask.SMALL_FACE) == "doubtful: face too small to trust"
    assert legend_text(int(Mask.CUT)) == "cut in the video"
    assert gaps.reasons() == (1, 64)
    assert find_gaps(np.arange(5), np.zeros(5, np.uint8), 50).reasons() == (NOT_ANALYSED,)


def test_every_reason_has_its_own_hue_and_hatch() -> None:
    hatches = [MASK_HATCHES[reason] for reason in (Mask.NONE, *Mask)]
    assert len(set(hatches)) == len(hatches) == 9
    for theme in (LIGHT, DARK):
        tints = {gap_brushes(int(reason), theme)[1].color().name() for reason in Mask}
        assert len(tints) == 8
    assert leading_reason(Mask.SMALL_FACE | Mask.DARK) is Mask.DARK
    assert leading_reason(Mask.REFERENCE_MOVED | Mask.SMALL_FACE) is Mask.REFERENCE_MOVED
