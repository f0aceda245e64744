"""What lies behind the rates, the report's files, and leave-one-subject-out runs."""

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from engine.cli import main
from engine.datasets import Record, write_records
from engine.errors import DatasetError
from engine.evaluation import evaluate
from engine.evaluation.analysis import analyse
from engine.evaluation.bootstrap import bootstrap
from engine.evaluation.breakdown import by_class, by_length, by_word, false_alarms, iou_sweep, review_curve
from engine.evaluation.page import html
from engine.evaluation.rate_files import write_evaluation
from engine.evaluation.saved_folds import Fold, aggregate, fold_of
from engine.evaluation.tables import as_text, table_3
from engine.evaluation.video_list import read_videos
from tests.kit.evaluation import EXPLICIT, explicit

GOLDEN = next(case for case in EXPLICIT if case["id"].startswith("E02"))


def truth() -> list[Record]:
    return [
        Record("a", "1", 10, 14, 17, "anger"),
        Record("a", "1", 100, 104, 140, "happy"),
        Record("b", "1", 10, 14, 17, "surprise"),
        Record("c", "1", 10, 14, 99, "others"),
    ]


def predictions() -> list[Record]:
    return [
        Record("a", "1", 10, None, 17, "negative", extra={"score": "0.9"}),
        Record("a", "1", 300, None, 310, "negative", extra={"score": "0.8"}),
        Record("b", "1", 11, None, 18, "negative", extra={"score": "0.7"}),
        Record("d", "free", 5, None, 9, "negative", extra={"score": "0.95"}),
        Record("a", "1", 100, None, 140, "neutral", extra={"score": "0.2"}),
    ]


MINUTES = {("a", "1"): 1.0, ("b", "1"): 1.0, ("c", "1"): 1.0, ("d", "free"): 2.0, ("d", "empty"): 3.0}


@pytest.mark.parametrize("protocol", ["metst", "metst_no_dummy", "strs_metric_2024", "megc2020"])
def test_the_bootstrap_of_all_subjects_once_is_the_report(protocol: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every subject drawn exactly once the resampled rates are the report's own, for every protocol."""
    _, events, guesses = explicit(GOLDEN)
    report = evaluate(events, guesses, protocol=protocol)

    class Once:
        def multinomial(self, n: int, shares: np.ndarray, size: int) -> np.ndarray:
            return np.ones((size, len(shares)))

    monkeypatch.setattr(np.random, "default_rng", lambda _: Once())
    found = bootstrap(report, resamples=3).intervals
    assert found["f1"].low == found["f1"].high == pytest.approx(report.f1, abs=1e-12)
    assert found["precision"].low == pytest.approx(report.precision, abs=1e-12)
    assert found["recall"].low == pytest.approx(report.recall, abs=1e-12)
    if protocol != "megc2020":
        for name, value in (
            ("recognition_f1", report.recognition.f1),
            ("uf1", report.recognition.uf1),
            ("uar", report.recognition.uar),
            ("strs", report.strs),
        ):
            assert found[name].low == pytest.approx(value, abs=1e-12), name


def test_the_bootstrap_is_repeatable_and_wider_than_nothing() -> None:
    _, events, guesses = explicit(GOLDEN)
    report = evaluate(events, guesses)
    first, second = bootstrap(report), bootstrap(report)
    assert first == second
    interval = first.intervals["f1"]
    assert interval.low < report.f1 < interval.high
    assert bootstrap(evaluate(events[:1], [])).intervals == {}


def test_false_alarms_count_the_videos_without_events() -> None:
    report = evaluate(truth(), predictions(), videos=list(MINUTES))
    assert (report.tp, report.fp, report.fn) == (3, 2, 1)
    alarms = false_alarms(report, MINUTES)
    assert (alarms.fp, alarms.minutes, alarms.rate) == (2, 8.0, 0.25)
    assert (alarms.fp_without, alarms.minutes_without, alarms.n_without) == (1, 5.0, 2)
    assert false_alarms(report, {("a", "1"): 1.0}).n_unknown == 4


def test_recall_against_reviewed_candidates() -> None:
    assert review_curve(truth(), predictions()) == ((0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (5, 3))


def test_sweep_lengths_classes_and_words() -> None:
    report = evaluate(truth(), predictions())
    sweep = iou_sweep(report, truth(), predictions())
    assert sweep[0].tp == 3
    assert sweep[-1].tp == 2
    lengths = {one.name: (one.n, one.found) for one in by_length(report, truth())}
    assert lengths == {"1 to 8 frames": (2, 2), "31 to 60 frames": (1, 1), "61 frames and more": (1, 0)}
    classes = {one.name: (one.n, one.found, one.right) for one in by_class(report, truth())}
    assert classes == {"negative": (1, 1, 1), "positive": (1, 1, 0), "surprise": (1, 1, 0), "others": (1, 0, 0)}
    assert sum(one.right for one in by_word(report, truth())) == report.recognition.n_right == 1
    filtered = evaluate(truth(), predictions(), drop_neutral=True)
    assert {one.name: one.found for one in by_class(filtered, truth())}["positive"] == 0


@pytest.mark.parametrize("protocol", ["metst", "metst_no_dummy", "strs_metric_2024", "megc2020"])
def test_the_files_of_a_report(tmp_path: Path, protocol: str) -> None:
    keys, events, guesses = explicit(GOLDEN)
    report = evaluate(events, guesses, protocol=protocol, videos=keys)
    analysis = analyse(report, events, guesses, minutes=dict.fromkeys(keys, 0.5), parameters={"truth": "a <b>.csv"})
    files = write_evaluation(tmp_path / "report", analysis, events, guesses)
    assert [one.name for one in files] == ["report.html", "report.json", "matches.csv", "rates.csv"]
    page = files[0].read_text()
    assert f"protocol {protocol}" in page
    assert "a &lt;b&gt;.csv" in page
    assert f"{report.n_videos} videos, {report.n_truth} events, {report.n_predictions} predictions" in page
    assert page.count("<svg") == 4
    assert not re.search(r"(src|href)\s*=|url\(|https?://(?!www\.w3\.org)", page)
    for svg in re.findall(r"<svg.*?</svg>", page, re.S):
        ElementTree.fromstring(svg)
    assert json.loads(files[1].read_text())["report"]["tp"] == report.tp
    half = next(one for one in analysis.sweep if one.iou_threshold == report.iou_threshold)
    assert (half.tp, half.fp, half.fn) == (report.tp, report.fp, report.fn)
    rows = list(csv.DictReader(files[2].read_text().splitlines()))
    results = [row["result"] for row in rows]
    if protocol.startswith("metst"):
        assert (results.count("TP"), results.count("FN")) == (report.tp, report.fn)
        assert results.count("FP") == report.fp - report.n_dummies


def test_the_page_says_what_is_unknown() -> None:
    report = evaluate(truth()[:1], predictions()[:1])
    page = html(analyse(report, truth()[:1], predictions()[:1], minutes={}, parameters={}))
    assert "no lengths of videos were given" in page
    assert "1 subject cannot be resampled" in page
    assert "say nothing about deception" in page


def folds() -> list[Fold]:
    by_subject = {subject: tuple(one for one in predictions() if one.subject == subject) for subject in "abcd"}
    return [Fold(f"{subject}.csv", subject, found) for subject, found in by_subject.items()]


def test_loso_pools_once_as_published_and_corrected() -> None:
    result = aggregate(truth(), folds(), videos=list(MINUTES))
    assert (result.paper.tp, result.paper.fp, result.paper.fn) == (3, 2, 1)  # dummy of c, no false alarm of d
    assert result.paper.n_videos == 3
    assert (result.corrected.tp, result.corrected.fp, result.corrected.n_videos) == (3, 2, 5)
    assert result.problems == ()
    text = as_text(table_3({"as published": result.paper, "corrected": result.corrected}))
    assert "as published: metst, IoU ≥ 0.5, 3 subjects, 3 videos, 4 events, 5 predictions" in text
    assert f"{result.paper.f1 * result.paper.recognition.f1:.4f}" in text


def test_loso_names_leaks_and_missing_runs() -> None:
    leaking = [Fold("a.csv", "a", tuple(predictions())), *folds()[1:2]]
    result = aggregate(truth(), leaking)
    assert "1 subjects with events have no run (c)" in result.problems[0]
    assert "“a.csv” holds predictions of b, d, whom its model has seen; left out." in result.problems
    with pytest.raises(DatasetError, match="keep one of them"):
        aggregate(truth(), [folds()[0], folds()[0]])
    with pytest.raises(DatasetError, match="no saved run"):
        aggregate(truth(), [])
    assert fold_of("a.proposals.csv", [], ["a", "b"]).subject == "a"
    with pytest.raises(DatasetError, match=r"call it SUBJECT\.csv"):
        fold_of("x.csv", predictions(), ["a"])


def test_the_command_writes_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_records(tmp_path / "truth.csv", truth(), format="csv")
    write_records(tmp_path / "found.csv", predictions(), format="csv")
    (tmp_path / "videos.csv").write_text("subject,video,n_frames,fps\na,1,1800,30\nd,free,3600,30\n")
    command = ["evaluate", "--truth", str(tmp_path / "truth.csv"), "--predictions", str(tmp_path / "found.csv")]
    command += ["--videos", str(tmp_path / "videos.csv"), "--report", str(tmp_path / "out")]
    assert main(command) == 0
    assert "protocol metst_no_dummy, IoU >= 0.5" in capsys.readouterr().out
    assert "2 in 3.0 min of 2 videos; 2 videos of unknown length left out" in (tmp_path / "out/report.html").read_text()


def test_the_command_aggregates_saved_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_records(tmp_path / "truth.csv", truth(), format="csv")
    (tmp_path / "runs").mkdir()
    for fold in folds():
        write_records(tmp_path / "runs" / f"{fold.subject}.proposals.csv", fold.predictions, format="csv")
    command = ["evaluate", "--truth", str(tmp_path / "truth.csv"), "--predictions", str(tmp_path / "runs"), "--loso"]
    assert main([*command, "--report", str(tmp_path / "out")]) == 0
    out = capsys.readouterr().out
    for part in (
        "Spotting (Table I)",
        "Recognition (Table II)",
        "Analysis (Table III)",
        "Synergy (Table IV)",
        "as published",
        "corrected",
    ):
        assert part in out
        assert part in (tmp_path / "out/report.html").read_text()
    assert main([*command[:3], "--predictions", str(tmp_path / "truth.csv"), "--loso"]) == 2
    assert "is no folder" in capsys.readouterr().err


def test_video_lists_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text("subject,video,n_frames,fps\na,1,1800,30\n")
    assert read_videos(path) == {("a", "1"): 1.0}
    for bad in (
        "subject,video\na,1\n",
        "subject,video,n_frames,fps\na,1,x,30\n",
        "subject,video,n_frames,fps\na,1,9,0\n",
    ):
        path.write_text(bad)
        with pytest.raises(DatasetError, match="row 2"):
            read_videos(path)
