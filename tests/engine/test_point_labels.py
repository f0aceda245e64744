"""Point labels: what is known of them goes everywhere and nothing is made up."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.clock import Rate
from engine.datasets import FORMAT_TABLE, Record, read_records, write_records
from engine.datasets.records import EXTENT, POINT, is_point
from engine.evaluation import PROTOCOLS, evaluate
from engine.evaluation.agreement import AnnotatorMark, VideoPair, agreement
from engine.evaluation.matching import Moment, iou
from engine.origins import OF_POINT, Origins
from engine.training.dataset import pointed_events, points_of
from engine.training.loso import truth_in_samples
from engine.training.methods import Measured
from engine.training.point_labels import movement_from, pseudo_interval
from engine.types import Mask, Origin, OriginKind
from tests.engine.dataset_records import good, target

HUMAN = Origin(OriginKind.HUMAN, "Anna")
POINTED = Record(
    *("s", "v", 40, 40, 40, "sad"),
    extra={"kind": "micro", EXTENT: POINT, "onset_origin": OF_POINT.text, "apex_origin": HUMAN.text},
)
WHOLE = Record("s", "v", 100, 106, 120, "fear", extra={"kind": "micro"})


@pytest.mark.parametrize("name", FORMAT_TABLE)
def test_a_format_carries_a_point_as_a_point_or_leaves_it_out_and_says_so(tmp_path: Path, name: str) -> None:
    path = target(tmp_path, name)
    if FORMAT_TABLE[name].origins in ("columns", "payload"):
        write_records(path, [POINTED, WHOLE], format=name, fps=30)
        first, second = read_records(path, format=name, fps=30).records
        assert (replace(first, source=None), is_point(first)) == (POINTED, True)
        assert not is_point(second)
        return
    report = write_records(path, [*good(name), POINTED], format=name, fps=30)
    assert report.written == len(good(name))
    assert any("point labels were left out" in str(one) for one in report.dropped)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_point_is_found_where_its_moment_lies_inside_a_prediction(protocol: str) -> None:
    inside = Record("s", "v", 10, None, 60, "sad")
    beside = Record("s", "v", 41, None, 60, "sad")
    for guess, hits in ((inside, 1), (beside, 0)):
        report = evaluate([POINTED, WHOLE], [guess, WHOLE], protocol=protocol)
        assert report.tp == 1 + hits
        if protocol in ("metst", "metst_no_dummy"):
            assert any("1 events are point labels" in str(one) for one in report.notes)
    interval = replace(POINTED, extra={"kind": "micro"})
    assert evaluate([interval], [inside], protocol=protocol).tp == 0, "an interval of one frame is no point label"


def test_overlap_with_a_moment_is_all_or_nothing() -> None:
    assert iou(Moment(5, 5), (5, 90)) == iou((0, 5), Moment(5, 5)) == 1.0
    assert iou(Moment(5, 5), (6, 90)) == 0.0
    assert iou((5, 5), (5, 90)) < 0.02


def test_two_annotators_agree_on_a_moment() -> None:
    origins = Origins.all(HUMAN).put(("onset", "offset"), OF_POINT)
    point = AnnotatorMark("a", 40, 40, 40, "sad", origins=origins, point=True)
    near, far = (
        replace(point, id="b", onset=50, apex=50, offset=50),
        replace(point, id="c", onset=60, apex=60, offset=60),
    )
    whole = AnnotatorMark("d", 35, 41, 60, "sad", origins=Origins.all(HUMAN))
    for other, matched in ((near, 1), (far, 0), (whole, 1)):
        found = agreement([VideoPair("v", Rate(30), (point,), (other,))])
        assert found.n_matched == matched
        assert found.bounds["onset"].n == 0, "nobody stated the onset of a point"
    assert agreement([VideoPair("v", Rate(30), (point,), (whole,))]).bounds["apex"].n == 1


def _movement(onset: int, apex: int, offset: int, *, px: float = 2.0) -> np.ndarray:
    """Features float64 [10, 50] of one region that rises and falls on a straight line, with a little noise."""
    level = np.interp(np.arange(50), [0, onset, apex, offset, 49], [0, 0, 1, 0, 0])
    features = np.random.default_rng(1).normal(0, 0.02, (10, 50))
    features[4] += 0.6 * px * level
    features[5] += 0.8 * px * level
    return features


def test_the_pseudo_interval_is_that_of_the_movement() -> None:
    features = _movement(18, 24, 38)
    assert movement_from(features, 24, 15) == pytest.approx((3, 7), abs=0.3)
    arrays = {
        "starts": np.array([0, 25]),
        "features": np.stack([features, np.zeros((10, 50))]).astype(np.float32),
        "mask": np.zeros((2, 50), np.uint8),
        "frames": np.arange(75),
        "rate": np.array(30.0),
    }
    assert pseudo_interval(arrays, 24, 30.0) == (18, 38)
    assert pseudo_interval(arrays, 60, 30.0) == (54, 71), "nothing moves there: the usual length"
    point = replace(POINTED, onset=24, apex=24, offset=24)
    assert pointed_events([point, WHOLE], arrays)[0][:3] == (18, 24, 38)
    assert pointed_events([replace(WHOLE, onset=3, apex=5, offset=9)], arrays)[0][:3] == (3, 5, 9)
    masked = {**arrays, "mask": np.full((2, 50), Mask.NO_FACE, np.uint8)}
    assert pseudo_interval(masked, 24, 30.0) == (18, 35)
    assert pseudo_interval({"starts": np.zeros(0, np.int64)}, 24, 30.0) == (18, 35)


@pytest.mark.parametrize("at", [0, 2, 47, 49])
def test_the_edge_of_a_window_is_no_edge_of_the_video(at: int) -> None:
    left, right = movement_from(_movement(18, 24, 38), at, 15) or (0, 0)
    assert 0 <= left <= at
    assert 0 <= right <= 49 - at


def test_what_training_takes_for_a_point_is_no_truth() -> None:
    events = ((18, 24, 38, 0), (60, 62, 70, 1))
    frames = np.arange(75)
    video = Measured("s", "v", "c", frames, 30.0, events, {}, (0,))
    first, second = truth_in_samples([video])
    assert (first.onset, first.apex, first.offset, is_point(first)) == (24, 24, 24, True)
    assert (second.onset, second.offset, is_point(second)) == (60, 70, False)
    assert points_of([POINTED, WHOLE]) == (0,)
