"""What would have been found here: measured in the background, kept with the run, told with intervals, and used."""

from dataclasses import replace

import numpy as np
import pytest

from engine.estimates.estimate import Estimate, minutes_text
from engine.types import RegionCurves
from metst_gui.desk.sensitivity import Lack, unavailable
from metst_gui.explain.sensitivity import summary_text
from metst_gui.wording.measured import px_text
from tests.e2e.conftest import TIMEOUT
from tests.kit.planted import curve
from tests.kit.windows import open_and_analyse, with_evidence


@pytest.fixture
def window(desk, qtbot, clip):
    """A run with windows is shown, and its panel is open."""
    window = desk()
    open_and_analyse(window, qtbot, clip)
    with_evidence(window)
    window.desk.sensitivity.planting.factories[False] = "tests.e2e.fakes:planted"
    window.book.trigger("sensitivity")
    return window


def panel_of(window):
    return window.features.sensitivity.panel


def measured(window, qtbot) -> None:
    window.book.trigger("measure_sensitivity")
    qtbot.waitUntil(lambda: panel_of(window).shows_figures, timeout=2 * TIMEOUT)
    qtbot.waitUntil(lambda: not window.desk.sensitivity.busy, timeout=TIMEOUT)


def test_figures_come_with_intervals_n_and_method_and_are_kept_with_the_run(window, qtbot) -> None:
    panel, document = panel_of(window), window.desk.document
    assert not panel.shows_figures
    assert [one.text() for one in panel.nothing.buttons] == ["Measure now"]
    panel.nothing.buttons[0].click()
    qtbot.waitUntil(lambda: panel.shows_figures, timeout=2 * TIMEOUT)
    assert [row.name for row in panel.curves.rows] == ["Whole face", "Brows and eyes", "Nose", "Mouth"]
    told = [panel.summary.text(), panel.alarms.text(), *(line for row in panel.curves.rows for line in row.lines[:2])]
    for text in told:
        assert "[" in text
        assert ", " in text
    assert "120 movements" in panel.method.text()
    assert "90 % intervals" in panel.method.text()
    assert "n 60" in panel.bounds.text()
    stored = document.statements.sensitivity(document.video.id, document.view.run.id)
    assert stored is not None
    window.desk.sensitivity.planting.factories[False] = "tests.e2e.fakes:refuses"
    run = document.view.run
    document.set_run(replace(run, id="a" * 32))
    assert not panel.shows_figures, "of that run nothing is known"
    document.put_run(document.video.id, run.id)
    window.desk.sensitivity.changed.emit()
    assert panel.shows_figures, "what was measured once is known"


def test_the_threshold_that_keeps_so_many_alarms_is_set_and_taken_back(window, qtbot) -> None:
    measured(window, qtbot)
    panel, decoding, document = panel_of(window), window.desk.decoding, window.desk.document
    # Four pulses of the fake score in two minutes: 0.90, 0.80, 0.70 and 0.60 high, and 0.05 more at their middle.
    assert "2.0 [" in panel.alarms.text()
    assert "4 proposals in 2.0 judged minutes were accepted by nobody" in panel.alarms.text()
    panel.most.setValue(2.0)
    assert panel.chosen.text().startswith("Threshold 0.30: 2.0 [")
    panel.most.setValue(1.5)
    assert panel.use.text() == "Set the threshold to 0.70"
    assert "1.5 [" in panel.chosen.text()
    assert "of movements of 1 px it finds" in panel.chosen.text()
    panel.use.click()
    assert decoding.decoder().threshold == 0.7
    assert "in use" in panel.chosen.text()
    assert panel.use.isHidden()
    assert "0.70, as now" in panel.summary.text()
    window.book.trigger("undo")
    assert decoding.decoder().threshold == 0.5
    assert "0.50, as now" in panel.summary.text()
    document.accept(document.view.proposals[0])
    document.accept(document.view.proposals[1])
    assert "2 proposals in 2.0 judged minutes were accepted by nobody" in panel.alarms.text(), "without measuring again"
    panel.most.setValue(0.4)
    assert panel.use.text() == "Set the threshold to 0.90"
    window.desk.threshold.set_value(0.53)
    assert "Measured at the threshold 0.50" in panel.summary.text()
    window.desk.threshold.choose("anchored")
    assert [one.text() for one in panel.nothing.buttons] == ["Measure again"]


def test_a_measurement_can_be_stopped_and_fails_with_what_to_do(window, qtbot) -> None:
    panel, source = panel_of(window), window.desk.sensitivity
    source.planting.factories[False] = "tests.e2e.fakes:never_planted"
    source.measure()
    qtbot.waitUntil(lambda: source.planting.total == 100, timeout=2 * TIMEOUT)
    assert panel.bar.isVisible()
    assert any("Measuring sensitivity" in job.text for job in window.desk.jobs.running)
    panel.cancel.click()
    assert not source.busy
    assert window.desk.jobs.running == ()
    assert not panel.bar.isVisible()


def test_where_nothing_is_judged_the_panel_says_so(window, qtbot) -> None:
    panel, source = panel_of(window), window.desk.sensitivity
    source.planting.factories[False] = "tests.e2e.fakes:nothing_judged"
    source.measure()
    qtbot.waitUntil(lambda: bool(source.failure), timeout=2 * TIMEOUT)
    assert "no second of this video is judged" in panel.nothing.text()
    assert [one.text() for one in panel.nothing.buttons] == [
        "Show what could be judged",
        "Measure again",
        "Analyse again",
    ]


def test_nothing_is_shown_to_whom_the_marks_are_hidden_from(window, qtbot) -> None:
    measured(window, qtbot)
    window.book.trigger("blind_look")
    assert not panel_of(window).shows_figures
    assert window.desk.sensitivity.answer is None
    assert "%" not in panel_of(window).nothing.text()


def test_runs_that_keep_no_windows_are_told_apart(window) -> None:
    run = window.desk.document.view.run
    n = len(run.curves.frames)
    regions = RegionCurves(
        np.zeros((n, 6), np.uint8), np.zeros((n, 6), np.float32), *[np.zeros((n, 2), np.float32)] * 2
    )
    apart = replace(run, curves=replace(run.curves, regions=regions))
    assert unavailable(run) is None
    assert unavailable(apart) is None, "that one is measured in pictures"
    assert unavailable(replace(run, evidence=None)) is Lack.EVIDENCE
    assert unavailable(replace(run, settings={**run.settings, "context": "full"})) is Lack.WHOLE
    assert unavailable(replace(run, settings={**run.settings, "origin": "file"})) is Lack.FILE
    whole = replace(run, id="b" * 32, settings={**run.settings, "context": "full"})
    window.desk.document.set_run(whole)
    assert [one.text() for one in panel_of(window).nothing.buttons] == ["Analyse with the default model"]


def test_bounds_and_kind_of_a_proposal_say_how_sure_they_are(window, qtbot) -> None:
    first = window.desk.document.view.proposals[0]
    window.desk.tour.select("proposal", first.id)
    card = window.card
    assert "/+" not in card.bounds.tiles["onset"].foot
    measured(window, qtbot)
    band = window.desk.sensitivity.answer.errors.band("onset")
    word = f"±{band[0]}" if band[0] == band[1] else f"−{band[0]}/+{band[1]}"
    assert card.bounds.tiles["onset"].foot == f"{first.onset} · model {word}"
    assert f"up to {band[0]} frames before and {band[1]} after" in card.bounds.tiles["onset"].toolTip()
    assert card._flip.text().startswith("Chance that it is ")
    assert "[" in card._flip.text()
    assert "(n 60)" in card._flip.text()
    window.desk.review.accept()
    window.desk.tour.select("proposal", first.id)
    window.desk.playback.seek(first.onset + 1)
    window.book.trigger("set_onset")
    assert "/+" not in card.bounds.tiles["onset"].foot, "whoever set it is sure of it"
    assert card._flip.isHidden()


def test_open_proposals_where_nothing_can_be_judged_are_told_apart(window, qtbot) -> None:
    run = window.desk.document.view.run
    first = run.proposals[0]
    restless = ((first.onset - 5, first.offset + 5),)
    window.desk.document.set_run(replace(run, id="c" * 32, restless=restless))
    measured(window, qtbot)
    text = panel_of(window).alarms.text()
    assert "3 proposals in 2.0 judged minutes were accepted by nobody" in text
    assert "1 more proposal lies where too much moves to judge" in text


@pytest.mark.parametrize(
    ("interval", "words"), [((0.1, 0.4), "would miss most"), ((0.6, 0.9), "would find most"), ((0.2, 0.8), "")]
)
def test_what_the_figure_means_is_said_where_its_whole_interval_says_so(interval, words) -> None:
    share = Estimate(sum(interval) / 2, *interval)
    text = summary_text(replace(curve(1.0), at_1px=share), (0.3, 1.3), 0.5, exact=True)
    assert "In the 0.3 of 1.3 minutes that can be judged" in text
    assert words in text
    assert ("most" in text) == bool(words)


def test_what_lies_above_the_strongest_that_was_planted_is_told_alike_everywhere() -> None:
    assert px_text(Estimate(6.0, 3.6, float("inf"))) == ">4 px [3.6, >4]"
    assert px_text(Estimate(1.6, 0.72, 9.0)) == "1.6 px [0.72, >4]"


def test_a_clip_of_two_seconds_has_more_than_no_minutes() -> None:
    assert [minutes_text(one) for one in (0.04, 0.1, 0.33, 2.0)] == ["0.04", "0.1", "0.3", "2.0"]
