"""The plots of the evaluation show the numbers of the report, in both themes."""

import numpy as np
import pytest
from PySide6.QtGui import QPalette

from engine.datasets import Record
from engine.evaluation import evaluate
from engine.evaluation.analysis import ReportAnalysis, analyse
from metst_gui.evaluation.evaluation_plots import PlotsPane, analysis_words
from metst_gui.widgets import theme as themes
from tests.gui.timeline_hands import image


@pytest.fixture(scope="module")
def found() -> ReportAnalysis:
    rng = np.random.default_rng(4)
    truth, guesses = [], []
    for number in range(12):
        subject = f"s{number % 3}"
        truth.append(Record(subject, "v", 100 * number, None, 100 * number + 14, ("happy", "sad")[number % 2]))
        if number % 3:
            onset = 100 * number + int(rng.integers(0, 6))
            score = {"score": repr(float(rng.random()))}
            guesses.append(Record(subject, "v", onset, None, onset + 14, "positive", extra=score))
        guesses.append(
            Record(subject, "v", 100 * number + 50, None, 100 * number + 60, "negative", extra={"score": "0.4"})
        )
    report = evaluate(truth, guesses)
    return analyse(report, truth, guesses, minutes={(f"s{n}", "v"): 2.0 for n in range(3)}, parameters={})


def test_the_curves_are_those_of_the_report(qtbot, found: ReportAnalysis) -> None:
    pane = PlotsPane()
    qtbot.addWidget(pane)
    pane.show_analysis(found)
    review, sweep, lengths, classes = pane.plots
    n = found.report.n_truth
    assert review.curves[0].points == tuple((float(seen), hits / n) for seen, hits in found.review)
    assert review.curves[0].points[-1] == (float(found.report.n_predictions), found.report.recall)
    assert [curve.name for curve in sweep.curves] == ["F1", "recall"]
    at_half = dict(sweep.curves[0].points)[found.report.iou_threshold]
    assert at_half == found.report.f1
    assert [bar.counts for bar in lengths.bars] == [f"{one.found}/{one.n}" for one in found.lengths]
    assert sum(int(bar.counts.split("/")[1]) for bar in classes.bars) == n
    words = analysis_words(found)
    assert f"f1 {found.report.f1:.3f} (95 %: " in words
    assert f"({found.report.fp} in 6.0 min)" in words


@pytest.mark.parametrize("theme", [themes.LIGHT, themes.DARK], ids=lambda theme: theme.name)
def test_curves_and_bars_are_painted_where_they_belong(qtbot, found: ReportAnalysis, theme) -> None:
    pane = PlotsPane()
    qtbot.addWidget(pane)
    pane.setPalette(themes.palette(theme))
    pane.resize(900, 520)
    pane.show()
    pane.show_analysis(found)
    review, lengths = pane.plots[0], pane.plots[2]
    accent = review.palette().color(QPalette.ColorRole.Highlight).name()
    assert accent == theme.accent
    picture = image(review)
    point = review.place(*review.curves[0].points[-1]).toPoint()
    near = {picture.pixelColor(point.x() + x, point.y() + y).name() for x in range(-4, 2) for y in range(-4, 5)}
    assert accent in near
    assert picture.pixelColor(2, review.height() // 2).name() == theme.base
    full = image(lengths)
    lit = sum(
        full.pixelColor(x, y).name() == accent for x in range(0, full.width(), 3) for y in range(0, full.height(), 3)
    )
    assert (lit > 0) == any(bar.value > 0 for bar in lengths.bars)


def test_nothing_to_show_is_said_and_does_not_break(qtbot) -> None:
    pane = PlotsPane()
    qtbot.addWidget(pane)
    pane.resize(600, 400)
    report = evaluate([], [], videos=[("s", "v")])
    pane.show_analysis(analyse(report, [], [], minutes={}, parameters={}))
    image(pane)
    assert "precision 0.000" in pane.words.text()
