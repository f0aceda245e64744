"""Evaluation against the reference results (`eval_shared.json`, computed by the published evaluators)."""

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.datasets import Record
from engine.errors import DatasetError
from engine.evaluation import Recognition, Report, evaluate
from engine.evaluation.matching import iou, match
from tests.kit.evaluation import EXPLICIT, PIPELINE, PROTOCOL, approx, event, guess


def run_explicit(case: dict[str, Any], block: str, *, drop_neutral: bool = False) -> Report:
    truth, predictions, videos = [], [], []
    for subject in case["input"]["subjects"]:
        for video in subject["videos"]:
            key = (subject["subject"], video["video"])
            videos.append(key)
            truth += [event(*key, cells) for cells in video["gt"]]
            predictions += [guess(*key, cells) for cells in video["pred"]]
    return evaluate(
        truth,
        predictions,
        protocol=PROTOCOL[block],
        iou_threshold=case["input"]["iou_threshold"],
        drop_neutral=drop_neutral,
        videos=videos,
    )


def check_rates(report: Report, expected: dict[str, Any]) -> None:
    assert (report.tp, report.fp, report.fn) == (expected["TP"], expected["FP"], expected["FN"])
    for name in ("precision", "recall", "f1"):
        assert getattr(report, name) == approx(expected[name])
    check_recognition(report.recognition, expected["recog4"], expected["recog_gt"], expected["recog_pred"])
    check_recognition(report.recognition_without_others, expected["recog3_wo_others"])
    assert report.strs == approx(expected["strs_4class"])
    assert report.strs_without_others == approx(expected["strs_3class"])


def check_recognition(
    result: Recognition, expected: dict[str, Any], truth: list[int] | None = None, predicted: list[int] | None = None
) -> None:
    if truth is not None and predicted is not None:
        assert result.n_pairs == len(truth)
        assert result.n_right == sum(a == b for a, b in zip(truth, predicted, strict=True))
    assert len(result.counts) == expected["n_classes_used"]
    for name in ("tp", "fp", "fn", "tn"):
        assert sum(getattr(count, name) for count in result.counts) == expected[f"sum_{name.upper()}"]
    for name in ("f1", "uf1", "precision", "recall"):
        assert getattr(result, name) == approx(expected[name])
    for name in ("f1", "recall", "precision"):
        values = [getattr(count, name) for count in result.counts]
        assert values == [approx(value) for value in expected[f"per_class_{name}_list"]]
    with_events = [value for value in expected["per_class_recall_list"] if value != "NaN"]
    assert result.uar == approx(sum(with_events) / len(with_events) if with_events else 0.0)
    if expected["uar"] != "NaN":
        assert result.uar == approx(expected["uar"])


@pytest.mark.parametrize("block", PROTOCOL)
@pytest.mark.parametrize("case", EXPLICIT, ids=lambda case: case["id"])
def test_explicit_cases_match_the_reference(case: dict[str, Any], block: str) -> None:
    expected = case["expected"][block]
    report = run_explicit(case, block)
    check_rates(report, expected)
    assert report.n_truth == expected["total_gt"]
    found = {(video.subject, video.video): list(video.match) for video in report.videos}
    assert found == {(row["subject"], row["video"]): row["pred_match_gt"] for row in expected["match"]}
    check_rates(run_explicit(case, block, drop_neutral=True), expected["strategy1_filtered"])


@pytest.mark.parametrize("strategy", ["strategy_0", "strategy_1", "strategy_2"])
@pytest.mark.parametrize("case", PIPELINE, ids=lambda case: case["id"])
def test_pipeline_detections_match_the_reference(case: dict[str, Any], strategy: str) -> None:
    truth = [
        event(subject["subject"], video["video"], cells)
        for subject in case["input"]["subjects"]
        for video in subject["videos"]
        for cells in video["gt"]
    ]
    rows = case["expected"][strategy]["detections"]
    predictions = [
        guess(row["subject"], row["video"], [found["onset"], found["offset"], found["emotion"]])
        for row in rows
        for found in row["detections"]
    ]
    assert predictions
    check_rates(evaluate(truth, predictions, protocol="metst"), case["expected"][strategy]["final"])
    if strategy == "strategy_1":
        report = evaluate(truth, predictions, protocol="metst", drop_neutral=True)
        check_rates(report, case["expected"][strategy]["final_strategy1_filtered"])


def test_the_data_hold_all_seven_explicit_cases() -> None:
    assert [case["id"][:3] for case in EXPLICIT] == [f"E0{n}" for n in range(1, 8)]
    assert len(PIPELINE) == 4


def test_overlap_counts_both_ends() -> None:
    assert iou((0, 9), (0, 4)) == 0.5
    assert iou((0, 4), (4, 8)) == pytest.approx(1 / 9)
    assert iou((0, 4), (5, 8)) == 0.0
    assert iou((5, 0), (0, 5)) == 0.0


def test_a_prediction_gets_no_second_choice() -> None:
    truth = [(0, 9), (0, 8)]
    assert match(truth, [(0, 9), (0, 9)], iou_threshold=0.5) == (0, -1)
    assert match([(5, 14), (5, 14)], [(5, 14)], iou_threshold=0.5) == (1,)
    assert match([], [(5, 14)], iou_threshold=0.5) == (-1,)


def test_threshold_decides() -> None:
    truth, predictions = [Record("s", "v", 0, None, 9, "anger")], [Record("s", "v", 0, None, 3, "negative")]
    assert evaluate(truth, predictions).tp == 0
    assert evaluate(truth, predictions, iou_threshold=0.4).tp == 1


@pytest.mark.parametrize("threshold", [0.0, -1.0, 1.01, math.nan])
def test_a_threshold_out_of_range_is_refused(threshold: float) -> None:
    with pytest.raises(DatasetError, match="IoU"):
        evaluate([], [], iou_threshold=threshold)


def test_an_unknown_protocol_is_refused_with_the_known_ones() -> None:
    with pytest.raises(DatasetError, match="metst_no_dummy"):
        evaluate([], [], protocol="best")


def test_nothing_at_all_gives_zeros() -> None:
    report = evaluate([], [])
    assert (report.tp, report.fp, report.fn, report.f1, report.strs) == (0, 0, 0, 0.0, 0.0)
    assert "events found 0 of 0" in report.to_text()


def test_only_micro_expressions_count() -> None:
    truth = [
        Record("s", "v", 0, 4, 9, "anger"),
        Record("s", "v", 20, 24, 29, None, extra={"kind": "blink"}),
        Record("s", "w", 20, 24, 29, None, extra={"kind": "macro"}),
    ]
    predictions = [Record("s", "v", 0, 4, 9, "negative"), Record("s", "v", 20, 24, 29, None)]
    report = evaluate(truth, predictions)
    assert (report.tp, report.fp, report.fn, report.n_truth, report.n_videos) == (1, 1, 0, 1, 1)
    assert report.left_out == {"blink": 1, "macro": 1}


def test_emotion_words_of_the_data_sets_are_grouped() -> None:
    words = ("Anger", "happiness ", "SURPRISE", "Others", "repression")
    truth = [Record("s", str(n), 0, None, 9, word) for n, word in enumerate(words)]
    predictions = [Record("s", str(n), 0, None, 9, "negative") for n in range(5)]
    report = evaluate(truth, predictions)
    assert report.tp == 5
    assert report.recognition.n_pairs == 4
    assert report.recognition.n_right == 1
    assert any("1 matched events have no emotion of the four classes" in note for note in report.notes)


def test_without_any_inferred_emotion_the_report_says_so() -> None:
    truth = [Record("s", "v", 0, None, 9, "anger"), Record("s", "w", 0, None, 9, "happy")]
    report = evaluate(truth, [replaced(record) for record in truth])
    assert report.tp == 2
    assert report.recognition.f1 == 0.0
    assert "no emotion was inferred" in report.to_text()


def replaced(record: Record) -> Record:
    return Record(record.subject, record.video, record.onset, None, record.offset, None)


def test_text_names_protocol_and_counts() -> None:
    case = next(case for case in EXPLICIT if case["id"] == "E04_edges")
    text = run_explicit(case, "metst_with_dummy").to_text()
    for part in (
        "protocol metst, IoU >= 0.5",
        "11 predictions, of them 2 dummies",
        "events found 6 of 12",
        "precision 0.5455 (6/11)",
        "recall 0.5000 (6/12)",
        "5 of 6 matched right",
        "1 without an emotion",
    ):
        assert part in text


def test_predictions_in_unknown_videos_are_named() -> None:
    report = evaluate([Record("s", "v", 0, None, 9, "anger")], [Record("", "V", 0, None, 9, "negative")])
    assert (report.tp, report.fp, report.fn) == (0, 1, 1)
    assert any("first: V" in note for note in report.notes)


def test_the_report_is_json_without_nan() -> None:
    for case in EXPLICIT:
        data = run_explicit(case, "no_dummy").to_dict()
        again = json.loads(json.dumps(data, allow_nan=False))
        assert again["protocol"] == "metst_no_dummy"
        assert again["tp"] == case["expected"]["no_dummy"]["TP"]


intervals = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda t: (t[0], t[0] + t[1])), max_size=8)


@settings(max_examples=60, deadline=None)
@given(intervals, intervals, st.sampled_from([0.2, 0.5, 0.9]))
def test_counts_are_consistent_for_any_intervals(
    truth: list[tuple[int, int]], guesses: list[tuple[int, int]], threshold: float
) -> None:
    matches = match(truth, guesses, iou_threshold=threshold)
    found = [position for position in matches if position >= 0]
    assert len(matches) == len(guesses)
    assert len(set(found)) == len(found)
    assert all(iou(truth[at], guess_) >= threshold for at, guess_ in zip(matches, guesses, strict=True) if at >= 0)
    events = [Record("s", "v", a, None, b, "sad") for a, b in truth]
    report = evaluate(events, [Record("s", "v", a, None, b, "others") for a, b in guesses], iou_threshold=threshold)
    assert report.tp + report.fn == len(truth)
    assert report.tp + report.fp == len(guesses)
    assert 0.0 <= report.f1 <= 1.0
