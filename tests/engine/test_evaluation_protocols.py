"""The challenge evaluators, the soft counts and the curves of `eval_shared.json`, exact within 1e-12."""

import math
from typing import Any

import numpy as np
import pytest

from engine.config import DecoderConfig
from engine.datasets import Record
from engine.decoding.paper import released_intervals, released_smooth
from engine.decoding.peaks import find_peaks
from engine.decoding.recognition import interval_classes
from engine.decoding.spans import relative_threshold
from engine.errors import DatasetError
from engine.evaluation import coco_ap, evaluate, sfamnet_soft
from engine.evaluation.challenges import strs_report
from engine.evaluation.grouping import by_video
from engine.evaluation.recognition_metrics import CLASSES_3
from engine.evaluation.strs_metric import strs_counts, strs_published, strs_recognition
from tests.kit.evaluation import DATA, EXPLICIT, PIPELINE, PROTOCOL, approx, event, explicit, guess

CURVES = [case for case in DATA["cases"] if case["type"] == "curve"]


def check_strs(truth: list[Record], predictions: list[Record], expected: dict[str, Any]) -> None:
    report = evaluate(truth, predictions, protocol="strs_metric_2024")
    counts = strs_counts(by_video(truth), by_video(predictions), iou_threshold=0.5)
    three = strs_published(counts, strs_recognition(counts.pairs, classes=CLASSES_3))
    for published, reference in ((report.published, expected["all_gt_emotions"]), (three, expected["neg_pos_sur"])):
        if "reference_error" in reference:  # no match at all: the reference stops with a KeyError
            assert (published["TP spotting"], published["STRS"]) == (0, 0.0)
            continue
        assert list(published) == list(reference)
        for name, value in reference.items():
            assert published[name] == approx(value), name
    assert (report.tp, report.fp, report.fn) == tuple(report.published[f"{n} spotting"] for n in ("TP", "FP", "FN"))


@pytest.mark.parametrize("case", EXPLICIT, ids=lambda case: case["id"])
def test_strs_metric_matches_the_reference(case: dict[str, Any]) -> None:
    _, truth, predictions = explicit(case)
    check_strs(truth, predictions, case["expected"]["strs_metric_repo"])


@pytest.mark.parametrize("case", EXPLICIT, ids=lambda case: case["id"])
def test_megc2020_matches_the_reference(case: dict[str, Any]) -> None:
    keys, truth, predictions = explicit(case)
    report = evaluate(truth, predictions, protocol="megc2020", videos=keys)
    expected = case["expected"]["megc2020_baseline_repo"]
    assert report.published == {name: approx(value) for name, value in expected.items()}
    assert report.f1 == approx(expected["F1_small"])
    assert report.n_videos == len(keys)


@pytest.mark.parametrize("block", PROTOCOL)
@pytest.mark.parametrize("case", EXPLICIT, ids=lambda case: case["id"])
def test_soft_counts_match_the_reference(case: dict[str, Any], block: str) -> None:
    keys, truth, predictions = explicit(case)
    events, guesses = by_video(truth), by_video(predictions)
    dummy = [(0, 0)] if block == "metst_with_dummy" else []
    videos = [
        (
            [(one.onset, one.offset) for one in events.get(key, [])],
            [(one.onset, one.offset) for one in guesses.get(key, [])] or dummy,
        )
        for key in keys
    ]
    expected = case["expected"][block]
    assert sfamnet_soft(videos) == (expected["sfamnet_str_soft"]["TP"], expected["sfamnet_str_soft"]["FP"])
    assert coco_ap(videos) == approx(expected["coco_ap_50_95_soft"])


@pytest.mark.parametrize("case", CURVES, ids=lambda case: case["id"])
def test_curves_give_the_reference_intervals(case: dict[str, Any]) -> None:
    score, k_p, p = np.array(case["input"]["score"]), case["input"]["k_p"], case["input"]["p"]
    expected = case["expected"]
    smoothed = released_smooth(score, k_p)
    assert len(smoothed) == expected["smoothed_len"]
    assert smoothed[:5].tolist() == [approx(value) for value in expected["smoothed_first5"]]
    assert (smoothed.mean(), smoothed.max()) == (approx(expected["smoothed_mean"]), approx(expected["smoothed_max"]))
    threshold = relative_threshold(smoothed, p)
    assert threshold == approx(expected["threshold"])
    assert find_peaks(smoothed, height=threshold, distance=k_p).tolist() == expected["peaks"]
    found = released_intervals(score, k_p=k_p, p=p).tolist()
    assert found == expected["reference_preds_onset_offset_peak"]
    assert (found == [[0, 0, 0]]) == expected["reference_appends_dummy"]


@pytest.mark.parametrize("strategy", [0, 1, 2])
@pytest.mark.parametrize("case", PIPELINE, ids=lambda case: case["id"])
def test_curves_and_logits_give_the_reference_report(case: dict[str, Any], strategy: int) -> None:
    """From the curves on: intervals, their emotions, the report of ME-TST and of STRS-Metric."""
    expected = case["expected"][f"strategy_{strategy}"]
    truth: list[Record] = []
    predictions: list[Record] = []
    for subject, video in ((s["subject"], v) for s in case["input"]["subjects"] for v in s["videos"]):
        key = (subject, video["video"])
        truth += [event(*key, cells) for cells in video["gt"]]
        spans = released_intervals(np.array(video["score"]), k_p=case["input"]["k_p"], p=case["input"]["p"])
        logits = np.array(video["emotion_logits"])[:, : 4 if strategy == 2 else 5]
        labels = interval_classes(logits, spans[:, 0], spans[:, 1]).tolist()
        rows = next(row["detections"] for row in expected["detections"] if (row["subject"], row["video"]) == key)
        found = [
            {"onset": onset, "offset": offset, "peak": peak, "emotion": label}
            for (onset, offset, peak), label in zip(spans.tolist(), labels, strict=True)
        ]
        names = ("onset", "offset", "peak", "emotion")
        assert found == [{name: row[name] for name in names} for row in rows]
        predictions += [guess(*key, [row["onset"], row["offset"], row["emotion"]]) for row in found]
    final = evaluate(truth, predictions, protocol="metst")
    assert (final.tp, final.fp, final.fn) == tuple(expected["final"][name] for name in ("TP", "FP", "FN"))
    assert final.strs == approx(expected["final"]["strs_4class"])
    kept = [one for one in predictions if strategy != 1 or one.emotion != "neutral"]  # as its release does
    check_strs(truth, kept, expected["strs_metric_repo"])


def test_every_case_is_used() -> None:
    assert len(EXPLICIT) + len(CURVES) + len(PIPELINE) == len(DATA["cases"]) == 15
    assert DecoderConfig().p == pytest.approx(0.55)


def test_strs_metric_ignores_what_it_ignores_and_says_so() -> None:
    truth = [Record("s", "v", 0, None, 9, "anger"), Record("t", "v", 0, None, 9, "sad")]
    predictions = [Record("s", "v", 0, None, 9, "negative"), Record("s", "w", 0, None, 9, "negative")]
    report = evaluate(truth, predictions, protocol="strs_metric_2024")
    assert (report.tp, report.fp, report.fn) == (1, 0, 0)
    text = report.to_text()
    assert "1 events of subjects without any prediction" in text
    assert "1 predictions in videos without events" in text
    assert "UAR is the mean precision" in text


def test_one_prediction_can_take_two_events_in_strs_metric_only() -> None:
    truth = [Record("s", "v", 100, None, 120, "sad"), Record("s", "v", 101, None, 121, "sad")]
    predictions = [Record("s", "v", 100, None, 121, "negative")]
    assert evaluate(truth, predictions, protocol="strs_metric_2024").tp == 2
    assert evaluate(truth, predictions).tp == 1


def test_megc2020_counts_macro_and_overall_too() -> None:
    truth = [
        Record("s", "v", 0, None, 9, "sad", extra={"kind": "micro"}),
        Record("s", "v", 50, None, 99, None, extra={"kind": "macro"}),
    ]
    report = evaluate(truth, [truth[1]], protocol="megc2020")
    assert (report.tp, report.fn, report.published["macro F1_small"]) == (0, 1, 1.0)
    assert report.published["overall F1_small"] == pytest.approx(2 / 3)


def test_neutral_predictions_are_a_matter_of_metst() -> None:
    with pytest.raises(DatasetError, match="knows no removal"):
        evaluate([], [], protocol="megc2020", drop_neutral=True)


def test_a_reference_without_any_match_is_zero_not_nan() -> None:
    report = strs_report({}, {}, iou_threshold=0.5, other={})
    assert all(math.isfinite(value) for value in report.published.values())
